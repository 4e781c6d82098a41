package mediation

import (
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
)

// Capability is the name under which cases of this package stand in shared tables.
const Capability = "mediation"

// State is where a case stands on its road.
type State string

// The states, in the order of the road.
const (
	Submitted   State = "submitted"    // 待受理
	Screening   State = "screening"    // 甄别
	NotAccepted State = "not_accepted" // 不予受理
	Invited     State = "invited"      // 征询意愿
	Declined    State = "declined"     // 未能开始调解
	Accepted    State = "accepted"     // 受理
	Assigned    State = "assigned"     // 已确定调解员
	Scheduled   State = "scheduled"    // 已排期
	InSession   State = "in_session"   // 调解中
	Suspended   State = "suspended"    // 中止
	Signing     State = "signing"      // 待签署
	OralAgreed  State = "oral_agreed"  // 口头达成
	Effective   State = "effective"    // 生效
	Terminated  State = "terminated"   // 终止

	ConfirmationApplied State = "confirmation_applied" // 已申请司法确认
	Confirmed           State = "confirmed"            // 已司法确认
	Rejected            State = "rejected"             // 不予确认
	Withdrawn           State = "withdrawn"            // 撤回确认申请
	Performing          State = "performing"           // 履行中
	Breached            State = "breached"             // 未按约履行
	Performed           State = "performed"            // 履行完毕
	Voided              State = "voided"               // 协议已撤销或无效
	Archived            State = "archived"             // 归档: the papers are complete, and the file is the archivist's
)

// States lists every state in the order of the road.
var States = []State{Submitted, Screening, NotAccepted, Invited, Declined, Accepted, Assigned, Scheduled, InSession, Suspended, Signing, OralAgreed,
	Effective, ConfirmationApplied, Confirmed, Rejected, Withdrawn, Performing, Breached, Performed, Voided, Terminated, Archived}

// open are the states in which a party can still withdraw and the office still mediates.
var open = []State{Submitted, Screening, Invited, Accepted, Assigned, Scheduled, InSession, Suspended, Signing, OralAgreed}

// inForce are the states in which an agreement binds and something of it may still be to do.
var inForce = []State{Effective, ConfirmationApplied, Confirmed, Rejected, Withdrawn, Performing, Breached}

// Open reports whether the office still mediates in this state.
func (s State) Open() bool { return slices.Contains(open, s) }

// InForce reports whether an agreement binds in this state and something of it may still be to do.
func (s State) InForce() bool { return slices.Contains(inForce, s) }

// Role is a party's side of the dispute.
type Role string

// The roles.
const (
	Applicant  Role = "applicant"  // 申请人
	Respondent Role = "respondent" // 被申请人
)

// Case is a mediation as its events made it: clear facts only. Words of people are in the vault, by section.
type Case struct {
	ID      id.ID `json:"id"`
	Tenant  id.ID `json:"-"`
	Unit    id.ID `json:"unit"`
	Version int64 `json:"-"` // number of events; a change is decided on one version and refused on another
	State   State `json:"state"`

	Source          string  `json:"source"`         // how the case came, a code of the rulebook
	Type            string  `json:"type"`           // dispute type, a code of the rulebook
	Sent            *Sender `json:"sent,omitempty"` // the body whose letter brought it; replaced by its fold, never changed
	Rulebook        string  `json:"rulebook"`
	RulebookVersion string  `json:"rulebook_version"`
	Ref             string  `json:"ref,omitempty"` // number in the register that it was brought in from, or on paper

	Received  time.Time `json:"received"`           // when the application reached the office
	Accepted  time.Time `json:"accepted,omitzero"`  // when the office took it on: the clock of the term starts
	Ended     time.Time `json:"ended,omitzero"`     // when it was closed without an agreement
	Year      int       `json:"year,omitempty"`     // of the case number, the office's calendar
	Number    int       `json:"-"`                  // within unit and year, from a counter row at acceptance
	Reason    string    `json:"reason,omitempty"`   // closing reason, a code of the rulebook
	Mediated  bool      `json:"mediated,omitempty"` // at least one session was held
	Minimised time.Time `json:"minimised,omitzero"` // how its parties can be reached was destroyed
	Erased    time.Time `json:"erased,omitzero"`    // retention is over: no section of it can be opened any more

	Paper       *Paper            `json:"paper,omitempty"` // it was brought in open, from paper
	Parties     []Party           `json:"parties"`
	Workers     []Worker          `json:"workers,omitempty"`
	Engagements []Engagement      `json:"engagements,omitempty"`
	Sessions    []Session         `json:"sessions,omitempty"`
	Notes       []Note            `json:"notes,omitempty"`
	Found       []Investigation   `json:"investigations,omitempty"`
	Agreement   *Agreement        `json:"agreement,omitempty"`
	Extension   *Extension        `json:"extension,omitempty"`
	Extended    int               `json:"extended,omitempty"` // how often the term became longer
	Attachments []Attachment      `json:"attachments,omitempty"`
	SlipAsk     *casefile.SlipAsk `json:"slip_ask,omitempty"` // replaced by its fold, never changed

	Representatives []Representative `json:"representatives,omitempty"`

	Linked
	Telephone

	Waits time.Time `json:"waits,omitzero"` // a party ended: the mediation waits for its successors since then

	Confirmation      *Confirmation  `json:"confirmation,omitempty"`
	Breach            *Breach        `json:"breach,omitempty"`
	FollowUps         []FollowUp     `json:"follow_ups,omitempty"`
	Reopening         *Reopening     `json:"reopening,omitempty"`
	Former            []Agreement    `json:"former,omitempty"`    // agreements that a later one or a court took the place of
	Standing          *Standing      `json:"standing,omitempty"`  // in force while its parties meet again
	Onward            []Onward       `json:"onward,omitempty"`    // letters for one party each to somebody who can help it
	Statutory         []Statutory    `json:"statutory,omitempty"` // reports that the law demands
	Messages          []Message      `json:"messages,omitempty"`  // between the office and one party each
	Wishes            []Wish         `json:"wishes,omitempty"`    // whom parties wish as mediator, until one is assigned; replaced, never changed
	Originals         []Original     `json:"originals,omitempty"` // papers whose original lies in the office's paper file; replaced, never changed
	Deposit           *Deposit       `json:"deposit,omitempty"`   // since when the file is archived; replaced, never changed
	Offers            []Offer        `json:"offers,omitempty"`    // what the sides let be carried to each other
	Erasures          []Erasure      `json:"erasures,omitempty"`  // parties' requests to be erased: the file is restricted; replaced, never changed
	casefile.Demanded                // by courts, of papers of this case
	casefile.Urgents                 // urgent accesses to it
	casefile.Exported                // requests that this case leaves linli as a file
	Moves             casefile.Moves `json:"moves,omitempty"` // from unit to unit; replaced, never changed
	Asked             id.ID          `json:"asked,omitzero"`  // the unit above whose lead was asked for a mediator
	Joint             []JointUnit    `json:"joint,omitempty"` // other units that mediate with this one, or are asked to
}

// Party is one side of one case. It has a number and a role; its name is sealed, and nothing joins it to another case.
type Party struct {
	ID       id.ID     `json:"id"`
	Role     Role      `json:"role"`
	Kind     string    `json:"kind"`              // person or organisation
	Members  int       `json:"members,omitempty"` // of a group, as a number; who speaks for it is named under its own key
	Mail     bool      `json:"mail,omitempty"`    // wants to be told by e-mail that something waits, and has confirmed its address, which is sealed
	Informed time.Time `json:"informed,omitzero"` // rights notice given
	Talked   time.Time `json:"talked,omitzero"`   // private talk held
	Heard    time.Time `json:"heard,omitzero"`    // a child was heard alone on what its guardian decides
	Invited  time.Time `json:"invited,omitzero"`
	Consent  Consent   `json:"consent,omitzero"`
	Gone     time.Time `json:"gone,omitzero"`      // the person died, or the organisation is no more
	Succeeds id.ID     `json:"succeeds,omitzero"`  // the party whose place it has taken
	Added    time.Time `json:"added,omitzero"`     // entered after the application
	Joins    bool      `json:"joins,omitempty"`    // added to a mediation that was accepted, which goes on without it until it consents; or an applicant who said no or nothing, beside whom others apply
	Renamed  time.Time `json:"renamed,omitzero"`   // its name was put right
	FollowUp time.Time `json:"follow_up,omitzero"` // wants to be asked whether the agreement is performed
	Paper    bool      `json:"paper,omitempty"`    // said to have agreed on paper, which linli has not seen
	Surveyed time.Time `json:"surveyed,omitzero"`  // was offered the survey; whether it answered is known to nobody
	Shredded time.Time `json:"shredded,omitzero"`  // its data were destroyed

	ContactLeft      time.Time `json:"contact_left,omitzero"`      // since when it is reached as it said itself
	ContactConfirmed time.Time `json:"contact_confirmed,omitzero"` // it proved itself that its e-mail address reaches it
	AddressWaits     bool      `json:"address_waits,omitempty"`    // an e-mail address is to be confirmed before anything else goes there
	NoMail           bool      `json:"no_mail,omitempty"`          // it said in its private talk how to reach it
	Former           []Former  `json:"former,omitempty"`           // addresses that it took out and that are to be told so
}

// Consent is how a party's consent to this mediation stands; the record itself is in package consent.
type Consent struct {
	Given   time.Time `json:"given,omitzero"`
	Refused time.Time `json:"refused,omitzero"`
	Silent  bool      `json:"silent,omitempty"` // the time to answer ran out; it counts as a refusal and is not called one
	Ended   time.Time `json:"ended,omitzero"`   // withdrawn
	Record  id.ID     `json:"record,omitzero"`
}

// Stands reports whether the party consents now.
func (c Consent) Stands() bool { return !c.Given.IsZero() && c.Ended.IsZero() }

// Worker is an account that opened the case at intake and may read it until it hands over.
type Worker struct {
	Account id.ID     `json:"account"`
	From    time.Time `json:"from"`
	To      time.Time `json:"to,omitzero"`
}

// Engagement is one mediator's work on the case. Its notes have a key of their own that a successor does not get.
type Engagement struct {
	ID        id.ID     `json:"id"`
	Account   id.ID     `json:"account"`
	Lead      bool      `json:"lead"`
	Disclosed time.Time `json:"disclosed,omitzero"`
	Conflict  Conflict  `json:"conflict,omitempty"`
	AgreedBy  []id.ID   `json:"agreed_by,omitempty"`
	From      time.Time `json:"from,omitzero"`
	To        time.Time `json:"to,omitzero"`
	Ended     string    `json:"ended,omitempty"`     // why it ended: rejected by a party, or a recusal reason of the rulebook
	Unit      id.ID     `json:"unit,omitzero"`       // the joint unit whose mediator it is; zero: the case's own
	Permitted []id.ID   `json:"permitted,omitempty"` // parties who let a successor read this mediator's own notes
	Owes      time.Time `json:"owes,omitzero"`       // since a party was added: ties to it are to be declared
}

// Conflict is what a mediator declares about ties to the dispute; it is declared, never found by comparing people.
type Conflict string

// The declarations.
const (
	NoConflict    Conflict = "none"
	Tie           Conflict = "tie"      // a tie that the parties may accept once they know it
	Disqualifying Conflict = "conflict" // the mediator cannot take the case
)

// Working reports whether the mediator is at work on the case at present.
func (e Engagement) Working() bool { return !e.From.IsZero() && e.To.IsZero() }

// Proposed reports whether the engagement still waits for disclosure or for the parties.
func (e Engagement) Proposed() bool { return e.From.IsZero() && e.To.IsZero() }

// Session is one appointment 调解会.
type Session struct {
	ID      id.ID      `json:"id"`
	Mode    string     `json:"mode"` // joint, separate, phone, video, writing
	With    []id.ID    `json:"with"` // the parties who are to come
	Start   time.Time  `json:"start"`
	Begun   time.Time  `json:"begun,omitzero"`
	Minutes int        `json:"minutes,omitempty"`
	Present []id.ID    `json:"present,omitempty"`
	Off     string     `json:"off,omitempty"`    // cancelled or no_show: an event of the appointment, never of a person
	Agreed  []id.ID    `json:"agreed,omitempty"` // who agreed to meet by telephone, by video or in writing
	Until   string     `json:"until,omitempty"`  // of a round in writing: the day by which it is to be answered, YYYY-MM-DD
	Called  []id.ID    `json:"called,omitempty"` // by telephone: whom the office called back on the number agreed with them
	More    []Recorded `json:"more,omitempty"`   // further records of it, such as that of a second device: none takes the place of another
}

// Planned reports whether the session is still to come.
func (s Session) Planned() bool { return s.Begun.IsZero() && s.Off == "" }

// Note says that a note exists and who may read it; its text is sealed under the key of that section.
type Note struct {
	ID         id.ID     `json:"id"`
	Session    id.ID     `json:"session,omitzero"`
	Party      id.ID     `json:"party,omitzero"`      // the one party whose separate talk it records
	Engagement id.ID     `json:"engagement,omitzero"` // the mediator's own note
	At         time.Time `json:"at"`
}

// Signature is one act that the agreement needs: of a party, of a mediator, or the office's seal.
type Signature struct {
	As     string    `json:"as"` // party, mediator or seal
	Of     id.ID     `json:"of,omitzero"`
	Method string    `json:"method"` // paper, screen or passkey; oral for an oral agreement
	At     time.Time `json:"at"`     // when the act was done (on paper: the date on the paper)
	Scan   id.ID     `json:"scan,omitzero"`
	By     id.ID     `json:"by,omitzero"`    // the representative who signed for the party
	Proof  id.ID     `json:"proof,omitzero"` // owner of the sealed proof of a signature by passkey
	Code   id.ID     `json:"code,omitzero"`  // on the screen or by passkey: the act at which the office gave the party its code, and named who reads the text out to it
}

// Extension is a longer term that every party has to agree to.
type Extension struct {
	Days    int       `json:"days"`
	Asked   time.Time `json:"asked"`
	Agreed  []id.ID   `json:"agreed,omitempty"`
	Granted time.Time `json:"granted,omitzero"`
}

// Attachment says that a file exists; its name and content are sealed under a key of its own.
type Attachment struct {
	ID     id.ID  `json:"id"`
	Owner  id.ID  `json:"owner,omitzero"` // the party who gave it; zero for the office
	Shared bool   `json:"shared"`         // every party may see it, those who come later too
	Size   int64  `json:"size"`
	Type   string `json:"type"` // media type after cleaning
	// Bare: its sender said that no fingerprint can be seen on it, or had them painted over; which of the two is kept nowhere.
	Bare bool      `json:"bare,omitempty" doc:"Its sender said that no fingerprint can be seen on it, or had them painted over. Without it the file is not taken as a signed paper."`
	At   time.Time `json:"at"`

	With []id.ID `json:"with,omitempty" doc:"The parties to whom it is shown, where that is not every one."`

	Document string `json:"document,omitempty"` // which paper of the case file it is an original of, as somebody said; see [Case.Filed]
}

// Party returns a party of the case by its id, or nil.
func (c *Case) Party(p id.ID) *Party {
	for i := range c.Parties {
		if c.Parties[i].ID == p {
			return &c.Parties[i]
		}
	}
	return nil
}

// Engagement returns an engagement by its id, or nil.
func (c *Case) Engagement(e id.ID) *Engagement {
	for i := range c.Engagements {
		if c.Engagements[i].ID == e {
			return &c.Engagements[i]
		}
	}
	return nil
}

// EngagementOf returns the working engagement of an account, or nil.
func (c *Case) EngagementOf(account id.ID) *Engagement {
	for i := range c.Engagements {
		if e := &c.Engagements[i]; e.Account == account && e.Working() {
			return e
		}
	}
	return nil
}

// Session returns a session by its id, or nil.
func (c *Case) Session(s id.ID) *Session {
	for i := range c.Sessions {
		if c.Sessions[i].ID == s {
			return &c.Sessions[i]
		}
	}
	return nil
}

// Assigned lists the accounts at work on the case now: intake workers and mediators. Being on the list opens the content;
// leaving it closes the content at once.
func (c *Case) Assigned() []id.ID {
	var out []id.ID
	for _, w := range c.Workers {
		if w.To.IsZero() {
			out = append(out, w.Account)
		}
	}
	for _, e := range c.Engagements {
		if e.Working() && !slices.Contains(out, e.Account) {
			out = append(out, e.Account)
		}
	}
	return out
}

// Proposed lists the accounts that are asked to mediate and have to declare their ties first.
func (c *Case) Proposed() []id.ID {
	var out []id.ID
	for _, e := range c.Engagements {
		if e.Proposed() {
			out = append(out, e.Account)
		}
	}
	return out
}

// listed are the accounts in whose own list the case stands, the joint units in whose leads' list it does, and the unit that
// it came to: what was promised elsewhere is owed there.
func (c *Case) listed() []id.ID {
	out, units := c.Assigned(), c.standing()
	if len(c.Moves) > 0 {
		units = append(units, c.Unit)
	}
	for _, a := range append(c.Proposed(), units...) {
		if !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	return out
}

// Facts are what an access policy needs to know of the case. They share its version: what was allowed when the case
// was decided on is still allowed when the change is played.
func (c *Case) Facts() access.Facts {
	f := access.Facts{Tenant: c.Tenant, Unit: c.Unit, Case: c.ID, Kind: Capability, State: string(c.State), Assigned: c.Assigned(), Proposed: c.Proposed(), Closed: !c.State.Open(), Archived: c.State == Archived, Restricted: c.Restricted(), Asked: c.Asked, Joint: c.standing()}
	for _, p := range c.Parties {
		f.Parties = append(f.Parties, p.ID)
	}
	return f
}

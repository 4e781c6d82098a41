package report

import (
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
	"linli/rulebook"
)

// Capability is the name under which cases of this package stand in shared tables.
const Capability = "report"

// State is where a report stands.
type State string

// The states.
const (
	Received    State = "received"     // 已收到
	Accepted    State = "accepted"     // 已受理
	NotAccepted State = "not_accepted" // 不予受理
	Answered    State = "answered"     // 已答复
	Reviewing   State = "reviewing"    // 复核中
	Reviewed    State = "reviewed"     // 已复核
	Withdrawn   State = "withdrawn"    // 已撤回
	Closed      State = "closed"       // 已了结
)

// States lists the states of a report about a unit in the order of the road; [IssueStates] those of a report about a place or
// a service.
var States = []State{Received, Accepted, NotAccepted, Answered, Reviewing, Reviewed, Withdrawn, Closed}

// open are the states of a report about a unit in which the office still has something to do.
var open = []State{Received, Accepted, Reviewing}

// Open reports whether the office still has something to do in this state.
func (s State) Open() bool { return slices.Contains(open, s) || slices.Contains(openIssue, s) }

// Desk is who answers: the holders of a post in a unit.
type Desk struct {
	Unit id.ID           `json:"unit"`
	Post access.PostKind `json:"post"`
}

// IsZero reports whether nobody answers.
func (d Desk) IsZero() bool { return d.Unit.IsZero() }

// Case is a report as its events made it: clear facts only. What people wrote is in the vault.
type Case struct {
	ID      id.ID `json:"id"`
	Tenant  id.ID `json:"-"`
	Version int64 `json:"-"` // number of events; a change is decided on one version and refused on another
	State   State `json:"state"`

	Category        string        `json:"category"`           // a code of the rulebook
	Sort            rulebook.Kind `json:"sort"`               // what sort of thing it is: decides the machine that it runs through
	About           []id.ID       `json:"about"`              // the units complained of: the one that the author chose first, then those in which the mediator mediates
	Mediator        id.ID         `json:"mediator,omitzero"`  // the account of the mediator complained of, where the author chose one
	Desk            Desk          `json:"desk"`               // who answers now
	Handler         id.ID         `json:"handler,omitzero"`   // the account of the desk that has taken it
	Author          id.ID         `json:"author"`             // a random number of this case alone
	Named           bool          `json:"named,omitempty"`    // the author gave a name
	Reached         bool          `json:"reached,omitempty"`  // the author said how to be reached
	Numbered        bool          `json:"numbered,omitempty"` // the author named the number of a mediation
	Rulebook        string        `json:"rulebook"`
	RulebookVersion string        `json:"rulebook_version"`

	Received time.Time `json:"received"`
	Answered time.Time `json:"answered,omitzero"` // when the author was told: an answer, or that it is not taken on
	Ended    time.Time `json:"ended,omitzero"`    // the last act, from which retention runs
	Erased   time.Time `json:"erased,omitzero"`   // retention is over: no section of it can be opened any more
	Surveyed time.Time `json:"surveyed,omitzero"` // the author took the code of the survey; whether it answered is known to nobody
	Reason   string    `json:"reason,omitempty"`  // why it is not taken on, a code of the rulebook

	Answer     id.ID     `json:"answer,omitzero"`      // owner of the sealed answer, or of the words with which it was not taken on
	AnsweredBy id.ID     `json:"answered_by,omitzero"` // the account whose answer it is, which does not decide a review of it
	Extension  id.ID     `json:"extension,omitzero"`   // owner of the sealed reason for which the answer takes longer
	Review     id.ID     `json:"review,omitzero"`      // owner of what the author wrote when it asked for a review
	Decision   id.ID     `json:"decision,omitzero"`    // owner of the sealed decision of the review
	Words      []Words   `json:"words,omitempty"`
	Messages   []Message `json:"messages,omitempty"`

	casefile.Rights
	casefile.Demanded                   // by courts, of papers of this report
	casefile.Urgents                    // urgent accesses to it
	casefile.Exported                   // requests that a copy of it leaves as a file
	SlipAsk           *casefile.SlipAsk `json:"slip_ask,omitempty"` // replaced by its fold, never changed
	SlipBy            id.ID             `json:"slip_by,omitzero"`   // the account through whose hands the author's slip went: it wrote the report down, or replaced the slip

	Heard
	SecondReview
	Issue
	Files    []Attachment `json:"files,omitempty"`
	Taking   *Taking      `json:"taking,omitempty"` // waits to be taken out; replaced by its fold, never changed
	TakenOut []TakenOut   `json:"taken_out,omitempty"`
	Kept     time.Time    `json:"kept,omitzero"` // when the author last wanted kept what was to be taken out
}

// SecondReview is what a grievance has beside: the review of a review, which is the last.
type SecondReview struct {
	Second     id.ID `json:"second,omitzero"`      // owner of what the author wrote when it asked for the second review
	Final      id.ID `json:"final,omitzero"`       // owner of the sealed decision of the second review
	ReviewedBy id.ID `json:"reviewed_by,omitzero"` // the account whose decision it is, which does not decide the second
}

// Words are what the complained of are told, as the handler proposed and the author let or refused.
type Words struct {
	ID       id.ID     `json:"id"`
	Proposed time.Time `json:"proposed"`
	Released time.Time `json:"released,omitzero"`
	Refused  time.Time `json:"refused,omitzero"`
}

// Waits reports whether the author has not decided yet.
func (w Words) Waits() bool { return w.Released.IsZero() && w.Refused.IsZero() }

// Message says that something was written between handler and author.
type Message struct {
	ID id.ID     `json:"id"`
	By id.ID     `json:"by,omitzero"` // the account; zero: the author wrote it
	At time.Time `json:"at"`
}

// Waiting are the words on which the author has still to decide, or nil.
func (c *Case) Waiting() *Words {
	for i := range c.Words {
		if c.Words[i].Waits() {
			return &c.Words[i]
		}
	}
	return nil
}

// Barred are the accounts that learn nothing of the complaint, whatever posts they hold: the mediator complained of, and in
// a review who gave the answer that is reviewed.
func (c *Case) Barred() []id.ID {
	var out []id.ID
	if !c.Mediator.IsZero() {
		out = append(out, c.Mediator)
	}
	if !c.Review.IsZero() && !c.AnsweredBy.IsZero() {
		out = append(out, c.AnsweredBy)
	}
	if !c.Second.IsZero() && !c.ReviewedBy.IsZero() {
		out = append(out, c.ReviewedBy)
	}
	return out
}

// recently is for how long before a complaint came a post in the unit complained of counts, as one held now does: nobody knows when what is
// complained of happened (a year, as for whoever comes from elsewhere: 5 CFR 2635.502(b)(1)(iv)).
func recently(received time.Time) time.Time { return received.AddDate(-1, 0, 0) }

// Facts are what the access policies need to know.
func (c *Case) Facts() access.Facts {
	f := access.Facts{Tenant: c.Tenant, Unit: c.Desk.Unit, Case: c.ID, Kind: Capability, State: string(c.State), Parties: []id.ID{c.Author},
		Closed: !c.State.Open(), Restricted: c.Restricted(), Desk: c.Desk.Post, About: c.About, Since: recently(c.Received), Barred: c.Barred()}
	if !c.Handler.IsZero() {
		f.Assigned = append([]id.ID{c.Handler}, c.With...)
	}
	return f
}

func (c *Case) clone() Case {
	out := *c
	out.Words, out.Messages, out.Files = slices.Clone(c.Words), slices.Clone(c.Messages), slices.Clone(c.Files)
	out.TakenOut, out.Corrections = slices.Clone(c.TakenOut), slices.Clone(c.Corrections)
	out.Issue = c.Issue.clone()
	return out
}

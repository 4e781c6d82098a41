package mediation

import (
	"fmt"
	"time"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/platform/notify"
	"linli/platform/vault"
)

// Limits of what a person can type, in characters, not bytes.
const (
	maxName    = 100
	maxContact = 300
	maxText    = 4000
	maxParties = 20
	maxMembers = 100_000
)

// Apply asks for mediation: a party itself, or a clerk for an oral application.
type Apply struct {
	Unit    id.ID      `json:"unit"`
	Type    string     `json:"type"`
	Source  string     `json:"source,omitempty"` // a code of the rulebook; "oral" from a clerk and "online" from a party where it is not given
	Summary string     `json:"summary"`
	Claims  string     `json:"claims,omitempty"`
	Amount  Money      `json:"amount,omitzero"`
	Parties []NewParty `json:"parties"`
	Sent    *NewSender `json:"sent,omitempty"` // the letter of the body that sends, for the sources that are one
	Code    string     `json:"code,omitempty"` // a code that the party holds for the same dispute already
	// Follows is the case with an agreement that a court set aside, whose dispute is mediated anew; of the office alone.
	Follows id.ID `json:"follows,omitzero"`
	// OwnDispute says that the unit itself, the body that it belongs to or its staff in this matter is a side of the dispute.
	// It is asked of whoever applies; nobody compares names to find it.
	OwnDispute bool `json:"own_dispute,omitempty"`

	reserved id.Code // of the slip with which the first applicant left before the application arrived
}

// Money is an amount in minor units (fen, cents) of an ISO 4217 currency.
type Money struct {
	Minor    int64  `json:"minor"`
	Currency string `json:"currency"`
}

// NewParty is a party as the applicant names it.
type NewParty struct {
	Role        Role   `json:"role"`
	Kind        string `json:"kind"`
	Name        string `json:"name"`
	Contact     string `json:"contact,omitempty"`
	SafeContact string `json:"safe_contact,omitempty"` // how and when a message endangers nobody
	Email       string `json:"email,omitempty"`        // for messages that something waits; of an applicant only, who gives it for itself
	Language    string `json:"language,omitempty"`
	Members     int    `json:"members,omitempty"`

	Representatives []NewRepresentative `json:"representatives,omitempty"`
}

// NewRepresentative is a person who is said to act for a party. The authority is looked at afterwards ([Appoint]).
type NewRepresentative struct {
	As   string `json:"as"` // one of [Representations]
	Name string `json:"name"`
}

// chosen is how many speak for a group.
func (p NewParty) chosen() int {
	n := 0
	for _, r := range p.Representatives {
		if r.As == ForGroup {
			n++
		}
	}
	return n
}

// fits reports whether a kind of representation fits the party.
func (p NewParty) fits(as string) bool {
	switch as {
	case Guardian:
		return p.Kind == "person" && p.Members < 2
	case Head:
		return p.Kind == "organisation"
	case ForGroup:
		return p.Members > 1
	}
	return as == Agent
}

// Identity is a party's sealed identity section.
type Identity struct {
	Name     string `json:"name"`
	Language string `json:"language,omitempty"`
}

// ContactDetails are a party's sealed contact section.
type ContactDetails struct {
	Contact     string `json:"contact"`
	SafeContact string `json:"safe_contact,omitempty"`
	Email       string `json:"email,omitempty"`
	Reach       Reach  `json:"reach,omitempty"`
}

// Application is the sealed joint section's account of the dispute.
type Application struct {
	Summary string `json:"summary"`
	Claims  string `json:"claims,omitempty"`
	Amount  Money  `json:"amount,omitzero"`
}

type applied struct {
	Unit            id.ID          `json:"unit"`
	Type            string         `json:"type"`
	Source          string         `json:"source"`
	Rulebook        string         `json:"rulebook"`
	RulebookVersion string         `json:"rulebook_version"`
	Parties         []appliedParty `json:"parties"`
	Worker          id.ID          `json:"worker,omitzero"`
	Sent            *Sender        `json:"sent,omitempty"`
	Follows         id.ID          `json:"follows,omitzero"`

	Representatives []Representative `json:"representatives,omitempty"`
}

type appliedParty struct {
	ID      id.ID  `json:"id"`
	Role    Role   `json:"role"`
	Kind    string `json:"kind"`
	Members int    `json:"members,omitempty"`
	Mail    bool   `json:"mail,omitempty"` // an e-mail address was given, which is to be confirmed
}

// Kind is the machine's event.
func (Apply) Kind() casefile.Kind { return "apply" }

func (a Apply) decide(d *decision, s *Step) (any, error) {
	if err := a.check(d); err != nil {
		return nil, err
	}
	if a.Source == "" {
		a.Source = "online"
		if !d.by.Account.IsZero() {
			a.Source = "oral"
		}
	}
	b := a.enter(d, s)
	b.Sent = a.sent(d, s)
	s.Held = d.Held
	return b, nil
}

// application is what stands in an application, however it reaches the office.
func (a Apply) application() Apply { return a }

// enter seals what people said in an application and lists its parties. Its applicants get slips.
func (a Apply) enter(d *decision, s *Step) applied {
	d.c.ID = s.Event.ID
	d.c.Unit = a.Unit
	b := applied{Unit: a.Unit, Type: a.Type, Source: a.Source, Rulebook: d.Rules.ID, RulebookVersion: d.Rules.Version, Follows: a.Follows}
	if !d.by.Account.IsZero() {
		b.Worker = d.by.Account // the clerk who writes it down is at work on it from the start
	}
	s.Secrets = append(s.Secrets, secret(vault.Joint, id.ID{}, d.c.ID, FieldApplication, Application{a.Summary, a.Claims, a.Amount}))
	for _, p := range a.Parties {
		party := d.ids.New()
		b.Parties = append(b.Parties, appliedParty{party, p.Role, p.Kind, p.Members, p.Email != ""})
		s.Secrets = append(s.Secrets,
			secret(vault.Identity, party, party, FieldIdentity, identityOf(p.Name, p.Language)))
		b.Representatives = append(b.Representatives, p.represented(d, s, party)...)
		if p.Contact != "" || p.SafeContact != "" || p.Email != "" {
			s.Secrets = append(s.Secrets, secret(vault.Contact, party, party, FieldContact, ContactDetails{p.Contact, p.SafeContact, p.Email, ""}))
		}
		if p.Role == Applicant {
			s.Slips = append(s.Slips, party)
		}
	}
	return b
}

func (a Apply) check(d *decision) error {
	l := a.wrong(d)
	a.checkSent(d, &l)
	return l.Err()
}

// wrong are the faults of an application's own fields.
func (a Apply) wrong(d *decision) fault.List {
	var l fault.List
	if a.Unit.IsZero() {
		l.Add("unit", "form.required")
	}
	if a.Source != "" && !hasCode(d.Rules.Mediation.Sources, a.Source) {
		l.Add("source", "mediation.field.source")
	}
	d.checkDispute(&l, a.Type, a.Summary, a.Claims, a.Amount)
	if len(a.Parties) > maxParties {
		l = append(l, fault.Field("parties", "mediation.field.parties_many").With(fault.Args{"max": maxParties}))
		return l
	}
	for i, p := range a.Parties {
		at := fmt.Sprintf("parties[%d].", i)
		p.check(&l, at)
		if p.Email != "" && (p.Role != Applicant || !notify.Plain(p.Email)) {
			l.Add(at+"email", "mediation.field.email")
		}
		if len(p.Representatives) > maxParties {
			l.Add(at+"representatives", "mediation.field.as")
			continue
		}
		for _, r := range p.Representatives {
			if !p.fits(r.As) {
				l.Add(at+"representatives", "mediation.field.as")
			}
			text(&l, at+"representatives", r.Name, maxName, true)
		}
	}
	return l
}

// checkDispute refuses what no application can say of its dispute.
func (d *decision) checkDispute(l *fault.List, kind, summary, claims string, amount Money) {
	if _, ok := d.Rules.Mediation.DisputeType(kind); !ok {
		l.Add("type", "mediation.field.type")
	}
	text(l, "summary", summary, maxText, true)
	text(l, "claims", claims, maxText, false)
	if amount.Minor < 0 {
		l.Add("amount", "mediation.field.amount")
	}
	if amount.Minor > 0 && !i18n.KnownCurrency(amount.Currency) {
		l.Add("amount", "mediation.field.currency")
	}
}

// check refuses what no party can be.
func (p NewParty) check(l *fault.List, at string) {
	if p.Role != Applicant && p.Role != Respondent {
		l.Add(at+"role", "mediation.field.role")
	}
	if p.Kind != "person" && p.Kind != "organisation" {
		l.Add(at+"kind", "mediation.field.kind")
	}
	text(l, at+"name", p.Name, maxName, true)
	text(l, at+"language", p.Language, maxName, false)
	text(l, at+"contact", p.Contact, maxContact, false)
	text(l, at+"safe_contact", p.SafeContact, maxContact, false)
	if p.Members < 0 || p.Members > maxMembers {
		l.Add(at+"members", "mediation.field.members")
	}
}

// represented seals the names of those who act for a party, and says what they are. At first nobody has a written authority.
func (p NewParty) represented(d *decision, s *Step, party id.ID) []Representative {
	var out []Representative
	for _, n := range p.Representatives {
		r := Representative{ID: d.ids.New(), Party: party, Kind: n.As, Scope: General, From: s.Event.Happened()}
		if n.As == Guardian || n.As == Head {
			r.Scope = Special
		}
		s.Secrets = append(s.Secrets, secret(vault.Identity, party, r.ID, FieldRepresentative, n.Name))
		out = append(out, r)
	}
	return out
}

func foldApply(c *Case, e casefile.Event, b applied) {
	c.ID, c.Unit, c.Type, c.Source = e.ID, b.Unit, b.Type, b.Source
	c.Rulebook, c.RulebookVersion = b.Rulebook, b.RulebookVersion
	c.Received, c.Follows = e.Happened(), b.Follows
	for _, p := range b.Parties {
		c.Parties = append(c.Parties, Party{ID: p.ID, Role: p.Role, Kind: p.Kind, Members: p.Members, AddressWaits: p.Mail})
	}
	c.Representatives, c.Sent = b.Representatives, b.Sent
	if !b.Worker.IsZero() {
		c.Workers = append(c.Workers, Worker{Account: b.Worker, From: e.At})
	}
}

// BringIn enters a case that was held before linli: its state and dates, without consents and without promises in
// retrospect.
type BringIn struct {
	Unit     id.ID
	Ref      string // its number in the register it comes from
	Type     string
	Source   string
	Received time.Time
	Outcome  Outcome
}

// Outcome is how a case that was brought in had ended.
type Outcome string

// The outcomes.
const (
	NotMediated Outcome = "not_mediated"
	Settled     Outcome = "settled"
	NotSettled  Outcome = "not_settled"
)

type broughtIn struct {
	Unit            id.ID     `json:"unit"`
	Ref             string    `json:"ref"`
	Type            string    `json:"type"`
	Source          string    `json:"source"`
	Received        time.Time `json:"received"`
	Outcome         Outcome   `json:"outcome"`
	Rulebook        string    `json:"rulebook"`
	RulebookVersion string    `json:"rulebook_version"`
}

// Kind is the machine's event.
func (BringIn) Kind() casefile.Kind { return "bring_in" }

func (b BringIn) decide(d *decision, s *Step) (any, error) {
	d.c.ID, d.c.Unit = s.Event.ID, b.Unit
	s.Event.Visibility = casefile.Office
	body := broughtIn{b.Unit, b.Ref, b.Type, b.Source, b.Received, b.Outcome, d.Rules.ID, d.Rules.Version}
	var c Case
	foldBringIn(&c, s.Event, body)
	s.Tallies = counted(c)
	return body, nil
}

func foldBringIn(c *Case, e casefile.Event, b broughtIn) {
	c.ID, c.Unit, c.Ref, c.Type, c.Source, c.Received = e.ID, b.Unit, b.Ref, b.Type, b.Source, b.Received
	c.Rulebook, c.RulebookVersion = b.Rulebook, b.RulebookVersion
	c.Mediated = b.Outcome != NotMediated
	c.State = Terminated
	if b.Outcome == Settled {
		c.State = Effective
	}
}

// text checks one typed text: required or not, and not longer than its limit.
func text(l *fault.List, field, s string, limit int, required bool) {
	l.Text(field, s, limit, required)
}

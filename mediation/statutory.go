package mediation

import (
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
)

// Statutory is a report to a body outside without the person's consent 法定报告: only on the grounds that stand here, by two
// people, each with a reason, told to the person unless that endangers somebody. It concerns one party, whose confidence it
// breaks; no other party learns of it in any form. The ground, the recipient and the words are sealed in a section of its own.
type Statutory struct {
	ID       id.ID     `json:"id"`
	Party    id.ID     `json:"party"`
	Account  id.ID     `json:"account,omitzero"` // who asked
	At       time.Time `json:"at"`
	Silence  bool      `json:"silence,omitempty"` // it is asked that the person is not told yet
	By       id.ID     `json:"by,omitzero"`       // the second person
	Decided  time.Time `json:"decided,omitzero"`
	Approved bool      `json:"approved,omitempty"`
	Silent   bool      `json:"silent,omitempty"`  // the person is not told yet
	Withheld time.Time `json:"withheld,omitzero"` // since when this silence runs, until it is looked at again
	Told     time.Time `json:"told,omitzero"`     // since when it stands on the person's page
	Reasons  []id.ID   `json:"reasons,omitempty"` // owners of the sealed reasons of the second person, the oldest first
}

// StatutoryText is the sealed part of a report: what is told, to whom, on which ground, and why.
type StatutoryText struct {
	Ground    string `json:"ground"` // of [StatutoryGrounds]
	To        string `json:"to"`     // of [StatutoryBodies]
	Body      string `json:"body"`   // its name
	Text      string `json:"text"`   // all that is told
	Reason    string `json:"reason"` // of whoever asked
	Endangers string `json:"endangers,omitempty"`
}

// StatutoryGrounds are the only grounds: imminent danger to somebody's life, and the abuse of a child. A rulebook adds none.
var StatutoryGrounds = []string{"danger_to_life", "child_abuse"}

// StatutoryBodies are the kinds of bodies that such a report can go to.
var StatutoryBodies = []string{"police", "emergency", "child_protection"}

// maxStatutory is the length of a report in characters: what the body needs to act, and no account of the case.
const maxStatutory = 600

// AskStatutory asks for a report.
type AskStatutory struct {
	Party     id.ID  `json:"party"`
	Ground    string `json:"ground"`
	To        string `json:"to"`
	Body      string `json:"body"`
	Text      string `json:"text"`
	Reason    string `json:"reason"`
	Silence   bool   `json:"silence,omitempty"`
	Endangers string `json:"endangers,omitempty"` // whom telling the person would endanger, and how
}

// Kind is the machine's event.
func (AskStatutory) Kind() casefile.Kind { return "ask_statutory" }

func (x AskStatutory) party() id.ID { return x.Party }

type statutoryAsked struct {
	Report  id.ID `json:"report"`
	Party   id.ID `json:"party"`
	Silence bool  `json:"silence,omitempty"`
}

func (x AskStatutory) decide(d *decision, s *Step) (any, error) {
	var l fault.List
	if !slices.Contains(StatutoryGrounds, x.Ground) {
		l.Add("ground", "mediation.field.statutory_ground")
	}
	if !slices.Contains(StatutoryBodies, x.To) {
		l.Add("to", "mediation.field.statutory_to")
	}
	text(&l, "body", x.Body, maxName, true)
	text(&l, "text", x.Text, maxStatutory, true)
	text(&l, "reason", x.Reason, maxText, true)
	text(&l, "endangers", x.Endangers, maxText, x.Silence)
	if !x.Silence && d.c.Ward(x.Party) { // its guardian may hold its slip, and may be whom the report is about
		l.Add("silence", "mediation.field.statutory_ward")
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	s.Event.Visibility = casefile.Office
	s.Tell = d.others()
	report := s.Event.ID
	s.Secrets = append(s.Secrets, secret(vault.Statutory, report, report, FieldStatutory, StatutoryText{x.Ground, x.To, x.Body, x.Text, x.Reason, x.Endangers}))
	return statutoryAsked{report, x.Party, x.Silence}, nil
}

func foldAskStatutory(c *Case, e casefile.Event, b statutoryAsked) {
	c.Statutory = append(c.Statutory, Statutory{ID: b.Report, Party: b.Party, Account: e.By.Account, At: e.At, Silence: b.Silence})
}

// AnswerStatutory is the second person's word.
type AnswerStatutory struct {
	Report  id.ID  `json:"report"`
	Approve bool   `json:"approve"`
	Silence bool   `json:"silence,omitempty"` // the person is not told yet; only where that was asked for
	Reason  string `json:"reason"`
}

// Kind is the machine's event.
func (AnswerStatutory) Kind() casefile.Kind { return "answer_statutory" }

type statutoryAnswered struct {
	Report  id.ID `json:"report"`
	Party   id.ID `json:"party"`
	Approve bool  `json:"approve"`
	Silence bool  `json:"silence,omitempty"`
}

func (x AnswerStatutory) decide(d *decision, s *Step) (any, error) {
	r := d.c.statutory(x.Report)
	var l fault.List
	text(&l, "reason", x.Reason, maxText, true)
	if x.Approve && x.Silence && !r.Silence {
		l.Add("silence", "mediation.field.statutory_silence")
	}
	if x.Approve && !x.Silence && d.c.Ward(r.Party) {
		l.Add("silence", "mediation.field.statutory_ward")
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	s.Event.Visibility = casefile.Office
	scope := vault.Scope{Kind: vault.Statutory, Of: x.Report}
	if !x.Approve {
		s.Fresh = append(s.Fresh, scope) // what was not told is not kept
	} else {
		s.Counted = Counted{StatutoryCount, d.now.In(d.Rules.Zone).Year()}
	}
	s.Secrets = append(s.Secrets, secret(scope.Kind, scope.Of, s.Event.ID, FieldStatutoryReason, x.Reason))
	return statutoryAnswered{x.Report, r.Party, x.Approve, x.Approve && x.Silence}, nil
}

// StatutoryCount is the name under which approved reports are counted by year, for the transparency page.
const StatutoryCount = "statutory"

func foldAnswerStatutory(c *Case, e casefile.Event, b statutoryAnswered) {
	r := c.statutory(b.Report)
	r.By, r.Decided, r.Approved, r.Silent = e.By.Account, e.At, b.Approve, b.Silence
	r.Reasons = append(slices.Clone(r.Reasons), e.ID)
}

// ReviewStatutory looks again at a silence: it ends, or it goes on for another term with another reason. There is no
// silence that nobody has to look at again.
type ReviewStatutory struct {
	Report id.ID  `json:"report"`
	Tell   bool   `json:"tell"`
	Reason string `json:"reason"`
}

// Kind is the machine's event.
func (ReviewStatutory) Kind() casefile.Kind { return "review_statutory" }

type statutoryReviewed struct {
	Report id.ID `json:"report"`
	Party  id.ID `json:"party"`
	Tell   bool  `json:"tell"`
}

func (x ReviewStatutory) decide(d *decision, s *Step) (any, error) {
	r := d.c.statutory(x.Report)
	var l fault.List
	text(&l, "reason", x.Reason, maxText, true)
	if x.Tell && d.c.Ward(r.Party) {
		l.Add("tell", "mediation.field.statutory_ward")
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	s.Event.Visibility = casefile.Office
	s.Secrets = append(s.Secrets, secret(vault.Statutory, x.Report, s.Event.ID, FieldStatutoryReason, x.Reason))
	return statutoryReviewed{x.Report, r.Party, x.Tell}, nil
}

func foldReviewStatutory(c *Case, e casefile.Event, b statutoryReviewed) {
	r := c.statutory(b.Report)
	r.Silent, r.Withheld = !b.Tell, time.Time{}
	r.Reasons = append(slices.Clone(r.Reasons), e.ID)
}

// statutoryNews is what linli adds by itself: the person is told, or a silence begins that runs until it is looked at again.
type statutoryNews struct {
	Report id.ID `json:"report"`
	Party  id.ID `json:"party"`
	Told   bool  `json:"told,omitempty"`
}

func (n statutoryNews) visibility() casefile.Visibility {
	if n.Told {
		return casefile.Only(n.Party)
	}
	return casefile.Office
}

func (c *Case) toTell() bool     { return c.untold(false) != nil }
func (c *Case) toWithhold() bool { return c.untold(true) != nil }

// untold is the first approved report of which neither was done yet.
func (c *Case) untold(silent bool) *Statutory {
	i := slices.IndexFunc(c.Statutory, func(r Statutory) bool {
		return r.Approved && r.Silent == silent && r.Told.IsZero() && r.Withheld.IsZero()
	})
	if i < 0 {
		return nil
	}
	return &c.Statutory[i]
}

func (c *Case) telling() any {
	r := c.untold(false)
	return statutoryNews{r.ID, r.Party, true}
}

func (c *Case) withholding() any {
	r := c.untold(true)
	return statutoryNews{r.ID, r.Party, false}
}

func foldStatutoryNews(c *Case, e casefile.Event, b statutoryNews) {
	r := c.statutory(b.Report)
	if b.Told {
		r.Told = e.At
	} else {
		r.Withheld = e.At
	}
}

func (c *Case) statutory(report id.ID) *Statutory {
	i := slices.IndexFunc(c.Statutory, func(r Statutory) bool { return r.ID == report })
	if i < 0 {
		return nil
	}
	return &c.Statutory[i]
}

// Reported are the reports of which a party is told, without the names of those who decided.
func (c *Case) Reported(party id.ID) []Statutory {
	var out []Statutory
	for _, r := range c.Statutory {
		if r.Party == party && !r.Told.IsZero() {
			out = append(out, Statutory{ID: r.ID, Party: r.Party, At: r.Decided, Approved: true, Told: r.Told})
		}
	}
	return out
}

// Waits reports whether a report waits for a second person: to be decided on, or to be looked at again.
func (r Statutory) Waits() bool { return r.Decided.IsZero() || !r.Withheld.IsZero() && r.Told.IsZero() }

// statutoryOf is the report that a command of the second person concerns.
func (d *decision) statutoryOf() *Statutory {
	switch c := d.cmd.(type) {
	case AnswerStatutory:
		return d.c.statutory(c.Report)
	case ReviewStatutory:
		return d.c.statutory(c.Report)
	}
	return nil
}

// The guards of the two people.
var (
	secondForReport = Guard{Name: "statutory_no_second", Holds: func(d *decision) bool { return len(d.others()) > 0 }}
	reportWaits     = Guard{Name: "statutory_not_waiting", Holds: func(d *decision) bool { r := d.statutoryOf(); return r != nil && r.Decided.IsZero() }}
	reportSilent    = Guard{Name: "statutory_not_silent", Holds: func(d *decision) bool {
		r := d.statutoryOf()
		return r != nil && !r.Withheld.IsZero() && r.Told.IsZero()
	}}
	reportNotOwn = Guard{Name: "statutory_own", Holds: func(d *decision) bool { return d.statutoryOf().Account != d.by.Account }}
	// What somebody asked for who works on the case no more is void: it is asked anew by whoever does.
	reportAskerHere = Guard{Name: "statutory_asker_gone", Holds: func(d *decision) bool { return slices.Contains(d.c.Assigned(), d.statutoryOf().Account) }}
)

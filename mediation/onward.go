package mediation

import (
	"slices"
	"time"

	"linli/casefile"
	"linli/consent"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
)

// Onward is a letter with which the office refers one party to somebody else who can help it 转介: what it says, the party
// chose line by line, on a consent of its own for this recipient and this purpose (个人信息保护法 art. 23). Nothing goes out that was not
// chosen, the other parties learn nothing of it, and the party ends it in one step.
type Onward struct {
	ID     id.ID     `json:"id"`
	Party  id.ID     `json:"party"`
	To     string    `json:"to"`    // what kind of recipient, of [Recipients]; its name is sealed
	Lines  []string  `json:"lines"` // what is told, of [OnwardLines]
	Record id.ID     `json:"record"`
	At     time.Time `json:"at"`
	Ended  time.Time `json:"ended,omitzero"`
}

// OnwardText is the sealed part: who gets the letter, and what the party wants to have said there, in its words.
type OnwardText struct {
	Body  string `json:"body"`
	Words string `json:"words,omitempty"`
}

// Recipients are the kinds of bodies to which the office refers. A person is never one of them.
var Recipients = []string{"legal_aid", "court", "arbitration", "notary", "agency", "service"}

// OnwardLines are what a letter can tell, each apart. None of it is about anybody else: the account of the dispute, the
// other parties, and what became of the case are not among them.
var OnwardLines = []string{"name", "contact", "language", "type", "words"}

// lineData are the sealed or clear fields that a line hands over.
var lineData = map[string]consent.Datum{
	"name": {Field: "party.name", Kind: string(vault.Identity)}, "contact": {Field: FieldContact, Kind: string(vault.Contact)},
	"language": {Field: "party.language", Kind: string(vault.Identity)}, "type": {Field: "mediation.type", Kind: "clear"},
	"words": {Field: FieldOnward, Kind: string(vault.Private)},
}

// LineOf is the line that hands over a field; empty where none does.
func LineOf(d consent.Datum) string {
	i := slices.IndexFunc(OnwardLines, func(line string) bool { return lineData[line] == d })
	if i < 0 {
		return ""
	}
	return OnwardLines[i]
}

// maxOnward is how many letters of one party run at a time.
const maxOnward = 10

// ReferOut writes a letter for one party to somebody who can help it.
type ReferOut struct {
	Party    id.ID       `json:"party"`
	To       string      `json:"to"`
	Body     string      `json:"body"`
	Lines    []string    `json:"lines"`
	Words    string      `json:"words,omitempty"`
	How      consent.How `json:"how"`
	Language string      `json:"language"` // in which the notice was read

	By id.ID `json:"by,omitzero"` // the representative who says it; zero: the party itself
}

// Kind is the machine's event.
func (ReferOut) Kind() casefile.Kind { return "refer_out" }

func (x ReferOut) party() id.ID { return x.Party }

func (x ReferOut) speaker() id.ID { return x.By }

func (x ReferOut) decide(d *decision, s *Step) (any, error) {
	var l fault.List
	if !slices.Contains(Recipients, x.To) {
		l.Add("to", "mediation.field.recipient")
	}
	text(&l, "body", x.Body, maxName, true)
	var lines []string
	for _, line := range OnwardLines { // in the order of the letter, each once
		if slices.Contains(x.Lines, line) {
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 || slices.ContainsFunc(x.Lines, func(line string) bool { return !slices.Contains(OnwardLines, line) }) {
		l.Add("lines", "mediation.field.lines")
	}
	said := slices.Contains(lines, "words")
	text(&l, "words", x.Words, maxText, said)
	if !said && x.Words != "" {
		l.Add("words", "mediation.field.words_not_chosen") // nothing is kept that is not told
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	s.Event.Visibility = casefile.Only(x.Party)
	var data []consent.Datum
	for _, line := range lines {
		data = append(data, lineData[line])
	}
	r, err := d.giveTo(s, consent.Recipient{Kind: consent.Service, ID: s.Event.ID}, data, consent.Referral,
		d.notice(x.Language, d.Rules.Mediation.Referral.Text), x.How, x.Party, x.By)
	if err != nil {
		return nil, err
	}
	s.Secrets = append(s.Secrets, secret(vault.Private, x.Party, s.Event.ID, FieldOnward, OnwardText{x.Body, x.Words}))
	return Onward{ID: s.Event.ID, Party: x.Party, To: x.To, Lines: lines, Record: r.ID}, nil
}

func foldReferOut(c *Case, e casefile.Event, b Onward) {
	b.At = e.Happened()
	c.Onward = append(c.Onward, b)
}

// EndReferral takes a party's consent to a letter back. From then on nobody can print it; in its place stands the letter that
// asks the recipient to destroy what it holds.
type EndReferral struct {
	Referral id.ID       `json:"referral"`
	Party    id.ID       `json:"party"`
	How      consent.How `json:"how"`
}

// Kind is the machine's event.
func (EndReferral) Kind() casefile.Kind { return "end_referral" }

func (x EndReferral) party() id.ID { return x.Party }

func (x EndReferral) decide(d *decision, s *Step) (any, error) {
	s.Event.Visibility = casefile.Only(x.Party)
	o := d.c.onward(x.Referral)
	for _, r := range d.Records {
		if r.ID != o.Record || !r.Valid(d.now) {
			continue
		}
		r, err := consent.Apply(r, consent.Act{Event: consent.Withdraw, At: d.now, Claimed: s.Event.Claimed, How: x.How, By: consent.BySubject, Account: d.by.Account}, nil)
		if err != nil {
			return nil, err
		}
		s.Consents = append(s.Consents, r)
	}
	return endedReferral{x.Party, x.Referral}, nil
}

type endedReferral struct {
	Party    id.ID `json:"party"`
	Referral id.ID `json:"referral"`
}

func foldEndReferral(c *Case, e casefile.Event, b endedReferral) {
	c.onward(b.Referral).Ended = e.Happened()
}

func (c *Case) onward(r id.ID) *Onward {
	i := slices.IndexFunc(c.Onward, func(o Onward) bool { return o.ID == r })
	if i < 0 {
		return nil
	}
	return &c.Onward[i]
}

// Letters are the letters of one party, the oldest first.
func (c *Case) Letters(party id.ID) []Onward {
	return slices.DeleteFunc(slices.Clone(c.Onward), func(o Onward) bool { return o.Party != party })
}

var (
	lettersFew = Guard{Name: "letters_many", Holds: is(func(d *decision, x ReferOut) bool {
		return len(slices.DeleteFunc(d.c.Letters(x.Party), func(o Onward) bool { return !o.Ended.IsZero() })) < maxOnward
	}), Args: func(*decision) fault.Args { return fault.Args{"max": maxOnward} }}
	letterRuns = Guard{Name: "letter_over", Holds: is(func(d *decision, x EndReferral) bool {
		o := d.c.onward(x.Referral)
		return o != nil && o.Party == x.Party && o.Ended.IsZero()
	})}
)

// helped are the states in which the office refers a party onward: whatever became of the dispute, the help does not hang on it.
var helped = slices.Concat(open, inForce, []State{Performed, Voided, Terminated, Declined, NotAccepted})

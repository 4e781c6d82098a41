package mediation

import (
	"fmt"
	"slices"
	"time"

	"linli/platform/fault"
	"linli/platform/id"
)

// Agreement is an agreement 协议: the drafted text is sealed; its hash, what is due when, who signed and when are clear.
type Agreement struct {
	ID          id.ID        `json:"id"`
	Partial     bool         `json:"partial,omitempty"`
	Oral        bool         `json:"oral,omitempty"` // 口头协议: no paper; the mediator registers it
	Language    string       `json:"language"`       // of the authoritative text
	Drafted     time.Time    `json:"drafted"`
	Text        string       `json:"text"` // SHA-256 of the sealed text's plain form, hexadecimal
	Parties     []id.ID      `json:"parties"`
	Mediators   []id.ID      `json:"mediators,omitempty"` // engagements at work when it was drafted: whose signatures it needs
	Varies      id.ID        `json:"varies,omitzero"`     // the agreement in force that it changes
	Falls       bool         `json:"falls,omitempty"`     // who drafted it should not have mediated
	Instalments []Instalment `json:"instalments,omitempty"`
	Acts        []Signature  `json:"acts,omitempty"`
	SignedBy    []string     `json:"signed_by,omitempty"` // whose acts it needs; empty: the parties', the mediators' and the seal
	Offers      []Offered    `json:"offers,omitempty"`    // what each party was offered before it signs
	Pauses      []Pausing    `json:"pauses,omitempty"`    // parties who asked for time
	Effective   time.Time    `json:"effective,omitzero"`
	OnTheSpot   bool         `json:"on_the_spot,omitempty"` // everything was done when the parties agreed
	Performed   time.Time    `json:"performed,omitzero"`    // the payees had everything
	Voided      time.Time    `json:"voided,omitzero"`       // a court set it aside; the text is kept
	Rulings     []id.ID      `json:"rulings,omitempty"`     // attachments with what courts said about it
}

// Instalment is one thing that one party owes another on one day: a term of the agreement, or a part of one. What is to
// be done stands in the sealed text, at Term.
type Instalment struct {
	ID        id.ID         `json:"id"`
	Term      int           `json:"term"` // index in the text's terms
	Type      string        `json:"kind"` // money, act, apology, other
	Obligor   id.ID         `json:"obligor"`
	Obligee   id.ID         `json:"obligee"`
	Amount    Money         `json:"amount,omitzero"`
	Due       string        `json:"due,omitempty"`     // YYYY-MM-DD in the office's zone; empty: no day was agreed
	Reported  time.Time     `json:"reported,omitzero"` // the obligor's word that it is done
	Done      []Performance `json:"done,omitempty"`
	Fulfilled time.Time     `json:"fulfilled,omitzero"` // the payee's word that nothing is missing

	Superseded time.Time `json:"superseded,omitzero"` // its agreement was changed: what was open is owed under the new one alone
}

// Performance is what a payee says that it received. The payee's word counts, not the obligor's.
type Performance struct {
	At      time.Time `json:"at"`
	Amount  Money     `json:"amount,omitzero"`
	InKind  bool      `json:"in_kind,omitempty"` // goods or work in place of money
	Carried bool      `json:"carried,omitempty"` // surplus of an earlier instalment, set against this one
	Proof   id.ID     `json:"proof,omitzero"`    // an attachment
}

// Paid is how much of a sum of money the payee has confirmed, in minor units.
func (i Instalment) Paid() int64 {
	var sum int64
	for _, p := range i.Done {
		sum += p.Amount.Minor
	}
	return sum
}

// Over is how much more than the sum the payee has received, in minor units.
func (i Instalment) Over() int64 { return max(0, i.Paid()-i.Amount.Minor) }

// Waiting reports whether the obligor says that it is done, and the payee has not answered since.
func (i Instalment) Waiting() bool {
	return i.Fulfilled.IsZero() && !i.Reported.IsZero() && !slices.ContainsFunc(i.Done, func(p Performance) bool { return p.At.After(i.Reported) })
}

// Overdue reports whether the agreed day is past and something is missing.
func (i Instalment) Overdue(now time.Time, zone *time.Location) bool {
	return i.Fulfilled.IsZero() && i.Due != "" && i.Due < day(now, zone)
}

// Instalment returns an instalment of the agreement by its id, or nil.
func (a *Agreement) Instalment(x id.ID) *Instalment {
	if a == nil {
		return nil
	}
	for i := range a.Instalments {
		if a.Instalments[i].ID == x {
			return &a.Instalments[i]
		}
	}
	return nil
}

// LastDue is the last day on which anything is due under the agreement, YYYY-MM-DD; empty where no day was agreed.
func (a *Agreement) LastDue() string {
	last := ""
	for _, i := range a.Instalments {
		last = max(last, i.Due)
	}
	return last
}

// rules keeps a court's paper with the agreement that it is about; zero: none was entered.
func (a *Agreement) rules(paper id.ID) {
	if !paper.IsZero() {
		a.Rulings = append(slices.Clone(a.Rulings), paper)
	}
}

func (a *Agreement) clone() Agreement {
	b := *a
	b.Parties, b.Acts, b.Instalments = slices.Clone(a.Parties), slices.Clone(a.Acts), slices.Clone(a.Instalments)
	b.Offers, b.Pauses = slices.Clone(a.Offers), slices.Clone(a.Pauses)
	for i := range b.Instalments {
		b.Instalments[i].Done = slices.Clone(b.Instalments[i].Done)
	}
	return b
}

// Part is one of several payments of a term.
type Part struct {
	Amount Money  `json:"amount"`
	Due    string `json:"due"` // YYYY-MM-DD, in the office's zone
}

// Monthly splits a sum into equal parts by the month, the first due on a given day. A month without that day has its part
// on its last day; what does not divide is in the last part. It returns nil where a part would be less than one minor unit.
func Monthly(sum Money, parts int, first time.Time) []Part {
	if parts < 1 || sum.Minor < int64(parts) {
		return nil
	}
	out := make([]Part, parts)
	for i := range out {
		month := time.Date(first.Year(), first.Month()+time.Month(i), 1, 0, 0, 0, 0, time.UTC)
		last := month.AddDate(0, 1, -1).Day()
		due := time.Date(month.Year(), month.Month(), min(first.Day(), last), 0, 0, 0, 0, time.UTC)
		out[i] = Part{Money{sum.Minor / int64(parts), sum.Currency}, due.Format(time.DateOnly)}
	}
	out[parts-1].Amount.Minor += sum.Minor % int64(parts)
	return out
}

// MaxInstalments bounds the parts of one term: twenty years by the month.
const MaxInstalments = 240

// checkParts refuses parts that do not make up the whole, or that go back in time.
func checkParts(l *fault.List, d *decision, at string, t Term) {
	if len(t.Instalments) == 0 {
		return
	}
	if t.Type != "money" {
		l.Add(at+"instalments", "mediation.field.instalments_money")
		return
	}
	if len(t.Instalments) > MaxInstalments {
		*l = append(*l, fault.Field(at+"instalments", "mediation.field.instalments_many").With(fault.Args{"max": MaxInstalments}))
		return
	}
	var sum int64
	before := ""
	for n, p := range t.Instalments {
		field := fmt.Sprintf("%sinstalments[%d].", at, n)
		if p.Amount.Minor <= 0 || p.Amount.Minor > t.Amount.Minor || p.Amount.Currency != t.Amount.Currency {
			l.Add(field+"amount", "mediation.field.amount")
			return
		}
		sum += p.Amount.Minor
		checkDay(l, d, field+"due", p.Due)
		if p.Due < before {
			l.Add(field+"due", "mediation.field.instalments_order")
		}
		before = p.Due
	}
	if sum != t.Amount.Minor {
		l.Add(at+"instalments", "mediation.field.instalments_sum")
	}
}

// above reports whether the terms are about more money than a limit in one currency, taken together; money of another
// currency is above any limit.
func (a Draft) above(limit int64, currency string) bool {
	var sum int64
	for _, t := range a.Terms {
		if t.Type == "money" && (t.Amount.Currency != currency || t.Amount.Minor > maxAmount) {
			return true
		}
		sum += t.Amount.Minor
	}
	return sum > limit
}

// furthest bounds how many years ahead anything can be due: what never falls due is never forgotten.
const furthest = 50

// checkDay refuses a day that is none, or that lies too far ahead.
func checkDay(l *fault.List, d *decision, field, text string) {
	switch due, err := time.Parse(time.DateOnly, text); {
	case err != nil: // 31 February is no day
		l.Add(field, "form.date")
	case due.After(d.now.AddDate(furthest, 0, 0)):
		*l = append(*l, fault.Field(field, "mediation.field.due_far").With(fault.Args{"years": furthest}))
	}
}

// instalments are what the terms owe, one for each part.
func (a Draft) instalments(ids *id.Source) []Instalment {
	var out []Instalment
	for n, t := range a.Terms {
		one := Instalment{Term: n, Type: t.Type, Obligor: t.Obligor, Obligee: t.Obligee, Amount: t.Amount, Due: t.Due}
		if len(t.Instalments) == 0 {
			one.ID = ids.New()
			out = append(out, one)
		}
		for _, p := range t.Instalments {
			one.ID, one.Amount, one.Due = ids.New(), p.Amount, p.Due
			out = append(out, one)
		}
	}
	return out
}

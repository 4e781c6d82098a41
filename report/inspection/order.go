package inspection

import (
	"slices"

	"linli/casefile"
	"linli/platform/fault"
)

// GiveOrder orders the organisation that runs the place to put right, within a term, what is left of the findings.
type GiveOrder struct {
	Days int    `json:"days"` // of the term, from the day after
	Text string `json:"text"` // what is to be done
	// Contact is how the organisation is reached, from the register; the paper goes there.
	Contact string `json:"-"`
}

// Kind is the machine's event.
func (GiveOrder) Kind() casefile.Kind { return "order" }

func (o GiveOrder) decide(d *decision, s *Step) (any, error) {
	var l fault.List
	if most := d.Rules.Inspection.Term.N; o.Days < 1 || o.Days > most {
		l = append(l, fault.Field("days", "inspection.days.wrong").With(fault.Args{"max": most}))
	}
	text(&l, "text", o.Text, maxText, true)
	if err := l.Err(); err != nil {
		return nil, err
	}
	out := Order{ID: s.Event.ID, At: d.now, By: d.by.Account, Days: o.Days, Until: d.today().AddDays(o.Days)}
	for _, f := range d.c.Left() {
		out.Findings = append(out.Findings, f.N)
	}
	s.seal(Words{Text: o.Text, Recipient: d.Place.Operator, Contact: o.Contact})
	return out, nil
}

func foldOrder(c *Case, _ casefile.Event, b Order) { c.Orders = append(c.Orders, b) }

// AskExtension writes down that the organisation asks for more time, and why, before the term ends.
type AskExtension struct {
	Text string `json:"text"`
}

// Kind is the machine's event.
func (AskExtension) Kind() casefile.Kind { return "ask_extension" }

func (a AskExtension) decide(_ *decision, s *Step) (any, error) { return nil, written(s, a.Text) }

func foldAskExtension(c *Case, e casefile.Event, _ struct{}) {
	o := c.Order()
	o.Asked, o.AskedBy, o.AskedAt = e.ID, e.By.Account, e.At
}

// Extend gives more time, once.
type Extend struct {
	Days int `json:"days"`
}

// Kind is the machine's event.
func (Extend) Kind() casefile.Kind { return "extend" }

func (x Extend) decide(d *decision, _ *Step) (any, error) {
	if most := d.Rules.Inspection.Extension.N; x.Days < 1 || x.Days > most {
		return nil, fault.Field("days", "inspection.days.wrong").With(fault.Args{"max": most})
	}
	return x, nil
}

func foldExtend(c *Case, _ casefile.Event, b Extend) {
	o := c.Order()
	o.More, o.Until = b.Days, o.Until.AddDays(b.Days)
}

// RefuseExtension gives no more time, and says why.
type RefuseExtension struct {
	Text string `json:"text"`
}

// Kind is the machine's event.
func (RefuseExtension) Kind() casefile.Kind { return "refuse_extension" }

func (r RefuseExtension) decide(_ *decision, s *Step) (any, error) { return nil, written(s, r.Text) }

func foldRefuse(c *Case, e casefile.Event, _ struct{}) { c.Order().Refused = e.At }

// Reinspect says what somebody who looked again found put right.
type Reinspect struct {
	Mended []int  `json:"mended"` // numbers of findings
	Text   string `json:"text"`
}

// Kind is the machine's event.
func (Reinspect) Kind() casefile.Kind { return "reinspect" }

func (r Reinspect) decide(d *decision, s *Step) (any, error) {
	for i, n := range r.Mended {
		if !slices.ContainsFunc(d.c.Left(), func(f Finding) bool { return f.N == n }) || slices.Contains(r.Mended[:i], n) {
			return nil, fault.Field("mended", "form.choose")
		}
	}
	return Recheck{ID: s.Event.ID, At: d.now, By: d.by.Account, Mended: r.Mended}, written(s, r.Text)
}

func foldReinspect(c *Case, _ casefile.Event, b Recheck) { c.Rechecks = append(c.Rechecks, b) }

// Approve is another account's: the opinion holds.
type Approve struct{}

// Kind is the machine's event.
func (Approve) Kind() casefile.Kind { return "approve" }

func (Approve) decide(*decision, *Step) (any, error) { return nil, nil }

func foldApprove(c *Case, e casefile.Event, _ struct{}) {
	r := c.Recheck()
	r.Approved, r.ApprovedBy = e.At, e.By.Account
	for i := range c.Findings {
		if slices.Contains(r.Mended, c.Findings[i].N) {
			c.Findings[i].Mended = e.At
		}
	}
}

// SendBack has somebody look again, and says why.
type SendBack struct {
	Text string `json:"text"`
}

// Kind is the machine's event.
func (SendBack) Kind() casefile.Kind { return "send_back" }

func (b SendBack) decide(_ *decision, s *Step) (any, error) { return nil, written(s, b.Text) }

func foldSendBack(c *Case, e casefile.Event, _ struct{}) { c.Recheck().SentBack = e.ID }

func written(s *Step, words string) error {
	var l fault.List
	text(&l, "text", words, maxText, true)
	s.seal(Words{Text: words})
	return l.Err()
}

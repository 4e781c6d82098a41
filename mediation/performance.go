package mediation

import (
	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
	"slices"
	"time"
)

// ReportPerformance is the obligor's word that it has done what is due. It ends nothing: the payee is asked.
type ReportPerformance struct {
	Party      id.ID `json:"party"`
	Instalment id.ID `json:"instalment"`
	Proof      id.ID `json:"proof,omitzero"` // an attachment, such as the picture of a transfer
}

// Kind is the machine's event.
func (ReportPerformance) Kind() casefile.Kind { return "report_performance" }

func (r ReportPerformance) party() id.ID      { return r.Party }
func (r ReportPerformance) instalment() id.ID { return r.Instalment }
func (r ReportPerformance) proof() id.ID      { return r.Proof }

type ofInstalment struct {
	Instalment id.ID `json:"instalment"`
	Party      id.ID `json:"party"`
	Proof      id.ID `json:"proof,omitzero"`
}

func (r ReportPerformance) decide(*decision, *Step) (any, error) {
	return ofInstalment{r.Instalment, r.Party, r.Proof}, nil
}

func foldReportPerformance(c *Case, e casefile.Event, b ofInstalment) {
	c.Agreement.Instalment(b.Instalment).Reported = e.Happened()
}

// ConfirmPerformance is the payee's word that it received what was due, or a part of it.
type ConfirmPerformance struct {
	Party      id.ID  `json:"party"`
	Instalment id.ID  `json:"instalment"`
	Amount     Money  `json:"amount,omitzero"`   // of money, and what goods stand for
	Part       bool   `json:"part,omitempty"`    // something is still missing; a sum of money says so by itself
	InKind     bool   `json:"in_kind,omitempty"` // goods or work, which the payee takes in place of the money
	Text       string `json:"text,omitempty"`    // what was given in kind
	Surplus    string `json:"surplus,omitempty"` // "next" or "return": what becomes of money above the sum
	Proof      id.ID  `json:"proof,omitzero"`
	By         id.ID  `json:"by,omitzero"` // the representative who says it; zero: the party itself
}

// Kind is the machine's event.
func (ConfirmPerformance) Kind() casefile.Kind { return "confirm_performance" }

func (x ConfirmPerformance) party() id.ID      { return x.Party }
func (x ConfirmPerformance) instalment() id.ID { return x.Instalment }
func (x ConfirmPerformance) proof() id.ID      { return x.Proof }
func (x ConfirmPerformance) speaker() id.ID    { return x.By }

type received struct {
	Instalment id.ID `json:"instalment"`
	Amount     Money `json:"amount,omitzero"`
	Part       bool  `json:"part,omitempty"`
	InKind     bool  `json:"in_kind,omitempty"`
	Carry      bool  `json:"carry,omitempty"` // the surplus counts for what is due next
	Proof      id.ID `json:"proof,omitzero"`
}

func (x ConfirmPerformance) decide(d *decision, s *Step) (any, error) {
	due := d.c.Agreement.Instalment(x.Instalment)
	var l fault.List
	text(&l, "text", x.Text, maxText, x.InKind)
	switch {
	case due.Type != "money" && (x.Amount != Money{} || x.InKind):
		l.Add("amount", "mediation.field.amount_none")
	case due.Type == "money" && x.Amount.Currency != due.Amount.Currency && (x.Amount != Money{} || !x.InKind || x.Part):
		l.Add("amount", "mediation.field.amount_currency")
	case x.Amount.Minor < 0 || due.Type == "money" && x.Amount.Minor == 0 && (!x.InKind || x.Part):
		l.Add("amount", "mediation.field.amount")
	case x.Amount.Minor > maxAmount:
		l.Add("amount", "mediation.field.amount_large")
	}
	over := due.Type == "money" && due.Paid()+x.Amount.Minor > due.Amount.Minor
	next := d.c.Agreement.next(due)
	switch {
	case over && !slices.Contains([]string{"next", "return"}, x.Surplus):
		l.Add("surplus", "mediation.field.surplus")
	case over && x.Surplus == "next" && next == nil:
		l.Add("surplus", "mediation.field.surplus_last")
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	if x.Text != "" {
		s.Secrets = append(s.Secrets, secret(vault.Joint, id.ID{}, s.Event.ID, FieldPerformance, x.Text))
	}
	return received{x.Instalment, x.Amount, x.Part, x.InKind, over && x.Surplus == "next", x.Proof}, nil
}

// maxAmount bounds a payment, so that sums of payments stay far from the end of an int64.
const maxAmount = 1e15

// next is the instalment of the same term that is due after this one and is still open, or nil.
func (a *Agreement) next(of *Instalment) *Instalment {
	after := false
	for i := range a.Instalments {
		x := &a.Instalments[i]
		if after && x.Term == of.Term && x.Fulfilled.IsZero() {
			return x
		}
		after = after || x.ID == of.ID
	}
	return nil
}

func foldConfirmPerformance(c *Case, e casefile.Event, b received) {
	due, at := c.Agreement.Instalment(b.Instalment), e.Happened()
	due.Done = append(due.Done, Performance{At: at, Amount: b.Amount, InKind: b.InKind, Proof: b.Proof})
	due.settle(at, !b.Part && (b.InKind || due.Type != "money"))
	for surplus := due.Over(); b.Carry && surplus > 0; surplus = due.Over() {
		next := c.Agreement.next(due)
		if next == nil {
			return // above everything that is owed: it stays as over with the last one
		}
		last := &due.Done[len(due.Done)-1]
		last.Amount.Minor -= surplus
		next.Done = append(next.Done, Performance{At: at, Amount: Money{surplus, due.Amount.Currency}, Carried: true})
		due = next
		due.settle(at, false)
	}
}

// settle ends an instalment when nothing is missing: the sum is reached, or the payee says so.
func (i *Instalment) settle(at time.Time, whole bool) {
	if whole || i.Type == "money" && i.Paid() >= i.Amount.Minor {
		i.Fulfilled = at
	}
}

// begun reports whether a payee has received anything.
func (c *Case) begun() bool {
	return c.Agreement != nil && slices.ContainsFunc(c.Agreement.Instalments, func(i Instalment) bool { return len(i.Done) > 0 })
}

// fulfilled reports whether the payees have received everything.
func (c *Case) fulfilled() bool {
	return c.Agreement != nil && len(c.Agreement.Instalments) > 0 &&
		!slices.ContainsFunc(c.Agreement.Instalments, func(i Instalment) bool { return i.Fulfilled.IsZero() })
}

// Breach is what payees say did not come on its day. The office urges once, and then tells the other routes.
type Breach struct {
	Instalments []id.ID   `json:"instalments"`
	Since       time.Time `json:"since"`
	Urged       time.Time `json:"urged,omitzero"`
	Routes      time.Time `json:"routes,omitzero"` // told how to sue, or to enforce what a court has confirmed
}

// NotPerformed is the payee's word that what was due has not come.
type NotPerformed struct {
	Party      id.ID `json:"party"`
	Instalment id.ID `json:"instalment"`
}

// Kind is the machine's event.
func (NotPerformed) Kind() casefile.Kind { return "not_performed" }

func (n NotPerformed) party() id.ID      { return n.Party }
func (n NotPerformed) instalment() id.ID { return n.Instalment }

func (n NotPerformed) decide(*decision, *Step) (any, error) {
	return ofInstalment{Instalment: n.Instalment, Party: n.Party}, nil
}

func foldNotPerformed(c *Case, e casefile.Event, b ofInstalment) {
	if c.Breach == nil {
		c.Breach = &Breach{Since: e.Happened()}
	}
	c.Breach.Instalments = append(c.Breach.Instalments, b.Instalment)
	c.Breach.Urged = time.Time{} // once for each thing that did not come
}

// missed reports whether a payee waits for something that did not come on its day.
func (c *Case) missed() bool { return c.Breach != nil }

// remedied reports whether everything that a payee missed has come.
func (c *Case) remedied() bool {
	return c.Breach != nil && !slices.ContainsFunc(c.Breach.Instalments, func(x id.ID) bool {
		i := c.Agreement.Instalment(x)
		return i != nil && i.Fulfilled.IsZero()
	})
}

func foldRemedied(c *Case, _ casefile.Event, _ struct{}) { c.Breach = nil }

// Urge asks the obligor once, for each thing that did not come, to perform. A second time is not mediation (人民调解法 art. 31: 督促).
type Urge struct{}

// Kind is the machine's event.
func (Urge) Kind() casefile.Kind { return "urge" }

func (Urge) decide(*decision, *Step) (any, error) { return nil, nil }

func foldUrge(c *Case, e casefile.Event, _ struct{}) { c.Breach.Urged = e.Happened() }

// TellRoutes tells the payees how to go on: to sue, or to enforce where a court has confirmed the agreement.
type TellRoutes struct{}

// Kind is the machine's event.
func (TellRoutes) Kind() casefile.Kind { return "tell_routes" }

func (TellRoutes) decide(*decision, *Step) (any, error) { return nil, nil }

// foldPerformed keeps when the payees had everything: what was counted then can be taken back later.
func foldPerformed(c *Case, e casefile.Event, _ struct{}) { c.Agreement.Performed = e.Happened() }

func foldTellRoutes(c *Case, e casefile.Event, _ struct{}) { c.Breach.Routes = e.Happened() }

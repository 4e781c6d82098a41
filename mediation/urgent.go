package mediation

import (
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
)

// Urgent 紧急查看 (emergency access) opens one case to one account that is not at work on it, for an hour at most and for one
// of [UrgentPurposes]. A second person approves it; where a life or a child is in danger it begins at once, and those who
// answer for the case are told that very moment. The parties read of it, and another person checks it the next day.
type Urgent struct {
	ID       id.ID     `json:"id"`
	Account  id.ID     `json:"account,omitzero"` // who asked; a party reads none
	Purpose  string    `json:"purpose"`
	Asked    time.Time `json:"asked"`
	Alone    bool      `json:"alone,omitempty"`     // it began without a second person
	Approver id.ID     `json:"approver,omitzero"`   // who approved it
	From     time.Time `json:"from,omitzero"`       // since when the case is open
	Until    time.Time `json:"until,omitzero"`      // at most [UrgentLasts] later
	Ended    time.Time `json:"ended,omitzero"`      // before that, or when linli wrote its end down
	Checked  time.Time `json:"checked,omitzero"`    // when another person looked into it
	Result   string    `json:"result,omitempty"`    // of [UrgentResults]
	Checker  id.ID     `json:"checked_by,omitzero"` // who did; a party reads none
}

// The sealed fields of an urgent access, under a key of their own.
const (
	FieldUrgent        = "mediation.urgent"         // what happened that it was asked for
	FieldUrgentChecked = "mediation.urgent_checked" // what its check found
)

// UrgentLasts is how long an urgent access lasts at most, and how long an ask for one waits for its second person. It is a
// refusal of linli and no rulebook moves it.
const UrgentLasts = time.Hour

// UrgentPurposes are what an urgent access can be for: somebody's life, a child, a term of the law that ends today, people
// who stand at the door, where nobody who works on the case can be reached. The list is closed.
var UrgentPurposes = []string{"life", "child", "term", "door"}

// alone are the purposes that wait for nobody.
var alone = []string{"life", "child"}

// UrgentResults are what the check of an urgent access comes to.
var UrgentResults = []string{"proper", "improper"}

// AskUrgent asks for an urgent access.
type AskUrgent struct {
	Purpose string
	Text    string // what happened
	Now     bool   // it cannot wait for a second person
}

// Kind is the machine's event.
func (AskUrgent) Kind() casefile.Kind { return "ask_urgent" }

type urgentAsked struct {
	Urgent  id.ID  `json:"urgent"`
	Purpose string `json:"purpose"`
	Alone   bool   `json:"alone,omitempty"`
}

func (x AskUrgent) decide(d *decision, s *Step) (any, error) {
	var l fault.List
	text(&l, "text", x.Text, maxText, true)
	switch {
	case !slices.Contains(UrgentPurposes, x.Purpose):
		l.Add("purpose", "form.required")
	case x.Now && !slices.Contains(alone, x.Purpose):
		l.Add("now", "mediation.field.urgent_now")
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	s.Event.Visibility = casefile.Office
	n := d.ids.New()
	s.Secrets = append(s.Secrets, secret(vault.Register, n, n, FieldUrgent, x.Text))
	s.Tell = d.Seconds
	if x.Now { // the alert: whoever works on the case, leads the unit or keeps the register
		s.Tell = slices.Concat(d.c.Assigned(), d.Seconds, d.Officers)
	}
	slices.SortFunc(s.Tell, func(a, b id.ID) int { return slices.Compare(a[:], b[:]) })
	s.Tell = slices.DeleteFunc(slices.Compact(slices.Clone(s.Tell)), func(a id.ID) bool { return a == d.by.Account })
	return urgentAsked{n, x.Purpose, x.Now}, nil
}

func foldAskUrgent(c *Case, e casefile.Event, b urgentAsked) {
	c.Urgent = append(slices.Clone(c.Urgent), Urgent{ID: b.Urgent, Account: e.By.Account, Purpose: b.Purpose, Asked: e.At, Alone: b.Alone})
}

// ApproveUrgent is the second person's word.
type ApproveUrgent struct{ Urgent id.ID }

// Kind is the machine's event.
func (ApproveUrgent) Kind() casefile.Kind { return "approve_urgent" }

func (x ApproveUrgent) urgent() id.ID { return x.Urgent }

type ofUrgent struct {
	Urgent id.ID `json:"urgent"`
}

func (x ApproveUrgent) decide(d *decision, s *Step) (any, error) {
	s.Event.Visibility = casefile.Office
	s.Tell = slices.DeleteFunc(append(d.c.Assigned(), d.c.urgent(x.Urgent).Account), func(a id.ID) bool { return a == d.by.Account })
	return ofUrgent{x.Urgent}, nil
}

func foldApproveUrgent(c *Case, e casefile.Event, b ofUrgent) {
	c.changeUrgent(b.Urgent).Approver = e.By.Account
}

// toBegin is an urgent access that was approved, or waits for nobody, and has not begun; or nil.
func (c *Case) toBegin() *Urgent {
	for i := range c.Urgent {
		if x := &c.Urgent[i]; x.From.IsZero() && x.Ended.IsZero() && (x.Alone || !x.Approver.IsZero()) {
			return x
		}
	}
	return nil
}

func (c *Case) urgentBegins() bool { return c.toBegin() != nil }

func (c *Case) beginning() any { return ofUrgent{c.toBegin().ID} }

func foldUrgent(c *Case, e casefile.Event, b ofUrgent) {
	x := c.changeUrgent(b.Urgent)
	x.From, x.Until = e.At, e.At.Add(UrgentLasts)
}

// EndUrgent ends an urgent access: whoever has it is done, or its hour is over.
type EndUrgent struct{ Urgent id.ID }

// Kind is the machine's event.
func (EndUrgent) Kind() casefile.Kind { return "end_urgent" }

func (x EndUrgent) urgent() id.ID { return x.Urgent }

func (x EndUrgent) decide(_ *decision, s *Step) (any, error) {
	s.Event.Visibility = casefile.Office
	return ofUrgent{x.Urgent}, nil
}

func foldEndUrgent(c *Case, e casefile.Event, b ofUrgent) { c.changeUrgent(b.Urgent).Ended = e.At }

// CheckUrgent is what another person finds the next day.
type CheckUrgent struct {
	Urgent id.ID
	Result string
	Text   string
}

// Kind is the machine's event.
func (CheckUrgent) Kind() casefile.Kind { return "check_urgent" }

func (x CheckUrgent) urgent() id.ID { return x.Urgent }

type urgentChecked struct {
	Urgent id.ID  `json:"urgent"`
	Result string `json:"result"`
}

func (x CheckUrgent) decide(_ *decision, s *Step) (any, error) {
	var l fault.List
	text(&l, "found", x.Text, maxText, true)
	if !slices.Contains(UrgentResults, x.Result) {
		l.Add("result", "form.required")
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	s.Secrets = append(s.Secrets, secret(vault.Register, x.Urgent, x.Urgent, FieldUrgentChecked, x.Text))
	return urgentChecked{x.Urgent, x.Result}, nil
}

func foldCheckUrgent(c *Case, e casefile.Event, b urgentChecked) {
	x := c.changeUrgent(b.Urgent)
	x.Checked, x.Result, x.Checker = e.At, b.Result, e.By.Account
}

// thisUrgent is the urgent access that the command concerns.
func (d *decision) thisUrgent() *Urgent {
	if x, ok := d.cmd.(interface{ urgent() id.ID }); ok {
		return d.c.urgent(x.urgent())
	}
	return nil
}

var (
	urgentNone  = Guard{Name: "urgent_runs", Holds: func(d *decision) bool { return !d.c.urgentOf(d.by.Account, d.now) }}
	urgentOther = Guard{Name: "urgent_at_work", Holds: func(d *decision) bool { return !slices.Contains(d.c.Assigned(), d.by.Account) }}
	urgentKnown = Guard{Name: "urgent_unknown", Holds: func(d *decision) bool { return d.thisUrgent() != nil }}
	// An approval is good for the ask that it answers, once and within the hour.
	urgentWaits = Guard{Name: "urgent_not_waiting", Holds: func(d *decision) bool {
		x := d.thisUrgent()
		return x.Approver.IsZero() && !x.Alone && x.Ended.IsZero() && d.now.Before(x.Asked.Add(UrgentLasts))
	}}
	urgentSecond  = Guard{Name: "urgent_own", Holds: func(d *decision) bool { return d.thisUrgent().Account != d.by.Account }}
	urgentHolders = Guard{Name: "urgent_gone", Holds: func(d *decision) bool {
		return slices.Contains(d.Seconds, d.by.Account) && slices.Contains(d.Colleagues, d.thisUrgent().Account)
	}}
	urgentEnds = Guard{Name: "urgent_not_running", Holds: func(d *decision) bool {
		x := d.thisUrgent()
		return !x.From.IsZero() && x.Ended.IsZero() && (d.by.Account == x.Account || d.by.Kind == access.System && !d.now.Before(x.Until))
	}}
	urgentChecks = Guard{Name: "urgent_checked", Holds: func(d *decision) bool {
		x := d.thisUrgent()
		return !x.From.IsZero() && x.Checked.IsZero() && (!x.Ended.IsZero() || !d.now.Before(x.Until))
	}}
	urgentThird = Guard{Name: "urgent_third", Holds: func(d *decision) bool {
		x := d.thisUrgent()
		return d.by.Account != x.Account && d.by.Account != x.Approver
	}}
)

func (c *Case) urgent(n id.ID) *Urgent {
	for i := range c.Urgent {
		if c.Urgent[i].ID == n {
			return &c.Urgent[i]
		}
	}
	return nil
}

func (c *Case) changeUrgent(n id.ID) *Urgent {
	c.Urgent = slices.Clone(c.Urgent)
	return c.urgent(n)
}

// Runs reports whether an urgent access is open at an instant. Its hour ends by the clock, whatever was written down.
func (x *Urgent) Runs(now time.Time) bool {
	return !x.From.IsZero() && x.Ended.IsZero() && now.Before(x.Until)
}

// State is how an urgent access stands in the register: asked, runs, ended, or as it was checked.
func (x *Urgent) State() string {
	switch {
	case x.Result != "":
		return x.Result
	case !x.Ended.IsZero():
		return "ended"
	case !x.From.IsZero():
		return "runs"
	}
	return "asked"
}

// urgentOf reports whether an account has an urgent access now, or waits for one.
func (c *Case) urgentOf(account id.ID, now time.Time) bool {
	return slices.ContainsFunc(c.Urgent, func(x Urgent) bool {
		return x.Account == account && (x.Runs(now) || x.From.IsZero() && x.Ended.IsZero() && now.Before(x.Asked.Add(UrgentLasts)))
	})
}

// FactsAt are the facts of the case at an instant: who has an urgent access then is among them.
func (c *Case) FactsAt(now time.Time) access.Facts {
	f := c.Facts()
	for i := range c.Urgent {
		if x := &c.Urgent[i]; x.Runs(now) {
			f.Emergency = append(f.Emergency, x.Account)
		}
	}
	return f
}

// urgentForParty leaves of the urgent accesses what the parties read: that there was one, for what, when, and what came of
// its check.
func (c *Case) urgentForParty() {
	c.Urgent = slices.DeleteFunc(slices.Clone(c.Urgent), func(x Urgent) bool { return x.From.IsZero() })
	for i := range c.Urgent {
		x := &c.Urgent[i]
		x.Account, x.Approver, x.Checker = id.ID{}, id.ID{}, id.ID{}
	}
}

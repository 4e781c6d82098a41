package casefile

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
)

// Urgent 紧急查看 (emergency access) opens one case to one account that is not at work on it, for an hour at most and for one
// of [UrgentPurposes]. A second person approves it; where a life or a child is in danger it begins at once, and those who
// answer for the case are told that very moment. Whose case it is reads of it, and another person checks it the next day.
type Urgent struct {
	ID       id.ID     `json:"id"`
	Account  id.ID     `json:"account,omitzero"` // who asked; nobody reads it whose case it is
	Purpose  string    `json:"purpose"`
	Asked    time.Time `json:"asked"`
	Alone    bool      `json:"alone,omitempty"`     // it began without a second person
	Approver id.ID     `json:"approver,omitzero"`   // who approved it
	From     time.Time `json:"from,omitzero"`       // since when the case is open
	Until    time.Time `json:"until,omitzero"`      // at most [UrgentLasts] later
	Ended    time.Time `json:"ended,omitzero"`      // before that, or when linli wrote its end down
	Checked  time.Time `json:"checked,omitzero"`    // when another person looked into it
	Result   string    `json:"result,omitempty"`    // of [UrgentResults]
	Checker  id.ID     `json:"checked_by,omitzero"` // who did; nobody reads it whose case it is
}

// RegisterUrgent is the register of urgent accesses.
const RegisterUrgent = "urgent"

// UrgentLasts is how long an urgent access lasts at most, and how long an ask for one waits for its second person. It is a
// refusal of linli and no rulebook moves it.
const UrgentLasts = time.Hour

// UrgentPurposes are what an urgent access can be for: somebody's life, a child, a term of the law that ends today, people
// who stand at the door, where nobody who works on the case can be reached. The list is closed.
var UrgentPurposes = []string{"life", "child", "term", "door"}

// danger are the purposes that wait for nobody.
var danger = []string{"life", "child"}

// UrgentResults are what the check of an urgent access comes to.
var UrgentResults = []string{"proper", "improper"}

// UrgentFields are the sealed fields in which a capability keeps what was said of urgent accesses, under a key of their own: what
// happened that it was asked for, and what its check found.
type UrgentFields struct{ Said, Found string }

type (
	// AskUrgent asks for an urgent access.
	AskUrgent struct {
		Purpose string
		Text    string // what happened
		Now     bool   // it cannot wait for a second person
	}
	// ApproveUrgent is the second person's word.
	ApproveUrgent struct{ Urgent id.ID }
	// EndUrgent ends an urgent access: whoever has it is done, or its hour is over.
	EndUrgent struct{ Urgent id.ID }
	// CheckUrgent is what another person finds the next day.
	CheckUrgent struct {
		Urgent id.ID
		Result string
		Text   string
	}
)

// Kind is the machine's event.
func (AskUrgent) Kind() Kind { return "ask_urgent" }

// Kind is the machine's event.
func (ApproveUrgent) Kind() Kind { return "approve_urgent" }

// Kind is the machine's event.
func (EndUrgent) Kind() Kind { return "end_urgent" }

// Kind is the machine's event.
func (CheckUrgent) Kind() Kind { return "check_urgent" }

func (AskUrgent) of() id.ID       { return id.ID{} }
func (x ApproveUrgent) of() id.ID { return x.Urgent }
func (x EndUrgent) of() id.ID     { return x.Urgent }
func (x CheckUrgent) of() id.ID   { return x.Urgent }

// UrgentAsked is the body of that event.
type UrgentAsked struct {
	Urgent  id.ID  `json:"urgent"`
	Purpose string `json:"purpose"`
	Alone   bool   `json:"alone,omitempty"`
}

// UrgentOf is the body of an event about one urgent access.
type UrgentOf struct {
	Urgent id.ID `json:"urgent"`
}

// Enter checks what is asked for and adds it to the step, with whom it waits for or who is alarmed.
func (x AskUrgent) Enter(s *Step, on *OnAside) (any, error) {
	var l fault.List
	l.Text("text", x.Text, maxDemandText, true)
	switch {
	case !slices.Contains(UrgentPurposes, x.Purpose):
		l.Add("purpose", "form.required")
	case x.Now && !slices.Contains(danger, x.Purpose):
		l.Add("now", "urgent.field.now")
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	s.Event.Visibility = Office
	n := on.IDs.New()
	s.urgentSecret(n, on.Fields.Urgents.Said, x.Text)
	s.Tell = slices.Clone(on.Seconds)
	if x.Now { // the alert: whoever works on the case, could approve or keeps the register
		s.Tell = slices.Concat(on.AtWork, on.Seconds, on.Officers)
		s.begins(on)
	}
	slices.SortFunc(s.Tell, func(a, b id.ID) int { return slices.Compare(a[:], b[:]) })
	s.Tell = slices.DeleteFunc(slices.Compact(s.Tell), func(a id.ID) bool { return a == s.Event.By.Account })
	return UrgentAsked{n, x.Purpose, x.Now}, nil
}

func (s *Step) urgentSecret(urgent id.ID, field, words string) {
	text, err := json.Marshal(words)
	if err != nil {
		panic("casefile: words that JSON cannot hold: " + err.Error()) //nolint:forbidigo // a string always can
	}
	s.Secrets = append(s.Secrets, Secret{Scope: vault.Scope{Kind: vault.Register, Of: urgent}, Owner: urgent, Field: field, Text: text})
}

// begins shows an event with which an urgent access begins to whose case it is.
func (s *Step) begins(on *OnAside) {
	if on.Begins {
		s.Event.Visibility = Joint
	}
}

// Enter adds the second person's word to the step: whoever works on the case hears of it, and who asked.
func (x ApproveUrgent) Enter(s *Step, on *OnAside) (any, error) {
	s.Event.Visibility = Office
	s.begins(on)
	s.Tell = slices.DeleteFunc(append(slices.Clone(on.AtWork), on.urgent().Account), func(a id.ID) bool { return a == on.By.Account })
	return UrgentOf(x), nil
}

// Enter adds the end of an urgent access to the step.
func (x EndUrgent) Enter(s *Step, _ *OnAside) (any, error) {
	s.Event.Visibility = Office
	return UrgentOf(x), nil
}

// UrgentChecked is the body of that event.
type UrgentChecked struct {
	Urgent id.ID  `json:"urgent"`
	Result string `json:"result"`
}

// Enter checks what was found and adds it to the step.
func (x CheckUrgent) Enter(s *Step, on *OnAside) (any, error) {
	var l fault.List
	l.Text("found", x.Text, maxDemandText, true)
	if !slices.Contains(UrgentResults, x.Result) {
		l.Add("result", "form.required")
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	s.urgentSecret(x.Urgent, on.Fields.Urgents.Found, x.Text)
	return UrgentChecked{x.Urgent, x.Result}, nil
}

// Urgents are the urgent accesses to one case.
type Urgents struct {
	Urgent []Urgent `json:"urgent,omitempty"` // replaced, never changed
}

// FoldAskUrgent brings in what was asked for.
func (u *Urgents) FoldAskUrgent(e Event, b UrgentAsked) {
	u.Urgent = append(slices.Clone(u.Urgent), Urgent{ID: b.Urgent, Account: e.By.Account, Purpose: b.Purpose, Asked: e.At, Alone: b.Alone})
}

// FoldBegunUrgent brings in what was asked for, where it begins with that unless it waits for a second person.
func (u *Urgents) FoldBegunUrgent(e Event, b UrgentAsked) {
	if u.FoldAskUrgent(e, b); b.Alone {
		u.FoldUrgent(e, UrgentOf{b.Urgent})
	}
}

// FoldGrantUrgent brings in who approved it, where it begins with that.
func (u *Urgents) FoldGrantUrgent(e Event, b UrgentOf) {
	u.FoldApproveUrgent(e, b)
	u.FoldUrgent(e, b)
}

// FoldApproveUrgent brings in who approved it.
func (u *Urgents) FoldApproveUrgent(e Event, b UrgentOf) { u.change(b.Urgent).Approver = e.By.Account }

// FoldUrgent brings in that it begins.
func (u *Urgents) FoldUrgent(e Event, b UrgentOf) {
	x := u.change(b.Urgent)
	x.From, x.Until = e.At, e.At.Add(UrgentLasts)
}

// FoldEndUrgent brings in that it is over.
func (u *Urgents) FoldEndUrgent(e Event, b UrgentOf) { u.change(b.Urgent).Ended = e.At }

// FoldCheckUrgent brings in what its check came to.
func (u *Urgents) FoldCheckUrgent(e Event, b UrgentChecked) {
	x := u.change(b.Urgent)
	x.Checked, x.Result, x.Checker = e.At, b.Result, e.By.Account
}

// ThisUrgent is an urgent access to the case, or nil.
func (u *Urgents) ThisUrgent(n id.ID) *Urgent {
	for i := range u.Urgent {
		if u.Urgent[i].ID == n {
			return &u.Urgent[i]
		}
	}
	return nil
}

// change is an urgent access that a fold changes, in a list of its own.
func (u *Urgents) change(n id.ID) *Urgent {
	u.Urgent = slices.Clone(u.Urgent)
	return u.ThisUrgent(n)
}

// ToBegin is an urgent access that was approved, or waits for nobody, and has not begun; or nil.
func (u *Urgents) ToBegin() *Urgent {
	for i := range u.Urgent {
		if x := &u.Urgent[i]; x.From.IsZero() && x.Ended.IsZero() && (x.Alone || !x.Approver.IsZero()) {
			return x
		}
	}
	return nil
}

// Begun is the urgent access that begins with an event, or nil.
func (u *Urgents) Begun(e Event) *Urgent {
	i := slices.IndexFunc(u.Urgent, func(x Urgent) bool { return x.From.Equal(e.At) })
	if i < 0 || e.Kind != "ask_urgent" && e.Kind != "approve_urgent" {
		return nil
	}
	return &u.Urgent[i]
}

// UrgentNow are the accounts to which the case is open urgently at an instant.
func (u *Urgents) UrgentNow(now time.Time) (out []id.ID) {
	for i := range u.Urgent {
		if x := &u.Urgent[i]; x.Runs(now) {
			out = append(out, x.Account)
		}
	}
	return out
}

// Running is the urgent access of an account that runs at an instant, or nil.
func (u *Urgents) Running(account id.ID, now time.Time) *Urgent {
	i := slices.IndexFunc(u.Urgent, func(x Urgent) bool { return x.Account == account && x.Runs(now) })
	if i < 0 {
		return nil
	}
	return &u.Urgent[i]
}

// ToldUrgent leaves what somebody reads whose case it is: that there was one, for what, when, and what came of its check.
func (u *Urgents) ToldUrgent() {
	u.Urgent = slices.DeleteFunc(slices.Clone(u.Urgent), func(x Urgent) bool { return x.From.IsZero() })
	for i := range u.Urgent {
		x := &u.Urgent[i]
		x.Account, x.Approver, x.Checker = id.ID{}, id.ID{}, id.ID{}
	}
}

// InDanger reports whether it is for somebody's life or a child.
func (x *Urgent) InDanger() bool { return slices.Contains(danger, x.Purpose) }

// Runs reports whether an urgent access is open at an instant. Its hour ends by the clock, whatever was written down; a clock that
// was set back before its beginning opens nothing.
func (x *Urgent) Runs(now time.Time) bool {
	return !x.From.IsZero() && x.Ended.IsZero() && !now.Before(x.From) && now.Before(x.Until)
}

// Waits reports whether what was asked for waits for a second person at an instant.
func (x *Urgent) Waits(now time.Time) bool {
	return x.Approver.IsZero() && !x.Alone && x.Ended.IsZero() && !now.Before(x.Asked) && now.Before(x.Asked.Add(UrgentLasts))
}

// Checkable reports whether one of those who could check an urgent access is neither who asks for it nor who approves it.
func Checkable(checkers []id.ID, asks, approves id.ID) bool {
	return slices.ContainsFunc(checkers, func(a id.ID) bool { return a != asks && a != approves })
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

// The rules of urgent access.
var (
	urgentOther = AsideRule{"urgent_at_work", func(on *OnAside) bool { return !slices.Contains(on.AtWork, on.By.Account) }}
	urgentNone  = AsideRule{"urgent_runs", func(on *OnAside) bool {
		return !slices.ContainsFunc(on.Urgents.Urgent, func(x Urgent) bool { return x.Account == on.By.Account && (x.Runs(on.Now) || x.Waits(on.Now)) })
	}}
	// What nobody could approve would wait out its hour in vain.
	urgentApprovers = AsideRule{"urgent_no_second", func(on *OnAside) bool {
		x, asks := on.Act.(AskUrgent)
		return !asks || x.Now || slices.ContainsFunc(on.Seconds, func(a id.ID) bool { return a != on.By.Account })
	}}
	// What nobody could check afterwards begins only where a life or a child is in danger, and waits then for an officer who comes.
	urgentLeft = AsideRule{"urgent_no_third", func(on *OnAside) bool {
		switch x := on.Act.(type) {
		case AskUrgent:
			return x.Now || slices.ContainsFunc(on.Seconds, func(second id.ID) bool {
				return second != on.By.Account && Checkable(on.Checkers, on.By.Account, second)
			})
		case ApproveUrgent:
			return Checkable(on.Checkers, on.urgent().Account, on.By.Account)
		}
		return true
	}}
	urgentKnown = AsideRule{"urgent_unknown", func(on *OnAside) bool { return on.urgent() != nil }}
	// An approval is good for the ask that it answers, once and within the hour.
	urgentWaits   = AsideRule{"urgent_not_waiting", func(on *OnAside) bool { return on.urgent().Waits(on.Now) }}
	urgentSecond  = AsideRule{"urgent_own", func(on *OnAside) bool { return on.urgent().Account != on.By.Account }}
	urgentHolders = AsideRule{"urgent_gone", func(on *OnAside) bool {
		return slices.Contains(on.Seconds, on.By.Account) && slices.Contains(on.Askers, on.urgent().Account)
	}}
	urgentEnds = AsideRule{"urgent_not_running", func(on *OnAside) bool {
		x := on.urgent()
		return !x.From.IsZero() && x.Ended.IsZero() && (on.By.Account == x.Account || on.By.Kind == access.System && !on.Now.Before(x.Until))
	}}
	urgentChecks = AsideRule{"urgent_checked", func(on *OnAside) bool {
		x := on.urgent()
		return !x.From.IsZero() && x.Checked.IsZero() && (!x.Ended.IsZero() || !on.Now.Before(x.Until))
	}}
	urgentThird = AsideRule{"urgent_third", func(on *OnAside) bool {
		x := on.urgent()
		return on.By.Account != x.Account && on.By.Account != x.Approver
	}}
)

// UrgentEvents are the acts of urgent access, with their rules.
var UrgentEvents = map[Kind]AsideRules{
	"ask_urgent":     {After: []AsideRule{urgentOther, urgentNone, urgentApprovers, urgentLeft}},
	"approve_urgent": {After: []AsideRule{urgentKnown, urgentWaits, urgentSecond, urgentHolders, urgentLeft}},
	"end_urgent":     {After: []AsideRule{urgentKnown, urgentEnds}},
	"check_urgent":   {After: []AsideRule{urgentKnown, urgentChecks, urgentThird}},
}

// UrgentWords opens what was said of an urgent access and what its check found, under a reading that was written down; nothing else of the case.
func (s *Service) UrgentWords(ctx context.Context, g access.Grant, kept Kept, in UrgentFields, urgent id.ID) (said, found string, err error) {
	fields, err := kept.Sealed(ctx, g.Tenant(), g.Case())
	if err != nil {
		return "", "", err
	}
	fields = slices.DeleteFunc(fields, func(f vault.Sealed) bool { return f.Owner != urgent || f.Field != in.Said && f.Field != in.Found })
	texts, err := s.Vault.OpenAll(ctx, g, fields)
	if err != nil {
		return "", "", err
	}
	for i, f := range fields {
		to := &said
		if f.Field == in.Found {
			to = &found
		}
		if err := json.Unmarshal(texts[i], to); err != nil {
			return "", "", fmt.Errorf("read %s: %w", f.Field, err)
		}
	}
	return said, found, nil
}

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

// UrgentPeople are the accounts that have to do with urgent access to a case.
type UrgentPeople struct {
	AtWork   []id.ID // to whom it is open anyway
	Askers   []id.ID
	Seconds  []id.ID // who may approve
	Officers []id.ID // who check it
}

// UrgentAsk asks for an urgent access.
type UrgentAsk struct {
	Purpose string
	Text    string // what happened
	Now     bool   // it cannot wait for a second person
}

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
func (x UrgentAsk) Enter(s *Step, in UrgentFields, people UrgentPeople, ids *id.Source) (any, error) {
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
	n := ids.New()
	s.urgentSecret(n, in.Said, x.Text)
	s.Tell = slices.Clone(people.Seconds)
	if x.Now { // the alert: whoever works on the case, could approve or keeps the register
		s.Tell = slices.Concat(people.AtWork, people.Seconds, people.Officers)
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

// ApproveUrgent adds the second person's word to the step: whoever works on the case hears of it, and who asked.
func (s *Step) ApproveUrgent(of *Urgents, urgent id.ID, people UrgentPeople) any {
	s.Event.Visibility = Office
	s.Tell = slices.DeleteFunc(append(slices.Clone(people.AtWork), of.ThisUrgent(urgent).Account), func(a id.ID) bool { return a == s.Event.By.Account })
	return UrgentOf{urgent}
}

// EndUrgent adds the end of an urgent access to the step.
func (s *Step) EndUrgent(urgent id.ID) any {
	s.Event.Visibility = Office
	return UrgentOf{urgent}
}

// UrgentCheck is what another person finds the next day.
type UrgentCheck struct {
	Urgent id.ID
	Result string
	Text   string
}

// UrgentChecked is the body of that event.
type UrgentChecked struct {
	Urgent id.ID  `json:"urgent"`
	Result string `json:"result"`
}

// Enter checks what was found and adds it to the step.
func (x UrgentCheck) Enter(s *Step, in UrgentFields) (any, error) {
	var l fault.List
	l.Text("found", x.Text, maxDemandText, true)
	if !slices.Contains(UrgentResults, x.Result) {
		l.Add("result", "form.required")
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	s.urgentSecret(x.Urgent, in.Found, x.Text)
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

// OfUrgent says of which urgent access a rule is asked, by whom and when.
type OfUrgent struct {
	Urgent id.ID
	Waits  bool // what is asked for waits for a second person
	By     By
	Now    time.Time
	UrgentPeople
}

// UrgentRule is one of the rules of urgent access; it has the name of a guard.
type UrgentRule struct {
	Name  string
	Holds func(*Urgents, OfUrgent) bool
}

// The rules of urgent access.
var (
	urgentOther = UrgentRule{"urgent_at_work", func(_ *Urgents, at OfUrgent) bool { return !slices.Contains(at.AtWork, at.By.Account) }}
	urgentNone  = UrgentRule{"urgent_runs", func(u *Urgents, at OfUrgent) bool {
		return !slices.ContainsFunc(u.Urgent, func(x Urgent) bool { return x.Account == at.By.Account && (x.Runs(at.Now) || x.Waits(at.Now)) })
	}}
	// What nobody could approve would wait out its hour in vain.
	urgentApprovers = UrgentRule{"urgent_no_second", func(_ *Urgents, at OfUrgent) bool {
		return !at.Waits || slices.ContainsFunc(at.Seconds, func(a id.ID) bool { return a != at.By.Account })
	}}
	urgentKnown = UrgentRule{"urgent_unknown", func(u *Urgents, at OfUrgent) bool { return u.ThisUrgent(at.Urgent) != nil }}
	// An approval is good for the ask that it answers, once and within the hour.
	urgentWaits   = UrgentRule{"urgent_not_waiting", func(u *Urgents, at OfUrgent) bool { return u.ThisUrgent(at.Urgent).Waits(at.Now) }}
	urgentSecond  = UrgentRule{"urgent_own", func(u *Urgents, at OfUrgent) bool { return u.ThisUrgent(at.Urgent).Account != at.By.Account }}
	urgentHolders = UrgentRule{"urgent_gone", func(u *Urgents, at OfUrgent) bool {
		return slices.Contains(at.Seconds, at.By.Account) && slices.Contains(at.Askers, u.ThisUrgent(at.Urgent).Account)
	}}
	urgentEnds = UrgentRule{"urgent_not_running", func(u *Urgents, at OfUrgent) bool {
		x := u.ThisUrgent(at.Urgent)
		return !x.From.IsZero() && x.Ended.IsZero() && (at.By.Account == x.Account || at.By.Kind == access.System && !at.Now.Before(x.Until))
	}}
	urgentChecks = UrgentRule{"urgent_checked", func(u *Urgents, at OfUrgent) bool {
		x := u.ThisUrgent(at.Urgent)
		return !x.From.IsZero() && x.Checked.IsZero() && (!x.Ended.IsZero() || !at.Now.Before(x.Until))
	}}
	urgentThird = UrgentRule{"urgent_third", func(u *Urgents, at OfUrgent) bool {
		x := u.ThisUrgent(at.Urgent)
		return at.By.Account != x.Account && at.By.Account != x.Approver
	}}
)

// UrgentEvents are the acts of urgent access, with their rules in the order in which they are told.
var UrgentEvents = map[Kind][]UrgentRule{
	"ask_urgent":     {urgentOther, urgentNone, urgentApprovers},
	"approve_urgent": {urgentKnown, urgentWaits, urgentSecond, urgentHolders},
	"end_urgent":     {urgentKnown, urgentEnds},
	"check_urgent":   {urgentKnown, urgentChecks, urgentThird},
}

// Aside reports whether an event is about a demand of a court, an urgent access or a copy that leaves: it moves neither the road of a case nor
// what anybody else sees of it.
func (k Kind) Aside() bool { return k.OnDemand() || UrgentEvents[k] != nil || k.OnExport() }

// UrgentFault is the refusal of such a rule, which reads the same for every kind of case; nil for a guard of another kind.
func UrgentFault(guard string) *fault.Error {
	for _, rules := range UrgentEvents {
		if slices.ContainsFunc(rules, func(r UrgentRule) bool { return r.Name == guard }) {
			return fault.New(fault.Guard, "urgent.guard."+guard)
		}
	}
	return nil
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

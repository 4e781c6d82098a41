package casefile

import (
	"slices"
	"time"

	"linli/platform/fault"
	"linli/platform/id"
	"linli/promise"
	"linli/rulebook"
)

// Waive is the word of the person to whom the office made a promise that it need not keep it 免除. It stands: who thinks again writes to the
// office. There is none on behalf of another, and none by the office: a promise belongs to whom it was made to.
type Waive struct {
	Promise string `json:"promise"` // the key of the promise, as the person's own page has it
	Reason  string `json:"reason"`  // of [WaiveReasons]
}

// WaiveReasons are why a promise need not be kept. The list is closed: whoever waives one explains nothing to anybody.
var WaiveReasons = []string{"done_otherwise", "not_needed", "rather_not"}

// Waived is the body of the event.
type Waived struct {
	Rule    string `json:"rule"`
	Subject id.ID  `json:"subject,omitzero"` // of the promise
}

// Enter checks the reason and says which promise is waived. Error: fault.Field "reason".
func (x Waive) Enter(s *Step, p *PromiseRow) (Waived, error) {
	if !slices.Contains(WaiveReasons, x.Reason) {
		return Waived{}, fault.Field("reason", "form.choose")
	}
	s.Event.Reason = x.Reason
	return Waived{p.Rule, p.Subject}, nil
}

// Waiver is that word as promises are counted from it.
func (b Waived) Waiver() *promise.Waiver { return &promise.Waiver{Rule: b.Rule} }

// Promised are the promises that were made to one person of a case alone, as they stand at an instant.
type Promised struct {
	Rows  []PromiseRow
	Rules *rulebook.Rulebook
	Now   time.Time
}

// Find is the promise with the key; nil where none was made to this person.
func (p Promised) Find(key string) *PromiseRow {
	i := slices.IndexFunc(p.Rows, func(r PromiseRow) bool { return r.Key == key })
	if i < 0 {
		return nil
	}
	return &p.Rows[i]
}

// Waivable are the keys of those promises that the person may waive now.
func (p Promised) Waivable() map[string]bool {
	out := map[string]bool{}
	for _, r := range p.Rows {
		if !slices.ContainsFunc(waiveRules, func(x WaiveRule) bool { return !x.Holds(p, r.Key) }) {
			out[r.Key] = true
		}
	}
	return out
}

// WaiveRule is one of the rules of a waiver; it has the name of a guard.
type WaiveRule struct {
	Name  string
	Holds func(p Promised, key string) bool
}

// The rules of a waiver, in the order in which they are told.
var (
	// PromiseYours: others than this person are owed it too, or it is nobody's.
	PromiseYours = WaiveRule{"promise_not_yours", func(p Promised, key string) bool { return p.Find(key) != nil }}
	// PromiseWaivable: what the rulebook does not list is owed whatever the person says.
	PromiseWaivable = WaiveRule{"promise_stays", func(p Promised, key string) bool {
		rule, known := p.Rules.Promise(p.Find(key).Rule)
		return known && rule.Waiver == rulebook.ByPerson
	}}
	PromiseOpen = WaiveRule{"promise_over", func(p Promised, key string) bool { return p.Find(key).Open() }}
	// PromiseInTime: what is late stays late.
	PromiseInTime = WaiveRule{"promise_late", func(p Promised, key string) bool {
		x := p.Find(key)
		return x.State != promise.Late && (x.State == promise.Paused || !p.Now.After(x.Due))
	}}
	waiveRules = []WaiveRule{PromiseYours, PromiseWaivable, PromiseOpen, PromiseInTime}
)

// WaiveRules are these rules.
func WaiveRules() []WaiveRule { return slices.Clone(waiveRules) }

// WaiveFault is the refusal of such a rule, which reads the same for every kind of case; nil for a guard of another kind.
func WaiveFault(guard string) *fault.Error {
	if slices.ContainsFunc(waiveRules, func(x WaiveRule) bool { return x.Name == guard }) {
		return fault.New(fault.Guard, "waive.guard."+guard)
	}
	return nil
}

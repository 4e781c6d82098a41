package casefile

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
)

// Demand 司法调取 is a demand from outside for papers of one case, on the strength of one court order. There is none by a
// person's name, none in bulk and none that stands. Whoever enters it does not decide on it; what can be given is closed in
// code, in each capability. While it runs the file is held: nothing of it is erased, and the clock of retention stands still.
type Demand struct {
	ID       id.ID     `json:"id"`
	Asked    time.Time `json:"asked"`
	By       id.ID     `json:"by,omitzero"`     // the account that entered it; nobody reads it whom the case is about
	Until    time.Time `json:"until"`           // the file is held until then, unless that is confirmed again
	Silent   time.Time `json:"silent,omitzero"` // the law that it names forbids to tell before; at most [SilentDays]
	Told     time.Time `json:"told,omitzero"`   // when the people of the case were told; zero while they are not
	Answered time.Time `json:"answered,omitzero"`
	Answer   string    `json:"answer,omitempty"` // [Gives] or [Refuses]
	Reason   string    `json:"reason,omitempty"` // of a refusal, one of [DemandReasons]
	Papers   []string  `json:"papers,omitempty"` // what was given; never changed
	Scan     string    `json:"scan,omitempty"`   // media type of the scan of the order; empty where none was filed
	Ended    time.Time `json:"ended,omitzero"`
}

// RegisterDemand is the register of demands from outside.
const RegisterDemand = "demand"

// The answers to a demand.
const (
	Gives   = "give"
	Refuses = "refuse"
)

// The limits of a demand, in days. They are refusals of linli and no rulebook moves them.
const (
	SilentDays = 90  // after which the people of the case are told at the latest
	holdDays   = 90  // for which a file is held before somebody has to confirm it again
	holdMost   = 365 // for which one demand holds a file at all
)

const maxDemandName, maxDemandText = 100, 4000 // characters

// DemandReasons are why a demand is refused.
var DemandReasons = []string{"no_order", "other_case", "by_name", "too_wide", "walled", "gone"}

// DemandText is the sealed part of a demand: who asks, under which order and law, and what for.
type DemandText struct {
	Body  string `json:"body"`                 // the court or authority
	Order string `json:"order"`                // number of the one court order
	Basis string `json:"basis"`                // the law that empowers it
	Asks  string `json:"asks"`                 // what is asked for
	Law   string `json:"silent_law,omitempty"` // the law that forbids to tell
}

// DemandFields are the sealed fields in which a capability keeps demands.
type DemandFields struct{ Text, Answer, Scan string }

// DemandAsk enters a demand for one case.
type DemandAsk struct {
	DemandText
	Days int // for which the people of the case are not told, where the law forbids it; 0: they are told at once

	scan *DemandScan
}

// DemandOf is the body of an event about one demand.
type DemandOf struct {
	Demand id.ID  `json:"demand"`
	Days   int    `json:"days,omitempty"`
	Scan   string `json:"scan,omitempty"`
}

// Enter checks a demand and adds it to the step.
func (x DemandAsk) Enter(s *Step, in DemandFields, ids *id.Source) (any, error) {
	var l fault.List
	l.Text("body", x.Body, maxDemandName, true)
	l.Text("order", x.Order, maxDemandName, true)
	l.Text("basis", x.Basis, maxDemandName, true)
	l.Text("asks", x.Asks, maxDemandText, true)
	l.Text("silent_law", x.Law, maxDemandName, x.Days > 0)
	if x.Days < 0 || x.Days > SilentDays {
		l = append(l, fault.Field("silent_days", "demand.field.silent_days").With(fault.Args{"max": SilentDays}))
	}
	if x.Days == 0 && strings.TrimSpace(x.Law) != "" {
		l = append(l, fault.Field("silent_days", "form.required"))
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	if x.Days > 0 {
		s.Event.Visibility = Office
	}
	b := DemandOf{Days: x.Days}
	if x.scan == nil {
		b.Demand = ids.New()
	} else {
		b.Demand, b.Scan = x.scan.Demand, x.scan.Kind
		s.Keys = append(s.Keys, vault.Key{Scope: vault.Scope{Kind: vault.Register, Of: b.Demand}, ID: x.scan.Content.Key})
		s.Elsewhere = append(s.Elsewhere, x.scan.Content)
	}
	s.demandSecret(b.Demand, in.Text, x.DemandText)
	return b, nil
}

func (s *Step) demandSecret(demand id.ID, field string, v any) {
	text, err := json.Marshal(v)
	if err != nil {
		panic("casefile: a demand that JSON cannot hold: " + err.Error()) //nolint:forbidigo // the values are strings and structs of them
	}
	s.Secrets = append(s.Secrets, Secret{Scope: vault.Scope{Kind: vault.Register, Of: demand}, Owner: demand, Field: field, Text: text})
}

// DemandAnswer is the privacy officer's decision: a refusal with its reason, or the minimum, paper by paper.
type DemandAnswer struct {
	Demand id.ID
	Answer string
	Reason string   // of a refusal
	Papers []string // that are given, each named
	Text   string   // why, in words
}

// DemandAnswered is the body of the event of that decision.
type DemandAnswered struct {
	Demand id.ID    `json:"demand"`
	Answer string   `json:"answer"`
	Reason string   `json:"reason,omitempty"`
	Papers []string `json:"papers,omitempty"`
}

// Decide checks the decision and adds it to the step; given says of a paper whether it can be given at all.
func (x DemandAnswer) Decide(s *Step, of *Demanded, in DemandFields, given func(paper string) bool) (any, error) {
	var l fault.List
	l.Text("text", x.Text, maxDemandText, true)
	body := DemandAnswered{Demand: x.Demand, Answer: x.Answer}
	switch x.Answer {
	case Gives:
		body.Papers = x.Papers
		if len(x.Papers) == 0 {
			l.Add("papers", "demand.field.papers")
		} else if slices.ContainsFunc(x.Papers, func(p string) bool { return !given(p) }) {
			l.Add("papers", "demand.field.walled")
		}
	case Refuses:
		body.Reason = x.Reason
		if !slices.Contains(DemandReasons, x.Reason) {
			l.Add("reason", "form.required")
		}
	default:
		l.Add("answer", "form.required")
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	s.Event.Visibility = of.Demand(x.Demand).Visibility()
	s.demandSecret(x.Demand, in.Answer, x.Text)
	return body, nil
}

// AboutDemand is the body of the other events about a demand, which the people of the case see once they are told of it.
func (s *Step) AboutDemand(of *Demanded, demand id.ID) any {
	s.Event.Visibility = of.Demand(demand).Visibility()
	return DemandOf{Demand: demand}
}

// Demanded are the demands on one case.
type Demanded struct {
	Demands []Demand `json:"demands,omitempty"` // replaced, never changed
}

// FoldDemand brings in a demand.
func (d *Demanded) FoldDemand(e Event, b DemandOf) {
	x := Demand{ID: b.Demand, Asked: e.At, By: e.By.Account, Until: e.At.AddDate(0, 0, holdDays), Told: e.At, Scan: b.Scan}
	if b.Days > 0 {
		x.Silent, x.Told = e.At.AddDate(0, 0, b.Days), time.Time{}
	}
	d.Demands = append(slices.Clone(d.Demands), x)
}

// FoldAnswerDemand brings in the answer to one.
func (d *Demanded) FoldAnswerDemand(e Event, b DemandAnswered) {
	x := d.change(b.Demand)
	x.Answered, x.Answer, x.Reason, x.Papers = e.At, b.Answer, b.Reason, b.Papers
	if b.Answer == Refuses {
		x.Ended = e.At
	}
}

// FoldKeepHold has the file held for another term, and never beyond a year.
func (d *Demanded) FoldKeepHold(e Event, b DemandOf) {
	x := d.change(b.Demand)
	if x.Until = e.At.AddDate(0, 0, holdDays); x.Until.After(x.last()) {
		x.Until = x.last()
	}
}

// FoldEndDemand ends a demand.
func (d *Demanded) FoldEndDemand(e Event, b DemandOf) { d.change(b.Demand).Ended = e.At }

// FoldTellDemand brings in that the people of the case are told.
func (d *Demanded) FoldTellDemand(e Event, b DemandOf) { d.change(b.Demand).Told = e.At }

// Demand is a demand of the case, or nil.
func (d *Demanded) Demand(n id.ID) *Demand {
	for i := range d.Demands {
		if d.Demands[i].ID == n {
			return &d.Demands[i]
		}
	}
	return nil
}

// change is a demand that a fold changes, in a list of its own.
func (d *Demanded) change(n id.ID) *Demand {
	d.Demands = slices.Clone(d.Demands)
	return d.Demand(n)
}

// last is until when one demand can hold a file at all.
func (x *Demand) last() time.Time { return x.Asked.AddDate(0, 0, holdMost) }

// Visibility says who sees an event about a demand.
func (x *Demand) Visibility() Visibility {
	if x.Told.IsZero() {
		return Office
	}
	return Joint
}

// State is how a demand stands in the register: open, give, refuse, or ended where nobody answered it.
func (x *Demand) State() string {
	switch {
	case x.Answer != "":
		return x.Answer
	case !x.Ended.IsZero():
		return "ended"
	}
	return "open"
}

// Held reports whether a demand holds the file, or its people are still to be told of one.
func (d *Demanded) Held() bool {
	return slices.ContainsFunc(d.Demands, func(x Demand) bool { return x.Ended.IsZero() || x.Told.IsZero() })
}

// Paused is for how long demands have held the file since an instant: the clock of its retention stood still. Two at a
// time hold it once.
func (d *Demanded) Paused(since time.Time) time.Duration {
	var sum time.Duration
	till := since
	for _, x := range d.Demands { // in the order in which they came
		from := x.Asked
		if from.Before(till) {
			from = till
		}
		if x.Ended.After(from) {
			sum, till = sum+x.Ended.Sub(from), x.Ended
		}
	}
	return sum
}

// Silent reports whether a demand is one of which the people of the case are not told.
func (d *Demanded) Silent(n id.ID) bool {
	x := d.Demand(n)
	return x != nil && x.Told.IsZero()
}

// ToldOf leaves the demands of which the people of the case are told, by whomever they were entered.
func (d *Demanded) ToldOf() {
	d.Demands = slices.DeleteFunc(slices.Clone(d.Demands), func(x Demand) bool { return x.Told.IsZero() })
	for i := range d.Demands {
		d.Demands[i].By = id.ID{}
	}
}

// Unread leaves out the readings that would tell of a demand of which the law forbids to tell.
func (d *Demanded) Unread(reads []access.Row) []access.Row {
	var untold time.Time
	for _, x := range d.Demands {
		if x.Told.IsZero() && (untold.IsZero() || x.Asked.Before(untold)) {
			untold = x.Asked
		}
	}
	if untold.IsZero() {
		return reads
	}
	return slices.DeleteFunc(reads, func(r access.Row) bool {
		return r.Purpose == access.ForDemand && !r.At.Before(untold.Truncate(access.Quarter))
	})
}

// OfDemand says of which demand a rule is asked, by whom and when.
type OfDemand struct {
	Demand id.ID
	By     By
	Now    time.Time
}

// DemandRule is one of the rules of demands; it has the name of a guard.
type DemandRule struct {
	Name  string
	Holds func(*Demanded, OfDemand) bool
}

// The rules of demands.
var (
	DemandKnown = DemandRule{"demand_unknown", func(d *Demanded, at OfDemand) bool { return d.Demand(at.Demand) != nil }}
	demandWaits = DemandRule{"demand_answered", func(d *Demanded, at OfDemand) bool {
		x := d.Demand(at.Demand)
		return x.Answered.IsZero() && x.Ended.IsZero()
	}}
	demandSecond = DemandRule{"demand_second", func(d *Demanded, at OfDemand) bool { return d.Demand(at.Demand).By != at.By.Account }}
	demandRuns   = DemandRule{"demand_ended", func(d *Demanded, at OfDemand) bool { return d.Demand(at.Demand).Ended.IsZero() }}
	holdLeft     = DemandRule{"hold_most", func(d *Demanded, at OfDemand) bool { return at.Now.Before(d.Demand(at.Demand).last()) }}
	// The officer settles what was answered; what nobody confirmed ends by itself.
	demandSettled = DemandRule{"demand_open", func(d *Demanded, at OfDemand) bool {
		x, itself := d.Demand(at.Demand), at.By.Kind == access.System
		return !itself && !x.Answered.IsZero() || itself && !at.Now.Before(x.Until)
	}}
	demandUntold = DemandRule{"demand_told", func(d *Demanded, at OfDemand) bool { return d.Demand(at.Demand).Told.IsZero() }}
	silenceOver  = DemandRule{"silence_runs", func(d *Demanded, at OfDemand) bool {
		return at.By.Kind != access.System || !at.Now.Before(d.Demand(at.Demand).Silent)
	}}
	// NotHeld: what a court asked for is not destroyed before it has its answer, nor before the people of the case were told.
	NotHeld = DemandRule{"held", func(d *Demanded, _ OfDemand) bool { return !d.Held() }}
)

// DemandEvents are the acts on a demand that is there, with their rules in the order in which they are told.
var DemandEvents = map[Kind][]DemandRule{
	"answer_demand": {DemandKnown, demandWaits, demandSecond},
	"keep_hold":     {DemandKnown, demandRuns, holdLeft},
	"end_demand":    {DemandKnown, demandRuns, demandSettled},
	"tell_demand":   {DemandKnown, demandUntold, silenceOver},
}

// OnDemand reports whether an event is about a demand.
func (k Kind) OnDemand() bool { return k == "demand" || DemandEvents[k] != nil }

// DemandFault is the refusal of such a rule, which reads the same for every kind of case; nil for a guard of another kind.
func DemandFault(guard string) *fault.Error {
	for _, rules := range DemandEvents {
		if slices.ContainsFunc(rules, func(r DemandRule) bool { return r.Name == guard }) {
			return fault.New(fault.Guard, "demand.guard."+guard).With(fault.Args{"days": holdMost})
		}
	}
	if guard == NotHeld.Name {
		return fault.New(fault.Guard, "demand.guard.held")
	}
	return nil
}

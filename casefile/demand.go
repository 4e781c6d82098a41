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

type (
	// AskDemand enters a demand for one case.
	AskDemand struct {
		DemandText
		Days int // for which the people of the case are not told, where the law forbids it; 0: they are told at once

		scan *DemandScan
	}
	// AnswerDemand is the privacy officer's decision: a refusal with its reason, or the minimum, paper by paper.
	AnswerDemand struct {
		Demand id.ID
		Answer string
		Reason string   // of a refusal
		Papers []string // that are given, each named
		Text   string   // why, in words
	}
	// KeepHold confirms that a demand still runs: the file is held for another term, and never beyond a year.
	KeepHold struct{ Demand id.ID }
	// EndDemand ends a demand: its officer says that it is settled, or nobody confirmed it in time.
	EndDemand struct{ Demand id.ID }
	// TellDemand tells the people of the case of a demand of which the law forbade to tell them: by itself when the days are over, or before, when
	// its officer knows that the law no longer forbids it.
	TellDemand struct{ Demand id.ID }
)

// Kind is the machine's event.
func (AskDemand) Kind() Kind { return "demand" }

// Kind is the machine's event.
func (AnswerDemand) Kind() Kind { return "answer_demand" }

// Kind is the machine's event.
func (KeepHold) Kind() Kind { return "keep_hold" }

// Kind is the machine's event.
func (EndDemand) Kind() Kind { return "end_demand" }

// Kind is the machine's event.
func (TellDemand) Kind() Kind { return "tell_demand" }

func (AskDemand) of() id.ID      { return id.ID{} }
func (x AnswerDemand) of() id.ID { return x.Demand }
func (x KeepHold) of() id.ID     { return x.Demand }
func (x EndDemand) of() id.ID    { return x.Demand }
func (x TellDemand) of() id.ID   { return x.Demand }

// DemandOf is the body of an event about one demand.
type DemandOf struct {
	Demand id.ID  `json:"demand"`
	Days   int    `json:"days,omitempty"`
	Scan   string `json:"scan,omitempty"`
}

// Enter checks a demand and adds it to the step, with whom it waits for.
func (x AskDemand) Enter(s *Step, on *OnAside) (any, error) {
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
		b.Demand = on.IDs.New()
	} else {
		b.Demand, b.Scan = x.scan.Demand, x.scan.Kind
		s.Keys = append(s.Keys, vault.Key{Scope: vault.Scope{Kind: vault.Register, Of: b.Demand}, ID: x.scan.Content.Key})
		s.Elsewhere = append(s.Elsewhere, x.scan.Content)
	}
	s.Tell = slices.DeleteFunc(slices.Clone(on.Officers), func(a id.ID) bool { return a == on.By.Account })
	s.demandSecret(b.Demand, on.Fields.Demands.Text, x.DemandText)
	return b, nil
}

func (s *Step) demandSecret(demand id.ID, field string, v any) {
	text, err := json.Marshal(v)
	if err != nil {
		panic("casefile: a demand that JSON cannot hold: " + err.Error()) //nolint:forbidigo // the values are strings and structs of them
	}
	s.Secrets = append(s.Secrets, Secret{Scope: vault.Scope{Kind: vault.Register, Of: demand}, Owner: demand, Field: field, Text: text})
}

// DemandAnswered is the body of the event of that decision.
type DemandAnswered struct {
	Demand id.ID    `json:"demand"`
	Answer string   `json:"answer"`
	Reason string   `json:"reason,omitempty"`
	Papers []string `json:"papers,omitempty"`
}

// Enter checks the decision and adds it to the step.
func (x AnswerDemand) Enter(s *Step, on *OnAside) (any, error) {
	var l fault.List
	l.Text("text", x.Text, maxDemandText, true)
	body := DemandAnswered{Demand: x.Demand, Answer: x.Answer}
	switch x.Answer {
	case Gives:
		body.Papers = x.Papers
		if len(x.Papers) == 0 {
			l.Add("papers", "demand.field.papers")
		} else if slices.ContainsFunc(x.Papers, func(p string) bool { return !on.Given(p) }) {
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
	s.Event.Visibility = on.demand().Visibility()
	s.demandSecret(x.Demand, on.Fields.Demands.Answer, x.Text)
	return body, nil
}

// Enter adds to the step that the file is held on.
func (x KeepHold) Enter(s *Step, on *OnAside) (any, error) { return s.aboutDemand(on.demand()), nil }

// Enter adds the end of a demand to the step.
func (x EndDemand) Enter(s *Step, on *OnAside) (any, error) { return s.aboutDemand(on.demand()), nil }

// Enter adds to the step that the people of the case are told.
func (x TellDemand) Enter(*Step, *OnAside) (any, error) { return DemandOf{Demand: x.Demand}, nil }

// aboutDemand is the body of an event that the people of the case see once they are told of its demand.
func (s *Step) aboutDemand(x *Demand) any {
	s.Event.Visibility = x.Visibility()
	return DemandOf{Demand: x.ID}
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

// The rules of demands.
var (
	demandKnown = AsideRule{"demand_unknown", func(on *OnAside) bool { return on.demand() != nil }}
	demandWaits = AsideRule{"demand_answered", func(on *OnAside) bool {
		x := on.demand()
		return x.Answered.IsZero() && x.Ended.IsZero()
	}}
	demandSecond = AsideRule{"demand_second", func(on *OnAside) bool { return on.demand().By != on.By.Account }}
	demandRuns   = AsideRule{"demand_ended", func(on *OnAside) bool { return on.demand().Ended.IsZero() }}
	holdLeft     = AsideRule{"hold_most", func(on *OnAside) bool { return on.Now.Before(on.demand().last()) }}
	// The officer settles what was answered; what nobody confirmed ends by itself.
	demandSettled = AsideRule{"demand_open", func(on *OnAside) bool {
		x, itself := on.demand(), on.By.Kind == access.System
		return !itself && !x.Answered.IsZero() || itself && !on.Now.Before(x.Until)
	}}
	demandUntold = AsideRule{"demand_told", func(on *OnAside) bool { return on.demand().Told.IsZero() }}
	silenceOver  = AsideRule{"silence_runs", func(on *OnAside) bool {
		return on.By.Kind != access.System || !on.Now.Before(on.demand().Silent)
	}}
	// NotHeld: what a court asked for is not destroyed before it has its answer, nor before the people of the case were told.
	NotHeld = AsideRule{"held", func(on *OnAside) bool { return !on.Demands.Held() }}
)

// DemandEvents are the acts on demands, with their rules.
var DemandEvents = map[Kind]AsideRules{
	"demand":        {},
	"answer_demand": {After: []AsideRule{demandKnown, demandWaits, demandSecond}},
	"keep_hold":     {After: []AsideRule{demandKnown, demandRuns, holdLeft}},
	"end_demand":    {After: []AsideRule{demandKnown, demandRuns, demandSettled}},
	"tell_demand":   {After: []AsideRule{demandKnown, demandUntold, silenceOver}},
}

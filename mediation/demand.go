package mediation

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
)

// Demand 司法调取 is a demand from outside for papers of one case, on the strength of one court order. There is none by a
// person's name, none in bulk and none that stands. Whoever enters it does not decide on it; what can be given is closed in
// code ([Demandable]). While it runs the file is held: nothing of it is erased, and the clock of retention stands still.
type Demand struct {
	ID       id.ID     `json:"id"`
	Asked    time.Time `json:"asked"`
	By       id.ID     `json:"by,omitzero"`     // the account that entered it; a party reads none
	Until    time.Time `json:"until"`           // the file is held until then, unless that is confirmed again
	Silent   time.Time `json:"silent,omitzero"` // the law that it names forbids to tell the parties before; at most [SilentDays]
	Told     time.Time `json:"told,omitzero"`   // when the parties were told; zero while they are not
	Answered time.Time `json:"answered,omitzero"`
	Answer   string    `json:"answer,omitempty"` // [Gives] or [Refuses]
	Reason   string    `json:"reason,omitempty"` // of a refusal, one of [DemandReasons]
	Papers   []string  `json:"papers,omitempty"` // what was given; never changed
	Scan     string    `json:"scan,omitempty"`   // media type of the scan of the order; empty where none was filed
	Ended    time.Time `json:"ended,omitzero"`
}

// The answers to a demand.
const (
	Gives   = "give"
	Refuses = "refuse"
)

// The limits of a demand, in days. They are refusals of linli and no rulebook moves them.
const (
	SilentDays = 90  // after which the parties are told at the latest
	holdDays   = 90  // for which a file is held before somebody has to confirm it again
	holdMost   = 365 // for which one demand holds a file at all
)

// DemandReasons are why a demand is refused.
var DemandReasons = []string{"no_order", "other_case", "by_name", "too_wide", "walled", "gone"}

// demandable are the papers that a demand can be given: the joint ones. Notes, separate talks, what a party told the office
// alone, how it is reached, the notices to one party and the follow-up are not among them, whatever an order says.
var demandable = []string{"application", "acceptance", "investigation", "session", "agreement", "oral-register", "performance", "confirmation", "closing"}

// Demandable reports whether a paper can be given to a demand. The name of a separate talk's record ("talk-1-1") is no
// name of a joint one, so that it cannot be asked for by its address either.
func Demandable(paper string) bool {
	kind := strings.TrimRight(paper, "0123456789")
	return slices.Contains(demandable, paper) || kind != paper && slices.Contains(demandable, strings.TrimSuffix(kind, "-"))
}

// DemandText is the sealed part of a demand: who asks, under which order and law, and what for.
type DemandText struct {
	Body  string `json:"body"`                 // the court or authority
	Order string `json:"order"`                // number of the one court order
	Basis string `json:"basis"`                // the law that empowers it
	Asks  string `json:"asks"`                 // what is asked for
	Law   string `json:"silent_law,omitempty"` // the law that forbids to tell the parties
}

// AskDemand enters a demand for this case.
type AskDemand struct {
	DemandText
	Days int // for which the parties are not told, where the law forbids it; 0: they are told at once

	scan *scanned
}

// Kind is the machine's event.
func (AskDemand) Kind() casefile.Kind { return "demand" }

type demanded struct {
	Demand id.ID  `json:"demand"`
	Days   int    `json:"days,omitempty"`
	Scan   string `json:"scan,omitempty"`
}

func (x AskDemand) decide(d *decision, s *Step) (any, error) {
	var l fault.List
	text(&l, "body", x.Body, maxName, true)
	text(&l, "order", x.Order, maxName, true)
	text(&l, "basis", x.Basis, maxName, true)
	text(&l, "asks", x.Asks, maxText, true)
	text(&l, "silent_law", x.Law, maxName, x.Days > 0)
	if x.Days < 0 || x.Days > SilentDays {
		l = append(l, fault.Field("silent_days", "mediation.field.silent_days").With(fault.Args{"max": SilentDays}))
	}
	if x.Days == 0 && strings.TrimSpace(x.Law) != "" {
		l = append(l, fault.Field("silent_days", "form.required"))
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	if x.Days > 0 {
		s.Event.Visibility = casefile.Office
	}
	b := demanded{Days: x.Days}
	if x.scan == nil {
		b.Demand = d.ids.New()
	} else {
		b.Demand, b.Scan = x.scan.demand, x.scan.kind
		s.Keys = append(s.Keys, vault.Key{Scope: vault.Scope{Kind: vault.Register, Of: b.Demand}, ID: x.scan.content.Key})
		s.Elsewhere = append(s.Elsewhere, x.scan.content)
	}
	s.Secrets = append(s.Secrets, secret(vault.Register, b.Demand, b.Demand, FieldDemand, x.DemandText))
	s.Tell = slices.DeleteFunc(slices.Clone(d.Officers), func(a id.ID) bool { return a == d.by.Account })
	return b, nil
}

func foldDemand(c *Case, e casefile.Event, b demanded) {
	x := Demand{ID: b.Demand, Asked: e.At, By: e.By.Account, Until: e.At.AddDate(0, 0, holdDays), Told: e.At, Scan: b.Scan}
	if b.Days > 0 {
		x.Silent, x.Told = e.At.AddDate(0, 0, b.Days), time.Time{}
	}
	c.Demands = append(slices.Clone(c.Demands), x)
}

// AnswerDemand is the privacy officer's decision: a refusal with its reason, or the minimum, paper by paper.
type AnswerDemand struct {
	Demand id.ID
	Answer string
	Reason string   // of a refusal
	Papers []string // that are given, each named
	Text   string   // why, in words
}

// Kind is the machine's event.
func (AnswerDemand) Kind() casefile.Kind { return "answer_demand" }

func (x AnswerDemand) demand() id.ID { return x.Demand }

type demandAnswered struct {
	Demand id.ID    `json:"demand"`
	Answer string   `json:"answer"`
	Reason string   `json:"reason,omitempty"`
	Papers []string `json:"papers,omitempty"`
}

func (x AnswerDemand) decide(d *decision, s *Step) (any, error) {
	var l fault.List
	text(&l, "text", x.Text, maxText, true)
	body := demandAnswered{Demand: x.Demand, Answer: x.Answer}
	switch x.Answer {
	case Gives:
		body.Papers = x.Papers
		if len(x.Papers) == 0 {
			l.Add("papers", "mediation.field.demand_papers")
		} else if slices.ContainsFunc(x.Papers, func(p string) bool { return !Demandable(p) }) {
			l.Add("papers", "mediation.field.demand_walled")
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
	s.Event.Visibility = d.c.demand(x.Demand).visibility()
	s.Secrets = append(s.Secrets, secret(vault.Register, x.Demand, x.Demand, FieldDemandAnswer, x.Text))
	return body, nil
}

func foldAnswerDemand(c *Case, e casefile.Event, b demandAnswered) {
	x := c.changeDemand(b.Demand)
	x.Answered, x.Answer, x.Reason, x.Papers = e.At, b.Answer, b.Reason, b.Papers
	if b.Answer == Refuses {
		x.Ended = e.At
	}
}

// KeepHold confirms that a demand still runs: the file is held for another term, and never beyond a year.
type KeepHold struct{ Demand id.ID }

// Kind is the machine's event.
func (KeepHold) Kind() casefile.Kind { return "keep_hold" }

func (x KeepHold) demand() id.ID { return x.Demand }

func (x KeepHold) decide(d *decision, s *Step) (any, error) {
	s.Event.Visibility = d.c.demand(x.Demand).visibility()
	return demanded{Demand: x.Demand}, nil
}

func foldKeepHold(c *Case, e casefile.Event, b demanded) {
	x := c.changeDemand(b.Demand)
	if x.Until = e.At.AddDate(0, 0, holdDays); x.Until.After(x.last()) {
		x.Until = x.last()
	}
}

// EndDemand ends a demand: its officer says that it is settled, or nobody confirmed it in time.
type EndDemand struct{ Demand id.ID }

// Kind is the machine's event.
func (EndDemand) Kind() casefile.Kind { return "end_demand" }

func (x EndDemand) demand() id.ID { return x.Demand }

func (x EndDemand) decide(d *decision, s *Step) (any, error) {
	s.Event.Visibility = d.c.demand(x.Demand).visibility()
	return demanded{Demand: x.Demand}, nil
}

func foldEndDemand(c *Case, e casefile.Event, b demanded) { c.changeDemand(b.Demand).Ended = e.At }

// TellDemand tells the parties of a demand of which the law forbade to tell them: by itself when the days are over, or
// before, when its officer knows that the law no longer forbids it.
type TellDemand struct{ Demand id.ID }

// Kind is the machine's event.
func (TellDemand) Kind() casefile.Kind { return "tell_demand" }

func (x TellDemand) demand() id.ID { return x.Demand }

func (x TellDemand) decide(*decision, *Step) (any, error) { return demanded{Demand: x.Demand}, nil }

func foldTellDemand(c *Case, e casefile.Event, b demanded) { c.changeDemand(b.Demand).Told = e.At }

// forDemand is a command that concerns one demand.
type forDemand interface{ demand() id.ID }

func (d *decision) thisDemand() *Demand {
	if x, ok := d.cmd.(forDemand); ok {
		return d.c.demand(x.demand())
	}
	return nil
}

var (
	demandKnown  = Guard{Name: "demand_unknown", Holds: func(d *decision) bool { return d.thisDemand() != nil }}
	demandWaits  = Guard{Name: "demand_answered", Holds: func(d *decision) bool { x := d.thisDemand(); return x.Answered.IsZero() && x.Ended.IsZero() }}
	demandSecond = Guard{Name: "demand_second", Holds: func(d *decision) bool { return d.thisDemand().By != d.by.Account }}
	demandRuns   = Guard{Name: "demand_ended", Holds: func(d *decision) bool { return d.thisDemand().Ended.IsZero() }}
	holdLeft     = Guard{Name: "hold_most", Holds: func(d *decision) bool { return d.now.Before(d.thisDemand().last()) },
		Args: func(*decision) fault.Args { return fault.Args{"days": holdMost} }}
	// The officer settles what was answered; what nobody confirmed ends by itself.
	demandSettled = Guard{Name: "demand_open", Holds: func(d *decision) bool {
		x := d.thisDemand()
		return d.by.Kind != access.System && !x.Answered.IsZero() || d.by.Kind == access.System && !d.now.Before(x.Until)
	}}
	demandUntold = Guard{Name: "demand_told", Holds: func(d *decision) bool { return d.thisDemand().Told.IsZero() }}
	silenceOver  = Guard{Name: "silence_runs", Holds: func(d *decision) bool {
		return d.by.Kind != access.System || !d.now.Before(d.thisDemand().Silent)
	}}
	// What a court asked for is not destroyed before it has its answer, nor before the parties were told.
	notHeld = Guard{Name: "held", Holds: func(d *decision) bool { return !d.c.held() }}
)

func (c *Case) demand(n id.ID) *Demand {
	for i := range c.Demands {
		if c.Demands[i].ID == n {
			return &c.Demands[i]
		}
	}
	return nil
}

// Demand is a demand of the case, or nil.
func (c *Case) Demand(n id.ID) *Demand { return c.demand(n) }

// changeDemand is a demand that a fold changes, in a list of its own.
func (c *Case) changeDemand(n id.ID) *Demand {
	c.Demands = slices.Clone(c.Demands)
	return c.demand(n)
}

// last is until when one demand can hold a file at all.
func (x *Demand) last() time.Time { return x.Asked.AddDate(0, 0, holdMost) }

func (x *Demand) visibility() casefile.Visibility {
	if x.Told.IsZero() {
		return casefile.Office
	}
	return casefile.Joint
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

// unaware leaves out the demands of which the parties are not told, for those who work on the case and neither enter nor decide a demand:
// whoever talks with the parties every week must not have to keep it from them.
func (o *Opened) unaware() {
	silent := func(n id.ID) bool {
		x := o.Case.demand(n)
		return x != nil && x.Told.IsZero()
	}
	if !slices.ContainsFunc(o.Case.Demands, func(x Demand) bool { return x.Told.IsZero() }) {
		return
	}
	o.Events = slices.DeleteFunc(slices.Clone(o.Events), func(e casefile.Event) bool {
		var b struct{ Demand, Export id.ID }
		if json.Unmarshal(e.Body, &b) != nil {
			return false
		}
		if x := o.Case.export(b.Export); x != nil {
			b.Demand = x.Demand
		}
		return silent(b.Demand)
	})
	o.Reads = slices.DeleteFunc(o.Reads, func(r access.Row) bool { return r.Purpose == access.ForDemand })
	o.Case.Exports = slices.DeleteFunc(slices.Clone(o.Case.Exports), func(x Export) bool { return silent(x.Demand) })
	o.Case.Demands = slices.DeleteFunc(slices.Clone(o.Case.Demands), func(x Demand) bool { return x.Told.IsZero() })
}

// held reports whether a demand holds the file, or its parties are still to be told of one.
func (c *Case) held() bool {
	return slices.ContainsFunc(c.Demands, func(x Demand) bool { return x.Ended.IsZero() || x.Told.IsZero() })
}

// Held reports whether a demand holds the file now.
func (c *Case) Held() bool { return c.held() }

// paused is for how long demands have held the file since an instant: the clock of its retention stood still. Two at a
// time hold it once.
func (c *Case) paused(since time.Time) time.Duration {
	var sum time.Duration
	till := since
	for _, x := range c.Demands { // in the order in which they came
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

package mediation

import (
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
)

// FieldBefore is the sealed field of what one party answered before it signs, in its private section.
const FieldBefore = "mediation.before_signing"

// SupportOffers are what every party is offered before it signs, in the order in which it is read out: a support person,
// independent advice, the text read aloud, the text taken home. A pause is offered besides.
var SupportOffers = []string{"support", "advice", "aloud", "home"}

// The answers to an offer.
const (
	NotWanted = "no"
	Wanted    = "wanted" // before it signs: until then it cannot
	Had       = "had"
)

// OfferAnswers are the answers to [SupportOffers].
var OfferAnswers = []string{NotWanted, Wanted, Had}

// OfferSupport records that a party was offered, before it signs, what makes a signature free, and what it answered. It
// can answer anew at any time: that it has had what it wanted, or does not want it any more.
type OfferSupport struct {
	Party     id.ID  `json:"party"`
	How       string `json:"how"` // read_out, handed_over or on_screen
	Support   string `json:"support"`
	Advice    string `json:"advice"`
	Aloud     string `json:"aloud"`
	Home      string `json:"home"`
	PauseDays int    `json:"pause_days,omitempty"` // of a pause; 0: none is wanted
}

// Answered is how a party answered, sealed: what somebody needs to be read, or whom it brings, is its own matter.
type Answered struct {
	How     string            `json:"how"`
	Answers map[string]string `json:"answers"` // by what was offered
}

// Offered says that a party was offered it, and whether something that it wants is still to come. What that is, is sealed.
type Offered struct {
	Party id.ID     `json:"party"`
	At    time.Time `json:"at"`
	Waits bool      `json:"waits,omitempty"`
}

// Pausing is one party's time before it signs.
type Pausing struct {
	Party id.ID     `json:"party,omitzero"`
	Until time.Time `json:"until"`
}

// Kind is the machine's event.
func (OfferSupport) Kind() casefile.Kind { return "offer_support" }

func (o OfferSupport) party() id.ID { return o.Party }

func (o OfferSupport) answers() map[string]string {
	return map[string]string{"support": o.Support, "advice": o.Advice, "aloud": o.Aloud, "home": o.Home}
}

type toldBefore struct {
	Party id.ID     `json:"party"`
	Waits bool      `json:"waits,omitempty"`
	Until time.Time `json:"until,omitzero"`
}

func (o OfferSupport) decide(d *decision, s *Step) (any, error) {
	var l fault.List
	if !slices.Contains([]string{"read_out", "handed_over", "on_screen"}, o.How) {
		l.Add("how", "mediation.field.how")
	}
	b, said := toldBefore{Party: o.Party}, o.answers()
	for _, what := range SupportOffers {
		if !slices.Contains(OfferAnswers, said[what]) {
			l.Add(what, "mediation.field.support_answer")
		}
		b.Waits = b.Waits || said[what] == Wanted
	}
	if o.PauseDays != 0 {
		until, err := d.pause("pause_days", o.PauseDays)
		if err != nil {
			l = append(l, err)
		}
		b.Until = until
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	s.Event.Visibility = casefile.Only(o.Party)
	s.Secrets = append(s.Secrets, secret(vault.Private, o.Party, o.Party, FieldBefore, Answered{o.How, said}))
	return b, nil
}

func foldSupport(c *Case, e casefile.Event, b toldBefore) {
	a := c.Agreement
	a.Offers = slices.DeleteFunc(a.Offers, func(o Offered) bool { return o.Party == b.Party })
	a.Offers = append(a.Offers, Offered{b.Party, e.Happened(), b.Waits})
	if !b.Until.IsZero() {
		a.hold(Pausing{b.Party, b.Until})
	}
}

// Pause gives a party time before it signs; nobody can sign until then.
type Pause struct {
	Party id.ID `json:"party"`
	Days  int   `json:"days"`
}

// Kind is the machine's event.
func (Pause) Kind() casefile.Kind { return "pause" }

func (p Pause) party() id.ID { return p.Party }

func (p Pause) decide(d *decision, _ *Step) (any, error) {
	until, err := d.pause("days", p.Days)
	if err != nil {
		return nil, err
	}
	return Pausing{p.Party, until}, nil
}

// pause is when a pause of so many days ends; the rulebook says how many there can be.
func (d *decision) pause(field string, days int) (time.Time, *fault.Error) {
	if longest := d.Rules.Mediation.BeforeSigning.PauseDays; days < 1 || days > longest {
		return time.Time{}, fault.Field(field, "mediation.field.pause_days").With(fault.Args{"max": longest})
	}
	return d.now.AddDate(0, 0, days), nil
}

func foldPause(c *Case, _ casefile.Event, b Pausing) { c.Agreement.hold(b) }

// hold keeps the longer of two pauses of a party, and every party's own: nobody cuts another's short.
func (a *Agreement) hold(b Pausing) {
	for i := range a.Pauses {
		if p := &a.Pauses[i]; p.Party == b.Party {
			if b.Until.After(p.Until) {
				p.Until = b.Until
			}
			return
		}
	}
	a.Pauses = append(a.Pauses, b)
}

// EndPause ends the pause that a party asked for: at its word alone.
type EndPause struct {
	Party id.ID `json:"party"`
}

// Kind is the machine's event.
func (EndPause) Kind() casefile.Kind { return "end_pause" }

func (p EndPause) party() id.ID { return p.Party }

func (p EndPause) decide(_ *decision, s *Step) (any, error) {
	s.Event.Visibility = casefile.Only(p.Party)
	return ofParty{p.Party}, nil
}

func foldEndPause(c *Case, _ casefile.Event, b ofParty) {
	c.Agreement.Pauses = left(c.Agreement.Pauses, func(p Pausing) bool { return p.Party == b.Party })
}

// PausedUntil is when the last pause ends; zero where nobody asked for one.
func (a *Agreement) PausedUntil() time.Time {
	var last time.Time
	for _, p := range a.Pauses {
		if p.Until.After(last) {
			last = p.Until
		}
	}
	return last
}

// Offered is what a party was offered before it signs, or nil.
func (a *Agreement) Offered(party id.ID) *Offered {
	i := slices.IndexFunc(a.Offers, func(o Offered) bool { return o.Party == party })
	if i < 0 {
		return nil
	}
	return &a.Offers[i]
}

// Pausing reports whether a party's own pause runs.
func (a *Agreement) Pausing(party id.ID, now time.Time) bool {
	return slices.ContainsFunc(a.Pauses, func(p Pausing) bool { return p.Party == party && now.Before(p.Until) })
}

// SignedFrom is before when an act cannot have been done: nobody signs a text that was not there, and no party before it
// was offered what it is offered.
func (c *Case) SignedFrom(act Act) time.Time {
	if c.Agreement == nil {
		return time.Time{}
	}
	if o := c.Agreement.Offered(act.Of); act.As == "party" && o != nil && o.At.After(c.Agreement.Drafted) {
		return o.At
	}
	return c.Agreement.Drafted
}

// othersSign leaves of what is known before signing no more than what every party may know: that the others were offered
// it, and until when nobody can sign; not who wants something, and not who asked for time.
func (a *Agreement) othersSign(party id.ID) {
	for i := range a.Offers {
		if a.Offers[i].Party != party {
			a.Offers[i].Waits = false
		}
	}
	for i := range a.Pauses {
		if a.Pauses[i].Party != party {
			a.Pauses[i].Party = id.ID{}
		}
	}
}

// Before a party signs.
var (
	supportOffered = Guard{Name: "support_not_offered", Holds: func(d *decision) bool {
		p := d.signs()
		return p.IsZero() || d.c.Agreement.Offered(p) != nil
	}, Rule: ruleOffered}
	// What a party wants before it signs comes first, or is given up by its own word.
	wishesMet = Guard{Name: "wish_open", Holds: func(d *decision) bool {
		o := d.c.Agreement.Offered(d.signs())
		return o == nil || !o.Waits
	}, Rule: ruleOffered}
	notPaused = Guard{Name: "paused", Holds: func(d *decision) bool { return !d.now.Before(d.c.Agreement.PausedUntil()) }, Rule: ruleOffered}
	pauseRuns = Guard{Name: "no_pause", Holds: func(d *decision) bool { return d.c.Agreement.Pausing(d.thisParty().ID, d.now) }}
)

// signs is the party that is about to sign, or zero: a mediator's act and the seal are offered nothing.
func (d *decision) signs() id.ID {
	switch c := d.cmd.(type) {
	case Sign:
		if c.As == "party" {
			return c.Party
		}
	case GiveCode:
		return c.Party
	}
	return id.ID{}
}

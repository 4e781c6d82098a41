package mediation

import (
	"context"
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/fault"
	"linli/platform/id"
)

// A lost slip is replaced at the counter by two people: one asks for whoever stands there, a second one who did not ask
// looks and approves on the same day. What somebody asked for who is a clerk of the unit no more is void. Neither reads the case by it, and nobody is found by name.

// Shown are the ways in which identity is shown at the counter. Nothing of a document is copied or noted.
var Shown = []string{"document", "known", "authority"}

// SlipAsk is a new slip that waits for a second person.
type SlipAsk struct {
	ID      id.ID     `json:"id"`
	Party   id.ID     `json:"party"`
	Shown   string    `json:"shown"` // of [Shown]
	Account id.ID     `json:"account"`
	At      time.Time `json:"at"`
	Until   time.Time `json:"until"` // the end of the office's day
}

// AskSlip asks for a new slip in place of a lost one.
type AskSlip struct {
	Party id.ID  `json:"party"`
	Shown string `json:"shown"`
}

// Kind is the machine's event.
func (AskSlip) Kind() casefile.Kind { return "ask_slip" }

func (a AskSlip) party() id.ID { return a.Party }

type slipAsked struct {
	Ask   id.ID     `json:"ask"`
	Party id.ID     `json:"party"`
	Shown string    `json:"shown"`
	Until time.Time `json:"until"`
}

func (a AskSlip) decide(d *decision, s *Step) (any, error) {
	if !slices.Contains(Shown, a.Shown) {
		return nil, fault.Field("shown", "mediation.field.shown")
	}
	s.Event.Visibility = casefile.Only(a.Party)
	s.Tell = d.others()
	day := d.now.In(d.Rules.Zone)
	until := time.Date(day.Year(), day.Month(), day.Day()+1, 0, 0, 0, 0, d.Rules.Zone)
	return slipAsked{s.Event.ID, a.Party, a.Shown, until.UTC()}, nil
}

func foldAskSlip(c *Case, e casefile.Event, b slipAsked) {
	c.SlipAsk = &SlipAsk{ID: b.Ask, Party: b.Party, Shown: b.Shown, Account: e.By.Account, At: e.At, Until: b.Until}
}

// foldSlip ends whatever was asked for the party: an ask is good for one slip.
func foldSlip(c *Case, _ casefile.Event, b ofParty) {
	if c.SlipAsk != nil && c.SlipAsk.Party == b.Party {
		c.SlipAsk = nil
	}
}

// others are the accounts that may approve, without the one that acts.
func (d *decision) others() []id.ID {
	return slices.DeleteFunc(slices.Clone(d.Seconds), func(a id.ID) bool { return a == d.by.Account })
}

// lost is a guard on a slip that a member of staff gives in place of one that was given before; every other passes.
func lost(holds func(*decision, *SlipAsk) bool) func(*decision) bool {
	return is(func(d *decision, c GiveSlip) bool { return !c.Second || holds(d, d.c.SlipAsk) })
}

// The guards of the two people.
var (
	slipGiven = Guard{Name: "slip_not_given", Holds: is(func(d *decision, c AskSlip) bool {
		return slices.ContainsFunc(d.Slips, func(x casefile.Slip) bool { return x.Party == c.Party && x.EndedAt.IsZero() && x.Hash != "" })
	})}
	secondThere = Guard{Name: "slip_no_second", Holds: func(d *decision) bool { return len(d.others()) > 0 }}

	slipWaits = Guard{Name: "slip_not_asked", Holds: is(func(d *decision, c GiveSlip) bool {
		return !c.Second || d.c.SlipAsk != nil && d.c.SlipAsk.Party == c.Party
	})}
	sameDay     = Guard{Name: "slip_ask_over", Holds: lost(func(d *decision, a *SlipAsk) bool { return d.now.Before(a.Until) })}
	askerHere   = Guard{Name: "slip_asker_gone", Holds: lost(func(d *decision, a *SlipAsk) bool { return slices.Contains(d.Askers, a.Account) })}
	otherPerson = Guard{Name: "slip_own_ask", Holds: lost(func(d *decision, a *SlipAsk) bool { return d.by.Account != a.Account })}
	secondHere  = Guard{Name: "slip_not_second", Holds: lost(func(d *decision, _ *SlipAsk) bool { return slices.Contains(d.Seconds, d.by.Account) })}
)

// counter are the accounts that may approve a new slip and those that may ask for one, with the unit above where its people
// stand in.
func (s *Service) counter(ctx context.Context, c Case) (seconds, askers []id.ID, above id.ID, err error) {
	if seconds, above, err = s.Office.Seconds(ctx, c.Tenant, c.Unit); err == nil {
		askers, err = s.Office.Clerks(ctx, c.Tenant, c.Unit)
	}
	return seconds, askers, above, err
}

// facts are the facts of a case with the unit above it where that unit's people may approve a new slip.
func (s *Service) facts(ctx context.Context, c Case) (_ access.Facts, seconds, askers []id.ID, err error) {
	f := c.Facts()
	seconds, askers, f.Above, err = s.counter(ctx, c)
	return f, seconds, askers, err
}

// AtCounter is what the counter sees of a case: when it came, what kind of dispute it is, and who is in it as numbers.
type AtCounter struct {
	Case     id.ID
	Unit     id.ID
	Type     string
	Received time.Time
	Number   int
	Year     int
	Parties  []Party
	Ask      *SlipAsk // that waits today
	May      bool     // the reader may approve it
}

// LostSlip shows the counter the case whose new slip waits. It opens nothing and writes no row. Errors: ErrNotFound for
// whoever may neither ask nor approve.
func (s *Service) LostSlip(ctx context.Context, a access.Actor, caseID id.ID) (_ AtCounter, err error) {
	defer wrap(&err, "lost slip")
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return AtCounter{}, err
	}
	f, seconds, askers, err := s.facts(ctx, c)
	if err != nil {
		return AtCounter{}, err
	}
	approves := s.Access.Check(a, "mediation.approve_slip", f)
	if approves != nil && s.Access.Check(a, "mediation.ask_slip", f) != nil {
		return AtCounter{}, ErrNotFound
	}
	out := AtCounter{Case: c.ID, Unit: c.Unit, Type: c.Type, Received: c.Received, Number: c.Number, Year: c.Year, Parties: c.clone().Parties}
	for i := range out.Parties {
		out.Parties[i] = Party{ID: out.Parties[i].ID, Role: out.Parties[i].Role, Kind: out.Parties[i].Kind}
	}
	if c.SlipAsk != nil && s.Clock.Now().Before(c.SlipAsk.Until) && slices.Contains(askers, c.SlipAsk.Account) {
		ask := *c.SlipAsk
		out.Ask = &ask
		out.May = approves == nil && ask.Account != a.Account && slices.Contains(seconds, a.Account)
	}
	return out, nil
}

// maxFound is how many cases of one day, kind and unit the counter is shown.
const maxFound = 50

// FindAtCounter finds cases by the day on which they came, the kind of dispute and the unit, and by nothing else. The
// clock begins days in the unit's zone. Errors: those of [access.Engine.Check] for "mediation.ask_slip" in the unit.
func (s *Service) FindAtCounter(ctx context.Context, a access.Actor, unit id.ID, kind string, day calendar.Date, zone *time.Location) (_ []Row, err error) {
	defer wrap(&err, "find at the counter")
	if err := s.Access.Check(a, "mediation.ask_slip", access.Facts{Tenant: a.Tenant, Unit: unit, Kind: Capability}); err != nil {
		return nil, err
	}
	return s.Repo.Came(ctx, a.Tenant, unit, kind, day.Start(zone), day.AddDays(1).Start(zone), maxFound)
}

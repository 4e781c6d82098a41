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
	if !slices.Contains(casefile.Shown, a.Shown) {
		return nil, fault.Field("shown", "mediation.field.shown")
	}
	s.Event.Visibility = casefile.Only(a.Party)
	s.Tell = d.others()
	return slipAsked{s.Event.ID, a.Party, a.Shown, casefile.EndOfDay(d.now, d.Rules.Zone)}, nil
}

func foldAskSlip(c *Case, e casefile.Event, b slipAsked) {
	c.SlipAsk = &casefile.SlipAsk{ID: b.Ask, Party: b.Party, Shown: b.Shown, Account: e.By.Account, At: e.At, Until: b.Until}
}

// foldSlip ends whatever was asked for the party: an ask is good for one slip.
func foldSlip(c *Case, _ casefile.Event, b ofParty) {
	if c.SlipAsk != nil && c.SlipAsk.Party == b.Party {
		c.SlipAsk = nil
	}
}

// others are the accounts that may approve, without the one that acts.
func (d *decision) others() []id.ID {
	return casefile.Counter{Seconds: d.Seconds}.Others(d.by.Account)
}

// replacing is what the rules of a lost slip look at.
func (d *decision) replacing(party id.ID) casefile.Replacing {
	return casefile.Replacing{Counter: casefile.Counter{Askers: d.Askers, Seconds: d.Seconds}, Ask: d.c.SlipAsk, Party: party, By: d.by.Account, Now: d.now}
}

// twoPeople are the rules of a lost slip as guards of one that a member of staff gives in place of one that was given before; every
// other passes.
func twoPeople() (out []Guard) {
	for _, rule := range casefile.SlipRules {
		out = append(out, Guard{Name: rule.Name, Holds: is(func(d *decision, c GiveSlip) bool { return !c.Second || rule.Holds(d.replacing(c.Party)) })})
	}
	return out
}

// The guards of the two people.
var (
	slipGiven = Guard{Name: "slip_not_given", Holds: is(func(d *decision, c AskSlip) bool {
		return slices.ContainsFunc(d.Slips, func(x casefile.Slip) bool { return x.Party == c.Party && x.EndedAt.IsZero() && x.Hash != "" })
	})}
	secondThere = Guard{Name: "slip_no_second", Holds: func(d *decision) bool { return len(d.others()) > 0 }}
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
	Ref      string
	Year     int
	Parties  []Party
	Ask      *casefile.SlipAsk // that waits today
	May      bool              // the reader may approve it
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
	out := AtCounter{Case: c.ID, Unit: c.Unit, Type: c.Type, Received: c.Received, Number: c.Number, Ref: c.Ref, Year: c.Year, Parties: c.clone().Parties}
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

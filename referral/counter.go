package referral

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

// AskSlip asks at the counter for a new slip in place of a lost one.
type AskSlip struct {
	Shown string `json:"shown"` // of [casefile.Shown]
}

// Kind is the machine's event.
func (AskSlip) Kind() casefile.Kind { return "ask_slip" }

type slipAsked struct {
	Shown string    `json:"shown"`
	Until time.Time `json:"until"`
}

func (x AskSlip) decide(d *decision, s *Step) (any, error) {
	if !slices.Contains(casefile.Shown, x.Shown) {
		return nil, fault.Field("shown", "form.choose")
	}
	s.Tell = d.Counter.Others(d.by.Account)
	return slipAsked{x.Shown, casefile.EndOfDay(d.now, d.Rules.Zone)}, nil
}

func foldAskSlip(c *Case, e casefile.Event, b slipAsked) {
	c.SlipAsk = &casefile.SlipAsk{ID: e.ID, Party: c.Person, Shown: b.Shown, Account: e.By.Account, At: e.At, Until: b.Until}
}

// foldSlip ends what was asked for: an ask is good for one slip.
func foldSlip(c *Case, _ casefile.Event, _ struct{}) { c.SlipAsk = nil }

// The posts at the counter.
var atCounter = []access.PostKind{access.Clerk, access.Lead, access.Referral}

// counter are the people who may ask for a new slip of the case, and approve it.
func (s *Service) counter(ctx context.Context, c *Case) (casefile.Counter, error) {
	may := func(act string) func(access.Actor, id.ID) bool {
		return func(a access.Actor, above id.ID) bool { return s.Access.Check(a, act, c.factsAbove(above)) == nil }
	}
	return casefile.CounterOf(ctx, s.Office, c.Tenant, c.Unit, atCounter, may("referral.ask_slip"), may("referral.approve_slip"))
}

// factsAbove are the facts with the unit above whose people stand in at the counter.
func (c *Case) factsAbove(above id.ID) access.Facts {
	f := c.Facts()
	f.Above = above
	return f
}

// The guards of a slip: the first is given once, a lost one is replaced by two people.
var (
	firstSlip   = Guard{"slip_given", func(d *decision) bool { return d.cmd.(GiveSlip).second || d.slip().Hash == "" }}
	slipGiven   = Guard{"slip_not_given", func(d *decision) bool { return d.slip().Hash != "" }}
	secondThere = Guard{"slip_no_second", func(d *decision) bool { return len(d.Counter.Others(d.by.Account)) > 0 }}
	// Of two who replace a lost slip at the same moment, one does.
	slipCurrent = Guard{"slip_moved", func(d *decision) bool { return d.slip().Code != "" && d.cmd.(GiveSlip).slips[0].Code == d.slip().Code }}
)

// twoPeople are the rules of a lost slip as guards of one that replaces another; every other passes.
func twoPeople() (out []Guard) {
	for _, rule := range casefile.SlipRules {
		out = append(out, Guard{rule.Name, func(d *decision) bool {
			at := casefile.Replacing{Counter: d.Counter, Ask: d.c.SlipAsk, Party: d.c.Person, By: d.by.Account, Now: d.now}
			return !d.cmd.(GiveSlip).second || rule.Holds(at)
		}})
	}
	return out
}

// slip is the person's slip that has not ended, or an empty one.
func (d *decision) slip() casefile.Slip {
	x, _ := casefile.SlipOf(d.Slips, d.c.Person)
	return x
}

// LostSlip shows the counter a case whose slip was lost. It opens nothing and writes no row. Errors: ErrNotFound for whoever may neither
// ask nor approve.
func (s *Service) LostSlip(ctx context.Context, a access.Actor, caseID id.ID) (_ casefile.AtCounter, err error) {
	defer wrap(&err, "lost slip")
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return casefile.AtCounter{}, err
	}
	at, err := s.counter(ctx, &c)
	if err != nil {
		return casefile.AtCounter{}, err
	}
	out := casefile.AtCounter{Case: c.ID, Unit: c.Unit, Kinds: c.Needs, Received: c.Received, MayAsk: s.Access.Check(a, "referral.ask_slip", c.Facts()) == nil}
	approves := s.Access.Check(a, "referral.approve_slip", c.factsAbove(at.Above)) == nil
	if !out.MayAsk && !approves {
		return casefile.AtCounter{}, ErrNotFound
	}
	out.Await(c.SlipAsk, at, a.Account, approves, s.Clock.Now())
	return out, nil
}

// maxCame is how many cases of one day and unit the counter looks through.
const maxCame = 200

// FindAtCounter finds cases by the day on which they came, by a need and the unit, and by nothing else. Errors: those of
// [access.Engine.Check] for "referral.ask_slip" in the unit.
func (s *Service) FindAtCounter(ctx context.Context, a access.Actor, unit id.ID, need string, day calendar.Date, zone *time.Location) (out []casefile.AtCounter, err error) {
	defer wrap(&err, "find at the counter")
	if err := s.Access.Check(a, "referral.ask_slip", access.Facts{Tenant: a.Tenant, Unit: unit, Kind: Capability}); err != nil {
		return nil, err
	}
	all, err := s.Repo.Came(ctx, a.Tenant, unit, day.Start(zone), day.AddDays(1).Start(zone), maxCame)
	for _, c := range all {
		if slices.Contains(c.Needs, need) {
			out = append(out, casefile.AtCounter{Case: c.ID, Unit: c.Unit, Kinds: c.Needs, Received: c.Received})
		}
	}
	return out, err
}

// AskSlip asks for a new slip. Errors: those of [Service.Act].
func (s *Service) AskSlip(ctx context.Context, a access.Actor, caseID id.ID, shown string) error {
	_, err := s.Act(ctx, a, caseID, AskSlip{shown}, nil)
	return err
}

// ReplaceSlip gives the person a new slip in place of a lost one, which ends with that. The passphrase is returned this once. Errors:
// those of access and of the machine.
func (s *Service) ReplaceSlip(ctx context.Context, a access.Actor, caseID id.ID) (_ id.Code, passphrase string, err error) {
	defer wrap(&err, "replace a slip")
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return "", "", err
	}
	at, err := s.counter(ctx, &c)
	if err != nil {
		return "", "", err
	}
	give := GiveSlip{second: true, above: at.Above}
	if err := s.may(ctx, a, &c, give); err != nil { // before any work: hashing is dear
		return "", "", err
	}
	if rule := (casefile.Replacing{Counter: at, Ask: c.SlipAsk, Party: c.Person, By: a.Account, Now: s.Clock.Now()}).Refused(); rule != "" {
		return "", "", refuse(rule)
	}
	slips, err := s.Repo.Slips(ctx, a.Tenant, caseID)
	if err != nil {
		return "", "", err
	}
	live, there := casefile.SlipOf(slips, c.Person)
	if !there {
		return "", "", refuse("slip_not_given")
	}
	passphrase = id.NewPassphrase(nil)
	hash, err := s.Slips.Hash(ctx, passphrase)
	if err != nil {
		return "", "", err
	}
	give.slips = live.Issue(hash, s.Clock.Now())
	_, err = s.Act(ctx, a, caseID, give, nil)
	return give.slips[len(give.slips)-1].Code, passphrase, err
}

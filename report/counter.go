package report

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
	c.SlipAsk = &casefile.SlipAsk{ID: e.ID, Party: c.Author, Shown: b.Shown, Account: e.By.Account, At: e.At, Until: b.Until}
}

// foldSlip ends what was asked for: an ask is good for one slip.
func foldSlip(c *Case, e casefile.Event, _ struct{}) {
	if c.SlipAsk = nil; e.By.Kind == access.Staff {
		c.SlipBy = e.By.Account
	}
}

// The posts at the counter of a desk; the privacy officer is at the last one.
var atCounter = []access.PostKind{access.Clerk, access.Lead, access.Privacy}

// counter are the people who may ask for a new slip of the case, and approve it: of a complaint nobody who has no part in it.
func (s *Service) counter(ctx context.Context, c *Case) (casefile.Counter, error) {
	may := func(act string) func(access.Actor, id.ID) bool {
		return func(a access.Actor, above id.ID) bool { return s.Access.Check(a, act, c.factsAbove(above)) == nil }
	}
	return casefile.CounterOf(ctx, s.Office, c.Tenant, c.Desk.Unit, atCounter, may("report.ask_slip"), may("report.approve_slip"))
}

// factsAbove are the facts with the unit above whose people stand in at the counter.
func (c *Case) factsAbove(above id.ID) access.Facts {
	f := c.Facts()
	f.Above = above
	return f
}

// action is the name of what a command asks for, factsFor what the policies need to know of it: a lost slip is replaced by the second of
// two people, whom the unit above can lend, and so is what is taken out let.
func action(cmd Command) string {
	if give, ok := cmd.(GiveSlip); ok && give.second {
		return "report.approve_slip"
	}
	return "report." + string(cmd.Kind())
}

func (c *Case) factsFor(cmd Command, now time.Time) access.Facts {
	switch x := cmd.(type) {
	case GiveSlip:
		return c.factsAbove(x.above)
	case TakeOut:
		return c.waiting(x.above)
	case RefuseTakeOut:
		return c.waiting(x.above)
	}
	return c.FactsAt(now)
}

// The guards of a slip: the first is given once, a lost one is replaced by two people.
var (
	firstSlip = Guard{"slip_given", func(d *decision) bool { return d.cmd.(GiveSlip).second || d.slip().Hash == "" }}
	// Of a nameless report nobody can tell whether who asks is who wrote it.
	slipNamed   = Guard{"slip_nameless", func(d *decision) bool { return d.c.Named }}
	slipGiven   = Guard{"slip_not_given", func(d *decision) bool { return d.slip().Hash != "" }}
	secondThere = Guard{"slip_no_second", func(d *decision) bool { return len(d.Counter.Others(d.by.Account)) > 0 }}
	// Of two who replace a lost slip at the same moment, one does.
	slipCurrent = Guard{"slip_moved", func(d *decision) bool { return d.slip().Code != "" && d.cmd.(GiveSlip).slips[0].Code == d.slip().Code }}
)

// twoPeople are the rules of a lost slip as guards of one that replaces another; every other passes.
func twoPeople() (out []Guard) {
	for _, rule := range casefile.SlipRules {
		out = append(out, Guard{rule.Name, func(d *decision) bool {
			at := casefile.Replacing{Counter: d.Counter, Ask: d.c.SlipAsk, Party: d.c.Author, By: d.by.Account, Now: d.now}
			return !d.cmd.(GiveSlip).second || rule.Holds(at)
		}})
	}
	return out
}

// slip is the author's slip that has not ended, or an empty one.
func (d *decision) slip() casefile.Slip {
	x, _ := casefile.SlipOf(d.Slips, d.c.Author)
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
	out := casefile.AtCounter{Case: c.ID, Unit: c.Desk.Unit, Kinds: []string{c.Category}, Received: c.Received, MayAsk: s.Access.Check(a, "report.ask_slip", c.Facts()) == nil}
	approves := s.Access.Check(a, "report.approve_slip", c.factsAbove(at.Above)) == nil
	if !out.MayAsk && !approves {
		return casefile.AtCounter{}, ErrNotFound
	}
	out.Await(c.SlipAsk, at, a.Account, approves, s.Clock.Now())
	return out, nil
}

// maxCame is how many reports of one day, category and unit the counter is shown.
const maxCame = 50

// FindAtCounter finds reports by the day on which they came, the category and the unit that answers, and by nothing else. Of a complaint
// nobody learns here who has no part in it. Errors: those of [access.Engine.Check] for "report.ask_slip" in the unit.
func (s *Service) FindAtCounter(ctx context.Context, a access.Actor, unit id.ID, category string, day calendar.Date, zone *time.Location) (out []casefile.AtCounter, err error) {
	defer wrap(&err, "find at the counter")
	if err := s.Access.Check(a, "report.ask_slip", access.Facts{Tenant: a.Tenant, Unit: unit, Kind: Capability}); err != nil {
		return nil, err
	}
	all, err := s.Repo.Came(ctx, a.Tenant, unit, category, day.Start(zone), day.AddDays(1).Start(zone), maxCame)
	for _, c := range all {
		if s.Access.Check(a, "report.ask_slip", c.Facts()) == nil {
			out = append(out, casefile.AtCounter{Case: c.ID, Unit: unit, Kinds: []string{c.Category}, Received: c.Received})
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
	if err := s.Access.Check(a, action(give), c.factsFor(give, s.Clock.Now())); err != nil { // before any work: hashing is dear
		return "", "", err
	}
	if rule := (casefile.Replacing{Counter: at, Ask: c.SlipAsk, Party: c.Author, By: a.Account, Now: s.Clock.Now()}).Refused(); rule != "" {
		return "", "", c.refuse(rule)
	}
	slips, err := s.Repo.Slips(ctx, a.Tenant, caseID)
	if err != nil {
		return "", "", err
	}
	live, there := casefile.SlipOf(slips, c.Author)
	if !there {
		return "", "", c.refuse("slip_not_given")
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

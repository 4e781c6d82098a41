package referral

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/vault"
	"linli/promise"
	"linli/referral/directory"
	"linli/rulebook"
)

// Demanded is one demand of a court on a request for help.
type Demanded struct {
	Case  Case
	Rules *rulebook.Rulebook
	Owed  promise.Promise // of [Service.DemandsOwed] alone
	casefile.Demand
}

// Demands are the newest demands on requests for help that the actor may see.
func (s *Service) Demands(ctx context.Context, a access.Actor) (out []Demanded, err error) {
	defer wrap(&err, "register of demands")
	rows, err := s.Repo.Entries(ctx, a.Tenant, casefile.RegisterDemand, Capability, casefile.MaxRegister)
	if err != nil {
		return nil, err
	}
	for _, x := range rows {
		c, err := s.Repo.Case(ctx, a.Tenant, x.Case)
		if err != nil {
			return nil, err
		}
		if s.Access.Check(a, "referral.see_demand", c.Facts()) != nil {
			continue
		}
		d := Demanded{Case: c, Demand: x.Demand()}
		if known := c.Demand(x.ID); known != nil {
			d.Demand = *known
		}
		if d.Rules, err = s.Office.RulebookOf(ctx, c.Tenant, c.Rulebook, c.RulebookVersion); err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	return out, nil
}

// DemandsOwed are the demands that the actor has to answer, and when; none for who is no privacy officer.
func (s *Service) DemandsOwed(ctx context.Context, a access.Actor) (out []Demanded, err error) {
	if !slices.ContainsFunc(a.Posts, func(p access.Post) bool { return p.Kind == access.Privacy }) {
		return nil, nil
	}
	all, err := s.Demands(ctx, a)
	for _, x := range all {
		if p, ok := x.Promise(x.Rules, s.Clock.Now()); ok && p.Open() && s.Access.Check(a, "referral.answer_demand", x.Case.Facts()) == nil {
			x.Owed = p
			out = append(out, x)
		}
	}
	return out, err
}

// Demand is the demand of an entry of the register, without a word of it or of the case. It opens nothing and writes no row. Errors:
// ErrNotFound, also for an actor who may not see it and for what is forgotten.
func (s *Service) Demand(ctx context.Context, a access.Actor, x casefile.Entry) (_ Demanded, err error) {
	defer wrap(&err, "see a demand")
	c, err := s.Repo.Case(ctx, a.Tenant, x.Case)
	if err != nil {
		return Demanded{}, err
	}
	d := c.Demand(x.ID)
	if d == nil || s.Access.Check(a, "referral.see_demand", c.Facts()) != nil {
		return Demanded{}, ErrNotFound
	}
	rules, err := s.Office.RulebookOf(ctx, c.Tenant, c.Rulebook, c.RulebookVersion)
	return Demanded{Case: c, Rules: rules, Demand: *d}, err
}

// MayDemand returns a request for help on which the actor may enter a demand. Error: ErrNotFound for every other.
func (s *Service) MayDemand(ctx context.Context, a access.Actor, caseID id.ID) (_ Case, err error) {
	defer wrap(&err, "find a request for help for a demand")
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err == nil && s.Access.Check(a, "referral.demand", c.Facts()) != nil {
		err = ErrNotFound
	}
	return c, err
}

// DemandWith is [Service.Act] for a demand with the scan of its order. Errors: also those of [casefile.Service.ScanOrder].
func (s *Service) DemandWith(ctx context.Context, a access.Actor, caseID id.ID, x AskDemand, file casefile.ScanFile, r *casefile.Request) (_ Case, err error) {
	defer wrap(&err, "demand with a scan")
	c, err := s.MayDemand(ctx, a, caseID)
	if err != nil {
		return Case{}, err
	}
	if _, err := Decide(c, x, by(a, &c), s.Clock.Now(), Knowledge{}, s.IDs); err != nil { // a refused one leaves no file
		return Case{}, err
	}
	scanned, err := s.ScanOrder(ctx, a.Tenant, caseID, demandFields, casefile.DemandAsk(x), file)
	if err != nil {
		return Case{}, err
	}
	return s.Act(ctx, a, caseID, AskDemand(scanned), r)
}

// ForDemand opens a case for whoever decides on a demand: the demand itself and what it could be given, and nothing behind any other wall.
// The access row is committed before anything is unsealed. Errors: as [Service.Open].
func (s *Service) ForDemand(ctx context.Context, a access.Actor, caseID, demand id.ID) (_ *Opened, err error) {
	defer wrap(&err, "open for a demand")
	c, err := s.deciding(ctx, a, caseID, demand)
	if err != nil {
		return nil, err
	}
	grant, err := s.forDemand(ctx, a, &c)
	if err != nil {
		return nil, err
	}
	if at := c.Demand(demand).Answered; !at.IsZero() { // what came since was not given
		if c, err = s.stood(ctx, &c, at); err != nil {
			return nil, err
		}
	}
	o := &Opened{Case: c, Demands: map[id.ID]casefile.DemandText{}, Written: map[id.ID]string{}, Names: map[id.ID]string{}}
	if o.Rules, err = s.Office.RulebookOf(ctx, c.Tenant, c.Rulebook, c.RulebookVersion); err != nil {
		return nil, err
	}
	plan := c.planned()
	err = s.unseal(ctx, grant, func(f vault.Sealed) bool {
		return f.Field == FieldAsked || f.Field == FieldWritten && slices.Contains(plan, f.Owner) || isDemand(f) && f.Owner == demand
	}, o.put)
	return o, err
}

// stood is a case as it stood at an instant.
func (s *Service) stood(ctx context.Context, c *Case, at time.Time) (Case, error) {
	events, err := s.Repo.Events(ctx, c.Tenant, c.ID)
	if err != nil {
		return Case{}, err
	}
	return Replay(c.Tenant, slices.DeleteFunc(events, func(e casefile.Event) bool { return e.At.After(at) }))
}

// planned are the events of the plan: its steps and appointments.
func (c *Case) planned() (out []id.ID) {
	for _, x := range c.Steps {
		out = append(out, x.ID)
	}
	for _, x := range c.Appointments {
		out = append(out, x.ID)
	}
	return out
}

// forDemand writes down that a case is read for a demand.
func (s *Service) forDemand(ctx context.Context, a access.Actor, c *Case) (access.Grant, error) {
	facts := c.Facts()
	facts.Demanded = true
	return s.Access.Open(ctx, s.Recorder, s.Clock.Now(), a, facts, access.ForDemand)
}

// ServiceName is what the directory calls the service of a referral now; empty where it lists it no more.
func (s *Service) ServiceName(ctx context.Context, tenant id.ID, r *Referral) (string, error) {
	cards, err := s.Directory.Cards(ctx, tenant, directory.KindService, []id.ID{r.Service})
	if err != nil || len(cards) == 0 {
		return "", err
	}
	return cards[0].Card.Name, nil
}

// DemandScan opens the scan of a demand's order for whoever decides on it, and tells its media type. Errors: as [Service.ForDemand];
// ErrNotFound also where none was filed.
func (s *Service) DemandScan(ctx context.Context, a access.Actor, caseID, demand id.ID) (kind string, _ []byte, err error) {
	defer wrap(&err, "scan of a demand")
	c, err := s.deciding(ctx, a, caseID, demand)
	if err != nil {
		return "", nil, err
	}
	grant, err := s.forDemand(ctx, a, &c)
	if err != nil {
		return "", nil, err
	}
	return s.OrderScan(ctx, grant, s.Repo, demandFields, c.Demand(demand), ErrNotFound)
}

// deciding is a request for help on a demand of which the actor decides.
func (s *Service) deciding(ctx context.Context, a access.Actor, caseID, demand id.ID) (Case, error) {
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return Case{}, err
	}
	if err := s.Access.Check(a, "referral.answer_demand", c.Facts()); err != nil {
		return Case{}, err
	}
	if c.Demand(demand) == nil {
		return Case{}, ErrNotFound
	}
	return c, nil
}

// isDemand reports whether a sealed field is of a demand.
func isDemand(f vault.Sealed) bool { return f.Field == FieldDemand || f.Field == FieldDemandAnswer }

// officers are the privacy officers who hear of a demand or of an urgent access: those of the nearest unit in which one may act on it, without who
// enters it.
func (s *Service) officers(ctx context.Context, by access.Actor, c *Case, act string) (out []id.ID, err error) {
	line, err := s.Office.Line(ctx, c.Tenant, c.Unit)
	for _, u := range line {
		holders, err := s.Office.Holding(ctx, c.Tenant, u, access.Privacy)
		if err != nil {
			return nil, err
		}
		for _, a := range holders {
			if a.Account != by.Account && s.Access.Check(a, act, c.Facts()) == nil {
				out = append(out, a.Account)
			}
		}
		if len(out) > 0 {
			break
		}
	}
	return out, err
}

// afterDemand adds what a demand leaves for a later day.
func (s *Service) afterDemand(ch *Change, e casefile.Event) error {
	var b casefile.DemandOf
	if err := json.Unmarshal(e.Body, &b); err != nil {
		return err
	}
	later, err := ch.Case.Later(Capability, ch.Tenant, ch.Case.ID, e, b, s.IDs, s.Clock.Now())
	ch.Jobs = append(ch.Jobs, later...)
	return err
}

// HoldOver ends a demand that nobody confirmed in time: the job "referral.hold".
func (s *Service) HoldOver(ctx context.Context, tenant, caseID, demand id.ID) error {
	return s.settle(ctx, tenant, caseID, EndDemand{demand})
}

// SilenceOver tells the person of a demand when the days for which the law forbade it are over: the job "referral.tell_demand".
func (s *Service) SilenceOver(ctx context.Context, tenant, caseID, demand id.ID) error {
	return s.settle(ctx, tenant, caseID, TellDemand{demand})
}

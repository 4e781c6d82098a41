package report

import (
	"context"
	"encoding/json"
	"slices"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/vault"
	"linli/promise"
	"linli/rulebook"
)

// Demanded is one demand of a court on a report.
type Demanded struct {
	Case  Case
	Rules *rulebook.Rulebook
	Owed  promise.Promise // of [Service.DemandsOwed] alone
	casefile.Demand
}

// Demands are the newest demands on reports that the actor may see, whoever is complained of seeing none.
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
		if s.Access.Check(a, "report.see_demand", c.Facts()) != nil {
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
		if p, ok := x.Promise(x.Rules, s.Clock.Now()); ok && p.Open() && s.Access.Check(a, "report.answer_demand", x.Case.Facts()) == nil {
			x.Owed = p
			out = append(out, x)
		}
	}
	return out, err
}

// Demand is the demand of an entry of the register, without a word of it or of the report. It opens nothing and writes no row. Errors:
// ErrNotFound, also for an actor who may not see it and for what is forgotten.
func (s *Service) Demand(ctx context.Context, a access.Actor, x casefile.Entry) (_ Demanded, err error) {
	defer wrap(&err, "see a demand")
	c, err := s.Repo.Case(ctx, a.Tenant, x.Case)
	if err != nil {
		return Demanded{}, err
	}
	d := c.Demand(x.ID)
	if d == nil || s.Access.Check(a, "report.see_demand", c.Facts()) != nil {
		return Demanded{}, ErrNotFound
	}
	rules, err := s.Office.RulebookOf(ctx, c.Tenant, c.Rulebook, c.RulebookVersion)
	return Demanded{Case: c, Rules: rules, Demand: *d}, err
}

// MayDemand returns a report on which the actor may enter a demand. Error: ErrNotFound for every other.
func (s *Service) MayDemand(ctx context.Context, a access.Actor, caseID id.ID) (_ Case, err error) {
	defer wrap(&err, "find a report for a demand")
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err == nil && s.Access.Check(a, "report.demand", c.Facts()) != nil {
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

// ForDemand opens a report for whoever decides on a demand: the demand itself and what it could be given, and nothing behind any other wall.
// The access row is committed before anything is unsealed. Errors: as [Service.Open].
func (s *Service) ForDemand(ctx context.Context, a access.Actor, caseID, demand id.ID) (_ *Opened, err error) {
	defer wrap(&err, "open for a demand")
	c, err := s.deciding(ctx, a, caseID, demand)
	if err != nil {
		return nil, err
	}
	c.Demands = []casefile.Demand{*c.Demand(demand)}
	facts := c.Facts()
	facts.Demanded = true
	o, err := s.openAs(ctx, a, c, facts, access.ForDemand, append(slices.Clone(notPrinted), FieldFileName))
	if at := c.Demands[0].Answered; err == nil && !at.IsZero() { // what was told and written since was not given
		o.Events = slices.DeleteFunc(o.Events, func(e casefile.Event) bool { return e.At.After(at) })
	}
	return o, err
}

// DemandScan opens the scan of a demand's order for whoever decides on it, and tells its media type. Errors: as [Service.ForDemand];
// ErrNotFound also where none was filed.
func (s *Service) DemandScan(ctx context.Context, a access.Actor, caseID, demand id.ID) (kind string, _ []byte, err error) {
	defer wrap(&err, "scan of a demand")
	c, err := s.deciding(ctx, a, caseID, demand)
	if err != nil {
		return "", nil, err
	}
	facts := c.Facts()
	facts.Demanded = true
	grant, err := s.Access.Open(ctx, s.Recorder, s.Clock.Now(), a, facts, access.ForDemand)
	if err != nil {
		return "", nil, err
	}
	return s.OrderScan(ctx, grant, s.Repo, demandFields, c.Demand(demand), ErrNotFound)
}

// deciding is a report on a demand of which the actor decides.
func (s *Service) deciding(ctx context.Context, a access.Actor, caseID, demand id.ID) (Case, error) {
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return Case{}, err
	}
	if err := s.Access.Check(a, "report.answer_demand", c.Facts()); err != nil {
		return Case{}, err
	}
	if c.Demand(demand) == nil {
		return Case{}, ErrNotFound
	}
	return c, nil
}

// demandsFor leaves of the demands what the reader may know of: the author those of which it was told, with their words; whoever decides on
// one that one; everybody else that there is one of which the author was told.
func (o *Opened) demandsFor(a access.Actor, why access.Purpose) {
	if why != access.ForDemand {
		o.Case.ToldOf()
	}
	if why == access.ForDemand || a.Kind == access.Resident {
		for _, x := range o.Case.Demands {
			o.demandsRead = append(o.demandsRead, x.ID)
		}
	}
}

// isDemand reports whether a sealed field is of a demand.
func isDemand(f vault.Sealed) bool { return f.Field == FieldDemand || f.Field == FieldDemandAnswer }

// officers are the privacy officers who hear of a demand or of an urgent access: those of the nearest unit in which one may act on it, without who
// enters it.
func (s *Service) officers(ctx context.Context, by access.Actor, c *Case, act string) (out []id.ID, err error) {
	line, err := s.Office.Line(ctx, c.Tenant, c.Desk.Unit)
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

// HoldOver ends a demand that nobody confirmed in time: the job "report.hold".
func (s *Service) HoldOver(ctx context.Context, tenant, caseID, demand id.ID) error {
	return s.settle(ctx, tenant, caseID, EndDemand{demand})
}

// SilenceOver tells the author of a demand when the days for which the law forbade it are over: the job "report.tell_demand".
func (s *Service) SilenceOver(ctx context.Context, tenant, caseID, demand id.ID) error {
	return s.settle(ctx, tenant, caseID, TellDemand{demand})
}

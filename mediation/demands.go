package mediation

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/job"
	"linli/platform/vault"
	"linli/rulebook"
)

// RegisterRow is one row of a register of the office: a case by its number, what became of it, and no word of anybody.
type RegisterRow struct {
	ID, Case, Unit id.ID
	Kind           string // [casefile.RegisterDemand], [casefile.RegisterUrgent] or [casefile.RegisterExport]
	State          string
	At, Ended      time.Time
	Type, Ref      string // of the case
	Year, Number   int
	Received       time.Time
}

// entries are the rows of the registers that a change brings or alters.
func entries(before, after *Case) []casefile.Entry {
	of := casefile.Entry{Case: after.ID, Unit: after.Unit, Capability: Capability}
	out := after.Registered(&before.Demanded, before.Unit != after.Unit, of)
	out = append(out, after.RegisteredUrgent(&before.Urgents, before.Unit != after.Unit, of)...)
	return append(out, after.RegisteredExports(&before.Exported, before.Unit != after.Unit, of)...)
}

// Register returns the rows of a register that the actor may see, the newest first. Errors: access.refused for an actor
// who keeps no register.
func (s *Service) Register(ctx context.Context, a access.Actor, kind string) (_ []RegisterRow, err error) {
	defer wrap(&err, "register")
	if !slices.ContainsFunc(a.Posts, func(p access.Post) bool { return p.Kind == access.Lead || p.Kind == access.Privacy }) {
		return nil, s.Access.Check(a, "mediation.see_demand", access.Facts{Tenant: a.Tenant, Kind: Capability})
	}
	see := "mediation.see_demand"
	if kind == casefile.RegisterUrgent {
		see = "mediation.see_urgent"
	}
	rows, err := s.Repo.Register(ctx, a.Tenant, kind, casefile.MaxRegister)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(rows, func(r RegisterRow) bool {
		return s.Access.Check(a, see, access.Facts{Tenant: a.Tenant, Unit: r.Unit, Case: r.Case, Kind: Capability}) != nil
	}), nil
}

// OwedHere returns what the actor's own posts owe that no list of cases shows: the archivist the answers to those who ask to
// be erased, the privacy officer the answers to demands and the checks of urgent accesses. The next due comes first.
func (s *Service) OwedHere(ctx context.Context, a access.Actor) (_ []DueRow, err error) {
	defer wrap(&err, "owed by the own posts")
	var rows []DueRow
	officer := false
	for _, p := range a.Posts {
		officer = officer || p.Kind == access.Privacy
		if p.Kind != access.Records {
			continue
		}
		owed, err := s.Repo.OwedBy(ctx, a.Tenant, p.Unit, access.Records, maxPage)
		if err != nil {
			return nil, err
		}
		rows = append(rows, owed...)
	}
	if officer {
		owed, err := s.Repo.OwedOf(ctx, a.Tenant, access.Privacy, maxPage)
		if err != nil {
			return nil, err
		}
		rows = append(rows, slices.DeleteFunc(owed, func(r DueRow) bool {
			return s.Access.Check(a, "mediation.answer_demand", access.Facts{Tenant: a.Tenant, Unit: r.Unit, Case: r.Case, Kind: Capability}) != nil
		})...)
	}
	slices.SortStableFunc(rows, func(x, y DueRow) int { return x.Due.Compare(y.Due) })
	return rows, nil
}

// Registered counts the rows of each register of an office, for everybody to read.
func (s *Service) Registered(ctx context.Context, tenant id.ID) (map[string]int64, error) {
	n, err := s.Repo.Registered(ctx, tenant)
	wrap(&err, "count the registers")
	return n, err
}

// CaseOf finds the one case that a demand names: by a tracking code, or by the number that its papers bear. Errors: ErrNotFound,
// also for a case of which the actor may not enter a demand.
func (s *Service) CaseOf(ctx context.Context, a access.Actor, code string, unit id.ID, year, number int) (_ id.ID, err error) {
	defer wrap(&err, "find the case of a demand")
	found := id.ID{}
	if parsed, wrong := id.ParseCode(code); wrong == nil {
		slip, err := s.Repo.Slip(ctx, a.Tenant, parsed)
		if err != nil {
			return id.ID{}, err
		}
		found = slip.Case
	} else if number > 0 {
		if err := s.Access.Check(a, "mediation.demand", access.Facts{Tenant: a.Tenant, Unit: unit, Kind: Capability}); err != nil {
			return id.ID{}, ErrNotFound
		}
		if found, err = s.Repo.Numbered(ctx, a.Tenant, unit, year, number); isNotFound(err) {
			found, err = s.left(ctx, a.Tenant, unit, year, number)
		}
		if err != nil {
			return id.ID{}, err
		}
	}
	c, err := s.Repo.Case(ctx, a.Tenant, found)
	if err != nil {
		return id.ID{}, err
	}
	if s.Access.Check(a, "mediation.demand", c.Facts()) != nil {
		return id.ID{}, ErrNotFound
	}
	return found, nil
}

// SeeDemand returns a case and a demand on it without a word of either. It opens nothing and writes no row.
func (s *Service) SeeDemand(ctx context.Context, a access.Actor, caseID, demand id.ID) (_ Case, _ casefile.Demand, _ []casefile.PromiseRow, err error) {
	defer wrap(&err, "see a demand")
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return Case{}, casefile.Demand{}, nil, err
	}
	if err := s.Access.Check(a, "mediation.see_demand", c.Facts()); err != nil {
		return Case{}, casefile.Demand{}, nil, err
	}
	x := c.Demand(demand)
	if x == nil {
		return Case{}, casefile.Demand{}, nil, ErrNotFound
	}
	promises, err := s.Repo.Promises(ctx, a.Tenant, caseID)
	return c, *x, promises, err
}

// ForDemand opens a case for whoever decides on a demand: the demand itself, the joint section and who the parties are, and
// nothing behind any other wall. The access row is committed before anything is unsealed. Errors: as [Service.Open].
func (s *Service) ForDemand(ctx context.Context, a access.Actor, caseID, demand id.ID) (_ *Opened, err error) {
	defer wrap(&err, "open for a demand")
	_, grant, err := s.Asides().GrantDemand(ctx, a, caseID, demand)
	if err != nil {
		return nil, err
	}
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return nil, err
	}
	o := newOpened(c)
	if o.Rules, err = s.Office.RulebookOf(ctx, c.Tenant, c.Rulebook, c.RulebookVersion); err != nil {
		return nil, err
	}
	may := func(field string, x vault.Scope) bool { return forDemanded(demand, field, x) }
	if err := s.unseal(ctx, grant, a.Tenant, o, may); err != nil {
		return nil, err
	}
	o.Events, err = s.Repo.Events(ctx, a.Tenant, caseID)
	return o, err
}

// forDemanded reports whether a field is one of the papers that a demand can be given, says who the parties are, or is the demand itself.
func forDemanded(demand id.ID, field string, x vault.Scope) bool {
	return x.Kind == vault.Joint && field != FieldStatement && field != FieldCorrected || x.Kind == vault.Identity || x.Kind == vault.Register && x.Of == demand
}

// HoldOver ends a demand that nobody confirmed in time: the job "mediation.hold".
func (s *Service) HoldOver(ctx context.Context, tenant, caseID, demand id.ID) error {
	return s.settle(ctx, tenant, caseID, Aside(casefile.EndDemand{Demand: demand}))
}

// SilenceOver tells the parties of a demand when the days for which the law forbade it are over: the job
// "mediation.tell_demand".
func (s *Service) SilenceOver(ctx context.Context, tenant, caseID, demand id.ID) error {
	return s.settle(ctx, tenant, caseID, Aside(casefile.TellDemand{Demand: demand}))
}

// demandJobs are what a demand leaves for a later day.
func (s *Service) demandJobs(ch *Change, e casefile.Event, now time.Time) ([]job.Job, error) {
	var b casefile.DemandOf
	if err := json.Unmarshal(e.Body, &b); err != nil {
		return nil, err
	}
	return ch.Case.Later(Capability, ch.Tenant, ch.Case.ID, e, b, s.IDs, now)
}

// released are the jobs that take up again what was held back: the end of retention, and of those who refused.
func (s *Service) released(ch *Change, e casefile.Event, rules *rulebook.Rulebook, now time.Time) ([]job.Job, error) {
	c := &ch.Case
	if !c.Releases(e.Kind) {
		return nil, nil
	}
	var out []job.Job
	add := func(kind string, p job.Payload, at time.Time) error {
		if at.Before(now) {
			at = now
		}
		j, err := job.New(ch.Tenant, s.IDs.New(), kind, p, now, at)
		out = append(out, j)
		return err
	}
	for _, x := range c.Endings(rules) {
		if x.Rule.Then == "minimise" {
			continue // how the parties are reached is outside every demand, and was not held
		}
		if err := add("mediation.erase", job.Payload{"case": c.ID.String()}, x.At); err != nil {
			return nil, err
		}
	}
	if c.LastState() != Declined && c.unasked() == nil {
		return out, nil
	}
	since := c.Ended
	for _, p := range c.shreds(casefile.Event{Kind: "decline"}) {
		if x := c.Party(p); x == nil || !x.Shredded.IsZero() {
			continue
		}
		at := since.AddDate(0, 0, rules.Mediation.RefusedRespondentDays).Add(c.Paused(since))
		if err := add("mediation.shred", job.Payload{"case": c.ID.String(), "party": p.String()}, at); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// demandsOf leaves of the demands what the parties are told, by whomever it was entered, and takes out the readings that
// would tell of one of which the law forbids to tell.
func (o *Opened) demandsOf(c *Case) {
	o.Reads = c.Unread(o.Reads)
	c.ToldOf()
}

// unaware leaves out the demands of which the parties are not told, for those who work on the case and neither enter nor decide a demand:
// whoever talks with the parties every week must not have to keep it from them.
func (o *Opened) unaware() {
	of := o.Case.Demanded
	if !slices.ContainsFunc(of.Demands, func(x casefile.Demand) bool { return x.Told.IsZero() }) {
		return
	}
	o.Events = slices.DeleteFunc(slices.Clone(o.Events), func(e casefile.Event) bool {
		var b struct{ Demand, Export id.ID }
		if json.Unmarshal(e.Body, &b) != nil {
			return false
		}
		if x := o.Case.Export(b.Export); x != nil {
			b.Demand = x.Demand
		}
		return of.Silent(b.Demand)
	})
	o.Reads = slices.DeleteFunc(o.Reads, func(r access.Row) bool { return r.Purpose == access.ForDemand })
	o.Case.Unsaid(&of)
	o.Case.Demands = slices.DeleteFunc(slices.Clone(of.Demands), func(x casefile.Demand) bool { return x.Told.IsZero() })
}

package casefile

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/job"
	"linli/platform/vault"
	"linli/rulebook"
)

// Aside is a case as those see it who have to do with a demand of a court on it, with an urgent access to it or with a copy of it that leaves: whose
// it is and how it stands, and no word of it.
type Aside struct {
	ID                        id.ID
	Facts                     access.Facts
	Type                      string // code of the rulebook; empty where its cases have none
	Nameless                  bool   // nobody can tell whose it is
	Received, Erased          time.Time
	Rulebook, RulebookVersion string
	Demanded
	Urgents
	Exported
}

// Asides is the part of a capability's service that has to do with demands of courts, urgent accesses and copies that leave: what is the same for
// every kind of case. What each of them opens of a case is the capability's own.
type Asides struct {
	with   *Service
	kept   AsideKept
	office AsideOffice
	of     AsideOf
}

// AsideKept is what it reads of the store.
type AsideKept interface {
	Kept
	Registers
}

// AsideOffice is what it needs to know of the office.
type AsideOffice interface {
	Posts
	// Holders are the accounts that hold the post in the unit; where nobody does, those of the next unit above.
	Holders(ctx context.Context, tenant, unit id.ID, post access.PostKind, above bool) ([]id.ID, error)
	// Account is an account with the posts that it holds now.
	Account(ctx context.Context, tenant, account id.ID) (access.Actor, error)
	// RulebookOf is the version that a case keeps.
	RulebookOf(ctx context.Context, tenant id.ID, book, version string) (*rulebook.Rulebook, error)
}

// AsideOf is what differs from one capability to the next.
type AsideOf struct {
	Capability string
	NotFound   error // of the capability
	Fields     AsideFields
	// Case is a case, or NotFound.
	Case func(ctx context.Context, tenant, c id.ID) (Aside, error)
	// Would says what refuses an act, and does nothing.
	Would func(ctx context.Context, a access.Actor, c id.ID, act AsideAct) error
	// Act asks for an event and returns the case after it; nothing of it for a request that is sent again. Errors: those of the capability's own Act.
	Act func(ctx context.Context, a access.Actor, c id.ID, act AsideAct, r *Request) (Aside, error)
}

// Seals reports whether a sealed field is of a demand.
func (x DemandFields) Seals(f vault.Sealed) bool { return f.Field == x.Text || f.Field == x.Answer }

// Seals reports whether a sealed field is of an urgent access.
func (x UrgentFields) Seals(f vault.Sealed) bool { return f.Field == x.Said || f.Field == x.Found }

// NewAsides is that part for a capability.
func NewAsides(with *Service, kept AsideKept, office AsideOffice, of AsideOf) *Asides {
	return &Asides{with, kept, office, of}
}

// Act asks for an event on a demand, an urgent access or a copy, and returns the case after it; nothing of it for a request that is sent again.
// Errors: those of access and of the machine.
func (s *Asides) Act(ctx context.Context, a access.Actor, c id.ID, act AsideAct, r *Request) (Aside, error) {
	return s.of.Act(ctx, a, c, act, r)
}

// Demand is [Asides.Act] for a demand with the scan of its order, where there is one. Whether it can be entered at all is asked before, so that a
// refused one leaves no file. Errors: also those of [Service.ScanOrder].
func (s *Asides) Demand(ctx context.Context, a access.Actor, c id.ID, x AskDemand, file *ScanFile, r *Request) (out Aside, err error) {
	if file != nil {
		if err := s.of.Would(ctx, a, c, x); err != nil {
			return out, err
		}
		if x, err = s.with.ScanOrder(ctx, a.Tenant, c, s.of.Fields.Demands, x, *file); err != nil {
			return out, err
		}
	}
	return s.of.Act(ctx, a, c, x, r)
}

func (s *Asides) rules(ctx context.Context, x *Aside) (*rulebook.Rulebook, error) {
	return s.office.RulebookOf(ctx, x.Facts.Tenant, x.Rulebook, x.RulebookVersion)
}

// check asks the policies whether an actor may do something with a case.
func (s *Asides) check(a access.Actor, act string, f access.Facts) error {
	return s.with.Access.Check(a, s.of.Capability+"."+act, f)
}

// Deciding is a case on a demand of which the actor decides. Errors: those of access; NotFound where there is no such demand.
func (s *Asides) Deciding(ctx context.Context, a access.Actor, c, demand id.ID) (Aside, error) {
	x, err := s.of.Case(ctx, a.Tenant, c)
	if err != nil {
		return Aside{}, err
	}
	if err := s.check(a, "answer_demand", x.Facts); err != nil {
		return Aside{}, err
	}
	if x.Demand(demand) == nil {
		return Aside{}, s.of.NotFound
	}
	return x, nil
}

// opens writes down that a case is read for a demand, or for the check of an urgent access.
func (s *Asides) opens(ctx context.Context, a access.Actor, f access.Facts, why access.Purpose) (access.Grant, error) {
	f.Demanded = true // to check, it is opened as for a demand
	return s.with.Access.Open(ctx, s.with.Recorder, s.with.Clock.Now(), a, f, why)
}

// GrantDemand lets whoever decides on a demand read for it, once the reading is written down. Errors: as [Asides.Deciding].
func (s *Asides) GrantDemand(ctx context.Context, a access.Actor, c, demand id.ID) (Aside, access.Grant, error) {
	x, err := s.Deciding(ctx, a, c, demand)
	if err != nil {
		return Aside{}, access.Grant{}, err
	}
	grant, err := s.opens(ctx, a, x.Facts, access.ForDemand)
	return x, grant, err
}

// DemandScan opens the scan of a demand's order for whoever decides on it, and tells its media type. Errors: as [Asides.GrantDemand]; NotFound
// also where none was filed.
func (s *Asides) DemandScan(ctx context.Context, a access.Actor, c, demand id.ID) (kind string, _ []byte, err error) {
	defer s.wrap(&err, "scan of a demand")
	x, grant, err := s.GrantDemand(ctx, a, c, demand)
	if err != nil {
		return "", nil, err
	}
	return s.with.OrderScan(ctx, grant, s.kept, s.of.Fields.Demands, x.Demand(demand), s.of.NotFound)
}

// ForCheck opens what was said of an urgent access and what its check found, for whoever checks it; nothing else of the case. The access row is
// committed before. Errors: those of access; NotFound where there is no such urgent access.
func (s *Asides) ForCheck(ctx context.Context, a access.Actor, c, urgent id.ID) (said, found string, err error) {
	defer s.wrap(&err, "open for a check")
	x, err := s.of.Case(ctx, a.Tenant, c)
	if err != nil {
		return "", "", err
	}
	if err := s.check(a, "check_urgent", x.Facts); err != nil {
		return "", "", err
	}
	if x.ThisUrgent(urgent) == nil {
		return "", "", s.of.NotFound
	}
	grant, err := s.opens(ctx, a, x.Facts, access.ForCheck)
	if err != nil {
		return "", "", err
	}
	return s.with.UrgentWords(ctx, grant, s.kept, s.of.Fields.Urgents, urgent)
}

// Checkers are the privacy officers who could check an urgent access to a case, those of the nearest unit first.
func (s *Asides) Checkers(ctx context.Context, f access.Facts) (out []id.ID, err error) {
	line, err := s.office.Line(ctx, f.Tenant, f.Unit)
	for _, u := range line {
		holders, err := s.office.Holding(ctx, f.Tenant, u, access.Privacy)
		if err != nil {
			return nil, err
		}
		for _, a := range holders {
			if s.check(a, "check_urgent", f) == nil && !slices.Contains(out, a.Account) {
				out = append(out, a.Account)
			}
		}
	}
	return out, err
}

// Afterwards are the jobs that a demand or an urgent access leaves for a later day; x is the case after the event.
func (s *Asides) Afterwards(x Aside, e Event) ([]job.Job, error) {
	now := s.with.Clock.Now()
	if begun := x.Begun(e); begun != nil {
		j, err := begun.Over(s.of.Capability, x.Facts.Tenant, x.ID, s.with.IDs, now)
		return []job.Job{j}, err
	}
	if !e.Kind.OnDemand() {
		return nil, nil
	}
	var b DemandOf
	if err := json.Unmarshal(e.Body, &b); err != nil {
		return nil, err
	}
	return x.Later(s.of.Capability, x.Facts.Tenant, x.ID, e, b, s.with.IDs, now)
}

// wrap gives an error the path that it came along.
func (s *Asides) wrap(err *error, doing string) {
	if *err != nil {
		*err = fmt.Errorf("%s: %s: %w", s.of.Capability, doing, *err)
	}
}

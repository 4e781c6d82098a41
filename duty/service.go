package duty

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"linli/casefile"
	"linli/casefile/signing"
	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/id"
	"linli/promise"
	"linli/rulebook"
)

// Office is what the service needs to know of the office.
type Office interface {
	// Rulebook is the rulebook that new occurrences of the tenant begin under.
	Rulebook(ctx context.Context, tenant id.ID, at time.Time) (*rulebook.Rulebook, error)
	// RulebookOf is the version that an occurrence keeps.
	RulebookOf(ctx context.Context, tenant id.ID, book, version string) (*rulebook.Rulebook, error)
	// DutyUnits are the office's own units, those that were closed too, each from the day on which it owes anything.
	DutyUnits(ctx context.Context, tenant id.ID) ([]Unit, error)
	// HeldBy are the accounts that hold the post in exactly this unit now.
	HeldBy(ctx context.Context, tenant, unit id.ID, post access.PostKind) ([]id.ID, error)
	// Holders are the accounts that hold the post in the unit, or in the nearest unit above it in which somebody does.
	Holders(ctx context.Context, tenant, unit id.ID, post access.PostKind, above bool) ([]id.ID, error)
	// Looked are the listed places that a duty has a unit look at, as far as it did from one day to another, both included.
	Looked(ctx context.Context, tenant, unit id.ID, rule rulebook.DutyRule, from, until calendar.Date) ([]Look, error)
	// Prove checks that whoever acts has the account's second factor now, by a code that counts once. Faults: at "one_time_code".
	Prove(ctx context.Context, a access.Actor, code string) error
}

// Service is the one way in to duties: it checks access, lets the machine decide and plays the change.
type Service struct {
	*casefile.Service
	Repo     Repo
	Office   Office
	Passkeys *signing.Passkeys // nil: nobody signs by passkey

	mu      sync.Mutex
	planned map[id.ID]string // on what each tenant's plan was made last
}

// Act asks for an event on an occurrence. It returns the occurrence after it; for a request that was answered before, the zero
// value. Errors: those of access (one that the actor may not know of is ErrNotFound), of the machine (fault.Guard,
// fault.Invalid), Conflict "duty.moved" when others kept moving it, and the store's.
func (s *Service) Act(ctx context.Context, a access.Actor, caseID id.ID, cmd Command, r *casefile.Request) (Case, error) {
	c, _, err := s.ActOnce(ctx, a, caseID, cmd, r, nil)
	return c, err
}

// Answering makes the answer to a request from the occurrence after it.
type Answering func(Case) []byte

// ActOnce is [Service.Act] with the answer that is stored for a request that is sent again; then the occurrence is the zero value.
func (s *Service) ActOnce(ctx context.Context, a access.Actor, caseID id.ID, cmd Command, r *casefile.Request, answer Answering) (c Case, body []byte, err error) {
	defer wrap(&err, string(cmd.Kind()))
	body, err = s.Retry(ctx, a.Tenant, r, s.Repo, ErrMoved, func() (body []byte, err error) {
		c, body, err = s.act(ctx, a, caseID, cmd, r, answer)
		return body, err
	})
	return c, body, err
}

func (s *Service) act(ctx context.Context, a access.Actor, caseID id.ID, cmd Command, r *casefile.Request, answer Answering) (Case, []byte, error) {
	c, rules, err := s.load(ctx, a.Tenant, caseID)
	if err != nil {
		return Case{}, nil, err
	}
	rule, _ := rules.Duty(c.Duty)
	facts, err := s.facts(ctx, &c, rule)
	if err != nil {
		return Case{}, nil, err
	}
	if err := s.Access.Check(a, "duty."+string(cmd.Kind()), facts); err != nil {
		return Case{}, nil, err
	}
	know, err := s.know(ctx, &c, cmd, rules, rule)
	if err != nil {
		return Case{}, nil, err
	}
	return s.play(ctx, c, cmd, by(a, facts), rules, rule, know, r, answer)
}

// know is what deciding a command needs to know beyond the occurrence and its rule.
func (s *Service) know(ctx context.Context, c *Case, cmd Command, rules *rulebook.Rulebook, rule rulebook.DutyRule) (know Knowledge, err error) {
	if slices.Contains([]casefile.Kind{"do", "sign", "void"}, cmd.Kind()) {
		owed, err := s.Repo.Promises(ctx, c.Tenant, c.ID)
		if err != nil {
			return know, err
		}
		know.WasLate = slices.ContainsFunc(owed, func(p casefile.PromiseRow) bool { return p.Rule == rule.ID && p.State == promise.Late })
	}
	until := map[casefile.Kind]calendar.Date{"do": calendar.DateOf(s.Clock.Now(), rules.Zone), "count": c.Last}
	if day, looks := until[cmd.Kind()]; looks {
		know.Places, err = s.places(ctx, c, rule, day)
	}
	return know, err
}

// Record opens an occurrence upon an event that somebody tells of. Errors: those of access; fault.Field "duty", "cause", "of",
// "text", "names_nobody", "owner", "last" and "claimed"; the store's.
func (s *Service) Record(ctx context.Context, a access.Actor, cmd Record, r *casefile.Request) (c Case, err error) {
	c, _, err = s.RecordOnce(ctx, a, cmd, r, nil)
	return c, err
}

// RecordOnce is Record with the answer to a request that is known again when it is repeated.
func (s *Service) RecordOnce(ctx context.Context, a access.Actor, cmd Record, r *casefile.Request, answer Answering) (c Case, body []byte, err error) {
	defer wrap(&err, "record")
	body, err = s.Once(ctx, a.Tenant, r, s.Repo, func() (body []byte, err error) {
		c, body, err = s.record(ctx, a, cmd, r, answer)
		return body, err
	})
	return c, body, err
}

func (s *Service) record(ctx context.Context, a access.Actor, cmd Record, r *casefile.Request, answer Answering) (Case, []byte, error) {
	rules, err := s.Office.Rulebook(ctx, a.Tenant, s.Clock.Now())
	if err != nil {
		return Case{}, nil, err
	}
	var leads *rulebook.DutyRule
	if !cmd.Of.IsZero() { // a task is its meeting's: of the same unit, under the same rules
		var of Case
		if of, rules, err = s.load(ctx, a.Tenant, cmd.Of); err != nil {
			return Case{}, nil, err
		}
		before, _ := rules.Duty(of.Duty)
		cmd.Unit, leads = of.Unit, &before
	}
	rule, known := rules.Duty(cmd.Duty)
	if err := s.Access.Check(a, "duty.open", access.Facts{Tenant: a.Tenant, Unit: cmd.Unit, Kind: Capability}); err != nil {
		return Case{}, nil, err
	}
	if known && !recorded(rule, leads) {
		return Case{}, nil, errDuty
	}
	if err := s.owes(ctx, a.Tenant, cmd.Unit, rule, known); err != nil {
		return Case{}, nil, err
	}
	cmd.Occurrence.Rulebook, cmd.RulebookVersion = rules.ID, rules.Version
	cmd.Period, cmd.From = s.IDs.New().String(), calendar.DateOf(s.Clock.Now(), rules.Zone)
	if rule.Recurs.Upon != "decision" {
		cmd.Last, cmd.Owner = calendar.Date{}, id.ID{}
	}
	know := Knowledge{}
	for _, x := range rules.Duties.Incidents {
		know.Causes = append(know.Causes, x.Code)
	}
	if know.Here, err = s.Workers(ctx, a.Tenant, cmd.Unit); err != nil {
		return Case{}, nil, err
	}
	return s.play(ctx, Case{Tenant: a.Tenant}, cmd, casefile.By{Kind: a.Kind, Account: a.Account}, rules, rule, know, r, answer)
}

// owes refuses a duty that the unit does not owe, or that the rulebook does not have.
func (s *Service) owes(ctx context.Context, tenant, unit id.ID, rule rulebook.DutyRule, known bool) error {
	units, err := s.Office.DutyUnits(ctx, tenant)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(units, func(u Unit) bool { return u.ID == unit })
	if !known || i < 0 || !slices.Contains(rule.Units, units[i].Kind) {
		return errDuty
	}
	return nil
}

// load reads an occurrence with the rules that it keeps.
func (s *Service) load(ctx context.Context, tenant, caseID id.ID) (Case, *rulebook.Rulebook, error) {
	c, err := s.Repo.Case(ctx, tenant, caseID)
	if err != nil {
		return Case{}, nil, err
	}
	rules, err := s.Office.RulebookOf(ctx, c.Tenant, c.Rulebook, c.RulebookVersion)
	if err != nil {
		return Case{}, nil, err
	}
	return c.by(rules), rules, nil
}

// facts are what the policies need to know of an occurrence.
func (s *Service) facts(ctx context.Context, c *Case, rule rulebook.DutyRule) (access.Facts, error) {
	f := access.Facts{Tenant: c.Tenant, Unit: c.Unit, Case: c.ID, Kind: Capability, State: string(c.State), Closed: c.Waits() == "",
		Owes: access.PostKind(rule.OwedBy), ChecksIn: c.Unit, Assigned: slices.Clone(c.Crew)}
	if !c.Owner.IsZero() {
		f.Assigned = append(f.Assigned, c.Owner)
	}
	post, above := strings.CutPrefix(string(rule.CheckedBy), "parent.")
	f.Checks = access.PostKind(post)
	if !above {
		return f, nil
	}
	units, err := s.Office.DutyUnits(ctx, c.Tenant)
	i := slices.IndexFunc(units, func(u Unit) bool { return u.ID == c.Unit })
	if f.ChecksIn = (id.ID{}); i >= 0 {
		f.ChecksIn = units[i].Parent
	}
	return f, err
}

// Workers are the accounts that work in a unit, by the posts that have duties.
func (s *Service) Workers(ctx context.Context, tenant, unit id.ID) ([]id.ID, error) {
	var out []id.ID
	for _, post := range []access.PostKind{access.Clerk, access.Mediator, access.Handler, access.Inspector, access.Referral, access.Lead, access.Records} {
		held, err := s.Office.HeldBy(ctx, tenant, unit, post)
		if err != nil {
			return nil, err
		}
		for _, account := range held {
			if !slices.Contains(out, account) {
				out = append(out, account)
			}
		}
	}
	return out, nil
}

// by says who acts, in the post in which the account does or checks it.
func by(a access.Actor, f access.Facts) casefile.By {
	if a.Kind != access.Staff {
		return casefile.System
	}
	b := casefile.By{Kind: a.Kind, Account: a.Account}
	switch {
	case a.Holds(f.Owes, f.Unit):
		b.Post = f.Owes
	case a.Holds(f.Checks, f.ChecksIn):
		b.Post = f.Checks
	case a.Holds(access.Lead, f.Unit):
		b.Post = access.Lead
	}
	return b
}

// wrap gives an error the path that it came along.
func wrap(err *error, doing string) {
	if *err != nil {
		*err = fmt.Errorf("duty: %s: %w", doing, *err)
	}
}

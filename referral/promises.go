package referral

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/notify"
	"linli/promise"
	"linli/referral/directory"
	"linli/rulebook"
)

// owe computes the case's promises from all its events.
func (s *Service) owe(ctx context.Context, before Case, ch *Change, rules *rulebook.Rulebook) error {
	events, old, err := casefile.History(ctx, s.Repo, before.Tenant, before.ID, before.Version)
	if err != nil {
		return err
	}
	all := Promises(ch.Case, append(events, ch.Events...), rules, s.Clock.Now())
	ch.Tallies = counts(&before, &ch.Case, old, all, rules)
	ch.Promises, ch.Due = casefile.Owed(old, all, s.Clock.Now())
	return nil
}

// CountAgain counts the promises of a case by the rules and holidays that hold now.
func (s *Service) CountAgain(ctx context.Context, tenant, caseID id.ID) error {
	return casefile.CountAgain(ctx, s.Service, s.Repo, tenant, caseID, ErrMoved, ErrNotFound, func(c Case) (Change, bool, error) {
		rules, err := s.Office.RulebookOf(ctx, tenant, c.Rulebook, c.RulebookVersion)
		if err != nil {
			return Change{}, false, err
		}
		ch := Change{Change: casefile.Change{Tenant: tenant}, Case: c, From: c.Version}
		err = s.owe(ctx, c, &ch, rules)
		return ch, len(ch.Promises) > 0, err
	})
}

// Promises computes what the office owes, from the events and the rulebook: replaying gives the same.
func Promises(c Case, events []casefile.Event, rules *rulebook.Rulebook, now time.Time) []casefile.PromiseRow {
	var out []casefile.PromiseRow
	for _, p := range promise.Compute(rules.Promises(Capability), rules.Calendar, rules.Zone, counted(events), now) {
		out = append(out, casefile.PromiseRow{Case: c.ID, Capability: Capability, Unit: c.Unit, Promise: p})
	}
	return out
}

// counted are the events as promises count them. A new referral concerns the whole case: it keeps what was promised after another
// one failed. Where a service is asked to erase what it was told, that is an event of its own.
func counted(events []casefile.Event) []promise.Event {
	var out []promise.Event
	for _, e := range events {
		var b struct {
			about
			Referrals []about `json:"referrals"`
		}
		_ = json.Unmarshal(e.Body, &b) // what has no such part is about the case
		p := promise.Event{ID: e.ID, Kind: string(e.Kind), At: e.At, Subject: b.Referral}
		if e.Kind == "refer" {
			p.Subject = id.ID{}
		}
		if e.Kind == (Waive{}).Kind() {
			var w casefile.Waived
			_ = json.Unmarshal(e.Body, &w)
			p.Subject, p.Waive = w.Subject, w.Waiver()
		}
		out = append(out, p)
		if b.Referral != (id.ID{}) && b.Erase {
			b.Referrals = append(b.Referrals, b.about)
		}
		for _, r := range b.Referrals {
			if e.Kind == "guardian_ends" {
				out = append(out, promise.Event{ID: e.ID, Kind: "consent_over", At: e.At, Subject: r.Referral})
			}
			if r.Erase {
				out = append(out, promise.Event{ID: e.ID, Kind: "ask_erase", At: e.At, Subject: r.Referral})
			}
		}
	}
	return out
}

// Tick does what the end of a unit, a new measure and deadlines bring for one tenant: what a unit leaves goes to its heir, what was there before a measure is counted in it, every promise that is past due is written down as late, a service that said nothing
// in time gives its referral back to the worker, those who answer are told what falls due, and referrals to services that have
// closed end.
func (s *Service) Tick(ctx context.Context, tenant id.ID) (err error) {
	defer wrap(&err, "tick")
	silent := func(p casefile.Reminder) error { return s.silent(ctx, tenant, p) }
	left := errors.Join(s.inherit(ctx, tenant), s.countAnew(ctx, tenant))
	return errors.Join(left, s.Sweep(ctx, s.Repo, Capability, tenant, s.CountAgain, silent, s.toTell), s.closeAgencies(ctx, tenant))
}

// silent writes down the silence of a service that had to answer, before its promise is late: a stop in between is made good by the
// next tick.
func (s *Service) silent(ctx context.Context, tenant id.ID, p casefile.Reminder) error {
	if p.Rule != ruleAnswer {
		return nil
	}
	c, err := s.Repo.Case(ctx, tenant, p.Case)
	if err != nil {
		return err
	}
	rows, err := s.Repo.Promises(ctx, tenant, p.Case)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(rows, func(x casefile.PromiseRow) bool { return x.Key == p.Key })
	if i < 0 {
		return nil
	}
	if r := c.Referral(rows[i].Subject); r != nil && r.Status == Requested {
		return s.settle(ctx, tenant, c.ID, Silence{r.ID})
	}
	return nil
}

// The promises that a service answers, or the office looks for another; and that it says that what it was told is deleted.
const (
	ruleAnswer = "provider_answer"
	ruleErased = "erase_answer"
)

// toTell are the notices of one case's promises for which the time has come.
func (s *Service) toTell(ctx context.Context, tenant id.ID, rows []casefile.Reminder, happened []casefile.Event, now time.Time) ([]notify.Notice, error) {
	c, err := s.Repo.Case(ctx, tenant, rows[0].Case)
	if err != nil {
		return nil, err
	}
	rules, err := s.Office.RulebookOf(ctx, c.Tenant, c.Rulebook, c.RulebookVersion)
	if err != nil {
		return nil, err
	}
	return s.Lines(casefile.Remind(rows, Promises(c, happened, rules, now), now), func(n promise.Notice) (notify.Notice, []id.ID, error) {
		line := notify.Notice{Tenant: tenant, Case: c.ID, Key: "referral.notice.due", At: now}
		switch {
		case n.Late:
		case access.PostKind(n.Post) == access.Records: // a file whose person asked to erase it is the archivist's alone
			accounts, err := s.Office.Holders(ctx, tenant, c.Unit, access.Records, false)
			return line, accounts, err
		default:
			accounts, err := s.workers(ctx, &c)
			return line, accounts, err
		}
		line.Key = "referral.notice.late"
		accounts, err := s.Office.Holders(ctx, tenant, c.Unit, access.PostKind(n.Post), n.Parent)
		return line, accounts, err
	})
}

// agencyBatch is how many services, and how many referrals of one, are looked at in a step.
const agencyBatch = 200

// closeAgencies ends the open referrals to services that are no longer there for people. Nothing is passed on to another: that takes
// a new consent.
func (s *Service) closeAgencies(ctx context.Context, tenant id.ID) error {
	for after := (id.ID{}); ; {
		services, err := s.Repo.Running(ctx, tenant, after, agencyBatch)
		if err != nil || len(services) == 0 {
			return err
		}
		after = services[len(services)-1]
		cards, err := s.Directory.Cards(ctx, tenant, directory.KindService, services)
		if err != nil {
			return err
		}
		for _, service := range services {
			if slices.ContainsFunc(cards, func(e directory.Entry) bool { return e.ID == service && e.Listed }) {
				continue
			}
			if err := s.closeAgency(ctx, tenant, service); err != nil {
				return err
			}
		}
	}
}

func (s *Service) closeAgency(ctx context.Context, tenant, service id.ID) error {
	runs, err := s.Repo.Runs(ctx, tenant, service, agencyBatch)
	if err != nil {
		return err
	}
	for _, x := range runs {
		if err := s.settle(ctx, tenant, x.Case, AgencyCloses{x.Referral}); err != nil {
			return err
		}
	}
	return nil
}

// ErrInUse says that a service cannot be removed from the directory while referrals to it run.
var ErrInUse = fault.New(fault.Guard, "referral.guard.service_in_use")

// InUse refuses with ErrInUse where a referral to one of the services runs.
func (s *Service) InUse(ctx context.Context, tenant id.ID, services ...id.ID) error {
	for _, service := range services {
		runs, err := s.Repo.Runs(ctx, tenant, service, 1)
		if err != nil {
			return err
		}
		if len(runs) > 0 {
			return ErrInUse
		}
	}
	return nil
}

package report

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/notify"
	"linli/promise"
	"linli/rulebook"
)

// owe computes the case's promises from all its events.
func (s *Service) owe(ctx context.Context, before Case, ch *Change, rules *rulebook.Rulebook) error {
	events, old, err := casefile.History(ctx, s.Repo, before.Tenant, before.ID, before.Version)
	if err != nil {
		return err
	}
	all := Promises(ch.Case, append(events, ch.Events...), rules, s.Clock.Now())
	ch.Tallies = counts(&before, &ch.Case, old, all, ch.Events, rules)
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
	for _, p := range promise.Compute(rules.ReportPromises(c.Category), rules.Calendar, rules.Zone, counted(events, rules, c.Category), now) {
		out = append(out, casefile.PromiseRow{Case: c.ID, Capability: Capability, Unit: c.Desk.Unit, Promise: p})
	}
	return out
}

func counted(events []casefile.Event, rules *rulebook.Rulebook, category string) []promise.Event {
	var out []promise.Event
	var joined id.ID
	for _, e := range events {
		p := promise.Event{ID: e.ID, Kind: string(e.Kind), At: e.At}
		switch e.Kind {
		case "submit": // written down without a line: the office was told when the person came
			p.At = e.Happened()
		case "join":
			joined = e.ID
		case "part": // what joining ended is owed as it stood
			p.Undoes = joined
		case "waive":
			var w casefile.Waived
			_ = json.Unmarshal(e.Body, &w)
			p.Waive = w.Waiver()
		case "extend":
			x := extension(rules, category)
			p.Extend = &x
		}
		out = append(out, p)
	}
	return out
}

// extension is the one by which a rulebook lets an answer to a report of the category take longer: that of the first rule that
// allows one, as long as it may be, decided by the first post that may.
func extension(rules *rulebook.Rulebook, category string) promise.Extension {
	for _, rule := range rules.ReportPromises(category) {
		if x := rule.Extension; x != nil && x.Longest != nil {
			return promise.Extension{Rule: rule.ID, Length: *x.Longest, By: x.By[0]}
		}
	}
	return promise.Extension{}
}

// extends says why the term of the answer cannot become longer now, or nil.
func extends(c *Case, events []casefile.Event, rules *rulebook.Rulebook, now time.Time) error {
	return promise.CheckExtension(rules.ReportPromises(c.Category), rules.Calendar, rules.Zone, counted(events, rules, c.Category), extension(rules, c.Category), now)
}

// Tick does what the end of a unit and deadlines bring for one tenant: what a unit leaves goes to its heir, what waits at a
// desk of which everybody is barred goes to the next, every promise that is past due is written down as late, and those who answer are told what falls due soon.
func (s *Service) Tick(ctx context.Context, tenant id.ID) (err error) {
	defer wrap(&err, "tick")
	left, stuck := s.inherit(ctx, tenant), s.climb(ctx, tenant)
	return errors.Join(left, stuck, s.Sweep(ctx, s.Repo, Capability, tenant, s.CountAgain, nil, s.toTell), s.forgetViews(ctx, tenant))
}

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
		key, accounts, err := s.toldOf(ctx, &c, n)
		return notify.Notice{Tenant: tenant, Case: c.ID, Key: key, At: now}, accounts, err
	})
}

// toldOf are those who are told of a promise, and what. That one is late goes up the chain of posts; of a complaint it does not, because
// whoever is above may be the one complained of: its desk sees it on its own page.
func (s *Service) toldOf(ctx context.Context, c *Case, n promise.Notice) (key string, accounts []id.ID, err error) {
	switch {
	case n.Late && !c.IsIssue():
		return "", nil, nil
	case n.Late:
		accounts, err = s.Office.Holders(ctx, c.Tenant, c.Desk.Unit, access.PostKind(n.Post), n.Parent)
		return "issue.notice.late", accounts, err
	case c.IsIssue():
		key = "issue.notice.due"
	default:
		key = Capability + ".notice.due"
	}
	if access.PostKind(n.Post) == access.Records { // a file whose author asked to erase it is the archivist's alone
		accounts, err = s.keepers(ctx, c)
		return key, accounts, err
	}
	accounts, err = s.addressees(ctx, c)
	return key, accounts, err
}

package breach

import (
	"context"
	"slices"
	"time"

	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/job"
	"linli/platform/notify"
	"linli/promise"
	"linli/rulebook"
)

// Rule is the promise that the authority is told in time, in the rulebook of the day on which the breach was found.
const Rule = "breach_authority"

// What accounts are told of breaches.
const (
	noticeWarn = "breach.notice.warn"
	noticeLate = "breach.notice.late"
	// NoticeSecond says that words for the parties wait for a second person.
	NoticeSecond = "breach.notice.second"
)

// promise is what is owed to the authority, and whether the rulebook promises anything.
func (s *Service) promise(ctx context.Context, tenant id.ID, e *Entry) (promise.Promise, bool, error) {
	rules, err := s.Office.Rulebook(ctx, tenant, e.Recorded)
	if err != nil {
		return promise.Promise{}, false, err
	}
	rule, ok := rules.Promise(Rule)
	if !ok {
		return promise.Promise{}, false, nil
	}
	all := promise.Compute([]rulebook.PromiseRule{rule}, rules.Calendar, rules.Zone, e.events(), s.Clock.Now())
	if len(all) == 0 {
		return promise.Promise{}, false, nil
	}
	return all[0], true, nil
}

// Promised is the promise to tell the authority of an entry; ok is false where the rulebook has none. It needs breach.keep.
func (s *Service) Promised(ctx context.Context, a access.Actor, e Entry) (_ promise.Promise, ok bool, err error) {
	defer wrap(&err, "promise")
	if _, err := s.check(ctx, a, "keep"); err != nil {
		return promise.Promise{}, false, err
	}
	return s.promise(ctx, a.Tenant, &e)
}

// Owed returns what the actor owes, the next due first: nothing for who does not keep the register.
func (s *Service) Owed(ctx context.Context, a access.Actor) (_ []Due, err error) {
	defer wrap(&err, "owed")
	if !slices.ContainsFunc(a.Posts, func(p access.Post) bool { return p.Kind == access.Privacy }) {
		return nil, nil
	}
	if _, err := s.check(ctx, a, "keep"); err != nil {
		return nil, nil // an officer of a unit below keeps no register
	}
	return s.owed(ctx, a.Tenant)
}

func (s *Service) owed(ctx context.Context, tenant id.ID) ([]Due, error) {
	entries, err := s.Repo.Entries(ctx, tenant, maxShown)
	if err != nil {
		return nil, err
	}
	var out []Due
	for _, e := range entries {
		if !e.Authority.At.IsZero() {
			continue
		}
		p, ok, err := s.promise(ctx, tenant, &e)
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, Due{e, p})
		}
	}
	slices.SortStableFunc(out, func(a, b Due) int { return a.Due.Compare(b.Due) })
	return out, nil
}

// Tick tells the officers what falls due soon and what is late, once each.
func (s *Service) Tick(ctx context.Context, tenant id.ID) (err error) {
	defer wrap(&err, "tick")
	owed, err := s.owed(ctx, tenant)
	if err != nil || len(owed) == 0 {
		return err
	}
	now := s.Clock.Now()
	top, err := s.Office.Top(ctx, tenant)
	if err != nil {
		return err
	}
	for _, d := range owed {
		if err := s.tell(ctx, tenant, top, d, now); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) tell(ctx context.Context, tenant, top id.ID, d Due, now time.Time) error {
	due := promise.Notices([]promise.Promise{d.Promise}, d.Entry.Told, now)
	if len(due) == 0 {
		return nil
	}
	last, key := due[len(due)-1], noticeWarn
	if last.Late {
		key = noticeLate
	}
	holders, err := s.Office.Holders(ctx, tenant, top, access.Privacy, false)
	if err != nil {
		return err
	}
	if last.Late { // and the next of the chain
		next, err := s.Office.Holders(ctx, tenant, top, access.PostKind(last.Post), last.Parent)
		if err != nil {
			return err
		}
		holders = append(holders, slices.DeleteFunc(next, func(x id.ID) bool { return slices.Contains(holders, x) })...)
	}
	next := d.Entry.clone()
	next.Told = now
	next.Version++
	c := Change{Entry: &next}
	for _, account := range holders {
		c.Notices = append(c.Notices, notify.Notice{Tenant: tenant, ID: s.IDs.New(), Account: account, Key: key, Args: job.Payload{"breach": next.ID.String()}, At: now})
	}
	return s.Repo.Play(ctx, tenant, c)
}

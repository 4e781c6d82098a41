package mediation

import (
	"context"
	"errors"
	"time"

	"linli/platform/id"
	"linli/platform/job"
	"linli/platform/notify"
)

// remindBefore is how long before a session its parties and mediators are reminded.
const remindBefore = 24 * time.Hour

const (
	remindJob      = "mediation.remind"
	noticeTomorrow = "mediation.notice.session_near"
)

// reminders are the jobs that remind of the session that a change planned last: one for each party that wants e-mail, and
// one for the mediators. Whoever was told of it within the day before needs no second word.
func (s *Service) reminders(ch *Change, now time.Time) ([]job.Job, error) {
	session := ch.Case.Sessions[len(ch.Case.Sessions)-1]
	at := session.Start.Add(-remindBefore)
	if !at.After(now) {
		return nil, nil
	}
	var out []job.Job
	add := func(party id.ID) error {
		p := job.Payload{"case": ch.Case.ID.String(), "session": session.ID.String()}
		if !party.IsZero() {
			p["party"] = party.String()
		}
		j, err := job.New(ch.Tenant, s.IDs.New(), remindJob, p, now, at)
		out = append(out, j)
		return err
	}
	err := add(id.ID{})
	for _, with := range session.With {
		if p := ch.Case.Party(with); p.mailed() {
			err = errors.Join(err, add(with))
		}
	}
	return out, err
}

// Reminds reports whether a party is to be reminded of a session by e-mail: the session is still to come, and the party
// still takes part and wants e-mail. Errors: those of the store.
func (s *Service) Reminds(ctx context.Context, tenant, caseID, session, party id.ID) (_ bool, err error) {
	defer wrap(&err, "remind a party")
	c, planned, err := s.toCome(ctx, tenant, caseID, session)
	if err != nil || !planned {
		return false, err
	}
	p := c.Party(party)
	return p.mailed() && p.Consent.Stands(), nil
}

// RemindMediators writes a notice for each mediator at work on a case that a session is near. It is the job
// "mediation.remind" without a party. Errors: those of the store.
func (s *Service) RemindMediators(ctx context.Context, tenant, caseID, session id.ID) (err error) {
	defer wrap(&err, "remind the mediators")
	c, planned, err := s.toCome(ctx, tenant, caseID, session)
	if err != nil || !planned {
		return err
	}
	var notices []notify.Notice
	for _, e := range c.Engagements {
		if e.Working() {
			notices = append(notices, notify.Notice{Tenant: tenant, ID: s.IDs.New(), Account: e.Account, Case: c.ID, Key: noticeTomorrow,
				Args: job.Payload{"unit": c.Unit.String()}, At: s.Clock.Now()})
		}
	}
	if len(notices) == 0 {
		return nil
	}
	return s.Repo.Tell(ctx, tenant, nil, notices)
}

// toCome reports whether a session is planned and has not begun, with its case.
func (s *Service) toCome(ctx context.Context, tenant, caseID, session id.ID) (Case, bool, error) {
	c, err := s.Repo.Case(ctx, tenant, caseID)
	if errors.Is(err, ErrNotFound) {
		return c, false, nil
	}
	x := c.Session(session)
	return c, err == nil && x != nil && x.Planned() && x.Start.After(s.Clock.Now()), err
}

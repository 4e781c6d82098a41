package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"linli/casefile"
	"linli/office"
	"linli/office/digest"
	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/platform/job"
	"linli/platform/notify"
	"linli/promise"
	digests "linli/store/office/digest"
)

// How much a daily mail counts and names: beyond it stands on the page that it leads to.
const (
	digestCounts = 200
	digestCodes  = 10
)

func (a *App) openDigest() {
	a.Digest = &digest.Service{Repo: digests.New(a.Stores.Cases), Seal: a.Vault.Secrets(), Clock: a.Clock, IDs: a.IDs, Opens: a.opens}
}

// opens is when the office opens next after an instant.
func (a *App) opens(ctx context.Context, tenant id.ID, after time.Time) (time.Time, error) {
	rules, err := (&officeOf{a}).Rulebook(ctx, tenant, after)
	if err != nil {
		return time.Time{}, err
	}
	day := rules.Calendar.NextWorking(calendar.DateOf(after, rules.Zone))
	at := rules.Calendar.Opening(day, rules.Zone)
	if !at.After(after) {
		day = rules.Calendar.NextWorking(day.AddDays(1))
		at = rules.Calendar.Opening(day, rules.Zone)
	}
	return at, nil
}

// digest writes to somebody who works here: the digits that confirm an address, or what falls due. Without a mail server nothing
// is written.
func (a *App) digest(ctx context.Context, j job.Job) error {
	account, err := j.Payload.ID("account")
	if err != nil {
		return job.Permanent(err)
	}
	if a.Mailer == nil {
		return nil
	}
	who, err := a.offices.Account(ctx, j.Tenant, account)
	if errors.Is(err, office.ErrNotFound) || err == nil && !who.ClosedAt.IsZero() {
		return a.Digest.Forget(ctx, j.Tenant, account)
	}
	if err != nil {
		return err
	}
	c, words, err := a.Digest.For(ctx, j.Tenant, account)
	if errors.Is(err, digest.ErrNone) {
		return nil
	}
	if err != nil {
		return err
	}
	m := notify.Staff{ID: j.ID, To: words.Address, Link: a.origin + "/account"}
	if m.Language, _ = a.Texts.Parse(who.Language); m.Language == "" {
		m.Language = i18n.Hans
	}
	switch daily := j.Payload["what"] == digest.Daily; {
	case !daily && c.Confirmed.IsZero():
		m.Digits = words.Digits
	case daily && !c.Confirmed.IsZero() && !c.Next.IsZero():
		m.Link = a.origin + "/due"
		if err := a.owed(ctx, j.Tenant, account, &m); err != nil || m.Late+m.Today+m.Week+m.Sessions == 0 {
			return err
		}
	default: // it chose otherwise since
		return nil
	}
	return a.Mailer.SendStaff(ctx, m)
}

// owed counts what an account sees on its Due page, and the sessions that it holds until the end of the next day. It opens nothing.
func (a *App) owed(ctx context.Context, tenant, account id.ID, m *notify.Staff) error {
	now := a.Clock.Now()
	who, err := a.Office.AtWork(ctx, tenant, account)
	if err != nil {
		return err
	}
	rules, err := (&officeOf{a}).Rulebook(ctx, tenant, now)
	if err != nil {
		return err
	}
	for stretch, n := range map[string]*int{"late": &m.Late, "today": &m.Today, "week": &m.Week} {
		f := promise.Within(stretch, now, rules.Zone)
		f.Limit = digestCounts
		if err := a.count(ctx, who, f, n); err != nil {
			return err
		}
	}
	f := promise.Within("today", now, rules.Zone)
	f.From, f.Limit = time.Time{}, digestCounts
	named, err := a.Mediation.Due(ctx, who, f)
	if err != nil {
		return err
	}
	for _, r := range named {
		if r.No > 0 && len(m.Codes) < digestCodes {
			m.Codes = append(m.Codes, fmt.Sprintf("%d-%d", r.Year, r.No))
		}
	}
	held, err := a.Mediation.Calendar(ctx, who, now, f.Until.AddDate(0, 0, 1))
	for _, x := range held {
		if x.Own && x.Session.Planned() {
			m.Sessions++
		}
	}
	return err
}

// count adds what an account owes within a filter, on cases of every kind.
func (a *App) count(ctx context.Context, who access.Actor, f promise.Filter, n *int) error {
	cases, err := a.Mediation.Due(ctx, who, f)
	if err != nil {
		return err
	}
	own, err := a.Mediation.OwedHere(ctx, who)
	if err != nil {
		return err
	}
	for _, x := range own {
		if f.Holds(x.Place(), x.State == string(promise.Paused)) {
			*n++
		}
	}
	reports, err := a.Report.Due(ctx, who, f)
	if err != nil {
		return err
	}
	help, err := a.Referral.Due(ctx, who, f)
	if err != nil {
		return err
	}
	inspections, err := a.Inspect.Due(ctx, who, f)
	if err != nil {
		return err
	}
	duties, err := a.Duty.Due(ctx, who, f)
	if err != nil {
		return err
	}
	for _, of := range []*casefile.Registrar{a.Report.Asides(), a.Referral.Asides()} {
		asked, err := of.OwedAside(ctx, who)
		if err != nil {
			return err
		}
		for _, x := range asked {
			if f.Holds(promise.Place{Due: x.Owed.Due, Case: x.Case.ID, Key: x.Owed.Key}, false) {
				*n++
			}
		}
	}
	breaches, err := a.Breaches.Owed(ctx, who)
	for _, x := range breaches {
		if f.Holds(promise.Place{Due: x.Due, Case: x.Entry.ID}, false) {
			*n++
		}
	}
	*n += len(cases) + len(reports) + len(help) + len(inspections) + len(duties)
	return err
}

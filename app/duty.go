package app

import (
	"context"
	"time"

	"linli/casefile/signing"
	"linli/duty"
	"linli/office"
	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/id"
	"linli/report/inspection"
	"linli/rulebook"
	duties "linli/store/duty"
)

// dutyOffice tells duties what they need to know of the office.
type dutyOffice struct{ officeOf }

func (a *App) openDuties() {
	a.Duty = &duty.Service{Service: a.service(), Repo: duties.New(a.Stores.Cases), Office: &dutyOffice{officeOf{a}}}
	a.Duty.Passkeys = &signing.Passkeys{Site: a.Mediation.Passkeys.Site, Keys: a.Office, Halves: a.Duty.Repo, Clock: a.Clock}
	a.Inspect.Saw = func(ctx context.Context, tenant, unit id.ID) {
		if err := a.Duty.LookedAt(ctx, tenant, unit); err != nil { // whoever owes it says so instead
			a.Log.Error("what an inspection fulfils", "tenant", tenant, "error", err)
		}
	}
}

// HeldBy are the accounts that hold the post in exactly this unit now.
func (o *dutyOffice) HeldBy(ctx context.Context, tenant, unit id.ID, post access.PostKind) ([]id.ID, error) {
	return o.holders(ctx, tenant, map[id.ID]bool{unit: true}, post)
}

// Prove checks that whoever acts has the account's second factor now.
func (o *dutyOffice) Prove(ctx context.Context, a access.Actor, code string) error {
	return o.app.Office.Prove(ctx, a, code)
}

// Looked are the listed places that a duty has a unit look at.
func (o *dutyOffice) Looked(ctx context.Context, tenant, unit id.ID, rule rulebook.DutyRule, from, until calendar.Date) ([]duty.Look, error) {
	all, err := o.app.Inspect.Looked(ctx, tenant, inspection.Sought{Unit: unit, Kinds: rule.Places, Checklist: rule.Checklist, Rounds: rule.Kind == "round", From: from, Until: until})
	out := make([]duty.Look, 0, len(all))
	for _, x := range all {
		out = append(out, duty.Look{Place: x.Place.ID, Name: x.Place.Name, Case: x.Case, At: x.At, By: x.By, Found: x.Found})
	}
	return out, err
}

// DutyUnits are the office's own units, closed ones too. Each owes from the day on which it was opened, and none owes what was
// before the office began under a rulebook with duties: nobody had told it of them.
func (o *dutyOffice) DutyUnits(ctx context.Context, tenant id.ID) ([]duty.Unit, error) {
	units, err := o.app.offices.Units(ctx, tenant)
	if err != nil {
		return nil, err
	}
	rules, err := o.Rulebook(ctx, tenant, o.app.Clock.Now())
	if err != nil {
		return nil, err
	}
	since, err := o.began(ctx, tenant, rules.ID)
	if err != nil {
		return nil, err
	}
	day := func(t time.Time) calendar.Date { return calendar.DateOf(t, rules.Zone) }
	tree := office.NewTree(units)
	var out []duty.Unit
	for _, u := range units {
		if u.Guest() {
			continue
		}
		x := duty.Unit{ID: u.ID, Parent: u.Parent, Kind: string(u.Level), Opened: day(latest(u.ID.Time(), since))}
		if !u.ClosedAt.IsZero() {
			x.Closed = day(u.ClosedAt)
			x.Heir = tree.Now(u.ID, o.app.Clock.Now())
		}
		out = append(out, x)
	}
	return out, nil
}

// began is since when the office has worked under a rulebook, whatever its version; zero where none is written down yet.
func (o *dutyOffice) began(ctx context.Context, tenant id.ID, book string) (time.Time, error) {
	kept, err := o.app.offices.KeptRulebooks(ctx, tenant)
	var since time.Time
	for _, k := range kept {
		if k.Book == book && (since.IsZero() || k.Since.Before(since)) {
			since = k.Since
		}
	}
	return since, err
}

func latest(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

var _ duty.Office = (*dutyOffice)(nil)

// ofDuty reports whether a case is an occurrence of a duty.
func (a *App) ofDuty(ctx context.Context, tenant, c id.ID) bool {
	_, err := a.Duty.Repo.Case(ctx, tenant, c)
	return err == nil
}

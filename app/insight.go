package app

import (
	"context"

	"linli/insight"
	"linli/office"
	"linli/platform/calendar"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/referral/directory"
)

// Window is what the command line asks of an indicator: codes and days as they are typed.
type Window struct {
	ID       string
	Unit     string // code of a unit, counted with all below it; empty for the whole office
	From, To string // days of registration, inclusive, YYYY-MM-DD; empty for open ends
	Period   string // of an indicator that the rulebook declares; empty for the others
}

// ShowInsight shows one indicator. Errors: those of [insight.Service.Show] and [insight.Service.One]; ErrUnit; Invalid "form.date".
func (a *App) ShowInsight(ctx context.Context, t office.Tenant, w Window) (insight.Figure, error) {
	if w.Period != "" {
		return a.showDeclared(ctx, t, w)
	}
	q := insight.Query{ID: w.ID, Tenant: t.ID}
	for _, d := range []struct {
		field, typed string
		day          *calendar.Date
	}{{"from", w.From, &q.From}, {"to", w.To, &q.To}} {
		if d.typed == "" {
			continue
		}
		day, err := calendar.ParseDate(d.typed)
		if err != nil {
			return insight.Figure{}, fault.Field(d.field, "form.date")
		}
		*d.day = day
	}
	if w.Unit != "" {
		unit, below, err := a.UnitNamed(ctx, t.ID, w.Unit)
		if err != nil {
			return insight.Figure{}, err
		}
		q.Unit, q.Below = unit.ID, below[1:]
	}
	return a.Insight.Show(ctx, commandLine(t.ID), q)
}

// showDeclared shows one indicator of the rulebook.
func (a *App) showDeclared(ctx context.Context, t office.Tenant, w Window) (insight.Figure, error) {
	unit, below, err := a.UnitNamed(ctx, t.ID, w.Unit)
	if err != nil {
		return insight.Figure{}, err
	}
	q, err := insight.Span{Tenant: t.ID, Unit: unit.ID, Below: below[1:]}.Within(w.Period)
	if err != nil {
		return insight.Figure{}, err
	}
	h, err := a.Insight.One(ctx, commandLine(t.ID), q, w.ID)
	return h.Figure, err
}

// providers implements [insight.Service.Providers] over the directory.
func (a *App) providers(ctx context.Context, tenant id.ID, services []id.ID) (map[id.ID]insight.Provider, error) {
	owners, err := a.Directory.Owners(ctx, tenant, services)
	if err != nil {
		return nil, err
	}
	out := map[id.ID]insight.Provider{}
	cards, err := a.Directory.Cards(ctx, tenant, directory.KindService, services)
	for _, e := range cards {
		if of, there := owners[e.ID]; there {
			out[e.ID] = insight.Provider{ID: of, Name: e.Card.Organization}
		}
	}
	return out, err
}

// Package insight offers the indicators of package insight, and scorecards, as the programming interface shows them.
package insight

import (
	"context"
	"strings"

	"linli/api/route"
	"linli/insight"
)

// ofUnit and ofPeriod are what is asked of an indicator of the rulebook and of a scorecard.
var (
	ofUnit   = route.Parameter{Name: "unit", Doc: "id or code of a unit, counted with those below it; without it, all units"}
	ofPeriod = "a month (2026-10), a quarter (2026-Q3) or a year (2026) that is over"
)

// Routes are the routes of the indicators and scorecards.
func Routes(s *insight.Service) []*route.Route {
	return []*route.Route{{
		Method: "GET", Path: route.Prefix + "/insight/{id}", Name: "show-indicator", Area: "insight",
		Summary: "Show an indicator with its interval, or that it is suppressed",
		Detail: "With a period, it is one that the office's rulebook declares. Without, it is one of " + strings.Join(builtIn(), ", ") + ": cases are counted by the day " +
			"of their registration, as far as is known at the cut-off. A figure that would show fewer cases than the minimum is suppressed whole: every figure is null.",
		Acts:   []string{insight.ActionShow},
		Within: []route.Parameter{{Name: "id", Doc: "the indicator: one of those above, or the rulebook's name for it"}},
		Query: []route.Parameter{ofUnit,
			{Name: "from", Doc: "first day of registration, inclusive, in the office's zone", Format: "date"},
			{Name: "to", Doc: "last day of registration, inclusive, in the office's zone", Format: "date"},
			{Name: "period", Doc: ofPeriod + ", for an indicator of the rulebook"}},
		Result: route.Type[insight.Figure](), Status: 200,
		Handle: func(ctx context.Context, c *route.Call) (route.Answer, error) { return show(ctx, s, c) },
	}, {
		Method: "GET", Path: route.Prefix + "/cards", Name: "show-card", Area: "insight",
		Summary: "Show the card of a unit and a period: how the office itself kept what it owes",
		Detail: "What is weighed and what bars is the office's own conduct. There are no points where a figure that is weighed is suppressed, " +
			"since what is left of the result would flatter, nor where a bar is passed.",
		Acts: []string{insight.ActionShow},
		Query: []route.Parameter{ofUnit,
			{Name: "period", Doc: ofPeriod},
			{Name: "card", Doc: "the rulebook's name for the card; without it, its first"}},
		Result: route.Type[Card](), Status: 200,
		Handle: func(ctx context.Context, c *route.Call) (route.Answer, error) { return showCard(ctx, s, c) },
	}}
}

func builtIn() []string {
	var out []string
	for _, in := range insight.Indicators() {
		out = append(out, in.ID)
	}
	return out
}

// show answers with a declared indicator where a period is asked for.
func show(ctx context.Context, s *insight.Service, c *route.Call) (route.Answer, error) {
	name := c.Part("id")
	q, whole, err := span(ctx, c)
	if err != nil {
		return route.Answer{}, err
	}
	if c.Text("period") != "" {
		h, err := s.One(ctx, c.Actor, q, name)
		if err != nil {
			return route.Answer{}, err
		}
		return route.JSON(h.Figure)
	}
	of := insight.Query{ID: name, Tenant: q.Tenant, Unit: q.Unit, Below: q.Below, Whole: whole}
	if of.From, err = c.Day("from"); err != nil {
		return route.Answer{}, err
	}
	if of.To, err = c.Day("to"); err != nil {
		return route.Answer{}, err
	}
	figure, err := s.Show(ctx, c.Actor, of)
	if err != nil {
		return route.Answer{}, err
	}
	return route.JSON(figure)
}

// span are the unit and the period that are asked for; whole where that is the office.
func span(ctx context.Context, c *route.Call) (q insight.Span, whole bool, err error) {
	tree, err := c.Tree(ctx)
	if err != nil {
		return q, false, err
	}
	unit, _ := tree.Root()
	if given := c.Text("unit"); given != "" {
		if unit, err = route.Unit(tree, "unit", given); err != nil {
			return q, false, err
		}
	}
	q = insight.Span{Tenant: c.Actor.Tenant, Unit: unit.ID, Below: tree.Below(unit.ID)[1:]}
	if period := c.Text("period"); period != "" {
		q, err = q.Within(period)
	}
	return q, tree.IsRoot(unit.ID), err
}

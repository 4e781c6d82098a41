// Package insight offers the indicators of package insight as the programming interface shows them.
package insight

import (
	"context"

	"linli/api/route"
	"linli/insight"
)

// Routes are the routes of the indicators.
func Routes(s *insight.Service) []*route.Route {
	var names []string
	for _, in := range insight.Indicators() {
		names = append(names, in.ID)
	}
	return []*route.Route{{
		Method: "GET", Path: route.Prefix + "/insight/{id}", Name: "show-indicator", Area: "insight",
		Summary: "Show an indicator with its interval, or that it is suppressed",
		Detail: "Cases are counted by the day of their registration, as far as is known at the cut-off. A figure that would show " +
			"fewer cases than the minimum is suppressed whole: every figure is null.",
		Acts:   []string{insight.ActionShow},
		Within: []route.Parameter{{Name: "id", Doc: "the indicator", Choice: names}},
		Query: []route.Parameter{
			{Name: "unit", Doc: "id or code of a unit, counted with those below it; without it, all units"},
			{Name: "from", Doc: "first day of registration, inclusive, in the office's zone", Format: "date"},
			{Name: "to", Doc: "last day of registration, inclusive, in the office's zone", Format: "date"}},
		Result: route.Type[insight.Figure](), Status: 200,
		Handle: func(ctx context.Context, c *route.Call) (route.Answer, error) { return show(ctx, s, c) },
	}}
}

func show(ctx context.Context, s *insight.Service, c *route.Call) (route.Answer, error) {
	q := insight.Query{ID: c.Part("id"), Tenant: c.Actor.Tenant}
	var err error
	if q.From, err = c.Day("from"); err != nil {
		return route.Answer{}, err
	}
	if q.To, err = c.Day("to"); err != nil {
		return route.Answer{}, err
	}
	tree, err := c.Tree(ctx)
	if err != nil {
		return route.Answer{}, err
	}
	unit, _ := tree.Root()
	if given := c.Text("unit"); given != "" {
		if unit, err = route.Unit(tree, "unit", given); err != nil {
			return route.Answer{}, err
		}
	}
	q.Unit, q.Below, q.Whole = unit.ID, tree.Below(unit.ID)[1:], tree.IsRoot(unit.ID)
	figure, err := s.Show(ctx, c.Actor, q)
	if err != nil {
		return route.Answer{}, err
	}
	return route.JSON(figure)
}

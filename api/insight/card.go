package insight

import (
	"context"

	"linli/api/route"
	"linli/insight"
	"linli/platform/id"
)

// Card is a scorecard 记分卡 of a unit and a period.
type Card struct {
	ID     string           `json:"id" doc:"the rulebook's name for it"`
	Unit   id.ID            `json:"unit"`
	Period string           `json:"period"`
	Points *float64         `json:"points" doc:"of the points that could be had; null where a figure is suppressed, a bar is passed or nothing is weighed"`
	Of     int              `json:"of" doc:"points that could be had: those of indicators that have a figure"`
	Barred *bool            `json:"barred" doc:"a bar is passed, so that there is no result; null where a figure is suppressed"`
	Weighs []Weighed        `json:"weighs" nullable:"false"`
	Bars   []Barred         `json:"bars" nullable:"false"`
	Shows  []insight.Figure `json:"shows" nullable:"false" doc:"indicators beside it, which change nothing of it"`
}

// Weighed is one part of the result.
type Weighed struct {
	Figure    insight.Figure  `json:"figure"`
	Beside    *insight.Figure `json:"beside" doc:"its pair, against making the one better at the cost of the other"`
	Points    *float64        `json:"points" doc:"null where it has no figure"`
	Of        int             `json:"of"`
	Threshold int             `json:"threshold" doc:"per cent at which all points are had"`
}

// Barred is one bar.
type Barred struct {
	Figure insight.Figure `json:"figure"`
	Bar    int            `json:"bar" doc:"per cent"`
	Past   *bool          `json:"past" doc:"the unit is past it; null where its figure is suppressed"`
}

func showCard(ctx context.Context, s *insight.Service, c *route.Call) (route.Answer, error) {
	q, _, err := span(ctx, c)
	if err != nil {
		return route.Answer{}, err
	}
	card, err := s.Card(ctx, c.Actor, q, c.Text("card"))
	if err != nil {
		return route.Answer{}, err
	}
	out := Card{ID: card.Rule.ID, Unit: q.Unit, Period: q.Period, Of: card.Of,
		Weighs: []Weighed{}, Bars: []Barred{}, Shows: []insight.Figure{}}
	if !card.Hidden {
		out.Barred = &card.Barred
		if !card.Barred && card.Of > 0 {
			out.Points = &card.Points
		}
	}
	for _, w := range card.Weighs {
		part := Weighed{Figure: w.Figure, Of: w.Rule.Points, Threshold: w.Rule.Threshold}
		if w.Counts {
			part.Points = &w.Points
		}
		if w.Pair != nil {
			part.Beside = &w.Pair.Figure
		}
		out.Weighs = append(out.Weighs, part)
	}
	for _, b := range card.Bars {
		bar := Barred{Figure: b.Figure, Bar: b.Rule.Past}
		if !b.Figure.Suppressed {
			bar.Past = &b.Past
		}
		out.Bars = append(out.Bars, bar)
	}
	for _, h := range card.Shows {
		out.Shows = append(out.Shows, h.Figure)
	}
	return route.JSON(out)
}

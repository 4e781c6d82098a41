package insight

import (
	"context"
	"fmt"
	"slices"

	"linli/platform/calendar"
	"linli/platform/id"
	"linli/rulebook"
)

// Released is a scorecard as everybody reads it: the first version of a period, drawn from the counts that it shows and from no others.
// Whoever takes points, weights and thresholds apart finds the shares that stand beside them.
type Released struct {
	Return
	Restated int // versions that came after
	rules    *rulebook.Rulebook
}

// Cards are the published scorecards of a unit, the latest period first, each under the rules that it was drawn up by.
func (s *Service) Cards(ctx context.Context, tenant, unit id.ID) ([]Released, error) {
	all, restated, err := s.Published(ctx, tenant, unit, rulebook.PublicCard)
	if err != nil {
		return nil, err
	}
	editions := map[string]*rulebook.Rulebook{}
	out := make([]Released, len(all))
	for i, r := range all {
		if editions[r.Body.Edition] == nil {
			if editions[r.Body.Edition], err = s.Edition(ctx, tenant, r.Body.Rulebook, r.Body.Edition); err != nil {
				return nil, fmt.Errorf("the rules of a scorecard: %w", err)
			}
		}
		out[i] = Released{r.Masked(), restated[r.Body.Period], editions[r.Body.Edition]}
	}
	return out, nil
}

// Rule is the scorecard of the rulebook that was published.
func (r Released) Rule() *rulebook.Scorecard { return &r.rules.Figures.Cards[0] }

// Units are the rows: the unit itself, and each next one with all below it.
func (r Released) Units() []Line { return r.Body.Tables[0].Lines }

// Card is the scorecard of a row, of all of them together without one. Code: ErrNoCard for a row that there is not.
func (r Released) Card(of string) (Card, error) {
	l := &r.Body.Total
	if of != "" {
		l = r.Body.line(string(ByUnit), of)
	}
	if l == nil {
		return Card{}, ErrNoCard
	}
	return draw(r.Rule(), Span{Unit: r.Body.Unit, Kind: r.Rule().Grain, Period: r.Body.Period}, r.Held(*l)), nil
}

// Held are the indicators of a row.
func (r Released) Held(l Line) []Held {
	return r.Body.held(l, r.rules.Figures.On(r.Rule()), r.Frozen)
}

// formOf is a form by its id; that of the scorecard is drawn up from its indicators. nil where there is none.
func formOf(rules *rulebook.Rulebook, name string) *rulebook.Return {
	if name != rulebook.PublicCard {
		return rules.Form(name)
	}
	if len(rules.Figures.Cards) == 0 {
		return nil
	}
	card := &rules.Figures.Cards[0]
	form := &rulebook.Return{ID: name, Title: card.Title, Period: card.Grain, Tables: []rulebook.ReturnTable{{Rows: string(ByUnit)}}}
	for _, in := range rules.Figures.On(card) {
		for _, m := range reads(in) {
			if c := (rulebook.ReturnColumn{Counts: m}); !slices.ContainsFunc(form.Columns, func(x rulebook.ReturnColumn) bool { return x.Counts == m }) {
				form.Columns = append(form.Columns, c)
			}
		}
	}
	return form
}

// public are the ids of the returns whose first versions everybody sees.
func public(rules *rulebook.Rulebook) []string {
	var out []string
	if m := rules.Mediation.Return; m != nil {
		out = append(out, m.ID)
	}
	if rules.Figures.Public != "" && !slices.Contains(out, rules.Figures.Public) {
		out = append(out, rules.Figures.Public)
	}
	return out
}

// known is the last day on which the counts of a period that ends on to are still open: of a scorecard, whose release is never changed,
// the latest cut-off of its indicators.
func known(rules *rulebook.Rulebook, form *rulebook.Return, to calendar.Date) calendar.Date {
	days := 0
	if form.ID == rulebook.PublicCard {
		for _, in := range rules.Figures.On(&rules.Figures.Cards[0]) {
			days = max(days, in.CutoffDays)
		}
	}
	return to.AddDays(days)
}

// apart refuses a scorecard of days of which another is published: of a quarter and its months, what one hides is the rest of the others.
func (s *Service) apart(ctx context.Context, q Asked, rules *rulebook.Rulebook, form *rulebook.Return, body Body) error {
	if form.ID != rulebook.PublicCard {
		return nil
	}
	all, err := s.kept(ctx, q.Tenant, q.Unit, rules, form, "")
	if err != nil {
		return err
	}
	for _, r := range all {
		if r.Body.Period != body.Period && !body.To.Before(r.Body.From) && !r.Body.To.Before(body.From) {
			return ErrOverlaps
		}
	}
	return nil
}

// suppressCard hides what a scorecard and the public returns would tell together. A count that a public return shows, of other periods
// than the card's, stands in the card as the sum of what was released, or not at all: so the card adds nothing to it, and is known at
// no other time. All further counts are released by the card alone. In a row all counts of a family stand or none, in the total too.
func (s *Service) suppressCard(ctx context.Context, q Asked, rules *rulebook.Rulebook, body *Body) error {
	for _, name := range public(rules) {
		releases, _, err := s.Published(ctx, q.Tenant, q.Unit, name)
		if err != nil {
			return err
		}
		form := rules.Form(name)
		for c, measure := range body.Columns {
			sum := released{releases, Measure(measure)}
			if !slices.ContainsFunc(form.Columns, func(x rulebook.ReturnColumn) bool { return measureOf(x.Counts) == sum.measure }) && !sum.anywhere(body) {
				continue
			}
			sum.into(&body.Total, c, body)
			for i := range body.Tables[0].Lines {
				sum.into(&body.Tables[0].Lines[i], c, body)
			}
		}
	}
	for _, f := range familiesOf(body, rules.Figures.On(&rules.Figures.Cards[0])) {
		if f.small(body.Total) {
			f.hide(&body.Total)
		}
		f.hideIn(body.Tables[0].Lines)
	}
	return nil
}

// released is a measure in the releases of a public return.
type released struct {
	all     []Return
	measure Measure
}

func (x released) column(r Return) int {
	return slices.IndexFunc(r.Body.Columns, func(name string) bool { return measureOf(name) == x.measure })
}

// anywhere reports whether a release with days of the body counts the measure.
func (x released) anywhere(body *Body) bool {
	return slices.ContainsFunc(x.all, func(r Return) bool {
		return x.column(r) >= 0 && !body.To.Before(r.Body.From) && !r.Body.To.Before(body.From)
	})
}

// into puts the sum of what was released for the days of the body into a row; the count is hidden where a day of them is missing, or a
// count was hidden.
func (x released) into(l *Line, column int, body *Body) {
	var n int64
	next := body.From // the first day that no release has yet
	for i := len(x.all) - 1; i >= 0; i-- {
		r := x.all[i]
		if r.Body.From != next || body.To.Before(r.Body.To) {
			continue
		}
		row, c := &r.Body.Total, x.column(r)
		if l.Of != "" {
			row = r.Body.line(string(ByUnit), l.Of)
		}
		if row == nil || c < 0 || row.Hidden[c] {
			break
		}
		n, next = n+row.N[c], r.Body.To.AddDays(1)
	}
	if next.AddDays(-1) != body.To {
		l.Hidden[column] = true
		return
	}
	l.N[column] = n
}

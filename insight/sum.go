package insight

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"linli/platform/calendar"
	"linli/platform/fault"
	"linli/rulebook"
)

// Summed is one of the returns that a return of a longer period is the sum of, in the version that was added up.
type Summed struct {
	Period  string `json:"period"`
	Version int    `json:"version"`
	Reason  string `json:"reason,omitempty"` // of [Reasons]; empty for a first version
	Hash    string `json:"hash"`             // of the masked one
}

// Restated are those of the returns that it is the sum of that were restated.
func (b Body) Restated() []Summed {
	return slices.DeleteFunc(slices.Clone(b.Sums), func(x Summed) bool { return x.Version == 1 })
}

// Summands are the periods of a form that a longer one has.
func Summands(form *rulebook.Return, from, to calendar.Date) []string {
	var out []string
	for day := from; day.Before(to); day = day.AddMonths(months[form.Period]) {
		out = append(out, PeriodOf(form.Period, day))
	}
	return out
}

// sum draws up the return of a longer period: the sum of the last versions of its own periods, so that what an office reports of a quarter
// is what it reported of its months, and says which of them were restated. Code: ErrParts where one of them is not frozen.
func (s *Service) sum(ctx context.Context, q Asked, rules *rulebook.Rulebook, form *rulebook.Return, body Body, before []Return) (Return, error) {
	all, err := s.kept(ctx, q.Tenant, q.Unit, rules, form, "")
	if err != nil {
		return Return{}, err
	}
	last := latest(all)
	var parts []Return
	var missing []string
	for _, period := range Summands(form, body.From, body.To) {
		r, ok := last[period]
		if !ok {
			missing = append(missing, period)
			continue
		}
		parts = append(parts, r)
		body.Sums = append(body.Sums, Summed{period, r.Version, r.Reason, r.Masked().Hash})
		body.Minimum = max(body.Minimum, r.Body.Minimum)
	}
	if len(missing) > 0 {
		return Return{}, ErrParts.With(fault.Args{"periods": strings.Join(missing, " · ")})
	}
	body.Columns = slices.DeleteFunc(body.Columns, func(c string) bool { // what one of them does not count is not the sum of all
		return slices.ContainsFunc(parts, func(r Return) bool { return !slices.Contains(r.Body.Columns, c) })
	})
	for _, t := range form.Tables {
		if !slices.ContainsFunc(parts, func(r Return) bool { return r.Body.table(t.Rows) == nil }) {
			body.Tables = append(body.Tables, added(t.Rows, body.Columns, parts))
		}
	}
	body.Total = Line{N: make([]int64, len(body.Columns)), Hidden: make([]bool, len(body.Columns))}
	for _, r := range parts {
		body.Total.plus(body.Columns, r.Body.Columns, r.Body.Total)
	}
	hideLike(&body, before)
	suppressReturn(&body)
	year := slices.DeleteFunc(all, func(r Return) bool { return r.Body.From.Year != body.From.Year })
	body.keepApart(parts, append([]Return{{Version: len(before) + 1, Body: body}}, year...))
	text, err := json.Marshal(body)
	if err != nil {
		return Return{}, fmt.Errorf("encoding a return: %w", err)
	}
	return Return{Hash: hash(text), Body: body}, nil
}

// added is a table of all parts, in the order of the last of them; a row that one of them has not counts nothing there.
func added(rows string, columns []string, parts []Return) Table {
	out := Table{Rows: rows}
	for _, r := range slices.Backward(parts) {
		for _, l := range r.Body.table(rows).Lines {
			i := slices.IndexFunc(out.Lines, func(x Line) bool { return x.Of == l.Of })
			if i < 0 {
				i = len(out.Lines)
				out.Lines = append(out.Lines, Line{Of: l.Of, Name: l.Name, N: make([]int64, len(columns)), Hidden: make([]bool, len(columns))})
			}
			out.Lines[i].plus(columns, r.Body.Columns, l)
		}
	}
	return out
}

// plus adds the counts of a row that stands under other columns.
func (l *Line) plus(columns, others []string, x Line) {
	for i, c := range columns {
		l.N[i] += x.N[slices.Index(others, c)]
	}
}

// table is a table by its rows, or nil.
func (b *Body) table(rows string) *Table {
	for i := range b.Tables {
		if b.Tables[i].Rows == rows {
			return &b.Tables[i]
		}
	}
	return nil
}

// row is a row of a table, or of no table the total; nil where there is none.
func (b *Body) row(rows, of string) *Line {
	if rows == "" {
		return &b.Total
	}
	return b.line(rows, of)
}

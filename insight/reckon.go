package insight

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"linli/platform/calendar"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/rulebook"
)

// columns are the measures of a form's counts.
var columns = map[string]Measure{"registered": Registered, "accepted": InMonthAccepted, "not_begun": InMonthNotBegun,
	"mediated": InMonthMediated, "settled": InMonthSettled, "oral": InMonthOral, "confirmed": InMonthConfirmed,
	"performed": InMonthPerformed, "ended": InMonthEnded, "joint": InMonthJoint}

// attempts is how often tables are read again that do not come to the same total because something was counted meanwhile.
const attempts = 5

func (s *Service) reckon(ctx context.Context, q Asked, rules *rulebook.Rulebook, form *rulebook.Return, before []Return) (Return, error) {
	kind, from, to, err := PeriodAmong(form.Periods(), q.Period)
	if err != nil {
		return Return{}, err
	}
	if !known(rules, form, to).Before(calendar.DateOf(s.Clock.Now(), rules.Zone)) {
		return Return{}, ErrOpenPeriod
	}
	body := Body{Form: form.ID, Rulebook: rules.ID, Edition: rules.Version, Unit: q.Unit, Name: q.Name, Period: q.Period, From: from, To: to,
		Minimum: int64(rules.MinimumCell)}
	for _, c := range form.Columns {
		body.Columns = append(body.Columns, c.Counts)
	}
	if _, hash := rules.Workbook(form, ""); hash != "" {
		body.Layout = &Layout{rules.Version, hash}
	}
	if len(before) > 0 {
		body.Layout = before[0].Body.Layout
	}
	if kind != form.Period {
		return s.sum(ctx, q, rules, form, body, before)
	}
	for range attempts {
		same, err := s.tables(ctx, q, rules, form, &body)
		if err != nil {
			return Return{}, err
		}
		if !same {
			continue
		}
		hideLike(&body, before)
		if form.ID != rulebook.PublicCard {
			suppressReturn(&body)
		} else if err := s.suppressCard(ctx, q, rules, &body); err != nil {
			return Return{}, err
		}
		text, err := json.Marshal(body)
		if err != nil {
			return Return{}, fmt.Errorf("encoding a return: %w", err)
		}
		return Return{Hash: hash(text), Body: body}, nil
	}
	return Return{}, fault.New(fault.Unavailable, "insight.return.busy")
}

// tables fills the tables of a body; it reports whether they have one total.
func (s *Service) tables(ctx context.Context, q Asked, rules *rulebook.Rulebook, form *rulebook.Return, body *Body) (bool, error) {
	owner := map[id.ID]id.ID{}
	for _, r := range q.Rows {
		owner[r.Unit] = r.Unit
		for _, u := range r.Below {
			owner[u] = r.Unit
		}
	}
	body.Tables = nil
	for i, t := range form.Tables {
		parts, err := s.parts(ctx, q, t.Rows, owner, body)
		if err != nil {
			return false, fmt.Errorf("reckoning a return: %w", err)
		}
		rows, total := map[string]sums{}, sums{}
		for p, c := range parts {
			name := p.Of
			if t.Rows == string(ByUnit) {
				name = owner[p.Unit].String()
			}
			if rows[name] == nil {
				rows[name] = sums{}
			}
			rows[name].plus(c)
			total.plus(c)
		}
		table := Table{Rows: t.Rows}
		for _, of := range rowsOf(t.Rows, q, rules, rows) {
			table.Lines = append(table.Lines, line(of, q.Names, body.Columns, rows[of]))
		}
		if all := line("", nil, body.Columns, total); i == 0 {
			body.Total = all
		} else if fmt.Sprint(all.N) != fmt.Sprint(body.Total.N) {
			return false, nil
		}
		body.Tables = append(body.Tables, table)
	}
	return true, nil
}

// parts are the counts of a table's rows. A table by category has no other counts than those that are kept by month.
func (s *Service) parts(ctx context.Context, q Asked, rows string, owner map[id.ID]id.ID, body *Body) (map[Part]sums, error) {
	out := map[Part]sums{}
	add := func(p Part, m Measure, n int64) {
		if out[p] == nil {
			out[p] = sums{}
		}
		out[p][m] += n
	}
	inCells := slices.ContainsFunc(body.Columns, func(name string) bool { return Column(measureOf(name)) >= 0 })
	if units := slices.Collect(maps.Keys(owner)); inCells && rows != byCategory {
		if q.Whole && rows != string(ByUnit) {
			units = nil
		}
		parts, err := s.Tallies.Along(ctx, q.Tenant, units, Dimension(rows), body.From, body.To)
		if err != nil {
			return nil, err
		}
		for p, c := range parts {
			for _, m := range cellMeasures {
				add(p, m, c.Of(m))
			}
		}
	}
	if !slices.ContainsFunc(body.Columns, func(name string) bool { return Column(measureOf(name)) < 0 }) {
		return out, nil
	}
	months, err := s.Monthly.Months(ctx, q.Tenant, slices.Collect(maps.Keys(owner)), body.From, body.To)
	for c, n := range months {
		p := Part{Unit: c.Unit}
		if rows == byCategory {
			p = Part{Of: c.Of}
		}
		if slices.Contains(body.Columns, string(c.Measure)) {
			add(p, c.Measure, n)
		}
	}
	return out, err
}

// byCategory is a table of a return along the categories of reports.
const byCategory = "category"

// measureOf is the measure of a column: its short name in the form of mediation, else the measure's own.
func measureOf(column string) Measure {
	if m, ok := columns[column]; ok {
		return m
	}
	return Measure(column)
}

// rowsOf are the rows of a table in the order of the rulebook, or of the units; codes that it does not know come last.
func rowsOf(rows string, q Asked, rules *rulebook.Rulebook, counted map[string]sums) []string {
	var out []string
	seen := map[string]bool{}
	add := func(of string) {
		if !seen[of] {
			seen[of], out = true, append(out, of)
		}
	}
	switch rows {
	case "type":
		for _, t := range rules.Mediation.DisputeTypes {
			add(t.Code)
		}
	case "source":
		for _, c := range rules.Mediation.Sources {
			add(c.Code)
		}
	case byCategory:
		for _, c := range rules.Report.Categories {
			add(c.Code)
		}
	default:
		for _, r := range q.Rows {
			add(r.Unit.String())
		}
	}
	for _, of := range sortedKeys(counted) {
		add(of)
	}
	return out
}

func line(of string, names map[id.ID]string, counts []string, c sums) Line {
	l := Line{Of: of, Hidden: make([]bool, len(counts))}
	if u, err := id.Parse(of); err == nil {
		l.Name = names[u]
	}
	for _, name := range counts {
		l.N = append(l.N, c[measureOf(name)])
	}
	return l
}

// hideLike hides what a version before did not show, whatever columns stood beside it then: two releases are not to be subtracted from each
// other.
func hideLike(body *Body, before []Return) {
	for _, b := range before {
		hide := func(now *Line, then Line) {
			for i, name := range b.Body.Columns {
				if c := slices.Index(body.Columns, name); c >= 0 && now != nil {
					now.Hidden[c] = now.Hidden[c] || then.Hidden[i]
				}
			}
		}
		hide(&body.Total, b.Body.Total)
		for _, t := range b.Body.Tables {
			for _, l := range t.Lines {
				hide(body.line(t.Rows, l.Of), l)
			}
		}
	}
}

// line finds a row of a table, or nil.
func (b *Body) line(rows, of string) *Line {
	for t := range b.Tables {
		for l := range b.Tables[t].Lines {
			if b.Tables[t].Rows == rows && b.Tables[t].Lines[l].Of == of {
				return &b.Tables[t].Lines[l]
			}
		}
	}
	return nil
}

// Change is a count that a restatement changed. A nil one was not shown.
type Change struct {
	Rows, Of, Name string // empty for the total
	Column         int
	From, To       *int64
}

// Moved reports whether a later version would say anything else than one: another count, or of another version of what is added up.
func Moved(from, to Return) bool {
	return len(Changes(from, to)) > 0 || !slices.Equal(from.Body.Sums, to.Body.Sums)
}

// Changes are the counts in which two versions differ, the total first. What only one of them counts is not compared.
func Changes(from, to Return) []Change {
	var out []Change
	compare := func(rows string, a, b Line) {
		for i, c := range to.Body.Columns {
			if at := slices.Index(from.Body.Columns, c); at >= 0 && a.N[at] != b.N[i] {
				out = append(out, Change{rows, b.Of, b.Name, i, a.Shown(at), b.Shown(i)})
			}
		}
	}
	compare("", from.Body.Total, to.Body.Total)
	for _, t := range to.Body.Tables {
		for _, l := range t.Lines {
			was := Line{N: make([]int64, len(from.Body.Columns)), Hidden: make([]bool, len(from.Body.Columns))}
			if before := from.Body.line(t.Rows, l.Of); before != nil {
				was = *before
			}
			compare(t.Rows, was, l)
		}
	}
	return out
}

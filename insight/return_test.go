package insight

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/platform/sheet/sheettest"
	"linli/rulebook"
	"linli/rulebooks"
)

// shelf keeps returns in memory.
type shelf struct {
	all    []Return
	bodies [][]byte
}

func (s *shelf) Keep(_ context.Context, _ id.ID, r Return, body []byte) error {
	s.all, s.bodies = append(s.all, r), append(s.bodies, body)
	return nil
}

func (s *shelf) Kept(_ context.Context, _, _ id.ID, form, period string) (all []Return, bodies [][]byte, _ error) {
	for i, r := range s.all {
		if r.Body.Form == form && (period == "" || period == r.Body.Period) {
			all, bodies = append(all, r), append(bodies, s.bodies[i])
		}
	}
	return all, bodies, nil
}

// monthly is a form of every count, along everything.
func monthly() *rulebook.Rulebook {
	b := rules(true)
	form := &rulebook.Return{ID: "monthly", Period: "month", Title: rulebook.Label{"en": "Return"}}
	for _, rows := range rulebook.ReturnRows() {
		form.Tables = append(form.Tables, rulebook.ReturnTable{Rows: rows, Title: rulebook.Label{"en": rows}})
	}
	for _, c := range rulebook.ReturnCounts() {
		form.Columns = append(form.Columns, rulebook.ReturnColumn{Counts: c, Label: rulebook.Label{"en": c}})
	}
	b.Mediation.Return = form
	return b
}

func returning(c cube) (*Service, *shelf, Asked) {
	s, kept := service(nil), &shelf{}
	s.Tallies, s.Kept = c, kept
	s.Rules = func(context.Context, id.ID) (*rulebook.Rulebook, error) { return monthly(), nil }
	return s, kept, Asked{Tenant: number(9), Unit: number(1), Name: "one", Period: "2026-10",
		Rows: []Row{{Unit: number(1)}, {Unit: number(2)}, {Unit: number(3)}}, Names: map[id.ID]string{number(1): "one", number(2): "two", number(3): "three"}}
}

func (c cube) add(a atom, m Measure, n int64) {
	x := c[a]
	x[Column(m)] += n
	c[a] = x
}

func TestFreezeRestateAndCompare(t *testing.T) {
	c := cube{}
	c.add(atom{1, 0, 0, 10}, Registered, 9)
	c.add(atom{2, 1, 0, 10}, Registered, 8)
	c.add(atom{2, 1, 1, 10}, Registered, 7)
	s, kept, q := returning(c)
	first, err := s.Freeze(t.Context(), access.Actor{Account: number(5)}, q, "")
	if err != nil || first.Version != 1 || first.Reason != "" || *first.Body.Total.Shown(0) != 24 {
		t.Fatalf("%+v %v", first, err)
	}
	if _, err := s.Freeze(t.Context(), access.Actor{}, q, "voided"); !errors.Is(err, ErrUnchanged) {
		t.Errorf("frozen twice: %v", err)
	}
	c.add(atom{1, 0, 0, 10}, Registered, 2)
	if _, err := s.Freeze(t.Context(), access.Actor{}, q, ""); !errors.Is(err, errNeedsReason) {
		t.Errorf("restated without a reason: %v", err)
	}
	second, err := s.Freeze(t.Context(), access.Actor{}, q, "late_entry")
	if err != nil || second.Version != 2 || second.Hash == first.Hash {
		t.Fatalf("%+v %v", second, err)
	}
	all, err := s.Versions(t.Context(), access.Actor{}, q)
	if err != nil || len(all) != 2 || *all[0].Body.Total.Shown(0) != 24 || *all[1].Body.Total.Shown(0) != 26 {
		t.Fatalf("the first version is kept beside the second: %+v %v", all, err)
	}
	var told []string
	for _, x := range Changes(all[0], all[1]) {
		told = append(told, fmt.Sprint(x.Rows, " ", x.Name, " ", *x.From, " to ", *x.To))
	}
	if want := []string{"  24 to 26", "type  9 to 11", "source  17 to 19", "unit one 9 to 11"}; !slices.Equal(told, want) {
		t.Errorf("%q, want %q", told, want)
	}
	published, restated, err := s.Published(t.Context(), number(9), number(1), "")
	if err != nil || len(published) != 1 || published[0].Version != 1 || restated["2026-10"] != 1 {
		t.Errorf("%+v %v %v", published, restated, err)
	}
	kept.bodies[0] = []byte(string(kept.bodies[0][:len(kept.bodies[0])-1]) + " }")
	if _, err := s.Versions(t.Context(), access.Actor{}, q); !errors.Is(err, ErrBroken) {
		t.Errorf("a body that was changed: %v", err)
	}
}

// TestARestatementKeepsItsLayout: whatever the rules say since, it is written as the first version was; and not at all where the text of
// that version is another.
func TestARestatementKeepsItsLayout(t *testing.T) {
	edition := func(version, en string) *rulebook.Rulebook {
		town, err := fs.Sub(rulebooks.FS, "cn-town")
		if err != nil {
			t.Fatal(err)
		}
		files, err := rulebook.Whole(town, version) // without the rulebook below it
		if err != nil {
			t.Fatal(err)
		}
		folder := fstest.MapFS{}
		for name, body := range files {
			folder[name] = &fstest.MapFile{Data: body}
		}
		folder["returns/monthly.en.xlsx"] = folder["returns/monthly."+en+".xlsx"]
		b, findings, err := rulebook.Load(folder)
		if err != nil || len(findings) > 0 {
			t.Fatal(err, findings)
		}
		return b
	}
	c := cube{}
	c.add(atom{1, 0, 0, 10}, Registered, 9)
	s, _, q := returning(c)
	first, next := edition("2026.1", "en"), edition("2026.2", "zh-Hans")
	s.Rules = func(context.Context, id.ID) (*rulebook.Rulebook, error) { return first, nil }
	s.Edition = func(_ context.Context, _ id.ID, _, version string) (*rulebook.Rulebook, error) {
		return map[string]*rulebook.Rulebook{"2026.1": first, "2026.2": next}[version], nil
	}
	one, err := s.Freeze(t.Context(), access.Actor{}, q, "")
	if err != nil || one.Body.Layout == nil || one.Body.Layout.Edition != "2026.1" {
		t.Fatalf("%+v %v", one.Body.Layout, err)
	}
	c.add(atom{1, 0, 0, 10}, Registered, 2)
	s.Rules = func(context.Context, id.ID) (*rulebook.Rulebook, error) { return next, nil }
	two, err := s.Freeze(t.Context(), access.Actor{}, q, "late_entry")
	if err != nil || two.Body.Edition != "2026.2" || two.Body.Layout == nil || *two.Body.Layout != *one.Body.Layout {
		t.Fatalf("%+v %v", two.Body.Layout, err)
	}
	texts, err := i18n.Open()
	if err != nil {
		t.Fatal(err)
	}
	l := texts.For(i18n.English, next.Zone)
	var out bytes.Buffer
	if err := s.Write(t.Context(), &out, q.Tenant, two, Print(two, next, l), l); err != nil {
		t.Fatal(err)
	}
	if got := sheettest.Read(t, out.Bytes())[0].Cells; got["A1"] != "Return of people's mediation cases" || got["B11"] != "11" {
		t.Errorf("%q %q", got["A1"], got["B11"])
	}
	first = edition("2026.1", "zh-Hant")
	if err := s.Write(t.Context(), &out, q.Tenant, two, Print(two, next, l), l); !errors.Is(err, ErrBroken) {
		t.Errorf("with another text under that version: %v", err)
	}
}

func TestPeriods(t *testing.T) {
	for given, want := range map[[2]string]string{
		{"month", "2024-02"}: "2024-02-01 2024-02-29", {"quarter", "2026-Q3"}: "2026-07-01 2026-09-30", {"half_year", "2026-H2"}: "2026-07-01 2026-12-31",
		{"year", "2025"}: "2025-01-01 2025-12-31", {"month", "2026-13"}: "", {"month", "2026"}: "", {"year", "2026-01"}: "", {"quarter", "2026-Q5"}: "",
		{"month", "202"}: "", {"month", "2026-1"}: "", {"month", "x026-01"}: "", {"week", "2026"}: "",
	} {
		from, to, err := PeriodDays(given[0], given[1])
		if got := from.String() + " " + to.String(); err == nil && got != want || err != nil && want != "" {
			t.Errorf("%v: %s %v, want %q", given, got, err, want)
		}
	}
	if got := Closed("month", calendar.Date{Year: 2026, Month: 2, Day: 28}, 3); !slices.Equal(got, []string{"2026-01", "2025-12", "2025-11"}) {
		t.Errorf("%v", got)
	}
	s, _, q := returning(cube{})
	for period, want := range map[string]error{"2026-11": ErrOpenPeriod, "2026-12": ErrOpenPeriod, "2026-Q1": errPeriod} {
		q.Period = period
		if _, err := s.Reckon(t.Context(), access.Actor{}, q); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", period, err, want)
		}
	}
}

// TestNobodyIsDerivedFromAReturn plays somebody who has a return and its restatements, and solves the equations between
// rows, columns, totals and tables: no count of a few comes out, and no version shows what another one hides.
func TestNobodyIsDerivedFromAReturn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := cube{}
		grow := func() {
			for range rapid.IntRange(1, 10).Draw(t, "cells") {
				a := atom{byte(rapid.IntRange(1, 3).Draw(t, "unit")), byte(rapid.IntRange(0, 3).Draw(t, "kind")), byte(rapid.IntRange(0, 2).Draw(t, "source")), 10}
				settled := rapid.Int64Range(0, 12).Draw(t, "settled")
				c.add(a, InMonthSettled, settled)
				c.add(a, InMonthOral, rapid.Int64Range(0, settled).Draw(t, "oral"))
			}
		}
		grow()
		s, _, q := returning(c)
		first, err := s.Freeze(t.Context(), access.Actor{}, q, "")
		if err != nil {
			t.Fatal(err)
		}
		grow()
		second, err := s.Reckon(t.Context(), access.Actor{}, q)
		if err != nil {
			t.Fatal(err)
		}
		for _, rows := range first.Body.Tables {
			for _, l := range rows.Lines {
				for i, hidden := range l.Hidden {
					if hidden && !second.Body.line(rows.Rows, l.Of).Hidden[i] {
						t.Fatalf("%s %s: a restatement shows what the first version hides", rows.Rows, l.Of)
					}
				}
			}
		}
		attack := newAttack(c)
		settled, oral := slices.Index(second.Body.Columns, "settled"), slices.Index(second.Body.Columns, "oral")
		// The columns stand in the places of two measures that the attack knows.
		of := map[int]Measure{settled: Mediated, oral: Settled}
		type sum struct {
			holds func(atom) bool
			line  Line
		}
		sums := []sum{{func(atom) bool { return true }, second.Body.Total}}
		for _, table := range second.Body.Tables {
			for _, l := range table.Lines {
				sums = append(sums, sum{func(a atom) bool {
					p := c.name(Dimension(table.Rows), a)
					return p.Of == l.Of || table.Rows == "unit" && p.Unit.String() == l.Of
				}, l})
			}
		}
		for _, x := range sums {
			for i, m := range of {
				if x.line.Shown(i) != nil {
					attack.knows(x.holds, m)
				}
			}
		}
		for _, x := range sums {
			for i, m := range of {
				if n := x.line.N[i]; n > 0 && n < 5 && attack.derives(x.holds, m) {
					t.Fatalf("%s: %d come out", x.line.Of, n)
				}
			}
			if n := x.line.N[settled] - x.line.N[oral]; n > 0 && n < 5 && attack.derives(x.holds, Mediated) && attack.derives(x.holds, Settled) {
				t.Fatalf("%s: %d on paper come out", x.line.Of, n)
			}
		}
	})
}

func TestPrintedReturns(t *testing.T) {
	c := cube{}
	c.add(atom{1, 0, 0, 10}, Registered, 30)
	c.add(atom{2, 1, 1, 10}, Registered, 3)
	s, _, q := returning(c)
	q.Names[number(2)] = "=HYPERLINK(\"x\")"
	one, err := s.Freeze(t.Context(), access.Actor{}, q, "")
	if err != nil {
		t.Fatal(err)
	}
	texts, err := i18n.Open()
	if err != nil {
		t.Fatal(err)
	}
	l := texts.For(i18n.English, monthly().Zone)
	text := string(CSV(Print(one, monthly(), l), l))
	for _, want := range []string{"\ufeffReturn\r\n", "unit,registered,", "\"'=HYPERLINK(\"\"x\"\")\",not shown,0", "Together,33,0"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in %q", want, text)
		}
	}
	body, err := json.Marshal(one.Masked())
	if err != nil || strings.Contains(string(body), "[30") || !strings.Contains(string(body), "[33") {
		t.Errorf("what is hidden leaves the office: %s %v", body, err)
	}
}

// TestVersionsAreComparedByTheNamesOfTheirColumns: rules that count in another order, or in other columns, neither show in a row what a
// version before hid, nor restate one count in the place of another.
func TestVersionsAreComparedByTheNamesOfTheirColumns(t *testing.T) {
	before := Return{Body: Body{Columns: []string{"registered", "accepted", "oral"}, Total: Line{N: []int64{30, 20, 2}, Hidden: []bool{false, false, true}},
		Tables: []Table{{Rows: "source", Lines: []Line{{Of: "direct", N: []int64{9, 2, 1}, Hidden: []bool{false, true, true}}}}}}}
	now := Return{Body: Body{Columns: []string{"oral", "registered", "ended", "accepted"}, Total: Line{N: []int64{2, 30, 7, 21}, Hidden: make([]bool, 4)},
		Tables: []Table{{Rows: "source", Lines: []Line{{Of: "direct", N: []int64{1, 9, 3, 2}, Hidden: make([]bool, 4)}}}}}}
	hideLike(&now.Body, []Return{before})
	for row, want := range map[*Line][]bool{&now.Body.Total: {true, false, false, false}, now.Body.line("source", "direct"): {true, false, false, true}} {
		if !slices.Equal(row.Hidden, want) {
			t.Errorf("row %q hides %v, not %v", row.Of, row.Hidden, want)
		}
	}
	if got := Changes(before, now); len(got) != 1 || got[0].Column != 3 || *got[0].From != 20 || *got[0].To != 21 {
		t.Errorf("restated: %+v", got)
	}
}

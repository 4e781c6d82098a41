package insight

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/id"
	"linli/rulebook"
)

// road are the counts of one unit: registered, mediated, settled; confirmable, confirmed; due, performed in part, performed.
type road [8]int64

func (r road) Sums(_ context.Context, _ id.ID, _ []id.ID, all []Indicator, _, _ calendar.Date) (map[id.ID][]Count, error) {
	of := map[Measure]int64{Registered: r[0], Mediated: r[1], Settled: r[2], Confirmable: r[3], Confirmed: r[4], PerformanceDue: r[5], PartPerformed: r[6], Performed: r[7]}
	var counts []Count
	for _, in := range all {
		counts = append(counts, Count{of[in.Numerator], of[in.Denominator]})
	}
	return map[id.ID][]Count{number(1): counts}, nil
}

func (road) Along(context.Context, id.ID, []id.ID, Dimension, calendar.Date, calendar.Date) (map[Part]Counts, error) {
	return nil, nil
}

// TestTogether: what stands side by side gives no small group away by division.
func TestTogether(t *testing.T) {
	for name, c := range map[string]struct {
		counts road
		hidden [6]bool // uptake, settlement, overall, performance, part, confirmation
	}{
		"nothing small":                {road{100, 60, 30, 0, 0, 0, 0, 0}, [6]bool{false, false, false, false, false, false}},
		"two were not mediated":        {road{100, 98, 50, 0, 0, 0, 0, 0}, [6]bool{true, false, true, false, false, false}},
		"two were not settled":         {road{100, 52, 50, 0, 0, 0, 0, 0}, [6]bool{false, true, true, false, false, false}},
		"two were settled":             {road{100, 60, 2, 0, 0, 0, 0, 0}, [6]bool{false, true, true, false, false, false}},
		"all small":                    {road{4, 3, 2, 0, 0, 0, 0, 0}, [6]bool{true, true, true, false, false, false}},
		"nobody came":                  {road{0, 0, 0, 0, 0, 0, 0, 0}, [6]bool{false, false, false, false, false, false}},
		"nobody was mediated":          {road{100, 0, 0, 0, 0, 0, 0, 0}, [6]bool{true, false, true, false, false, false}},
		"nothing small later":          {road{100, 60, 30, 20, 10, 20, 6, 8}, [6]bool{}},
		"two were performed":           {road{100, 60, 30, 20, 10, 20, 6, 2}, [6]bool{3: true}},
		"three were oral":              {road{100, 60, 30, 27, 10, 20, 6, 8}, [6]bool{5: true}},
		"four are not due yet":         {road{100, 60, 30, 20, 10, 26, 6, 8}, [6]bool{3: true, 4: true}},
		"the settled are hidden":       {road{100, 60, 2, 2, 0, 1, 0, 0}, [6]bool{1: true, 2: true, 3: true, 4: true, 5: true}},
		"oral ones beside hidden ones": {road{32, 31, 30, 27, 10, 20, 6, 8}, [6]bool{true, true, true, false, false, false}},
	} {
		s := service(nil)
		s.Tallies = c.counts
		got, err := s.Together(t.Context(), access.Actor{}, Query{Tenant: number(9), Unit: number(1)})
		if err != nil || len(got) != len(c.hidden) {
			t.Fatalf("%s: %d figures, %v", name, len(got), err)
		}
		for i, f := range got {
			if f.Suppressed != c.hidden[i] || f.Suppressed && (f.Numerator != nil || f.Denominator != nil || f.Value != nil || f.Low != nil) {
				t.Errorf("%s: %s is %+v, want hidden %v", name, f.ID, f, c.hidden[i])
			}
		}
	}
}

// TestWhatOneAsksForOneByOne is what stands side by side.
func TestWhatOneAsksForOneByOne(t *testing.T) {
	s := service(nil)
	s.Tallies = road{100, 98, 50, 48, 10, 20, 6, 8}
	q := Query{Tenant: number(9), Unit: number(1)}
	all, err := s.Together(t.Context(), access.Actor{}, q)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range all {
		q.ID = want.ID
		got, err := s.Show(t.Context(), access.Actor{}, q)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s: %s", want.ID, d)
		}
	}
}

// windows remembers what it was asked for.
type windows map[string][2]calendar.Date

func (w windows) Sums(_ context.Context, _ id.ID, _ []id.ID, all []Indicator, from, to calendar.Date) (map[id.ID][]Count, error) {
	for _, in := range all {
		w[in.ID] = [2]calendar.Date{from, to}
	}
	return nil, nil
}

func (windows) Along(context.Context, id.ID, []id.ID, Dimension, calendar.Date, calendar.Date) (map[Part]Counts, error) {
	return nil, nil
}

// TestNoFigureOfWhatIsNotThere: where no court confirms, there is no figure of confirmation, not one of 0 of 0.
func TestNoFigureOfWhatIsNotThere(t *testing.T) {
	s := service(nil)
	s.Rules = func(context.Context, id.ID) (*rulebook.Rulebook, error) { return rules(false), nil }
	q := Query{Tenant: number(9), ID: "mediation.confirmation"}
	all, err := s.Together(t.Context(), access.Actor{}, q)
	if err != nil || len(all) != 5 {
		t.Errorf("%d figures, %v", len(all), err)
	}
	if _, err := s.Show(t.Context(), access.Actor{}, q); !errors.Is(err, ErrUnknown) {
		t.Errorf("asked for it: %v", err)
	}
}

// TestWhatIsNotDueYet: performance is counted to the present day, in the office's zone.
func TestWhatIsNotDueYet(t *testing.T) {
	day := func(s string) calendar.Date {
		d, err := calendar.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	today, none := day("2026-11-21"), calendar.Date{} // of service's clock
	for name, c := range map[string]struct{ from, to, wantFrom, wantTo calendar.Date }{
		"all days":         {none, none, none, today},
		"a past window":    {day("2026-01-01"), day("2026-06-30"), day("2026-01-01"), day("2026-06-30")},
		"into the future":  {day("2026-01-01"), day("2026-12-31"), day("2026-01-01"), today},
		"today":            {today, today, today, today},
		"the future alone": {day("2026-11-22"), day("2026-12-31"), none, none},
	} {
		w := windows{}
		s := service(nil)
		s.Tallies = w
		if _, err := s.Together(t.Context(), access.Actor{}, Query{Tenant: number(9), From: c.from, To: c.to}); err != nil {
			t.Fatal(err)
		}
		if got := w["mediation.performance"]; got != [2]calendar.Date{c.wantFrom, c.wantTo} {
			t.Errorf("%s: asked for %v", name, got)
		}
		if got := w["mediation.uptake"]; got != [2]calendar.Date{c.from, c.to} {
			t.Errorf("%s: registration asked for %v", name, got)
		}
	}
}

package insight

import (
	"context"
	"testing"

	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/id"
)

// road are the three counts of one unit: registered, mediated, settled.
type road [3]int64

func (r road) Sums(_ context.Context, _ id.ID, in Indicator, _, _ calendar.Date) (map[id.ID]Count, error) {
	of := map[Measure]int64{Registered: r[0], Mediated: r[1], Settled: r[2]}
	return map[id.ID]Count{number(1): {of[in.Numerator], of[in.Denominator]}}, nil
}

// TestTogether: what stands side by side gives no small group away by division.
func TestTogether(t *testing.T) {
	for name, c := range map[string]struct {
		counts road
		hidden [3]bool // uptake, settlement, overall
	}{
		"nothing small":         {road{100, 60, 30}, [3]bool{false, false, false}},
		"two were not mediated": {road{100, 98, 50}, [3]bool{true, false, true}},
		"two were not settled":  {road{100, 52, 50}, [3]bool{false, true, true}},
		"two were settled":      {road{100, 60, 2}, [3]bool{false, true, true}},
		"all small":             {road{4, 3, 2}, [3]bool{true, true, true}},
		"nobody came":           {road{0, 0, 0}, [3]bool{false, false, false}},
		"nobody was mediated":   {road{100, 0, 0}, [3]bool{true, false, true}},
	} {
		s := service(nil)
		s.Tallies = c.counts
		got, err := s.Together(t.Context(), access.Actor{}, Query{Tenant: number(9), Unit: number(1)})
		if err != nil || len(got) != 3 {
			t.Fatalf("%s: %d figures, %v", name, len(got), err)
		}
		for i, f := range got {
			if f.Suppressed != c.hidden[i] || f.Suppressed && (f.Numerator != nil || f.Denominator != nil || f.Value != nil || f.Low != nil) {
				t.Errorf("%s: %s is %+v, want hidden %v", name, f.ID, f, c.hidden[i])
			}
		}
	}
}

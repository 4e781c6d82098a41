package insight

import (
	"context"
	"io/fs"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/clock"
	"linli/platform/id"
	"linli/rulebook"
	"linli/rulebooks"
)

// kept are counts by unit and measure that are the same in every month.
type keptCounts map[id.ID]map[Measure]int64

func (k keptCounts) Months(_ context.Context, _ id.ID, units []id.ID, from, _ calendar.Date) (map[MonthCell]int64, error) {
	out := map[MonthCell]int64{}
	for _, u := range units {
		for m, n := range k[u] {
			out[MonthCell{Unit: u, Measure: m, Month: int64(from.Year*100 + int(from.Month))}] = n
		}
	}
	return out, nil
}

func shipped(t *testing.T) *rulebook.Rulebook {
	t.Helper()
	files, err := fs.Sub(rulebooks.FS, "cn")
	if err != nil {
		t.Fatal(err)
	}
	book, findings, err := rulebook.Load(files)
	if err != nil || len(findings) > 0 {
		t.Fatal(findings, err)
	}
	return book
}

// declares is a service of an office with the shipped rulebook and these counts.
func declares(t *testing.T, counts keptCounts) *Service {
	t.Helper()
	book := shipped(t)
	return &Service{Tallies: fixed{}, Monthly: counts, Gate: gate(open), Clock: clock.NewManual(time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)),
		Rules: func(context.Context, id.ID) (*rulebook.Rulebook, error) { return book, nil }}
}

var (
	quarter = Span{Tenant: number(9), Unit: number(1), Kind: "quarter", Period: "2026-Q3"}
	decent  = map[Measure]int64{"report.received": 100, "report.closed": 90, "report.reopened": 10, "report.reviewed": 0, "report.withdrawn": 6, "report.unread": 0,
		"report.fixed": 60, "report.fixed_unshown": 12, "report.answer_due": 100, "report.answered_in_time": 90, "report.promise_due": 200,
		"report.promise_kept": 180, "mediation.promise_due": 50, "mediation.promise_kept": 50, "entry.claimed": 40, "entry.late": 10}
)

// TestADeclaredIndicator: an indicator shows its counts, says none where there is nothing to divide by, hides what is small,
// and is open until its cut-off.
func TestADeclaredIndicator(t *testing.T) {
	counts := maps.Clone(decent)
	counts["report.fixed"], counts["report.fixed_unshown"], counts["report.reopened"] = 0, 0, 3
	held, err := declares(t, keptCounts{number(1): counts}).Declared(t.Context(), access.Actor{}, quarter)
	if err != nil {
		t.Fatal(err)
	}
	of := func(id string) Held {
		return held[slices.IndexFunc(held, func(h Held) bool { return h.Indicator.ID == id })]
	}
	if h := of("answered_in_time"); h.None || h.Open || h.Figure.Suppressed || *h.Figure.Numerator != 90 || *h.Figure.Denominator != 100 || *h.Figure.Value != 0.9 ||
		*h.Figure.Low > 0.83 || *h.Figure.High < 0.94 {
		t.Errorf("in time: %+v", h)
	}
	if h := of("unshown"); !h.None || h.Figure.Value != nil {
		t.Errorf("of nothing: %+v", h)
	}
	if h := of("reopened"); !h.Figure.Suppressed || h.Figure.Numerator != nil {
		t.Errorf("three cases: %+v", h)
	}
	if h := of("mediation_promises"); h.Figure.Suppressed || *h.Figure.Value != 1 {
		t.Errorf("all were kept, which shows nobody: %+v", h)
	}
	if h := of("settlement"); !h.Open || h.Known != (calendar.Date{Year: 2026, Month: 11, Day: 30}) {
		t.Errorf("its cut-off is 60 days after the quarter: %+v", h)
	}
	if _, err := declares(t, nil).Declared(t.Context(), access.Actor{}, Span{Tenant: number(9), Unit: number(1), Kind: "month", Period: "2026-13"}); err == nil {
		t.Error("a thirteenth month")
	}
}

// TestTheScorecardWeighsConductAlone reckons a card by hand.
func TestTheScorecardWeighsConductAlone(t *testing.T) {
	card, err := declares(t, keptCounts{number(1): decent}).Card(t.Context(), access.Actor{}, quarter, "")
	if err != nil {
		t.Fatal(err)
	}
	// 40 × 90/95, 20 (all kept), 20 (all read), 10 × 80/90, 10 × 75/80
	if card.Points != 96.2 || card.Of != 100 || card.Barred || len(card.Weighs) != 5 || len(card.Shows) != 6 {
		t.Errorf("%v of %d, barred %v, %d weighed, %d shown", card.Points, card.Of, card.Barred, len(card.Weighs), len(card.Shows))
	}
	if card.Weighs[0].Pair == nil || card.Weighs[0].Pair.Indicator.ID != "reopened" || card.Weighs[0].Reached {
		t.Errorf("beside lateness stands %+v", card.Weighs[0].Pair)
	}
	late := maps.Clone(decent)
	late["report.promise_kept"] = 100
	if card, err = declares(t, keptCounts{number(1): late}).Card(t.Context(), access.Actor{}, quarter, ""); err != nil || !card.Barred || !card.Bars[0].Past {
		t.Errorf("half of the promises were broken: %+v, %v", card.Bars, err)
	}
	// exactly at a threshold and at a bar
	for n := range int64(101) {
		in := &rulebook.Indicator{ID: "x", Direction: "lower"}
		held := []Held{{Indicator: in, Figure: figure("x", Count{n, 100}, false, time.Time{})}}
		rule := &rulebook.Scorecard{Bars: []rulebook.Bar{{Indicator: "x", Past: int(n)}}, Weighs: []rulebook.Weight{{Indicator: "x", Points: 10, Threshold: max(1, int(100-n))}}}
		if got := draw(rule, quarter, held); got.Barred || n < 100 && !got.Weighs[0].Reached {
			t.Errorf("%d of 100: past the bar of as many %v, reached %v", n, got.Barred, got.Weighs[0].Reached)
		}
		in.Direction = "higher"
		rule.Weighs[0].Threshold = max(1, int(n))
		if got := draw(rule, quarter, held); got.Barred || n > 0 && !got.Weighs[0].Reached {
			t.Errorf("%d of 100, the more the better: past the bar of as many %v, reached %v", n, got.Barred, got.Weighs[0].Reached)
		}
	}
	none, err := declares(t, keptCounts{}).Card(t.Context(), access.Actor{}, quarter, "")
	if err != nil || none.Of != 0 || none.Points != 0 || none.Barred {
		t.Errorf("a unit without a case: %+v, %v", none, err)
	}
	if _, err := declares(t, keptCounts{}).Card(t.Context(), access.Actor{}, quarter, "people"); err == nil {
		t.Error("a card that is not declared")
	}
}

// TestMoreCasesAreNeverWorse: whatever number of cases comes in, is withdrawn, reopened, reviewed or settled, the result stays,
// and more cases of the same conduct give the same points.
func TestMoreCasesAreNeverWorse(t *testing.T) {
	s := declares(t, nil)
	rapid.Check(t, func(r *rapid.T) {
		more := maps.Clone(decent)
		times := rapid.Int64Range(1, 50).Draw(r, "times")
		for m := range more {
			more[m] *= times
		}
		for _, m := range []Measure{"report.closed", "report.reopened", "report.reviewed", "report.withdrawn"} {
			more[m] = rapid.Int64Range(0, more["report.received"]).Draw(r, string(m))
		}
		s.Monthly = keptCounts{number(1): more}
		card, err := s.Card(t.Context(), access.Actor{}, quarter, "")
		if err != nil || card.Points != 96.2 || card.Barred {
			r.Fatalf("%v points, barred %v: %v", card.Points, card.Barred, err)
		}
	})
}

// TestAmongUnitsNothingSmallIsHad: what one row hides is not had by subtracting the others from the total.
func TestAmongUnitsNothingSmallIsHad(t *testing.T) {
	few := map[Measure]int64{"report.answer_due": 3, "report.answered_in_time": 2}
	s := declares(t, keptCounts{number(1): decent, number(2): few, number(3): decent})
	q := quarter
	q.Below = []id.ID{number(2), number(3)}
	rows, total, err := s.Among(t.Context(), access.Actor{}, q, "answered_in_time", []Row{{Unit: number(1)}, {Unit: number(2)}, {Unit: number(3)}})
	if err != nil {
		t.Fatal(err)
	}
	hidden := 0
	for _, h := range rows {
		if h.Figure.Suppressed {
			hidden++
		}
	}
	if !rows[1].Figure.Suppressed || hidden != 2 || total.Figure.Suppressed || *total.Figure.Denominator != 203 {
		t.Errorf("%d hidden, total %+v", hidden, total.Figure)
	}
}

// TestAmongUnitsAnIndicatorsOwnMinimumHolds: where an indicator shows no count below its own minimum, the others and the total do not
// tell one either.
func TestAmongUnitsAnIndicatorsOwnMinimumHolds(t *testing.T) {
	some := map[Measure]int64{"report.answer_due": 30, "report.answered_in_time": 24}
	s := declares(t, keptCounts{number(1): decent, number(2): some, number(3): decent})
	rules, _ := s.Rules(t.Context(), id.ID{})
	rules.Figures.Indicator("answered_in_time").Minimum = 8
	q := quarter
	q.Below = []id.ID{number(2), number(3)}
	rows, _, err := s.Among(t.Context(), access.Actor{}, q, "answered_in_time", []Row{{Unit: number(1)}, {Unit: number(2)}, {Unit: number(3)}})
	if err != nil {
		t.Fatal(err)
	}
	if !rows[1].Figure.Suppressed || !rows[0].Figure.Suppressed && !rows[2].Figure.Suppressed {
		t.Error("the one unit that is hidden is had from the total")
	}
}

// TestAmongUnitsIndicatorsTellNothingTogether: how many said whether the help came, and to how many of these it came, stand in two
// tables; the few between them stand in neither, as they do not where both are side by side.
func TestAmongUnitsIndicatorsTellNothingTogether(t *testing.T) {
	help := func(sent, told, received int64) map[Measure]int64 {
		return map[Measure]int64{"referral.sent": sent, "referral.told": told, "referral.received": received}
	}
	s := declares(t, keptCounts{number(1): help(60, 30, 28), number(2): help(90, 40, 20), number(3): help(80, 40, 30)})
	q := quarter
	q.Below = []id.ID{number(2), number(3)}
	rows := []Row{{Unit: number(1)}, {Unit: number(2)}, {Unit: number(3)}}
	told, _, err := s.Among(t.Context(), access.Actor{}, q, "help_told", rows)
	if err != nil {
		t.Fatal(err)
	}
	received, all, err := s.Among(t.Context(), access.Actor{}, q, "help_received", rows)
	if err != nil {
		t.Fatal(err)
	}
	if told[0].Figure.Suppressed || !received[0].Figure.Suppressed {
		t.Error("two people to whom no help came are the difference of two tables")
	}
	if !received[1].Figure.Suppressed && !received[2].Figure.Suppressed && !all.Figure.Suppressed {
		t.Error("the one unit that is hidden is had from the total")
	}
}

package insight

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/clock"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/rulebook"
)

// publishing is an office of six units with the shipped rulebook that publishes what it may.
func publishing(t *testing.T, counts Monthly, at clock.Clock) (*Service, Asked) {
	t.Helper()
	book := shipped(t)
	of := func(context.Context, id.ID) (*rulebook.Rulebook, error) { return book, nil }
	s := &Service{Tallies: fixed{}, Monthly: counts, Kept: &shelf{}, Gate: gate(open), Clock: at, Rules: of,
		Edition: func(ctx context.Context, tenant id.ID, _, _ string) (*rulebook.Rulebook, error) {
			return of(ctx, tenant)
		}}
	q := Asked{Tenant: number(9), Form: rulebook.PublicCard, Unit: number(1), Name: "whole", Whole: true, Names: map[id.ID]string{}}
	for u := range byte(6) {
		q.Rows = append(q.Rows, Row{Unit: number(u + 1)})
		q.Names[number(u+1)] = fmt.Sprintf("unit %d", u+1)
	}
	return s, q
}

// TestNothingSmallIsHadFromScorecards: a year and a half long cases come in, every three weeks, months are published and so are the
// scorecards of quarters, as soon as either may be. Whoever keeps them all knows a count of a card as well where its three months are
// public, subtracts rows from totals and parts from wholes, and is certain of no few. Nothing that months say is said otherwise by a card.
func TestNothingSmallIsHadFromScorecards(t *testing.T) {
	for name, late := range map[string]int{"nothing comes late": 0, "months are restated": 70} {
		t.Run(name, func(t *testing.T) {
			var shown, hidden int
			for seed := range uint64(3) {
				a, b := cardsOfAYear(t, rand.New(rand.NewPCG(seed, 69)), 30+70*int(seed), late)
				shown, hidden = shown+a, hidden+b
			}
			if shown < 100 || hidden < 100 {
				t.Errorf("%d figures are shown and %d hidden: nothing was tried", shown, hidden)
			}
		})
	}
}

func cardsOfAYear(t *testing.T, dice *rand.Rand, weekly, late int) (shown, hidden int) {
	t.Helper()
	counts, at := village{}, clock.NewManual(time.Date(2026, 1, 5, 1, 0, 0, 0, time.UTC))
	s, q := publishing(t, counts, at)
	months := q
	months.Form = "public_month"
	seen := map[string]string{}
	rules, _ := s.Rules(t.Context(), id.ID{})
	for range 26 {
		today := calendar.DateOf(at.Now(), rules.Zone)
		for range dice.IntN(2 * weekly) {
			counts.conduct(dice, q.Rows, today.AddDays(-dice.IntN(21+late)))
		}
		for _, x := range []struct {
			q    Asked
			kind string
		}{{months, "month"}, {q, "quarter"}} {
			for _, x.q.Period = range Closed(x.kind, today.AddDays(-21), 4) { // in which nothing comes any more, but what is late
				_, _ = s.Freeze(t.Context(), access.Actor{}, x.q, "late_entry")
			}
		}
		at.Add(21 * 24 * time.Hour)
		cards, err := s.Cards(t.Context(), q.Tenant, q.Unit)
		if err != nil {
			t.Fatal(err)
		}
		public, _, err := s.Published(t.Context(), q.Tenant, q.Unit, months.Form)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range cards {
			text, _ := json.Marshal(r.Body)
			if before, known := seen[r.Body.Period]; known {
				if before != string(text) {
					t.Fatalf("the card of %s is another one", r.Body.Period)
				}
				continue
			}
			seen[r.Body.Period] = string(text)
			for _, l := range append([]Line{r.Body.Total}, r.Units()...) {
				for _, h := range r.Held(l) {
					switch {
					case h.Figure.Suppressed:
						hidden++
					case !h.None:
						shown++
					}
				}
			}
			first := slices.IndexFunc(s.Kept.(*shelf).all, func(x Return) bool { return x.Body.Form == q.Form && x.Body.Period == r.Body.Period })
			know(t, s.Kept.(*shelf).all[first], public, late == 0)
		}
	}
	if len(seen) < 4 {
		t.Fatalf("%d cards are published: nothing was tried", len(seen))
	}
	return shown, hidden
}

// know attacks a card with what the months say.
func know(t *testing.T, card Return, public []Return, exact bool) {
	t.Helper()
	b := &card.Body
	lines := []*Line{&b.Total}
	for i := range b.Tables[0].Lines {
		lines = append(lines, &b.Tables[0].Lines[i])
	}
	for c, name := range b.Columns {
		for _, l := range lines {
			held(t, l, c, name, b, public)
		}
	}
	if exact { // else a part that came later is not within what was released of its whole
		recover52(t, card)
	}
}

// held makes a count of a row known that three months have; where the card shows it, it shows the same.
func held(t *testing.T, l *Line, c int, name string, b *Body, public []Return) {
	t.Helper()
	if len(public) == 0 || !slices.Contains(public[0].Body.Columns, name) {
		return
	}
	var n int64
	months := 0
	for _, r := range public {
		at, row := slices.Index(r.Body.Columns, name), &r.Body.Total
		if l.Of != "" {
			row = r.Body.line("unit", l.Of)
		}
		if !r.Body.From.Before(b.From) && !b.To.Before(r.Body.To) && !row.Hidden[at] {
			n, months = n+row.N[at], months+1
		}
	}
	switch {
	case !l.Hidden[c] && (months < 3 || l.N[c] != n):
		t.Errorf("%s, row %q: the card has %d of %s, %d months have %d", b.Period, l.Of, l.N[c], name, months, n)
	case months == 3:
		l.Hidden[c], l.N[c] = false, n
	}
}

// conduct counts a case of each capability.
func (v village) conduct(dice *rand.Rand, rows []Row, day calendar.Date) {
	at := MonthCell{Unit: rows[min(dice.IntN(len(rows)), dice.IntN(len(rows)))].Unit, Month: int64(day.Year*100 + int(day.Month))}
	one := func(m Measure, when bool) bool {
		if at.Measure, at.Of = m, ""; m == "report.received" || m == "report.closed" {
			at.Of = "road"
		}
		if when {
			v[at]++
		}
		return when
	}
	most := dice.IntN(12) > 0
	if one("report.received", true) && !one("report.unread", dice.IntN(15) == 0) {
		one("report.reopened", one("report.closed", most) && dice.IntN(8) == 0)
		one("report.fixed_unshown", one("report.fixed", dice.IntN(2) == 0) && dice.IntN(6) == 0)
	}
	one("report.answered_in_time", one("report.answer_due", true) && most)
	for _, of := range []Measure{"report.", "mediation.", "duty.", "referral."} {
		if one(of+"promise_due", dice.IntN(3) > 0) && !one(of+"promise_kept", most) {
			one(of+"promise_waived", dice.IntN(4) == 0)
		}
	}
	one("entry.late", one("entry.claimed", dice.IntN(2) == 0) && dice.IntN(5) == 0)
	if one("referral.sent", dice.IntN(2) == 0) && one("referral.told", most) {
		one("referral.received", dice.IntN(9) > 0)
	}
}

// TestAScoreTellsNoHiddenCount: whatever the counts are that a card does not show, its points, its bars and its words are the same.
func TestAScoreTellsNoHiddenCount(t *testing.T) {
	dice := rand.New(rand.NewPCG(3, 69))
	counts := keptCounts{}
	for u := range byte(6) {
		counts[number(u+1)] = map[Measure]int64{}
		for m, n := range decent {
			counts[number(u+1)][m] = n / int64(u+1)
		}
	}
	s, q := publishing(t, counts, clock.NewManual(time.Date(2026, 12, 10, 9, 0, 0, 0, time.UTC)))
	release(t, s, q, "2026-Q3")
	before, err := s.Cards(t.Context(), q.Tenant, q.Unit)
	if err != nil || len(before) != 1 {
		t.Fatal(len(before), err)
	}
	kept := s.Kept.(*shelf)
	last := len(kept.all) - 1
	body := &kept.all[last].Body
	changed := 0
	for i := range body.Tables[0].Lines {
		for c, hidden := range body.Tables[0].Lines[i].Hidden {
			if hidden {
				body.Tables[0].Lines[i].N[c] = dice.Int64N(90)
				changed++
			}
		}
	}
	kept.bodies[last], _ = json.Marshal(body)
	kept.all[last].Hash = hash(kept.bodies[last])
	after, err := s.Cards(t.Context(), q.Tenant, q.Unit)
	if err != nil || changed == 0 {
		t.Fatal(changed, err)
	}
	withheld := 0
	for _, l := range append([]Line{{}}, before[0].Units()...) {
		a, err := before[0].Card(l.Of)
		if err != nil {
			t.Fatal(err)
		}
		b, err := after[0].Card(l.Of)
		if err != nil || !reflect.DeepEqual(a, b) {
			t.Errorf("row %q: another hidden count gives another card: %v", l.Of, err)
		}
		if a.Hidden {
			withheld++
		}
	}
	if withheld == 0 || before[0].Hash != after[0].Hash {
		t.Error("no result is withheld, or the hash tells a hidden count")
	}
	if _, err := before[0].Card("somebody"); !errors.Is(err, ErrNoCard) {
		t.Errorf("a row that there is not: %v", err)
	}
}

// release publishes the months of a quarter and its card.
func release(t *testing.T, s *Service, q Asked, quarter string) {
	t.Helper()
	from, _, err := PeriodDays("quarter", quarter)
	if err != nil {
		t.Fatal(err)
	}
	months := q
	months.Form = "public_month"
	for i := range 3 {
		months.Period = PeriodOf("month", from.AddMonths(i))
		if _, err := s.Freeze(t.Context(), access.Actor{}, months, ""); err != nil {
			t.Fatal(err)
		}
	}
	q.Period = quarter
	if _, err := s.Freeze(t.Context(), access.Actor{}, q, ""); err != nil {
		t.Fatal(err)
	}
}

// TestAScorecardIsReleasedOnce: not before the last cut-off of its indicators, for one length of period, and not without the months whose
// counts it shows; a restatement is counted and changes nothing that was released.
func TestAScorecardIsReleasedOnce(t *testing.T) {
	counts, at := keptCounts{number(1): decent}, clock.NewManual(time.Date(2026, 11, 29, 9, 0, 0, 0, time.UTC))
	s, q := publishing(t, counts, at)
	q.Rows, q.Period = q.Rows[:1], "2026-Q3"
	if _, err := s.Freeze(t.Context(), access.Actor{}, q, ""); !errors.Is(err, ErrOpenPeriod) {
		t.Errorf("before the last cut-off: %v", err)
	}
	at.Add(24 * time.Hour)
	if _, err := s.Freeze(t.Context(), access.Actor{}, q, ""); err != nil {
		t.Fatal(err)
	}
	read := func() (Released, Card) {
		t.Helper()
		all, err := s.Cards(t.Context(), q.Tenant, q.Unit)
		if err != nil || len(all) == 0 {
			t.Fatal(len(all), err)
		}
		card, err := all[len(all)-1].Card("")
		if err != nil {
			t.Fatal(err)
		}
		return all[len(all)-1], card
	}
	if _, card := read(); !card.Hidden || !card.Weighs[0].Figure.Suppressed || card.Weighs[1].Figure.Suppressed {
		t.Error("a count that months show stands in a card although no month is released")
	}
	counts[number(1)] = map[Measure]int64{"mediation.promise_due": 60, "mediation.promise_kept": 60}
	if _, err := s.Freeze(t.Context(), access.Actor{}, q, "late_entry"); err != nil {
		t.Fatal(err)
	}
	if r, card := read(); r.Restated != 1 || r.Version != 1 || *card.Weighs[1].Figure.Denominator != 50 {
		t.Errorf("version %d, restated %d: %+v", r.Version, r.Restated, card.Weighs[1].Figure)
	}
	rules, _ := s.Rules(t.Context(), id.ID{})
	rules.Figures.Cards[0].Grain = "month"
	q.Period = "2026-09"
	if _, err := s.Freeze(t.Context(), access.Actor{}, q, ""); fault.Of(err).Key != ErrOverlaps.Key {
		t.Errorf("a month of a quarter that is published: %v", err)
	}
	q.Period = "2026-06"
	if _, err := s.Freeze(t.Context(), access.Actor{}, q, ""); err != nil {
		t.Errorf("a month of no quarter that is published: %v", err)
	}
	rules.Figures.Cards = nil
	if _, err := s.Freeze(t.Context(), access.Actor{}, q, ""); !errors.Is(err, ErrNoReturn) {
		t.Errorf("without a scorecard: %v", err)
	}
}

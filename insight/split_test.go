package insight

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
	"linli/rulebook"
)

// along counts referrals of a service as they come: by need and, apart from that, by service.
func (v village) along(need string, service id.ID, n map[Measure]int64) {
	for m, x := range n {
		v[MonthCell{Unit: number(1), Measure: m, Of: need, Month: 202608}] += x
		v[MonthCell{Unit: number(1), Measure: casefile.ByService + m, Of: service.String(), Month: 202608}] += x
	}
}

// legal is an organisation with two services.
var legal = number(101)

// helps is a service with these counts, in whose directory services 1 and 2 are of one organisation, service 3 of another of the same name, and service 9 is no more.
func helps(t *testing.T, counts village) *Service {
	s := declares(t, nil)
	s.Monthly = counts
	s.Providers = func(_ context.Context, _ id.ID, services []id.ID) (map[id.ID]Provider, error) {
		out := map[id.ID]Provider{}
		for _, x := range services {
			if i := slices.Index([]id.ID{number(1), number(2), number(3), number(4), number(5), number(6)}, x); i >= 0 {
				out[x] = []Provider{{legal, "法援"}, {legal, "法援"}, {number(103), "法援"}, {number(104), "丁"}, {number(105), "戊"}, {number(106), "己"}}[i]
			}
		}
		return out, nil
	}
	return s
}

// TestHelpByNeedAndByProvider: whether the loop was closed by the person's own word stands by need and by organisation, and what is
// few is hidden with another row, so that the total does not give it away.
func TestHelpByNeedAndByProvider(t *testing.T) {
	of := func(sent, completed, told, received int64) map[Measure]int64 {
		return map[Measure]int64{"referral.sent": sent, "referral.completed": completed, "referral.told": told, "referral.received": received,
			"referral.not_received": told - received, "referral.answer_due": sent, "referral.answered_in_time": sent}
	}
	counts := village{}
	counts.along("legal_aid", number(1), of(20, 14, 12, 6))
	counts.along("work", number(2), of(18, 9, 12, 7))
	counts.along("food", number(3), of(30, 20, 20, 10))
	counts.along("safety", number(9), of(30, 20, 10, 3))
	all, err := helps(t, counts).Splits(t.Context(), access.Actor{}, quarter)
	if err != nil || len(all) != 2 {
		t.Fatal(all, err)
	}
	row := func(x Split, of string) map[string]Held {
		out := map[string]Held{}
		for _, h := range x.Rows[slices.IndexFunc(x.Rows, func(r SplitRow) bool { return r.Of == of })].Held {
			out[h.Indicator.ID] = h
		}
		return out
	}
	need, provider := all[0], all[1]
	if h := row(need, "food")["help_received"].Figure; h.Suppressed || *h.Numerator != 10 || *h.Denominator != 30 {
		t.Errorf("food: %+v", h)
	}
	if h := row(need, "safety")["help_received"].Figure; !h.Suppressed || h.Numerator != nil {
		t.Errorf("three people who were helped to safety are shown: %+v", h)
	}
	hidden := 0
	for _, r := range need.Rows {
		if slices.ContainsFunc(r.Held, func(h Held) bool { return h.Indicator.ID == "help_received" && h.Figure.Suppressed }) {
			hidden++
		}
	}
	if hidden != 2 {
		t.Errorf("%d needs are hidden: the total gives a lone one away", hidden)
	}
	if h := row(provider, legal.String())["help_completed"].Figure; h.Suppressed || *h.Numerator != 23 || *h.Denominator != 38 {
		t.Errorf("two services of one organisation: %+v", h)
	}
	if !slices.ContainsFunc(provider.Rows, func(r SplitRow) bool { return r.Of == number(103).String() && r.Name == "法援" }) {
		t.Errorf("another organisation of the same name has no row of its own: %+v", provider.Rows)
	}
	if h := row(provider, "")["help_answered"].Figure; h.Suppressed || *h.Denominator != 30 {
		t.Errorf("a service that the directory has no more: %+v", h)
	}
	if h := need.All[slices.IndexFunc(need.All, func(h Held) bool { return h.Indicator.ID == "help_told" })].Figure; *h.Numerator != 54 || *h.Denominator != 98 {
		t.Errorf("all together: %+v", h)
	}
}

// TestHelpHoldsAnIndicatorsOwnMinimum: where an indicator shows no count below its own minimum, the other rows do not tell one either.
func TestHelpHoldsAnIndicatorsOwnMinimum(t *testing.T) {
	counts := village{}
	for i, need := range []string{"legal_aid", "work", "food"} {
		n := int64(20 * (i + 1))
		counts.along(need, number(byte(i+3)), map[Measure]int64{"referral.sent": 2 * n, "referral.told": n})
	}
	s := helps(t, counts)
	rules, _ := s.Rules(t.Context(), id.ID{})
	rules.Figures.Indicator("help_told").Minimum = 30
	all, err := s.Splits(t.Context(), access.Actor{}, quarter)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range all {
		hidden := 0
		for _, r := range x.Rows {
			if slices.ContainsFunc(r.Held, func(h Held) bool { return h.Indicator.ID == "help_told" && h.Figure.Suppressed }) {
				hidden++
			}
		}
		if hidden != 2 {
			t.Errorf("by %s %d rows are hidden: the total gives a lone one away", x.By, hidden)
		}
	}
}

// TestNothingSmallIsHadFromTheTablesOfHelp: whoever reads both tables and the indicators of the whole office side by side subtracts what
// there is from each other, and is certain of no few.
func TestNothingSmallIsHadFromTheTablesOfHelp(t *testing.T) {
	dice := rand.New(rand.NewPCG(40, 3))
	s, shown, times := helps(t, nil), 0, 0
	for range 400 {
		counts, tells, helped, answers := village{}, []int{2, 4, 16}[dice.IntN(3)], []int{2, 4, 1 << 20}[dice.IntN(3)], []int{1, 3, 12, 1 << 20}[dice.IntN(4)]
		for range dice.IntN(120) {
			n := map[Measure]int64{"referral.sent": 1, "referral.answer_due": 1, "referral.answered_in_time": int64(min(1, dice.IntN(6))),
				"referral.completed": int64(dice.IntN(2)), "referral.told": int64(min(1, dice.IntN(tells)))}
			n["referral.received"] = n["referral.told"] * int64(min(1, dice.IntN(helped)))
			for i, x := range rulebook.AnsweredIn() {
				if n[Measure(x.Measure)] = int64(dice.IntN(2)); i > 0 {
					n[Measure(x.Measure)] = max(n[Measure(x.Measure)], n[Measure(rulebook.AnsweredIn()[i-1].Measure)], int64(min(1, dice.IntN(answers))))
				}
			}
			counts.along([]string{"legal_aid", "work", "food", "safety"}[min(dice.IntN(4), dice.IntN(4))], number(byte(1+min(dice.IntN(6), dice.IntN(6)))), n)
		}
		s.Monthly = counts
		all, err := s.Splits(t.Context(), access.Actor{}, quarter)
		if err != nil {
			t.Fatal(err)
		}
		if len(all) == 0 {
			continue
		}
		declared, err := s.Declared(t.Context(), access.Actor{}, quarter)
		if err != nil {
			t.Fatal(err)
		}
		recover52(t, read(t, s, all, declared, counts))
		for _, r := range all[0].Rows {
			for _, h := range r.Held {
				if h.Figure.Value != nil && *h.Figure.Numerator > 0 {
					shown++
				}
			}
			if _, ok := HalfAnswered(r.Held); ok {
				times++
			}
		}
	}
	if shown < 100 || times < 20 {
		t.Errorf("%d figures and %d times are shown: nothing was tried", shown, times)
	}
}

// read is what a reader of the tables knows of each count, as a return: one is shown where any indicator shows it.
func read(t *testing.T, s *Service, all []Split, declared []Held, counts village) Return {
	t.Helper()
	body := Body{Minimum: 5, Columns: []string{"referral.sent", "referral.completed", "referral.told", "referral.received", "referral.answer_due", "referral.answered_in_time",
		"referral.answered_in_7_days", "referral.answered_in_3_days", "referral.answered_in_1_day"}}
	needs, services := apart(counts, body.Columns)
	providers, _, err := s.providers(t.Context(), id.ID{}, services)
	if err != nil {
		t.Fatal(err)
	}
	known := func(of string, c sums, held []Held) Line {
		l := line(of, nil, body.Columns, c)
		for i := range l.Hidden {
			l.Hidden[i] = !slices.ContainsFunc(held, func(h Held) bool {
				return h.Figure.Value != nil && (slices.Equal(h.Indicator.N.Measures, body.Columns[i:i+1]) || slices.Equal(h.Indicator.D.Measures, body.Columns[i:i+1])) ||
					h.None && slices.Equal(h.Indicator.D.Measures, body.Columns[i:i+1])
			})
		}
		return l
	}
	total := sums{}
	for t, rows := range []map[string]sums{needs, providers} {
		table := Table{Rows: all[t].By}
		for _, r := range all[t].Rows {
			if t == 0 {
				total.plus(rows[r.Of])
			}
			table.Lines = append(table.Lines, known(r.Of, rows[r.Of], r.Held))
		}
		body.Tables = append(body.Tables, table)
	}
	body.Total = known("", total, slices.Concat(all[0].All, all[1].All, declared))
	return Return{Body: body}
}

// TestHalfIsSaidOfWhatIsShown: within how many days half of the referrals were answered is read off the counts that a row shows, and what
// is hidden is passed over; where it stays open nothing is said.
func TestHalfIsSaidOfWhatIsShown(t *testing.T) {
	for name, x := range map[string]struct {
		sent  int64
		in    [3]int64 // within 1, 3 and 7 days
		days  int
		less  bool
		known bool
	}{
		"the next day":                          {40, [3]int64{20, 26, 34}, 1, false, true},
		"three days":                            {40, [3]int64{19, 25, 34}, 3, false, true},
		"seven, which is just half":             {40, [3]int64{6, 14, 20}, 7, false, true},
		"not within seven":                      {40, [3]int64{5, 10, 19}, 7, true, true},
		"what one day counts is few":            {40, [3]int64{3, 20, 34}, 3, false, true},
		"all at once":                           {40, [3]int64{40, 40, 40}, 1, false, true},
		"nobody ever":                           {40, [3]int64{0, 0, 0}, 7, true, true},
		"one day is hidden, and less than half": {40, [3]int64{2, 8, 15}, 7, true, true},
		"two are left unanswered":               {40, [3]int64{4, 15, 38}, 0, false, false},
		"few were sent":                         {4, [3]int64{4, 4, 4}, 0, false, false},
	} {
		counts := sums{"referral.sent": x.sent}
		for i, in := range rulebook.AnsweredIn() {
			counts[Measure(in.Measure)] = x.in[i]
		}
		held, err := declares(t, keptCounts{number(1): counts}).Declared(t.Context(), access.Actor{}, quarter)
		if err != nil {
			t.Fatal(err)
		}
		half, ok := HalfAnswered(held)
		if ok != x.known || half.Days != x.days || half.Less != x.less {
			t.Errorf("%s: %+v, %v", name, half, ok)
		}
		if ok && (*half.Figure.Denominator != x.sent || half.Known.String() != "2026-10-08") {
			t.Errorf("%s: of %d, known on %s", name, *half.Figure.Denominator, half.Known)
		}
	}
}

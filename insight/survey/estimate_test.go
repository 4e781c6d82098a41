package survey

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"linli/platform/calendar"
	"linli/platform/id"
	"linli/rulebook"
)

// wave is a closed wave of units with so many letterboxes, and one question with so many answers.
func wave(boxes []int64, answers int) Estimates {
	form := rulebook.Survey{ID: "q", Minimum: 20, Questions: []rulebook.SurveyQuestion{{Code: "safe"}}}
	for i := range answers {
		form.Questions[0].Answers = append(form.Questions[0].Answers, rulebook.Code{Code: string(rune('a' + i))})
	}
	e := Estimates{Answers: map[string][]Row{}, Wave: Wave{Plan: Plan{Form: form, Last: calendar.Date{Year: 2026, Month: 4, Day: 1}}}}
	for i, n := range boxes {
		e.Wave.Plan.Strata = append(e.Wave.Plan.Strata, Stratum{Unit: id.ID{byte(i + 1)}, Boxes: n, Letters: n / 2})
	}
	return e
}

// counted are counts by unit and answer.
func counted(table [][]int64) (out []Count) {
	for i, row := range table {
		for j, n := range row {
			if n > 0 {
				out = append(out, Count{Unit: id.ID{byte(i + 1)}, Question: "safe", Answer: string(rune('a' + j)), N: n})
			}
		}
	}
	return out
}

// TestEstimatesWeighEachStratumByItsLetterboxes is reckoned by hand: two strata of 3,000 and 1,000 letterboxes answered 60 of 100 and 20
// of 50. p = ¾·0.6 + ¼·0.4 = 0.55; v = (9/16)(1−1/30)·0.24/99 + (1/16)(1−1/20)·0.24/49 = 0.0016090, so that 150 answers, the cap,
// are fewer than p(1−p)/v = 153.8; Wilson of 0.55 and 150.
func TestEstimatesWeighEachStratumByItsLetterboxes(t *testing.T) {
	e := wave([]int64{3000, 1000}, 2)
	e.reckon(counted([][]int64{{60, 40}, {20, 30}}))
	rows := e.Answers["safe"]
	whole := rows[2][0]
	if !e.Shown || e.N != 150 || len(e.Groups) != 2 || math.Abs(whole.Share-0.55) > 1e-9 || math.Abs(whole.Low-0.47) > 1e-9 || math.Abs(whole.High-0.63) > 1e-9 {
		t.Errorf("the whole: %+v of %d", whole, e.N)
	}
	if x := rows[1][0]; math.Abs(x.Share-0.4) > 1e-9 || math.Abs(x.Low-0.28) > 1e-9 || math.Abs(x.High-0.54) > 1e-9 {
		t.Errorf("the second stratum: %+v", x)
	}
	// All of one mind: the interval does not shrink to a point.
	e = wave([]int64{3000, 1000}, 2)
	e.reckon(counted([][]int64{{100, 0}, {50, 0}}))
	if x := e.Answers["safe"]; len(x) != 1 || !x[0][0].Hidden || e.Groups != nil {
		t.Errorf("that nobody chose an answer comes out: %+v", x)
	}
}

func TestSmallStrataStandTogether(t *testing.T) {
	for _, x := range []struct {
		name     string
		answered []int64
		groups   []int64
	}{
		{"all are large", []int64{40, 30, 20}, []int64{40, 30, 20}},
		{"one is small", []int64{40, 30, 19}, []int64{40, 49}},
		{"nobody answered in one", []int64{40, 30, 0}, []int64{40, 30}},
		{"two are small and enough together", []int64{40, 15, 12}, []int64{40, 27}},
		{"two are small and too few together", []int64{40, 30, 8, 9}, []int64{40, 47}},
		{"one alone is large", []int64{40, 3}, nil},
		{"all are small", []int64{9, 9, 9}, nil},
	} {
		boxes, table := []int64{}, [][]int64{}
		for _, n := range x.answered {
			boxes, table = append(boxes, 1000), append(table, []int64{n})
		}
		e := wave(boxes, 1)
		e.reckon(counted(table))
		var got []int64
		for _, g := range e.Groups {
			got = append(got, g.N)
		}
		if !e.Shown || len(got) != len(x.groups) {
			t.Errorf("%s: %v", x.name, got)
			continue
		}
		for i := range got {
			if got[i] != x.groups[i] {
				t.Errorf("%s: %v", x.name, got)
			}
		}
	}
	e := wave([]int64{1000, 1000}, 2)
	e.reckon(counted([][]int64{{10, 0}, {5, 4}}))
	if e.Shown || e.N != 0 || len(e.Answers) != 0 {
		t.Errorf("19 answers are shown: %+v", e)
	}
}

// TestNoSmallAnswerComesOutOfATable draws tables: what is shown is shown in whole percents, no answer that is shown is small, a group stands
// beside the whole only where none of its answers is, and what is hidden of a row is two answers at least that together are not few.
func TestNoSmallAnswerComesOutOfATable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		strata, answers := rapid.IntRange(1, 5).Draw(t, "strata"), rapid.IntRange(2, 5).Draw(t, "answers")
		table, boxes, whole := make([][]int64, strata), make([]int64, strata), make([]int64, answers)
		least := rapid.SampledFrom([]int64{0, 0, 20}).Draw(t, "least")
		for i := range table {
			boxes[i] = rapid.Int64Range(500, 5000).Draw(t, "boxes")
			for j := range answers {
				n := rapid.Int64Range(least, 60).Draw(t, "n")
				table[i], whole[j] = append(table[i], n), whole[j]+n
			}
		}
		e := wave(boxes, answers)
		e.reckon(counted(table))
		if !e.Shown {
			return
		}
		rows := e.Answers["safe"]
		if len(rows) != len(e.Groups)+1 {
			t.Fatalf("%d rows of %d groups", len(rows), len(e.Groups))
		}
		for i, g := range e.Groups {
			for j, x := range rows[i] {
				var n int64
				for _, k := range g.strata {
					n += table[k][j]
				}
				if n < 20 || x.Hidden {
					t.Fatalf("a group stands apart of which %d chose an answer", n)
				}
			}
		}
		hidden, sum := 0, int64(0)
		for j, x := range rows[len(rows)-1] {
			if x.Hidden {
				hidden, sum = hidden+1, sum+whole[j]
			} else if whole[j] < 20 {
				t.Fatalf("%d answers are shown", whole[j])
			}
			if x.Hidden && x != (Estimate{Hidden: true}) {
				t.Fatalf("a hidden answer says %+v", x)
			}
			for _, f := range []float64{x.Share, x.Low, x.High} {
				if math.Abs(100*f-math.Round(100*f)) > 1e-9 {
					t.Fatalf("%v is finer than a percent", f)
				}
			}
		}
		if hidden == 1 || hidden > 0 && hidden < answers && sum < 20 {
			t.Fatalf("%d hidden answers of %d come out of the others: %v", hidden, sum, whole)
		}
	})
}

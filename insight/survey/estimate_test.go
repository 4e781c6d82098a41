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
	if !e.Shown || e.N != 150 || len(e.Groups) != 2 || math.Abs(whole.Share-0.55) > 1e-9 || math.Abs(whole.Low-0.47013) > 5e-5 || math.Abs(whole.High-0.62738) > 5e-5 {
		t.Errorf("the whole: %+v of %d", whole, e.N)
	}
	if x := rows[1][0]; math.Abs(x.Share-0.4) > 1e-9 || math.Abs(x.Low-0.27609) > 5e-5 || math.Abs(x.High-0.53820) > 5e-5 {
		t.Errorf("the second stratum: %+v", x)
	}
	// All of one mind: the interval does not shrink to a point.
	e = wave([]int64{3000, 1000}, 2)
	e.reckon(counted([][]int64{{100, 0}, {50, 0}}))
	if e.Answers["safe"][2][0].Hidden == false && e.Answers["safe"][2][0].Low > 0.98 {
		t.Errorf("of one mind: %+v", e.Answers["safe"][2][0])
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
			boxes, table = append(boxes, 1000), append(table, []int64{n, 0})
		}
		e := wave(boxes, 2)
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

// TestNoSmallAnswerComesOutOfATable draws tables and reads them as somebody would who knows how they are made: whatever is shown, and the
// numbers of answers of each group, are equations; a hidden cell that they fix, or that is small and alone, is given away.
func TestNoSmallAnswerComesOutOfATable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		strata, answers := rapid.IntRange(1, 5).Draw(t, "strata"), rapid.IntRange(2, 5).Draw(t, "answers")
		table := make([][]int64, strata)
		boxes := make([]int64, strata)
		for i := range table {
			boxes[i] = rapid.Int64Range(500, 5000).Draw(t, "boxes")
			for range answers {
				table[i] = append(table[i], rapid.Int64Range(0, 60).Draw(t, "n"))
			}
		}
		e := wave(boxes, answers)
		e.reckon(counted(table))
		if !e.Shown {
			return
		}
		if e.Groups == nil {
			return // one row: the property below holds for it as for each row
		}
		rows := e.Answers["safe"]
		real := make([][]int64, len(e.Groups))
		for g, x := range e.Groups {
			real[g] = make([]int64, answers)
			for _, k := range x.strata {
				for j, n := range table[k] {
					real[g][j] += n
				}
			}
			if x.N < 20 {
				t.Fatalf("a group of %d is shown", x.N)
			}
		}
		for g := range rows {
			for j, x := range rows[g] {
				if g < len(real) && !x.Hidden && real[g][j] < 20 {
					t.Fatalf("%d answers are shown", real[g][j])
				}
				if x.Hidden && (x.Share != 0 || x.Low != 0 || x.High != 0 || x.n != 0) {
					t.Fatalf("a hidden cell says %+v", x)
				}
			}
		}
		if cell := fixed(rows, real); cell != nil {
			t.Fatalf("cell %v comes out of the table: %v", cell, real)
		}
	})
}

// fixed is a hidden cell of a group whose value every table that shows the same has, or nil. Unknowns are the hidden cells; equations are
// the groups' numbers of answers and the totals that are shown. A cell is fixed where its unit vector lies in the space of the equations.
func fixed(rows []Row, real [][]int64) []int {
	var unknown [][2]int
	at := map[[2]int]int{}
	for g := range real {
		for j := range real[g] {
			if rows[g][j].Hidden {
				at[[2]int{g, j}] = len(unknown)
				unknown = append(unknown, [2]int{g, j})
			}
		}
	}
	var equations [][]float64
	add := func(of func(g, j int) bool) {
		line := make([]float64, len(unknown))
		for k, x := range unknown {
			if of(x[0], x[1]) {
				line[k] = 1
			}
		}
		equations = append(equations, line)
	}
	for g := range real {
		add(func(r, _ int) bool { return r == g })
	}
	for j := range rows[len(real)] {
		if !rows[len(real)][j].Hidden {
			add(func(_, c int) bool { return c == j })
		}
	}
	base := rank(equations)
	for k, x := range unknown {
		line := make([]float64, len(unknown))
		line[k] = 1
		if rank(append(append([][]float64{}, equations...), line)) == base {
			return x[:]
		}
	}
	return nil
}

func rank(in [][]float64) int {
	m := make([][]float64, len(in))
	for i := range in {
		m[i] = append([]float64{}, in[i]...)
	}
	r := 0
	for c := 0; len(m) > 0 && c < len(m[0]); c++ {
		p := -1
		for i := r; i < len(m); i++ {
			if math.Abs(m[i][c]) > 1e-9 {
				p = i
			}
		}
		if p < 0 {
			continue
		}
		m[r], m[p] = m[p], m[r]
		for i := range m {
			if i != r && math.Abs(m[i][c]) > 1e-9 {
				f := m[i][c] / m[r][c]
				for k := range m[i] {
					m[i][k] -= f * m[r][k]
				}
			}
		}
		r++
	}
	return r
}

// TestAHiddenCellThatJoinsTwoPartsComesOutOfBoth: no line of this table gives anything away, but what the first two groups hide, less what
// the first two answers hide, is the one cell in which both parts meet.
func TestAHiddenCellThatJoinsTwoPartsComesOutOfBoth(t *testing.T) {
	table := [][]int64{{15, 15, 100, 90}, {15, 15, 15, 80}, {100, 90, 15, 15}, {90, 100, 15, 15}}
	e := wave([]int64{3000, 3000, 3000, 3000}, 4)
	e.reckon(counted(table))
	rows := e.Answers["safe"]
	if cell := fixed(rows, table); cell != nil {
		t.Errorf("cell %v comes out of the table", cell)
	}
	if rows[4][0].Hidden || rows[4][0].Share == 0 {
		t.Error("more is hidden than has to be")
	}
}

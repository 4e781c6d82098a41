package survey

// conceal hides the answers that fewer than the minimum chose in a table of groups, whose last row is the whole, and as many more as
// it takes that none of them comes out of a row or of a column: what is hidden along a line is nothing, or two cells at least that
// together are not small; and no hidden cell is the only way between two parts of what is hidden, for then it can be had from both
// (D. Gusfield, A Graph Theoretic Approach to Statistical Data Security, SIAM J. Comput. 17, 1988). The smallest go first.
func conceal(rows []Row, minimum int64) {
	for _, r := range rows {
		for i := range r {
			r[i].Hidden = r[i].n < minimum
		}
	}
	for {
		line := exposed(rows, minimum)
		if line == nil {
			break
		}
		var next *Estimate
		for _, x := range line {
			if !x.Hidden && (next == nil || x.n < next.n) {
				next = x
			}
		}
		if next == nil { // nothing is left to hide along this line: the whole table goes
			for _, r := range rows {
				for i := range r {
					r[i].Hidden = true
				}
			}
			break
		}
		next.Hidden = true
	}
	for _, r := range rows {
		for i, x := range r {
			if x.Hidden {
				r[i] = Estimate{Hidden: true}
			}
		}
	}
}

// exposed is a row or column that gives a hidden cell away; nil where none does.
func exposed(rows []Row, minimum int64) []*Estimate {
	whole := len(rows) - 1
	for r := range rows {
		if line := along(rows, r, -1); gives(line, minimum) {
			return line
		}
	}
	for c := range rows[whole] {
		line := along(rows, -1, c)
		if rows[whole][c].Hidden { // a total that is hidden beside groups that are all shown is their sum
			if hiddenOf(line) == 1 {
				return line
			}
		} else if gives(line[:whole], minimum) {
			return line
		}
	}
	for r := range rows {
		for c := range rows[r] {
			if rows[r][c].Hidden && bridge(rows, r, c) {
				if line := along(rows, r, -1); hiddenOf(line) < len(line) {
					return line
				}
				return along(rows, -1, c)
			}
		}
	}
	return nil
}

// along is a row, or a column.
func along(rows []Row, r, c int) []*Estimate {
	var out []*Estimate
	for i := range rows {
		for j := range rows[i] {
			if i == r || j == c {
				out = append(out, &rows[i][j])
			}
		}
	}
	return out
}

func hiddenOf(line []*Estimate) (n int) {
	for _, x := range line {
		if x.Hidden {
			n++
		}
	}
	return n
}

// gives reports whether the hidden cells of a line whose sum is known are one alone, or few together.
func gives(line []*Estimate, minimum int64) bool {
	var sum int64
	for _, x := range line {
		if x.Hidden {
			sum += x.n
		}
	}
	n := hiddenOf(line)
	return n == 1 || n > 1 && sum < minimum
}

// bridge reports whether the row and the column of a hidden cell hang together by that cell alone, among all that is hidden.
func bridge(rows []Row, row, col int) bool {
	reached := map[int]bool{row: true} // rows by their number, columns below zero
	for grown := true; grown; {
		grown = false
		for r := range rows {
			for c := range rows[r] {
				if !rows[r][c].Hidden || r == row && c == col {
					continue
				}
				if from, to := reached[r], reached[-1-c]; from != to {
					reached[r], reached[-1-c], grown = true, true, true
				}
			}
		}
	}
	return !reached[-1-col]
}

package cmc

import "slices"

// pair joins a case that one file calls by another number than the three others do. The published tables have one such
// row: 3017, CAS-04728-M0M2T6 among the registrations and CAS-04053-P9P5L3 in the rest. Two halves are one case only when
//   - one of them stands in a single file and the other in exactly the three others,
//   - all four rows have the same line number, and
//   - in all four files the rows just above and just below belong to the same cases.
//
// It then bears the number that three files give it, and the report says so. Anything less certain is rejected as missing.
func (j *joiner) pair() {
	var halves []*joined
	for _, c := range j.cases {
		if !c.rejected && slices.Contains(c.lines[:], 0) {
			halves = append(halves, c)
		}
	}
	if len(halves) < 2 {
		return
	}
	rows := j.rows()
	for _, c := range halves {
		for _, odd := range halves {
			k, line, ok := c.lacks()
			if ok && odd.only(k, line) && neighboured(rows, line) {
				c.values[k], c.lines[k] = odd.values[k], line
				delete(j.cases, odd.number)
				odd.lines = [kinds]int{}
				j.paired = append(j.paired, Mapping{File: j.tables[k].file, Line: line, Field: numberColumn, From: odd.number, To: c.number})
			}
		}
	}
}

// lacks names the one file in which a case is missing, and the line on which it stands in the three others.
func (c *joined) lacks() (missing kind, line int, ok bool) {
	absent := 0
	for k, n := range c.lines {
		switch {
		case n == 0:
			missing = kind(k)
			absent++
		case line == 0:
			line = n
		case line != n:
			return 0, 0, false
		}
	}
	return missing, line, absent == 1
}

// only reports whether a case stands in one file alone, on that line.
func (c *joined) only(in kind, line int) bool {
	want := [kinds]int{}
	want[in] = line
	return c.lines == want
}

// rows are the cases of each file by line.
func (j *joiner) rows() [kinds]map[int]*joined {
	var rows [kinds]map[int]*joined
	for k := range rows {
		rows[k] = map[int]*joined{}
		for _, c := range j.cases {
			if c.lines[k] != 0 {
				rows[k][c.lines[k]] = c
			}
		}
	}
	return rows
}

func neighboured(rows [kinds]map[int]*joined, line int) bool {
	above, below := rows[registered][line-1], rows[registered][line+1]
	if above == nil || below == nil {
		return false
	}
	for _, of := range rows {
		if of[line-1] != above || of[line+1] != below {
			return false
		}
	}
	return true
}

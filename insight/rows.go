package insight

// pair is two measures that stand in one figure, or beside each other: whoever knows both knows their difference.
type pair struct{ part, whole Measure }

// families are indicators that are hidden together in a row, so that all counts of a family are known there or none: then
// what one indicator shows never gives away what another one hides. The pairs are what may not be small.
func families(all []Indicator) (members [][]int, pairs [][]pair) {
	members, pairs = make([][]int, 3), make([][]pair, 3)
	for i, in := range all {
		f := 0
		switch {
		case in.Due:
			f = 1
		case in.late():
			f = 2
			pairs[f] = append(pairs[f], pair{in.Denominator, Settled})
		}
		members[f] = append(members[f], i)
		pairs[f] = append(pairs[f], pair{in.Numerator, in.Denominator})
	}
	return members, pairs
}

// small reports whether a pair of counts would show fewer cases than the minimum. Settled stands beside the agreements in
// writing in another figure, where only a difference of a few gives somebody away.
func (c Counts) small(p pair, minimum int64) bool {
	if p.whole == Settled {
		few := c.Of(p.whole) - c.Of(p.part)
		return few > 0 && few < minimum
	}
	return Count{c.Of(p.part), c.Of(p.whole)}.small(minimum)
}

// suppressRows decides which figures of which rows are hidden, in a table whose total shows all indicators but those that
// are hidden there. A family is hidden in a row where one of its pairs is small. What is hidden can be had, all rows
// together, from the total; so further rows are hidden with it, the smallest first, until at least two are hidden and
// together they are not small either. Tables of the same cases along other dimensions share no more than the total with
// this one, so that neither gives away what the other hides.
func suppressRows(all []Indicator, rows []Counts, totalHidden []bool, minimum int64) [][]bool {
	hidden := make([][]bool, len(rows))
	for r := range hidden {
		hidden[r] = make([]bool, len(all))
	}
	members, pairs := families(all)
	for f := range members {
		if len(members[f]) == 0 {
			continue
		}
		known := map[Measure]bool{} // in the total
		for i, in := range all {
			if !totalHidden[i] {
				known[in.Numerator], known[in.Denominator] = true, true
			}
		}
		for r := range suppressFamily(rows, pairs[f], known, minimum) {
			for _, i := range members[f] {
				hidden[r][i] = true
			}
		}
	}
	return hidden
}

// suppressFamily returns the rows in which a family is hidden.
func suppressFamily(rows []Counts, pairs []pair, known map[Measure]bool, minimum int64) map[int]bool {
	out := map[int]bool{}
	var rest Counts // of the hidden rows together
	hide := func(r int) {
		out[r] = true
		rest = rest.Plus(rows[r])
	}
	size := func(r int) int64 { return rows[r].Of(pairs[0].whole) + rows[r].Of(pairs[0].part) }
	for r, c := range rows {
		for _, p := range pairs {
			if c.small(p, minimum) {
				hide(r)
				break
			}
		}
	}
	open := func() bool {
		if len(out) == 1 {
			return true
		}
		for _, p := range pairs {
			if known[p.part] && known[p.whole] && rest.small(p, minimum) {
				return true
			}
		}
		return false
	}
	for len(out) > 0 && open() {
		next := -1
		for r := range rows {
			if !out[r] && size(r) > 0 && (next < 0 || size(r) < size(next)) {
				next = r
			}
		}
		if next < 0 {
			break // all is hidden but the total
		}
		hide(next)
	}
	return out
}

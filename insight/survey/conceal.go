package survey

// conceal hides the answers that fewer than the minimum chose, and as many more as it takes that what is hidden is nothing, or two
// answers at least that together are not few: their sum is known. The smallest go first.
func conceal(row Row, minimum int64) {
	for i := range row {
		row[i].Hidden = row[i].n < minimum
	}
	for gives(row, minimum) {
		var next *Estimate
		for i := range row {
			if x := &row[i]; !x.Hidden && (next == nil || x.n < next.n) {
				next = x
			}
		}
		if next == nil {
			break // nothing is left to hide: the whole row is hidden
		}
		next.Hidden = true
	}
	for i, x := range row {
		if x.Hidden {
			row[i] = Estimate{Hidden: true}
		}
	}
}

// gives reports whether what is hidden of a row is one answer alone, or few together.
func gives(row Row, minimum int64) bool {
	var n int
	var sum int64
	for _, x := range row {
		if x.Hidden {
			n, sum = n+1, sum+x.n
		}
	}
	return n == 1 || n > 1 && sum < minimum
}

package insight

// SuppressTable decides which rows of a table are hidden whose total is printed below them. A row is hidden when it is
// small itself (primary). Then, because what is hidden can be had by subtracting the rows shown from the total, further
// rows are hidden, the smallest first (complementary), until at least two rows are hidden and together they are not
// small either. Where no rows are left for that, the total is hidden as well.
//
// One margin is protected: the column of one table. Rows of 0 of 0 are shown and hide nothing.
func SuppressTable(rows []Count, minimum int64) (hidden []bool, totalHidden bool) {
	hidden = make([]bool, len(rows))
	var sum, all Count
	n := 0
	hide := func(i int) {
		hidden[i] = true
		sum.N += rows[i].N
		sum.Total += rows[i].Total
		n++
	}
	for i, c := range rows {
		all.N += c.N
		all.Total += c.Total
		if c.small(minimum) {
			hide(i)
		}
	}
	if all.small(minimum) {
		totalHidden = true
	}
	if n == 0 || totalHidden {
		return hidden, totalHidden
	}
	for n < 2 || sum.small(minimum) {
		next := -1
		for i, c := range rows {
			if !hidden[i] && c.Total > 0 && (next < 0 || c.Total < rows[next].Total) {
				next = i
			}
		}
		if next < 0 {
			return hidden, true
		}
		hide(next)
	}
	return hidden, false
}

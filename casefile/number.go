package casefile

import (
	"strconv"
	"strings"
)

// ReadNumber reads the year and the number of a case, as its papers write them ("2026-17") or with any other sign between; zeros where the
// text is no such number.
func ReadNumber(s string) (year, number int) {
	parts := strings.FieldsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
	if len(parts) != 2 || len(parts[0]) != 4 || len(parts[1]) > 6 {
		return 0, 0
	}
	year, _ = strconv.Atoi(parts[0])
	number, _ = strconv.Atoi(parts[1])
	return year, number
}

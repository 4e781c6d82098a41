package tabular

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"linli/platform/calendar"
)

var (
	// A mobile number of the mainland, with or without the country's prefix, in one piece or as 3-4-4.
	mobilePattern = regexp.MustCompile(`(?:^|\D|\D86|^86|^0086)1[3-9][0-9][-. ]?[0-9]{4}[-. ]?[0-9]{4}(?:\D|$)`)
	// An identity card of the mainland (GB 11643-1999): six digits of a place, the day of birth, three of a sequence, a check.
	cardPattern = regexp.MustCompile(`(?:^|[^0-9])([1-9][0-9]{5})[-. ]?([0-9]{8})[-. ]?([0-9]{3})[-. ]?([0-9Xx])(?:[^0-9Xx]|$)`)
)

// OfPerson reports whether a number is the number of a person, or has one in it. Cards of fifteen digits are not
// looked for: they have no check and ended in 2013, and a place with a date and a sequence is also how cases are counted.
func OfPerson(number string) bool {
	plain := norm.NFKC.String(number) // １３８… and ①③⑧… are digits too
	if mobilePattern.MatchString(plain) {
		return true
	}
	for _, m := range cardPattern.FindAllStringSubmatch(plain, -1) {
		if validCard(m[1] + m[2] + m[3] + m[4]) {
			return true
		}
	}
	return false
}

// validCard checks the day of birth and the last character, as ISO 7064 MOD 11-2 gives it.
func validCard(card string) bool {
	year, _ := strconv.Atoi(card[6:10])
	month, _ := strconv.Atoi(card[10:12])
	day, _ := strconv.Atoi(card[12:14])
	if _, err := calendar.NewDate(year, time.Month(month), day); err != nil || year < 1850 {
		return false
	}
	sum := 0
	for i, c := range card[:17] {
		sum += int(c-'0') * (1 << (17 - i) % 11)
	}
	return "10X98765432"[sum%11] == strings.ToUpper(card)[17]
}

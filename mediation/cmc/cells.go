package cmc

import (
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"linli/platform/calendar"
	"linli/platform/tabular"
)

// cell is what a row says, or why it says nothing. With a reason, number is set where it could be read nevertheless, so
// that the row's case is rejected and not also reported as missing.
type cell struct {
	number, value string
	field         string
	reason        Reason
	blank         bool // an empty row, as spreadsheets leave behind
}

// numberPattern: letters, digits and the brackets of Chinese case numbers; never the first character of a formula.
// Its characters are many and their repetition is bounded, so that compiling it takes milliseconds that only an import owes.
var numberPattern = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[\p{L}\p{N}(（〔\[][\p{L}\p{N}()（）〔〕\[\]_./-]{0,63}$`)
})

// strange begins the key of a number that is none, so that one such case in four files is one rejection.
const strange = "\x00"

func validNumber(s string) bool {
	return numberPattern().MatchString(s) && strings.ContainsAny(s, "0123456789")
}

func cells(h header, row tabular.Line, text tabular.Decode) cell {
	s, ok := text(row.Bytes)
	switch {
	case row.TooLong:
		return cell{reason: TooLong, number: guess(h, s)}
	case strings.ContainsRune(s, 0):
		return cell{reason: NulByte, number: guess(h, s)}
	case !ok:
		return cell{reason: BadEncoding, number: guess(h, s)}
	}
	fields, err := tabular.Fields(s, h.comma)
	if err != nil {
		return cell{reason: BadQuote, number: guess(h, s)}
	}
	if strings.TrimSpace(strings.Join(fields, "")) == "" {
		return cell{blank: true}
	}
	for len(fields) > h.width && strings.TrimSpace(fields[len(fields)-1]) == "" {
		fields = fields[:len(fields)-1]
	}
	switch {
	case len(fields) > h.width:
		return cell{reason: FieldTooMany, number: guess(h, s)}
	case len(fields) <= h.number || strings.TrimSpace(fields[h.number]) == "":
		return cell{field: numberColumn, reason: FieldMissing}
	}
	number := strings.TrimSpace(fields[h.number])
	if !validNumber(number) {
		return cell{number: strange + number, field: numberColumn, reason: NumberInvalid}
	}
	if tabular.OfPerson(number) {
		return cell{number: strange + number, field: numberColumn, reason: PersonNumber}
	}
	if len(fields) < h.width || strings.TrimSpace(fields[h.value]) == "" {
		return cell{number: number, reason: FieldMissing}
	}
	return cell{number: number, value: fields[h.value]}
}

// guess takes the case number from a row that cannot be read, when its cell stands whole between commas.
func guess(h header, s string) string {
	parts := strings.SplitN(s, string(h.comma), h.number+2)
	if len(parts) < h.number+2 {
		return ""
	}
	if number := strings.TrimSpace(parts[h.number]); validNumber(number) && !tabular.OfPerson(number) {
		return number
	}
	return ""
}

var dayPattern = regexp.MustCompile(`^([0-9]{4})(?:-([0-9]{1,2})-([0-9]{1,2})|/([0-9]{1,2})/([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})日)$`)

// readDay reads a day with the year first: 2011-01-03, 2011/1/3, 2011年1月3日. Orders that begin with the day or the month
// are refused, because one cannot be told from the other.
func readDay(text string) (calendar.Date, bool) {
	m := dayPattern.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return calendar.Date{}, false
	}
	var n []int
	for _, part := range m[1:] {
		if part != "" {
			v, err := strconv.Atoi(part)
			if err != nil {
				return calendar.Date{}, false
			}
			n = append(n, v)
		}
	}
	day, err := calendar.NewDate(n[0], time.Month(n[1]), n[2])
	return day, err == nil && n[0] >= 1900
}

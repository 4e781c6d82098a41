package sheet

import (
	"encoding/xml"
	"math"
	"strconv"
	"strings"
	"time"
)

// epoch is from when days are counted: 1900, or 1904 where it is true (ISO/IEC 29500-1, 18.17.4.1).
type epoch bool

// styles reads which styles show numbers as days (ISO/IEC 29500-1, 18.8.10, 18.8.30).
func (b *Workbook) styles(part string) error {
	own := map[int]bool{}
	return b.walk(part, func(t xml.Token, within []string) error {
		x, ok := t.(xml.StartElement)
		if !ok {
			return nil
		}
		format, err := strconv.Atoi(of(x, "numFmtId"))
		switch {
		case x.Name.Local == "numFmt" && err == nil:
			own[format] = dated(of(x, "formatCode"))
		case x.Name.Local == "xf" && up(within, 1) == "cellXfs":
			day, ours := own[format]
			if !ours {
				day = builtIn(format)
			}
			b.dates = append(b.dates, day && err == nil)
		}
		return nil
	})
}

// builtIn reports whether a format that no file writes out shows days, those of East Asia among them.
func builtIn(format int) bool {
	return 14 <= format && format <= 17 || format == 22 || 27 <= format && format <= 31 || format == 36 || 50 <= format && format <= 58
}

// dated reads the code of a format: whether it has a letter of days outside of quotation marks and brackets. A duration is no day.
func dated(code string) bool {
	code, _, _ = strings.Cut(code, ";")
	for i := 0; i < len(code); i++ {
		switch code[i] {
		case '"':
			if end := strings.IndexByte(code[i+1:], '"'); end >= 0 {
				i += end + 1
			}
		case '[':
			if end := strings.IndexByte(code[i:], ']'); end >= 0 {
				i += end
			}
		case '\\', '_', '*':
			i++
		case 'd', 'D', 'y', 'Y':
			return true
		}
	}
	return false
}

// mostDigits is what a spreadsheet keeps of a number: beyond it the digits are not those that were typed.
const mostDigits = 1e15

// number is a number as text: of a style of days the day with its time, where it lies between March 1900 and the year 9999.
func (b *Workbook) number(n float64, style int) Value {
	if style >= 0 && style < len(b.dates) && b.dates[style] {
		if at, ok := b.from.day(n); ok {
			return Value{Text: at.Format("2006-01-02T15:04:05.999")}
		}
	}
	if !(math.Abs(n) < mostDigits) {
		return Value{Trouble: Rounded}
	}
	kept, err := strconv.ParseFloat(strconv.FormatFloat(n, 'g', 15, 64), 64)
	if err != nil {
		kept = n
	}
	return Value{Text: strconv.FormatFloat(kept, 'f', -1, 64)}
}

// day is a number of days as a time by the clock of whoever wrote it, to the millisecond. Spreadsheets count 29 February 1900, which
// there was not: before the day after it a number says nothing sure.
func (e epoch) day(n float64) (time.Time, bool) {
	zero, least, most := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC), 61.0, 2_958_466.0
	if e {
		zero, least, most = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC), 0, most-1462
	}
	if !(least <= n && n < most) {
		return time.Time{}, false
	}
	day, part := math.Modf(n)
	return zero.AddDate(0, 0, int(day)).Add(time.Duration(math.Round(part*24*60*60*1000)) * time.Millisecond), true
}

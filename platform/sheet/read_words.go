package sheet

import (
	"bytes"
	"encoding/xml"
	"strconv"
	"strings"
	"unicode/utf16"

	"linli/platform/fault"
)

// sharedWords are the words that cells share (ISO/IEC 29500-1, 18.4.9), one after the other.
type sharedWords struct {
	text []byte
	ends []int32 // of each; below 0 for words that are more than a cell can hold, which are not kept
}

// at is the text of a number.
func (w sharedWords) at(n int) (text string, over, ok bool) {
	if n < 0 || n >= len(w.ends) {
		return "", false, false
	}
	end, begin := w.ends[n], int32(0)
	if n > 0 {
		begin = max(w.ends[n-1], ^w.ends[n-1])
	}
	if end < 0 {
		return "", true, true
	}
	return string(w.text[begin:end]), false, true
}

// words reads the words that cells share.
func (b *Workbook) words(part string) error {
	var one limited
	return b.walk(part, func(t xml.Token, within []string) error {
		switch x := t.(type) {
		case xml.CharData:
			if up(within, 0) == "t" && (up(within, 1) == "si" || up(within, 1) == "r") {
				one.add(x)
			}
		case xml.EndElement:
			if x.Name.Local != "si" {
				return nil
			}
			w := &b.shared
			if !one.over {
				w.text = append(w.text, unescaped(one.String())...)
			}
			if len(w.text)+4*len(w.ends) > maxShared {
				return ErrLarge.With(fault.Args{"part": part})
			}
			end := int32(len(w.text)) //nolint:gosec // at most maxShared
			if one.over {
				end = ^end
			}
			w.ends, one = append(w.ends, end), limited{}
		}
		return nil
	})
}

// limited are words of one cell; what is more than a cell can hold is not kept.
type limited struct {
	bytes.Buffer
	over bool
}

// maxCell bounds the words of a cell in bytes, with every character as a code of seven and of three bytes (see [coded]).
const maxCell = 7 * maxText

func (l *limited) add(b []byte) {
	if l.over = l.over || l.Len()+len(b) > maxCell; !l.over {
		l.Write(b)
	}
}

// unescaped turns codes of characters that XML cannot hold into those characters (ISO/IEC 29500-1, 22.9.2.19, ST_Xstring).
func unescaped(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var units []uint16
	flushed, out := 0, strings.Builder{}
	flush := func() {
		out.WriteString(string(utf16.Decode(units)))
		units = units[:0]
	}
	for _, at := range coded.FindAllStringIndex(s, -1) {
		if at[0] != flushed {
			flush()
			out.WriteString(s[flushed:at[0]])
		}
		n, _ := strconv.ParseUint(s[at[0]+2:at[1]-1], 16, 16) // the pattern has hexadecimal digits alone
		units, flushed = append(units, uint16(n)), at[1]
	}
	flush()
	return out.String() + s[flushed:]
}

package sheet

import (
	"bufio"
	"slices"
	"strconv"
	"strings"

	"linli/platform/i18n"
)

// The cell formats, by their place in the list that styles writes; those of the amounts follow, one a currency.
const (
	styleText = iota + 1
	styleHead
	styleInteger
	styleDay
	styleAmount
)

// Number formats of our own begin here (ISO/IEC 29500-1, 18.8.30); 1 and 49 are the format's own for "0" and text.
const (
	formatDay    = 164
	formatAmount = 165
)

// currencies lists the currencies of the book's amounts, each once, in order.
func (b Book) currencies() []string {
	var out []string
	for _, s := range b.Sheets {
		for _, row := range s.Rows {
			for _, c := range row {
				if c.kind == amount && !slices.Contains(out, c.currency) {
					out = append(out, c.currency)
				}
			}
		}
	}
	slices.Sort(out)
	return out
}

func styles(w *bufio.Writer, currencies []string) {
	put(w, `<styleSheet xmlns="`, main, `"><numFmts count="`, strconv.Itoa(len(currencies)+1), `"><numFmt numFmtId="`, strconv.Itoa(formatDay), `" formatCode="yyyy\-mm\-dd"/>`)
	for i, c := range currencies {
		code := `[$` + c + `] #,##0`
		if n := i18n.MinorDigits(c); n > 0 {
			code += "." + strings.Repeat("0", n)
		}
		put(w, `<numFmt numFmtId="`, strconv.Itoa(formatAmount+i), `" formatCode="`, code, `"/>`)
	}
	put(w, `</numFmts><fonts count="2"><font><sz val="11"/><name val="Arial"/></font><font><b/><sz val="11"/><name val="Arial"/></font></fonts>`,
		`<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>`,
		`<fill><patternFill patternType="solid"><fgColor rgb="FFE8ECEF"/><bgColor indexed="64"/></patternFill></fill></fills>`,
		`<borders count="2"><border/><border><left/><right/><top/><bottom style="thin"><color auto="1"/></bottom><diagonal/></border></borders>`,
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>`,
		`<cellXfs count="`, strconv.Itoa(styleAmount+len(currencies)), `"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>`)
	// quotePrefix: a text cell stays text when somebody edits it.
	put(w, `<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>`)
	put(w, `<xf numFmtId="49" fontId="1" fillId="2" borderId="1" xfId="0" quotePrefix="1" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>`)
	number := func(format int) {
		put(w, `<xf numFmtId="`, strconv.Itoa(format), `" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top"/></xf>`)
	}
	number(1)
	number(formatDay)
	for i := range currencies {
		number(formatAmount + i)
	}
	put(w, `</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`)
}

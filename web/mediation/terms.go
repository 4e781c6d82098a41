package mediation

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"linli/mediation"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/web/page"
)

// termForm is one term of an agreement as the form holds it.
type termForm struct {
	N      int // from 1, for people
	Fields []any
	Parts  []any  // fields from which equal parts by the month are worked out
	Open   bool   // they are filled in, or what came of them
	Spread string // value of the button that works the parts out
	Lines  any    // the field of the parts, one a line
	Remove string // value of the button that takes the term away; empty for the only one
}

// maxTermRows is how many terms the form holds.
const maxTermRows = 50

// termRows is how many terms the form shows.
func termRows(f *page.Form) int {
	n, err := strconv.Atoi(f.Value("terms"))
	if err != nil || n < 1 {
		return 1
	}
	return min(n, maxTermRows)
}

// grow adds or takes away a term or works out its parts where a button asks for it, and reports whether one did.
func grow(f *page.Form) bool {
	n := termRows(f)
	do := f.Value("do")
	switch {
	case do == "add_term":
		f.Set("terms", strconv.Itoa(min(n+1, maxTermRows)))
		return true
	case do == "change": // back from the page of the check
		return true
	case strings.HasPrefix(do, "remove_term:"):
		at, err := strconv.Atoi(strings.TrimPrefix(do, "remove_term:"))
		if err == nil && at >= 0 && at < n && n > 1 {
			dropRow(f, "terms", at, n, termFields)
			f.Set("terms", strconv.Itoa(n-1))
		}
		return true
	case strings.HasPrefix(do, "parts:"):
		return true
	}
	return false
}

var termFields = []string{"obligor", "obligee", "kind", "text", "amount", "currency", "due-year", "due-month", "due-day", "method",
	"parts", "first-year", "first-month", "first-day", "instalments"}

// dropRow takes a row out of a form: those after it move up.
func dropRow(f *page.Form, list string, at, n int, fields []string) {
	for i := at; i < n; i++ {
		for _, name := range fields {
			next := ""
			if i+1 < n {
				next = f.Value(fmt.Sprintf("%s[%d].%s", list, i+1, name))
			}
			f.Set(fmt.Sprintf("%s[%d].%s", list, i, name), next)
		}
	}
}

func (s *sheet) terms() []termForm {
	n := termRows(s.Form)
	names := append([]page.Item{{Value: "", Text: s.t("staff.field.choose")}}, s.partyItems(nil)...)
	var out []termForm
	for i := range n {
		at := fmt.Sprintf("terms[%d].", i)
		t := termForm{N: i + 1, Spread: "parts:" + strconv.Itoa(i)}
		if s.Form.Value("do") == t.Spread {
			s.spread(at)
		}
		t.Open = s.Form.Value(at+"parts")+s.Form.Value(at+"instalments") != ""
		t.Fields = []any{
			&page.Select{Field: s.field(at+"obligor", "staff.term.obligor", with{}), Items: names},
			&page.Select{Field: s.field(at+"obligee", "staff.term.obligee", with{}), Items: names},
			s.radios(at+"kind", "staff.term.kind", s.codes("mediation.term.", "money", "act", "apology", "other"), with{}),
			s.area(at+"text", "staff.term.text", with{rows: 3}),
			s.sum(at, "staff.term.amount", "staff.term.amount_hint"),
			s.day(at+"due", "staff.term.due", with{hint: "staff.term.due_hint"}),
			s.input(at+"method", "staff.term.method", with{hint: "staff.term.method_hint"}),
		}
		t.Parts = []any{
			s.input(at+"parts", "staff.term.parts", with{hint: "staff.term.parts_hint", kind: "number"}),
			s.day(at+"first", "staff.term.first", with{hint: "staff.term.first_hint"}),
		}
		t.Lines = s.area(at+"instalments", "staff.term.shown", with{hint: "staff.term.lines_hint", rows: min(12, 3+strings.Count(s.Form.Value(at+"instalments"), "\n"))})
		if n > 1 {
			t.Remove = "remove_term:" + strconv.Itoa(i)
		}
		out = append(out, t)
	}
	return out
}

// sum asks for a sum of money, in the rulebook's currency or another; at is what stands before the names of its two fields.
func (s *sheet) sum(at, label, hint string) any {
	currency := at + "currency"
	return &page.Sum{Amount: &page.Input{Field: s.field(at+"amount", label, with{hint: hint}), Inputmode: "decimal"},
		Currency: &page.Select{Field: s.field(currency, "staff.field.currency", with{}), Items: page.Currencies(s.Locale, s.rules.Currency, s.Form.Value(currency))}}
}

// money reads a sum with its currency.
func (w *words) money(f *page.Form, at string) (out mediation.Money) {
	out.Minor, out.Currency = f.Sum(at+"amount", at+"currency", w.rules.Currency, "staff.field.money")
	return out
}

// spread works out the equal parts by the month that were asked for, and writes them down, one a line. It reports whether there
// are any; where a field does not fit it is told so.
func (s *sheet) spread(at string) bool {
	quiet := page.NewForm(nil) // what is wrong with the sum is said once
	for _, name := range termFields {
		quiet.Set(at+name, s.Form.Value(at+name))
	}
	n, sum, first := quiet.Number(at+"parts"), s.money(quiet, at), quiet.Date(at+"first", time.UTC)
	switch {
	case quiet.Faulty():
	case n < 2 || n > mediation.MaxInstalments:
		quiet.Add(at+"parts", "staff.term.parts_count")
	case first.IsZero():
		quiet.Add(at+"first", "form.required")
	case sum.Minor < n:
		quiet.Add(at+"amount", "mediation.field.amount")
	}
	if err := quiet.Err(); err != nil {
		s.Form.Take(err)
		return false
	}
	s.Form.Set(at+"instalments", partLines(mediation.Monthly(sum, int(n), first)))
	for _, name := range []string{"parts", "first-year", "first-month", "first-day"} {
		s.Form.Set(at+name, "")
	}
	return true
}

// partLines writes parts down as they are typed.
func partLines(parts []mediation.Part) string {
	var out strings.Builder
	for _, p := range parts {
		out.WriteString(p.Due + " " + i18n.Decimal(p.Amount.Minor, p.Amount.Currency) + "\n")
	}
	return strings.TrimSpace(out.String())
}

// partLine is a day and a sum as people write them: "2026-04-30 1,000.00", "2026年4月30日：1000元".
var partLine = regexp.MustCompile(`^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?[\s,，、:：]*(.*)$`)

// parts reads the parts of a term, one a line. Who gets one wrong is told which.
func (s *sheet) parts(at, currency string) (out []mediation.Part) {
	n := 0
	for line := range strings.Lines(page.Narrow(s.Form.Value(at + "instalments"))) {
		n++
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		p, ok := readPart(line, currency)
		if !ok {
			example := partLines([]mediation.Part{{Amount: mediation.Money{Minor: 120050, Currency: currency}, Due: "2027-04-30"}})
			s.Form.Take(fault.Field(at+"instalments", "staff.term.line").With(fault.Args{"n": n, "example": example}))
			return nil
		}
		out = append(out, p)
	}
	return out
}

func readPart(line, currency string) (p mediation.Part, ok bool) {
	m := partLine.FindStringSubmatch(line)
	if m == nil {
		return p, false
	}
	due, err := time.Parse("2006-1-2", m[1]+"-"+m[2]+"-"+m[3])
	minor, sum := i18n.ReadMoney(m[4], currency)
	return mediation.Part{Amount: mediation.Money{Minor: minor, Currency: currency}, Due: due.Format(time.DateOnly)}, err == nil && sum && minor > 0
}

// readTerms reads the terms. Parts that have yet to be worked out are shown first.
func (s *sheet) readTerms() []mediation.Term {
	var out []mediation.Term
	for i := range termRows(s.Form) {
		at := fmt.Sprintf("terms[%d].", i)
		t := mediation.Term{Type: s.Form.Value(at + "kind"), Text: s.Form.Value(at + "text"), Delivery: s.Form.Value(at + "method"), Amount: s.money(s.Form, at)}
		t.Obligor, _ = id.Parse(s.Form.Value(at + "obligor"))
		t.Obligee, _ = id.Parse(s.Form.Value(at + "obligee"))
		if due := s.Form.Date(at+"due", s.zone()); !due.IsZero() {
			t.Due = due.Format(time.DateOnly)
		}
		if s.Form.Value(at+"parts") != "" && !s.Form.Faulty() && s.spread(at) {
			s.Form.Add(at+"instalments", "staff.term.parts_check")
		}
		if t.Instalments = s.parts(at, cmp.Or(t.Amount.Currency, s.rules.Currency)); t.Instalments != nil {
			t.Due = ""
		}
		out = append(out, t)
	}
	return out
}

// dayOf is a day of the agreement, YYYY-MM-DD, in the office's zone; zero where there is none.
func (v *view) dayOf(day string) time.Time {
	t, err := time.ParseInLocation(time.DateOnly, day, v.rules.Zone)
	if err != nil {
		return time.Time{}
	}
	return t
}

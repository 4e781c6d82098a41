package mediation

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"linli/mediation"
	"linli/platform/id"
	"linli/web/page"
)

// termForm is one term of an agreement as the form holds it.
type termForm struct {
	N      int // from 1, for people
	Fields []any
	Parts  []any      // fields of payment by the month
	Open   bool       // they are filled in
	Spread string     // value of the button that works the parts out
	Shown  []partLine // what they come to
	Seen   hidden     // which of them the reader had before the eyes
	Remove string     // value of the button that takes the term away; empty for the only one
}

type partLine struct {
	Amount string
	Due    time.Time
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

var termFields = []string{"obligor", "obligee", "kind", "text", "amount", "due-year", "due-month", "due-day", "method",
	"parts", "first-year", "first-month", "first-day", "seen"}

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
		t := termForm{N: i + 1, Spread: "parts:" + strconv.Itoa(i), Open: s.Form.Value(at+"parts") != "", Fields: []any{
			&page.Select{Field: s.field(at+"obligor", "staff.term.obligor", with{}), Items: names},
			&page.Select{Field: s.field(at+"obligee", "staff.term.obligee", with{}), Items: names},
			s.radios(at+"kind", "staff.term.kind", s.codes("mediation.term.", "money", "act", "apology", "other"), with{}),
			s.area(at+"text", "staff.term.text", with{rows: 3}),
			s.amount(at+"amount", "staff.term.amount", "staff.term.amount_hint"),
			s.day(at+"due", "staff.term.due", with{hint: "staff.term.due_hint"}),
			s.input(at+"method", "staff.term.method", with{hint: "staff.term.method_hint"}),
		}, Parts: []any{
			s.input(at+"parts", "staff.term.parts", with{hint: "staff.term.parts_hint", kind: "number"}),
			s.day(at+"first", "staff.term.first", with{hint: "staff.term.first_hint"}),
		}}
		parts, sign := s.parts(at, s.Form.Value("do") == t.Spread)
		t.Seen = hidden{at + "seen", sign}
		for _, p := range parts {
			t.Shown = append(t.Shown, partLine{s.Money(p.Amount.Minor, p.Amount.Currency), s.dayOf(p.Due)})
		}
		if n > 1 {
			t.Remove = "remove_term:" + strconv.Itoa(i)
		}
		out = append(out, t)
	}
	return out
}

// amount is a field for a sum in the rulebook's currency.
func (s *sheet) amount(name, label, hint string) any {
	return &page.Input{Field: s.field(name, label, with{hint: hint}), Inputmode: "decimal", InputWrapper: &page.FormGroup{Classes: "linli-amount"},
		Suffix: &page.Text{Text: s.Currency(s.rules.Currency)}}
}

// parts are the payments that a term is split into, by its sum, their number and the first day, and what tells them from
// others. Where a field does not fit there are none, and where say is set it is told so.
func (s *sheet) parts(at string, say bool) (parts []mediation.Part, sign string) {
	quiet := page.NewForm(nil)
	for _, name := range termFields {
		quiet.Set(at+name, s.Form.Value(at+name))
	}
	n, sum, first := quiet.Number(at+"parts"), money(quiet, at+"amount", s.rules.Currency), quiet.Date(at+"first", time.UTC)
	if n == 0 && quiet.Value(at+"parts") == "" {
		return nil, ""
	}
	switch {
	case quiet.Faulty():
	case n < 2 || n > mediation.MaxInstalments:
		quiet.Add(at+"parts", "staff.term.parts_count")
	case first.IsZero():
		quiet.Add(at+"first", "form.required")
	case sum < n:
		quiet.Add(at+"amount", "mediation.field.amount")
	}
	if err := quiet.Err(); err != nil {
		if say {
			s.Form.Take(err)
		}
		return nil, ""
	}
	return mediation.Monthly(mediation.Money{Minor: sum, Currency: s.rules.Currency}, int(n), first), fmt.Sprintf("%d/%d/%s", sum, n, first.Format(time.DateOnly))
}

// readTerms reads the terms. Parts that the reader has not had before the eyes are shown first.
func (s *sheet) readTerms() []mediation.Term {
	var out []mediation.Term
	for i := range termRows(s.Form) {
		at := fmt.Sprintf("terms[%d].", i)
		t := mediation.Term{Type: s.Form.Value(at + "kind"), Text: s.Form.Value(at + "text"), Delivery: s.Form.Value(at + "method")}
		t.Obligor, _ = id.Parse(s.Form.Value(at + "obligor"))
		t.Obligee, _ = id.Parse(s.Form.Value(at + "obligee"))
		if t.Amount.Minor = s.money(at + "amount"); t.Amount.Minor > 0 {
			t.Amount.Currency = s.rules.Currency
		}
		if due := s.Form.Date(at+"due", s.zone()); !due.IsZero() {
			t.Due = due.Format(time.DateOnly)
		}
		var sign string
		if t.Instalments, sign = s.parts(at, !s.Form.Faulty()); t.Instalments != nil {
			if t.Due = ""; s.Form.Value(at+"seen") != sign {
				s.Form.Add(at+"parts", "staff.term.parts_check")
			}
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

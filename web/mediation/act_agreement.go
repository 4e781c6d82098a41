package mediation

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"linli/mediation"
	"linli/platform/id"
	"linli/web/page"
)

// Acts of the agreement.

// termForm is one term as the form holds it.
type termForm struct {
	N      int // from 1, for people
	Fields []any
	Remove string // value of the button that takes it away; empty for the only one
}

// maxTermRows is how many terms the form holds.
const maxTermRows = 50

func layDraft(s *sheet) []any {
	signers := s.partyItems(func(p mediation.Party) bool { return p.Consent.Stands() })
	for i := range signers {
		signers[i].Checked = nil
	}
	boxes := &page.Checkboxes{Choices: s.choices("parties", "staff.draft.parties", signers, with{})}
	for _, it := range signers {
		boxes.Values = append(boxes.Values, it.Value)
	}
	return []any{
		boxes,
		s.box("partial", "staff.draft.partial", with{}),
		s.radios("language", "staff.draft.language", s.languageItems(), with{value: s.rules.Languages[0]}),
		s.area("facts", "staff.draft.facts", with{}),
		s.area("issues", "staff.draft.issues", with{rows: 3}),
		s.area("responsibility", "staff.draft.responsibility", with{rows: 3}),
	}
}

func (s *sheet) closing() []any {
	return []any{s.box("no_waiver", "staff.draft.no_waiver", with{hint: "staff.draft.no_waiver_hint"})}
}

// termRows is how many terms the form shows.
func termRows(f *page.Form) int {
	n, err := strconv.Atoi(f.Value("terms"))
	if err != nil || n < 1 {
		return 1
	}
	return min(n, maxTermRows)
}

// grow adds or takes away a term where a button asks for it, and reports whether one did.
func grow(f *page.Form) bool {
	n := termRows(f)
	do := f.Value("do")
	switch {
	case do == "add_term":
		f.Set("terms", strconv.Itoa(min(n+1, maxTermRows)))
		return true
	case strings.HasPrefix(do, "remove_term:"):
		at, err := strconv.Atoi(strings.TrimPrefix(do, "remove_term:"))
		if err == nil && at >= 0 && at < n && n > 1 {
			dropRow(f, "terms", at, n, termFields)
			f.Set("terms", strconv.Itoa(n-1))
		}
		return true
	}
	return false
}

var termFields = []string{"obligor", "obligee", "kind", "text", "amount", "due-year", "due-month", "due-day", "method"}

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
		t := termForm{N: i + 1, Fields: []any{
			&page.Select{Field: s.field(at+"obligor", "staff.term.obligor", with{}), Items: names},
			&page.Select{Field: s.field(at+"obligee", "staff.term.obligee", with{}), Items: names},
			s.radios(at+"kind", "staff.term.kind", s.codes("mediation.term.", "money", "act", "apology", "other"), with{}),
			s.area(at+"text", "staff.term.text", with{rows: 3}),
			&page.Input{Field: s.field(at+"amount", "staff.term.amount", with{hint: "staff.term.amount_hint"}), Inputmode: "decimal", InputWrapper: &page.FormGroup{Classes: "linli-amount"},
				Suffix: &page.Text{Text: s.rules.Currency}},
			s.day(at+"due", "staff.term.due", with{}),
			s.input(at+"method", "staff.term.method", with{hint: "staff.term.method_hint"}),
		}}
		if n > 1 {
			t.Remove = "remove_term:" + strconv.Itoa(i)
		}
		out = append(out, t)
	}
	return out
}

func readDraft(s *sheet) mediation.Command {
	d := mediation.Draft{Partial: s.yes("partial"), Language: s.Value("language"), Parties: s.all("parties"), Facts: s.Value("facts"),
		Issues: s.Value("issues"), Responsibility: s.Value("responsibility"), NoWaiver: s.yes("no_waiver")}
	for i := range termRows(s.Form) {
		at := fmt.Sprintf("terms[%d].", i)
		t := mediation.Term{Type: s.Value(at + "kind"), Text: s.Value(at + "text"), Delivery: s.Value(at + "method")}
		t.Obligor, _ = id.Parse(s.Value(at + "obligor"))
		t.Obligee, _ = id.Parse(s.Value(at + "obligee"))
		if t.Amount.Minor = s.money(at + "amount"); t.Amount.Minor > 0 {
			t.Amount.Currency = s.rules.Currency
		}
		if due := s.Date(at+"due", s.zone()); !due.IsZero() {
			t.Due = due.Format(time.DateOnly)
		}
		d.Terms = append(d.Terms, t)
	}
	return d
}

// money reads an amount as people write it, "1,200.50", in minor units of a currency with two of them.
func money(f *page.Form, name string) int64 {
	s := strings.NewReplacer(",", "", "，", "", " ", "", "¥", "", "￥", "", "元", "").Replace(narrow(f.Value(name)))
	if s == "" {
		return 0
	}
	whole, part, _ := strings.Cut(s, ".")
	if len(part) > 2 || len(whole) > 12 {
		f.Add(name, "staff.field.money")
		return 0
	}
	n, err := strconv.ParseUint(whole+part+strings.Repeat("0", 2-len(part)), 10, 63)
	if err != nil {
		f.Add(name, "staff.field.money")
	}
	return int64(n) //nolint:gosec // 63 bits
}

func (s *sheet) money(name string) int64 { return money(s.Form, name) }

// narrow turns the full-width digits and the full stop of a Chinese keyboard into plain ones.
func narrow(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r == '．' || r == '。':
			return '.'
		}
		return r
	}, s)
}

// signers offers the parties of the draft.
func laySigner(s *sheet) []any {
	a := s.Case.Agreement
	return []any{s.partyRadios(func(p mediation.Party) bool { return a != nil && slices.Contains(a.Parties, p.ID) })}
}

func layPause(s *sheet) []any {
	return append(laySigner(s), s.input("days", "staff.pause.days", with{hint: "staff.pause.days_hint", kind: "number", value: "3"}))
}

func readPause(s *sheet) mediation.Command {
	return mediation.Pause{Party: s.chosen("party"), Days: int(s.Number("days"))}
}

func laySign(s *sheet) []any {
	var acts []page.Item
	for _, m := range s.Case.Missing() {
		if s.mayRecord(m) {
			acts = append(acts, page.Item{Value: actText(m), Text: s.signer(m.As, m.Of)})
		}
	}
	out := []any{s.radios("act", "staff.sign.whose", acts, with{}),
		s.radios("method", "staff.sign.method", s.codes("mediation.method.", "paper"), with{value: "paper"})}
	scans := []page.Item{{Value: "", Text: s.t("staff.sign.no_scan")}}
	if s.Opened != nil {
		for _, f := range s.files() {
			scans = append(scans, page.Item{Value: f.Href[strings.LastIndex(f.Href, "/")+1:], Text: f.Title})
		}
	}
	if len(scans) > 1 {
		out = append(out, &page.Select{Field: s.field("scan", "staff.sign.scan", with{hint: "staff.sign.scan_hint"}), Items: scans})
	}
	if s.may("sign") {
		out = append(out, s.box("support_offered", "staff.sign.support", with{}))
	}
	hash := ""
	if s.Case.Agreement != nil {
		hash = s.Case.Agreement.Text
	}
	return append(out, hidden{"text", hash})
}

// signPages are the pages on which an act that is missing can be done on the screen or with a passkey, where the law allows it.
func (s *sheet) signPages() []page.Link {
	if kind, _ := s.rules.Mediation.DisputeType(s.Case.Type); kind.ScreenSigningBarred {
		return nil
	}
	var out []page.Link
	for _, m := range s.Case.Missing() {
		if s.mayRecord(m) {
			out = append(out, page.Link{Text: s.signer(m.As, m.Of), Href: s.Href("signature", s.Case.ActName(m))})
		}
	}
	return out
}

// hidden is a value that the form carries along: what the reader had before the eyes.
type hidden struct{ Name, Value string }

func readSign(s *sheet) mediation.Command {
	x := mediation.Sign{Method: s.Value("method"), Text: s.Value("text"), SupportOffered: s.yes("support_offered")}
	as, of, _ := strings.Cut(s.Value("act"), ":")
	who, err := id.Parse(of)
	if as == "" || err != nil {
		s.Add("act", "form.choose")
	}
	x.As = as
	switch as {
	case "party":
		x.Party = who
	case "mediator":
		x.Engagement = who
	}
	if s.Value("scan") != "" {
		x.Scan = s.chosen("scan")
	}
	return x
}

func layExtension(s *sheet) []any {
	return []any{s.input("days", "staff.extension.days", with{hint: "staff.extension.days_hint", kind: "number"})}
}

func readExtension(s *sheet) mediation.Command {
	return mediation.AskExtension{Days: int(s.Number("days"))}
}

func layAgreeExtension(s *sheet) []any {
	x := s.Case.Extension
	return []any{s.partyRadios(func(p mediation.Party) bool { return x == nil || !slices.Contains(x.Agreed, p.ID) })}
}

package mediation_test

import (
	"net/http"
	"strings"
	"testing"

	"linli/mediation"
	"linli/platform/id"
)

// The form of a change holds what is still owed; nothing changes before it is saved, and the old agreement stands until all
// have signed.
func TestAnAgreementIsChangedOnThePage(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		c := s.To(mediation.Effective)
		at := "/mediations/" + c.ID.String()
		v := s.as("mediator")
		says(t, v.page(at), at+"/vary")
		body := v.page(at + "/vary")
		f := v.form(body, at+"/vary")
		status, body := f.press("")
		if status != http.StatusBadRequest && status != http.StatusUnprocessableEntity {
			t.Errorf("without the declaration: %d", status)
		}
		says(t, body, "no term gives up a right")
		f = v.form(v.page(at+"/vary"), at+"/vary")
		f.fill("no_waiver", "yes", "terms[0].due-year", "2026", "terms[0].due-month", "12", "terms[0].due-day", "20")
		if status, body = f.press(""); status != http.StatusOK {
			t.Fatalf("the check of a change: %d", status)
		}
		says(t, body, "Nothing is saved yet")
		v.form(body, at+"/vary").goes("save")
		after := v.page(at)
		says(t, after, "Waiting for signatures")
		got, _, err := s.App.Mediation.See(s.Ctx, s.As("mediator"), c.ID)
		if err != nil || got.Standing == nil || got.Agreement.Instalments[0].Due != "2026-12-20" || got.Agreement.Instalments[0].Amount != got.Standing.Agreement.Instalments[0].Amount {
			t.Errorf("%+v, %v", got.Agreement, err)
		}
	})
}

// TestAChangeKeepsCurrencyAndInstalments: who changes one word of an agreement over dollars, in unequal parts, and over yen, which
// have no cents, changes nothing else of what is owed.
func TestAChangeKeepsCurrencyAndInstalments(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		c, v := s.To(mediation.InSession), s.as("mediator")
		at := "/mediations/" + c.ID.String()
		a, b := c.Parties[0].ID.String(), c.Parties[1].ID.String()
		v.act(at, "record", func(f *filled) { f.fill("minutes", "50", "text", "双方心平气和").tick("present", a, b) })
		_, body := v.form(v.page(at+"/draft"), at+"/draft").press("add_term")
		f := v.form(body, at+"/draft").fill("language", "zh-Hans", "facts", "货款未付", "issues", "何时付清", "responsibility", "乙方付清", "no_waiver", "yes")
		for i, term := range [][2]string{{"USD", "1,000.50"}, {"JPY", "120000"}} {
			row := []string{"terms[0].", "terms[1]."}[i]
			f.fill(row+"obligor", b, row+"obligee", a, row+"kind", "money", row+"text", "支付货款", row+"method", "银行转账", row+"currency", term[0], row+"amount", term[1])
		}
		f.day("terms[1].due", "2026", "7", "1").fill("terms[0].instalments", "2026-04-30 200\n2026年5月31日：３00.50\n\n2026/8/1 500.5.0")
		status, body := f.press("")
		if status != http.StatusBadRequest {
			t.Errorf("a line that is none: %d", status)
		}
		says(t, body, "Write the day and the sum on line 4")
		says(t, body, `href="#terms-0-instalments"`)
		_, body = f.fill("terms[0].instalments", "2026-04-30 200\n2026年5月31日：３00.50\n\n2026/8/1 500", "terms[1].amount", "120000.5").press("")
		says(t, body, "Enter an amount such as 1200 or 120050.") // yen have no decimals
		_, body = v.form(body, at+"/draft").fill("terms[1].amount", "120000").press("")
		says(t, body, "US$300.50, by 31 May 2026")
		says(t, body, "JPY 120,000")
		v.form(body, at+"/draft").goes("save")
		c = s.Sign(s.read(c))
		first := c.Agreement.Instalments[0]
		c = s.Act(s.As("mediator"), c, mediation.ConfirmPerformance{Party: first.Obligee, Instalment: first.ID, Amount: first.Amount})
		second := c.Agreement.Instalments[1]
		c = s.Act(s.As("mediator"), c, mediation.ConfirmPerformance{Party: second.Obligee, Instalment: second.ID, Amount: mediation.Money{Minor: 50, Currency: "USD"}})
		hides(t, v.page(at+"/confirm_performance"), `govuk-input__suffix`) // dollars or yen, by what is chosen

		f = v.form(v.page(at+"/vary"), at+"/vary").fill("no_waiver", "yes", "facts", "货款一直未付")
		for name, want := range map[string]string{"terms[0].currency": "USD", "terms[0].amount": "800.00", "terms[0].instalments": "2026-05-31 300.00\n2026-08-01 500.00",
			"terms[1].currency": "JPY", "terms[1].amount": "120000", "terms[1].instalments": "", "terms[1].due-day": "01"} {
			if got := f.values.Get(name); got != want {
				t.Errorf("%s is filled with %q, want %q", name, got, want)
			}
		}
		_, body = f.press("")
		v.form(body, at+"/vary").goes("save")
		got := s.read(c)
		if got.Standing == nil || len(got.Agreement.Instalments) != 3 {
			t.Fatalf("%+v", got.Agreement)
		}
		for i, want := range []mediation.Part{{Amount: mediation.Money{Minor: 30000, Currency: "USD"}, Due: "2026-05-31"}, {Amount: mediation.Money{Minor: 50000, Currency: "USD"}, Due: "2026-08-01"},
			{Amount: mediation.Money{Minor: 120000, Currency: "JPY"}, Due: "2026-07-01"}} {
			if x := got.Agreement.Instalments[i]; x.Amount != want.Amount || x.Due != want.Due {
				t.Errorf("owed after the change: %+v, want %+v", x, want)
			}
		}
	})
}

// TestACorrectionKeepsTheCurrency: an application over dollars stays one when its summary is put right.
func TestACorrectionKeepsTheCurrency(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		v := s.as("clerk")
		body := v.page("/mediations/new")
		_, body = v.form(body, "/mediations/new").fill("own_dispute", "no", "type", "neighbour", "summary", "货款未付", "amount", "12.5", "currency", "USD",
			"parties[0].name", "阿依古丽欧阳", "parties[1].name", "慕容雪松").press("check")
		says(t, body, "US$12.50")
		to := v.form(body, "/mediations/new").goes("save")
		at := strings.TrimSuffix(to, "/created")
		f := v.form(v.page(at+"/correct_application"), at+"/correct_application")
		if f.values.Get("currency") != "USD" || f.values.Get("amount") != "12.50" {
			t.Errorf("filled with %s %s", f.values.Get("currency"), f.values.Get("amount"))
		}
		f.fill("summary", "两批货款未付", "why", "written_wrongly").goes("")
		c, err := id.Parse(at[strings.LastIndex(at, "/")+1:])
		s.must(err)
		o, err := s.App.Mediation.Open(s.Ctx, s.As("clerk"), c, "work")
		s.must(err)
		if o.Application.Amount != (mediation.Money{Minor: 1250, Currency: "USD"}) || o.Application.Summary != "两批货款未付" {
			t.Errorf("after the correction: %+v", o.Application)
		}
		_, body = v.form(v.page(at+"/correct_application"), at+"/correct_application").fill("currency", "XTS", "why", "written_wrongly").press("")
		says(t, body, `href="#currency"`)
	})
}

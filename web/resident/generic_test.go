package resident_test

import (
	"net/http"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/platform/id"
	"linli/report"
	"linli/testkit"
)

// elsewhere is an office of no country, which takes reports and nothing else.
func elsewhere(t *testing.T) *site {
	t.Helper()
	return newSite(t, apptest.NewIn(t, testkit.Embedded(t, "cases"), apptest.Origin, apptest.Anywhere()), origin)
}

// TestAnOfficeThatTakesReportsAlone: its first page begins with a report in each language, nothing leads to a mediation or to help, and the
// addresses of both are not there.
func TestAnOfficeThatTakesReportsAlone(t *testing.T) {
	s := elsewhere(t)
	b := s.browser(t)
	for lang, want := range map[string][]string{
		"en":      {"Lindenau Office takes what you tell it", "Report something", "call the emergency number first", "We answer by then"},
		"zh-Hans": {"Lindenau Office受理与地方、服务和本机构有关的事", "报事", "请先拨打当地的紧急电话"},
		"zh-Hant": {"Lindenau Office受理與地方、服務及本機構有關的事", "通報事情", "請先致電當地的緊急電話"},
	} {
		b.lang = lang
		_, home := b.get("/")
		says(t, home, append(want, `href="/report"`, `href="/complain"`, `href="/reported"`)...)
		silent(t, home, `href="/apply"`, `href="/apply/form.pdf"`, `href="/ask"`, `href="/mediators"`, `href="/invitations"`, `href="/services"`, "ediation", "调解", "調解")
	}
	for _, path := range []string{"/apply", "/apply?type=neighbour"} {
		if status, _ := b.get(path); status != http.StatusNotFound {
			t.Errorf("%s: %d", path, status)
		}
	}
	b.lang = "en"
	_, form := b.get("/complain")
	_, form = b.send("/complain", with(fields(form), "unit", s.Unit("V1").String()))
	silent(t, form, "ediator", `type="radio"`)
	status, slip := b.send("/complain", with(fields(form), "text", "Nobody was there at ten.", "_key", b.key))
	if status != http.StatusOK || !digitsShown.MatchString(slip) {
		t.Fatalf("%d %s", status, visible(slip))
	}
	rows, _, err := s.App.Report.List(s.Ctx, s.As("upper.lead"), report.QueueFilter{Limit: 10})
	if err != nil || len(rows) != 1 {
		t.Fatalf("the unit above was told %+v (%v)", rows, err)
	}
	if c, err := s.App.Report.Repo.Case(s.Ctx, s.Tenant(), rows[0].Case.ID); err != nil || c.Category != "complaint_office" {
		t.Errorf("it is about %q (%v)", c.Category, err)
	}
}

// TestPromisesCountInTheOfficesZone: a report goes from the public page to closed. Ten working days end at midnight where the office is, also
// after its clocks went forward, and an interim reply begins ten more.
func TestPromisesCountInTheOfficesZone(t *testing.T) {
	s := elsewhere(t)
	handler := s.Handler()
	b := s.browser(t)
	_, what := b.get("/report")
	_, where := b.send("/report", with(fields(what), "category", "street_light"))
	_, tell := b.send("/report", with(fields(where), "address", "Lime Square", "unit", s.Unit("V1").String()))
	_, you := b.send("/report", with(fields(tell), "description", "The second lamp at the bridge is dark.", "q_fault", "out"))
	_, check := b.send("/report", fields(you))
	status, slip := b.send("/report", fields(check))
	if status != http.StatusOK {
		t.Fatalf("%d %s", status, visible(slip))
	}
	queue, _, err := s.App.Report.Queue(s.Ctx, handler, report.QueueFilter{})
	if err != nil || len(queue) != 1 {
		t.Fatalf("%v, %v", queue, err)
	}
	code, err := id.ParseCode(codeShown.FindStringSubmatch(slip)[1])
	if err != nil {
		t.Fatal(err)
	}
	c, reporter := s.Complained(code)
	due := func(rule string) time.Time {
		t.Helper()
		o, err := s.App.Report.Open(s.Ctx, reporter, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range o.Promises {
			if p.Rule == rule {
				return p.Due.UTC().Round(time.Second)
			}
		}
		return time.Time{}
	}
	if got := due("report_answer"); !got.Equal(time.Date(2026, 4, 6, 22, 0, 0, 0, time.UTC)) {
		t.Errorf("ten working days end %s, not at midnight of 6 April in Berlin's summer", got)
	}
	c = s.Answer(handler, c, report.Take{}, report.Accept{}, report.Start{}, report.ReplyMeanwhile{Text: "A part is on its way."})
	if got := due("report_interim"); !got.Equal(time.Date(2026, 4, 6, 22, 0, 0, 0, time.UTC)) {
		t.Errorf("after the interim reply it is owed %s", got)
	}
	at := "/r/" + code.String()
	enter := func() {
		b.get(at)
		b.post(at, "digits", digitsShown.FindStringSubmatch(slip)[1])
	}
	enter()
	for lang, want := range map[string][]string{
		"en":      {"A part is on its way.", "Done or answered within 10 working days of the interim reply", "At the latest 6 April 2026"},
		"zh-Hans": {"说明以后 10 个工作日内办结或者答复", "2026年4月6日"},
		"zh-Hant": {"說明之後 10 個工作天內辦結或答覆", "2026年4月6日"},
	} {
		b.lang = lang
		_, own := b.get(at)
		says(t, visible(own), want...)
	}
	s.Clock.Add(48 * time.Hour)
	s.Answer(handler, c, report.Fix{Text: "The lamp is lit again."}, report.Write{Text: "Is it so?"}, report.Close{})
	b.lang = "en"
	enter()
	_, own := b.get(at)
	says(t, visible(own), "Your report is closed", "The lamp is lit again.")
}

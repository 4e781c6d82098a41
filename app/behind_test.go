package app_test

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/insight"
	"linli/platform/calendar"
	"linli/platform/id"
	"linli/promise"
	"linli/report"
)

var nextPage = regexp.MustCompile(`href="([^"]+)">Next page`)

// TestBehindAFigureStandsWhatTheUnitDidLate: whoever leads a unit comes from an indicator, and from a line of the scorecard, to the own
// unit's late promises by case and day; their number is that of the figure, with what has moved on. A unit above, a statistician and
// everybody else do not; a figure that is not shown has no list; and nothing sealed is opened by it.
func TestBehindAFigureStandsWhatTheUnitDidLate(t *testing.T) {
	s := apptest.OpenSite(t)
	s.Handler()
	var cases []report.Case
	for range 55 {
		c, _ := s.Submit(s.Issue())
		cases = append(cases, c)
	}
	s.Answer(s.As("lead"), cases[0], report.Transfer{Unit: s.Unit("V2"), Text: "另一个村的路"})
	s.Apply()
	began := calendar.DateOf(s.Clock.Now(), time.UTC)
	s.Clock.Set(s.Clock.Now().AddDate(0, 0, 40))
	if err := s.App.Tick(s.Ctx); err != nil {
		t.Fatal(err)
	}
	rules, err := s.App.Report.Office.Rulebook(s.Ctx, s.Tenant(), s.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	year := insight.PeriodOf("quarter", began)
	at := func(figure string) string {
		return "/figures/late?" + url.Values{"figure": {figure}, "period": {year}, "unit": {s.Unit("V1").String()}}.Encode()
	}
	shown := 0
	for i := range rules.Figures.Indicators {
		in := &rules.Figures.Indicators[i]
		for _, login := range []string{"upper.lead", "statistician", "privacy", "clerk", "mediator", "records", "admin", ""} {
			if status, body := s.Ask(login, http.MethodGet, at(in.ID), nil); status == http.StatusOK || strings.Contains(body, "/reports/") {
				t.Errorf("%s reads what is behind %s: %d", login, in.ID, status)
			}
		}
		page := s.Page("upper.lead", "/figures/indicators?period="+year+"&unit="+s.Unit("V1").String()) + s.Page("statistician", "/figures/card?period="+year)
		if strings.Contains(page, "/figures/late") {
			t.Error("a list is offered to somebody who has none")
		}
		lists := slices.Contains([]string{"answered_in_time", "report_promises", "mediation_promises", "duty_promises", "help_promises"}, in.ID)
		status, body := s.Ask("lead", http.MethodGet, at(in.ID), nil)
		if !lists {
			if status != http.StatusNotFound {
				t.Errorf("%s has a list: %d", in.ID, status)
			}
			continue
		}
		held, err := s.App.Insight.Declared(s.Ctx, s.As("lead"), insight.Span{Tenant: s.Tenant(), Unit: s.Unit("V1"), Kind: "quarter", Period: year})
		if err != nil {
			t.Fatal(err)
		}
		h := held[slices.IndexFunc(held, func(h insight.Held) bool { return h.Indicator.ID == in.ID })]
		if offered := strings.Contains(s.Page("lead", "/figures/indicators?period="+year), html.EscapeString(at(in.ID))); offered == h.None {
			t.Errorf("the list behind %s is offered: %t", in.ID, offered)
		}
		if h.None || h.Figure.Suppressed {
			if strings.Contains(body, `id="late"`) || strings.Contains(body, "/mediations/") {
				t.Errorf("%s is not shown, and its list is: %s", in.ID, body)
			}
			all, err := s.App.Insight.Late(s.Ctx, s.As("lead"), insight.Span{Tenant: s.Tenant(), Unit: s.Unit("V1"), Kind: "quarter", Period: year}, in.ID,
				[]insight.Row{{Unit: s.Unit("V1")}}, promise.Place{})
			if err != nil || len(all.Rows) > 0 {
				t.Errorf("%s is not shown, and %d rows behind it are: %v", in.ID, len(all.Rows), err)
			}
			continue
		}
		shown++
		want, got, next := int(*h.Figure.Denominator-*h.Figure.Numerator), 0, at(in.ID)
		for next != "" {
			body = html.UnescapeString(s.Page("lead", next))
			got += strings.Count(body, "task-list__link") + strings.Count(body, "1 more is not listed here")
			if strings.Contains(body, "Osmanthus") || strings.Contains(body, cases[0].ID.String()) {
				t.Errorf("the list of %s names a place, or a case of another unit", in.ID)
			}
			next = ""
			if m := nextPage.FindStringSubmatch(body); m != nil {
				next = m[1]
			}
		}
		if got != want || want < 50 {
			t.Errorf("%s leaves %d out, and %d are listed", in.ID, want, got)
		}
	}
	if shown != 2 {
		t.Errorf("%d figures are shown", shown)
	}
	apptest.Says(t, s.Page("lead", "/figures/card?period="+year), "/figures/late?figure=answered_in_time")
	for _, bad := range []string{"x", "zz~nobody~k", "1~" + (id.ID{}).String()} {
		if status, _ := s.Ask("lead", http.MethodGet, at("report_promises")+"&after="+url.QueryEscape(bad), nil); status >= http.StatusInternalServerError {
			t.Errorf("a page after %q: %d", bad, status)
		}
	}
}

// TestACellOfTheBoardListsWhatWasNotDoneInTime: as many as the cell counts, whoever sees the board; nobody else.
func TestACellOfTheBoardListsWhatWasNotDoneInTime(t *testing.T) {
	inTown(t, func(t *testing.T, w *town) {
		w.Clock.Set(w.Clock.Now().AddDate(0, 2, 0))
		w.tick()
		board, err := w.App.Duty.Year(w.Ctx, w.As("lead"), w.Unit("V1"), w.Clock.Now().Year())
		if err != nil {
			t.Fatal(err)
		}
		cells := 0
		for _, of := range board.Duties {
			for m, tally := range of.Months {
				month := calendar.Date{Year: board.Year, Month: time.Month(m + 1), Day: 1}
				rows, err := w.App.Duty.Wrong(w.Ctx, w.As("lead"), w.Unit("V1"), of.Rule.ID, month)
				if err != nil || len(rows) != tally.Wrong() {
					t.Errorf("%s in %s: %d of %d, %v", of.Rule.ID, month, len(rows), tally.Wrong(), err)
				}
				if len(rows) > 0 {
					cells++
					if _, err := w.App.Duty.Wrong(w.Ctx, w.As("statistician"), w.Unit("V1"), of.Rule.ID, month); err == nil {
						t.Error("a statistician reads duties")
					}
				}
			}
		}
		if cells < 3 {
			t.Errorf("%d cells have something late", cells)
		}
		site := w.OpenSite()
		link := regexp.MustCompile(`href="(/duties\?unit=[^"]+month=[^"]+)"`).FindStringSubmatch(html.UnescapeString(site.Page("lead", "/duties/board")))
		if link == nil {
			t.Fatal("no cell of the board leads anywhere")
		}
		apptest.Says(t, site.Page("lead", link[1]), "Not done in time", "/duties/0")
		if status, _ := site.Ask("lead", http.MethodGet, "/duties?duty=x&month=2026-13", nil); status != http.StatusNotFound {
			t.Errorf("a month that there is not: %d", status)
		}
	})
}

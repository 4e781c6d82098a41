package app_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/platform/access"
	"linli/platform/id"
	"linli/report"
)

// TestAnAccountKeepsViewsOfItsQueue: they are its own and nobody else's, hold the queue's filters and nothing more, are destroyed with
// their key when one is taken out, and are all forgotten when the account is closed.
func TestAnAccountKeepsViewsOfItsQueue(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		s, clerk, lead := w.App.Report, w.Handler(), w.As("lead")
		save := func(a access.Actor, v report.View) {
			t.Helper()
			if _, err := s.SaveView(w.Ctx, a, v); err != nil {
				t.Fatal(err)
			}
		}
		views := func(a access.Actor) string {
			t.Helper()
			all, err := s.Views(w.Ctx, a)
			if err != nil {
				t.Fatal(err)
			}
			out, err := json.Marshal(all)
			if err != nil {
				t.Fatal(err)
			}
			return string(out)
		}
		sealed := func(a access.Actor) id.ID {
			t.Helper()
			x, err := s.Repo.Views(w.Ctx, w.Tenant(), a.Account)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(string(x.Body), "street_light") || strings.Contains(string(x.Body), "路灯") {
				t.Error("the row has it in clear")
			}
			return x.Key
		}

		save(clerk, report.View{Name: " 路灯 ", Unit: w.Unit("V1"), Category: "street_light", State: report.Received})
		save(clerk, report.View{Name: "新到的", Unit: w.Unit("V2"), Category: "13812345678", State: report.Received})
		want := fmt.Sprintf(`[{"name":"路灯","unit":%q,"category":"street_light","state":"received"},{"name":"新到的","state":"received"}]`, w.Unit("V1"))
		if got := views(clerk); got != want {
			t.Errorf("the clerk keeps %s, not %s", got, want)
		}
		if views(lead) != "null" {
			t.Error("the lead reads the clerk's")
		}
		key := sealed(clerk)
		save(clerk, report.View{Name: "路灯", Category: "street_light"})
		if got := views(clerk); !strings.Contains(got, `{"name":"路灯","category":"street_light"}`) || strings.Count(got, "路灯") != 1 || sealed(clerk) != key {
			t.Errorf("saved anew it is %s", got)
		}
		if err := s.DropView(w.Ctx, clerk, "路灯"); err != nil {
			t.Fatal(err)
		}
		if got := views(clerk); got != `[{"name":"新到的","state":"received"}]` || sealed(clerk) == key {
			t.Errorf("after one was taken out: %s, its key is there: %v", got, sealed(clerk) == key)
		}
		for n := range 19 {
			save(clerk, report.View{Name: fmt.Sprint(n), State: report.Closed})
		}
		for want, v := range map[string]report.View{
			"issue.views.too_many": {Name: "20", State: report.Closed},
			"issue.views.whole":    {Name: "all", Category: "13812345678"},
			"form.required":        {Name: " ", State: report.Closed},
			"form.too_long":        {Name: strings.Repeat("长", 41), State: report.Closed},
		} {
			_, err := s.SaveView(w.Ctx, clerk, v)
			apptest.Refused(t, err, want)
		}
		_, err := s.SaveView(w.Ctx, w.As("mediator"), report.View{Name: "x", State: report.Closed})
		apptest.Refused(t, err, "access.refused.report.queue")

		save(lead, report.View{Name: "都结了", State: report.Closed})
		keys := []id.ID{sealed(clerk), sealed(lead)}
		if err := w.App.Office.CloseAccount(w.Ctx, w.As("admin"), clerk.Account); err != nil {
			t.Fatal(err)
		}
		if err := s.Tick(w.Ctx, w.Tenant()); err != nil {
			t.Fatal(err)
		}
		if !sealed(clerk).IsZero() || sealed(lead) != keys[1] || views(lead) == "null" {
			t.Error("what a closed account kept is there, or what another keeps is gone")
		}
		left, err := s.Repo.Keys(w.Ctx, w.Tenant(), clerk.Account)
		if err != nil || len(left) != 0 {
			t.Errorf("%d keys outlive the account, %v", len(left), err)
		}
		if err := s.DropView(w.Ctx, lead, "都结了"); err != nil || !sealed(lead).IsZero() {
			t.Errorf("the last is taken out, and its row is there: %v", err)
		}
	})
}

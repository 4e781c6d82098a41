package house_test

import (
	"testing"

	"linli/app/apptest"
	"linli/platform/access"
	"linli/platform/outbound"
	reports "linli/report"
	"linli/report/recipient"
)

// hearing has the reporter of a report hear by e-mail that something waits.
func hearing(t *testing.T, w *apptest.World, c reports.Case) reports.Case {
	t.Helper()
	author := access.Actor{Kind: access.Resident, Tenant: c.Tenant, Case: c.ID, Party: c.Author, Via: "web", Language: w.Language()}
	c = w.Answer(author, c, reports.TellByMail{Address: firstAddress, Language: "en"})
	letter, err := w.App.Report.Letter(w.Ctx, c.Tenant, c.ID, true)
	if err == nil {
		err = w.App.Report.ConfirmMail(w.Ctx, author, letter.Digits)
	}
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// forwarded leaves a report on its way to another office, and one that waits for what another office says.
func forwarded(t *testing.T, w *apptest.World) {
	t.Helper()
	w.App.Recipients.Out = outbound.New(true)
	handler := w.Handler()
	f := w.Issue()
	f.MayPass = true
	c, _ := w.Submit(f)
	same, _ := w.Submit(f)
	w.Answer(handler, same, reports.Take{}, reports.Accept{}, reports.Join{Into: c.ID}) // which leaves a job of its own
	c = w.Answer(handler, c, reports.Take{}, reports.Accept{})
	c = hearing(t, w, c)
	c.Tenant = w.Tenant()
	for i := range 2 {
		to, err := w.App.Recipients.Add(w.Ctx, w.As("admin"), recipient.Entry{Name: "路灯所", URL: "http://127.0.0.1:9", Takes: map[string]string{f.Category: "1"}})
		if err != nil {
			t.Fatal(err)
		}
		c = w.Answer(handler, c, reports.Forward{To: to.ID, Text: "灯不亮", Place: "路口"})
		if i == 0 {
			continue
		}
		system := access.Actor{Kind: access.System, Tenant: w.Tenant(), Via: "job"}
		if _, err := w.App.Report.Act(w.Ctx, system, c.ID, reports.Delivered{To: to.ID, Remote: "1"}, nil); err != nil {
			t.Fatal(err)
		}
	}
}

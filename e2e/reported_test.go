package e2e_test

import (
	"bytes"
	"testing"

	"linli/app/apptest"
	"linli/platform/blob/blobtest"
	"linli/platform/notify"
	"linli/report"
	"linli/report/subscription"
)

// TestReported: anybody reads what was let through, narrows it, opens one, and looks at the table of areas; a handler decides what is let
// through of another, with a photograph of which a part is covered.
func TestReported(t *testing.T) {
	scene{scenarios: []string{"scenarios/reported.mjs"}, logins: []string{"clerk", "lead"}, data: func(t *testing.T, w *apptest.World) map[string]any {
		handler := w.Handler()
		for i := range 24 {
			f := w.Issue()
			if i%2 == 0 {
				f.Category, f.Answers = "waste", nil
			}
			c, _ := w.Submit(f)
			c = w.Answer(handler, c, report.Take{}, report.Accept{}, report.Publish{Text: "小学门口的路灯三天没亮，孩子放学时天已经黑了", Place: "荷塘路小学门口"})
			if i%3 == 0 {
				w.Answer(handler, c, report.Fix{Text: "换了灯"}, report.Close{})
			}
		}
		w.Clock.Add(8 * 24 * 3600e9)
		f := w.Issue()
		f.Text, f.Look = "王先生家楼下的路灯不亮，电话13812345678", true
		c, reporter := w.Submit(f)
		if _, err := w.App.Report.Upload(w.Ctx, reporter, c.ID, "lamp.jpg", bytes.NewReader(blobtest.Photographs()[3].Raw)); err != nil {
			t.Fatal(err)
		}
		w.Answer(handler, c, report.Take{}, report.Accept{})
		return map[string]any{"undecided": c.ID.String(), "follow": followed(t, w)}
	}}.play(t)
}

// followed has the office send mail, which nothing takes, and returns the code of a mail that asks an address whether it wants to follow.
func followed(t *testing.T, w *apptest.World) string {
	t.Helper()
	var err error
	if w.App.Mailer, err = notify.NewMailer(notify.Config{Host: "127.0.0.1", Port: 9, TLS: notify.NoTLS, From: "office@example.org", Origin: apptest.Origin}, w.App.Texts, w.Clock); err != nil {
		t.Fatal(err)
	}
	if _, err := w.App.Follows.Ask(w.Ctx, w.Tenant(), w.Office.Tenant.Tag, subscription.Wish{Category: "waste", Language: "en", Address: "a@example.org"}, nil); err != nil {
		t.Fatal(err)
	}
	jobs, err := w.App.Queue.Due(w.Ctx, w.Tenant(), subscription.Job, w.Clock.Now(), 1)
	if err != nil || len(jobs) != 1 {
		t.Fatalf("%v, %v", jobs, err)
	}
	_, letter, err := w.App.Follows.Letter(w.Ctx, jobs[0])
	if err != nil {
		t.Fatal(err)
	}
	return string(letter.Code)
}

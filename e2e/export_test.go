package e2e_test

import (
	"path/filepath"
	"testing"

	"filippo.io/age"

	"linli/app"
	"linli/app/apptest"
	"linli/casefile"
	"linli/mediation"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/referral"
	"linli/report"
)

// TestExport has a copy of a case leave the office: the clerk asks, two others approve.
func TestExport(t *testing.T) {
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	scene{scenarios: []string{"scenarios/export.mjs"}, logins: []string{"lead", "clerk", "records"}, data: func(t *testing.T, w *apptest.World) map[string]any {
		return each(func(i18n.Language) map[string]any {
			return map[string]any{"case": w.To(mediation.Assigned).ID.String(), "to": key.Recipient().String()}
		})
	}}.play(t)
}

// TestExportOthers has copies of a report and of a request for help leave; of two others of them one has left already, which whoever they are of reads.
func TestExportOthers(t *testing.T) {
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	to := key.Recipient().String()
	scene{scenarios: []string{"scenarios/export_others.mjs"}, logins: []string{"lead", "clerk", "records"}, data: func(t *testing.T, w *apptest.World) map[string]any {
		w.Handler()
		return each(func(i18n.Language) map[string]any {
			c, _ := w.Submit(w.Issue())
			w.Answer(w.As("clerk"), c, report.Take{}, report.Accept{})
			help, _ := w.Ask(w.Request())
			w.Help(w.Worker(), help, referral.Take{Apart: true})
			reporter, helped := slipsOf(t, w)
			left(t, w, key, reporter["code"], helped["code"])
			return map[string]any{"report": c.ID.String(), "help": help.ID.String(), "to": to, "author": reporter, "asked": helped}
		})
	}}.play(t)
}

// left has a copy of the report and of the request for help of two codes leave.
func left(t *testing.T, w *apptest.World, key *age.X25519Identity, reported, asked string) {
	t.Helper()
	to := key.Recipient().String()
	write := func(request id.ID) {
		out := filepath.Join(t.TempDir(), "copy.age")
		if err := w.App.ExportCase(w.Ctx, w.Office.Tenant, app.Leave{Request: request, What: casefile.ExportResident, To: key.Recipient(), Out: out}); err != nil {
			t.Fatal(err)
		}
	}
	code, err := id.ParseCode(reported)
	if err != nil {
		t.Fatal(err)
	}
	c, _ := w.Complained(code)
	c = w.Answer(w.As("clerk"), c, report.Take{}, report.Accept{}, report.Aside(casefile.AskExport{Purpose: casefile.ForOwnCopy, Shown: casefile.Shown[0], To: to}))
	for _, login := range []string{"lead", "records"} {
		c = w.Answer(w.As(login), c, report.Aside(casefile.ApproveExport{Export: c.Exports[0].ID}))
	}
	write(c.Exports[0].ID)
	if code, err = id.ParseCode(asked); err != nil {
		t.Fatal(err)
	}
	slip, err := w.App.Referral.Repo.Slip(w.Ctx, w.Tenant(), code)
	if err != nil {
		t.Fatal(err)
	}
	help, err := w.App.Referral.Repo.Case(w.Ctx, w.Tenant(), slip.Case)
	if err != nil {
		t.Fatal(err)
	}
	help = w.Help(w.Worker(), help, referral.Take{Apart: true}, referral.Aside(casefile.AskExport{Purpose: casefile.ForOwnCopy, Shown: casefile.Shown[0], To: to}))
	for _, login := range []string{"lead", "records"} {
		help = w.Help(w.As(login), help, referral.Aside(casefile.ApproveExport{Export: help.Exports[0].ID}))
	}
	write(help.Exports[0].ID)
}

package office_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/job"
	weboffice "linli/web/office"
)

// engine is an operation whose state the test says.
type engine struct {
	state   weboffice.State
	open    map[id.ID]int
	retried []id.ID
}

func (e *engine) State(context.Context, id.ID) (weboffice.State, error) { return e.state, nil }
func (e *engine) Retry(_ context.Context, _, job id.ID) error {
	e.retried = append(e.retried, job)
	return nil
}
func (e *engine) Open(_ context.Context, _, account id.ID) (int, error) { return e.open[account], nil }

func TestTheFirstPageOfThoseWithoutCases(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		failed := job.Job{ID: id.ID{7, 6: 0x70, 8: 0x80}, Kind: "mediation.mail", MadeAt: s.clock.Now(), Error: "notify.mail.refused"}
		e := &engine{state: weboffice.State{Problems: []*fault.Error{fault.New(fault.Internal, "cli.doctor.zone").With(fault.Args{"zone": "Nowhere"})}, Failed: []job.Job{failed}}}
		s.pages.Operation = e
		admin := s.browser()
		admin.enrol(s.founded.Code.String())
		_, body := admin.get("/start")
		for _, x := range []string{"As administrator you look after units", "Nobody is told yet where to come", "the zone Nowhere is not known", "E-mail to a party",
			"notify.mail.refused", "No rulebook is in effect today", `href="/office"`, `#desk"`} {
			says(t, body, x)
		}
		if strings.Contains(body, `href="/figures"`) || strings.Contains(body, `href="/office/record"`) {
			t.Error("an administrator is shown what only others may open")
		}
		if status, to := admin.post("/office/jobs/" + failed.ID.String() + "/retry"); status != http.StatusSeeOther || to != "/start" || len(e.retried) != 1 || e.retried[0] != failed.ID {
			t.Errorf("%d %s, retried %v", status, to, e.retried)
		}
		e.state = weboffice.State{}
		_, body = admin.get("/start")
		says(t, body, "It begins again now.")
		says(t, body, "Nothing is wrong")
		says(t, body, "No work has failed.")

		root := "/office/units/" + s.founded.Root.ID.String()
		for _, x := range []struct {
			kind access.PostKind
			want string
		}{{access.Statistician, `href="/figures"`}, {access.Records, "As archivist you put"}, {access.Privacy, `href="/office/record"`}} { // who can approve the next last
			kind, want := x.kind, x.want
			admin.get(root)
			_, body := admin.post(root+"/accounts", "login", string(kind), "person", string(kind), "language", "en")
			code := find(t, codeShown, body)
			_, body = admin.get(root)
			admin.post(root+"/posts", "account", optionOf(t, body, string(kind)+" ("+string(kind)+")"), "kind", string(kind))
			b := s.browser()
			b.enrol(code)
			_, body = b.get("/start")
			says(t, body, want)
			if strings.Contains(body, "How the office runs") || strings.Contains(body, `href="/office"`) {
				t.Errorf("%s sees how the office runs", kind)
			}
			if status, _ := b.post("/office/jobs/" + failed.ID.String() + "/retry"); status != http.StatusForbidden && status != http.StatusNotFound {
				t.Errorf("%s tries again: %d", kind, status)
			}
		}
		if len(e.retried) != 1 {
			t.Error("somebody else's try was taken")
		}
	})
}

// TestClosingAsksFirst: no account is closed by one click, and the page says what becomes of its cases.
func TestClosingAsksFirst(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		e := &engine{open: map[id.ID]int{}}
		s.pages.Operation = e
		b := s.browser()
		b.enrol(s.founded.Code.String())
		root := "/office/units/" + s.founded.Root.ID.String()
		b.get(root)
		b.post(root+"/accounts", "login", "mei", "person", "Mei", "language", "en")
		_, body := b.get(root)
		account, err := id.Parse(optionOf(t, body, "Mei (mei)"))
		if err != nil {
			t.Fatal(err)
		}
		at := root + "/accounts/" + account.String() + "/close"
		says(t, body, `href="`+at+`"`)
		if strings.Contains(body, `action="`+at+`"`) {
			t.Error("one click on the unit's page closes the account")
		}
		e.open[account] = 3
		status, body := b.get(at)
		if status != http.StatusOK {
			t.Fatal(status)
		}
		for _, x := range []string{"Close the account of Mei", "This account is working on open cases: 3.", "Hand over", "All posts of the account end now."} {
			says(t, body, x)
		}
		delete(e.open, account)
		_, body = b.get(at)
		says(t, body, "This account is working on no open case.")
		if status, to := b.post(at); status != http.StatusSeeOther || to != root {
			t.Errorf("%d %s", status, to)
		}
		_, body = b.get(root)
		says(t, body, "Closed on")
		if status, _ := b.get(at); status != http.StatusSeeOther {
			t.Errorf("closing it again: %d", status)
		}
		if status, _ := b.get(root + "/accounts/" + id.ID{9}.String() + "/close"); status != http.StatusNotFound {
			t.Errorf("an account that is not there: %d", status)
		}
	})
}

package house_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/vault"
	"linli/promise"
	"linli/referral"
)

// helped is [seeking] as a case.
func helped(t *testing.T, w *apptest.World, who person) referral.Case {
	t.Helper()
	c, err := w.App.Referral.Repo.Case(w.Ctx, w.Tenant(), seeking(t, w, who).id)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// asking is the person of a request for help with its slip; serving the service of its first referral with its link.
func asking(c referral.Case) access.Actor {
	return access.Actor{Kind: access.Resident, Tenant: c.Tenant, Case: c.ID, Party: c.Person, Via: "web"}
}

func serving(c referral.Case) access.Actor {
	return access.Actor{Kind: access.Provider, Tenant: c.Tenant, Case: c.ID, Party: c.Referrals[0].ID, Via: "link"}
}

// helpResponses are what everybody gets to see of the request for help in a twin world: staff, its person, the service, and everybody who
// has a slip of another case.
func helpResponses(w *apptest.World, cases []mediation.Case, m matter, say func(string, any, error)) {
	w.T.Helper()
	s := w.App.Referral
	c, err := s.Repo.Case(w.Ctx, w.Tenant(), m.id)
	if err != nil {
		w.T.Fatal(err)
	}
	look := func(help string) {
		for _, h := range w.Office.Staff {
			if h.Token == "" {
				continue
			}
			a := w.As(h.Login)
			rows, _, err := s.List(w.Ctx, a, referral.Filter{Limit: 10})
			say(h.Login+" lists "+help, rows, err)
			due, err := s.Due(w.Ctx, a, promise.Filter{Until: w.Clock.Now().AddDate(0, 2, 0), Limit: 10})
			say(h.Login+" looks at what is due on "+help, due, err)
			seen, promises, err := s.See(w.Ctx, a, c.ID)
			say(h.Login+" sees "+help, []any{seen, promises}, err)
			o, err := s.Open(w.Ctx, a, c.ID)
			say(h.Login+" opens "+help, o, err)
		}
	}
	look("help")
	o, err := s.Open(w.Ctx, asking(c), c.ID)
	say("the person opens the help", o, err)
	told, err := s.OpenTold(w.Ctx, serving(c))
	say("the service opens the help", told, err)
	for i, m := range cases {
		if _, err := s.Open(w.Ctx, w.Party(m, 0), c.ID); err == nil {
			w.T.Errorf("the slip of case %d opens the help", i)
		}
		for _, a := range []access.Actor{asking(c), serving(c)} {
			if _, err := w.App.Mediation.Open(w.Ctx, a, m.ID, access.ForParty); err == nil {
				w.T.Errorf("who has the help opens case %d", i)
			}
		}
	}
	c = w.Help(asking(c), c, referral.Leave{}, referral.AskErasure{})
	look("restricted help")
	c = w.Help(w.As("records"), c, referral.AnswerErasure{})
	look("answered help")
}

// TestNoHelpOpensWithoutAWrittenAccessRow is refusal R6 for requests for help: the worker, the person and the service are each refused while
// the row cannot be written, and nothing is opened.
func TestNoHelpOpensWithoutAWrittenAccessRow(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c := helped(t, w, planted)
		s := w.App.Referral
		ways := []way{
			{"the worker's page", func() (any, error) { return s.Open(w.Ctx, w.Worker(), c.ID) }},
			{"the person's page", func() (any, error) { return s.Open(w.Ctx, asking(c), c.ID) }},
			{"the service's page", func() (any, error) { return s.OpenTold(w.Ctx, serving(c)) }},
		}
		spy := &watched{Vault: w.App.Vault}
		s.Vault = spy
		w.Clock.Add(time.Hour)
		recorder := s.Recorder
		s.Recorder = noRoom{}
		refuseAll(t, w, spy, ways, "a recorder that fails")
		s.Recorder = recorder
		w.Clock.Add(time.Hour)
		rename(t, w, "access_row", "access_row_away")
		refuseAll(t, w, spy, ways, "the table gone")
		rename(t, w, "access_row_away", "access_row")
		w.Clock.Add(time.Hour)
		for _, x := range ways {
			before := spy.opened
			if got, err := x.read(); err != nil || spy.opened == before || !strings.Contains(fmt.Sprintf("%+v", got), apptest.Planted[0]) {
				t.Errorf("%s opens %d texts, %v", x.name, spy.opened-before, err)
			}
		}
	})
}

// TestNothingOfHelpOutlivesItsRetention is refusal R7 for requests for help: before and after its end no planted word stands in clear
// anywhere, and after it no older copy opens; who leaves is nameless at once.
func TestNothingOfHelpOutlivesItsRetention(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c, left := helped(t, w, planted), helped(t, w, planted)
		who := w.Worker()
		c = w.Help(who, c, referral.AddGuardian{Name: apptest.Planted[1]}, referral.Appoint{At: w.Clock.Now().Add(time.Hour), Text: apptest.Planted[3]})
		c = w.Help(serving(c), c, referral.Complete{Referral: c.Referrals[0].ID, Outcome: "given", Text: apptest.Planted[3]})
		c = w.Help(asking(c), c, referral.Received{Referral: c.Referrals[0].ID, Text: apptest.Planted[3]})
		nowhere(t, w)
		kept, leaving := backUpOf(t, w, w.App.Referral.Repo, c.ID), backUpOf(t, w, w.App.Referral.Repo, left.ID)
		open := func(c referral.Case) access.Grant {
			t.Helper()
			w.Clock.Add(2 * time.Minute) // nothing is answered from memory
			g, err := w.App.Rights.Open(w.Ctx, w.App.Referral.Recorder, w.Clock.Now(), who, c.Facts(), access.ForWork)
			if err != nil {
				t.Fatal(err)
			}
			return g
		}
		left = w.Help(asking(left), left, referral.Leave{})
		pass(t, w, time.Hour)
		leaving.goneFor(t, w, open(left), func(s vault.Scope) bool { return s.Kind == vault.Identity || s.Kind == vault.Contact })
		c = w.Help(who, c, referral.Close{})
		pass(t, w, 4000*24*time.Hour)
		pass(t, w, 2*time.Hour)
		for _, x := range []struct {
			backup
			c id.ID
		}{{kept, c.ID}, {leaving, left.ID}} {
			now, err := w.App.Referral.Repo.Case(w.Ctx, w.Tenant(), x.c)
			if err != nil || now.Erased.IsZero() || len(now.Guardians)+len(now.Messages)+len(now.Appointments) > 0 {
				t.Fatalf("%+v, %v", now, err)
			}
			x.goneFor(t, w, open(now), func(vault.Scope) bool { return true })
		}
		for table, all := range rows(t, w.App.Stores.Cases) {
			for _, r := range all {
				owner, _ := r["case_id"].([]byte)
				if slices.Equal(owner, c.ID[:]) && slices.Contains([]string{"consent", "referral_request", "sealed", "case_key"}, table) {
					t.Errorf("%s keeps a row of it", table)
				}
			}
		}
		nowhere(t, w)
	})
}

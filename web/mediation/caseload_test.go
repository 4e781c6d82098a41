package mediation_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/id"
)

// TestACaseloadIsHandedOver: who resigns leaves cases at the desk and in mediation. The lead passes all on in one step; the former
// stops reading at once, whoever declared a conflict is not offered, notes stay closed to the successor, and the parties read it.
func TestACaseloadIsHandedOver(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		s.Hire("next.clerk", "V1", access.Clerk)
		s.Hire("next.mediator", "V1", access.Mediator)
		desk, tied, talks, over := s.To(mediation.Screening), s.To(mediation.Accepted), s.To(mediation.InSession), s.To(mediation.InSession)
		tied = s.Act(s.As("clerk"), tied, mediation.Propose{Account: s.Hired("next.mediator").Account, Lead: true})
		tied = s.Act(s.As("next.mediator"), tied, mediation.Disclose{Engagement: tied.Engagements[0].ID, Conflict: mediation.Disqualifying})
		tied = s.Act(s.As("clerk"), tied, mediation.Propose{Account: s.Hired("mediator").Account, Lead: true})
		talks = s.Act(s.As("mediator"), talks, mediation.WriteNote{Scope: mediation.NoteOfMediator, Text: "只有我自己看"})
		over = s.Act(s.Party(over, 0), over, mediation.Withdraw{Party: over.Parties[0].ID})
		unit := s.Unit("V1").String()
		lead, clerk, mediator := s.as("lead"), s.Hired("clerk").Account, s.Hired("mediator").Account
		says(t, lead.page("/mediations"), `href="/caseload"`)
		says(t, lead.page("/caseload"), "account="+clerk.String())
		says(t, lead.page("/caseload"), "account="+mediator.String())

		of := func(account id.ID) string {
			return lead.page("/caseload?unit=" + unit + "&account=" + account.String())
		}
		body := of(mediator)
		for _, c := range []mediation.Case{tied, talks} {
			says(t, body, `name="mediator-`+c.ID.String()+`"`)
		}
		says(t, body, `name="to-`+over.ID.String()+`"`) // its mediation is over: what is left is work at the desk
		_, choices, _ := strings.Cut(body, `name="mediator-`+tied.ID.String()+`"`)
		choices, _, _ = strings.Cut(choices, "</select>")
		if next := s.Hired("next.mediator").Account.String(); strings.Contains(choices, next) || !strings.Contains(choices, s.Hired("second").Account.String()) {
			t.Errorf("who declared a conflict in a case is offered for it, or nobody is: %s", choices)
		}

		form := url.Values{"_key": {"caseload-0001"}, "unit": {unit}, "account": {mediator.String()}, "mediator": {s.Hired("next.mediator").Account.String()}, "reason": {""}}
		if status, body := lead.post("/caseload", form); status != http.StatusBadRequest || !strings.Contains(body, "Choose") {
			t.Fatalf("without a reason: %d %s", status, summary(body))
		}
		form.Set("reason", "mediator_unavailable")
		form.Set("mediator-"+tied.ID.String(), s.Hired("second").Account.String())
		status, body := lead.post("/caseload", form)
		if status != http.StatusOK || strings.Count(body, "Has left; the successor is proposed") != 2 {
			t.Fatalf("%d %.3000s", status, body)
		}
		if status, _ := s.as("mediator").get("/mediations/" + talks.ID.String()); status != http.StatusNotFound {
			t.Errorf("the former mediator's page answers %d", status)
		}
		for _, c := range []struct {
			of mediation.Case
			to string
		}{{tied, "second"}, {talks, "next.mediator"}} {
			after, err := s.App.Mediation.Repo.Case(s.Ctx, s.Tenant(), c.of.ID)
			s.must(err)
			if p := after.Proposed(); len(p) != 1 || p[0] != s.Hired(c.to).Account {
				t.Errorf("proposed in the place of the former: %v", p)
			}
			if told, err := s.App.Queue.OfAccount(s.Ctx, s.Tenant(), s.Hired(c.to).Account, id.ID{}, 10); err != nil || len(told) == 0 || told[0].Key != "mediation.notice.propose" {
				t.Errorf("%s is told %v, %v", c.to, told, err)
			}
		}
		own, err := s.App.Mediation.Open(s.Ctx, s.Party(talks, 1), talks.ID, access.ForParty)
		s.must(err)
		if kinds := string(own.Events[len(own.Events)-1].Kind) + string(own.Events[len(own.Events)-2].Kind); kinds != "proposerecuse" {
			t.Errorf("the last that a party reads: %s", kinds)
		}
		next, e := s.As("next.mediator"), talks.Engagements[0].ID
		now, err := s.App.Mediation.Repo.Case(s.Ctx, s.Tenant(), talks.ID)
		s.must(err)
		now = s.Act(next, now, mediation.Disclose{Engagement: now.Engagements[1].ID, Conflict: mediation.NoConflict})
		for _, p := range now.Parties {
			now = s.Act(s.As("clerk"), now, mediation.AgreeMediator{Engagement: now.Engagements[1].ID, Party: p.ID, Agree: true})
		}
		opened, err := s.App.Mediation.Open(s.Ctx, next, talks.ID, access.ForWork)
		s.must(err)
		if now.NotesOpen(now.Engagement(e)) {
			t.Error("the successor reads the former mediator's notes")
		}
		for _, x := range opened.Texts {
			if strings.Contains(x.Text, "只有我自己看") {
				t.Error("the successor reads the former mediator's note")
			}
		}

		form = url.Values{"_key": {"caseload-0002"}, "unit": {unit}, "account": {clerk.String()}, "desk": {s.Hired("next.clerk").Account.String()}, "to-" + tied.ID.String(): {"keep"}}
		if status, body = lead.post("/caseload", form); status != http.StatusOK || !strings.Contains(body, "Handed over") || strings.Contains(body, "Not handed over") {
			t.Fatalf("%d %.3000s", status, body)
		}
		for _, c := range []struct {
			of            mediation.Case
			former, later string
		}{{desk, "clerk", "next.clerk"}, {tied, "next.clerk", "clerk"}} { // the one was kept
			_, err := s.App.Mediation.Open(s.Ctx, s.As(c.former), c.of.ID, access.ForWork)
			apptest.Refused(t, err, "access.refused.mediation.read")
			if _, err := s.App.Mediation.Open(s.Ctx, s.As(c.later), c.of.ID, access.ForWork); err != nil {
				t.Errorf("%s: %s reads nothing: %v", c.of.State, c.later, err)
			}
		}
		events := len(s.Events(desk))
		if status, body = lead.post("/caseload", form); status != http.StatusBadRequest || !strings.Contains(body, "a moment ago") || len(s.Events(desk)) != events {
			t.Errorf("sent twice: %d %s", status, summary(body))
		}

		// An account that is closed before keeps nothing from anybody.
		s.must(s.App.Office.CloseAccount(s.Ctx, s.As("admin"), mediator))
		says(t, of(mediator), `name="to-`+over.ID.String()+`"`)
		form = url.Values{"_key": {"caseload-0003"}, "unit": {unit}, "account": {mediator.String()}, "to-" + over.ID.String(): {"leave"}}
		if status, body = lead.post("/caseload", form); status != http.StatusOK || !strings.Contains(body, "Has left; nobody follows") || len(s.leftIn(over)) != 1 {
			t.Errorf("of a closed account: %d %s", status, summary(body))
		}
		for _, login := range []string{"clerk", "mediator", "other.clerk", "admin", "privacy"} {
			if status, _ := s.as(login).get("/caseload"); status == http.StatusOK {
				t.Errorf("%s passes on what others have in hand", login)
			}
		}
		if status, _ := lead.get("/caseload?unit=" + s.Unit("V2").String()); status != http.StatusNotFound {
			t.Errorf("the lead of another unit: %d", status)
		}
	})
}

// leftIn are the accounts at work on a case as it stands.
func (s *site) leftIn(c mediation.Case) []id.ID {
	now, err := s.App.Mediation.Repo.Case(s.Ctx, s.Tenant(), c.ID)
	s.must(err)
	return now.Assigned()
}

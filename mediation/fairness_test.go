package mediation

import (
	"testing"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/vault"
)

// TestTheOfficeRefusesItsOwnDispute: it is asked, never found by comparing names; nothing of the application is looked at
// or kept, and a case that is found to be such later ends on that ground.
func TestTheOfficeRefusesItsOwnDispute(t *testing.T) {
	r := newRoad(t)
	own := application(r.unit)
	own.OwnDispute, own.Parties, own.Summary = true, nil, "" // whatever else is wrong with it
	r.refused("mediation.guard.own_dispute", own)
	if len(r.all) > 0 {
		t.Errorf("%d steps of an application that was refused", len(r.all))
	}
	named := application(r.unit)
	named.Parties[1].Name = "本镇调解中心"
	r.do(named, Screen{}, NotAccept{Reason: OwnDispute})
	if r.c.State != NotAccepted || r.c.Reason != OwnDispute {
		t.Errorf("found before acceptance: %s, %s", r.c.State, r.c.Reason)
	}
	for _, rules := range []string{"cn", "us-ny"} {
		book, err := shippedBook(rules)
		if err != nil {
			t.Fatal(err)
		}
		r := newRoadUnder(t, book).to(InSession)
		r.do(Terminate{Reason: OwnDispute})
		if r.c.State != Terminated || r.c.Reason != OwnDispute {
			t.Errorf("%s, found in session: %s, %s", rules, r.c.State, r.c.Reason)
		}
		reason, _ := book.Mediation.Reason(OwnDispute)
		for _, l := range book.Languages {
			if book.Text(l, reason.Text) == "" {
				t.Errorf("%s says in %s nothing to somebody whose dispute is with the office", rules, l)
			}
		}
	}
}

// TestBeforeSigning: nobody signs before it was offered a support person, independent advice, the text read aloud, taking
// it home and a pause; what it wants comes first; its answers are its own.
func TestBeforeSigning(t *testing.T) {
	for _, rules := range []string{"cn", "us-ny"} {
		book, err := shippedBook(rules)
		if err != nil {
			t.Fatal(err)
		}
		r := newRoadUnder(t, book).to(InSession)
		r.do(r.draft())
		r.refused("mediation.guard.support_not_offered", r.sign("party", r.a()))
		r.refused("mediation.guard.support_not_offered", GiveCode{Party: r.a()})
		for _, what := range SupportOffers {
			gap := map[string]string{"support": NotWanted, "advice": Had, "aloud": Had, "home": NotWanted}
			gap[what] = ""
			r.refused("mediation.field.support_answer", OfferSupport{Party: r.a(), How: "read_out", Support: gap["support"], Advice: gap["advice"], Aloud: gap["aloud"], Home: gap["home"]})
		}
		wants := offer(r.a())
		wants.Advice = Wanted
		r.do(wants)
		last := r.all[len(r.all)-1]
		if last.Event.Visibility != casefile.Only(r.a()) || len(last.Secrets) != 1 || last.Secrets[0].Scope != (vault.Scope{Kind: vault.Private, Of: r.a()}) {
			t.Errorf("%s: the answers of one party lie in %v, seen by %v", rules, last.Secrets, last.Event.Visibility)
		}
		r.refused("mediation.guard.wish_open", r.sign("party", r.a()))
		r.refused("mediation.guard.support_not_offered", r.sign("party", r.b())) // it was offered to the other alone
		r.do(offer(r.a()), r.sign("party", r.a()))
		before := r.clock.Now().Add(-30 * time.Second)
		r.do(offer(r.b()))
		if err := r.tryAt(r.sign("party", r.b()), before); key(err) != "mediation.field.claimed_too_early" {
			t.Errorf("%s: signed before it was offered: %v", rules, err)
		}
		r.do(r.sign("party", r.b()))
	}
}

// TestAPauseIsThePartysOwn: whoever asks for time gets it, as long as the rulebook has it; nobody signs meanwhile, and
// nobody but that party ends it.
func TestAPauseIsThePartysOwn(t *testing.T) {
	r := newRoad(t).to(Signing)
	longest := r.know.Rules.Mediation.BeforeSigning.PauseDays
	r.refused("mediation.field.pause_days", Pause{r.a(), longest + 1})
	r.refused("mediation.guard.no_pause", EndPause{r.a()})
	with := offer(r.a())
	with.PauseDays = longest
	r.do(with)
	for _, m := range r.c.Missing() {
		r.refused("mediation.guard.paused", r.sign(m.As, m.Of))
	}
	r.refused("mediation.guard.no_pause", EndPause{r.b()})
	seen := r.c.Agreement.clone()
	seen.othersSign(r.b())
	if len(seen.Pauses) != 1 || !seen.Pauses[0].Party.IsZero() || seen.Pauses[0].Until.IsZero() {
		t.Errorf("the other party reads who asked for time: %+v", seen.Pauses)
	}
	r.by = casefile.By{Kind: access.Resident, Party: r.a()}
	r.do(EndPause{r.a()})
	r.as(r.mediator, access.Mediator).do(r.sign("party", r.b()))

	r.do(Pause{r.a(), longest})
	r.clock.Add(time.Duration(longest) * 24 * time.Hour)
	r.do(r.sign("party", r.a()))
	if until := (&Agreement{}).PausedUntil(); !until.IsZero() {
		t.Errorf("nobody asked for time, and it runs until %v", until)
	}
}

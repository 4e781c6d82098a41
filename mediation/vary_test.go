package mediation

import (
	"testing"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
)

// halfPaid is an agreement of one sum in two parts, of which the first came.
func halfPaid(t *testing.T) *road {
	r := newRoad(t).to(InSession)
	d := r.draft()
	d.Terms[0].Instalments = []Part{{Money{60000, "CNY"}, "2026-03-20"}, {Money{60000, "CNY"}, "2026-04-30"}}
	r.do(d)
	r.signAll()
	first := r.c.Agreement.Instalments[0].ID
	return r.do(ConfirmPerformance{Party: r.a(), Instalment: first, Amount: Money{60000, "CNY"}})
}

// change is a new text for what is still owed.
func (r *road) change() Vary {
	d := r.draft()
	d.Terms[0].Amount, d.Terms[0].Due = Money{60000, "CNY"}, "2026-09-30"
	return Vary(d)
}

func TestAnAgreementIsChangedByAllWhomItBinds(t *testing.T) {
	r := halfPaid(t)
	old := *r.c.Agreement
	alone := r.change()
	alone.Parties = []id.ID{r.a()}
	r.refused("mediation.guard.vary_signers", alone)
	waiver := r.change()
	waiver.NoWaiver = false
	r.refused("mediation.guard.waiver_undeclared", waiver)
	forbidden := r.change()
	forbidden.Terms[0].Text = "今后不得上访"
	if err := r.try(forbidden); err == nil {
		t.Error("a change gives up the right to petition")
	}
	r.do(r.change())
	if r.c.State != Signing || r.c.Standing == nil || r.c.Standing.Agreement.ID != old.ID || !r.c.Changes().Equal(old.Effective) {
		t.Fatalf("%s, %+v", r.c.State, r.c.Standing)
	}
	r.offered().do(r.sign("party", r.b()))
	if !r.c.Binds(r.b()) || !r.c.Standing.Agreement.Instalments[1].Superseded.IsZero() {
		t.Error("before everybody has signed the old text does not stand as it was")
	}
	r.clock.Add(48 * time.Hour)
	r.signAll()
	if r.c.State != Effective || r.c.Agreement.ID == old.ID || !r.c.Agreement.Effective.Equal(r.all[len(r.all)-2].Event.At) {
		t.Errorf("%s from %s", r.c.State, r.c.Agreement.Effective)
	}
	was := r.c.Former[0]
	if was.Text != old.Text || !was.Instalments[0].Superseded.IsZero() || !was.Instalments[1].Superseded.Equal(r.c.Agreement.Effective) || !was.Changed().Equal(r.c.Agreement.Effective) {
		t.Errorf("of the old agreement is left %+v", was)
	}
	if len(r.c.Agreement.Instalments) != 1 || r.c.Agreement.Instalments[0].Due != "2026-09-30" {
		t.Errorf("owed now: %+v", r.c.Agreement.Instalments)
	}
	n := map[string]int64{}
	for _, s := range r.all {
		for _, m := range s.Tallies {
			n[m.Measure] += m.N
		}
	}
	if n["mediation.settled"] != 1 {
		t.Errorf("one agreement is counted as %d", n["mediation.settled"])
	}
	r.do(ConfirmPerformance{Party: r.a(), Instalment: r.c.Agreement.Instalments[0].ID, Amount: Money{60000, "CNY"}})
	if r.c.State != Performed {
		t.Errorf("paid as changed: %s", r.c.State)
	}
	sameOnReplay(t, r)
}

// Where one does not sign, everything is as it was: what was missing is still missing.
func TestAChangeThatIsNotSignedChangesNothing(t *testing.T) {
	r := halfPaid(t)
	second := r.c.Agreement.Instalments[1].ID
	r.do(r.change(), RefuseSign{r.b()})
	if r.c.State != Performing || r.c.Standing != nil || r.c.Agreement.Instalment(second) == nil {
		t.Errorf("%s, %+v", r.c.State, r.c.Standing)
	}
	r.clock.Set(time.Date(2026, 5, 4, 1, 0, 0, 0, time.UTC))
	r.do(NotPerformed{r.a(), second}, r.change())
	r.by = casefile.By{Kind: access.Resident, Party: r.b()}
	r.do(RefuseSign{r.b()})
	if r.c.State != Breached || r.c.Breach == nil || r.c.Breach.Instalments[0] != second {
		t.Errorf("%s, %+v", r.c.State, r.c.Breach)
	}
	r.as(r.mediator, access.Mediator).do(r.change(), Withdraw{r.a()})
	if r.c.State != Breached || r.c.Agreement.Instalment(second) == nil {
		t.Errorf("after a withdrawal: %s", r.c.State)
	}
	sameOnReplay(t, r)
}

// A court that does not confirm leaves the way to change the agreement open.
func TestWhatACourtDidNotConfirmIsChanged(t *testing.T) {
	r := newRoad(t).to(Effective)
	r.do(PrepareConfirmation{Court: "人民法院", Venue: "office_place", Excluded: NothingExcluded}, JoinConfirmation{Party: r.a()}, JoinConfirmation{Party: r.b()})
	r.refused("mediation.guard.state", r.change()) // the court has it
	r.do(RejectConfirmation{}, r.change())
	r.signAll()
	if r.c.State != Effective || r.c.Confirmation != nil || len(r.c.Former) != 1 {
		t.Errorf("%s, %+v", r.c.State, r.c.Confirmation)
	}
	r.do(PrepareConfirmation{Court: "人民法院", Venue: "office_place", Excluded: NothingExcluded}) // the term runs anew, from the last act on
	sameOnReplay(t, r)
}

// Others in the case whom the agreement does not bind learn nothing of its change.
func TestHowOthersChangeTheirAgreementIsTheirs(t *testing.T) {
	third := func(change func(*road)) string {
		r := newRoad(t)
		app := application(r.unit)
		app.Parties = append(app.Parties, NewParty{Role: Respondent, Kind: "person", Name: "丙"})
		r.do(app, Screen{})
		r.do(Inform{Party: r.a(), Language: "zh-Hans", How: "read_out"}, Talk{Party: r.a(), Concern: NoConcernTold}, Invite{})
		for _, p := range r.c.Parties[1:] {
			r.do(Inform{Party: p.ID, Language: "zh-Hans", How: "read_out"}, Talk{Party: p.ID, Concern: NoConcernTold}, r.consent(p.ID))
		}
		r.do(r.consent(r.a()), Accept{}, Propose{r.mediator, true})
		e := r.c.Engagements[0].ID
		r.as(r.mediator, access.Mediator).do(Disclose{Engagement: e, Conflict: NoConflict})
		for _, p := range r.c.Parties {
			r.do(AgreeMediator{Engagement: e, Party: p.ID, Agree: true})
		}
		r.do(Schedule{Mode: "joint", With: []id.ID{r.a(), r.b()}, Start: r.clock.Now().Add(time.Hour)})
		r.do(Begin{Session: r.c.Sessions[0].ID})
		d := r.draft()
		d.Partial = true
		r.do(d)
		r.signAll()
		stop := r.clock.Now().Add(time.Hour)
		change(r)
		r.clock.Set(stop)
		return r.asSeen(r.c.Parties[2].ID)
	}
	nothing := third(func(*road) {})
	for name, change := range map[string]func(*road){
		"signed":      func(r *road) { r.do(r.change()); r.signAll() },
		"withdrawn":   func(r *road) { r.do(r.change(), Withdraw{r.b()}) },
		"not reached": func(r *road) { r.do(r.change(), Impasse{Reason: "impasse"}) },
		"once again":  func(r *road) { r.do(r.change(), Impasse{Reason: "impasse"}, r.change()); r.signAll() },
	} {
		if got := third(change); got != nothing {
			t.Errorf("%s: a third party sees\n%s\ninstead of\n%s", name, got, nothing)
		}
	}
	own := third(func(r *road) { r.do(r.change(), Withdraw{r.c.Parties[2].ID}) })
	if own == nothing {
		t.Error("who withdraws does not see it")
	}
}

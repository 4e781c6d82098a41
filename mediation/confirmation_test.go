package mediation

import (
	"testing"
	"time"

	"linli/platform/access"
)

func prepare() PrepareConfirmation {
	return PrepareConfirmation{Court: "某区人民法院", Venue: "office_place", Excluded: NothingExcluded}
}

func TestConfirmationIsAskedForByAllWithinThirtyDays(t *testing.T) {
	r := newRoad(t).to(Effective)
	r.refused("mediation.guard.confirmation_not_prepared", JoinConfirmation{Party: r.a()})
	r.refused("mediation.field.venue", PrepareConfirmation{Court: "某区人民法院", Venue: "nearest"})
	title := prepare()
	title.Excluded = "title"
	r.refused("mediation.guard.confirmation_excluded", title)
	r.do(prepare(), JoinConfirmation{Party: r.a()})
	if r.c.State != Effective {
		t.Error("one party alone applies")
	}
	r.do(JoinConfirmation{Party: r.b()})
	if r.c.State != ConfirmationApplied {
		t.Fatalf("%s", r.c.State)
	}
	r.do(Confirm{})
	if r.c.State != Confirmed || r.c.Confirmation.Result != "confirmed" {
		t.Errorf("%s %+v", r.c.State, r.c.Confirmation)
	}
	sameOnReplay(t, r)
}

func TestTheThirtiethDay(t *testing.T) {
	zone := func(r *road, day string) time.Time {
		at, err := time.ParseInLocation(time.DateOnly, day, r.know.Rules.Zone)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	// In force on 2 March 2026: the thirtieth day is Wednesday, 1 April.
	for name, x := range map[string]struct {
		from, day string
		refused   bool
	}{
		"day 30":                      {"", "2026-04-01", false},
		"day 31":                      {"", "2026-04-02", true},
		"the last day is a holiday":   {"2026-04-03", "2026-05-06", false}, // 3 May is in the holiday of 1 to 5 May
		"the day after the moved one": {"2026-04-03", "2026-05-07", true},
	} {
		r := newRoad(t)
		if x.from != "" {
			r.clock.Set(zone(r, x.from).Add(9 * time.Hour))
		}
		r.to(Effective)
		r.clock.Set(zone(r, x.day).Add(23 * time.Hour))
		switch err := r.try(prepare()); {
		case x.refused && key(err) != "mediation.guard.confirmation_late":
			t.Errorf("%s: %v", name, err)
		case !x.refused && err != nil:
			t.Errorf("%s: %v", name, err)
		}
	}
	// A joint application that was signed in time is in time, though it is entered later.
	r := newRoad(t).to(Effective).do(prepare())
	signed := r.clock.Now().Add(time.Hour)
	r.clock.Add(40 * 24 * time.Hour)
	r.refused("mediation.guard.confirmation_late", JoinConfirmation{Party: r.a()})
	if err := r.tryAt(JoinConfirmation{Party: r.a()}, signed); err != nil {
		t.Error(err)
	}
}

func TestAfterACourtDidNotConfirm(t *testing.T) {
	for way, want := range map[string]State{WaySession: InSession, WayPerform: Performing, WayEnd: Terminated} {
		for _, court := range []bool{true, false} {
			r := newRoad(t).to(Effective)
			r.do(prepare(), JoinConfirmation{Party: r.a()}, JoinConfirmation{Party: r.b()})
			if court {
				r.do(RejectConfirmation{Text: "内容不明确"})
			} else {
				r.do(WithdrawConfirmation{Party: r.b()})
			}
			r.refused("mediation.field.way", Choose{Party: r.a(), Way: "sue"})
			r.do(Choose{Party: r.a(), Way: WaySession}, Choose{Party: r.a(), Way: way})
			if r.c.State != Rejected && r.c.State != Withdrawn {
				t.Fatalf("one party alone chose, and the case went to %s", r.c.State)
			}
			r.do(Choose{Party: r.b(), Way: way})
			if r.c.State != want {
				t.Errorf("%s: %s, want %s", way, r.c.State, want)
			}
			if way == WaySession && (r.c.Agreement != nil || r.c.Standing == nil) {
				t.Error("the old agreement is not in force any more")
			}
			sameOnReplay(t, r)
		}
	}
}

// atCourt is an agreement that is with a court for confirmation.
func atCourt(t *testing.T) *road {
	t.Helper()
	r := newRoad(t).to(Effective)
	return r.do(prepare(), JoinConfirmation{Party: r.a()}, JoinConfirmation{Party: r.b()})
}

// TestAnAgreementBindsWithoutTheCourt: whoever owes cannot hold an agreement up by taking the joint application back and then
// saying nothing, nor does a court's no. What is late is urged and the other ways are told, and the file comes into the archive.
func TestAnAgreementBindsWithoutTheCourt(t *testing.T) {
	for name, end := range map[string]func(*road) Command{
		"rejected":  func(*road) Command { return RejectConfirmation{Text: "内容不明确"} },
		"withdrawn": func(r *road) Command { return WithdrawConfirmation{Party: r.b()} },
	} {
		r := atCourt(t).complete()
		r.do(end(r))
		due := r.c.Agreement.Instalments[0]
		miss := NotPerformed{Party: due.Obligee, Instalment: due.ID}
		r.refused("mediation.guard.not_due_yet", miss)
		r.until(due.Due, 1)
		r.do(miss)
		if r.c.State != Breached || len(r.c.Breach.Instalments) != 1 {
			t.Fatalf("%s: %s, %+v", name, r.c.State, r.c.Breach)
		}
		r.do(Choose{Party: r.a(), Way: WaySession}) // one alone changes nothing
		r.do(Urge{}, TellRoutes{})
		urged := *r
		urged.do(Choose{Party: r.b(), Way: WaySession})
		if urged.c.State != InSession || urged.c.Standing == nil || urged.c.Standing.Breach == nil {
			t.Errorf("%s: all want to meet again: %s, %+v", name, urged.c.State, urged.c.Standing)
		}
		urged.as(urged.mediator, access.Mediator).do(Impasse{Reason: "impasse"})
		if urged.c.State != Breached || len(urged.c.Confirmation.Choices) != 0 {
			t.Errorf("%s: after a meeting without result: %s, %+v", name, urged.c.State, urged.c.Confirmation)
		}
		sameOnReplay(t, &urged)
		archivist(r).do(Archive{})
		if r.c.LastState() != Breached {
			t.Errorf("%s: archived from %s", name, r.c.LastState())
		}
		sameOnReplay(t, r)
	}
}

// TestWhatComesAfterACourtCounts: an application is often taken back because everything was paid.
func TestWhatComesAfterACourtCounts(t *testing.T) {
	r := atCourt(t)
	due := r.c.Agreement.Instalments[0]
	pay := func(minor int64) Command {
		return ConfirmPerformance{Party: due.Obligee, Instalment: due.ID, Amount: Money{minor, due.Amount.Currency}}
	}
	r.do(WithdrawConfirmation{Party: r.b()}, pay(due.Amount.Minor/2))
	if r.c.State != Performing {
		t.Errorf("a part came: %s", r.c.State)
	}
	r.do(Choose{Party: r.a(), Way: WayPerform}, pay(due.Amount.Minor/2))
	if n := r.sums(); r.c.State != Performed || n["mediation.performed"] != 1 || n["mediation.part_performed"] != 0 {
		t.Errorf("everything came: %s, %v", r.c.State, n)
	}
	r.complete()
	archivist(r).do(Archive{})
	sameOnReplay(t, r)

	paid := atCourt(t)
	due = paid.c.Agreement.Instalments[0]
	if paid.do(pay(due.Amount.Minor)); paid.c.State != ConfirmationApplied {
		t.Errorf("a payment took the application from the court: %s", paid.c.State)
	}
	paid.do(RejectConfirmation{})
	if n := paid.sums(); paid.c.State != Performed || n["mediation.performed"] != 1 {
		t.Errorf("paid while the court thought: %s, %v", paid.c.State, n)
	}
	sameOnReplay(t, paid)
}

// TestWhatIsLateWhileTheCourtThinks: the application stays with the court, and what did not come is said, urged and mended
// meanwhile; the court's answer finds it as it is.
func TestWhatIsLateWhileTheCourtThinks(t *testing.T) {
	late := func(t *testing.T) (*road, Command) {
		r := atCourt(t)
		due := r.c.Agreement.Instalments[0]
		r.refused("mediation.guard.nothing_missed", Urge{})
		r.refused("mediation.guard.nothing_missed", TellRoutes{})
		r.until(due.Due, 1)
		r.do(NotPerformed{Party: due.Obligee, Instalment: due.ID})
		r.refused("mediation.guard.not_urged", TellRoutes{})
		r.do(Urge{}, TellRoutes{})
		if r.c.State != ConfirmationApplied {
			t.Fatalf("what is late took the application from the court: %s", r.c.State)
		}
		return r, ConfirmPerformance{Party: due.Obligee, Instalment: due.ID, Amount: due.Amount}
	}
	for _, answer := range []Command{Confirm{}, RejectConfirmation{}} {
		r, pay := late(t)
		if r.do(answer); r.c.State != Breached || r.c.Breach == nil || r.c.Breach.Routes.IsZero() {
			t.Errorf("%s: %s, %+v", answer.Kind(), r.c.State, r.c.Breach)
		}
		if r.do(pay); r.c.State != Performed || r.c.Breach != nil {
			t.Errorf("%s, and paid: %s", answer.Kind(), r.c.State)
		}
		sameOnReplay(t, r)
	}
	r, pay := late(t)
	if r.do(pay); r.c.State != ConfirmationApplied || r.c.Breach != nil {
		t.Errorf("paid while the court thinks: %s, %+v", r.c.State, r.c.Breach)
	}
	if r.do(Confirm{}); r.c.State != Performed || r.sums()["mediation.confirmed"] != 1 {
		t.Errorf("confirmed when everything had come: %s", r.c.State)
	}
	sameOnReplay(t, r)
}

// TestNothingToChooseWithoutACourtsNo: an agreement that no court was asked about, or that one confirmed, is changed as others are.
func TestNothingToChooseWithoutACourtsNo(t *testing.T) {
	r := inParts(t).do()
	r.do(r.pays(1, 20000))
	r.refused("mediation.guard.nothing_to_choose", Choose{Party: r.a(), Way: WaySession})
	r = atCourt(t)
	due := r.c.Agreement.Instalments[0]
	r.do(Confirm{}, ConfirmPerformance{Party: due.Obligee, Instalment: due.ID, Amount: Money{1, due.Amount.Currency}})
	r.refused("mediation.guard.nothing_to_choose", Choose{Party: r.a(), Way: WayEnd})
}

// TestNothingExcludedHasToBeSaid: a declaration that was left out is none, and a code that nobody knows neither.
func TestNothingExcludedHasToBeSaid(t *testing.T) {
	r := newRoad(t).to(Effective)
	for _, said := range []string{"", "nothing", "None"} {
		x := prepare()
		x.Excluded = said
		r.refused("form.choose", x)
	}
	cmd, err := Commands.Decode("prepare_confirmation", []byte(`{"court":"某区人民法院","venue":"office_place"}`))
	if err != nil {
		t.Fatal(err)
	}
	r.refused("form.choose", cmd)
	r.do(prepare())
}

// TestNoCourtConfirmsAStatus: an agreement in a dispute about an adoption binds, and is not taken to court; nor is it
// counted among those that could be.
func TestNoCourtConfirmsAStatus(t *testing.T) {
	r := newRoad(t)
	r.kind = "adoption"
	r.to(Effective)
	r.ruled("mediation.guard.confirmation_barred", "355", prepare())
	if _, ok := r.c.ConfirmationEnds(r.know.Rules); ok {
		t.Error("a term runs for it")
	}
	for _, s := range r.all {
		for _, m := range s.Tallies {
			if m.Measure == "mediation.confirmable" {
				t.Errorf("%s counts it as one that can be confirmed", s.Event.Kind)
			}
		}
	}
	family := newRoad(t)
	family.kind = "marriage_family" // what is agreed on property and support can be confirmed
	family.to(Effective).do(prepare())
}

package app_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/duty"
	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/promise"
	"linli/testkit"
)

// inTown runs a test with an office under cn-town on both engines.
func inTown(t *testing.T, test func(t *testing.T, w *town)) {
	t.Helper()
	testkit.EachPlace(t, "cases", func(t *testing.T, p testkit.Place) {
		w := &town{apptest.NewIn(t, p, apptest.Origin, apptest.Town())}
		w.tick()
		test(t, w)
	})
}

type town struct{ *apptest.World }

func (w *town) tick() {
	w.T.Helper()
	if err := w.App.Duty.Tick(w.Ctx, w.Tenant()); err != nil {
		w.T.Fatal(err)
	}
}

// of are the occurrences of a duty of a unit, by their last instants.
func (w *town) of(unit, rule string) []duty.Row {
	w.T.Helper()
	rows, err := w.App.Duty.Repo.Rows(w.Ctx, w.Tenant(), duty.Span{Unit: w.Unit(unit), Limit: 5000})
	if err != nil {
		w.T.Fatal(err)
	}
	return slices.DeleteFunc(rows, func(x duty.Row) bool { return x.Case.Duty != rule })
}

func (w *town) act(login string, c duty.Case, cmds ...duty.Command) duty.Case {
	w.T.Helper()
	for _, cmd := range cmds {
		var err error
		if c, err = w.App.Duty.Act(w.Ctx, w.As(login), c.ID, cmd, nil); err != nil {
			w.T.Fatalf("%s by %s: %v", cmd.Kind(), login, err)
		}
	}
	return c
}

func (w *town) refused(login string, c duty.Case, cmd duty.Command, key string) {
	w.T.Helper()
	_, err := w.App.Duty.Act(w.Ctx, w.As(login), c.ID, cmd, nil)
	if err == nil || !strings.Contains(err.Error(), key) {
		w.T.Errorf("%s by %s: %v, want %s", cmd.Kind(), login, err, key)
	}
}

// told are the keys of the notices of an account that are not read.
func (w *town) told(login string, of id.ID) []string {
	w.T.Helper()
	all, err := w.App.Queue.Unread(w.Ctx, w.Tenant(), w.Hired(login).Account, 100)
	if err != nil {
		w.T.Fatal(err)
	}
	var out []string
	for _, n := range all {
		if n.Case == of {
			out = append(out, n.Key)
		}
	}
	return out
}

// TestTheCalendarWritesDownWhatIsOwedOnce: every unit has what its level owes, once, however often the sweep runs and wherever the
// server's clock is set meanwhile.
func TestTheCalendarWritesDownWhatIsOwedOnce(t *testing.T) {
	inTown(t, func(t *testing.T, w *town) {
		count := func() int {
			n := 0
			for _, unit := range []string{"T", "V1", "V2"} {
				rows, err := w.App.Duty.Repo.Rows(w.Ctx, w.Tenant(), duty.Span{Unit: w.Unit(unit), Limit: 5000})
				if err != nil {
					t.Fatal(err)
				}
				n += len(rows)
			}
			return n
		}
		first := count()
		if first < 60 || len(w.of("V1", "village_round")) != 2 || len(w.of("T", "village_round")) != 0 || len(w.of("T", "duty_desk")) < 30 {
			t.Fatalf("%d occurrences, %d rounds of the village", first, len(w.of("V1", "village_round")))
		}
		w.tick()
		w.Clock.Add(-48 * time.Hour) // the server's clock moved back: nothing is planned twice, and nothing is taken back
		w.tick()
		if n := count(); n != first {
			t.Errorf("%d occurrences after the clock moved back, %d before", n, first)
		}
		w.Clock.Add(72 * time.Hour)
		w.tick()
		if n := count(); n <= first {
			t.Error("a day later nothing more is planned")
		}
		if err := w.App.Integrate(w.Ctx, w.Office.Tenant); err != nil {
			t.Error(err)
		}
	})
}

// TestADutyIsDoneSentBackAndChecked: the post that owes it does it, another person checks, and both times are kept.
func TestADutyIsDoneSentBackAndChecked(t *testing.T) {
	inTown(t, func(t *testing.T, w *town) {
		c := w.of("V1", "monthly_return")[0].Case
		w.refused("mediator", c, duty.AddEvidence{Sort: "copies", Number: 1}, "access.refused.duty.evidence")
		w.refused("other.clerk", c, duty.Do{}, "access.not_found")
		w.refused("admin", c, duty.Do{}, "access.not_found")
		w.refused("clerk", c, duty.Do{}, "duty.guard.no_evidence")
		c = w.act("clerk", c, duty.AddEvidence{Sort: "copies", Number: 1}, duty.Do{Claimed: w.Clock.Now().Add(-time.Hour)})
		if a := c.Acts[0]; !a.At.Equal(w.Clock.Now()) || !a.Claimed.Equal(w.Clock.Now().Add(-time.Hour)) {
			t.Errorf("%+v", a)
		}
		if got := w.told("lead", c.ID); !slices.Contains(got, "duty.notice.done") {
			t.Errorf("the lead is told %v", got)
		}
		if rows, err := w.App.Duty.Due(w.Ctx, w.As("lead"), promise.Filter{Limit: 50}); err != nil || !slices.ContainsFunc(rows, func(x duty.Row) bool { return x.Case.ID == c.ID && x.Case.State == duty.Done }) {
			t.Errorf("the check is nowhere among what the lead owes: %v", err)
		}
		w.refused("clerk", c, duty.Check{}, "access.refused.duty.check")
		c = w.act("lead", c, duty.SendBack{})
		if got := w.told("clerk", c.ID); !slices.Contains(got, "duty.notice.sent_back") || c.State != duty.Due {
			t.Errorf("the clerk is told %v of %s", got, c.State)
		}
		w.Give("lead", "V1", access.Clerk)
		own := w.act("lead", c, duty.Do{})
		w.refused("lead", own, duty.Check{}, "duty.guard.own_work") // whatever posts an account holds
		w.Clock.Add(time.Hour)
		c = w.act("lead", c)
		events, err := w.App.Duty.Repo.Events(w.Ctx, w.Tenant(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			if !e.Intact() {
				t.Errorf("%s is not what the ledger was given", e.Kind)
			}
		}
		again, err := duty.Replay(w.Tenant(), events)
		if err != nil || again.State != duty.Done || len(again.Acts) != 2 {
			t.Errorf("replayed: %+v (%v)", again, err)
		}
	})
}

// TestALateDutyIsToldUpTheChainAndStaysLate: whatever the server's clock says later.
func TestALateDutyIsToldUpTheChainAndStaysLate(t *testing.T) {
	inTown(t, func(t *testing.T, w *town) {
		x := w.of("V1", "monthly_return")[0]
		w.act("clerk", x.Case, duty.AddEvidence{Sort: "copies", Number: 1})
		w.Clock.Set(x.Last.Add(time.Minute))
		w.tick()
		if got := w.told("lead", x.Case.ID); !slices.Contains(got, "duty.notice.late") {
			t.Errorf("the lead is told %v", got)
		}
		w.Clock.Set(x.Last.Add(-time.Hour)) // somebody moves the server's clock back to make it good
		c, err := w.App.Duty.Act(w.Ctx, w.As("clerk"), x.Case.ID, duty.Do{}, nil)
		if err == nil {
			t.Fatalf("done in time after all: late %v", c.Late)
		}
		c = w.act("clerk", x.Case, duty.Do{Reason: "late_entry"})
		rows, err := w.App.Duty.Repo.Promises(w.Ctx, w.Tenant(), c.ID)
		if err != nil || rows[0].State != promise.Late || !c.Late {
			t.Errorf("%+v, late %v (%v)", rows, c.Late, err)
		}
	})
}

// TestADutyThatNobodyHoldsIsEscalated: nobody in the village is a handler, so its lead hears of it at once.
func TestADutyThatNobodyHoldsIsEscalated(t *testing.T) {
	inTown(t, func(t *testing.T, w *town) {
		c := w.of("V1", "village_round")[0].Case
		if got := w.told("lead", c.ID); !slices.Contains(got, "duty.notice.gap") {
			t.Errorf("the lead is told %v", got)
		}
		y, err := w.App.Duty.Year(w.Ctx, w.As("lead"), w.Unit("V1"), 2026)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(y.Gaps, func(g duty.Gap) bool { return g.Duty == "village_round" && g.Why == "nobody_does" }) {
			t.Errorf("gaps: %+v", y.Gaps)
		}
		rounds := y.Duties[slices.IndexFunc(y.Duties, func(d duty.OfYear) bool { return d.Rule.ID == "village_round" })]
		if rounds.Months[2].Open != 1 || rounds.Months[11].Planned != 1 || rounds.Whole.Sum() != 10 {
			t.Errorf("rounds of the year: %+v", rounds)
		}
		for _, login := range []string{"admin", "statistician", "other.clerk"} {
			if _, err := w.App.Duty.Year(w.Ctx, w.As(login), w.Unit("V1"), 2026); fault.Of(err) == nil || fault.Of(err).Code != fault.Forbidden {
				t.Errorf("%s sees the board: %v", login, err)
			}
		}
	})
}

// TestAMeetingsDecisionIsATask with an owner and a date, due for its owner, and never without the declaration that it names nobody.
func TestAMeetingsDecisionIsATask(t *testing.T) {
	inTown(t, func(t *testing.T, w *town) {
		w.Give("records", "T", access.Records)
		c := w.of("T", "directors_meeting")[0].Case
		lead := "upper.lead"
		w.refused(lead, c, duty.WriteAgenda{Text: "一、春季巡查"}, "duty.names_nobody.required")
		c = w.act(lead, c, duty.WriteAgenda{Text: "一、春季巡查", NamesNobody: true},
			duty.AddEvidence{Sort: "minutes", Text: "议定春季巡查提前一周", NamesNobody: true}, duty.AddEvidence{Sort: "attendance", Number: 4, Posts: []string{"lead", "clerk"}}, duty.Do{})
		today := calendar.DateOf(w.Clock.Now(), w.zone())
		ask := duty.Record{Occurrence: duty.Occurrence{Duty: "decision_task", Of: c.ID, Owner: w.Hired("second").Account, Last: today.AddDays(10)}, Text: "更换桥头警示牌"}
		if _, err := w.App.Duty.Record(w.Ctx, w.As(lead), ask, nil); err == nil || !strings.Contains(err.Error(), "names_nobody") {
			t.Errorf("without the declaration: %v", err)
		}
		ask.NamesNobody = true
		if _, err := w.App.Duty.Record(w.Ctx, w.As("clerk"), ask, nil); err == nil {
			t.Error("whoever has nothing to do with the township gives its tasks")
		}
		task, err := w.App.Duty.Record(w.Ctx, w.As(lead), ask, nil)
		if err != nil {
			t.Fatal(err)
		}
		if rows, err := w.App.Duty.Due(w.Ctx, w.As("second"), promise.Filter{Limit: 50}); err != nil || !slices.ContainsFunc(rows, func(x duty.Row) bool { return x.Case.ID == task.ID }) {
			t.Errorf("the task is not due for its owner: %v", err)
		}
		if got := w.told("second", task.ID); !slices.Contains(got, "duty.notice.task") {
			t.Errorf("its owner is told %v", got)
		}
		o, err := w.App.Duty.Open(w.Ctx, w.As("second"), task.ID)
		if err != nil || o.Words[task.ID] != "更换桥头警示牌" || o.Case.Last != today.AddDays(10) {
			t.Errorf("the task reads %+v (%v)", o, err)
		}
		if rows, err := w.App.Duty.Tasks(w.Ctx, w.As(lead), c); err != nil || len(rows) != 1 {
			t.Errorf("%d tasks of the meeting (%v)", len(rows), err)
		}
		w.act("second", task, duty.AddEvidence{Sort: "paper", Text: "已更换", NamesNobody: true}, duty.Do{})
		w.act(lead, task, duty.Check{})
	})
}

// TestWhatNobodyCheckedIsForgotten: its evidence goes when its days from the doing are over; a check begins them anew.
func TestWhatNobodyCheckedIsForgotten(t *testing.T) {
	inTown(t, func(t *testing.T, w *town) {
		left, checked := w.of("V1", "monthly_return")[0].Case, w.of("V2", "monthly_return")[0].Case
		left = w.act("clerk", left, duty.AddEvidence{Sort: "copies", Number: 1}, duty.Do{})
		checked = w.act("other.clerk", checked, duty.AddEvidence{Sort: "copies", Number: 1}, duty.Do{})
		w.Clock.Add(24 * time.Hour)
		w.Give("upper.lead", "V2", access.Lead)
		w.act("upper.lead", checked, duty.Check{})
		for _, days := range []int{1094, 1} {
			w.Clock.Add(time.Duration(days) * 24 * time.Hour)
			if _, err := w.App.DoDue(w.Ctx); err != nil {
				t.Fatal(err)
			}
			for c, want := range map[id.ID]bool{left.ID: true, checked.ID: days == 1} {
				if after, err := w.App.Duty.Repo.Case(w.Ctx, w.Tenant(), c); err != nil || after.Erased.IsZero() == want || (len(after.Evidence) == 0) != want {
					t.Errorf("%v: erased %v, want %v (%v)", c, after.Erased, want, err)
				}
			}
		}
	})
}

func (w *town) zone() *time.Location {
	book, err := w.App.Duty.Office.Rulebook(w.Ctx, w.Tenant(), w.Clock.Now())
	if err != nil {
		w.T.Fatal(err)
	}
	return book.Zone
}

// TestAShiftIsTakenSwappedAndForgotten: signed up for, offered, taken over without a gap, logged by ticks alone, and its log is
// destroyed after thirty days, checked or not.
func TestAShiftIsTakenSwappedAndForgotten(t *testing.T) {
	inTown(t, func(t *testing.T, w *town) {
		x := w.of("V1", "safety_round")[0]
		c := w.act("mediator", x.Case, duty.SignUp{})
		w.refused("mediator", c, duty.SignUp{}, "duty.guard.on_it")
		w.refused("lead", c, duty.TakeOver{From: w.Hired("mediator").Account}, "form.choose") // it is not offered
		w.refused("lead", c, duty.StepBack{}, "duty.guard.not_on_it")
		w.refused("other.mediator", c, duty.SignUp{}, "access.not_found")
		c = w.act("mediator", c, duty.Offer{})
		c = w.act("lead", c, duty.TakeOver{From: w.Hired("mediator").Account})
		if !slices.Equal(c.Crew, []id.ID{w.Hired("lead").Account}) || len(c.Offered) > 0 {
			t.Errorf("on the shift: %v", c.Crew)
		}
		c = w.act("clerk", c, duty.SignUp{})
		w.Clock.Set(x.Last.Add(-time.Hour))
		sheet := duty.Sheet{Answers: map[string]string{"manned": "yes", "equipment": "yes", "reported": "not_here"}}
		w.refused("clerk", c, duty.AddEvidence{Sort: "checklist", NamesNobody: true, Sheet: duty.Sheet{Answers: map[string]string{"manned": "在"}}}, "form.choose")
		wrong := sheet
		wrong.Reports = []string{"张三在桥上"}
		w.refused("clerk", c, duty.AddEvidence{Sort: "checklist", NamesNobody: true, Sheet: wrong}, "duty.reports.wrong")
		c = w.act("clerk", c, duty.AddEvidence{Sort: "checklist", NamesNobody: true, Sheet: sheet}, duty.Do{})
		o, err := w.App.Duty.Open(w.Ctx, w.As("clerk"), c.ID)
		if err != nil || o.Sheets[c.Evidence[0].ID].Answers["manned"] != "yes" {
			t.Errorf("the log reads %+v (%v)", o, err)
		}
		w.Clock.Add(31 * 24 * time.Hour)
		if _, err := w.App.DoDue(w.Ctx); err != nil {
			t.Fatal(err)
		}
		after, err := w.App.Duty.Repo.Case(w.Ctx, w.Tenant(), c.ID)
		if err != nil || after.Erased.IsZero() || len(after.Evidence) > 0 || len(after.Crew) > 0 {
			t.Errorf("after thirty days: %+v (%v)", after, err)
		}
		if fields, err := w.App.Duty.Repo.Sealed(w.Ctx, w.Tenant(), c.ID); err != nil || len(fields) > 0 {
			t.Errorf("%d sealed fields are left (%v)", len(fields), err)
		}
	})
}

// TestASeriousIncidentHasADayAndItsReviewAMonth: of the closed kinds alone, recorded by the unit itself.
func TestASeriousIncidentHasADayAndItsReviewAMonth(t *testing.T) {
	inTown(t, func(t *testing.T, w *town) {
		ask := duty.Record{Occurrence: duty.Occurrence{Duty: "incident_notice", Unit: w.Unit("V1"), Cause: "petition"}, Happened: w.Clock.Now().Add(-time.Hour)}
		if _, err := w.App.Duty.Record(w.Ctx, w.As("lead"), ask, nil); err == nil || !strings.Contains(err.Error(), "cause") {
			t.Errorf("an incident of another kind: %v", err)
		}
		ask.Cause = "fire"
		c, err := w.App.Duty.Record(w.Ctx, w.As("lead"), ask, nil)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := w.App.Duty.Repo.Promises(w.Ctx, w.Tenant(), c.ID)
		if err != nil || !rows[0].Due.Equal(w.Clock.Now().Add(24*time.Hour)) {
			t.Errorf("notified by %v (%v)", rows, err)
		}
		w.refused("lead", c, duty.Cancel{}, "access.refused.duty.void")
		review, err := w.App.Duty.Record(w.Ctx, w.As("lead"), duty.Record{Occurrence: duty.Occurrence{Duty: "incident_review", Of: c.ID}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if rows, err = w.App.Duty.Repo.Promises(w.Ctx, w.Tenant(), review.ID); err != nil || rows[0].Due.Before(w.Clock.Now().AddDate(0, 1, 0).Add(-24*time.Hour)) {
			t.Errorf("corrected by %v (%v)", rows, err)
		}
		if _, err := w.App.Duty.Record(w.Ctx, w.As("lead"), duty.Record{Occurrence: duty.Occurrence{Duty: "village_round", Unit: w.Unit("V1")}}, nil); err == nil {
			t.Error("somebody records what the calendar alone demands")
		}
	})
}

// TestAUnitThatIsClosedLeavesWhatItOwed: what fell due while it was open goes up, the rest is owed by nobody.
func TestAUnitThatIsClosedLeavesWhatItOwed(t *testing.T) {
	inTown(t, func(t *testing.T, w *town) {
		early, later := w.of("V1", "safety_round")[0], w.of("V1", "village_round")[1]
		w.Clock.Set(early.Last.Add(time.Hour))
		w.tick()
		if err := w.App.Office.CloseUnit(w.Ctx, w.As("admin"), w.Unit("V1"), w.Clock.Now().Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		sees := func() bool {
			units, err := w.App.Duty.Units(w.Ctx, w.As("upper.lead"))
			if own, err2 := w.App.Duty.Units(w.Ctx, w.As("lead")); err != nil || err2 != nil || len(own) > 1 {
				t.Fatal(own, err, err2)
			} else {
				units = append(units, own...)
			}
			return slices.ContainsFunc(units, func(u duty.Unit) bool { return u.ID == w.Unit("V1") })
		}
		if !sees() {
			t.Error("before its end the unit's people see nothing of what it owes")
		}
		w.Clock.Add(time.Hour + time.Minute)
		w.tick()
		if sees() {
			t.Error("what a unit that is no more owes is listed")
		}
		a, err := w.App.Duty.Repo.Case(w.Ctx, w.Tenant(), early.Case.ID)
		if err != nil || a.Unit != w.Unit("T") || !slices.Equal(a.Units, []id.ID{w.Unit("V1")}) {
			t.Errorf("what was late: %+v (%v)", a, err)
		}
		b, err := w.App.Duty.Repo.Case(w.Ctx, w.Tenant(), later.Case.ID)
		if err != nil || b.State != duty.Void {
			t.Errorf("what would have come: %s (%v)", b.State, err)
		}
	})
}

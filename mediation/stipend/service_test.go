package stipend_test

import (
	"errors"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/mediation"
	"linli/mediation/stipend"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
)

// office is an office with what the tests of stipends do in it.
type office struct {
	*apptest.World
	t *testing.T
	s *stipend.Service
}

func each(t *testing.T, test func(o office)) {
	t.Helper()
	apptest.Each(t, func(t *testing.T, w *apptest.World) { test(office{w, t, w.App.Stipends}) })
}

func (o office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

// refused demands that an error is the one with a key.
func (o office) refused(key string, err error) {
	o.t.Helper()
	if f := fault.Of(err); err == nil || f.Key != key {
		o.t.Errorf("%v, want %s", err, key)
	}
}

// recorded is a case in session whose session is recorded.
func (o office) recorded() mediation.Case {
	c := o.To(mediation.InSession)
	return o.Act(o.As("mediator"), c, mediation.Record{Session: c.Sessions[0].ID, Minutes: 50, Present: []id.ID{c.Parties[0].ID, c.Parties[1].ID}, Text: "双方心平气和"})
}

// withdrawn is a case that a party ended after its session.
func (o office) withdrawn() mediation.Case {
	c := o.recorded()
	return o.Act(o.Party(c, 1), c, mediation.Withdraw{Party: c.Parties[1].ID})
}

// filed puts the proof of identity, which comes from outside, into the file of a case.
func (o office) filed(c mediation.Case) mediation.Case {
	paper := o.App.IDs.New()
	c = o.Act(o.As("clerk"), c, mediation.Attach{Attachment: paper, Name: "身份证明.png", Type: "image/png", Size: 1})
	c = o.Act(o.As("clerk"), c, mediation.FileAs{Attachment: paper, Document: "identity"})
	if c.Agreement == nil {
		return c
	}
	return o.Act(o.As("clerk"), c, mediation.FileAs{Document: "agreement", Place: "纸质卷宗第 9 页"})
}

func (o office) claim(login string, c mediation.Case) error {
	return o.s.Claim(o.Ctx, o.As(login), c.ID, stipend.Asked{NoRelative: true})
}

// of is the claim of a case.
func (o office) of(c mediation.Case) stipend.Claim {
	o.t.Helper()
	found, err := o.s.Repo.Claim(o.Ctx, o.Tenant(), c.ID)
	o.must(err)
	return found
}

func (o office) review(login string, c mediation.Case, yes bool, reason string) error {
	return o.s.Review(o.Ctx, o.As(login), c.ID, o.of(c).Version, yes, reason)
}

// approved claims a case and has both reviewers approve it.
func (o office) approved(c mediation.Case) mediation.Case {
	o.t.Helper()
	o.must(o.claim("mediator", c))
	o.must(o.review("lead", c, true, ""))
	o.must(o.review("upper.lead", c, true, ""))
	return c
}

func TestStipendClaimedTwice(t *testing.T) {
	each(t, func(o office) {
		c := o.withdrawn()
		o.must(o.claim("mediator", c))
		o.refused("stipend.claimed", o.claim("mediator", c))
		o.must(o.review("lead", c, false, "work"))
		o.must(o.claim("mediator", c)) // what was sent back is claimed anew, and is one claim still
		o.refused("stipend.claimed", o.claim("mediator", c))
		o.must(o.review("lead", c, true, ""))
		o.must(o.review("upper.lead", c, true, ""))
		o.refused("stipend.claimed", o.claim("mediator", c))
		// Taken up again and closed again, it is the same case.
		for _, who := range []string{"other.mediator", "lead", "clerk", "second"} {
			if err := o.claim(who, c); err == nil {
				t.Errorf("%s claims somebody else's case", who)
			}
		}
		open, made, err := o.s.Mine(o.Ctx, o.As("mediator"), 2026)
		o.must(err)
		if len(open) != 0 || len(made) != 1 || made[0].State != stipend.Approved || made[0].Amount != 5000 {
			t.Errorf("the mediator sees %+v and %+v", open, made)
		}
	})
}

func TestStipendsAreEqualWhateverTheOutcome(t *testing.T) {
	each(t, func(o office) {
		impasse := o.recorded()
		impasse = o.Act(o.As("mediator"), impasse, mediation.Impasse{Reason: "impasse", Text: "差距太大"})
		voided := o.filed(o.After(mediation.Voided))
		voided = o.Act(o.As("lead"), voided, mediation.Terminate{Reason: "impasse"})
		for how, c := range map[string]mediation.Case{"withdrawn": o.withdrawn(), "impasse": impasse, "effective": o.filed(o.After(mediation.Performing)),
			"performed": o.filed(o.After(mediation.Performed)), "breached": o.filed(o.After(mediation.Breached)), "voided": voided} {
			if err := o.claim("mediator", c); err != nil {
				t.Errorf("%s: %v", how, err)
				continue
			}
			got := o.of(c)
			if got.Amount != 5000 || got.Grade != "basic" || got.Currency != "CNY" || got.Work != (stipend.Work{Sessions: 1, Minutes: 50, Parties: 2}) {
				t.Errorf("%s: %+v", how, got)
			}
			if got.Open() != (how == "voided") {
				t.Errorf("%s: a review after a ruling waits: %v", how, got.Open())
			}
		}
	})
}

func TestWhatIsNotClaimed(t *testing.T) {
	each(t, func(o office) {
		open := o.recorded()
		o.refused("stipend.guard.open", o.claim("mediator", open))
		unmet := o.To(mediation.Scheduled)
		unmet = o.Act(o.Party(unmet, 0), unmet, mediation.Withdraw{Party: unmet.Parties[0].ID})
		o.refused("stipend.guard.no_session", o.claim("mediator", unmet))
		lacking := o.To(mediation.Effective)
		err := o.claim("mediator", lacking)
		o.refused("stipend.guard.papers", err)
		if papers := fault.Of(err).Args["papers"].(fault.Label); papers["zh-Hans"] != "身份证明、签名盖章的协议书原件（或者写明原件存放处）" {
			t.Errorf("it lacks %v", papers)
		}
		c := o.withdrawn()
		o.refused("stipend.guard.relative", o.s.Claim(o.Ctx, o.As("mediator"), c.ID, stipend.Asked{}))
		// Nobody outside the case learns whether there is one.
		for _, login := range []string{"other.mediator", "clerk", "admin", "statistician"} {
			if _, err := o.s.Show(o.Ctx, o.As(login), c.ID); !errors.Is(err, access.ErrNotFound) {
				t.Errorf("%s sees %v", login, err)
			}
		}
		// Who declared a tie is paid nothing, though the parties accepted the tie.
		tie := o.pair(mediation.Tie, mediation.NoConflict)
		o.refused("stipend.guard.tied", o.claim("mediator", tie))
		o.must(o.claim("second", tie))
		if got := o.of(tie); len(got.Shares) != 1 || got.Share(o.Hired("second").Account) != 5000 {
			t.Errorf("with a tie: %+v", got.Shares)
		}
	})
}

// pair is a case that two mediators mediated and a party ended, with what each of them declared.
func (o office) pair(first, second mediation.Conflict) mediation.Case {
	o.t.Helper()
	c := o.To(mediation.Accepted)
	clerk := o.As("clerk")
	for i, x := range []struct {
		login    string
		conflict mediation.Conflict
	}{{"mediator", first}, {"second", second}} {
		c = o.Act(clerk, c, mediation.Propose{Account: o.Hired(x.login).Account, Lead: i == 0})
		text := ""
		if x.conflict != mediation.NoConflict {
			text = "与一方同村"
		}
		c = o.Act(o.As(x.login), c, mediation.Disclose{Engagement: c.Engagements[i].ID, Conflict: x.conflict, Text: text})
	}
	for i := range c.Engagements {
		for _, p := range c.Parties {
			c = o.Act(clerk, c, mediation.AgreeMediator{Engagement: c.Engagements[i].ID, Party: p.ID, Agree: true})
		}
	}
	both := []id.ID{c.Parties[0].ID, c.Parties[1].ID}
	c = o.Act(o.As("mediator"), c, mediation.Schedule{Mode: "joint", With: both, Start: o.Free(), Place: "调解室"})
	c = o.Act(o.As("mediator"), c, mediation.Begin{Session: c.Sessions[0].ID})
	c = o.Act(o.As("mediator"), c, mediation.Record{Session: c.Sessions[0].ID, Minutes: 50, Present: both, Text: "双方心平气和"})
	return o.Act(o.Party(c, 0), c, mediation.Withdraw{Party: c.Parties[0].ID})
}

func TestSharesSumToTheWholeAndEachSaysYes(t *testing.T) {
	each(t, func(o office) {
		c := o.pair(mediation.NoConflict, mediation.NoConflict)
		one, two := o.Hired("mediator").Account, o.Hired("second").Account
		for _, wrong := range [][2]int64{{3000, 1999}, {5001, -1}, {0, 0}} {
			o.refused("stipend.field.shares", o.s.Claim(o.Ctx, o.As("mediator"), c.ID, stipend.Asked{NoRelative: true, Shares: []stipend.Share{{Account: one, Amount: wrong[0]}, {Account: two, Amount: wrong[1]}}}))
		}
		o.refused("stipend.field.shares", o.s.Claim(o.Ctx, o.As("mediator"), c.ID, stipend.Asked{NoRelative: true, Shares: []stipend.Share{{Account: one, Amount: 5000}}}))
		o.must(o.s.Claim(o.Ctx, o.As("mediator"), c.ID, stipend.Asked{NoRelative: true, Shares: []stipend.Share{{Account: one, Amount: 3000}, {Account: two, Amount: 2000}}}))
		o.refused("stipend.claimed", o.claim("second", c)) // one set of mediators, once
		o.refused("stipend.guard.shares_wait", o.review("lead", c, true, ""))
		o.refused("stipend.not_found", o.s.Agree(o.Ctx, o.As("other.mediator"), c.ID, 1, true))
		o.must(o.s.Agree(o.Ctx, o.As("second"), c.ID, 1, false)) // a relative of the second is a party
		if got := o.of(c); got.State != stipend.SentBack || got.Back.Reason != stipend.ReasonRelative {
			t.Fatalf("%+v", got)
		}
		o.refused("stipend.guard.tied", o.claim("second", c))
		o.must(o.claim("mediator", c))
		if got := o.of(c); got.Share(one) != 5000 || got.Share(two) != 0 {
			t.Errorf("the shares: %+v", got.Shares)
		}
	})
}

func TestTwoPeopleReviewAndNobodyTheOwn(t *testing.T) {
	each(t, func(o office) {
		c := o.withdrawn()
		o.must(o.claim("mediator", c))
		for _, login := range []string{"mediator", "clerk", "other.clerk", "admin"} {
			if err := o.review(login, c, true, ""); fault.Of(err) == nil || fault.Of(err).Code != fault.Forbidden {
				t.Errorf("%s reviews: %v", login, err)
			}
		}
		o.refused("form.choose", o.review("lead", c, false, "did not settle"))
		o.must(o.review("lead", c, true, ""))
		o.refused("stipend.guard.reviewed_before", o.review("lead", c, true, ""))
		if err := o.s.Review(o.Ctx, o.As("upper.lead"), c.ID, 1, true, ""); !errors.Is(err, stipend.ErrMoved) {
			t.Errorf("an old version is reviewed: %v", err)
		}
		table, err := o.s.OfUnit(o.Ctx, o.As("upper.lead"), o.Unit("V1"), 2026)
		o.must(err)
		if len(table.Claims) != 1 {
			t.Errorf("the lead above sees %d claims that wait for it", len(table.Claims))
		}
		o.must(o.review("upper.lead", c, true, ""))
		other := o.withdrawn()
		o.must(o.claim("mediator", other))
		if table, err = o.s.OfUnit(o.Ctx, o.As("upper.lead"), o.Unit("V1"), 2026); err != nil || len(table.Claims) != 2 || table.Budget.Promised != 5000 {
			t.Errorf("%+v %v", table, err)
		}
	})
}

// TestTheSecondWordComesFromAbove: not from who leads the unit beside another one, or what a unit left that has ended.
func TestTheSecondWordComesFromAbove(t *testing.T) {
	each(t, func(o office) {
		c := o.withdrawn()
		o.must(o.claim("mediator", c))
		o.must(o.review("lead", c, true, ""))
		o.Hire("beside", "V1", access.Lead)
		o.refused("stipend.guard.unit_above", o.review("beside", c, true, ""))
		o.must(o.App.Office.CloseUnit(o.Ctx, o.As("admin"), o.Unit("V2"), o.Clock.Now(), o.Unit("V1")))
		o.Clock.Add(time.Minute)
		o.refused("stipend.guard.unit_above", o.review("beside", c, true, ""))
		o.must(o.review("upper.lead", c, true, ""))
	})
}

func TestABatchIsMadeReleasedAndPaid(t *testing.T) {
	each(t, func(o office) {
		unit := o.Unit("V1")
		lead, upper := o.As("lead"), o.As("upper.lead")
		_, err := o.s.MakeBatch(o.Ctx, lead, unit)
		o.refused("stipend.guard.nothing", err)
		o.approved(o.withdrawn())
		o.approved(o.withdrawn())
		o.must(o.s.Plan(o.Ctx, lead, unit, 2026, 20000))
		month, err := o.s.MakeBatch(o.Ctx, lead, unit)
		o.must(err)
		if month != "2026-03" {
			t.Fatalf("the month is %s", month)
		}
		_, err = o.s.MakeBatch(o.Ctx, lead, unit)
		o.refused("stipend.guard.month_made", err)
		_, _, err = o.s.Take(o.Ctx, lead, unit, month)
		o.refused("stipend.guard.not_released", err)
		o.refused("stipend.guard.not_released", o.s.Pay(o.Ctx, lead, unit, month, 1, "2026-03-02", "记-1"))
		o.refused("stipend.guard.second_person", o.s.Release(o.Ctx, lead, unit, month, 1))
		o.must(o.s.Release(o.Ctx, upper, unit, month, 1))
		for range 2 {
			_, in, err := o.s.Take(o.Ctx, lead, unit, month)
			o.must(err)
			if len(in) != 2 {
				t.Errorf("%d lines", len(in))
			}
		}
		if n, err := o.s.Exports(o.Ctx, o.Tenant()); err != nil || n != 2 {
			t.Errorf("%d exports are counted: %v", n, err)
		}
		today := o.Clock.Now().In(time.FixedZone("", 8*60*60)).Format(time.DateOnly)
		o.refused("stipend.field.paid", o.s.Pay(o.Ctx, lead, unit, month, 4, "2026-02-01", "记-1"))
		o.refused("stipend.field.voucher", o.s.Pay(o.Ctx, lead, unit, month, 4, today, "a\nb"))
		o.must(o.s.Pay(o.Ctx, lead, unit, month, 4, today, "记〔2026〕第17号"))
		if err := o.s.Pay(o.Ctx, lead, unit, month, 5, today, "记-2"); !errors.Is(err, stipend.ErrMoved) {
			t.Errorf("paid twice: %v", err)
		}
		table, err := o.s.OfUnit(o.Ctx, lead, unit, 2026)
		o.must(err)
		if b := table.Budget; b.Planned != 20000 || b.Promised != 0 || b.Paid != 10000 {
			t.Errorf("the budget: %+v", b)
		}
		for _, login := range []string{"mediator", "clerk", "admin"} {
			if _, _, err := o.s.Lines(o.Ctx, o.As(login), unit, month); fault.Of(err) == nil || fault.Of(err).Code != fault.Forbidden {
				t.Errorf("%s reads a batch: %v", login, err)
			}
		}
	})
}

func TestARulingOpensAClawbackReview(t *testing.T) {
	each(t, func(o office) {
		unit := o.Unit("V1")
		lead, upper := o.As("lead"), o.As("upper.lead")
		void := func(c mediation.Case) mediation.Case {
			t.Helper()
			c = o.Act(o.As("mediator"), c, mediation.Void{Text: "损害他人利益"})
			if _, err := o.App.DoDue(o.Ctx); err != nil {
				t.Fatal(err)
			}
			if !o.of(c).Open() {
				t.Fatal("no review waits after the ruling")
			}
			return c
		}
		decide := func(login string, c mediation.Case, back bool, finding string) error {
			return o.s.Decide(o.Ctx, o.As(login), c.ID, o.of(c).Version, back, finding)
		}
		paid, batched := o.approved(o.filed(o.After(mediation.Performing))), o.approved(o.filed(o.After(mediation.Performing)))
		month, err := o.s.MakeBatch(o.Ctx, lead, unit)
		o.must(err)
		o.must(o.s.Release(o.Ctx, upper, unit, month, 1))
		void(batched)
		today := o.Clock.Now().In(time.FixedZone("", 8*60*60)).Format(time.DateOnly)
		o.refused("stipend.guard.aside_open", o.s.Pay(o.Ctx, lead, unit, month, 2, today, "1"))
		o.refused("stipend.field.finding", decide("lead", batched, true, "work_done"))
		o.refused("stipend.field.finding", decide("lead", batched, false, "not_mediated"))
		if err := decide("mediator", batched, false, "work_done"); fault.Of(err).Code != fault.Forbidden {
			t.Errorf("a mediator decides on the own claim: %v", err)
		}
		o.must(decide("lead", batched, true, "not_mediated"))
		if got := o.of(batched); got.State != stipend.Refused || got.Batch != "" {
			t.Errorf("taken out of the batch: %+v", got)
		}
		o.refused("stipend.guard.not_released", o.s.Pay(o.Ctx, lead, unit, month, 3, today, "1")) // what was let go has changed
		o.must(o.s.Release(o.Ctx, upper, unit, month, 3))
		o.must(o.s.Pay(o.Ctx, lead, unit, month, 4, today, "1"))
		void(paid)
		o.must(decide("upper.lead", paid, true, "tie"))
		if got := o.of(paid); got.State != stipend.GivenBack {
			t.Errorf("given back: %+v", got)
		}
		if err := decide("lead", paid, false, "work_done"); !errors.Is(err, stipend.ErrMoved) {
			t.Errorf("decided twice: %v", err)
		}
		o.refused("stipend.claimed", o.claim("mediator", paid))
	})
}

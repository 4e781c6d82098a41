package mediation

import (
	"slices"
	"testing"
	"time"

	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/vault"
)

// leaves is the recusal of the mediator who leads.
func (r *road) leaves(reason string) Recuse {
	return Recuse{Engagement: r.c.leading().ID, Reason: reason}
}

// succeeds takes a new mediator to the case, by everybody's word.
func (r *road) succeeds() id.ID {
	r.t.Helper()
	next := r.ids.New()
	r.know.Mediators = append(r.know.Mediators, next)
	r.as(r.clerk, access.Clerk).do(Propose{next, true})
	e := r.c.Engagements[len(r.c.Engagements)-1].ID
	r.as(next, access.Mediator).do(Disclose{Engagement: e, Conflict: NoConflict})
	r.as(r.clerk, access.Clerk).do(AgreeMediator{Engagement: e, Party: r.a(), Agree: true}, AgreeMediator{Engagement: e, Party: r.b(), Agree: true})
	return next
}

func (r *road) reader(account id.ID) access.Actor {
	return access.Actor{Kind: access.Staff, Tenant: r.c.Tenant, Account: account}
}

// 回避：第二次调解会之后。
func TestRecusalAfterTheSecondSession(t *testing.T) {
	r := newRoad(t).to(InSession).as(r0(t), access.Mediator)
	both := []id.ID{r.a(), r.b()}
	r.do(Record{Session: r.c.Sessions[0].ID, Minutes: 50, Present: both, Text: "第一次"},
		Schedule{Mode: "joint", With: both, Start: r.clock.Now().Add(time.Hour)})
	r.do(Begin{Session: r.c.Sessions[1].ID}, Record{Session: r.c.Sessions[1].ID, Minutes: 40, Present: both, Text: "第二次"},
		Schedule{Mode: "joint", With: both, Start: r.clock.Now().Add(48 * time.Hour)})
	old, accepted := r.c.leading().ID, r.c.Accepted
	r.do(r.leaves("mediator_unavailable"))
	if r.c.State != Accepted || !r.c.Accepted.Equal(accepted) {
		t.Errorf("%s, the term runs from %v, want %v", r.c.State, r.c.Accepted, accepted)
	}
	if len(r.c.Sessions) != 3 || r.c.Sessions[1].Minutes != 40 || r.c.Sessions[2].Off != "cancelled" {
		t.Errorf("two sessions were held and a third was planned: %+v", r.c.Sessions)
	}
	joint, notes := vault.Scope{Kind: vault.Joint}, vault.Scope{Kind: vault.Engagement, Of: old}
	if slices.Contains(r.c.Assigned(), r.mediator) || slices.Contains(r.c.Facts().Assigned, r.mediator) {
		t.Error("the old mediator still reads the case")
	}
	next := r.succeeds()
	if r.c.State != Assigned || !mayOpen(r.reader(next), &r.c, joint) || mayOpen(r.reader(next), &r.c, notes) {
		t.Errorf("%s: the successor reads what is everybody's, and not the notes of the one before", r.c.State)
	}
	if mayOpen(r.reader(r.mediator), &r.c, notes) {
		t.Error("who has left reads the own notes")
	}
	sameOnReplay(t, r)
}

func TestNotesOpenToASuccessorOnlyIfAllPermit(t *testing.T) {
	r := newRoad(t).to(InSession)
	old := r.c.leading().ID
	r.refused("mediation.guard.engagement_unknown", PermitNotes{old, r.a(), true})
	r.do(r.leaves("party_asks"))
	next := r.succeeds()
	notes := vault.Scope{Kind: vault.Engagement, Of: old}
	may := func(want bool, who id.ID, when string) {
		t.Helper()
		if got := mayOpen(r.reader(who), &r.c, notes); got != want {
			t.Errorf("%s: opens %v, want %v", when, got, want)
		}
	}
	r.do(PermitNotes{old, r.a(), true})
	if v := r.all[len(r.all)-1].Event.Visibility; v.To(r.b()) {
		t.Error("the other party learns who permits what")
	}
	may(false, next, "one party alone permits")
	r.refused("mediation.field.said_so", PermitNotes{old, r.a(), true})
	r.do(PermitNotes{old, r.b(), true})
	may(true, next, "every party permits")
	may(false, r.clerk, "a clerk is no successor")
	may(false, r.mediator, "who has left")
	r.do(PermitNotes{old, r.a(), false})
	may(false, next, "one took it back")
	sameOnReplay(t, r)
}

func TestAMediatorLeavesADraft(t *testing.T) {
	for name, x := range map[string]struct {
		signed bool
		reason string
		want   State
	}{
		"signed, and cannot go on":   {true, "mediator_unavailable", Signing},
		"signed, and had a conflict": {true, "mediator_conflict", Accepted},
		"had not signed":             {false, "mediator_unavailable", Accepted},
	} {
		r := newRoad(t).to(Signing)
		r.do(r.sign("party", r.a()))
		if x.signed {
			r.do(r.sign("mediator", r.c.leading().ID))
		}
		r.do(r.leaves(x.reason))
		if r.c.State != x.want || (r.c.Agreement == nil) != (x.want == Accepted) {
			t.Errorf("%s: %s, draft %v", name, r.c.State, r.c.Agreement)
		}
		if x.want == Signing { // the two acts that are missing bring it into force, and a successor signs nothing
			r.succeeds()
			r.as(r.c.Engagements[1].Account, access.Mediator).do(r.sign("party", r.b()), r.sign("seal", id.ID{}))
			if r.c.State != Effective {
				t.Errorf("%s: %s", name, r.c.State)
			}
		}
		sameOnReplay(t, r)
	}
	// Where another who drafted it is at work, the draft stays.
	r := newRoad(t).to(Accepted)
	other := r.ids.New()
	r.know.Mediators = append(r.know.Mediators, other)
	r.do(Propose{r.mediator, true}, Propose{other, false})
	for i, account := range []id.ID{r.mediator, other} {
		e := r.c.Engagements[i].ID
		r.as(account, access.Mediator).do(Disclose{Engagement: e, Conflict: NoConflict}, AgreeMediator{Engagement: e, Party: r.a(), Agree: true}, AgreeMediator{Engagement: e, Party: r.b(), Agree: true})
	}
	r.do(Schedule{Mode: "joint", With: []id.ID{r.a(), r.b()}, Start: r.clock.Now().Add(time.Hour)})
	r.do(Begin{Session: r.c.Sessions[0].ID}, r.draft(), r.leaves("mediator_unavailable"))
	if r.c.State != Signing || len(r.c.Missing()) != 4 {
		t.Errorf("%s, missing %v", r.c.State, r.c.Missing())
	}
}

func TestAMediatorLeavesAnAgreementInForce(t *testing.T) {
	r := newRoad(t).to(Effective)
	text := r.c.Agreement.Text
	r.do(r.leaves("mediator_unavailable"))
	if r.c.State != Effective || slices.Contains(r.c.Assigned(), r.mediator) {
		t.Errorf("%s, assigned %v", r.c.State, r.c.Assigned())
	}
	next := r.succeeds()
	if r.c.State != Effective || r.c.Agreement.Text != text || r.c.EngagementOf(next) == nil {
		t.Errorf("%s: nobody follows the agreement up", r.c.State)
	}
	r.as(next, access.Mediator).do(r.leaves("party_asks"))
	sameOnReplay(t, r)

	oral := newRoad(t).to(InSession)
	oral.do(oral.oral(), AgreeOral{Party: oral.a()}, AgreeOral{Party: oral.b()}, oral.leaves("mediator_unavailable"))
	if oral.c.State != OralAgreed {
		t.Fatalf("what all have agreed binds: %s", oral.c.State)
	}
	oral.as(oral.ids.New(), access.Lead).do(RegisterOral{ReadBack: true})
	if !oral.c.State.InForce() && oral.c.State != Performed {
		t.Errorf("the unit's lead keeps the register where the mediator has left: %s", oral.c.State)
	}
	sameOnReplay(t, oral)

	waiting := newRoad(t).to(InSession)
	waiting.do(waiting.oral(), AgreeOral{Party: waiting.a()}, waiting.leaves("party_asks"))
	if waiting.c.Agreement != nil {
		t.Error("words that waited for another's are still there without the mediator")
	}
}

// 全部调解员均须回避。
func TestAllMediatorsInConflict(t *testing.T) {
	r := newRoad(t).to(Accepted)
	county, lead := r.ids.New(), r.ids.New()
	r.as(r.ids.New(), access.Lead)
	r.refused("mediation.guard.mediators_left", AskAbove{})
	r.do(Propose{r.mediator, true})
	r.as(r.mediator, access.Mediator).do(Disclose{Engagement: r.c.Engagements[0].ID, Conflict: Disqualifying})
	r.as(r.ids.New(), access.Lead)
	r.refused("mediation.guard.nobody_above", AskAbove{})
	r.know.Above = Above{Unit: county, Leads: []id.ID{lead}}
	r.do(AskAbove{})
	last := r.all[len(r.all)-1]
	if r.c.Asked != county || r.c.Facts().Asked != county || !slices.Equal(last.Tell, []id.ID{lead}) || last.Event.Visibility.To(r.a()) {
		t.Errorf("the unit above is not asked: %v, told %v", r.c.Asked, last.Tell)
	}
	r.refused("mediation.guard.asked_above", AskAbove{})
	r.succeeds()
	if r.c.State != Assigned || !r.c.Asked.IsZero() {
		t.Errorf("%s: the right of the lead above ends with the decision (%v)", r.c.State, r.c.Asked)
	}
	sameOnReplay(t, r)
}

// 调解会进行中退出。
func TestWithdrawalInMidSession(t *testing.T) {
	r := newRoad(t).to(InSession)
	r.do(Schedule{Mode: "joint", With: []id.ID{r.a(), r.b()}, Start: r.clock.Now().Add(24 * time.Hour)})
	r.as(r.clerk, access.Clerk).do(Withdraw{r.b()})
	if r.c.State != Terminated || r.c.Sessions[1].Off != "cancelled" || r.c.Party(r.b()).Consent.Stands() {
		t.Errorf("%s: %+v", r.c.State, r.c.Sessions)
	}
	r.as(r.mediator, access.Mediator)
	r.refused("mediation.guard.state", r.draft())
	// What was held before is still written up, without a new session.
	r.do(Record{Session: r.c.Sessions[0].ID, Minutes: 20, Present: []id.ID{r.a(), r.b()}, Text: "中途结束"})
	sameOnReplay(t, r)
}

// 三方之中两方签字。
func TestTwoOfThreeSign(t *testing.T) {
	r := newRoad(t)
	three := application(r.unit)
	three.Parties = append(three.Parties, NewParty{Role: Respondent, Kind: "person", Name: "丙"})
	r.do(three, Screen{})
	c := r.c.Parties[2].ID
	r.do(Inform{Party: r.a(), Language: "zh-Hans", How: "read_out"}, Talk{Party: r.a(), Concern: NoConcernTold}, Invite{})
	for _, p := range []id.ID{r.b(), c} {
		r.do(Inform{Party: p, Language: "zh-Hans", How: "read_out"}, Talk{Party: p, Concern: NoConcernTold})
	}
	r.do(r.consent(r.a()), r.consent(r.b()), r.consent(c), Accept{}, Propose{r.mediator, true})
	e := r.c.Engagements[0].ID
	r.as(r.mediator, access.Mediator).do(Disclose{Engagement: e, Conflict: NoConflict}, AgreeMediator{Engagement: e, Party: r.a(), Agree: true}, AgreeMediator{Engagement: e, Party: r.b(), Agree: true})
	if r.c.State != Accepted {
		t.Fatalf("two of three chose the mediator: %s", r.c.State)
	}
	all := []id.ID{r.a(), r.b(), c}
	r.do(AgreeMediator{Engagement: e, Party: c, Agree: true}, Schedule{Mode: "joint", With: all, Start: r.clock.Now().Add(time.Hour)})
	whole := r.draft()
	whole.Parties = all
	r.do(Begin{Session: r.c.Sessions[0].ID}, whole).offered()
	r.do(r.sign("party", r.a()), r.sign("party", r.b()), r.sign("mediator", e), r.sign("seal", id.ID{}))
	if r.c.State != Signing {
		t.Fatalf("two of three bind the third: %s", r.c.State)
	}
	r.do(RefuseSign{c})
	if r.c.State != InSession || r.c.Agreement != nil {
		t.Fatalf("nobody is bound by a draft that one will not sign: %s", r.c.State)
	}
	smaller := r.draft()
	r.refused("mediation.guard.signers", smaller)
	smaller.Partial = true
	r.do(smaller)
	r.signAll()
	if r.c.State != Effective || slices.Contains(r.c.Agreement.Parties, c) {
		t.Errorf("%s among %v", r.c.State, r.c.Agreement.Parties)
	}
	sameOnReplay(t, r)
}

// 签字五日后盖章。
func TestTheSealFiveDaysAfterTheSignatures(t *testing.T) {
	r := newRoad(t).to(Signing)
	signed := r.clock.Now()
	for _, m := range r.c.Missing()[:3] {
		r.do(r.sign(m.As, m.Of))
	}
	r.clock.Set(signed.Add(5 * 24 * time.Hour))
	sealed := r.clock.Now()
	r.do(r.sign("seal", id.ID{}))
	if !r.c.Agreement.Effective.Equal(sealed) {
		t.Errorf("in force from %v, want the seal's %v", r.c.Agreement.Effective, sealed)
	}
	end, ok := r.c.ConfirmationEnds(r.know.Rules)
	if !ok || end.Before(sealed.AddDate(0, 0, 29)) {
		t.Errorf("the thirty days to ask a court run from the seal: until %v", end)
	}
}

func TestAnAgreementStandsWhereNoNewOneIsFound(t *testing.T) {
	again := func() *road {
		r := newRoad(t).to(Effective)
		r.do(prepare(), JoinConfirmation{Party: r.a()}, JoinConfirmation{Party: r.b()}, RejectConfirmation{Text: "内容不明确"}, Choose{Party: r.a(), Way: WaySession}, Choose{Party: r.b(), Way: WaySession})
		if r.c.State != InSession || r.c.Standing == nil || r.sums()["mediation.settled"] != 1 {
			t.Fatalf("%s: the agreement is in force until there is another: %v", r.c.State, r.sums())
		}
		return r
	}
	for name, end := range map[string]func(*road) Command{
		"impasse":   func(*road) Command { return Impasse{Reason: "impasse"} },
		"withdraw":  func(r *road) Command { return Withdraw{r.b()} },
		"terminate": func(*road) Command { return Terminate{Reason: "impasse"} },
	} {
		r := again()
		text := r.c.Standing.Agreement.Text
		r.do(end(r))
		if r.c.State != Performing || r.c.Agreement == nil || r.c.Agreement.Text != text || r.c.Standing != nil || !r.c.Ended.IsZero() {
			t.Errorf("%s: %s, %+v", name, r.c.State, r.c.Agreement)
		}
		if r.sums()["mediation.settled"] != 1 || r.sums()["mediation.performance_due"] != 1 {
			t.Errorf("%s: %v", name, r.sums())
		}
		own := access.Actor{Kind: access.Resident, Tenant: r.c.Tenant, Party: r.b()}
		if !mayOpen(own, &r.c, vault.Scope{Kind: vault.Joint}) {
			t.Errorf("%s: a party cannot read the agreement that binds it", name)
		}
		due := r.c.Agreement.Instalments[0]
		r.do(ConfirmPerformance{Party: due.Obligee, Instalment: due.ID, Amount: due.Amount})
		if r.c.State != Performed {
			t.Errorf("%s: %s", name, r.c.State)
		}
		sameOnReplay(t, r)
	}
	r := again()
	old := r.c.Standing.Agreement.Text
	r.do(r.draft(), RefuseSign{r.a()})
	if r.c.Standing == nil {
		t.Error("a draft that one does not sign ends the agreement")
	}
	r.do(r.draft())
	r.signAll()
	if r.c.State != Effective || r.c.Standing != nil || len(r.c.Former) != 1 || r.c.Former[0].Text != old || r.sums()["mediation.settled"] != 1 {
		t.Errorf("%s: %d former, %v", r.c.State, len(r.c.Former), r.sums())
	}
	sameOnReplay(t, r)
}

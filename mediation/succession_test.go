package mediation

import (
	"slices"
	"testing"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/vault"
	"linli/promise"
)

// term is how the promise to conclude stands.
func (r *road) term() promise.State {
	r.t.Helper()
	var events []casefile.Event
	for _, s := range r.all {
		events = append(events, s.Event)
	}
	for _, p := range Promises(r.c, events, r.know.Rules, r.clock.Now()) {
		if p.Rule == ruleTerm {
			return p.State
		}
	}
	r.t.Fatal("there is no term")
	return ""
}

// joins enters who takes a party's place, and has it take part.
func (r *road) joins(of id.ID, name string) id.ID {
	r.do(Succeed{Party: of, As: "person", Name: name})
	heir := r.c.Parties[len(r.c.Parties)-1].ID
	r.do(Inform{Party: heir, Language: "zh-Hans", How: "read_out"}, Talk{Party: heir, Concern: NoConcernTold}, r.consent(heir))
	return heir
}

// 民事诉讼法第一百五十三条：等待继承人期间，期限不走；换调解员也不让它走起来。
func TestTheTermWaitsForSuccessors(t *testing.T) {
	r := newRoad(t).to(InSession)
	old := r.b()
	r.do(PartyEnded{old, Died})
	if got := r.term(); got != promise.Paused {
		t.Errorf("nobody stands for the dead, and the term is %s", got)
	}
	clerk := r.by
	r.do(r.leaves("mediator_unavailable"))
	r.by = clerk
	if got := r.term(); got != promise.Paused || r.c.State != Accepted {
		t.Errorf("in %s the term is %s: a mediator's leaving has set it going", r.c.State, got)
	}
	first := r.joins(old, "长子")
	if got := r.term(); got != promise.Running || !r.c.Waits.IsZero() {
		t.Errorf("everybody takes part, and the term is %s", got)
	}
	r.do(Succeed{Party: old, As: "person", Name: "次女"}) // one more is found
	if got := r.term(); got != promise.Paused {
		t.Errorf("another heir is awaited, and the term is %s", got)
	}
	second := r.c.Parties[len(r.c.Parties)-1].ID
	if got := r.c.concerned(); slices.Contains(got, old) || !slices.Contains(got, first) || !slices.Contains(got, second) {
		t.Errorf("on a mediator decide %v", got)
	}
	sameOnReplay(t, r)
}

// An agreement in force waits for nobody, and one who takes a place in it knows it from the day on which it takes part.
func TestAnHeirKnowsTheAgreementOnceItTakesPart(t *testing.T) {
	r := newRoad(t).to(Effective)
	old := r.a()
	r.do(PartyEnded{old, Died}, Succeed{Party: old, As: "person", Name: "长女"})
	if !r.c.Waits.IsZero() {
		t.Error("what is in force waits")
	}
	heir := r.c.InPlaceOf(old)[0]
	seen := func() *Opened {
		o := &Opened{Case: r.c, Rules: r.know.Rules}
		for _, s := range r.all {
			o.Events = append(o.Events, s.Event)
		}
		o.through(heir, r.clock.Now())
		return o
	}
	joint := func() bool {
		return mayOpen(access.Actor{Kind: access.Resident, Party: heir}, &r.c, vault.Scope{Kind: vault.Joint})
	}
	if o := seen(); o.Case.Agreement != nil || joint() {
		t.Errorf("an heir that has not said yes reads %+v", o.Case.Agreement)
	}
	r.do(Inform{Party: heir, Language: "zh-Hans", How: "read_out"}, Talk{Party: heir, Concern: NoConcernTold}, r.consent(heir))
	if o := seen(); o.Case.Agreement == nil || !joint() {
		t.Error("an heir that takes part does not know what is owed to it")
	}
	if !slices.Contains(r.c.Binding(r.c.Agreement), heir) || slices.Contains(r.c.Binding(r.c.Agreement), old) {
		t.Errorf("the agreement binds %v", r.c.Binding(r.c.Agreement))
	}
	sameOnReplay(t, r)
}

// Who is entered while others are invited has the whole time to answer; the dead are asked nothing.
func TestAnHeirOfAnInvitedParty(t *testing.T) {
	r := newRoad(t).to(Invited)
	old, before := r.b(), r.c.AnswerBy(r.know.Rules)
	r.do(PartyEnded{old, Died})
	r.clock.Add(48 * time.Hour)
	r.do(Succeed{Party: old, As: "person", Name: "长子"})
	if !r.c.AnswerBy(r.know.Rules).After(before) {
		t.Error("an heir has less time to answer than its predecessor had")
	}
	if !r.c.Waits.IsZero() {
		t.Error("a mediation that has not begun waits")
	}
	r.refused("mediation.guard.consents_missing", Accept{})
}

func TestDeathOfAPartyAndAnHeir(t *testing.T) {
	r := newRoad(t).to(Signing)
	old := r.b()
	r.do(r.sign("party", r.a()))
	r.refused("mediation.field.party_ended_how", PartyEnded{old, Dissolved})
	r.know.Slips = []casefile.Slip{{Case: r.c.ID, Party: old, Hash: "x"}, {Case: r.c.ID, Party: r.a(), Hash: "y"}}
	r.do(PartyEnded{old, Died})
	if r.c.State != InSession || r.c.Agreement != nil {
		t.Fatalf("what not all had signed still stands in %s", r.c.State)
	}
	if ended := r.last().Issued; len(ended) != 1 || ended[0].Party != old || ended[0].EndedAt.IsZero() {
		t.Errorf("the slips that end: %+v", ended)
	}
	if r.c.Waits.IsZero() {
		t.Error("the clock runs while nobody stands for the dead")
	}
	r.refused("mediation.guard.party_gone", r.consent(old))
	r.ruled("mediation.guard.successor_awaited", "153", r.draft())
	r.refused("mediation.guard.party_gone", PartyEnded{old, Died}) // once
	r.refused("mediation.guard.party_not_ended", Succeed{Party: r.a(), As: "person", Name: "丁"})

	// Two heirs, each with an own record; the mediation goes on when both take part.
	r.do(Succeed{Party: old, As: "person", Name: "长子"}, Succeed{Party: old, As: "person", Name: "次女"})
	heirs := r.c.InPlaceOf(old)
	if len(heirs) != 2 || r.c.Party(heirs[0]).Role != Respondent {
		t.Fatalf("in the place of the dead: %v", heirs)
	}
	for _, s := range r.last().Secrets {
		if s.Scope.Of == old {
			t.Error("an heir lies in the section of the dead")
		}
	}
	if mayOpen(access.Actor{Kind: access.Resident, Party: heirs[0]}, &r.c, vault.Scope{Kind: vault.Private, Of: old}) ||
		mayOpen(access.Actor{Kind: access.Resident, Party: heirs[0]}, &r.c, vault.Scope{Kind: vault.Joint}) {
		t.Error("an heir reads what the dead told alone, or anything before it takes part")
	}
	r.refused("mediation.guard.not_taking_part", Schedule{Mode: "joint", With: []id.ID{r.a(), heirs[0]}, Start: r.clock.Now().Add(time.Hour)})
	for n, heir := range heirs {
		r.refused("mediation.guard.party_not_informed", r.consent(heir))
		r.do(Inform{Party: heir, Language: "zh-Hans", How: "read_out"}, Talk{Party: heir, Concern: NoConcernTold}, r.consent(heir))
		if r.c.Waits.IsZero() != (n == 1) {
			t.Errorf("after heir %d it waits since %v", n+1, r.c.Waits)
		}
	}
	if r.last().Event.Kind != "go_on" {
		t.Errorf("the last event is %s", r.last().Event.Kind)
	}
	r.refused("mediation.guard.joined_before", Inform{Party: r.a(), Language: "zh-Hans", How: "read_out"})
	sameOnReplay(t, r)

	// A case under mediation can be about a right that ends with the person.
	support := newRoad(t)
	apply := application(support.unit)
	apply.Type = "support"
	support.do(apply)
	support.do(Screen{})
	support.ruled("mediation.guard.right_is_personal", "154", PartyEnded{support.a(), Died})
	support.do(Terminate{Reason: "right_ended"})
}

func TestInstalmentsPassToTheHeir(t *testing.T) {
	r := newRoad(t).to(Effective)
	creditor, due := r.a(), r.c.Agreement.Instalments[0]
	r.do(PartyEnded{creditor, Died}, Succeed{Party: creditor, As: "person", Name: "长女"})
	heir := r.c.InPlaceOf(creditor)[0]
	received := ConfirmPerformance{Party: heir, Instalment: due.ID, Amount: due.Amount}
	r.refused("mediation.guard.party_gone", ConfirmPerformance{Party: creditor, Instalment: due.ID, Amount: due.Amount})
	r.refused("mediation.guard.not_payee", ConfirmPerformance{Party: r.b(), Instalment: due.ID, Amount: due.Amount})
	r.do(received)
	if r.c.State != Performed {
		t.Errorf("the heir has everything, and the case is %s", r.c.State)
	}
	sameOnReplay(t, r)
}

func TestACompanyIsDissolved(t *testing.T) {
	r := newRoad(t)
	company := application(r.unit)
	company.Parties[1].Kind = "organisation"
	company.Parties[1].Representatives = []NewRepresentative{{As: Head, Name: "经理"}}
	r.do(company)
	r.do(Screen{}, Inform{Party: r.a(), Language: "zh-Hans", How: "read_out"}, Talk{Party: r.a(), Concern: NoConcernTold}, Invite{}, PartyEnded{r.b(), Dissolved})
	if r.c.Representatives[0].Ended.IsZero() {
		t.Error("the head of a company that is no more acts on")
	}
	r.do(r.consent(r.a()))
	r.refused("mediation.guard.consents_missing", Accept{})
	r.do(Succeed{Party: r.b(), As: "organisation", Name: "清算组"})
	group := r.c.InPlaceOf(r.b())[0]
	r.do(Inform{Party: group, Language: "zh-Hans", How: "read_out"}, Talk{Party: group, Concern: NoConcernTold}, r.consent(group), Accept{})
	if r.c.State != Accepted {
		t.Errorf("%s", r.c.State)
	}
}

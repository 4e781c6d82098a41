package mediation

import (
	"testing"

	"linli/platform/access"
	"linli/platform/id"
)

// TestAWardsGuardianSpeaks is a table: what a ward's slip alone does not do, and its guardian does at the office (民法典 art. 19-23). To end the
// mediation, to say no to a signature and to say that nothing came needs nobody.
func TestAWardsGuardianSpeaks(t *testing.T) {
	guarded := func(r *road, party id.ID) id.ID {
		r.as(r.clerk, access.Clerk).do(Appoint{Party: party, As: Guardian, Name: "监护人"})
		return r.c.Representatives[len(r.c.Representatives)-1].ID
	}
	for name, reach := range map[string]func(t *testing.T) (*road, func(by id.ID) Command, id.ID){
		"agree_mediator": func(t *testing.T) (*road, func(id.ID) Command, id.ID) {
			r := newRoad(t).to(Accepted)
			return r.do(Propose{r.mediator, true}), nil, id.ID{}
		},
		"agree_extension": func(t *testing.T) (*road, func(id.ID) Command, id.ID) {
			r := newRoad(t).to(Assigned)
			r.do(AskExtension{Days: 10})
			return r, func(by id.ID) Command { return AgreeExtension{Party: r.b(), By: by} }, r.b()
		},
		"release_offer": func(t *testing.T) (*road, func(id.ID) Command, id.ID) {
			r, offer := keptOffer(t)
			r.know.Words = []byte(`"最低两百元"`)
			return r, func(by id.ID) Command {
				return ReleaseOffer{Party: r.a(), Offer: offer, Confirmed: true, By: by}
			}, r.a()
		},
		"answer_offer": func(t *testing.T) (*road, func(id.ID) Command, id.ID) {
			r, offer := keptOffer(t)
			r.know.Words = []byte(`"最低两百元"`)
			r.do(ReleaseOffer{Party: r.a(), Offer: offer})
			got := r.c.Offers[0].Copies[0].ID
			r.owner(r.b()).do(ReadOffer{Party: r.b(), Copy: got})
			return r, func(by id.ID) Command {
				return AnswerOffer{Party: r.b(), Copy: got, Answer: AcceptsOffer, Confirmed: true, By: by}
			}, r.b()
		},
		"confirm_performance": func(t *testing.T) (*road, func(id.ID) Command, id.ID) {
			r := newRoad(t).to(Effective)
			due := r.c.Agreement.Instalments[0]
			return r, func(by id.ID) Command {
				return ConfirmPerformance{Party: due.Obligee, Instalment: due.ID, Amount: due.Amount, By: by}
			}, due.Obligee
		},
		"leave the application": func(t *testing.T) (*road, func(id.ID) Command, id.ID) {
			r := newRoad(t).to(Effective)
			r.do(prepare(), JoinConfirmation{Party: r.a()})
			return r, func(by id.ID) Command { return WithdrawConfirmation{Party: r.a(), By: by} }, r.a()
		},
		"withdraw_confirmation": func(t *testing.T) (*road, func(id.ID) Command, id.ID) {
			r := atCourt(t)
			return r, func(by id.ID) Command { return WithdrawConfirmation{Party: r.a(), By: by} }, r.a()
		},
		"choose": func(t *testing.T) (*road, func(id.ID) Command, id.ID) {
			r := atCourt(t).do(RejectConfirmation{})
			return r, func(by id.ID) Command { return Choose{Party: r.b(), Way: WayEnd, By: by} }, r.b()
		},
	} {
		t.Run(name, func(t *testing.T) {
			r, act, ward := reach(t)
			if act == nil { // who mediates is agreed to before anything else
				e := r.c.Engagements[0]
				r.as(e.Account, access.Mediator).do(Disclose{Engagement: e.ID, Conflict: NoConflict})
				act, ward = func(by id.ID) Command { return AgreeMediator{Engagement: e.ID, Party: r.b(), Agree: true, By: by} }, r.b()
			}
			if r.c.SpokenFor(act(id.ID{}).Kind(), ward) {
				t.Error("somebody speaks for a party that nobody acts for")
			}
			guardian := guarded(r, ward)
			if !r.c.SpokenFor(act(id.ID{}).Kind(), ward) || r.c.SpokenFor("withdraw", ward) || r.c.SpokenFor("refuse_sign", ward) || r.c.SpokenFor("not_performed", ward) {
				t.Error("its page offers a ward what its guardian says, or does not offer what is its own")
			}
			r.as(r.mediator, access.Mediator).refused("mediation.guard.guardian_missing", act(id.ID{}))
			r.refused("mediation.guard.representative_unknown", act(r.ids.New()))
			r.owner(ward).refused("mediation.guard.guardian_missing", act(id.ID{}))
			r.as(r.mediator, access.Mediator).do(act(guardian))
			sameOnReplay(t, r)
		})
	}
}

// TestAnAgentBindsByItsAuthority: who may only speak takes no money and takes nothing back from a court (民事诉讼法 art. 62).
func TestAnAgentBindsByItsAuthority(t *testing.T) {
	r := newRoad(t).to(Effective)
	due := r.c.Agreement.Instalments[0]
	r.do(Appoint{Party: due.Obligee, As: Agent, Name: "代理人", Scope: General})
	agent := r.c.Representatives[0].ID
	pay := ConfirmPerformance{Party: due.Obligee, Instalment: due.ID, Amount: due.Amount, By: agent}
	r.ruled("mediation.guard.authority_general", "56, 62", pay)
	r.do(Appoint{Party: due.Obligee, Representative: agent, Scope: Special, Paper: r.attached(due.Obligee)}, pay)
	if r.c.State != Performed {
		t.Errorf("what an agent with authority received: %s", r.c.State)
	}
	r = atCourt(t)
	r.do(Appoint{Party: r.a(), As: Agent, Name: "代理人", Scope: General})
	agent = r.c.Representatives[0].ID
	r.ruled("mediation.guard.authority_general", "56, 62", WithdrawConfirmation{Party: r.a(), By: agent})
	r.do(WithdrawConfirmation{Party: r.a()}) // the party itself can: nobody has taken its place
	r.ruled("mediation.guard.authority_general", "56, 62", Choose{Party: r.a(), Way: WayEnd, By: agent})
}

// TestNoCodeForWhomAnotherSigns: a screen cannot tell who acts, so that no one-time code is made for a ward.
func TestNoCodeForWhomAnotherSigns(t *testing.T) {
	r := newRoad(t).to(Signing)
	r.do(GiveCode{Party: r.b()}, Appoint{Party: r.b(), As: Guardian, Name: "监护人"})
	r.refused("mediation.guard.guardian_missing", GiveCode{Party: r.b()})
}

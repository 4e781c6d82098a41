package mediation

import (
	"testing"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
)

// three is a case of three parties, all of whom take part, in its first session.
func three(t *testing.T) *road {
	r := newRoad(t)
	app := application(r.unit)
	app.Parties = append(app.Parties, NewParty{Role: Respondent, Kind: "person", Name: "丙"})
	r.do(app, Screen{})
	for _, p := range r.c.Parties {
		r.do(Inform{Party: p.ID, Language: r.lang, How: "read_out"}, Talk{Party: p.ID, Concern: NoConcernTold})
	}
	r.do(Invite{})
	for _, p := range r.c.Parties {
		r.do(r.consent(p.ID))
	}
	r.do(Accept{}, Propose{r.mediator, true})
	e := r.c.Engagements[0].ID
	r.as(r.mediator, access.Mediator).do(Disclose{Engagement: e, Conflict: NoConflict}).as(r.clerk, access.Clerk)
	for _, p := range r.c.Parties {
		r.do(AgreeMediator{Engagement: e, Party: p.ID, Agree: true})
	}
	r.as(r.mediator, access.Mediator).do(Schedule{Mode: "joint", With: []id.ID{r.a(), r.b(), r.c.Parties[2].ID}, Start: r.clock.Now().Add(time.Hour)})
	return r.do(Begin{Session: r.c.Sessions[0].ID})
}

// TestWhatAGuardRefuses takes a case to where one guard stands in the way. The guards that are not here are held where the
// rule is that they keep.
func TestWhatAGuardRefuses(t *testing.T) {
	slip := func(r *road, n, hash string) casefile.Slip {
		return casefile.Slip{Case: r.c.ID, Party: r.a(), Code: id.Code(n), Hash: hash}
	}
	for _, x := range []struct {
		guard string
		meets func(*testing.T) (*road, Command)
	}{
		{"respondent_missing", func(t *testing.T) (*road, Command) {
			r := newRoad(t)
			alone := application(r.unit)
			alone.Parties = alone.Parties[:1]
			r.do(alone, Screen{})
			r.do(Inform{Party: r.a(), Language: r.lang, How: "read_out"}, Talk{Party: r.a(), Concern: NoConcernTold})
			return r, Invite{}
		}},
		{"no_guardian", func(t *testing.T) (*road, Command) {
			r := newRoad(t).to(Accepted)
			return r, Hear{Party: r.a()}
		}},
		{"consent_missing", func(t *testing.T) (*road, Command) {
			r := newRoad(t).to(InSession)
			r.do(PartyEnded{r.b(), Died}, Succeed{Party: r.b(), As: "person", Name: "长子"})
			return r, WriteOffer{Party: r.c.Parties[2].ID, Text: "两百元"}
		}},
		{"offer_nobody", func(t *testing.T) (*road, Command) {
			r, offer := keptOffer(t)
			r.as(r.mediator, access.Mediator).do(PartyEnded{r.b(), Died})
			r.know.Words = []byte(`"最低两百元"`)
			return r.owner(r.a()), ReleaseOffer{Party: r.a(), Offer: offer}
		}},
		{"mode_not_asked", func(t *testing.T) (*road, Command) {
			r := newRoad(t).to(Scheduled)
			return r, AgreeMode{Party: r.a(), Session: r.c.Sessions[0].ID, Yes: true}
		}},
		{"session_not_begun", func(t *testing.T) (*road, Command) {
			r := newRoad(t).to(Scheduled)
			return r, Record{Session: r.c.Sessions[0].ID, Minutes: 30, Present: []id.ID{r.a()}, Text: "到场"}
		}},
		{"session_not_held", func(t *testing.T) (*road, Command) { // a case that is taken up again where it had not come to a session
			r := newRoad(t).to(Assigned)
			r.do(Withdraw{r.a()}).as(r.clerk, access.Lead)
			r.do(Reopen{"双方又愿意谈"}, r.reopens(r.a(), true), r.reopens(r.b(), true))
			return r.as(r.mediator, access.Mediator), r.draft()
		}},
		{"note_scope", func(t *testing.T) (*road, Command) {
			r := newRoad(t).to(Assigned)
			return r.as(r.clerk, access.Clerk), WriteNote{Scope: NoteOfMediator, Text: "只给自己看"}
		}},
		{"not_a_signer", func(t *testing.T) (*road, Command) {
			r := three(t)
			two := r.draft()
			two.Partial = true
			r.do(two)
			return r, offer(r.c.Parties[2].ID)
		}},
		{"standing_signers", func(t *testing.T) (*road, Command) {
			r := three(t)
			all := r.draft()
			all.Parties = append(all.Parties, r.c.Parties[2].ID)
			r.do(all)
			r.signAll()
			r.do(PrepareConfirmation{Court: "人民法院", Venue: "office_place", Excluded: NothingExcluded})
			for _, p := range r.c.Parties {
				r.do(JoinConfirmation{Party: p.ID})
			}
			r.do(RejectConfirmation{})
			for _, p := range r.c.Parties {
				r.do(Choose{Party: p.ID, Way: WaySession})
			}
			two := r.draft() // which leaves out the third, whom the standing one binds
			two.Partial = true
			return r, two
		}},
		{"lead_mediator", func(t *testing.T) (*road, Command) {
			r := newRoad(t).to(InSession)
			r.do(r.oral(), AgreeOral{Party: r.a()}, AgreeOral{Party: r.b()})
			return r.as(r.clerk, access.Clerk), RegisterOral{ReadBack: true}
		}},
		{"nobody_mediates", func(t *testing.T) (*road, Command) {
			r := newRoad(t).to(Effective)
			r.do(r.leaves("mediator_unavailable"))
			return r, Vary(r.draft())
		}},
		{"no_agreement", func(t *testing.T) (*road, Command) { // of a case that was brought in only its outcome is known
			r := newRoad(t)
			r.do(BringIn{Unit: r.unit, Ref: "C-1", Type: "neighbour", Source: "party", Received: r.clock.Now(), Outcome: Settled})
			return r, Void{}
		}},
		{"confirmation_answered", func(t *testing.T) (*road, Command) {
			r := newRoad(t).to(InSession)
			d := r.draft()
			d.Terms[0].Instalments = []Part{{Money{60000, "CNY"}, "2026-03-20"}, {Money{60000, "CNY"}, "2026-04-30"}}
			r.do(d)
			r.signAll()
			r.do(PrepareConfirmation{Court: "人民法院", Venue: "office_place", Excluded: NothingExcluded}, JoinConfirmation{Party: r.a()}, JoinConfirmation{Party: r.b()}, Confirm{}, r.pays(1, 60000))
			return r, PrepareConfirmation{Court: "人民法院", Venue: "office_place", Excluded: NothingExcluded}
		}},
		{"letters_many", func(t *testing.T) (*road, Command) {
			r := newRoad(t).to(Invited)
			for range maxOnward {
				r.do(letterFor(r.a(), r.lang))
			}
			return r, letterFor(r.a(), r.lang)
		}},
		{"reply_owed", func(t *testing.T) (*road, Command) {
			r := sentTo(t, "court")
			r.do(NotAccept{Reason: r.know.Rules.Mediation.Safety.Closure})
			return r, Archive{}
		}},
		{"not_a_colleague", func(t *testing.T) (*road, Command) {
			r := newRoad(t).to(Screening)
			return r, HandOver{To: r.ids.New()}
		}},
		{"slip_no_second", func(t *testing.T) (*road, Command) {
			r := newRoad(t).to(Screening)
			r.know.Slips, r.know.Seconds = []casefile.Slip{slip(r, "A", "$argon2id$")}, []id.ID{r.clerk}
			return r, AskSlip{Party: r.a(), Shown: "document"}
		}},
		{"begun_anew", func(t *testing.T) (*road, Command) {
			r := newRoad(t).to(Effective)
			r.do(Void{}, BeginAnew{r.ids.New()})
			return r, BeginAnew{r.ids.New()}
		}},
		{"no_survey", func(t *testing.T) (*road, Command) {
			r := newRoad(t).to(Effective)
			rules := *r.know.Rules
			rules.Mediation.Survey = nil
			r.know.Rules = &rules
			return r, OfferSurvey{Party: r.a()}
		}},
		{"no_part", func(t *testing.T) (*road, Command) { // who takes the place of a party and has not said yet whether it takes part
			r := newRoad(t).to(Effective)
			r.do(PartyEnded{r.b(), Died}, Succeed{Party: r.b(), As: "person", Name: "长子"})
			return r, OfferSurvey{Party: r.c.Parties[2].ID}
		}},
		{"survey_given", func(t *testing.T) (*road, Command) {
			r := newRoad(t).to(Effective)
			r.do(OfferSurvey{Party: r.a()})
			return r, OfferSurvey{Party: r.a()}
		}},
		{"joint_said", func(t *testing.T) (*road, Command) {
			x := jointRoad(t, Assigned)
			x.asLead().do(InviteJoint{x.other})
			x.as(x.clerk, access.Clerk).do(x.says(x.a(), true))
			return x.road, x.says(x.a(), true)
		}},
		{"former_told", func(t *testing.T) (*road, Command) {
			r := newRoad(t).to(Screening)
			return r, FormerTold{}
		}},
		{"slip_moved", func(t *testing.T) (*road, Command) {
			r := newRoad(t).to(Screening)
			r.know.Slips = []casefile.Slip{slip(r, "B", "")}
			return r, GiveSlip{Party: r.a(), slips: []casefile.Slip{slip(r, "A", "$argon2id$")}}
		}},
	} {
		t.Run(x.guard, func(t *testing.T) {
			r, cmd := x.meets(t)
			r.refused("mediation.guard."+x.guard, cmd)
		})
	}
}

// TestLawBehindAGuardIsNamed: where the rulebook has the source of what a guard keeps, whoever is refused reads it.
func TestLawBehindAGuardIsNamed(t *testing.T) {
	named := map[string]bool{}
	for _, row := range Machine {
		for _, g := range row.Guards {
			named[g.Name] = named[g.Name] || g.Rule != nil
		}
	}
	for _, name := range []string{"applicants_informed", "applicants_talked", "party_not_informed", "party_not_talked", "consents_missing", "not_read_back", "writing_demanded",
		"support_not_offered", "wish_open", "paused", "follow_up_agreed", "follow_up_not_agreed", "never_accepted", "answer_time_runs", "term_runs", "term_over",
		"confirmation_excluded", "paper_only", "guardian_missing", "authority_general", "both_sides", "group_speaks", "right_is_personal"} {
		if ruled, known := named[name]; !known || !ruled {
			t.Errorf("%s: known %v, with its rule %v", name, known, ruled)
		}
	}
	r := newRoad(t).to(Invited)
	if err := fault.Of(r.try(r.consent(r.b()))); err.Rule == nil || err.Rule.Law["zh-Hans"] == "" {
		t.Errorf("a consent before the notice of rights: %+v", err)
	}
}

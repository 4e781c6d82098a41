package mediation

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"linli/casefile"
	"linli/consent"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/vault"
)

// The cases that the specification lists at its end, those that are about who acts for a party. Each scenario bears the
// name of its case.

// invitedBoth is a case in which both sides were told their rights and heard alone, and nobody has answered.
func invitedBoth(t *testing.T) *road {
	r := newRoad(t).to(Invited)
	return r.do(Inform{Party: r.b(), Language: "zh-Hans", How: "read_out"}, Talk{Party: r.b(), Concern: NoConcernTold})
}

// appointed enters who acts for a party, and returns its id.
func (r *road) appointed(a Appoint) id.ID {
	r.t.Helper()
	r.do(a)
	return r.c.Representatives[len(r.c.Representatives)-1].ID
}

// attached is a file that the office added.
func (r *road) attached(party id.ID) id.ID {
	r.t.Helper()
	f := r.ids.New()
	r.do(Attach{Attachment: f, Party: party, Name: "授权委托书", Type: "image/png", Size: 10, Bare: true})
	return f
}

func (r *road) last() Step { return r.all[len(r.all)-1] }

// ruled demands a refusal that names a law and an article.
func (r *road) ruled(key, article string, cmd Command) {
	r.t.Helper()
	err := r.try(cmd)
	f := faultOf(err)
	if f.Key != key || f.Rule == nil || f.Rule.Article != article {
		r.t.Errorf("%s in %s: %v (rule %+v), want %s by %s", cmd.Kind(), r.c.State, err, f.Rule, key, article)
	}
}

func TestPartyAged(t *testing.T) {
	for _, x := range []struct {
		name       string
		age        int
		self       bool
		limited    bool
		guardian   bool // one acts
		heard      bool
		want       string
		byGuardian bool
	}{
		{"7 alone", 7, false, false, false, false, "guardian_missing", false},
		{"7 with the guardian, who need not hear a child so young", 7, false, false, true, false, "", true},
		{"8 with the guardian, not heard", 8, false, false, true, false, "child_not_heard", true},
		{"8 with the guardian, heard", 8, false, false, true, true, "", true},
		{"15 alone", 15, false, false, false, false, "guardian_missing", false},
		{"15 alone although a guardian acts", 15, false, false, true, true, "guardian_missing", false},
		{"15 with the guardian, heard", 15, false, false, true, true, "", true},
		{"16 and at school", 16, false, false, false, false, "guardian_missing", false},
		{"16 and earning", 16, true, false, false, false, "", false},
		{"17 and earning", 17, true, false, false, false, "", false},
		{"18", 18, false, false, false, false, "", false},
		{"50 without full capacity, alone", 50, false, true, false, false, "guardian_missing", false},
		{"50 without full capacity, with the guardian", 50, false, true, true, false, "", true},
	} {
		t.Run(x.name, func(t *testing.T) {
			r := invitedBoth(t)
			give := GiveConsent{Party: r.b(), How: consent.Written, Language: "zh-Hans", Age: x.age, SelfSupporting: x.self, Limited: x.limited}
			if x.guardian {
				g := r.appointed(Appoint{Party: r.b(), As: Guardian, Name: "丙"})
				if x.byGuardian {
					give.By = g
				}
			}
			if x.heard {
				r.do(Hear{r.b()})
			}
			if x.want != "" {
				r.refused("mediation.guard."+x.want, give)
				return
			}
			r.do(give)
			if got := r.last().Consents[0].Guardian; got.IsZero() == x.byGuardian {
				t.Errorf("the record names the guardian %s", got)
			}
			if !r.c.Party(r.b()).Consent.Stands() {
				t.Error("the consent does not stand")
			}
			sameOnReplay(t, r)
		})
	}
}

func TestGuardianIsTheOpponent(t *testing.T) {
	r := invitedBoth(t)
	r.ruled("mediation.guard.guardian_is_opponent", "31, 35", Appoint{Party: r.b(), As: Guardian, Name: "甲", Known: r.a()})
	r.ruled("mediation.guard.guardian_tie", "31, 35", Appoint{Party: r.b(), As: Guardian, Name: "丙", Tie: true})
	theirs := r.appointed(Appoint{Party: r.a(), As: Agent, Name: "丁"})
	r.ruled("mediation.guard.guardian_is_opponent", "31, 35", Appoint{Party: r.b(), As: Guardian, Name: "丁", Known: theirs})

	// Another guardian acts.
	another := r.appointed(Appoint{Party: r.b(), As: Guardian, Name: "戊"})
	r.do(Hear{r.b()}, GiveConsent{Party: r.b(), How: consent.Written, Language: "zh-Hans", Age: 10, By: another})
}

func TestGuardianChangesAndTheWardComesOfAge(t *testing.T) {
	r := invitedBoth(t)
	first := r.appointed(Appoint{Party: r.b(), As: Guardian, Name: "丙"})
	r.do(Hear{r.b()}, GiveConsent{Party: r.b(), How: consent.Written, Language: "zh-Hans", Age: 17, By: first}, r.consent(r.a()), Accept{})
	record := r.all[len(r.all)-3].Consents[0]

	// The ward does not send its guardian away, and acts alone no more when the guardian has left.
	r.ruled("mediation.guard.guardian_by_law", "23, 27, 28, 39", EndAuthority{r.b(), first, EndedByParty})
	r.do(EndAuthority{r.b(), first, Replaced})
	second := r.appointed(Appoint{Party: r.b(), As: Guardian, Name: "己"})
	if !r.c.Ward(r.b()) || !r.c.Party(r.b()).Consent.Stands() {
		t.Fatal("a change of the guardian ends neither the guardianship nor what was consented to")
	}

	// The party says that it is of age now: the guardian's consent ends with the guardian, and the party answers itself.
	r.know.Records = []consent.Record{record}
	r.do(EndAuthority{r.b(), second, ActsAlone})
	if ended := r.last().Consents; len(ended) != 1 || ended[0].State != consent.Terminated {
		t.Errorf("the guardian's record: %+v", ended)
	}
	if r.c.Ward(r.b()) || r.c.Party(r.b()).Consent.Stands() || len(r.c.ActingFor(r.b(), "2026-03-02")) != 0 {
		t.Error("somebody still acts for a person who acts alone")
	}
	r.do(GiveConsent{Party: r.b(), How: consent.Written, Language: "zh-Hans", Age: 18})
	if r.c.State != Accepted || !r.c.Party(r.b()).Consent.Stands() || !r.last().Consents[0].Guardian.IsZero() {
		t.Errorf("%s, %+v", r.c.State, r.c.Party(r.b()).Consent)
	}
	sameOnReplay(t, r)
}

// A guardian's ward is bound by the guardian's signature alone.
func TestTheGuardianSignsForTheWard(t *testing.T) {
	r := newRoad(t).to(Signing)
	g := r.appointed(Appoint{Party: r.b(), As: Guardian, Name: "丙"})
	sign := r.sign("party", r.b())
	r.refused("mediation.guard.guardian_missing", sign)
	sign.By, sign.Method, sign.proven = g, "screen", true
	own := r.by
	r.by = casefile.By{Kind: access.Resident, Party: r.b()}
	r.refused("mediation.guard.not_own_hand", sign) // a screen cannot tell who holds it
	r.by = own
	sign.Method = "paper"
	r.do(sign)
	if r.c.Agreement.Acts[0].By != g {
		t.Errorf("signed by %s", r.c.Agreement.Acts[0].By)
	}
}

func TestAgentNeedsASpecialAuthorityToSign(t *testing.T) {
	r := newRoad(t).to(Signing)
	agent := r.appointed(Appoint{Party: r.b(), As: Agent, Name: "律师"})
	sign := r.sign("party", r.b())
	sign.By = agent
	r.ruled("mediation.guard.authority_general", "56, 62", sign)
	r.ruled("mediation.guard.authority_not_written", "165", Appoint{Party: r.b(), Representative: agent, Scope: Special})
	r.refused("mediation.guard.file_unknown", Appoint{Party: r.b(), Representative: agent, Scope: Special, Paper: r.ids.New()})
	r.refused("mediation.guard.file_unknown", Appoint{Party: r.b(), Representative: agent, Scope: Special, Paper: r.attached(r.a())}) // the other side's paper
	r.do(Appoint{Party: r.b(), Representative: agent, Scope: Special, Paper: r.attached(r.b()), Until: "2026-03-10"})

	// The period ends with its last day.
	early := *r
	early.c = r.c.clone()
	r.clock.Add(9 * 24 * time.Hour)
	r.refused("mediation.guard.representative_unknown", sign)
	early.clock.Add(-9 * 24 * time.Hour)
	early.do(sign)

	// The party ends it at any time, and without a reason.
	r = newRoad(t).to(Signing)
	agent = r.appointed(Appoint{Party: r.b(), As: Agent, Name: "律师", Scope: Special, Paper: r.attached(r.b())})
	sign = r.sign("party", r.b())
	sign.By = agent
	own := r.by
	r.by = casefile.By{Kind: access.Resident, Party: r.b()}
	r.refused("mediation.guard.guardian_by_law", EndAuthority{r.b(), agent, Replaced}) // a party ends what it gave, and says no more
	r.do(EndAuthority{r.b(), agent, EndedByParty})
	r.by = own
	r.refused("mediation.guard.representative_unknown", sign)
	r.refused("mediation.guard.authority_ended", EndAuthority{r.b(), agent, EndedByParty})
	sign.By = id.ID{}
	r.do(sign) // the party still can
	sameOnReplay(t, r)
}

func TestNobodyActsForBothSides(t *testing.T) {
	r := newRoad(t).to(Accepted)
	agent := r.appointed(Appoint{Party: r.a(), As: Agent, Name: "律师"})
	for _, x := range []Appoint{
		{Party: r.b(), As: Agent, Name: "律师", Known: agent},
		{Party: r.b(), As: Agent, Name: "甲", Known: r.a()},
		{Party: r.b(), As: Agent, Name: "丙", Tie: true},
	} {
		r.ruled("mediation.guard.both_sides", "168", x)
	}
	r.do(Appoint{Party: r.a(), As: Agent, Name: "律师", Known: agent}) // a second time for the same side
}

func TestAnOrganisationActsThroughItsHead(t *testing.T) {
	r := newRoad(t)
	company := application(r.unit)
	company.Parties[1].Kind = "organisation"
	company.Parties[1].Representatives = []NewRepresentative{{As: Head, Name: "经理"}}
	r.do(company)
	r.do(Screen{}, Inform{Party: r.a(), Language: "zh-Hans", How: "read_out"}, Talk{Party: r.a(), Concern: NoConcernTold}, Invite{},
		Inform{Party: r.b(), Language: "zh-Hans", How: "read_out"}, Talk{Party: r.b(), Concern: NoConcernTold})
	head := r.c.Representatives[0].ID
	r.refused("mediation.guard.representation_kind", Appoint{Party: r.a(), As: Head, Name: "丙"})
	r.refused("mediation.guard.representation_kind", Appoint{Party: r.b(), As: Guardian, Name: "丙"})
	r.do(GiveConsent{Party: r.b(), How: consent.Written, Language: "zh-Hans", By: head})
	if !r.c.Party(r.b()).Consent.Stands() || !r.last().Consents[0].Guardian.IsZero() {
		t.Error("the head's word is the organisation's own")
	}

	wrong := application(r.unit)
	wrong.Parties[1].Representatives = []NewRepresentative{{As: ForGroup, Name: "丙"}}
	r2 := newRoad(t)
	r2.refused("mediation.field.as", wrong)
}

func TestSixtyVillagersWithFiveRepresentatives(t *testing.T) {
	r := newRoad(t)
	group := application(r.unit)
	group.Parties[0].Name, group.Parties[0].Members = "东山组六十户", 60
	for n := range 5 {
		group.Parties[0].Representatives = append(group.Parties[0].Representatives, NewRepresentative{As: ForGroup, Name: "代表" + strconv.Itoa(n+1)})
	}
	r.do(group)
	r.do(Screen{}, Inform{Party: r.a(), Language: "zh-Hans", How: "read_out"}, Talk{Party: r.a(), Concern: NoConcernTold}, Invite{},
		Inform{Party: r.b(), Language: "zh-Hans", How: "read_out"}, Talk{Party: r.b(), Concern: NoConcernTold}, r.consent(r.b()))
	if len(r.c.Parties) != 2 || r.c.Parties[0].Members != 60 || len(r.c.Representatives) != 5 {
		t.Fatalf("%d parties, %d members, %d representatives", len(r.c.Parties), r.c.Parties[0].Members, len(r.c.Representatives))
	}
	for _, s := range r.all[0].Secrets {
		if s.Field == FieldRepresentative && s.Scope != (vault.Scope{Kind: vault.Identity, Of: r.a()}) {
			t.Errorf("a representative's name lies in %v", s.Scope)
		}
	}
	r.refused("mediation.guard.representatives", Appoint{Party: r.a(), As: ForGroup, Name: "第六名"})
	r.ruled("mediation.guard.group_speaks", "56", r.consent(r.a()))

	// Each representative consents on an own record; the group takes part when the last has.
	give := func(n int) GiveConsent {
		return GiveConsent{Party: r.a(), How: consent.Written, Language: "zh-Hans", By: r.c.Representatives[n].ID}
	}
	for n := range 4 {
		r.do(give(n))
		if r.c.Party(r.a()).Consent.Stands() || len(r.last().Consents) != 1 {
			t.Fatalf("after %d of five: %+v", n+1, r.c.Party(r.a()).Consent)
		}
	}
	r.refused("mediation.guard.already_consented", give(2))
	r.refused("mediation.guard.consents_missing", Accept{})
	r.do(give(4), Accept{}, Propose{r.mediator, true})
	e := r.c.Engagements[0].ID
	r.as(r.mediator, access.Mediator).do(Disclose{Engagement: e, Conflict: NoConflict})
	r.as(r.clerk, access.Clerk).ruled("mediation.guard.group_speaks", "56", AgreeMediator{Engagement: e, Party: r.a(), Agree: true})
	r.do(AgreeMediator{Engagement: e, Party: r.a(), Agree: true, By: r.c.Representatives[0].ID}, AgreeMediator{Engagement: e, Party: r.b(), Agree: true})
	r.as(r.mediator, access.Mediator).do(Schedule{Mode: "joint", With: []id.ID{r.a(), r.b()}, Start: r.clock.Now().Add(time.Hour)})
	r.do(Begin{Session: r.c.Sessions[0].ID}, r.draft()).offered()

	// One signs for all, as far as the group's authority in writing goes.
	sign := r.sign("party", r.a())
	r.refused("mediation.guard.group_speaks", sign)
	sign.By = r.c.Representatives[1].ID
	r.ruled("mediation.guard.authority_general", "56, 62", sign)
	r.do(Appoint{Party: r.a(), Representative: sign.By, Scope: Special, Paper: r.attached(r.a())}, sign)
	if !slices.ContainsFunc(r.c.Agreement.Acts, func(x Signature) bool { return x.Of == r.a() && x.By == sign.By }) {
		t.Errorf("%+v", r.c.Agreement.Acts)
	}
	if r.c.Representatives[1].Consented.IsZero() {
		t.Error("the authority that came later has taken the representative's own consent away")
	}
	sameOnReplay(t, r)
}

func TestSafetyConcernToldPrivately(t *testing.T) {
	r := newRoad(t).to(Screening)
	r.do(Inform{Party: r.a(), Language: "zh-Hans", How: "read_out"}, Talk{Party: r.a(), Concern: Violence, Text: "他打我", SafeContact: "只打白天的电话"})
	told := r.last()
	if told.Event.Visibility != casefile.Only(r.a()) || told.Secrets[0].Scope != (vault.Scope{Kind: vault.Private, Of: r.a()}) {
		t.Errorf("a concern is visible to %s, in %v", told.Event.Visibility, told.Secrets[0].Scope)
	}
	r.know.Concern[r.a()] = Violence
	err := r.try(Invite{})
	if key(err) != "mediation.guard.not_suitable" || len(faultOf(err).Args) > 0 {
		t.Errorf("the refusal tells more than that: %v", err)
	}
	r.refused("mediation.field.text_neutral", NotAccept{Reason: "not_suitable", Text: "有家暴"})
	r.do(NotAccept{Reason: "not_suitable"})
}

func TestNoPhoneAndCannotWrite(t *testing.T) {
	r := newRoad(t).to(Invited)
	r.clock.Add(72 * time.Hour)
	day := r.clock.Now().Add(-48 * time.Hour) // on paper two days ago, entered today with the true day
	for _, cmd := range []Command{Inform{Party: r.b(), Language: "zh-Hans", How: "read_out"}, Talk{Party: r.b(), Concern: NoConcernTold},
		GiveConsent{Party: r.b(), How: consent.Thumbprint, Language: "zh-Hans", Age: 70}} {
		if err := r.tryAt(cmd, day); err != nil {
			t.Fatalf("%s: %v", cmd.Kind(), err)
		}
	}
	act := r.last().Consents[0].Acts[0]
	if act.How != consent.Thumbprint || act.Account != r.clerk || !act.Claimed.Equal(day) || !r.c.Party(r.b()).Consent.Given.Equal(day) {
		t.Errorf("%+v", act)
	}
}

func TestPartiesReadDifferentLanguages(t *testing.T) {
	r := newRoad(t).to(InSession)
	d := r.draft()
	d.Language = ""
	r.refused("mediation.field.language", d)
	d.Language = "zh-Hans"
	r.do(d)
	if r.c.Agreement.Language != "zh-Hans" {
		t.Errorf("the authoritative text is %q", r.c.Agreement.Language)
	}
	for _, p := range r.c.Parties { // which language a party reads is in no clear fact
		if b, err := json.Marshal(p); err != nil || strings.Contains(string(b), "zh-Hans") {
			t.Errorf("%s, %v", b, err)
		}
	}
}

func TestCollusionAgainstACreditor(t *testing.T) {
	r := newRoad(t).to(InSession)
	r.refused("mediation.field.text_neutral", Suspend{Reason: "sham_suspected", Text: "像是串通"})
	r.do(Suspend{Reason: "sham_suspected"}, Terminate{Reason: "sham_suspected"})
	if reason, _ := r.know.Rules.Mediation.Reason(r.c.Reason); !reason.Neutral || r.c.State != Terminated {
		t.Errorf("%s for %s", r.c.State, r.c.Reason)
	}
}

func TestAlreadyInCourt(t *testing.T) {
	r := newRoad(t).to(Screening)
	r.do(NotAccept{Reason: "pending_elsewhere", Text: "法院已立案"})
	r = newRoad(t).to(InSession)
	r.do(Terminate{Reason: "pending_elsewhere", Text: "查明法院已立案"})
	if r.c.State != Terminated {
		t.Errorf("%s", r.c.State)
	}
}

package mediation

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/vault"
)

func (r *road) correction() CorrectApplication {
	return CorrectApplication{Why: "other_type", Type: "inheritance", Summary: "父亲留下的房屋如何分配", Claims: "各半", Amount: Money{500000, r.know.Rules.Currency}}
}

// 申请内容可以更正：原来的写法封存，类型从此按新的办，统计跟着走。
func TestAnApplicationIsPutRight(t *testing.T) {
	r := newRoad(t).to(InSession)
	r.know.Application = Application{Summary: "楼上漏水，天花板发霉"}
	wrong := r.correction()
	wrong.Why, wrong.Type = "mood", "weather"
	r.refused("form.choose", wrong)
	r.refused("mediation.field.nothing_corrected", CorrectApplication{Why: "said_so", Type: r.kind, Summary: "楼上漏水，天花板发霉"})

	tallies := map[string]int64{}
	count := func() {
		for _, s := range r.all {
			for _, m := range s.Tallies {
				x := r.c.tally(m)
				tallies[x.Type+" "+x.Measure] += x.N
			}
		}
	}
	was := Recount(r.c, r.know.Rules)
	r.c.Type = r.kind
	count()
	before := len(r.all)
	r.do(r.correction())
	for _, m := range r.all[before].Tallies {
		tallies[m.Type+" "+m.Measure] += m.N
	}
	for _, m := range was {
		if tallies[r.kind+" "+m.Measure] != 0 || tallies["inheritance "+m.Measure] != m.N {
			t.Errorf("%s: %d under the old kind, %d under the new one", m.Measure, tallies[r.kind+" "+m.Measure], tallies["inheritance "+m.Measure])
		}
	}
	step := r.all[before]
	body := string(step.Event.Body)
	if step.Event.Visibility != casefile.Joint || strings.Contains(body, "房屋") || strings.Contains(body, "漏水") {
		t.Errorf("the event is %s for %s", body, step.Event.Visibility)
	}
	if len(step.Secrets) != 2 || step.Secrets[1].Field != FieldCorrected || step.Secrets[1].Owner != step.Event.ID || step.Secrets[1].Scope.Kind != vault.Joint ||
		!strings.Contains(string(step.Secrets[1].Text), "漏水") || !strings.Contains(string(step.Secrets[0].Text), "房屋") {
		t.Errorf("what was sealed: %+v", step.Secrets)
	}
	sameOnReplay(t, r)

	r.do(r.draft()).offered()
	r.refused("mediation.guard.facts_stated", r.correction())
	r.refused("mediation.guard.facts_stated", AddParty{Role: Respondent, As: "person", Name: "丙"})
	onScreen := r.sign("party", r.a())
	onScreen.Method = "screen"
	r.by = casefile.By{Kind: access.Resident, Party: r.a()}
	r.refused("mediation.guard.paper_only", onScreen) // an inheritance is not signed on a screen, whatever the applicant had ticked
}

// 当事人的姓名、语言可以更正；语言和原来的写法别人看不到。
func TestWhatIsWrittenOfAPartyIsPutRight(t *testing.T) {
	r := newRoad(t).to(InSession)
	r.know.Identity = Identity{"乙", "zh-Hans"}
	r.refused("mediation.field.nothing_corrected", CorrectParty{Party: r.b(), Why: "said_so", Name: "乙", Language: "zh-Hans"})
	r.refused("mediation.field.members", CorrectParty{Party: r.b(), Why: "said_so", Name: "乙", Language: "zh-Hans", Members: 60})
	seen := r.asSeen(r.a())
	r.do(CorrectParty{Party: r.b(), Why: "said_so", Name: "乙", Language: "ug"})
	if after := r.asSeen(r.a()); after != seen {
		t.Error("the other party sees that a language was put right")
	}
	r.know.Identity.Language = "ug"
	r.do(CorrectParty{Party: r.b(), Why: "written_wrongly", Name: "易"})
	step := r.all[len(r.all)-1]
	if !strings.Contains(string(step.Secrets[0].Text), "ug") {
		t.Errorf("a language that nobody spoke of is gone: %s", step.Secrets[0].Text)
	}
	if step.Event.Visibility != casefile.Joint || strings.Contains(string(step.Event.Body), "ug") {
		t.Errorf("%s for %s", step.Event.Body, step.Event.Visibility)
	}
	for _, x := range step.Secrets {
		if x.Field == FieldCorrected && x.Scope != (vault.Scope{Kind: vault.Private, Of: r.b()}) {
			t.Errorf("the earlier name lies in %v", x.Scope)
		}
	}
	sameOnReplay(t, r)

	r.know.Identity.Name = "易"
	r.do(r.draft()).offered()
	r.refused("mediation.guard.facts_stated", CorrectParty{Party: r.b(), Why: "said_so", Name: "伊", Language: "ug"})
	r.do(CorrectParty{Party: r.b(), Why: "said_so", Name: "易", Language: "zh-Hant"}) // the text of the agreement states no language
	r.signAll()
	if r.c.RenamedSince(r.c.Agreement) {
		t.Error("the agreement bears the name as it is")
	}
	r.do(CorrectParty{Party: r.b(), Why: "said_so", Name: "伊", Language: "zh-Hant"})
	if !r.c.RenamedSince(r.c.Agreement) {
		t.Error("nobody is told that the agreement bears an earlier name")
	}
}

// Who took part later reads what stands now, and not what stood there before.
func TestAnEarlierWordingIsForThoseWhoCouldReadIt(t *testing.T) {
	r := newRoad(t).to(Invited)
	r.know.Application = Application{Summary: "x"}
	r.do(r.correction())
	at := r.all[len(r.all)-1].Event.ID
	r.do(Inform{Party: r.b(), Language: r.lang, How: "read_out"}, Talk{Party: r.b(), Concern: NoConcernTold}, r.consent(r.b()))
	for party, reads := range map[id.ID]bool{r.a(): true, r.b(): false} {
		o := &Opened{Case: r.c, Rules: r.know.Rules, Corrected: map[id.ID]Corrected{at: {}}}
		for _, s := range r.all {
			o.Events = append(o.Events, s.Event)
		}
		o.through(party, r.clock.Now())
		if _, got := o.Corrected[at]; got != reads {
			t.Errorf("party %v reads the earlier wording: %v", party == r.a(), got)
		}
		e := o.Events[slices.IndexFunc(o.Events, func(e casefile.Event) bool { return e.ID == at })]
		if got := o.Case.ReadBefore(party, e); got != reads {
			t.Errorf("party %v reads the earlier kind of dispute: %v", party == r.a(), got)
		}
	}
}

func third() AddParty {
	return AddParty{Role: Respondent, As: "person", Name: "丙", Contact: "13800000000"}
}

func (r *road) newest() Party { return r.c.Parties[len(r.c.Parties)-1] }

// 开始调解以前增加的一方，和申请时写的一样：要邀请、要本人同意，才能受理。
func TestAPartyIsAddedBeforeAcceptance(t *testing.T) {
	r := newRoad(t).to(Screening)
	own := third()
	own.OwnDispute = true
	r.refused("mediation.guard.own_dispute", own)
	r.refused("form.required", AddParty{Role: Respondent, As: "person"})
	r.refused("mediation.field.kind", AddParty{Role: Respondent, As: "ghost", Name: "丙"})
	r.do(third(), Inform{Party: r.a(), Language: r.lang, How: "read_out"}, Talk{Party: r.a(), Concern: NoConcernTold}, Invite{})
	c := r.newest()
	if c.Invited.IsZero() || c.Joins {
		t.Fatalf("it is invited with the others: %+v", c)
	}
	applicant := AddParty{Role: Applicant, As: "person", Name: "丁"}
	r.do(applicant)
	d := r.newest()
	if d.Invited.IsZero() || r.c.Asks(&d) || len(r.all[len(r.all)-1].Slips) != 1 {
		t.Errorf("a later applicant has a slip and wrote nothing: %+v", d)
	}
	for _, p := range []id.ID{r.b(), c.ID, d.ID} {
		r.do(Inform{Party: p, Language: r.lang, How: "read_out"}, Talk{Party: p, Concern: NoConcernTold})
	}
	r.do(r.consent(r.a()), r.consent(r.b()), r.consent(c.ID))
	r.refused("mediation.guard.consents_missing", Accept{})
	r.do(r.consent(d.ID), Accept{})
	sameOnReplay(t, r)
	for i := len(r.c.Parties); i < maxParties; i++ {
		r.do(third())
	}
	r.refused("mediation.field.parties_many", third())
}

// 受理以后增加的一方：本人同意以前，其他人的调解照常进行；拒绝也不影响别人。
func TestAPartyJoinsAMediationThatGoesOn(t *testing.T) {
	r := newRoad(t).to(InSession)
	r.refused("mediation.guard.others_not_asked", third())
	x := third()
	stranger := r.ids.New()
	x.Agreed = []id.ID{r.a(), r.b(), stranger}
	if r.do(x); strings.Contains(string(r.last().Event.Body), stranger.String()) {
		t.Error("somebody who is no party has agreed")
	}
	c := r.newest()
	both := []id.ID{r.a(), r.b()}
	start := r.clock.Now().Add(24 * time.Hour)
	r.refused("mediation.guard.ties_undeclared", Schedule{Mode: "joint", With: both, Start: start})
	r.refused("mediation.guard.ties_undeclared", r.draft())
	r.refused("mediation.guard.tie_at_work", Disclose{Engagement: r.c.Engagements[0].ID, Conflict: Tie, Text: "x"})
	r.do(Disclose{Engagement: r.c.Engagements[0].ID, Conflict: NoConflict})
	r.refused("mediation.guard.not_taking_part", Schedule{Mode: "joint", With: append(both, c.ID), Start: start})
	r.refused("mediation.guard.asked_to_join", Withdraw{c.ID})
	r.refused("mediation.guard.not_asked_to_join", Refuse{r.b(), "oral"})
	sameOnReplay(t, r)

	joins := *r
	joins.do(Inform{Party: c.ID, Language: r.lang, How: "read_out"}, Talk{Party: c.ID, Concern: NoConcernTold}, r.consent(c.ID))
	joins.refused("mediation.guard.signers", joins.draft()) // it is needed now
	joins.refused("mediation.guard.takes_part", Shred{c.ID})
	joins.do(Schedule{Mode: "joint", With: append(both, c.ID), Start: start}, Withdraw{c.ID})
	if joins.c.State != Terminated {
		t.Errorf("who takes part ends it: %s", joins.c.State)
	}
	sameOnReplay(t, &joins)

	seen := r.asSeen(r.a())
	r.do(Refuse{c.ID, "oral"})
	if r.asSeen(r.a()) != seen {
		t.Error("the others see its no")
	}
	r.refused("mediation.guard.join_refused", r.consent(c.ID))
	if got := r.c.shreds(r.all[len(r.all)-1].Event); !cmp.Equal(got, []id.ID{c.ID}) {
		t.Errorf("its data are to be destroyed: %v", got)
	}
	r.do(Shred{c.ID})
	if r.asSeen(r.a()) != seen {
		t.Error("the others see that it did not join by what is destroyed")
	}
	if drop := r.all[len(r.all)-1].Drop; drop(vault.Scope{Kind: vault.Joint}) || !drop(vault.Scope{Kind: vault.Identity, Of: c.ID}) {
		t.Error("its own sections go, and what the others settle stays")
	}
	r.do(r.draft()).signAll()
	if r.c.State != Effective {
		t.Errorf("the others settle: %s", r.c.State)
	}
	sameOnReplay(t, r)
}

// Who is silent until the day has said no, and nobody else is touched by it.
func TestAPartyThatIsSilentDoesNotJoin(t *testing.T) {
	r := newRoad(t).to(Accepted)
	r.do(third())
	c := r.newest()
	owed := func() (state string) {
		var events []casefile.Event
		for _, s := range r.all {
			events = append(events, s.Event)
		}
		for _, p := range Promises(r.c, events, r.know.Rules, r.clock.Now()) {
			if p.Rule == "invitation" && p.Subject == c.ID {
				state = string(p.State)
			}
		}
		return state
	}
	if got := owed(); got != "running" {
		t.Errorf("the outcome of its invitation is promised: %q", got)
	}
	r.by = casefile.System
	r.refused("mediation.guard.answer_time_runs", Silence{})
	r.clock.Set(answerDueOf(c.Invited, r.know.Rules).Add(time.Minute))
	r.do(Silence{})
	if p := r.c.Party(c.ID); !p.Consent.Silent || !r.c.Party(r.b()).Consent.Stands() || r.c.State != Accepted {
		t.Errorf("%+v in %s", p.Consent, r.c.State)
	}
	if got := owed(); got != "kept" {
		t.Errorf("after its silence: %q", got)
	}
	sameOnReplay(t, r)
}

// 加错了的一方，在交给凭条、谈话之前可以去掉，承诺随之作废。
func TestAPartyAddedWronglyIsTakenOut(t *testing.T) {
	r := newRoad(t).to(Assigned)
	r.do(third())
	c := r.newest()
	r.do(StrikeParty{Party: c.ID, Why: "somebody_else"}, third())
	var events []casefile.Event
	for _, s := range r.all {
		events = append(events, s.Event)
	}
	for _, p := range Promises(r.c, events, r.know.Rules, r.clock.Now()) {
		if p.Rule == "invitation" && p.Subject == c.ID && p.State != "void" {
			t.Errorf("its invitation is still owed: %s", p.State)
		}
	}
	sameOnReplay(t, r)
}

// 两次增加、去掉一次：还留着的一方，调解员仍要说明利害关系。
func TestADeclarationIsOwedToWhoeverIsLeft(t *testing.T) {
	for _, first := range []bool{true, false} {
		r := newRoad(t).to(Assigned)
		r.do(third())
		one := r.newest().ID
		r.do(third())
		two := r.newest().ID
		if !first {
			one, two = two, one
		}
		later := Schedule{Mode: "joint", With: []id.ID{r.a(), r.b()}, Start: r.clock.Now().Add(24 * time.Hour)}
		r.do(StrikeParty{Party: one, Why: "no_part"})
		r.refused("mediation.guard.ties_undeclared", later)
		sameOnReplay(t, r)
		r.do(StrikeParty{Party: two, Why: "no_part"}).as(r.mediator, access.Mediator).do(later)
	}
}

// A longer term that all agreed to stands, whoever joins afterwards.
func TestWhoJoinsLaterChangesNoDay(t *testing.T) {
	due := func(join bool) (out []string) {
		r := newRoad(t).to(Assigned)
		r.do(AskExtension{Days: 10}, AgreeExtension{Party: r.a()}, AgreeExtension{Party: r.b()})
		if join {
			r.do(third())
		}
		var events []casefile.Event
		for _, s := range r.all {
			events = append(events, s.Event)
		}
		for _, p := range Promises(r.c, events, r.know.Rules, r.clock.Now()) {
			if p.Rule != "invitation" || r.c.Party(p.Subject) == nil || !r.c.Party(p.Subject).Joins {
				out = append(out, p.Rule+" "+p.Due.Format(time.RFC3339)+" "+string(p.State))
			}
		}
		return out
	}
	if diff := cmp.Diff(due(false), due(true)); diff != "" {
		t.Error(diff)
	}
}

// A case from paper: who is said to have agreed there is asked again and no guest, and a further party is asked beside it.
func TestAPartyIsAddedToACaseFromPaper(t *testing.T) {
	r := newRoad(t)
	r.do(onPaper(r, Assigned))
	r.refused("mediation.guard.not_asked_to_join", Refuse{r.b(), "oral"})
	was := Recount(r.c, r.know.Rules)
	r.know.Application = Application{Summary: "x"}
	r.do(r.correction())
	gone, there := 0, 0
	for _, m := range r.all[len(r.all)-1].Tallies {
		if m.N < 0 {
			gone++
		} else {
			there++
		}
	}
	if gone != len(was) || there != len(was) {
		t.Errorf("%d counts go and %d come, of %d", gone, there, len(was))
	}
	r.refused("mediation.guard.party_touched", StrikeParty{Party: r.a(), Why: "twice"})
	r.do(third())
	c := r.newest()
	if !c.AskedToJoin() || r.c.Party(r.b()).AskedToJoin() {
		t.Errorf("asked to join: %v, and who was there on paper: %v", c.AskedToJoin(), r.c.Party(r.b()).AskedToJoin())
	}
	r.refused("mediation.guard.asked_to_join", Withdraw{c.ID})
	r.do(Withdraw{r.b()})
	if got := r.c.shreds(r.all[len(r.all)-1].Event); !cmp.Equal(got, []id.ID{c.ID}) {
		t.Errorf("of whom nobody heard nothing is kept: %v", got)
	}
	sameOnReplay(t, r)
}

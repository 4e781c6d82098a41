package mediation

import (
	"strings"
	"testing"
	"time"

	"linli/casefile"
	"linli/consent"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/vault"
	"linli/rulebook"
)

// TestFairness holds each line of the section Fairness (mediation design) that the machine keeps. What pages and services
// keep of it is held beside them: the quick exit and the offers on a party's page (web/resident), a neutral closure for
// every reader (app), the names of units and accounts (office), the painting over of thumbprints (platform/blob) and the
// question for them (web/paper).
func TestFairness(t *testing.T) {
	for _, line := range []struct {
		rule string
		held func(*testing.T)
	}{
		{"violence or coercion: no mediation, and a closure that reveals nothing", violence},
		{"a grievance against a public body only at its author's request", grievances},
		{"capacity, fear and pressure are asked privately", askedAlone},
		{"the office never mediates its own dispute", ownDispute},
		{"no term waives complaint, petition, suit, benefit or the reporting of a crime", waivers},
		{"before signing: support, advice, read aloud, taken home", beforeSigning},
		{"before signing: a pause on request", pausesAreTheirOwn},
		{"representatives of a group are identified, its members are a number", groups},
		{"follow-up needs consent and is never a home visit", followUps},
		{"thumbprints stay on paper; scans mask them", thumbprints},
		{"interpreters are free, never relatives or police, and sealed", interpretersAreNobodys},
		{"conflicts are declared, never found", declared},
	} {
		t.Run(line.rule, line.held)
	}
}

// eachBook is a test under both shipped rulebooks.
func eachBook(t *testing.T, test func(*testing.T, *road)) {
	t.Helper()
	for _, name := range []string{"cn", "us-ny"} {
		book, err := shippedBook(name)
		if err != nil {
			t.Fatal(err)
		}
		test(t, newRoadUnder(t, book))
	}
}

func violence(t *testing.T) {
	eachBook(t, func(t *testing.T, r *road) {
		closure := r.know.Rules.Mediation.Safety.Closure
		r.to(Screening).do(Inform{Party: r.a(), Language: r.lang, How: "read_out"}, Talk{Party: r.a(), Concern: Violence, Text: "怕"})
		r.know.Concern[r.a()] = Violence
		r.refused("mediation.guard.not_suitable", Invite{})
		r.refused("mediation.field.text_neutral", NotAccept{Reason: closure, Text: "怕对方"})
		if reason, ok := r.know.Rules.Mediation.Reason(closure); !ok || !reason.Neutral {
			t.Errorf("%s: the closure %q is not neutral", r.know.Rules.ID, closure)
		}
		r.do(NotAccept{Reason: closure})
		told := newRoadUnder(t, r.know.Rules).to(Invited)
		told.do(Inform{Party: told.b(), Language: told.lang, How: "read_out"}, Talk{Party: told.b(), Concern: Violence}, told.consent(told.a()), told.consent(told.b()))
		told.know.Concern[told.b()] = Violence
		told.refused("mediation.guard.not_suitable", Accept{})
	})
}

// grievances: a petition office or another body that sends a dispute begins nothing. Whoever the letter names first is asked
// alone; nobody else is invited and nothing is accepted before that person's own consent, and a refusal ends it for good.
func grievances(t *testing.T) {
	for _, kind := range []string{"petition_office", "agency"} {
		r := sentTo(t, kind)
		author := r.a()
		if r.c.Asks(r.c.Party(author)) {
			t.Errorf("%s: whoever a letter names counts as having asked", kind)
		}
		r.do(Inform{Party: author, Language: r.lang, How: "read_out"}, Talk{Party: author, Concern: NoConcernTold})
		r.refused("mediation.guard.author_first", Invite{}) // the other side hears of nothing before the author agreed
		if err := r.try(Accept{}); err == nil {
			t.Errorf("%s: it is accepted without the author", kind)
		}
		r.do(Refuse{author, consent.Oral})
		if r.c.State != Declined || !r.c.Party(r.b()).Invited.IsZero() {
			t.Errorf("%s: after the author's no: %s", kind, r.c.State)
		}
		for _, cmd := range []Command{Invite{}, Accept{}, r.consent(author)} {
			if err := r.try(cmd); err == nil {
				t.Errorf("%s: %s follows a refusal", kind, cmd.Kind())
			}
		}
	}
}

func askedAlone(t *testing.T) {
	r := newRoad(t).to(Screening)
	r.do(Talk{Party: r.a(), Concern: SeparateOnly, Text: "不敢当面说"})
	told := r.all[len(r.all)-1]
	if told.Event.Visibility != casefile.Only(r.a()) || len(told.Secrets) == 0 || told.Secrets[0].Scope != (vault.Scope{Kind: vault.Private, Of: r.a()}) {
		t.Errorf("what was told alone is seen by %s and lies in %v", told.Event.Visibility, told.Secrets)
	}
	if strings.Contains(string(told.Event.Body), string(SeparateOnly)) {
		t.Errorf("the clear event tells it: %s", told.Event.Body)
	}
}

// giveUps are terms by which somebody would give up what nobody can give up, by right and language.
var giveUps = map[string]map[string]string{
	"complaint":    {"zh-Hans": "乙方承诺今后不再向有关部门投诉物业公司", "zh-Hant": "乙方承諾今後不再投訴管理公司", "en": "She agrees not to make a complaint about the landlord."},
	"petition":     {"zh-Hans": "甲方收款后不得以任何理由上访", "zh-Hant": "甲方收款後不得以任何理由陳情", "en": "He shall not petition the council about it."},
	"suit":         {"zh-Hans": "双方不得就此事再向人民法院起诉", "zh-Hant": "雙方不得就此事再向法院起訴", "en": "The tenant will not take legal action against the landlord."},
	"benefit":      {"zh-Hans": "甲方自愿放弃一切工伤保险待遇", "zh-Hant": "甲方自願放棄勞保", "en": "The worker waives all benefits."},
	"crime_report": {"zh-Hans": "收款以后，甲方不得报警", "zh-Hant": "收款以後，甲方不得報警", "en": "He will not go to the police about it."},
}

func waivers(t *testing.T) {
	eachBook(t, func(t *testing.T, r *road) {
		r.to(InSession)
		for _, right := range rulebook.ForbiddenRights() {
			for _, l := range r.know.Rules.Languages {
				d := r.draft()
				d.Terms[0].Text = giveUps[right][l]
				r.refused("mediation.field.waiver_"+right, d)
				d = r.draft()
				d.Facts = giveUps[right][l]
				r.refused("mediation.field.waiver_"+right, d)
			}
		}
		undeclared := r.draft()
		undeclared.NoWaiver = false
		r.refused("mediation.guard.waiver_undeclared", undeclared)
		plain := r.draft()
		plain.Terms[0].Text = "逾期不付的，甲方可以向人民法院起诉 (if it is late, she can go to court)"
		r.do(plain)
	})
}

func groups(t *testing.T) {
	r := newRoad(t)
	group := application(r.unit)
	group.Parties[0].Name, group.Parties[0].Members = "东山组六十户", 60
	group.Parties[0].Representatives = []NewRepresentative{{As: ForGroup, Name: "代表甲乙丙"}}
	r.do(group)
	body := string(r.all[0].Event.Body)
	if !strings.Contains(body, `"members":60`) || strings.Contains(body, "东山") || strings.Contains(body, "甲乙丙") {
		t.Errorf("the clear event of a group: %s", body)
	}
	many := application(r.unit)
	many.Parties[0].Members = 60
	for range r.know.Rules.Mediation.MaxRepresentatives.N + 1 {
		many.Parties[0].Representatives = append(many.Parties[0].Representatives, NewRepresentative{As: ForGroup, Name: "代表"})
	}
	newRoad(t).refused("mediation.guard.representatives", many)
}

func followUps(t *testing.T) {
	r := newRoad(t).to(Effective)
	r.refused("mediation.guard.follow_up_not_agreed", AskFollowUp{Party: r.a(), Mode: "office", Outcome: "performed"})
	r.do(AgreeFollowUp{Party: r.a(), How: consent.Written, Language: r.lang})
	for _, mode := range []string{"visit", "home", "home_visit", "door", ""} {
		r.refused("mediation.field.follow_up_mode", AskFollowUp{Party: r.a(), Mode: mode, Outcome: "performed"})
	}
	r.do(AskFollowUp{Party: r.a(), Mode: "office", Outcome: "performed"}, StopFollowUp{Party: r.a(), How: consent.Written})
	r.refused("mediation.guard.follow_up_not_agreed", AskFollowUp{Party: r.a(), Mode: "message", Outcome: "performed"})
}

// thumbprints: a scan of which nobody said that no thumbprint can be seen on it proves no signature and no authority, and
// stands in the file for no paper that is signed here. What is written of it tells neither where marks were nor whether.
func thumbprints(t *testing.T) {
	eachBook(t, func(t *testing.T, r *road) {
		r.to(Signing)
		unsaid, bare := r.ids.New(), r.ids.New()
		r.do(Attach{Attachment: unsaid, Name: "签好.png", Type: "image/png", Size: 9}, Attach{Attachment: bare, Name: "签好.png", Type: "image/png", Size: 9, Bare: true})
		if body := string(r.last().Event.Body); strings.Contains(body, "mask") || strings.Contains(body, "area") {
			t.Errorf("the event tells of masks: %s", body)
		}
		r.refused("mediation.guard.thumbprint", FileAs{unsaid, "agreement", ""})
		r.refused("mediation.guard.thumbprint", Appoint{Party: r.a(), As: Agent, Name: "代理人", Scope: Special, Paper: unsaid})
		signed := r.sign("party", r.a())
		signed.Method, signed.Scan = "paper", unsaid
		r.refused("mediation.guard.thumbprint", signed)
		signed.Scan = bare
		r.do(signed, FileAs{bare, "agreement", ""})
	})
}

func declared(t *testing.T) {
	r := newRoad(t).to(Accepted)
	r.do(Propose{r.mediator, true})
	e := r.c.Engagements[0].ID
	r.refused("mediation.guard.not_disclosed", AgreeMediator{Engagement: e, Party: r.a(), Agree: true})
	r.refused("mediation.guard.not_your_engagement", Disclose{Engagement: e, Conflict: NoConflict}) // by a clerk
	r.know.Names[r.a()] = "与调解员同名"                                                                  // that names are alike says nothing
	r.as(r.mediator, access.Mediator).do(Disclose{Engagement: e, Conflict: Disqualifying})
	if r.c.State != Accepted || r.c.Engagements[0].Ended != "conflict" {
		t.Errorf("%s: %+v", r.c.State, r.c.Engagements[0])
	}
}

// ownDispute: it is asked, never found by comparing names; nothing of the application is looked at
// or kept, and a case that is found to be such later ends on that ground.
func ownDispute(t *testing.T) {
	r := newRoad(t)
	own := application(r.unit)
	own.OwnDispute, own.Parties, own.Summary = true, nil, "" // whatever else is wrong with it
	r.refused("mediation.guard.own_dispute", own)
	if len(r.all) > 0 {
		t.Errorf("%d steps of an application that was refused", len(r.all))
	}
	named := application(r.unit)
	named.Parties[1].Name = "本镇调解中心"
	r.do(named, Screen{}, NotAccept{Reason: OwnDispute})
	if r.c.State != NotAccepted || r.c.Reason != OwnDispute {
		t.Errorf("found before acceptance: %s, %s", r.c.State, r.c.Reason)
	}
	for _, rules := range []string{"cn", "us-ny"} {
		book, err := shippedBook(rules)
		if err != nil {
			t.Fatal(err)
		}
		r := newRoadUnder(t, book).to(InSession)
		r.do(Terminate{Reason: OwnDispute})
		if r.c.State != Terminated || r.c.Reason != OwnDispute {
			t.Errorf("%s, found in session: %s, %s", rules, r.c.State, r.c.Reason)
		}
		reason, _ := book.Mediation.Reason(OwnDispute)
		for _, l := range book.Languages {
			if book.Text(l, reason.Text) == "" {
				t.Errorf("%s says in %s nothing to somebody whose dispute is with the office", rules, l)
			}
		}
	}
}

// beforeSigning: nobody signs before it was offered a support person, independent advice, the text read aloud, taking
// it home and a pause; what it wants comes first; its answers are its own.
func beforeSigning(t *testing.T) {
	for _, rules := range []string{"cn", "us-ny"} {
		book, err := shippedBook(rules)
		if err != nil {
			t.Fatal(err)
		}
		r := newRoadUnder(t, book).to(InSession)
		r.do(r.draft())
		r.refused("mediation.guard.support_not_offered", r.sign("party", r.a()))
		r.refused("mediation.guard.support_not_offered", GiveCode{Party: r.a()})
		for _, what := range SupportOffers {
			gap := map[string]string{"support": NotWanted, "advice": Had, "aloud": Had, "home": NotWanted}
			gap[what] = ""
			r.refused("mediation.field.support_answer", OfferSupport{Party: r.a(), How: "read_out", Support: gap["support"], Advice: gap["advice"], Aloud: gap["aloud"], Home: gap["home"]})
		}
		wants := offer(r.a())
		wants.Advice = Wanted
		r.do(wants)
		last := r.all[len(r.all)-1]
		if last.Event.Visibility != casefile.Only(r.a()) || len(last.Secrets) != 1 || last.Secrets[0].Scope != (vault.Scope{Kind: vault.Private, Of: r.a()}) {
			t.Errorf("%s: the answers of one party lie in %v, seen by %v", rules, last.Secrets, last.Event.Visibility)
		}
		r.refused("mediation.guard.wish_open", r.sign("party", r.a()))
		r.refused("mediation.guard.support_not_offered", r.sign("party", r.b())) // it was offered to the other alone
		r.do(offer(r.a()), r.sign("party", r.a()))
		before := r.clock.Now().Add(-30 * time.Second)
		r.do(offer(r.b()))
		if err := r.tryAt(r.sign("party", r.b()), before); key(err) != "mediation.field.claimed_too_early" {
			t.Errorf("%s: signed before it was offered: %v", rules, err)
		}
		r.do(r.sign("party", r.b()))
	}
}

// pausesAreTheirOwn: whoever asks for time gets it, as long as the rulebook has it; nobody signs meanwhile, and
// nobody but that party ends it.
func pausesAreTheirOwn(t *testing.T) {
	r := newRoad(t).to(Signing)
	longest := r.know.Rules.Mediation.BeforeSigning.PauseDays
	r.refused("mediation.field.pause_days", Pause{r.a(), longest + 1})
	r.refused("mediation.guard.no_pause", EndPause{r.a()})
	with := offer(r.a())
	with.PauseDays = longest
	r.do(with)
	for _, m := range r.c.Missing() {
		r.refused("mediation.guard.paused", r.sign(m.As, m.Of))
	}
	r.refused("mediation.guard.no_pause", EndPause{r.b()})
	seen := r.c.Agreement.clone()
	seen.othersSign(r.b())
	if len(seen.Pauses) != 1 || !seen.Pauses[0].Party.IsZero() || seen.Pauses[0].Until.IsZero() {
		t.Errorf("the other party reads who asked for time: %+v", seen.Pauses)
	}
	r.by = casefile.By{Kind: access.Resident, Party: r.a()}
	r.do(EndPause{r.a()})
	r.as(r.mediator, access.Mediator).do(r.sign("party", r.b()))

	// What the office ended in the party's name, the party reads, with who did it, and it takes its time again.
	r.do(Pause{r.a(), 2}, EndPause{r.a()})
	if told := r.last().Event; told.Visibility != casefile.Only(r.a()) || told.By.Account != r.mediator {
		t.Errorf("a pause that was ended: seen by %v, done by %v", told.Visibility, told.By)
	}
	r.by = casefile.By{Kind: access.Resident, Party: r.a()}
	r.do(Pause{r.a(), longest})
	r.refused("mediation.guard.paused", r.sign("party", r.a()))
	r.as(r.mediator, access.Mediator)
	r.clock.Add(time.Duration(longest) * 24 * time.Hour)
	r.do(r.sign("party", r.a()))
	if until := (&Agreement{}).PausedUntil(); !until.IsZero() {
		t.Errorf("nobody asked for time, and it runs until %v", until)
	}
}

// interpretersAreNobodys: free, of no party and not of the police, as it declares; with the parties' consent; and sealed
// with the session, so that nothing clear tells that somebody speaks another language.
func interpretersAreNobodys(t *testing.T) {
	r := newRoad(t).to(Scheduled)
	session := r.c.Sessions[0].ID
	begin := func(change func(*Interpreter)) Begin {
		i := Interpreter{Party: r.b(), Interpreting: interpreterC}
		change(&i)
		return Begin{Session: session, Interpreters: []Interpreter{i}}
	}
	r.refused("mediation.guard.interpreter_bound", begin(func(i *Interpreter) { i.Unbound = false }))
	r.refused("mediation.guard.interpreter_unwanted", begin(func(i *Interpreter) { i.Consented = false }))
	r.refused("form.required", begin(func(i *Interpreter) { i.Name = " " }))
	r.refused("form.required", begin(func(i *Interpreter) { i.Language = "" }))
	r.refused("mediation.field.interpreter_party", begin(func(i *Interpreter) { i.Party = r.unit }))
	plain := newRoad(t).to(Scheduled)
	plain.do(Begin{Session: plain.c.Sessions[0].ID})
	r.do(begin(func(*Interpreter) {}))
	last, bare := r.all[len(r.all)-1], plain.all[len(plain.all)-1]
	if len(last.Secrets) != 1 || last.Secrets[0].Field != FieldInterpreters || last.Secrets[0].Scope.Kind != vault.Joint {
		t.Errorf("the interpreter lies in %+v", last.Secrets)
	}
	if len(last.Event.Body) != len(bare.Event.Body) || last.Event.Kind != bare.Event.Kind {
		t.Errorf("the clear event tells of an interpreter: %s", last.Event.Body)
	}
	alone := newRoad(t).to(Assigned)
	alone.as(alone.mediator, access.Mediator).do(Schedule{Mode: "separate", With: []id.ID{alone.b()}, Start: alone.clock.Now().Add(time.Hour)})
	alone.do(Begin{Session: alone.c.Sessions[0].ID, Interpreters: []Interpreter{{Party: alone.b(), Interpreting: interpreterC}}})
	if at := alone.all[len(alone.all)-1].Secrets[0].Scope; at != (vault.Scope{Kind: vault.Private, Of: alone.b()}) {
		t.Errorf("the interpreter of a separate talk lies in %v", at)
	}
}

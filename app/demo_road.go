package app

import (
	"context"
	"time"

	"linli/consent"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/fault"
	"linli/platform/id"
)

// submit brings the application in: at the counter, or by the applicant alone.
func (p *play) submit(ctx context.Context, _ step) error {
	who := p.clerk
	if p.story.Online {
		who = access.Actor{Kind: access.Resident, Tenant: p.d.office.Tenant.ID, Language: "zh-Hans", Via: "web"}
	}
	letter := p.apply.Sent
	if letter != nil {
		letter.Dated = p.d.clock.Now().In(p.d.zone).Format(time.DateOnly)
	}
	c, _, err := p.d.app.Mediation.Create(ctx, who, p.apply, mediation.Ask{})
	if p.c = c; err != nil || letter == nil {
		return err
	}
	_, err = p.scan(ctx, p.clerk, id.ID{}, "来函.png")
	return err
}

// answerSender sends the reply to the body whose letter brought the case.
func (p *play) answerSender(ctx context.Context, _ step) error {
	return p.act(ctx, p.clerk, mediation.AnswerSender{})
}

// hear gives the applicant the notice of rights and holds the private talk.
func (p *play) hear(ctx context.Context, _ step) error {
	if err := p.read(ctx, p.clerk); err != nil {
		return err
	}
	a := p.side("a")
	return p.act(ctx, p.clerk, mediation.Inform{Party: a, Language: "zh-Hans", How: "read_out", Interpreter: p.interpreter(a)},
		mediation.Talk{Party: a, Concern: mediation.NoConcernTold, Text: "本人自愿申请，没有受到压力；希望先把事情说清楚。", Interpreter: p.interpreter(a)})
}

// hearOthers does the same for those who were invited, each alone.
func (p *play) hearOthers(ctx context.Context, _ step) error {
	for _, party := range p.c.Parties[1:] {
		talk := mediation.Talk{Party: party.ID, Concern: mediation.NoConcernTold, Text: "了解了调解的规则，愿意听听办公室怎么安排。"}
		if p.story.ConcernB != "" && party.ID == p.side("b") {
			talk.Concern, talk.Text, talk.SafeContact = p.story.ConcernB, "希望分开谈，见面容易吵起来。", "请在上班时间打电话，不要发短信。"
			talk.Answers = screened("own_will", "yes", "pressed", "no", "hurt_or_threatened", "no", "one_room", "yes", "speak_freely", "unsaid", "coming_and_going", "yes", "reached_safely", "yes")
		}
		if err := p.act(ctx, p.clerk, mediation.Inform{Party: party.ID, Language: "zh-Hans", How: "handed_over"}, talk); err != nil {
			return err
		}
	}
	return nil
}

// screened are answers to the private questions, each after its question.
func screened(pairs ...string) []mediation.Screened {
	var out []mediation.Screened
	for i := 0; i+1 < len(pairs); i += 2 {
		out = append(out, mediation.Screened{Question: pairs[i], Answer: pairs[i+1]})
	}
	return out
}

// invite asks the others. Of a dispute that a body sent, whom its letter names agreed before.
func (p *play) invite(ctx context.Context, x step) error {
	if p.c.Sent != nil {
		if err := p.consentFirst(ctx, x); err != nil {
			return err
		}
	}
	return p.act(ctx, p.clerk, mediation.Invite{})
}

func (p *play) consentFirst(ctx context.Context, _ step) error {
	if p.c.Parties[0].Consent.Stands() {
		return nil
	}
	who, how := p.clerk, consent.Written
	if p.story.Online {
		who, how = p.self("a"), consent.Screen
	}
	if a := p.c.Parties[0]; a.Members > 0 {
		return p.groupConsents(ctx, who, a)
	}
	if p.story.Thumb == "a" {
		how = consent.Thumbprint
	}
	return p.act(ctx, who, mediation.GiveConsent{Party: p.side("a"), How: how, Language: "zh-Hans", Age: 30 + p.d.random.IntN(40), Interpreter: p.interpreter(p.side("a"))})
}

func (p *play) consentOthers(ctx context.Context, _ step) error {
	for i, party := range p.c.Parties[1:] {
		give := mediation.GiveConsent{Party: party.ID, How: consent.Written, Language: "zh-Hans", Age: 30 + p.d.random.IntN(40)}
		switch {
		case i > 0:
			give.How = consent.Oral
		case p.story.GuardianB:
			if err := p.guardianConsents(ctx, party.ID); err != nil {
				return err
			}
			continue
		}
		if err := p.act(ctx, p.clerk, give); err != nil {
			return err
		}
	}
	return nil
}

// propose names a mediator who was not asked before.
func (p *play) propose(ctx context.Context, _ step) error {
	asked := map[id.ID]bool{}
	for _, e := range p.c.Engagements {
		asked[e.Account] = true
	}
	who := p.mediators[0]
	if asked[who.Account] {
		who = p.mediators[1]
	}
	return p.act(ctx, p.lead, mediation.Propose{Account: who.Account, Lead: true})
}

func (p *play) disclose(ctx context.Context, _ step) error {
	e, who, err := p.proposed()
	if err != nil {
		return err
	}
	return p.act(ctx, who, mediation.Disclose{Engagement: e.ID, Conflict: mediation.NoConflict})
}

// decline is a mediator's own word that a tie stands in the way.
func (p *play) decline(ctx context.Context, _ step) error {
	e, who, err := p.proposed()
	if err != nil {
		return err
	}
	return p.act(ctx, who, mediation.Disclose{Engagement: e.ID, Conflict: mediation.Disqualifying, Text: "与其中一方是老同事。"})
}

// agree asks every party about the proposed mediator.
func (p *play) agree(ctx context.Context, _ step) error {
	e, _, err := p.proposed()
	if err != nil {
		return err
	}
	for _, party := range p.c.Parties {
		if err := p.act(ctx, p.clerk, mediation.AgreeMediator{Engagement: e.ID, Party: party.ID, Agree: true, By: p.speaks(party.ID)}); err != nil {
			return err
		}
	}
	return nil
}

// schedule makes the appointment for the day on which the story begins its session, or for the next days to come.
func (p *play) schedule(ctx context.Context, _ step) error {
	day := p.story.begins() - p.story.Start
	if day >= 0 {
		day = max(day, 1)
	}
	return p.appoint(ctx, p.d.at(day, firstSession))
}

func (p *play) reschedule(ctx context.Context, _ step) error {
	return p.appoint(ctx, p.d.at(2, firstSession))
}

func (p *play) appoint(ctx context.Context, start time.Time) error {
	s := mediation.Schedule{Mode: "joint", With: p.everyone(), Start: start, Place: "镇调解室（一楼东侧）"}
	if p.story.ConcernB == mediation.SeparateOnly {
		s.Mode, s.With, s.Place = "separate", []id.ID{p.side("b")}, "镇调解室（二楼小间）"
	}
	if p.story.Video {
		s.Mode, s.Agreed, s.Place = "video", s.With, ""
	}
	s.Anyway = true // the stories know their hours better than the entries of the directory do
	for {
		err := p.act(ctx, p.working(), s)
		if f := fault.Of(err); err == nil || f.Key != "mediation.guard.booked" && f.Key != "mediation.guard.booked_case" {
			return err
		}
		s.Start = s.Start.Add(mediation.SessionLasts)
	}
}

func (p *play) everyone() []id.ID {
	var out []id.ID
	for _, party := range p.c.Parties {
		if party.Gone.IsZero() {
			out = append(out, party.ID)
		}
	}
	return out
}

func (p *play) begin(ctx context.Context, _ step) error {
	if err := p.read(ctx, p.working()); err != nil {
		return err
	}
	b := mediation.Begin{Session: p.planned()}
	if p.story.Interpreter != "" {
		b.Interpreters = []mediation.Interpreter{{Party: p.side(p.story.Interpreter), Interpreting: *p.interpreter(p.side(p.story.Interpreter))}}
	}
	return p.act(ctx, p.working(), b)
}

// interpreter is who interprets for the party that speaks another language; nil for the others.
func (p *play) interpreter(party id.ID) *mediation.Interpreting {
	if p.story.Interpreter == "" || p.side(p.story.Interpreter) != party {
		return nil
	}
	return &mediation.Interpreting{Name: "沈知言", Language: demoDialect, Unbound: true, Consented: true}
}

// record writes down the session that was held last.
func (p *play) record(ctx context.Context, x step) error {
	words := x.words
	if words == "" {
		words = p.story.Record
	}
	last := p.c.Sessions[len(p.c.Sessions)-1]
	return p.act(ctx, p.working(), mediation.Record{Session: last.ID, Minutes: 50 + 10*p.d.random.IntN(5), Present: last.With, Text: words})
}

// session is one more session, from its appointment to its record.
func (p *play) session(ctx context.Context, x step) error {
	if err := p.appoint(ctx, p.d.clock.Now().Add(10*time.Minute)); err != nil {
		return err
	}
	if err := p.begin(ctx, x); err != nil {
		return err
	}
	return p.record(ctx, x)
}

// draft writes the agreement; a partial one leaves out the third party.
func (p *play) draft(ctx context.Context, x step) error {
	s := p.story
	d := mediation.Draft{Partial: x.name == "draft_partial", Language: "zh-Hans", Parties: p.everyone()[:2], Facts: s.Facts, Issues: s.Issues,
		Responsibility: s.Responsibility, NoWaiver: true}
	day := calendar.DateOf(p.d.clock.Now(), p.d.zone)
	longer := 0
	if x.name == "vary" { // the same again, with more time
		longer = 15
	}
	for _, t := range s.Terms {
		term := mediation.Term{Obligor: p.side(t.Who[:1]), Obligee: p.side(t.Who[2:]), Type: t.Kind, Text: t.Text, Delivery: t.How,
			Due: p.d.days.AddWorkingDays(day, t.Due+longer).String()}
		if t.Kind == "" {
			term.Type, term.Amount = "money", yuan(t.Yuan)
		}
		d.Terms = append(d.Terms, term)
	}
	if x.name == "vary" {
		return p.act(ctx, p.working(), mediation.Vary(d))
	}
	return p.act(ctx, p.working(), d)
}

func (p *play) signOne(ctx context.Context, x step) error {
	return p.sign(ctx, mediation.Act{As: "party", Of: p.side(x.args[0])})
}

// signAll brings the signatures of the parties, then the mediator's.
func (p *play) signAll(ctx context.Context, _ step) error {
	for _, act := range p.c.Missing() {
		if act.As != "seal" {
			if err := p.sign(ctx, act); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *play) sign(ctx context.Context, act mediation.Act) error {
	s := mediation.Sign{As: act.As, Method: "paper", Text: p.c.Agreement.Text}
	if act.As == "party" {
		if err := p.offerSupport(ctx, act.Of); err != nil {
			return err
		}
		s.Party, s.By, s.Interpreter = act.Of, p.speaks(act.Of), p.interpreter(act.Of)
	} else {
		s.Engagement = act.Of
	}
	return p.act(ctx, p.working(), s)
}

// offerSupport says what a party may have before it signs. Who cannot read well has the text read; now and then somebody takes it home.
func (p *play) offerSupport(ctx context.Context, party id.ID) error {
	o := mediation.OfferSupport{Party: party, How: "read_out", Support: mediation.NotWanted, Advice: mediation.NotWanted, Aloud: mediation.Had, Home: mediation.NotWanted}
	if p.c.Agreement.Offered(party) != nil {
		return nil
	}
	if p.d.random.IntN(4) == 0 {
		o.Home = mediation.Had
	}
	return p.act(ctx, p.working(), o)
}

package apptest

import (
	"time"

	"linli/casefile"
	"linli/consent"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/id"
)

// Planted are words of people that must be nowhere in clear: names, a number, an account of the dispute.
var Planted = []string{"阿依古丽欧阳", "慕容雪松", "13812345678", "阳台花盆坠落", "赔偿伍佰元整"}

// Application is an invented dispute full of planted words.
func (w *World) Application() mediation.Apply {
	return mediation.Apply{Unit: w.Unit("V1"), Type: w.say("neighbour", "neighbor"), Summary: w.say("阳台花盆坠落，砸坏雨棚", "A flower pot fell from the balcony and broke the awning"), Claims: w.say("赔偿伍佰元整", "Five hundred dollars for the awning"), Amount: mediation.Money{Minor: 50000, Currency: w.Currency},
		Parties: []mediation.NewParty{
			{Role: mediation.Applicant, Kind: "person", Name: w.say("阿依古丽欧阳", "Adele Moreau"), Contact: w.say("13812345678", "212-555-0123"), Language: w.Language()},
			{Role: mediation.Respondent, Kind: "person", Name: w.say("慕容雪松", "Benedict Okafor"), Contact: w.say("13812345678", "212-555-0123")}}}
}

// Free is the next time from an hour on at which no session of the world's roads is held: a mediator has one at a time.
func (w *World) Free() time.Time {
	at := w.Clock.Now().Add(time.Hour)
	if at.Before(w.next) {
		at = w.next
	}
	w.next = at.Add(mediation.SessionLasts)
	return at
}

// Act asks for an event and fails the test when it is refused.
func (w *World) Act(a access.Actor, c mediation.Case, cmd mediation.Command) mediation.Case {
	w.T.Helper()
	w.Clock.Add(time.Minute)
	out, _, err := w.App.Mediation.Act(w.Ctx, a, c.ID, cmd, mediation.Ask{})
	if err != nil {
		w.T.Fatalf("%s in %s: %v", cmd.Kind(), c.State, err)
	}
	return out
}

// Apply opens a case through the clerk.
func (w *World) Apply() mediation.Case {
	w.T.Helper()
	tells := w.Tells
	if tells == nil {
		tells = w.Application
	}
	c, _, err := w.App.Mediation.Create(w.Ctx, w.As("clerk"), tells(), mediation.Ask{})
	w.must(err)
	for i, p := range c.Parties {
		if p.AddressWaits {
			c = w.Confirm(c, i)
		}
	}
	return c
}

// Confirm has a party confirm the e-mail address that it left.
func (w *World) Confirm(c mediation.Case, i int) mediation.Case {
	w.T.Helper()
	letter, err := w.App.Mediation.AddressToConfirm(w.Ctx, w.Tenant(), c.ID, c.Parties[i].ID)
	w.must(err)
	w.must(w.App.Mediation.ConfirmAddress(w.Ctx, w.Party(c, i), letter.Digits))
	c, err = w.App.Mediation.Repo.Case(w.Ctx, w.Tenant(), c.ID)
	w.must(err)
	return c
}

// To takes a fresh case along the shortest road to a state.
func (w *World) To(s mediation.State) mediation.Case {
	w.T.Helper()
	clerk, mediator := w.As("clerk"), w.As("mediator")
	c := w.Apply()
	a, b := c.Parties[0].ID, c.Parties[1].ID
	step := func(who access.Actor, cmds ...mediation.Command) {
		for _, cmd := range cmds {
			c = w.Act(who, c, cmd)
		}
	}
	yes := func(p id.ID) mediation.Command {
		return mediation.GiveConsent{Party: p, How: consent.Written, Language: w.Language(), Age: 40}
	}
	roads := []struct {
		state mediation.State
		do    func()
	}{
		{mediation.Submitted, func() { c = w.letter(c) }},
		{mediation.Screening, func() { step(clerk, mediation.Screen{}) }},
		{mediation.Invited, func() {
			step(clerk, mediation.Inform{Party: a, Language: w.Language(), How: "read_out"}, mediation.Talk{Party: a, Concern: mediation.NoConcernTold, Text: w.say("怕对方报复", "Afraid that it happens again")})
			if c.Sent != nil { // whom the letter names agrees before anybody else hears of it
				step(clerk, yes(a))
			}
			step(clerk, mediation.Invite{})
		}},
		{mediation.Accepted, func() {
			step(clerk, mediation.Inform{Party: b, Language: w.Language(), How: "read_out"}, mediation.Talk{Party: b, Concern: mediation.NoConcernTold})
			if c.Sent == nil {
				step(clerk, yes(a))
			}
			step(clerk, yes(b), mediation.Accept{})
		}},
		{mediation.Assigned, func() {
			step(clerk, mediation.Propose{Account: w.Hired("mediator").Account, Lead: true})
			e := c.Engagements[0].ID
			step(mediator, mediation.Disclose{Engagement: e, Conflict: mediation.NoConflict})
			step(clerk, mediation.AgreeMediator{Engagement: e, Party: a, Agree: true}, mediation.AgreeMediator{Engagement: e, Party: b, Agree: true})
		}},
		{mediation.Scheduled, func() {
			step(mediator, mediation.Schedule{Mode: "joint", With: []id.ID{a, b}, Start: w.Free(), Place: w.say("村委会一楼调解室", "Room 1, first floor")})
		}},
		{mediation.InSession, func() { step(mediator, mediation.Begin{Session: c.Sessions[0].ID}) }},
		{mediation.Signing, func() {
			step(mediator, mediation.Record{Session: c.Sessions[0].ID, Minutes: 50, Present: []id.ID{a, b}, Text: w.say("双方心平气和", "Both spoke calmly")},
				w.Draft(c, "2026-05-31"))
			c = w.Offered(c)
		}},
		{mediation.Effective, func() {
			c = w.Sign(c)
		}},
	}
	for _, r := range roads {
		r.do()
		if c.State != r.state {
			w.T.Fatalf("state %s, want %s", c.State, r.state)
		}
		if r.state == s {
			return c
		}
	}
	w.T.Fatalf("no road to %s", s)
	return c
}

// Third has a third party join a case and consent.
func (w *World) Third(c mediation.Case) mediation.Case {
	w.T.Helper()
	clerk := w.As("clerk")
	c = w.Act(clerk, c, mediation.AddParty{Role: mediation.Respondent, As: "person", Name: w.say("尉迟远山", "Wilhelmina Third"), Agreed: []id.ID{c.Parties[0].ID, c.Parties[1].ID}})
	third := c.Parties[len(c.Parties)-1].ID
	for _, cmd := range []mediation.Command{mediation.Inform{Party: third, Language: w.Language(), How: "read_out"}, mediation.Talk{Party: third, Concern: mediation.NoConcernTold},
		mediation.GiveConsent{Party: third, How: consent.Written, Language: w.Language(), Age: 40}} {
		c = w.Act(clerk, c, cmd)
	}
	return c
}

// Draft is an agreement of a case: the second party owes the first 500 of the currency by a day, YYYY-MM-DD.
func (w *World) Draft(c mediation.Case, due string) mediation.Draft {
	a, b := c.Parties[0].ID, c.Parties[1].ID
	return mediation.Draft{Language: w.Language(), Parties: []id.ID{a, b}, Facts: w.say("阳台花盆坠落", "A flower pot fell from the balcony"), Issues: w.say("雨棚由谁修", "Who pays for the awning"), Responsibility: w.say("乙方修", "Mr. Okafor pays for the repair"), NoWaiver: true,
		Terms: []mediation.Term{{Obligor: b, Obligee: a, Type: "money", Text: w.say("赔偿伍佰元整", "Five hundred dollars for the awning"), Amount: mediation.Money{Minor: 50000, Currency: w.Currency}, Due: due, Delivery: w.say("微信转账", "By check")}}}
}

// Offered has every party of a draft offered what it is offered before it signs; nobody wants anything.
func (w *World) Offered(c mediation.Case) mediation.Case {
	w.T.Helper()
	for _, m := range c.Missing() {
		if m.As == "party" && c.Agreement.Offered(m.Of) == nil {
			c = w.Act(w.As("mediator"), c, mediation.OfferSupport{Party: m.Of, How: "read_out", Support: mediation.NotWanted, Advice: mediation.NotWanted,
				Aloud: mediation.Had, Home: mediation.NotWanted})
		}
	}
	return c
}

// Sign has everybody sign the agreement of a case on paper, and the lead set the seal.
func (w *World) Sign(c mediation.Case) mediation.Case {
	w.T.Helper()
	c = w.Offered(c)
	for _, m := range c.Missing() {
		sign := mediation.Sign{As: m.As, Method: "paper", Text: c.Agreement.Text}
		who := w.As("mediator")
		switch m.As {
		case "party":
			sign.Party = m.Of
		case "mediator":
			sign.Engagement = m.Of
		case "seal":
			who, sign.Unit = w.As("lead"), m.Of
			if !m.Of.IsZero() {
				who = w.As(w.LeadOf(m.Of))
			}
		}
		c = w.Act(who, c, sign)
	}
	return c
}

// Events are a case's events as they are stored.
func (w *World) Events(c mediation.Case) []casefile.Event {
	w.T.Helper()
	e, err := w.App.Mediation.Repo.Events(w.Ctx, w.Tenant(), c.ID)
	w.must(err)
	return e
}

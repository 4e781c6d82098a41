package app

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"linli/consent"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/id"
)

// play is a story while it is played: its people and the case as it stands.
type play struct {
	d           *demo
	story       *story
	clerk, lead access.Actor
	officer     access.Actor // the privacy officer
	records     access.Actor // the archivist of the first township; zero elsewhere
	mediators   []access.Actor
	apply       mediation.Apply
	c           mediation.Case
}

// side is a party by its letter, or who took its place: a applied, b and c were asked.
func (p *play) side(letter string) id.ID {
	party := p.c.Parties[letter[0]-'a'].ID
	if now := p.c.InPlaceOf(party); len(now) > 0 {
		return now[0]
	}
	return party
}

// self is a party who acts for itself, with its slip.
func (p *play) self(letter string) access.Actor {
	return access.Actor{Kind: access.Resident, Tenant: p.c.Tenant, Case: p.c.ID, Party: p.side(letter), Language: "zh-Hans", Via: "web"}
}

// act asks for events in turn, some minutes apart.
func (p *play) act(ctx context.Context, who access.Actor, commands ...mediation.Command) error {
	for _, cmd := range commands {
		p.d.clock.Add(time.Duration(60+p.d.random.IntN(200)) * time.Second)
		c, _, err := p.d.app.Mediation.Act(ctx, who, p.c.ID, cmd, mediation.Ask{})
		if err != nil {
			return fmt.Errorf("%s: %w", cmd.Kind(), err)
		}
		p.c = c
	}
	return nil
}

// read opens the case for someone at work on it, which its parties see.
func (p *play) read(ctx context.Context, who access.Actor) error {
	_, err := p.d.app.Mediation.Open(ctx, who, p.c.ID, access.ForWork)
	return err
}

// working is the mediator at work on the case, else the one who is asked first.
func (p *play) working() access.Actor {
	for _, m := range p.mediators {
		if p.c.EngagementOf(m.Account) != nil {
			return m
		}
	}
	return p.mediators[0]
}

// proposed is the engagement that waits for a word.
func (p *play) proposed() (mediation.Engagement, access.Actor, error) {
	for _, e := range p.c.Engagements {
		for _, m := range p.mediators {
			if e.Proposed() && e.Account == m.Account {
				return e, m, nil
			}
		}
	}
	return mediation.Engagement{}, access.Actor{}, fmt.Errorf("no mediator is proposed")
}

// do plays one step.
func (p *play) do(ctx context.Context, x step) error {
	if f := demoSteps[x.name]; f != nil {
		return f(p, ctx, x)
	}
	who, cmd, err := p.command(x)
	if err != nil {
		return err
	}
	return p.act(ctx, who, cmd)
}

// demoSteps are the steps that are more than one command.
var demoSteps = map[string]func(*play, context.Context, step) error{
	"apply": (*play).submit, "hear": (*play).hear, "invite": (*play).invite, "hear_b": (*play).hearOthers, "consent_a": (*play).consentFirst,
	"consent_b": (*play).consentOthers, "propose": (*play).propose, "disclose": (*play).disclose, "disclose_conflict": (*play).decline,
	"assign": (*play).agree, "schedule": (*play).schedule, "reschedule": (*play).reschedule, "begin": (*play).begin, "record": (*play).record,
	"session": (*play).session, "draft": (*play).draft, "draft_partial": (*play).draft, "vary": (*play).draft, "sign": (*play).signOne, "sign_all": (*play).signAll, "seal": (*play).seal,
	"oral": (*play).oral, "paid": (*play).paid, "part": (*play).part, "goods": (*play).goods, "agent": (*play).agent, "agree_reopen": (*play).agreeReopen, "missed": (*play).missed, "urge": (*play).urge, "ask_later": (*play).askLater,
	"apply_to_court": (*play).applyToCourt, "confirmed": (*play).confirmed, "rejected": (*play).rejected, "taken_back": (*play).takenBack,
	"danger": (*play).danger, "demand": (*play).demand, "urgent": (*play).urgent, "voided": (*play).voided, "anew": (*play).anew, "answer_sender": (*play).answerSender,
	"scan": (*play).file, "message": (*play).message, "call": (*play).call, "heir": (*play).heir, "correct": (*play).correct, "join": (*play).join,
	"joint": (*play).joint,
	"offer": (*play).offer, "release": (*play).release, "answer": (*play).answer, "round": (*play).round, "write": (*play).write,
}

// command is a step that is one command.
func (p *play) command(x step) (access.Actor, mediation.Command, error) {
	party := func() id.ID { return p.side(x.args[0]) }
	switch x.name {
	case "screen":
		return p.clerk, mediation.Screen{}, nil
	case "accept":
		return p.clerk, mediation.Accept{}, nil
	case "not_accept":
		return p.clerk, mediation.NotAccept{Reason: x.args[0], Text: x.words}, nil
	case "refuse":
		return p.self(x.args[0]), mediation.Refuse{Party: party(), How: consent.Screen}, nil
	case "letter":
		return p.clerk, mediation.ReferOut{Party: party(), To: "legal_aid", Body: "青杉区法律援助中心", Lines: []string{"name", "type", "words"}, Words: x.words,
			How: consent.Written, Language: "zh-Hans"}, nil
	case "withdraw":
		return p.self(x.args[0]), mediation.Withdraw{Party: party()}, nil
	case "statement":
		return p.self(x.args[0]), mediation.Statement{Party: party(), Text: x.words, Share: true}, nil
	case "agree_extension":
		return p.self(x.args[0]), mediation.AgreeExtension{Party: party()}, nil
	case "refuse_sign":
		return p.self(x.args[0]), mediation.RefuseSign{Party: party()}, nil
	case "suspend":
		return p.working(), mediation.Suspend{Reason: x.args[0], Text: x.words}, nil
	case "impasse":
		return p.working(), mediation.Impasse{Reason: x.args[0], Text: x.words}, nil
	case "terminate":
		return p.lead, mediation.Terminate{Reason: x.args[0], Text: x.words}, nil
	case "recuse":
		return p.lead, mediation.Recuse{Engagement: p.c.EngagementOf(p.working().Account).ID, Reason: x.args[0], Text: x.words}, nil
	case "ask_erasure":
		return p.self(x.args[0]), mediation.AskErasure{Party: party()}, nil
	case "paper_at":
		return p.clerk, mediation.FileAs{Document: x.args[0], Place: x.words}, nil
	case "archive":
		return p.records, mediation.Archive{}, nil
	case "inspect":
		return p.working(), mediation.Investigate{Scope: "joint", Way: "inspect", Place: x.args[0], Text: x.words}, nil
	case "died":
		return p.working(), mediation.PartyEnded{Party: party(), How: mediation.Died}, nil
	case "dissolved":
		return p.working(), mediation.PartyEnded{Party: party(), How: mediation.Dissolved}, nil
	case "reopen":
		return p.lead, mediation.Reopen{Text: x.words}, nil
	case "note":
		return p.working(), mediation.WriteNote{Scope: mediation.NoteOfMediator, Text: x.words}, nil
	case "no_show":
		return p.working(), mediation.NoShow{Session: p.planned()}, nil
	case "cancel":
		return p.working(), mediation.CancelSession{Session: p.planned()}, nil
	}
	n, err := strconv.Atoi(x.args[len(x.args)-1])
	if err != nil {
		return access.Actor{}, nil, err
	}
	switch x.name {
	case "ask_extension":
		return p.working(), mediation.AskExtension{Days: n}, nil
	case "pause":
		return p.self(x.args[0]), mediation.Pause{Party: party(), Days: n}, nil
	}
	return access.Actor{}, nil, fmt.Errorf("there is no step %q", x.name)
}

// planned is the session that is to come.
func (p *play) planned() id.ID {
	for _, s := range p.c.Sessions {
		if s.Planned() {
			return s.ID
		}
	}
	return id.ID{}
}

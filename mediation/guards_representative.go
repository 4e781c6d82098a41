package mediation

import (
	"slices"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/rulebook"
)

// speaks is a command by which a party binds itself or takes part; somebody may do it for the party.
type speaks interface {
	forParty
	speaker() id.ID // the representative; zero: the party itself
}

// today is the office's day on which a command's act happened.
func (d *decision) today() string { return day(d.at, d.Rules.Zone) }

// acting is the representative who does what the command asks, or nil.
func (d *decision) acting() *Representative {
	c, ok := d.cmd.(speaks)
	if !ok || c.speaker().IsZero() {
		return nil
	}
	return d.c.Representative(c.speaker())
}

func representation(pick func(rulebook.Representation) *rulebook.Source) func(*decision) *rulebook.Source {
	return func(d *decision) *rulebook.Source { return pick(d.Rules.Mediation.Representation) }
}

var (
	ruleGuardian = representation(func(r rulebook.Representation) *rulebook.Source { return r.Guardian })
	ruleAnother  = representation(func(r rulebook.Representation) *rulebook.Source { return r.AnotherGuardian })
	ruleHeard    = representation(func(r rulebook.Representation) *rulebook.Source { return r.Heard })
	ruleWritten  = representation(func(r rulebook.Representation) *rulebook.Source { return r.Authority })
	ruleSpecial  = representation(func(r rulebook.Representation) *rulebook.Source { return r.Special })
	ruleBoth     = representation(func(r rulebook.Representation) *rulebook.Source { return r.BothSides })
	ruleGroup    = representation(func(r rulebook.Representation) *rulebook.Source { return r.Group })
)

// Who may act for a party.
var (
	// A guardian is a person's, a head an organisation's, and only of several people a few speak for all.
	kindFits = Guard{Name: "representation_kind", Holds: is(func(d *decision, c Appoint) bool {
		p := d.thisParty()
		switch c.of(&d.c) {
		case Guardian:
			return p.Kind == "person" && p.Members < 2
		case Head:
			return p.Kind == "organisation"
		case ForGroup:
			return p.Members > 1
		}
		return true
	})}
	entered = Guard{Name: "representative_unknown", Holds: is(func(d *decision, c Appoint) bool {
		r := d.c.Representative(c.Representative)
		return c.Representative.IsZero() || r != nil && r.Party == c.Party && r.Ended.IsZero()
	})}
	// 民法典 art. 31, 35: a guardian who is on the other side, or has an interest against the ward, does not act here.
	guardianNotOpponent = Guard{Name: "guardian_is_opponent", Holds: is(func(d *decision, c Appoint) bool { return c.of(&d.c) != Guardian || !d.opposite(c) }), Rule: ruleAnother}
	guardianFree        = Guard{Name: "guardian_tie", Holds: is(func(d *decision, c Appoint) bool { return c.of(&d.c) != Guardian || !c.Tie }), Rule: ruleAnother}
	// 民法典 art. 168: nobody acts for both sides, nor for one against oneself.
	oneSide = Guard{Name: "both_sides", Holds: is(func(d *decision, c Appoint) bool { return !d.opposite(c) && !c.Tie }), Rule: ruleBoth}
	// 民法典 art. 165, 民事诉讼法 art. 62: a special authority is in writing.
	authorityWritten = Guard{Name: "authority_not_written", Holds: is(func(d *decision, c Appoint) bool {
		kind := c.of(&d.c)
		return kind == Guardian || kind == Head || c.Scope != Special || !c.Paper.IsZero()
	}), Rule: ruleWritten}
	paperThere = Guard{Name: "file_unknown", Holds: is(func(d *decision, c Appoint) bool {
		return c.Paper.IsZero() || slices.ContainsFunc(d.c.Attachments, func(a Attachment) bool {
			return a.ID == c.Paper && (a.Owner.IsZero() || a.Owner == c.Party)
		})
	})}
	paperBare = Guard{Name: "thumbprint", Holds: is(func(d *decision, c Appoint) bool {
		f := d.c.attachment(c.Paper)
		return f == nil || f.Bare
	})}
	groupFew = Guard{Name: "representatives", Holds: is(func(d *decision, c Appoint) bool {
		if c.of(&d.c) != ForGroup || !c.Representative.IsZero() {
			return true
		}
		n := 0
		for _, r := range d.c.ActingFor(c.Party, d.today()) {
			if r.Kind == ForGroup {
				n++
			}
		}
		return n < d.Rules.Mediation.MaxRepresentatives.N
	}), Args: func(d *decision) fault.Args { return fault.Args{"max": d.Rules.Mediation.MaxRepresentatives.N} },
		Rule: func(d *decision) *rulebook.Source { return &d.Rules.Mediation.MaxRepresentatives.Source }}
	authorityRuns = Guard{Name: "authority_ended", Holds: is(func(d *decision, c EndAuthority) bool {
		r := d.c.Representative(c.Representative)
		return r != nil && r.Party == c.Party && r.Ended.IsZero()
	})}
	// 民法典 art. 39, 175: a guardian is not sent away by the ward; guardianship ends by law, or another takes the place. A
	// party ends for itself what it gave itself.
	endFits = Guard{Name: "guardian_by_law", Holds: is(func(d *decision, c EndAuthority) bool {
		guardian := d.c.Representative(c.Representative).Kind == Guardian
		if c.Why == ActsAlone && !guardian || d.by.Kind == access.Resident && c.Why != EndedByParty {
			return false
		}
		return !guardian || c.Why == ActsAlone || c.Why == Replaced
	}), Rule: ruleGuardian}
	hasGuardian = Guard{Name: "no_guardian", Holds: func(d *decision) bool { return d.c.Ward(d.thisParty().ID) }}
)

// Who speaks when a party takes part or binds itself.
var (
	// 民法典 art. 17-23: without full capacity the guardian consents and signs; at sixteen a person who lives on own work has it.
	guardianSpeaks = Guard{Name: "guardian_missing", Holds: func(d *decision) bool {
		if !d.byParty() || !d.c.Ward(d.thisParty().ID) && !d.underAge() {
			return true
		}
		r := d.acting()
		return r != nil && r.Kind == Guardian
	}, Rule: func(d *decision) *rulebook.Source { return &d.Rules.Mediation.Capacity.Source }}
	// From eight years on a child is heard before its guardian decides.
	childHeard = Guard{Name: "child_not_heard", Holds: is(func(d *decision, c GiveConsent) bool {
		child := c.Age >= d.Rules.Mediation.Capacity.LimitedFrom && c.Age < d.Rules.Mediation.Capacity.FullFrom
		return !d.underAge() || !child || !d.thisParty().Heard.IsZero()
	}), Rule: ruleHeard}
	// A group is bound by those whom it chose, each with an own consent.
	groupSpeaks = Guard{Name: "group_speaks", Holds: func(d *decision) bool {
		r := d.acting()
		return !d.byParty() || !d.c.Led(d.thisParty().ID) || r != nil && (r.Kind == ForGroup || r.Kind == Agent)
	}, Rule: ruleGroup}
	speakerKnown = Guard{Name: "representative_unknown", Holds: func(d *decision) bool {
		c, ok := d.cmd.(speaks)
		if !ok || c.speaker().IsZero() {
			return ok
		}
		r := d.acting()
		return r != nil && r.Party == c.party() && r.InForce(d.today()) && d.byParty()
	}}
	// 民事诉讼法 art. 62: without a special authority an agent neither signs nor admits, gives up or settles; 56: nor does a
	// group's representative without the group's.
	mayBind = Guard{Name: "authority_general", Holds: func(d *decision) bool { r := d.acting(); return r == nil || r.Binds() }, Rule: ruleSpecial}
	// A group's representative takes part by an own word; to speak for the group as an agent does needs the authority.
	mayTakePart = Guard{Name: "authority_general", Holds: func(d *decision) bool {
		r := d.acting()
		return r == nil || r.Kind == ForGroup || r.Binds()
	}, Rule: ruleSpecial}
	consentStands = Guard{Name: "consent_missing", Holds: func(d *decision) bool { return !d.byParty() || d.thisParty().Consent.Stands() }}
)

// SpokenFor reports whether an act of a party is not its own to do as the case stands: a ward's guardian speaks, and for a group those
// whom it chose. It asks the machine's row, so that a page offers a party nothing that is refused to it.
func (c *Case) SpokenFor(event casefile.Kind, party id.ID) bool {
	row := find(event, c.State)
	return row != nil && slices.ContainsFunc(row.Guards, func(g Guard) bool {
		return g.Name == guardianSpeaks.Name && c.Ward(party) || g.Name == groupSpeaks.Name && c.Led(party)
	})
}

// byParty reports whether the command is an act of the party, by itself or through somebody: of a signature, only the
// party's own.
func (d *decision) byParty() bool {
	x, ok := d.cmd.(Sign)
	return !ok || x.As == "party"
}

// underAge reports whether the party has said that it does not act alone.
func (d *decision) underAge() bool {
	c, ok := d.cmd.(GiveConsent)
	return ok && d.thisParty().Kind == "person" && d.needsGuardian(c.Age, c.SelfSupporting, c.Limited)
}

// opposite reports whether the person who is to act is on the other side: a party there, or somebody who acts for one.
// It is known from what was declared in this case, never by comparing people.
func (d *decision) opposite(c Appoint) bool {
	known := c.Known
	if r := d.c.Representative(c.Representative); r != nil && known.IsZero() {
		known = r.Known
	}
	if r := d.c.Representative(known); r != nil {
		known = r.Party
	}
	return slices.Contains(d.opponents(d.thisParty()), known)
}

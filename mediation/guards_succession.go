package mediation

import (
	"slices"

	"linli/platform/id"
	"linli/rulebook"
)

// lasting are the events that still concern a party that has ended.
var lasting = []string{"succeed", "shred"}

// When a party ends, and another takes its place.
var (
	// Nobody consents, signs or receives for one who is no more: its successors do, each for itself.
	partyLives = Guard{Name: "party_gone", Holds: func(d *decision) bool {
		p := d.thisParty()
		return p == nil || p.Gone.IsZero() || slices.Contains(lasting, string(d.cmd.Kind()))
	}}
	hasEnded = Guard{Name: "party_not_ended", Holds: func(d *decision) bool { return !d.thisParty().Gone.IsZero() }}
	// 民事诉讼法 art. 154: what belongs to the person alone, such as support or a marriage, ends with the person.
	rightPasses = Guard{Name: "right_is_personal", Holds: is(func(d *decision, c PartyEnded) bool {
		kind, _ := d.Rules.Mediation.DisputeType(d.c.Type)
		return d.thisParty().Gone.IsZero() && (c.How != Died || !kind.EndsWithPerson || d.c.State.InForce())
	}), Rule: representation(func(r rulebook.Representation) *rulebook.Source { return r.Personal })}
	nobodyAwaited = Guard{Name: "successor_awaited", Holds: func(d *decision) bool { return d.c.Waits.IsZero() || d.c.everybodyBack() },
		Rule: representation(func(r rulebook.Representation) *rulebook.Source { return r.Succession })}
	// Who comes later is told its rights and heard alone as everybody was.
	joinsLater = Guard{Name: "joined_before", Holds: func(d *decision) bool { return d.thisParty().JoinsLater() }}
	takePart   = Guard{Name: "not_taking_part", Holds: func(d *decision) bool {
		c, ok := d.cmd.(interface{ parties() []id.ID })
		return ok && !slices.ContainsFunc(c.parties(), func(x id.ID) bool {
			p := d.c.Party(x)
			return !p.Gone.IsZero() || p.joins()
		})
	}}
)

package mediation

import (
	"slices"

	"linli/casefile"
	"linli/platform/id"
	"linli/promise"
)

// dates follows who has a session to come. When one is cancelled or does not take place, the office owes a new date to each of those
// who were to come and have no other; that it is owed to each alone tells nobody of a separate talk. None is owed to the dead.
type dates struct{ planned map[id.ID][]id.ID } // who is to come to a session

// of are what an event says to the rules that run for each party.
func (d *dates) of(e casefile.Event, p promise.Event) (out []promise.Event) {
	say := func(kind string, parties ...id.ID) {
		for _, party := range parties {
			x := p
			x.Kind, x.Subject = kind, party
			out = append(out, x)
		}
	}
	switch e.Kind {
	case "schedule":
		b := into[scheduled](e.Body)
		if d.planned == nil {
			d.planned = map[id.ID][]id.ID{}
		}
		d.planned[b.Session] = b.With
		say(p.Kind, b.With...)
	case "begin", "cancel_session", "no_show":
		session := into[ofSession](e.Body).Session
		with := d.planned[session]
		delete(d.planned, session)
		if e.Kind != "begin" {
			with = left(with, d.comes)
		}
		say(p.Kind, with...)
	case "party_ended":
		say("withdraw", into[partyEnded](e.Body).Party)
	}
	return out
}

// comes reports whether a party has a session to come.
func (d *dates) comes(party id.ID) bool {
	for _, with := range d.planned {
		if slices.Contains(with, party) {
			return true
		}
	}
	return false
}

package mediation

import (
	"slices"

	"linli/casefile"
	"linli/platform/id"
	"linli/promise"
)

// joiners follows those who were entered when the others had been invited before: each has an invitation of its own, of which
// the office owes the outcome as of any other.
type joiners struct {
	entered map[id.ID]id.ID // by party, the event
	asked   []id.ID         // to join a mediation that goes on, without an answer so far
}

// of are what an event says to the rules that run for each party.
func (j *joiners) of(e casefile.Event, p promise.Event) (out []promise.Event) {
	say := func(kind string, party id.ID) {
		x := p
		x.Kind, x.Subject = kind, party
		out = append(out, x)
	}
	answered := func(party id.ID) {
		j.asked = left(j.asked, func(x id.ID) bool { return x == party })
	}
	switch e.Kind {
	case "add_party":
		b := into[added](e.Body)
		if j.entered == nil {
			j.entered = map[id.ID]id.ID{}
		}
		j.entered[b.Party] = e.ID
		if b.Invited {
			say("invite", b.Party)
		}
		if b.Joins {
			j.asked = append(j.asked, b.Party)
		}
	case "consent", "refuse", "strike_party":
		answered(into[ofParty](e.Body).Party)
	case "silence":
		for _, party := range into[silence](e.Body).Parties {
			say("refuse", party)
			answered(party)
		}
	}
	if slices.Contains(ends, e.Kind) { // what they were asked to join is over
		for _, party := range j.asked {
			say("decline", party)
		}
		j.asked = nil
	}
	return out
}

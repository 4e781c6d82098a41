package mediation

import (
	"slices"

	"linli/casefile"
	"linli/platform/id"
	"linli/rulebook"
)

// Waive is a party's word that a promise that was made to it alone need not be kept.
type Waive struct {
	Party   id.ID  `json:"party"`
	Promise string `json:"promise"` // its key
	Reason  string `json:"reason"`  // of [casefile.WaiveReasons]
}

// Kind is the machine's event.
func (Waive) Kind() casefile.Kind { return "waive" }

func (x Waive) party() id.ID { return x.Party }

type waived struct {
	Party id.ID `json:"party"`
	casefile.Waived
}

func (x Waive) decide(d *decision, s *Step) (any, error) {
	b, err := casefile.Waive{Promise: x.Promise, Reason: x.Reason}.Enter(&s.Step, d.Promised.Find(x.Promise))
	s.Event.Visibility = casefile.Only(x.Party)
	if call := d.c.Call(b.Subject); call != nil && !call.By.IsZero() && !slices.Contains(d.c.Assigned(), call.By) {
		s.Tell = []id.ID{call.By} // who promised it, if not on the case any more
	}
	return waived{x.Party, b}, err
}

// foldWaive has nobody call back who need not.
func foldWaive(c *Case, e casefile.Event, b waived) {
	if c.Call(b.Subject) != nil {
		c.changeCall(b.Subject).Waived = e.At
	}
}

// waiveGuards are the rules of a waiver as guards.
func waiveGuards() (out []Guard) {
	for _, rule := range casefile.WaiveRules() {
		out = append(out, Guard{Name: rule.Name, Holds: is(func(d *decision, x Waive) bool { return rule.Holds(d.Promised, x.Promise) })})
	}
	return out
}

// madeTo leaves those promises that were made to one party alone: of others it can waive none. That a ward was promised a call is not for
// whoever holds its slip (see [Case.callSeen]).
func (c *Case) madeTo(party id.ID, rows []casefile.PromiseRow, rules *rulebook.Rulebook) []casefile.PromiseRow {
	return slices.DeleteFunc(slices.Clone(rows), func(p casefile.PromiseRow) bool {
		rule, _ := rules.Promise(p.Rule)
		switch rule.Per {
		case "party":
			return p.Subject != party
		case "call":
			x := c.Call(p.Subject)
			return x == nil || x.Party != party || c.Ward(party)
		}
		return true
	})
}

// MadeTo are the promises that were made to a party alone; none where the case is in no state in which one can be waived.
func (o *Opened) MadeTo(party id.ID) []casefile.PromiseRow {
	if find("waive", o.Case.State) == nil || !o.Case.Erased.IsZero() {
		return nil
	}
	return o.Case.madeTo(party, o.Promises, o.Rules)
}

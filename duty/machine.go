package duty

import (
	"slices"

	"linli/casefile"
)

// Transition is one row of the machine: an event, where it may happen and where it leads.
type Transition struct {
	Event  casefile.Kind
	From   []State
	To     State   // empty: the state stays as it is
	Guards []Guard // checked in this order; the first that fails is named to the reader
	fold   fold
}

// Guard is a condition of the rule. Its refusal reads "duty.guard.NAME" in the reader's language.
type Guard struct {
	Name  string
	Holds func(*decision) bool
}

// Machine is the whole of the machine of occurrences. It is data, tested as a table.
var Machine = []Transition{
	{Event: "open", From: []State{""}, To: Due, fold: on(foldOpen)},
	{Event: "evidence", From: []State{Due, Done}, Guards: []Guard{begun}, fold: on(foldEvidence)},
	{Event: "evidence", From: []State{Checked}, To: Done, fold: on(foldEvidence)},
	{Event: "do", From: []State{Due}, To: Done, Guards: []Guard{begun, evidenceThere}, fold: on(foldDo)},
	{Event: "check", From: []State{Done}, To: Checked, Guards: []Guard{anotherPerson, evidenceThere}, fold: on(foldCheck)},
	{Event: "send_back", From: []State{Done}, To: Due, Guards: []Guard{anotherPerson}, fold: on(foldSendBack)},
	{Event: "miss", From: []State{Due}, To: Missed, Guards: []Guard{pastDue}, fold: on(foldMiss)},
	{Event: "move", From: []State{Due, Done}, Guards: []Guard{anotherUnit}, fold: on(foldMove)},
	{Event: "void", From: []State{Due}, To: Void, fold: on(foldEnd)},
}

// The guards.
var (
	begun         = Guard{"not_begun", func(d *decision) bool { return !d.today().Before(d.c.From) }}
	evidenceThere = Guard{"no_evidence", func(d *decision) bool { return len(d.c.Lacks(d.Rule)) == 0 }}
	// anotherPerson holds whatever posts an account has: who did it, or put any of its evidence there, does not check it.
	anotherPerson = Guard{"own_work", func(d *decision) bool {
		return d.c.Doer() != d.by.Account && !slices.ContainsFunc(d.c.Evidence, func(e Evidence) bool { return e.Replaced.IsZero() && e.By == d.by.Account })
	}}
	pastDue     = Guard{"not_late", func(d *decision) bool { return d.now.After(d.due()) }}
	anotherUnit = Guard{"same_unit", func(d *decision) bool { return !d.Unit.IsZero() && d.Unit != d.c.Unit }}
)

// find returns the row for an event in a state, or nil.
func find(event casefile.Kind, in State) *Transition {
	for i := range Machine {
		if t := &Machine[i]; t.Event == event && slices.Contains(t.From, in) {
			return t
		}
	}
	return nil
}

package duty

import (
	"slices"

	"linli/casefile"
	"linli/platform/access"
	"linli/rulebook"
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
	{Event: "agenda", From: []State{Due}, Guards: []Guard{meets}, fold: on(foldAgenda)},
	{Event: "sign_up", From: []State{Due}, Guards: []Guard{shift, ahead, notOnIt}, fold: on(foldSignUp)},
	{Event: "step_back", From: []State{Due}, Guards: []Guard{shift, ahead, onIt}, fold: on(foldStepBack)},
	{Event: "offer", From: []State{Due}, Guards: []Guard{shift, ahead, onIt}, fold: on(foldOffer)},
	{Event: "take_over", From: []State{Due}, Guards: []Guard{shift, ahead, notOnIt}, fold: on(foldTakeOver)},
	{Event: "evidence", From: []State{Due, Done}, Guards: []Guard{begun, notErased}, fold: on(foldEvidence)},
	{Event: "evidence", From: []State{Checked}, To: Done, Guards: []Guard{notErased}, fold: on(foldEvidence)},
	{Event: "do", From: []State{Due}, To: Done, Guards: []Guard{begun, evidenceThere, allLookedAt}, fold: on(foldDo)},
	{Event: "sign", From: []State{Due}, To: Done, Guards: []Guard{begun, signs, ownPost}, fold: on(foldSign)},
	{Event: "check", From: []State{Done}, To: Checked, Guards: []Guard{notErased, anotherPerson, evidenceThere}, fold: on(foldCheck)},
	{Event: "send_back", From: []State{Done}, To: Due, Guards: []Guard{notErased, anotherPerson}, fold: on(foldSendBack)},
	{Event: "miss", From: []State{Due}, To: Missed, Guards: []Guard{pastDue}, fold: on(foldMiss)},
	{Event: "count", From: []State{Due, Done, Checked, Missed}, Guards: []Guard{counted, periodOver, notCounted}, fold: on(foldCount)},
	{Event: "move", From: []State{Due, Done}, Guards: []Guard{anotherUnit}, fold: on(foldMove)},
	{Event: "void", From: []State{Due}, To: Void, Guards: []Guard{notTheCalendars, notYetLate}, fold: on(foldEnd)},
	{Event: "erase", From: []State{Done, Checked, Missed, Void}, Guards: []Guard{keptLongEnough}, fold: on(foldErase)},
}

// The guards.
var (
	begun         = Guard{"not_begun", func(d *decision) bool { return !d.today().Before(d.c.From) }}
	evidenceThere = Guard{"no_evidence", func(d *decision) bool { return len(d.c.Lacks(d.Rule)) == 0 }}
	allLookedAt   = Guard{"not_covered", func(d *decision) bool { v := covered(d.Places); return v.Looked == v.Listed }}
	counted       = Guard{"no_coverage", func(d *decision) bool { return d.Rule.Covers() }}
	periodOver    = Guard{"not_over", func(d *decision) bool { return d.today().After(d.c.Last) }}
	notCounted    = Guard{"counted", func(d *decision) bool { return d.c.Coverage == nil }}
	// notErased: nothing is added to, checked or sent back once the evidence was destroyed, since it is destroyed once.
	notErased = Guard{"erased", func(d *decision) bool { return d.c.Erased.IsZero() }}
	// anotherPerson holds whatever posts an account has: whose work it is does not check it.
	anotherPerson = Guard{"own_work", func(d *decision) bool { return !d.c.Work(d.by.Account) }}
	// notTheCalendars: what the calendar demands of a unit that is there is done or missed, and never taken out by a person.
	notTheCalendars = Guard{"calendar", func(d *decision) bool { return d.by.Kind == access.System || d.c.Upon() }}
	// notYetLate: what somebody recorded by mistake is taken out while there is time; after that it is done late or missed, so that
	// nothing late leaves the counts.
	notYetLate = Guard{"late", func(d *decision) bool { return d.by.Kind == access.System || !d.WasLate && !d.now.After(d.due()) }}
	// keptLongEnough: what nobody ever checked is kept from the day on which it was done, and not for ever.
	keptLongEnough = Guard{"kept", func(d *decision) bool {
		from := d.c.Ended
		if from.IsZero() && len(d.c.Acts) > 0 {
			from = d.c.Acts[len(d.c.Acts)-1].At
		}
		return d.c.Erased.IsZero() && !from.IsZero() && !d.now.Before(from.AddDate(0, 0, d.Rule.Kept.N))
	}}
	signs = Guard{"no_statement", func(d *decision) bool { return d.Rule.Signs() }}
	// ownPost: whoever has several posts signs in the one that owes it, and nobody signs in the place of its holder.
	ownPost     = Guard{"not_the_post", func(d *decision) bool { return d.Rule.OwedBy != "" && rulebook.Post(d.by.Post) == d.Rule.OwedBy }}
	meets       = Guard{"no_meeting", func(d *decision) bool { return d.Rule.Kind == "meeting" && d.Rule.Recurs.Upon == "" }}
	shift       = Guard{"no_shift", func(d *decision) bool { return d.Rule.Kind == "rota" }}
	ahead       = Guard{"over", func(d *decision) bool { return !d.today().After(d.c.Last) }}
	onIt        = Guard{"not_on_it", func(d *decision) bool { return slices.Contains(d.c.Crew, d.by.Account) }}
	notOnIt     = Guard{"on_it", func(d *decision) bool { return !slices.Contains(d.c.Crew, d.by.Account) && len(d.c.Crew) < maxCrew }}
	pastDue     = Guard{"not_late", func(d *decision) bool { return d.now.After(d.due()) }}
	anotherUnit = Guard{"same_unit", func(d *decision) bool { return !d.Unit.IsZero() && d.Unit != d.c.Unit }}
)

// maxCrew is how many accounts are on one shift.
const maxCrew = 12

// find returns the row for an event in a state, or nil.
func find(event casefile.Kind, in State) *Transition {
	for i := range Machine {
		if t := &Machine[i]; t.Event == event && slices.Contains(t.From, in) {
			return t
		}
	}
	return nil
}

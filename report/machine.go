package report

import (
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/promise"
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

// Guard is a condition of the rule, named as the rule names it. Its refusal reads "report.guard.NAME" in the reader's language.
type Guard struct {
	Name  string
	Holds func(*decision) bool
}

// Machine is the whole of the machine of reports about a unit: complaints and grievances. It is data, tested as a table.
// [Issues] is the machine of reports about a place or a service.
var Machine = slices.Concat([]Transition{
	{Event: "file", From: []State{""}, To: Received, Guards: []Guard{somebodyAnswers}, fold: on(foldFile)},
	{Event: "ask_slip", From: States, Guards: []Guard{slipNamed, slipGiven, secondThere}, fold: on(foldAskSlip)},
	{Event: "slip", From: States, Guards: slices.Concat([]Guard{firstSlip}, twoPeople(), []Guard{slipCurrent}), fold: on(foldSlip)},

	{Event: "take", From: open, Guards: []Guard{notTaken}, fold: on(foldTake)},
	{Event: "take", From: []State{NotAccepted, Answered, Reviewed, Withdrawn, Closed}, Guards: takenToAnswer, fold: on(foldTake)},
	{Event: "accept", From: []State{Received}, To: Accepted, fold: on(foldNothing)},
	{Event: "not_accept", From: []State{Received}, To: NotAccepted, fold: on(foldNotAccept)},
	{Event: "extend", From: []State{Accepted}, Guards: []Guard{mayExtend}, fold: on(foldExtend)},
	{Event: "answer", From: []State{Accepted}, To: Answered, fold: on(foldAnswer)},
	{Event: "ask_review", From: []State{Answered, NotAccepted}, To: Reviewing, Guards: []Guard{reviewInTime, somebodyReviews}, fold: on(foldAskReview)},
	{Event: "decide_review", From: []State{Reviewing}, To: Reviewed, fold: on(foldDecideReview)},
	{Event: "ask_second_review", From: []State{Reviewed}, To: Reviewing, Guards: []Guard{aGrievance, reviewedOnce, reviewInTime, somebodyReviews}, fold: on(foldAskSecondReview)},

	{Event: "climb", From: open, Guards: []Guard{deskBarred, somebodyAnswers}, fold: on(foldClimb)},
	{Event: "inherit", From: heirsOfComplaint, Guards: []Guard{unitEnded}, fold: on(foldInherit)},

	{Event: "propose_words", From: []State{Accepted, Reviewing}, Guards: []Guard{noWordsWait}, fold: on(foldProposeWords)},
	{Event: "release_words", From: []State{Accepted, Reviewing}, Guards: []Guard{wordsWait}, fold: on(foldReleaseWords)},
	{Event: "refuse_words", From: []State{Accepted, Reviewing}, Guards: []Guard{wordsWait}, fold: on(foldRefuseWords)},
	{Event: "message", From: open, fold: on(foldMessage)},
	{Event: "reply", From: open, fold: on(foldMessage)},
	{Event: "note", From: open, fold: on(foldNote)},
	{Event: "attach", From: open, Guards: []Guard{roomForFile}, fold: on(foldAttach)},

	{Event: "propose_take_out", From: States, Guards: []Guard{notErased, right(casefile.Unrestricted), noTakingWaits}, fold: on(foldProposeTakeOut)},
	{Event: "take_out", From: States, Guards: twoTakeOut, fold: on(foldTakeOut)},
	{Event: "refuse_take_out", From: States, Guards: []Guard{notErased, takingWaits, takingOfTwo}, fold: on(foldRefuseTakeOut)},

	{Event: "ask_change", From: States, Guards: []Guard{notErased, right(casefile.ChangeOnce)}, fold: on(foldAskChange)},
	{Event: "answer_change", From: States, Guards: []Guard{notErased, right(casefile.ChangeOpen)}, fold: on(foldAnswerChange)},
	{Event: "ask_erasure", From: over, Guards: []Guard{notErased, right(casefile.ErasureOnce)}, fold: on(foldAskErasure)},
	{Event: "answer_erasure", From: over, Guards: []Guard{notErased, right(casefile.ErasureOpen)}, fold: on(foldAnswerErasure)},

	{Event: "offer_survey", From: surveyed, Guards: []Guard{notErased, surveyKnown, surveyOnce}, fold: on(foldOfferSurvey)},
	{Event: "withdraw", From: open, To: Withdrawn, fold: on(foldEnd)},
	{Event: "close", From: []State{Answered}, To: Closed, fold: on(foldEnd)},
	{Event: "erase", From: []State{NotAccepted, Answered, Reviewed, Withdrawn, Closed}, Guards: []Guard{notErased, ofAside(casefile.NotHeld), keptLongEnough}, fold: on(foldErase)},
}, asideRows(States))

// Of the office are the acts of the desk, of the author those on its own page.
var (
	OfOffice = []casefile.Kind{"take", "accept", "not_accept", "message", "note", "propose_words", "extend", "answer", "decide_review", "propose_take_out", "answer_change", "answer_erasure"}
	OfAuthor = []casefile.Kind{"reply", "release_words", "refuse_words", "ask_review", "ask_second_review", "take_out", "refuse_take_out", "close", "withdraw", "ask_change", "ask_erasure"}
)

// find returns the row of a machine for an event in a state, or nil.
func find(machine []Transition, event casefile.Kind, in State) *Transition {
	for i := range machine {
		if t := &machine[i]; t.Event == event && slices.Contains(t.From, in) {
			return t
		}
	}
	return nil
}

// machine is the one that a report runs through; a new one begins that of the event with which it comes.
func (c *Case) machine(event casefile.Kind) []Transition {
	if event == "submit" || event == "bring_in" || c.IsIssue() {
		return Issues
	}
	return Machine
}

// Next lists those of some acts that staff or the author can ask for now, as far as the case itself tells.
func (c *Case) Next(acts []casefile.Kind, who access.ActorKind) []casefile.Kind {
	d := &decision{c: *c, by: casefile.By{Kind: who}}
	var out []casefile.Kind
	for _, k := range acts {
		row := find(c.machine(k), k, c.State)
		if row == nil || slices.ContainsFunc(row.Guards, func(g Guard) bool { return slices.Contains(known, g.Name) && !g.Holds(d) }) || k == "extend" && !c.Extension.IsZero() {
			continue
		}
		out = append(out, k)
	}
	return out
}

// known are the guards that the case alone answers.
var known = append(casefile.RightsRules(), "erased", "words_wait", "no_words", "not_a_grievance", "reviewed_twice", "cannot_be_fixed", "started", "unchecked", "no_contact", "not_published", "never_public", "not_looked_at", "may_not_send", "too_many_files", "too_many_parts", "mail_part", "mail_often", "taking_waits", "taking_none", "survey_given")

// The guards.
var (
	aGrievance      = Guard{"not_a_grievance", func(d *decision) bool { return d.c.Sort == rulebook.Grievance }}
	reviewedOnce    = Guard{"reviewed_twice", func(d *decision) bool { return d.c.Second.IsZero() }}
	somebodyAnswers = Guard{"nobody_answers", func(d *decision) bool { return !d.Desk.IsZero() }}
	somebodyReviews = Guard{"nobody_reviews", func(d *decision) bool { return !d.Desk.IsZero() }}
	notTaken        = Guard{"taken_by_you", func(d *decision) bool { return d.c.Handler != d.by.Account }}
	// What is over is taken once more where its author waits for an answer that whoever handled it owes.
	takenToAnswer  = []Guard{notTaken, notErased, right(casefile.Unrestricted), right(casefile.ChangeOpen)}
	mayExtend      = Guard{"extended_before", func(d *decision) bool { return d.Extends == nil }}
	noWordsWait    = Guard{"words_wait", func(d *decision) bool { return d.c.Waiting() == nil }}
	wordsWait      = Guard{"no_words", func(d *decision) bool { return d.c.Waiting() != nil }}
	reviewInTime   = Guard{"review_late", func(d *decision) bool { return !d.now.After(d.c.ReviewEnds(d.Rules)) }}
	notErased      = Guard{"erased", func(d *decision) bool { return d.c.Erased.IsZero() }}
	keptLongEnough = Guard{"kept", func(d *decision) bool { return !d.now.Before(d.c.KeptUntil(d.Rules)) }}
)

// ReviewEnds is the last instant at which the author can ask for a review of what it was told.
func (c *Case) ReviewEnds(rules *rulebook.Rulebook) time.Time {
	rule := rulebook.PromiseRule{ID: "review", Start: []string{"answer"}, Clock: rules.Report.ReviewWithin.Length, NextWorkingDay: true}
	answered := c.Answered
	if last := c.final(); c.State == Joined && last != nil {
		answered = last.At
	}
	p := promise.Compute([]rulebook.PromiseRule{rule}, rules.Calendar, rules.Zone, []promise.Event{{Kind: "answer", At: answered}}, answered)
	return p[0].Due
}

package mediation

import (
	"slices"

	"linli/casefile"
	"linli/platform/fault"
)

// Transition is one row of the machine: an event, where it may happen and where it leads.
type Transition struct {
	Event  casefile.Kind
	From   []State
	To     State            // empty: the state stays as it is
	Guards []Guard          // checked in this order; the first that fails is named to the reader
	Follow func(*Case) bool // set on rows that linli adds by itself as soon as this holds, after another event
	fold   fold
}

// Guard is a condition of the rule, named as the rule names it. Its refusal reads "mediation.guard.NAME" in the
// reader's language.
type Guard struct {
	Name  string
	Holds func(*decision) bool
	Args  func(*decision) fault.Args // values for the message's placeholders; may be nil
}

// Machine is the whole of the mediation machine, up to an agreement in force. It is data: the table of
// design/20-mediation.md, tested as a table.
var Machine = []Transition{
	{Event: "apply", From: []State{""}, To: Submitted, Guards: []Guard{hasApplicant, representativesFew, notDuplicate}, fold: on(foldApply)},
	{Event: "bring_in", From: []State{""}, To: "", fold: on(foldBringIn)},

	{Event: "screen", From: []State{Submitted}, To: Screening, fold: on(foldScreen)},
	{Event: "talk", From: []State{Screening, Invited}, Guards: []Guard{partyKnown}, fold: on(foldTalk)},
	{Event: "inform", From: []State{Submitted, Screening, Invited}, Guards: []Guard{partyKnown}, fold: on(foldInform)},
	{Event: "not_accept", From: []State{Screening}, To: NotAccepted, fold: on(foldEnd)},
	{Event: "invite", From: []State{Screening}, To: Invited, Guards: []Guard{applicantsInformed, applicantsTalked, noConcern, hasRespondent}, fold: on(foldInvite)},

	{Event: "consent", From: []State{Submitted, Screening, Invited}, Guards: []Guard{partyKnown, partyInvited, partyInformed, partyTalked, notConsented, guardianPresent, guardianNotOpponent}, fold: on(foldConsent)},
	{Event: "refuse", From: []State{Invited}, Guards: []Guard{partyKnown, partyInvited}, fold: on(foldRefuse)},
	{Event: "decline", From: []State{Invited}, To: Declined, Follow: (*Case).refused, fold: on(foldEnd)},
	{Event: "silence", From: []State{Invited}, Guards: []Guard{answerTimeOver}, fold: on(foldSilence)},
	{Event: "accept", From: []State{Invited}, To: Accepted, Guards: []Guard{consentsGiven, noConcern}, fold: on(foldAccept)},

	{Event: "propose", From: []State{Accepted}, Guards: []Guard{isMediator, notEngaged, oneLead}, fold: on(foldPropose)},
	{Event: "disclose", From: []State{Accepted}, Guards: []Guard{ownEngagement}, fold: on(foldDisclose)},
	{Event: "agree_mediator", From: []State{Accepted}, Guards: []Guard{partyKnown, engagementKnown, disclosed}, fold: on(foldAgreeMediator)},
	{Event: "assign", From: []State{Accepted}, To: Assigned, Follow: (*Case).mediatorsAgreed, fold: on(foldAssign)},
	{Event: "recuse", From: []State{Assigned, Scheduled, InSession, Suspended}, To: Accepted, Guards: []Guard{engagementKnown}, fold: on(foldRecuse)},

	{Event: "schedule", From: []State{Assigned}, To: Scheduled, Guards: []Guard{partiesKnown, thirdPersonsConsented, jointConcern}, fold: on(foldSchedule)},
	{Event: "schedule", From: []State{Scheduled, InSession}, Guards: []Guard{partiesKnown, thirdPersonsConsented, jointConcern}, fold: on(foldSchedule)},
	{Event: "cancel_session", From: []State{Scheduled, InSession}, Guards: []Guard{sessionPlanned}, fold: on(foldCancelled)},
	{Event: "no_show", From: []State{Scheduled, InSession}, Guards: []Guard{sessionPlanned}, fold: on(foldNoShow)},
	{Event: "unschedule", From: []State{Scheduled}, To: Assigned, Follow: (*Case).nothingPlanned, fold: on(foldNothing)},
	{Event: "begin", From: []State{Scheduled}, To: InSession, Guards: []Guard{sessionPlanned}, fold: on(foldBegin)},
	{Event: "begin", From: []State{InSession}, Guards: []Guard{sessionPlanned}, fold: on(foldBegin)},
	{Event: "record", From: []State{InSession, Suspended, Signing, Effective, Terminated}, Guards: []Guard{sessionBegun, partiesKnown}, fold: on(foldRecord)},
	{Event: "note", From: []State{Accepted, Assigned, Scheduled, InSession, Suspended, Signing}, Guards: []Guard{noteScope}, fold: on(foldNote)},
	{Event: "suspend", From: []State{InSession}, To: Suspended, fold: on(foldReason)},
	{Event: "resume", From: []State{Suspended}, To: InSession, fold: on(foldNothing)},

	{Event: "draft", From: []State{InSession}, To: Signing, Guards: []Guard{sessionHeld, signersKnown, noWaiver}, fold: on(foldDraft)},
	{Event: "pause", From: []State{Signing}, Guards: []Guard{signsAgreement}, fold: on(foldPause)},
	{Event: "sign", From: []State{Signing}, Guards: []Guard{signatureNeeded, notPaused, methodAllowed, ownHand, provenThere, supportOffered, scanThere}, fold: on(foldSign)},
	{Event: "sign_code", From: []State{Signing}, Guards: []Guard{signsAgreement, notSigned, notPaused, screenAllowed}, fold: on(foldNothing)},
	{Event: "refuse_sign", From: []State{Signing}, To: InSession, Guards: []Guard{signsAgreement}, fold: on(foldRefuseSign)},
	{Event: "effective", From: []State{Signing}, To: Effective, Follow: (*Case).signed, fold: on(foldEffective)},

	{Event: "ask_extension", From: term, Guards: []Guard{beforeDue, extensionLeft}, fold: on(foldAskExtension)},
	{Event: "agree_extension", From: term, Guards: []Guard{partyKnown, extensionAsked, beforeDue}, fold: on(foldAgreeExtension)},
	{Event: "extend", From: term, Follow: (*Case).extensionAgreed, fold: on(foldExtend)},

	{Event: "withdraw", From: open, To: Terminated, Guards: []Guard{partyKnown}, fold: on(foldWithdraw)},
	{Event: "impasse", From: []State{Assigned, Scheduled, InSession, Suspended, Signing}, To: Terminated, fold: on(foldEnd)},
	{Event: "expire", From: term, To: Terminated, Guards: []Guard{termOver}, fold: on(foldEnd)},
	{Event: "terminate", From: open, To: Terminated, fold: on(foldEnd)},

	{Event: "statement", From: open, Guards: []Guard{partyKnown}, fold: on(foldNothing)},
	{Event: "attach", From: open, fold: on(foldAttach)},
	{Event: "slip", From: States, Guards: []Guard{partyKnown, slipCurrent}, fold: on(foldNothing)},
	{Event: "hand_over", From: slices.Concat(open, closed), Guards: []Guard{onTheCase, toColleague, someoneLeft}, fold: on(foldHandOver)},
	{Event: "shred", From: States, Guards: []Guard{partyKnown}, fold: on(foldShred)},
	{Event: "minimise", From: closed, Guards: []Guard{notErased}, fold: on(foldNothing)},
	{Event: "erase", From: closed, Guards: []Guard{notErased}, fold: on(foldErase)},
}

// term are the states in which the clock of the mediation runs.
var term = []State{Accepted, Assigned, Scheduled, InSession, Suspended, Signing}

// closed are the states in which the office has nothing more to do, and retention runs.
var closed = []State{NotAccepted, Declined, Effective, Terminated}

// Events lists the events of the machine that a person may ask for, in the order of the table, each once.
func Events() []casefile.Kind {
	var out []casefile.Kind
	for _, t := range Machine {
		if t.Follow == nil && commands[t.Event] != nil && !slices.Contains(out, t.Event) {
			out = append(out, t.Event)
		}
	}
	return out
}

// find returns the row for an event in a state, or nil.
func find(event casefile.Kind, in State) *Transition {
	for i := range Machine {
		if t := &Machine[i]; t.Event == event && slices.Contains(t.From, in) {
			return t
		}
	}
	return nil
}

// follower returns the row that linli has to add by itself now, or nil.
func follower(c *Case) *Transition {
	for i := range Machine {
		if t := &Machine[i]; t.Follow != nil && slices.Contains(t.From, c.State) && t.Follow(c) {
			return t
		}
	}
	return nil
}

// Next lists the events for which the machine has a row in the case's present state; guards may still refuse them.
func (c *Case) Next() []casefile.Kind {
	var out []casefile.Kind
	for _, k := range Events() {
		if k != "apply" && find(k, c.State) != nil {
			out = append(out, k)
		}
	}
	return out
}

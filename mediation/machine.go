package mediation

import (
	"slices"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/rulebook"
)

// Transition is one row of the machine: an event, where it may happen and where it leads.
type Transition struct {
	Event  casefile.Kind
	From   []State
	To     State                   // empty: the state stays as it is
	Guards []Guard                 // checked in this order; the first that fails is named to the reader
	Follow func(*Case) bool        // set on rows that linli adds by itself as soon as this holds, after another event
	Body   func(*Case) any         // of a row that linli adds: what its event says; nil: nothing
	Counts func(Case) []Count      // what the event adds to the published figures, from the case before it
	Aside  func(*decision) []id.ID // of a row that linli adds of which the office alone learns: who is told; nil: everybody sees it
	fold   fold
}

// Guard is a condition of the rule, named as the rule names it. Its refusal reads "mediation.guard.NAME" in the
// reader's language.
type Guard struct {
	Name  string
	Holds func(*decision) bool
	Args  func(*decision) fault.Args       // values for the message's placeholders; may be nil
	Rule  func(*decision) *rulebook.Source // the rule that it keeps, which a refusal names; may be nil
}

// Machine is the whole of the mediation machine. It is data, tested as a table.
var Machine = []Transition{
	{Event: "apply", From: []State{""}, To: Submitted, Guards: []Guard{notOwnDispute, hasApplicant, representativesFew, notDuplicate}, Counts: registeredOne, fold: on(foldApply)},
	{Event: "bring_in", From: []State{""}, To: "", fold: on(foldBringIn)},
	{Event: "from_paper", From: []State{""}, To: "", Guards: []Guard{notOwnDispute, hasApplicant, representativesFew}, fold: on(foldFromPaper)},

	{Event: "screen", From: []State{Submitted}, To: Screening, Guards: []Guard{letterThere}, fold: on(foldScreen)},
	{Event: "talk", From: []State{Screening, Invited}, Guards: []Guard{partyKnown, interpreterUnbound, interpreterWanted}, fold: on(foldTalk)},
	{Event: "inform", From: []State{Submitted, Screening, Invited}, Guards: []Guard{partyKnown, interpreterUnbound, interpreterWanted}, fold: on(foldInform)},
	{Event: "talk", From: term, Guards: []Guard{partyKnown, interpreterUnbound, interpreterWanted}, fold: on(foldTalk)},
	{Event: "talk", From: inForce, Guards: []Guard{partyKnown, joinsLater, interpreterUnbound, interpreterWanted}, fold: on(foldTalk)},
	{Event: "inform", From: slices.Concat(term, inForce), Guards: []Guard{partyKnown, joinsLater, interpreterUnbound, interpreterWanted}, fold: on(foldInform)},
	{Event: "not_accept", From: []State{Screening}, To: NotAccepted, fold: on(foldEnd)},
	{Event: "transfer", From: early, Guards: []Guard{elsewhere, somebodyThere, noneConsented}, fold: on(foldTransfer)},
	{Event: "transfer", From: slices.Concat(term, inForce), Guards: []Guard{elsewhere, toCoheir, somebodyThere}, fold: on(foldTransfer)},
	{Event: "inherit", From: slices.Concat(open, inForce), Guards: []Guard{unitEnded}, fold: on(foldInherit)},
	{Event: "take", From: slices.Concat([]State{Screening, Invited}, term, inForce), Guards: []Guard{nobodyAtWork}, fold: on(foldScreen)},
	{Event: "invite", From: []State{Screening}, To: Invited, Guards: []Guard{applicantsInformed, applicantsTalked, authorAgreed, noConcern, hasRespondent}, fold: on(foldInvite)},

	{Event: "consent", From: slices.Concat([]State{Submitted, Screening, Invited}, term, inForce), Guards: []Guard{partyKnown, partyInvited, notRefused, partyInformed, partyTalked, notConsented, speakerKnown, guardianSpeaks, childHeard, groupSpeaks, mayTakePart, interpreterUnbound, interpreterWanted}, fold: on(foldConsent)},
	{Event: "refuse", From: []State{Invited}, Guards: []Guard{partyKnown, partyInvited}, fold: on(foldRefuse)},
	{Event: "refuse", From: []State{Submitted, Screening}, Guards: []Guard{partyKnown, sentOrBeside}, fold: on(foldRefuse)},
	{Event: "refuse", From: term, Guards: []Guard{partyKnown, isOutside}, fold: on(foldRefuse)},
	{Event: "decline", From: []State{Invited}, To: Declined, Follow: (*Case).refused, fold: on(foldEnd)},
	{Event: "decline", From: []State{Submitted, Screening}, To: Declined, Follow: (*Case).refusedSent, fold: on(foldEnd)},
	{Event: "silence", From: []State{Invited}, Guards: []Guard{answerTimeOver}, fold: on(foldSilence)},
	{Event: "silence", From: term, Guards: []Guard{someSilent}, fold: on(foldSilence)},
	{Event: "accept", From: []State{Invited}, To: Accepted, Guards: []Guard{consentsGiven, noConcern}, fold: on(foldAccept)},

	{Event: "wish_mediator", From: []State{Invited, Accepted}, Guards: []Guard{partyKnown, consentGiven, wishListed}, fold: on(foldWishMediator)},
	{Event: "propose", From: replaceable, Guards: []Guard{isMediator, notEngaged, jointSeconds, oneLead}, fold: on(foldPropose)},
	{Event: "propose", From: joining, Guards: []Guard{jointAdds, isMediator, notEngaged, jointSeconds, oneLead}, fold: on(foldPropose)},
	{Event: "disclose", From: slices.Concat(replaceable, joining), Guards: []Guard{ownEngagement, noTieAtWork}, fold: on(foldDisclose)},
	{Event: "agree_mediator", From: slices.Concat(replaceable, joining), Guards: []Guard{partyKnown, paperConfirmed, engagementKnown, disclosed, speakerKnown, guardianSpeaks, groupSpeaks}, fold: on(foldAgreeMediator)},
	{Event: "ask_above", From: replaceable, Guards: []Guard{nobodyLeft, somebodyAbove, notAskedAbove}, fold: on(foldAskAbove)},
	{Event: "assign", From: []State{Accepted}, To: Assigned, Follow: (*Case).mediatorsAgreed, fold: on(foldAssign)},
	{Event: "assign", From: slices.Concat(joining, []State{Signing, OralAgreed}, inForce), Follow: (*Case).mediatorJoins, fold: on(foldAssign)},
	{Event: "recuse", From: []State{Assigned, Scheduled, InSession, Suspended}, To: Accepted, Guards: []Guard{engagementKnown}, fold: on(foldRecuse)},
	{Event: "recuse", From: slices.Concat([]State{Accepted, Signing, OralAgreed}, inForce), Guards: []Guard{engagementKnown}, fold: on(foldRecuse)},
	{Event: "set_aside", From: []State{Signing}, To: Accepted, Follow: (*Case).unmediated, fold: on(foldSetAside)},
	{Event: "permit_notes", From: slices.Concat(term, inForce), Guards: []Guard{partyKnown, mediatorLeft}, fold: on(foldPermitNotes)},

	{Event: "invite_joint", From: jointly, Guards: []Guard{jointNever, jointKnown, jointFree}, fold: on(foldInviteJoint)},
	{Event: "agree_joint", From: append(slices.Clone(partable), Signing), Guards: []Guard{partyKnown, jointThere, jointNew, speakerKnown, guardianSpeaks}, fold: on(foldAgreeJoint)},
	{Event: "ask_joint", From: jointly, Follow: (*Case).jointAgreed, Body: (*Case).asksJoint, Aside: tellsJoint, fold: on(foldAskJoint)},
	{Event: "answer_joint", From: jointly, Guards: []Guard{jointThere, jointAsked, jointOwn}, fold: on(foldAnswerJoint)},
	{Event: "leave_joint", From: append(slices.Clone(partable), Signing), Guards: []Guard{jointThere, jointOwn}, fold: on(foldLeaveJoint)},
	{Event: "part_joint", From: partable, Follow: (*Case).jointLeaves, Body: (*Case).partsJoint, fold: on(foldPartJoint)},
	{Event: "part_joint", From: []State{Signing}, To: InSession, Follow: (*Case).jointLeaves, Body: (*Case).partsJoint, fold: on(foldPartJoint)},

	{Event: "schedule", From: []State{Assigned}, To: Scheduled, Guards: []Guard{partiesKnown, paperConfirmed, takePart, tiesDeclared, thirdPersonsConsented, jointConcern, arrivalsApart, notTaken, notTakenBy, isThere}, fold: on(foldSchedule)},
	{Event: "schedule", From: []State{Scheduled, InSession}, Guards: []Guard{partiesKnown, paperConfirmed, takePart, tiesDeclared, thirdPersonsConsented, jointConcern, arrivalsApart, notTaken, notTakenBy, isThere}, fold: on(foldSchedule)},
	{Event: "cancel_session", From: []State{Scheduled, InSession}, Guards: []Guard{sessionPlanned}, fold: on(foldCancelled)},
	{Event: "no_show", From: []State{Scheduled, InSession}, Guards: []Guard{sessionPlanned}, fold: on(foldNoShow)},
	{Event: "unschedule", From: []State{Scheduled}, To: Assigned, Follow: (*Case).nothingPlanned, fold: on(foldNothing)},
	{Event: "begin", From: []State{Scheduled}, To: InSession, Guards: []Guard{sessionPlanned, tiesDeclared, jointBegins, modeAgreed, interpreterUnbound, interpreterWanted}, Counts: firstSession, fold: on(foldBegin)},
	{Event: "begin", From: []State{InSession}, Guards: []Guard{sessionPlanned, tiesDeclared, jointBegins, modeAgreed, interpreterUnbound, interpreterWanted}, Counts: firstSession, fold: on(foldBegin)},
	{Event: "agree_mode", From: []State{Scheduled, InSession}, Guards: []Guard{partyKnown, sessionPlanned, modeAsked}, fold: on(foldAgreeMode)},
	{Event: "record", From: slices.Concat(term, closed), Guards: []Guard{sessionBegun, partiesKnown}, fold: on(foldRecord)},
	{Event: "note", From: []State{Accepted, Assigned, Scheduled, InSession, Suspended, Signing}, Guards: []Guard{noteScope}, fold: on(foldNote)},
	{Event: "investigate", From: []State{Accepted, Assigned, Scheduled, InSession, Suspended}, Guards: []Guard{paperConfirmed, investigator, personConsented}, fold: on(foldInvestigate)},
	{Event: "offer", From: carried, Guards: []Guard{partyKnown, consentStands, roundRuns}, fold: on(foldOffer)},
	{Event: "release_offer", From: carried, Guards: []Guard{partyKnown, consentStands, offerKnown, offerKept, throughMediator, somebodyGets, speakerKnown, guardianSpeaks, groupSpeaks}, fold: on(foldReleaseOffer)},
	{Event: "call_back_offer", From: term, Guards: []Guard{partyKnown, offerKnown, offerUnread}, fold: on(foldCallBackOffer)},
	{Event: "read_offer", From: term, Guards: []Guard{partyKnown, consentStands, copyKnown, copyUnread}, fold: on(foldReadOffer)},
	{Event: "answer_offer", From: carried, Guards: []Guard{partyKnown, consentStands, copyKnown, copyRead, isOffer, notAnswered, speakerKnown, guardianSpeaks, groupSpeaks}, fold: on(foldAnswerOffer)},
	{Event: "suspend", From: []State{InSession}, To: Suspended, fold: on(foldReason)},
	{Event: "resume", From: []State{Suspended}, To: InSession, Guards: []Guard{nobodyAwaited}, fold: on(foldNothing)},

	{Event: "draft", From: []State{InSession}, To: Signing, Guards: []Guard{paperConfirmed, sessionHeld, nobodyAwaited, tiesDeclared, jointSettled, signersKnown, standingSigners, noWaiver}, fold: on(foldDraft)},
	{Event: "offer_support", From: []State{Signing}, Guards: []Guard{signsAgreement}, fold: on(foldSupport)},
	{Event: "pause", From: []State{Signing}, Guards: []Guard{signsAgreement}, fold: on(foldPause)},
	{Event: "end_pause", From: []State{Signing}, Guards: []Guard{signsAgreement, pauseRuns}, fold: on(foldEndPause)},
	{Event: "sign", From: []State{Signing}, Guards: []Guard{signatureNeeded, ownSeal, notPaused, methodAllowed, ownHand, consentStands, speakerKnown, guardianSpeaks, groupSpeaks, mayBind, provenThere, supportOffered, wishesMet, scanThere, scanBare, interpreterUnbound, interpreterWanted}, fold: on(foldSign)},
	{Event: "sign_code", From: []State{Signing}, Guards: []Guard{signsAgreement, notSigned, notPaused, screenAllowed, guardianSpeaks, groupSpeaks, supportOffered, wishesMet, interpreterUnbound, interpreterWanted}, fold: on(foldNothing)},
	{Event: "refuse_sign", From: []State{Signing}, To: InSession, Guards: []Guard{signsAgreement}, fold: on(foldRefuseSign)},
	{Event: "oral", From: []State{InSession}, Guards: []Guard{paperConfirmed, sessionHeld, nobodyAwaited, tiesDeclared, jointSettled, signersKnown, standingSigners, noWaiver, oralAllowed}, fold: on(foldOral)},
	{Event: "agree_oral", From: []State{InSession}, Guards: []Guard{oralPending, signsAgreement, notYetAgreed, consentStands, speakerKnown, guardianSpeaks, groupSpeaks, mayBind, interpreterUnbound, interpreterWanted}, fold: on(foldAgreeOral)},
	{Event: "refuse_sign", From: []State{InSession}, Guards: []Guard{oralPending, signsAgreement}, fold: on(foldRefuseSign)},
	{Event: "oral_agreed", From: []State{InSession}, To: OralAgreed, Follow: (*Case).orallyAgreed, fold: on(foldNothing)},
	{Event: "register_oral", From: []State{OralAgreed}, Guards: []Guard{leadsHere, readBackFirst}, fold: on(foldRegisterOral)},
	{Event: "effective", From: []State{Signing, OralAgreed}, To: Effective, Follow: (*Case).signed, Counts: settledAnew, fold: on(foldEffective)},

	{Event: "agree_follow_up", From: inForce, Guards: []Guard{partyKnown, notAskedYet, speakerKnown, guardianSpeaks}, fold: on(foldAgreeFollowUp)},
	{Event: "stop_follow_up", From: slices.Concat(inForce, []State{Performed, Voided, Terminated}), Guards: []Guard{partyKnown, wantsAsked}, fold: on(foldStopFollowUp)},
	{Event: "follow_up", From: slices.Concat(inForce, []State{Performed}), Guards: []Guard{partyKnown, wantsAsked}, fold: on(foldFollowUp)},
	{Event: "report_performance", From: inForce, Guards: []Guard{instalmentOpen, isObligor, proofThere}, fold: on(foldReportPerformance)},
	{Event: "confirm_performance", From: inForce, Guards: []Guard{instalmentOpen, isPayee, speakerKnown, guardianSpeaks, groupSpeaks, mayBind, proofThere}, Counts: partOne, fold: on(foldConfirmPerformance)},
	{Event: "not_performed", From: []State{Effective, Confirmed, Rejected, Withdrawn, Performing}, To: Breached, Guards: []Guard{instalmentOpen, isPayee, pastDue, notSaidYet}, fold: on(foldNotPerformed)},
	{Event: "not_performed", From: []State{ConfirmationApplied, Breached}, Guards: []Guard{instalmentOpen, isPayee, pastDue, notSaidYet}, fold: on(foldNotPerformed)},
	{Event: "urge", From: []State{ConfirmationApplied, Breached}, Guards: []Guard{wasMissed, notUrged}, fold: on(foldUrge)},
	{Event: "tell_routes", From: []State{ConfirmationApplied, Breached}, Guards: []Guard{wasMissed, urgedFirst}, fold: on(foldTellRoutes)},
	{Event: "remedied", From: []State{Breached}, To: Performing, Follow: (*Case).remedied, fold: on(foldRemedied)},
	{Event: "remedied", From: []State{ConfirmationApplied}, Follow: (*Case).remedied, fold: on(foldRemedied)},
	{Event: "breach_stands", From: courtDone, To: Breached, Follow: (*Case).missed, fold: on(foldNothing)},
	{Event: "performing", From: append([]State{Effective}, courtDone...), To: Performing, Follow: (*Case).begun, fold: on(foldNothing)},
	{Event: "performed", From: []State{Performing}, To: Performed, Follow: (*Case).fulfilled, Counts: performedOne, fold: on(foldPerformed)},

	{Event: "vary", From: []State{Effective, Confirmed, Rejected, Withdrawn, Performing, Breached}, To: Signing, Guards: []Guard{hasAgreement, someoneMediates, varySigners, noWaiver}, fold: on(foldVary)},
	{Event: "prepare_confirmation", From: []State{Effective, Performing}, Guards: []Guard{courtConfirms, hasAgreement, written, notYetAnswered, typeConfirmed, withinTerm, confirmable}, fold: on(foldPrepareConfirmation)},
	{Event: "join_confirmation", From: []State{Effective, Performing}, Guards: []Guard{isPrepared, signsAgreement, withinTerm, speakerKnown, guardianSpeaks, groupSpeaks, mayBind}, fold: on(foldJoinConfirmation)},
	{Event: "apply_confirmation", From: []State{Effective, Performing}, To: ConfirmationApplied, Follow: (*Case).jointlyApplied, fold: on(foldApplyConfirmation)},
	{Event: "confirm", From: []State{ConfirmationApplied}, To: Confirmed, Guards: []Guard{proofThere}, Counts: confirmedOne, fold: on(foldConfirm)},
	{Event: "reject_confirmation", From: []State{ConfirmationApplied}, To: Rejected, Guards: []Guard{proofThere}, fold: on(foldRejectConfirmation)},
	{Event: "withdraw_confirmation", From: []State{ConfirmationApplied}, To: Withdrawn, Guards: []Guard{signsAgreement, speakerKnown, guardianSpeaks, groupSpeaks, mayBind}, fold: on(foldWithdrawConfirmation)},
	{Event: "withdraw_confirmation", From: []State{Effective, Performing}, Guards: []Guard{isPrepared, signsAgreement, speakerKnown, guardianSpeaks, groupSpeaks, mayBind}, fold: on(foldLeaveConfirmation)},
	{Event: "choose", From: undecided, Guards: []Guard{notConfirmedYet, signsAgreement, speakerKnown, guardianSpeaks, groupSpeaks, mayBind}, fold: on(foldChoose)},
	{Event: "meet_again", From: undecided, To: InSession, Follow: allChose(WaySession), fold: on(foldAgain)},
	{Event: "keep_agreement", From: []State{Rejected, Withdrawn}, To: Performing, Follow: allChose(WayPerform), fold: on(foldNothing)},
	{Event: "agreement_stands", From: []State{Terminated, InSession}, To: Performing, Follow: (*Case).standsOn, fold: on(foldStands)},
	{Event: "breach_stands", From: []State{Terminated, InSession}, To: Breached, Follow: (*Case).breachStands, fold: on(foldStands)},
	{Event: "end_agreement", From: undecided, To: Terminated, Follow: allChose(WayEnd), fold: on(foldEnd)},

	{Event: "void", From: slices.Concat(inForce, []State{Performed}), To: Voided, Guards: []Guard{hasAgreement, proofThere}, Counts: unsettled, fold: on(foldVoid)},
	{Event: "terminate", From: []State{Voided}, To: Terminated, fold: on(foldEnd)},
	{Event: "begin_anew", From: []State{Voided}, Guards: []Guard{notErased, notReopening, notBegunAnew}, fold: on(foldBeginAnew)},
	{Event: "reopen", From: reopenable, Guards: []Guard{notErased, wasAccepted, notReopening, notBegunAnew}, fold: on(foldReopen)},
	{Event: "agree_reopen", From: reopenable, Guards: []Guard{partyKnown, reopenAsked, speakerKnown, guardianSpeaks, groupSpeaks, mayTakePart}, fold: on(foldAgreeReopen)},
	{Event: "reopened", From: reopenable, To: InSession, Follow: (*Case).withMediator, Counts: unsettled, fold: on(foldAgain)},
	{Event: "reaccepted", From: reopenable, To: Accepted, Follow: (*Case).withoutMediator, Counts: unsettled, fold: on(foldAgain)},

	{Event: "ask_extension", From: term, Guards: []Guard{beforeDue, extensionLeft}, fold: on(foldAskExtension)},
	{Event: "agree_extension", From: term, Guards: []Guard{partyKnown, extensionAsked, beforeDue, speakerKnown, guardianSpeaks, groupSpeaks}, fold: on(foldAgreeExtension)},
	{Event: "extend", From: term, Follow: (*Case).extensionAgreed, Body: (*Case).extended, fold: on(foldExtend)},

	{Event: "withdraw", From: unbound(open), To: Terminated, Guards: []Guard{partyKnown, notOutside, notBeside}, fold: on(foldWithdraw)},
	{Event: "impasse", From: []State{Assigned, Scheduled, InSession, Suspended, Signing}, To: Terminated, fold: on(foldEnd)},
	{Event: "expire", From: unbound(term), To: Terminated, Guards: []Guard{termOver}, fold: on(foldEnd)},
	{Event: "terminate", From: unbound(open), To: Terminated, fold: on(foldEnd)},

	{Event: "appoint", From: slices.Concat(open, inForce), Guards: []Guard{partyKnown, entered, kindFits, guardianNotOpponent, guardianFree, oneSide, paperThere, paperBare, authorityWritten, groupFew}, fold: on(foldAppoint)},
	{Event: "end_authority", From: slices.Concat(open, inForce), Guards: []Guard{partyKnown, authorityRuns, endFits}, fold: on(foldEndAuthority)},
	{Event: "hear", From: slices.Concat([]State{Screening, Invited}, term), Guards: []Guard{partyKnown, hasGuardian}, fold: on(foldHear)},
	{Event: "party_ended", From: slices.Concat(slices.DeleteFunc(slices.Clone(open), func(s State) bool { return s == Signing }), inForce), Guards: []Guard{partyKnown, rightPasses}, fold: on(foldPartyEnded)},
	{Event: "party_ended", From: []State{Signing}, To: InSession, Guards: []Guard{partyKnown, rightPasses}, fold: on(foldPartyEnded)},
	{Event: "succeed", From: slices.Concat(open, inForce), Guards: []Guard{partyKnown, hasEnded}, fold: on(foldSucceed)},
	{Event: "go_on", From: slices.DeleteFunc(slices.Clone(term), func(s State) bool { return s == Suspended }), Follow: (*Case).everybodyBack, fold: on(foldGoOn)},
	{Event: "statement", From: open, Guards: []Guard{partyKnown}, fold: on(foldNothing)},
	{Event: "attach", From: slices.Concat(open, inForce, []State{Performed, Voided}), fold: on(foldAttach)},
	{Event: "show_file", From: slices.Concat(open, inForce, []State{Performed, Voided}), Guards: []Guard{fileThere, giverAgrees}, fold: on(foldShowFile)},
	{Event: "file_as", From: slices.Concat(open, closed), Guards: []Guard{fileForAll, filedBare}, fold: on(foldFileAs)},
	{Event: "message", From: spoken, Guards: []Guard{partyKnown, partyReached}, fold: on(foldMessage)},
	{Event: "take_back", From: States, Guards: []Guard{messageWaits}, fold: on(foldTakeBack)},
	{Event: "deliver", From: States, Guards: []Guard{messageWaits, messageHeld}, fold: on(foldDeliver)},
	{Event: "call", From: slices.Concat(open, closed), Guards: []Guard{notErased, partyKnown}, fold: on(foldCall)},
	{Event: "call_back", From: slices.Concat(open, closed), Guards: []Guard{notErased, callWaits}, fold: on(foldCallBack)},
	{Event: "waive", From: slices.Concat(open, closed), Guards: slices.Concat([]Guard{notErased, partyKnown}, waiveGuards()), fold: on(foldWaive)},
	{Event: "undo", From: States, Guards: []Guard{notErased, undoKnown, undoTheirs, undoMine, undoOnce, undoStands, undoSoon, undoLast, undoFree}, fold: on(foldUndo)},
	{Event: "correct_application", From: open, Guards: []Guard{notStated}, fold: on(foldCorrectApplication)},
	{Event: "correct_party", From: spoken, Guards: []Guard{partyKnown, notSignedNow, notReadByOthers}, fold: on(foldCorrectParty)},
	{Event: "add_party", From: open, Guards: []Guard{notOwnParty, notStated, othersAgree}, fold: on(foldAddParty)},
	{Event: "strike_party", From: open, Guards: []Guard{partyKnown, partyUntouched, partyNotLast}, fold: on(foldStrikeParty)},
	{Event: "reply", From: spoken, Guards: []Guard{partyKnown, partyReached}, fold: on(foldReply)},
	{Event: "reach", From: States, Guards: []Guard{partyKnown, contactNeeded}, fold: on(foldContact)},
	{Event: "confirm_contact", From: States, Guards: []Guard{partyKnown, addressWaits, addressProven}, fold: on(foldConfirmContact)},
	{Event: "former_told", From: States, Guards: []Guard{formerWaits}, fold: on(foldFormerTold)},
	{Event: "offer_survey", From: surveyed, Guards: []Guard{partyKnown, surveyKnown, wasAccepted, notErased, takesPart, surveyOnce}, fold: on(foldOfferSurvey)},
	{Event: "slip_mail", From: States, Guards: []Guard{partyKnown, mailProven, slipCurrent}, fold: on(foldSlip)},
	{Event: "ask_slip", From: States, Guards: []Guard{partyKnown, slipGiven, secondThere}, fold: on(foldAskSlip)},
	{Event: "slip", From: States, Guards: slices.Concat([]Guard{partyKnown}, twoPeople(), []Guard{slipCurrent}), fold: on(foldSlip)},
	{Event: "ask_statutory", From: helped, Guards: []Guard{partyKnown, secondForReport}, fold: on(foldAskStatutory)},
	{Event: "answer_statutory", From: States, Guards: []Guard{reportWaits, reportNotOwn, reportAskerHere}, fold: on(foldAnswerStatutory)},
	{Event: "review_statutory", From: States, Guards: []Guard{reportSilent, reportNotOwn}, fold: on(foldReviewStatutory)},
	{Event: "tell_statutory", From: States, Follow: (*Case).toTell, Body: (*Case).telling, fold: on(foldStatutoryNews)},
	{Event: "withhold_statutory", From: States, Follow: (*Case).toWithhold, Body: (*Case).withholding, fold: on(foldStatutoryNews)},
	{Event: "refer_out", From: helped, Guards: []Guard{partyKnown, partyInvited, speakerKnown, guardianSpeaks, lettersFew}, fold: on(foldReferOut)},
	{Event: "end_referral", From: States, Guards: []Guard{partyKnown, letterRuns}, fold: on(foldEndReferral)},
	{Event: "reply_due", From: States, Guards: []Guard{wasSent, notErased, replyTime}, fold: on(foldReplyDue)},
	{Event: "answer_sender", From: States, Guards: []Guard{wasSent, notErased, replyOpened, notReplied}, fold: on(foldAnswerSender)},
	{Event: "hand_over", From: slices.Concat(open, closed), Guards: []Guard{onTheCase, toColleague, toUntied, someoneLeft}, fold: on(foldHandOver)},
	{Event: "shred", From: States, Guards: []Guard{partyKnown, ofAside(casefile.NotHeld), notJoined, notAsked}, fold: on(foldShred)},
	{Event: "archive", From: archivable, To: Archived, Guards: []Guard{notErased, notReopening, noReplyOwed, papersThere, recordsThere}, fold: on(foldArchive)},
	{Event: "archive", From: longDone, To: Archived, Guards: []Guard{notErased, notReopening, noReplyOwed, nothingAwaited, papersThere, recordsThere}, fold: on(foldArchive)},
	{Event: "ask_erasure", From: erasable, Guards: []Guard{partyKnown, notErased, erasureOnce}, fold: on(foldAskErasure)},
	{Event: "answer_erasure", From: erasable, Guards: []Guard{partyKnown, erasureWaits}, fold: on(foldAnswerErasure)},
	{Event: "demand", From: States, Guards: onAside("demand"), fold: on((*Case).FoldDemand)},
	{Event: "answer_demand", From: States, Guards: onAside("answer_demand"), fold: on((*Case).FoldAnswerDemand)},
	{Event: "keep_hold", From: States, Guards: onAside("keep_hold"), fold: on((*Case).FoldKeepHold)},
	{Event: "end_demand", From: States, Guards: onAside("end_demand"), fold: on((*Case).FoldEndDemand)},
	{Event: "tell_demand", From: States, Guards: onAside("tell_demand"), fold: on((*Case).FoldTellDemand)},
	{Event: "ask_urgent", From: States, Guards: onAside("ask_urgent"), fold: on((*Case).FoldAskUrgent)},
	{Event: "approve_urgent", From: States, Guards: onAside("approve_urgent"), fold: on((*Case).FoldApproveUrgent)},
	{Event: "urgent", From: States, Follow: (*Case).urgentBegins, Body: (*Case).beginning, fold: on((*Case).FoldUrgent)},
	{Event: "end_urgent", From: States, Guards: casefile.AsideGuards("end_urgent", ofAside), fold: on((*Case).FoldEndUrgent)},
	{Event: "check_urgent", From: States, Guards: onAside("check_urgent"), fold: on((*Case).FoldCheckUrgent)},
	{Event: "ask_export", From: States, Guards: onAside("ask_export", exportParty, exportCourt), fold: on((*Case).FoldAskExport)},
	{Event: "ask_given", From: States, Guards: onAside("ask_given"), fold: on((*Case).FoldAskExport)},
	{Event: "approve_export", From: States, Guards: onAside("approve_export", exportParty, exportCourt), fold: on((*Case).FoldApproveExport)},
	{Event: "end_export", From: States, Guards: onAside("end_export"), fold: on((*Case).FoldEndExport)},
	{Event: "export", From: States, Guards: onAside("export", exportParty, exportCourt), fold: on((*Case).FoldTakeExport)},
	{Event: "minimise", From: keptStates, Guards: []Guard{notErased, notMinimised, retentionOver}, fold: on(foldMinimise)},
	{Event: "erase", From: keptStates, Guards: []Guard{notErased, ofAside(casefile.NotHeld), retentionOver}, fold: on(foldErase)},
}

// term are the states in which the clock of the mediation runs.
var term = []State{Accepted, Assigned, Scheduled, InSession, Suspended, Signing, OralAgreed}

// carried are the states in which the mediator carries offers between the sides.
var carried = []State{Assigned, Scheduled, InSession, Suspended}

// spoken are the states in which the office and a party write to each other.
var spoken = slices.Concat(open, inForce, []State{Performed, Voided, Terminated})

// replaceable are the states in which a mediator can be proposed: before the first session of one, and from the draft on,
// where one has left.
var replaceable = slices.Concat([]State{Accepted, Signing, OralAgreed}, inForce)

// joining are the other states in which a unit that has joined names its mediators.
var joining = []State{Assigned, Scheduled, InSession, Suspended}

// closed are the states in which the mediation is over, and retention runs.
var closed = slices.Concat([]State{NotAccepted, Declined, Terminated, Performed, Voided}, inForce)

// reopenable are the states from which a case can be taken up again, if every party wants it. An agreement that still binds
// is not put behind a new mediation: archived in force, it stands until there is another.
var reopenable = []State{Terminated, Performed, Voided, Archived}

// archivable are the states from which a file goes into the archive: nothing of it is still to do.
var archivable = []State{Terminated, NotAccepted, Declined, Performed, Voided}

// longDone are the states of an agreement in force from which its file goes into the archive once nothing more is awaited.
var longDone = []State{Effective, Confirmed, Rejected, Withdrawn, Performing, Breached}

// courtDone are the states in which an application to a court has come to its end. The agreement binds in each of them, with
// what has come of it and what has not.
var courtDone = []State{Confirmed, Rejected, Withdrawn}

// undecided are the states in which the parties of an agreement that no court confirmed can still choose how to go on. Nobody
// waits for that: it is performed meanwhile, or it is not.
var undecided = []State{Rejected, Withdrawn, Performing, Breached}

// keptStates are the states in which retention runs.
var keptStates = append(slices.Clone(closed), Archived)

// unbound leaves out the state in which all have agreed orally: from their last word on the agreement binds (人民调解法
// art. 30), and nobody ends it any more, neither a party nor the clock.
func unbound(states []State) []State {
	return slices.DeleteFunc(slices.Clone(states), func(s State) bool { return s == OralAgreed })
}

// Events lists the events of the machine that a person may ask for, in the order of the table, each once.
func Events() []casefile.Kind {
	var out []casefile.Kind
	for _, t := range Machine {
		if t.asked() && !slices.Contains(out, t.Event) {
			out = append(out, t.Event)
		}
	}
	return out
}

// asked reports whether a person may ask for the event of the row.
func (t *Transition) asked() bool { return t.Follow == nil && Commands[t.Event] != nil }

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
	for i := range Machine {
		t := &Machine[i]
		if t.asked() && t.Event != "apply" && slices.Contains(t.From, c.State) && !slices.Contains(out, t.Event) {
			out = append(out, t.Event)
		}
	}
	return out
}

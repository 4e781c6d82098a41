package report

import (
	"slices"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/geo"
	"linli/rulebook"
)

// The stretches of the road that several events share.
var (
	queued   = []State{Received, Accepted, Assigned, Working}
	atWork   = []State{Accepted, Assigned, Working}
	told4    = []State{Answered, Fixed, Rechecked, Closed}
	spoken   = slices.DeleteFunc(slices.Clone(IssueStates), func(s State) bool { return s == Withdrawn })
	standing = slices.DeleteFunc(slices.Clone(spoken), func(s State) bool { return s == Joined })
)

// Issues is the whole of the machine of reports about a place or a service.
var Issues = slices.Concat([]Transition{
	{Event: "submit", From: []State{""}, To: Received, Guards: []Guard{somebodyHandles}, fold: on(foldSubmit)},
	{Event: "bring_in", From: []State{""}, fold: on(foldBringIn)},
	{Event: "ask_slip", From: IssueStates, Guards: []Guard{slipNamed, slipGiven, secondThere}, fold: on(foldAskSlip)},
	{Event: "slip", From: IssueStates, Guards: slices.Concat([]Guard{firstSlip}, twoPeople(), []Guard{slipCurrent}), fold: on(foldSlip)},

	{Event: "take", From: []State{Received, Working, Answered, Fixed, Rechecked, Reviewing}, Guards: []Guard{notTaken}, fold: on(foldTake)},
	{Event: "take", From: []State{Accepted, Assigned}, To: Assigned, Guards: []Guard{notTaken}, fold: on(foldTake)},
	{Event: "take", From: []State{NotAccepted, Reviewed, Joined, Withdrawn, Closed}, Guards: takenToAnswer, fold: on(foldTake)},
	{Event: "assign", From: []State{Received, Working}, Guards: []Guard{worksHere}, fold: on(foldAssign)},
	{Event: "assign", From: []State{Accepted, Assigned}, To: Assigned, Guards: []Guard{worksHere}, fold: on(foldAssign)},
	{Event: "accept", From: []State{Received}, To: Accepted, fold: on(foldNothing)},
	{Event: "not_accept", From: []State{Received, Accepted, Assigned}, To: NotAccepted, fold: on(foldNotAccept)},
	{Event: "transfer", From: queued, To: Received, Guards: []Guard{somebodyHandles, elsewhere}, fold: on(foldTransfer)},
	{Event: "climb", From: []State{Reviewing}, Guards: []Guard{deskBarred, somebodyReviews}, fold: on(foldClimb)},
	{Event: "inherit", From: heirsOfIssue, Guards: []Guard{unitEnded}, fold: on(foldInherit)},

	{Event: "start", From: []State{Accepted, Assigned}, To: Working, fold: on(foldStart)},
	{Event: "start", From: []State{Working}, Guards: []Guard{notStarted}, fold: on(foldStart)},
	{Event: "interim", From: queued, fold: on(foldInterim)},
	{Event: "extend", From: queued, Guards: []Guard{mayExtend}, fold: on(foldExtend)},
	{Event: "answer", From: atWork, To: Answered, fold: on(foldAnswer)},
	{Event: "fix", From: atWork, To: Fixed, Guards: []Guard{mendable}, fold: on(foldFix)},
	{Event: "recheck", From: []State{Fixed}, To: Rechecked, fold: on(foldRecheck)},
	{Event: "recheck_failed", From: []State{Fixed, Rechecked}, To: Working, fold: on(foldNotFixed)},
	{Event: "close", From: []State{Answered, Fixed, Rechecked}, To: Closed, Guards: []Guard{looked}, fold: on(foldClose)},

	{Event: "reopen", From: told4, To: Working, Guards: []Guard{reopenInTime}, fold: on(foldReopen)},
	{Event: "reopen", From: []State{Joined}, To: Working, Guards: []Guard{toldWith, reopenInTime}, fold: on(foldReopen)},
	{Event: "ask_review", From: []State{Joined}, To: Reviewing, Guards: []Guard{reviewable, toldWith, reviewInTime, somebodyReviews}, fold: on(foldAskReview)},
	{Event: "ask_review", From: append([]State{NotAccepted}, told4...), To: Reviewing, Guards: []Guard{reviewable, reviewInTime, somebodyReviews}, fold: on(foldAskReview)},
	{Event: "decide_review", From: []State{Reviewing}, To: Reviewed, fold: on(foldDecideReview)},
	{Event: "send_back", From: []State{Reviewing}, To: Accepted, fold: on(foldSendBack)},

	{Event: "join", From: atWork, To: Joined, Guards: []Guard{anotherStands}, fold: on(foldJoin)},
	{Event: "join", From: []State{Received}, To: Joined, Guards: []Guard{anotherStands}, fold: on(foldJoin)},
	{Event: "part", From: []State{Joined}, fold: on(foldPart)},
	{Event: "joined_by", From: IssueStates, Guards: []Guard{notErased, notJoinedBy}, fold: on(foldJoinedBy)},
	{Event: "tell_too", From: []State{Joined}, Guards: []Guard{notErased, notToldToo}, fold: on(foldTellToo)},

	{Event: "split", From: queued, Guards: []Guard{roomForPart, noTakingWaits}, fold: on(foldSplit)},
	{Event: "forward", From: queued, Guards: []Guard{maySend}, fold: on(foldForward)},
	{Event: "delivered", From: IssueStates, Guards: []Guard{notErased}, fold: on(foldDelivered)},
	{Event: "undelivered", From: IssueStates, Guards: []Guard{notErased}, fold: on(foldUndelivered)},
	{Event: "heard", From: IssueStates, Guards: []Guard{notErased}, fold: on(foldHear)},

	{Event: "message", From: spoken, Guards: []Guard{right(casefile.Unrestricted)}, fold: on(foldMessage)},
	{Event: "reply", From: spoken, Guards: []Guard{right(casefile.Unrestricted)}, fold: on(foldMessage)},
	{Event: "waive", From: spoken, Guards: append([]Guard{notErased}, waiveGuards()...), fold: on(foldNothing)},
	{Event: "note", From: spoken, Guards: []Guard{right(casefile.Unrestricted)}, fold: on(foldNote)},
	{Event: "attach", From: spoken, Guards: []Guard{right(casefile.Unrestricted), roomForFile}, fold: on(foldAttach)},
	{Event: "publish", From: standing, Guards: []Guard{maybePublic, right(casefile.Unrestricted), lookedAt}, fold: on(foldPublish)},
	{Event: "unpublish", From: spoken, Guards: []Guard{isPublished}, fold: on(foldUnpublish)},
	{Event: "propose_take_out", From: IssueStates, Guards: []Guard{notErased, right(casefile.Unrestricted), noTakingWaits}, fold: on(foldProposeTakeOut)},
	{Event: "take_out", From: IssueStates, Guards: twoTakeOut, fold: on(foldTakeOut)},
	{Event: "take_out_too", From: IssueStates, Guards: []Guard{notErased, ofAside(casefile.NotHeld)}, fold: on(foldTakeOutToo)},
	{Event: "refuse_take_out", From: IssueStates, Guards: []Guard{notErased, takingWaits, takingOfTwo}, fold: on(foldRefuseTakeOut)},
	{Event: "ask_change", From: IssueStates, Guards: []Guard{notErased, right(casefile.ChangeOnce)}, fold: on(foldAskChange)},
	{Event: "answer_change", From: IssueStates, Guards: []Guard{notErased, right(casefile.ChangeOpen)}, fold: on(foldAnswerChange)},
	{Event: "ask_erasure", From: over, Guards: []Guard{notErased, right(casefile.ErasureOnce)}, fold: on(foldAskErasure)},
	{Event: "answer_erasure", From: over, Guards: []Guard{notErased, right(casefile.ErasureOpen)}, fold: on(foldAnswerErasure)},
	{Event: "tell_by_mail", From: spoken, Guards: []Guard{notErased, right(casefile.Unrestricted), mailOfIssue, mailSeldom}, fold: on(foldTellByMail)},
	{Event: "confirm_mail", From: spoken, Guards: []Guard{mailLeft, mailWaits, mailInTime, mailProven}, fold: on(foldConfirmMail)},
	{Event: "try_mail", From: spoken, Guards: []Guard{mailLeft, mailWaits}, fold: on(foldTryMail)},
	{Event: "stop_mail", From: IssueStates, Guards: []Guard{mailLeft}, fold: on(foldStopMail)},
	{Event: "mail_refused", From: IssueStates, Guards: []Guard{mailLeft}, fold: on(foldMailRefused)},
	{Event: "forget_contact", From: IssueStates, Guards: []Guard{hasContact}, fold: on(foldEnd)},
	{Event: "offer_survey", From: surveyed, Guards: []Guard{notErased, surveyKnown, surveyOnce}, fold: on(foldOfferSurvey)},
	{Event: "offer_survey", From: []State{Joined}, Guards: []Guard{notErased, surveyKnown, surveyOnce, toldWith}, fold: on(foldOfferSurvey)},
	{Event: "withdraw", From: append([]State{Joined}, queued...), To: Withdrawn, fold: on(foldWithdraw)},
	{Event: "erase", From: []State{NotAccepted, Answered, Fixed, Rechecked, Reviewed, Joined, Withdrawn, Closed}, Guards: []Guard{notErased, ofAside(casefile.NotHeld), keptLongEnough}, fold: on(foldErase)},
}, asideRows(IssueStates))

// Of a report about a place or a service: the acts of those who handle it, and the reporter's on its own page.
var (
	IssueOfOffice = []casefile.Kind{"take", "assign", "accept", "not_accept", "transfer", "start", "interim", "extend", "answer", "fix", "recheck", "recheck_failed", "close",
		"decide_review", "send_back", "join", "part", "split", "forward", "message", "note", "publish", "unpublish", "propose_take_out", "answer_change", "answer_erasure"}
	IssueOfReporter = []casefile.Kind{"reply", "reopen", "ask_review", "take_out", "refuse_take_out", "close", "forget_contact", "withdraw", "ask_change", "ask_erasure"}
)

// The guards. Each reads "issue.guard.NAME" in the reader's language.
var (
	somebodyHandles = Guard{"nobody_handles", func(d *decision) bool { return !d.Desk.IsZero() }}
	elsewhere       = Guard{"same_unit", func(d *decision) bool { return d.Desk.Unit != d.c.Desk.Unit }}
	worksHere       = Guard{"not_here", func(d *decision) bool { return len(d.Here) > 0 }}
	notStarted      = Guard{"started", func(d *decision) bool { return d.c.Started.IsZero() }}
	mendable        = Guard{"cannot_be_fixed", func(d *decision) bool { return d.c.Sort.Mended() }}
	looked          = Guard{"unchecked", func(d *decision) bool {
		return d.c.Sort != rulebook.Hazard || d.c.State != Fixed || d.by.Kind == access.Resident
	}}
	reopenInTime = Guard{"reopen_late", func(d *decision) bool { return !d.now.After(d.c.ReopenEnds(d.Rules)) }}
	reviewable   = Guard{"no_review", func(d *decision) bool {
		x, _ := d.Rules.Report.Category(d.c.Category)
		return x.Review && d.c.Review.IsZero()
	}}
	anotherStands = Guard{"no_such_report", func(d *decision) bool {
		return d.Into != nil && d.Into.ID != d.c.ID && d.Into.IsIssue() && d.Into.Home == d.c.Home && d.Into.State != Joined && d.Into.State != Withdrawn
	}}
	notJoinedBy = Guard{"joined_before", func(d *decision) bool { return !slices.Contains(d.c.Joins, d.cmd.(JoinedBy).Report) }}
	notToldToo  = Guard{"told_before", func(d *decision) bool {
		return !slices.ContainsFunc(d.c.Tellings, func(x Telling) bool { return x.Of == d.cmd.(TellToo).Of })
	}}
	roomForFile = Guard{"too_many_files", func(d *decision) bool { return len(d.c.Files) < maxFiles }}
	roomForPart = Guard{"too_many_parts", func(d *decision) bool { return len(d.c.Parts) < maxParts }}
	maybePublic = Guard{"never_public", func(d *decision) bool { return !d.c.PublicID.IsZero() }}
	isPublished = Guard{"not_published", func(d *decision) bool { return !d.c.Published.IsZero() }}
	hasContact  = Guard{"no_contact", func(d *decision) bool { return d.c.Named || d.c.Reached || !d.c.Told.Section.IsZero() }}
)

// near is how far apart two reports of the same thing are told at most, in metres.
const near = 150.0

// closeTo reports whether two reports name places that can be the same.
func (c *Case) closeTo(other *Case) bool {
	if !c.Place.Known.IsZero() && c.Place.Known == other.Place.Known {
		return true
	}
	return !c.Place.Point.IsZero() && !other.Place.Point.IsZero() && geo.Distance(c.Place.Point, other.Place.Point) <= near
}

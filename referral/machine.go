package referral

import (
	"slices"

	"linli/casefile"
	"linli/consent"
	"linli/platform/access"
	"linli/platform/id"
	"linli/rulebook"
)

// Transition is one row of a machine: an event, where it may happen and where it leads.
type Transition struct {
	Event  casefile.Kind
	From   []State  // of the case; empty for what concerns a referral
	To     State    // empty: the case stays where it is
	At     []Status // of the referral that it concerns
	Leads  Status   // empty: the referral stays where it is
	Always bool     // of a referral: also once the case is closed
	Guards []Guard  // checked in this order; the first that fails is named to the reader
	fold   fold
}

// Guard is a condition of the rule, named as the rule names it. Its refusal reads "referral.guard.NAME" in the reader's language.
type Guard struct {
	Name  string
	Holds func(*decision) bool
}

var (
	open     = []State{Asked, Working}
	started  = []State{Working}
	onRoad   = []Status{Requested, Accepted, InProgress, OnHold}
	atWork   = []Status{Accepted, InProgress, OnHold}
	ended    = slices.DeleteFunc(slices.Clone(Statuses), func(s Status) bool { return !s.Over() })
	notError = slices.DeleteFunc(slices.Clone(Statuses), func(s Status) bool { return s == InError })
)

// Machine is the whole of the machine of a case. It is data, tested as a table.
var Machine = slices.Concat([]Transition{
	{Event: "ask", From: []State{""}, To: Asked, Guards: []Guard{somebodyHelps}, fold: on(foldAsk)},
	{Event: "ask_slip", From: States, Guards: []Guard{slipGiven, secondThere}, fold: on(foldAskSlip)},
	{Event: "slip", From: States, Guards: slices.Concat([]Guard{firstSlip}, twoPeople(), []Guard{slipCurrent}), fold: on(foldSlip)},
	{Event: "take", From: open, To: Working, Guards: []Guard{notTaken}, fold: on(foldTake)},
	{Event: "inherit", From: open, Guards: []Guard{unitEnded}, fold: on(foldInherit)},
	{Event: "step", From: started, fold: on(foldStep)},
	{Event: "step_done", From: started, Guards: []Guard{stepStands}, fold: on(foldStepDone)},
	{Event: "appoint", From: started, Guards: []Guard{ahead}, fold: on(foldAppoint)},
	{Event: "appointment", From: States, Guards: []Guard{appointmentStands, appointmentWas}, fold: on(foldAppointment)},
	{Event: "message", From: started, fold: on(foldMessage)},
	{Event: "reply", From: open, fold: on(foldMessage)},
	{Event: "waive", From: open, Guards: waiveGuards(), fold: on(foldNothing)},
	{Event: "guardian", From: started, Guards: []Guard{guardianFree}, fold: on(foldGuardian)},
	{Event: "guardian_ends", From: States, Guards: []Guard{guardianStands}, fold: on(foldGuardianEnds)},
	{Event: "refer", From: started, Guards: []Guard{serviceListed, notTwice}, fold: on(foldRefer)},
	{Event: "close", From: started, To: Closed, Guards: []Guard{nothingRuns}, fold: on(foldNothing)},
	{Event: "leave", From: open, To: Closed, fold: on(foldLeave)},
	{Event: "ask_change", From: States, Guards: []Guard{notErased, right(casefile.ChangeOnce)}, fold: on(foldAskChange)},
	{Event: "answer_change", From: States, Guards: []Guard{right(casefile.ChangeOpen)}, fold: on(foldAnswerChange)},
	{Event: "ask_erasure", From: []State{Closed}, Guards: []Guard{notErased, right(casefile.ErasureOnce)}, fold: on(foldAskErasure)},
	{Event: "answer_erasure", From: []State{Closed}, Guards: []Guard{notErased, right(casefile.ErasureOpen)}, fold: on(foldAnswerErasure)},
	{Event: "erase", From: []State{Closed}, Guards: []Guard{notErased, ofAside(casefile.NotHeld), keptLongEnough}, fold: on(foldErase)},
}, asideRows(States))

// Loop is the road of a referral, after FHIR R4's Task as the SDOH guide uses it.
var Loop = []Transition{
	{Event: "agree", At: []Status{Draft}, Guards: []Guard{notUnderAge, guardianAsked, guardianKnown}, fold: to(foldAgree)},
	{Event: "decline", At: []Status{Draft}, Guards: []Guard{guardianKnown}, fold: to(foldDecline)},
	{Event: "request", At: []Status{Draft}, Leads: Requested, Guards: []Guard{consented, serviceListed}, fold: to(foldRequest)},
	{Event: "link", At: onRoad, fold: to(foldLink)},
	// Whoever is asked to erase can say so, also where its link is over by then.
	{Event: "link", At: ended, Always: true, Guards: []Guard{eraseAsked, eraseOpen}, fold: to(foldLink)},
	{Event: "revoke_link", At: onRoad, Guards: []Guard{linkStands}, fold: to(foldRevoke)},

	{Event: "accept", At: []Status{Requested}, Leads: Accepted, Guards: []Guard{consented}, fold: to(foldAnswer)},
	{Event: "reject", At: []Status{Requested}, Leads: Rejected, fold: to(foldAnswer)},
	{Event: "begin", At: []Status{Accepted, OnHold}, Leads: InProgress, Guards: []Guard{consented}, fold: to(foldAnswer)},
	{Event: "hold", At: []Status{Accepted, InProgress}, Leads: OnHold, fold: to(foldAnswer)},
	{Event: "complete", At: atWork, Leads: Completed, fold: to(foldComplete)},
	{Event: "fail", At: atWork, Leads: Failed, fold: to(foldAnswer)},

	{Event: "cancel", At: append([]Status{Draft}, onRoad...), Leads: Cancelled, Always: true, fold: to(foldCancel)},
	{Event: "silence", At: []Status{Requested}, Guards: []Guard{notSilent}, fold: to(foldSilence)},
	{Event: "agency_closed", At: append([]Status{Draft}, onRoad...), Leads: Cancelled, Always: true, fold: to(foldCancel)},
	{Event: "enter_error", At: notError, Leads: InError, Always: true, fold: to(foldError)},

	{Event: "take_back", At: append([]Status{Draft}, onRoad...), Leads: Cancelled, Always: true, Guards: []Guard{notTakenBack}, fold: to(foldTakeBack)},
	{Event: "take_back", At: []Status{Rejected, Completed, Failed, Cancelled}, Always: true, Guards: []Guard{notTakenBack, somethingTold}, fold: to(foldTakeBack)},
	{Event: "consent_over", At: append([]Status{Draft}, onRoad...), Leads: Cancelled, Always: true, Guards: []Guard{termOver}, fold: to(foldTakeBack)},
	{Event: "consent_over", At: []Status{Rejected, Completed, Failed, Cancelled}, Always: true, Guards: []Guard{notTakenBack, somethingTold, termOver}, fold: to(foldTakeBack)},
	{Event: "acknowledge", At: Statuses, Always: true, Guards: []Guard{eraseAsked, eraseOpen}, fold: to(foldAcknowledge)},

	{Event: "received", At: append(slices.Clone(atWork), Completed, Failed), Always: true, fold: to(foldTold)},
	{Event: "not_received", At: append(slices.Clone(atWork), Completed, Failed), Always: true, fold: to(foldTold)},
}

// The acts of each side, in the order in which a page offers them.
var (
	OfWorker         = []casefile.Kind{"take", "step", "appoint", "message", "guardian", "close", "answer_change", "answer_erasure"}
	OfWorkerReferral = []casefile.Kind{"agree", "decline", "request", "link", "revoke_link", "take_back", "cancel", "enter_error", "received", "not_received"}
	OfPerson         = []casefile.Kind{"reply", "leave", "ask_change", "ask_erasure"}
	OfPersonReferral = []casefile.Kind{"agree", "decline", "received", "not_received", "cancel", "take_back"}
	OfProvider       = []casefile.Kind{"accept", "reject", "begin", "hold", "complete", "fail", "cancel", "acknowledge"}
)

// find returns the row of the case's machine for an event in a state, or nil.
func find(event casefile.Kind, in State) *Transition {
	for i := range Machine {
		if t := &Machine[i]; t.Event == event && slices.Contains(t.From, in) {
			return t
		}
	}
	return nil
}

// findStep is the same on the road of a referral.
func findStep(event casefile.Kind, at Status) *Transition {
	for i := range Loop {
		if t := &Loop[i]; t.Event == event && slices.Contains(t.At, at) {
			return t
		}
	}
	return nil
}

// Next lists those of some acts on the case that its state allows.
func (c *Case) Next(acts []casefile.Kind) (out []casefile.Kind) {
	for _, k := range acts {
		if row := find(k, c.State); row != nil && holds(row, &decision{c: *c}) {
			out = append(out, k)
		}
	}
	return out
}

// NextOf lists those of some acts on a referral that its state and the case's allow.
func (c *Case) NextOf(r *Referral, acts []casefile.Kind, records []consent.Record, rules *rulebook.Rulebook) (out []casefile.Kind) {
	for _, k := range acts {
		row := findStep(k, r.Status)
		if row == nil || !row.Always && !c.State.Open() {
			continue
		}
		if holds(row, &decision{c: *c, r: r, Knowledge: Knowledge{Records: records, Rules: rules}}) {
			out = append(out, k)
		}
	}
	return out
}

// alone are the guards that the case alone answers.
var alone = append(casefile.RightsRules(), "nothing_runs", "link_none", "taken_back", "nothing_told", "erase_not_asked", "erase_told", "erased")

func holds(row *Transition, d *decision) bool {
	return !slices.ContainsFunc(row.Guards, func(g Guard) bool { return slices.Contains(alone, g.Name) && !g.Holds(d) })
}

// The guards.
var (
	somebodyHelps     = Guard{"nobody_helps", func(d *decision) bool { return !d.Unit.IsZero() }}
	notTaken          = Guard{"taken_by_you", func(d *decision) bool { return d.c.Worker != d.by.Account }}
	stepStands        = Guard{"no_step", func(d *decision) bool { return d.cmd.(StepDone).step(&d.c) != nil }}
	ahead             = Guard{"in_the_past", func(d *decision) bool { return d.cmd.(Appoint).At.After(d.now) }}
	appointmentStands = Guard{"no_appointment", func(d *decision) bool { return d.cmd.(EndAppointment).appointment(&d.c) != nil }}
	appointmentWas    = Guard{"not_yet", func(d *decision) bool {
		x := d.cmd.(EndAppointment)
		return x.Outcome == CalledOff || !d.now.Before(x.appointment(&d.c).At)
	}}
	guardianFree   = Guard{"guardian_opposes", func(d *decision) bool { return !d.cmd.(AddGuardian).Opposes }}
	guardianStands = Guard{"no_guardian", func(d *decision) bool { return d.c.Guardian(d.cmd.(EndGuardian).Guardian) != nil }}
	serviceListed  = Guard{"service_closed", func(d *decision) bool { return d.Listed }}
	notTwice       = Guard{"asked_there", func(d *decision) bool {
		x := d.cmd.(Refer)
		return !slices.ContainsFunc(d.c.Referrals, func(r Referral) bool { return r.Service == x.Service && r.Need == x.Need && !r.Status.Over() })
	}}
	nothingRuns = Guard{"nothing_runs", func(d *decision) bool {
		return !slices.ContainsFunc(d.c.Referrals, func(r Referral) bool { return !r.Status.Over() })
	}}
	notErased      = Guard{"erased", func(d *decision) bool { return d.c.Erased.IsZero() }}
	keptLongEnough = Guard{"kept", func(d *decision) bool { return !d.now.Before(d.c.KeptUntil(d.Rules)) }}

	notUnderAge = Guard{"under_age", func(d *decision) bool {
		x := d.cmd.(Agree)
		return !x.By.IsZero() || !x.Limited && (x.Age == 0 || d.Rules.Mediation.Capacity.Of(x.Age, x.SelfSupporting) == rulebook.FullCapacity)
	}}
	guardianAsked = Guard{"guardian_speaks", func(d *decision) bool { return !d.cmd.(Agree).By.IsZero() || !d.c.Ward() }}
	guardianKnown = Guard{"no_guardian", func(d *decision) bool {
		by := d.cmd.(interface{ guardian() id.ID }).guardian()
		return by.IsZero() || d.c.Guardian(by) != nil && d.by.Kind == access.Staff
	}}
	// Without a valid consent for each line nothing is requested and nothing opened: there is no override.
	consented    = Guard{"no_consent", func(d *decision) bool { return d.allowed() }}
	linkStands   = Guard{"link_none", func(d *decision) bool { return d.r.Link.Hash != "" && d.r.Link.Revoked.IsZero() }}
	notSilent    = Guard{"silent", func(d *decision) bool { return d.r.Silent.IsZero() }}
	notTakenBack = Guard{"taken_back", func(d *decision) bool { return d.r.TakenBack.IsZero() }}
	// Of what was never told there is nothing to take back.
	somethingTold = Guard{"nothing_told", func(d *decision) bool { return !d.r.Requested.IsZero() }}
	termOver      = Guard{"consent_runs", func(d *decision) bool { return len(d.r.Records) > 0 && !d.allowed() }}
	eraseAsked    = Guard{"erase_not_asked", func(d *decision) bool { return !d.r.AskedErase.IsZero() }}
	eraseOpen     = Guard{"erase_told", func(d *decision) bool { return d.r.DidErase.IsZero() }}
)

// allowed reports whether every line of the referral is allowed now, by everybody who has a say.
func (d *decision) allowed() bool {
	if len(d.r.Lines) == 0 {
		return false
	}
	own := slices.DeleteFunc(slices.Clone(d.Records), func(x consent.Record) bool { return !slices.Contains(d.r.Records, x.ID) })
	for _, line := range d.r.Lines {
		q := consent.Question{Subject: d.c.Person, Purpose: consent.Referral, Recipient: consent.Recipient{Kind: consent.Service, ID: d.r.Service}, Field: lineData[line].Field}
		if !consent.Allows(own, q, d.now) {
			return false
		}
	}
	return true
}

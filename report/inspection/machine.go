package inspection

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

// Guard is a condition of the rule, named as the rule names it. Its refusal reads "inspection.guard.NAME" in the reader's language.
type Guard struct {
	Name  string
	Holds func(*decision) bool
}

// again are the states in which the office looks again; looked those in which a photograph can be added.
var (
	again  = []State{Ordered, Rechecking, Escalated, Supervised}
	looked = []State{Inspecting, Recorded, Ordered, Rechecking, Escalated, Supervised}
)

// Machine is the whole of the machine of inspections. It is data, tested as a table.
var Machine = []Transition{
	{Event: "begin", From: []State{""}, To: Inspecting, Guards: []Guard{listed}, fold: on(foldBegin)},
	{Event: "attach", From: looked, Guards: []Guard{roomForFile}, fold: on(foldAttach)},
	{Event: "record", From: []State{Inspecting}, To: Recorded, fold: on(foldRecord)},
	{Event: "cancel", From: []State{Inspecting}, To: Cancelled, fold: on(foldEnd)},

	{Event: "pass", From: []State{Recorded}, To: Closed, Guards: []Guard{clean, photographed}, fold: on(foldEnd)},
	{Event: "order", From: []State{Recorded, Approved}, To: Ordered, Guards: []Guard{left, photographed, somebodyGetsIt}, fold: on(foldOrder)},
	{Event: "ask_extension", From: []State{Ordered}, Guards: []Guard{termRuns, notAsked}, fold: on(foldAskExtension)},
	{Event: "extend", From: []State{Ordered}, Guards: []Guard{asked, othersRequest}, fold: on(foldExtend)},
	{Event: "refuse_extension", From: []State{Ordered}, Guards: []Guard{asked, othersRequest}, fold: on(foldRefuse)},

	{Event: "reinspect", From: again, To: Reinspected, Guards: []Guard{photographedAgain}, fold: on(foldReinspect)},
	{Event: "approve", From: []State{Reinspected}, To: Approved, Guards: []Guard{othersOpinion}, fold: on(foldApprove)},
	{Event: "send_back", From: []State{Reinspected}, To: Rechecking, Guards: []Guard{othersOpinion}, fold: on(foldSendBack)},

	{Event: "close", From: []State{Approved}, To: Closed, Guards: []Guard{allMended}, fold: on(foldEnd)},
	{Event: "escalate", From: []State{Recorded, Approved}, To: Escalated, Guards: []Guard{left, photographed}, fold: on(foldEscalate)},
	{Event: "supervise", From: []State{Approved, Escalated}, To: Supervised, Guards: []Guard{left}, fold: on(foldSupervise)},
	{Event: "publish", From: []State{Supervised, Reinspected, Rechecking, Approved}, Guards: []Guard{supervised, notPublished}, fold: on(foldPublish)},
	{Event: "erase", From: []State{Closed, Cancelled}, Guards: []Guard{notErased, keptLongEnough}, fold: on(foldErase)},
}

// OfOffice are the acts that staff ask for, in the order in which a page shows them.
var OfOffice = []casefile.Kind{"record", "pass", "order", "reinspect", "approve", "close", "send_back", "ask_extension", "extend", "refuse_extension", "escalate",
	"supervise", "publish", "cancel"}

// find returns the row for an event in a state, or nil.
func find(event casefile.Kind, in State) *Transition {
	for i := range Machine {
		if t := &Machine[i]; t.Event == event && slices.Contains(t.From, in) {
			return t
		}
	}
	return nil
}

// Next lists the acts that somebody can ask for now, as far as the case itself tells.
func (c *Case) Next(by casefile.By) []casefile.Kind {
	d := &decision{c: *c, by: by}
	var out []casefile.Kind
	for _, k := range OfOffice {
		row := find(k, c.State)
		if row == nil || slices.ContainsFunc(row.Guards, func(g Guard) bool { return slices.Contains(known, g.Name) && !g.Holds(d) }) {
			continue
		}
		out = append(out, k)
	}
	return out
}

// known are the guards that the case alone answers, or the case with who asks. A missing photograph is asked for on the page.
var known = []string{"something_found", "nothing_left", "extension_asked", "nothing_asked", "own_request", "own_opinion", "not_mended", "not_supervised", "published"}

// The guards.
var (
	listed       = Guard{"not_listed", func(d *decision) bool { return !d.Place.ID.IsZero() && d.Place.ClosedAt.IsZero() }}
	roomForFile  = Guard{"too_many_files", func(d *decision) bool { return len(d.c.Files) < maxFiles }}
	clean        = Guard{"something_found", func(d *decision) bool { return len(d.c.Findings) == 0 }}
	left         = Guard{"nothing_left", func(d *decision) bool { return len(d.c.Left()) > 0 }}
	photographed = Guard{"no_photograph", func(d *decision) bool { return slices.ContainsFunc(d.c.Files, Attachment.Picture) }}
	// photographedAgain asks for a picture that is younger than the last order, or the last opinion that was sent back.
	photographedAgain = Guard{"no_photograph_again", func(d *decision) bool {
		since := d.c.Recorded
		if o := d.c.Order(); o != nil {
			since = o.At
		}
		if r := d.c.Recheck(); r != nil && r.At.After(since) {
			since = r.At
		}
		return slices.ContainsFunc(d.c.Files, func(f Attachment) bool { return f.Picture() && f.At.After(since) })
	}}
	somebodyGetsIt = Guard{"no_recipient", func(d *decision) bool { return d.Rules.Inspection.Gets(d.c.Spot.Kind) && d.Place.Operator != "" }}
	termRuns       = Guard{"term_over", func(d *decision) bool { return !d.today().After(d.c.Order().Until) }}
	notAsked       = Guard{"extension_asked", func(d *decision) bool { return d.c.Order().AskedAt.IsZero() }}
	asked          = Guard{"nothing_asked", func(d *decision) bool { return d.c.Order().Waits() }}
	// othersRequest and othersOpinion hold whatever posts an account has: nobody approves what came from the same hand.
	othersRequest  = Guard{"own_request", func(d *decision) bool { return d.c.Order().AskedBy != d.by.Account }}
	othersOpinion  = Guard{"own_opinion", func(d *decision) bool { return d.c.Recheck().By != d.by.Account }}
	allMended      = Guard{"not_mended", func(d *decision) bool { return len(d.c.Left()) == 0 }}
	supervised     = Guard{"not_supervised", func(d *decision) bool { return !d.c.Since.IsZero() }}
	notPublished   = Guard{"published", func(d *decision) bool { return d.c.Published.IsZero() }}
	notErased      = Guard{"erased", func(d *decision) bool { return d.c.Erased.IsZero() }}
	keptLongEnough = Guard{"kept", func(d *decision) bool { return !d.now.Before(d.c.Ended.AddDate(0, 0, d.Rules.Inspection.Kept.N)) }}
)

package mediation

import (
	"cmp"
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/id"
)

// Count is what an event adds to a published measure. Day is the day that it counts on, YYYY-MM-DD; empty: the day on
// which the application was received, so that a rate speaks of one cohort. Type is the kind of dispute; empty: the case's.
type Count struct {
	Unit    id.ID // zero: the one in which the case counts
	Measure string
	Type    string
	Day     string
	N       int64
}

func (c *Case) tally(m Count) casefile.Tally {
	return casefile.Tally{Case: c.ID, Unit: cmp.Or(m.Unit, c.countsIn()), Type: cmp.Or(m.Type, c.Type), Source: c.Source, Measure: m.Measure, Day: m.Day, N: m.N}
}

// fact is something that a return counts in the month in which it happened.
type fact struct {
	measure string
	at      time.Time
	unit    id.ID // that had the case then; zero: the one in which it counts
}

// happened are the facts of a case as it stands. An event counts what it adds to them, and takes back what it ends: an
// agreement that a court sets aside is taken out of the month in which it came into force.
func happened(c *Case) []fact {
	var out []fact
	if c.Paper != nil && !c.Paper.TakenBack.IsZero() {
		return nil
	}
	add := func(measure string, at time.Time) {
		if !at.IsZero() {
			out = append(out, fact{"mediation.month." + measure, at, c.elsewhere(at)})
		}
	}
	add("accepted", c.Accepted)
	var first time.Time
	for _, s := range c.Sessions {
		if first.IsZero() || !s.Begun.IsZero() && s.Begun.Before(first) {
			first = s.Begun
		}
	}
	if c.Mediated && (first.IsZero() || c.Paper.met()) {
		first = c.Received
	}
	add("mediated", first)
	if i := slices.IndexFunc(c.Joint, func(j JointUnit) bool { return !j.Joined.IsZero() }); i >= 0 {
		add("joint", c.Joint[i].Joined) // once, however many units and however long they stayed
	}
	agreement, court := c.Agreement, c.Confirmation
	if c.Standing != nil {
		agreement, court = &c.Standing.Agreement, c.Standing.Confirmation
	}
	binds := agreement != nil && !agreement.Effective.IsZero() && agreement.Voided.IsZero()
	switch {
	case c.imported() && c.State == Effective: // brought in with its outcome alone
		add("settled", c.Received)
	case c.imported() && c.State == Terminated && c.Mediated:
		add("ended", c.Received)
	case c.imported() && c.State == Terminated:
		add("not_begun", c.Received)
	case !binds && c.Accepted.IsZero():
		add("not_begun", c.Ended)
	case !binds:
		add("ended", c.Ended)
	}
	if !binds {
		return out
	}
	add("settled", agreement.Effective)
	if agreement.Oral {
		add("oral", agreement.Effective)
	}
	if court != nil && court.Result == "confirmed" {
		add("confirmed", court.Decided)
	}
	add("performed", agreement.Performed)
	return out
}

// imported reports whether an import brought the case in, closed.
func (c *Case) imported() bool { return c.Ref != "" && c.Paper == nil && c.Accepted.IsZero() }

// since are the counts by which the facts of a case differ from what they were.
func (d *decision) since(was []fact) []Count {
	var out []Count
	sum := map[Count]int64{} // by measure and day, without a number
	for n, facts := range map[int64][]fact{-1: was, 1: happened(&d.c)} {
		for _, f := range facts {
			sum[Count{Unit: f.unit, Measure: f.measure, Day: day(f.at, d.Rules.Zone)}] += n
		}
	}
	for c, n := range sum {
		if n != 0 {
			c.N = n
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(a, b Count) int { return cmp.Or(cmp.Compare(a.Measure, b.Measure), cmp.Compare(a.Day, b.Day)) })
	return out
}

func registeredOne(Case) []Count { return []Count{{Measure: "mediation.registered", N: 1}} }

func firstSession(c Case) []Count {
	if c.Mediated {
		return nil
	}
	return []Count{{Measure: "mediation.mediated", N: 1}}
}

// settledOne counts an agreement in force, and on its last due day that it is to be performed by then.
func settledOne(c Case) []Count {
	out := []Count{{Measure: "mediation.settled", N: 1}, {Measure: "mediation.performance_due", Day: c.Agreement.LastDue(), N: 1}}
	if !c.Agreement.Oral {
		out = append(out, Count{Measure: "mediation.confirmable", N: 1})
	}
	if c.Agreement.OnTheSpot || c.begun() {
		out = append(out, partly(c))
	}
	return out
}

// settledAnew counts an agreement in force; one that stood until then is counted no more, so that the figures know one
// agreement at a time.
func settledAnew(c Case) []Count {
	var out []Count
	if c.Standing != nil {
		out = unsettled(Case{Agreement: &c.Standing.Agreement, Confirmation: c.Standing.Confirmation})
	}
	return append(out, settledOne(c)...)
}

// partOne counts an agreement of which a payee has received something for the first time. [performedOne] takes it back when
// nothing is missing any more.
func partOne(c Case) []Count {
	if c.begun() {
		return nil
	}
	return []Count{partly(c)}
}

func partly(c Case) Count {
	return Count{Measure: "mediation.part_performed", Day: c.Agreement.LastDue(), N: 1}
}

// counts are what a transition adds to the figures. Nothing can be confirmed where no court confirms, or none of such a
// dispute.
func (d *decision) counts(of func(Case) []Count) []Count {
	out := of(d.c)
	if !d.c.courtConfirms(d.Rules) {
		out = slices.DeleteFunc(out, func(c Count) bool { return c.Measure == "mediation.confirmable" })
	}
	return out
}

func performedOne(c Case) []Count {
	day := c.Agreement.LastDue()
	return []Count{{Measure: "mediation.part_performed", Day: day, N: -1}, {Measure: "mediation.performed", Day: day, N: 1}}
}

func confirmedOne(Case) []Count { return []Count{{Measure: "mediation.confirmed", N: 1}} }

// unsettled takes back what an agreement had counted: a court set it aside, or the parties begin anew. The figures are
// restated, the past is not rewritten.
func unsettled(c Case) []Count {
	if c.State == Archived && c.LastState().InForce() {
		return nil // it stands while the parties meet again
	}
	if c.Agreement == nil || c.Agreement.Effective.IsZero() || !c.Agreement.Voided.IsZero() {
		return nil
	}
	back := settledOne(c)
	if c.Confirmation != nil && c.Confirmation.Result == "confirmed" {
		back = append(back, confirmedOne(c)...)
	}
	if !c.Agreement.Performed.IsZero() {
		back = append(back, performedOne(c)...)
	}
	for i := range back {
		back[i].N = -back[i].N
	}
	return back
}

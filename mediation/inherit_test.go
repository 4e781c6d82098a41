package mediation

import (
	"slices"
	"testing"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
)

// TestWhatAUnitLeavesIsItsHeirs: in every state in which something is to do the case goes to the heir of its unit as it stands; who works on it
// stays, nothing is promised anew, its number is as its papers bear it, and what was counted stays where it was counted.
func TestWhatAUnitLeavesIsItsHeirs(t *testing.T) {
	heir, lead := id.ID{1, 2, 3}, id.ID{4, 5, 6}
	for _, s := range []State{Submitted, Screening, Invited, Accepted, Assigned, Scheduled, InSession, Signing, Effective} {
		r := newRoad(t).to(s)
		unit, by := r.c.Unit, r.by
		r.by = casefile.System
		r.refused("mediation.guard.unit_works", Inherit{})
		r.know.Heir, r.know.Colleagues = heir, []id.ID{lead}
		if r.c.Year > 0 {
			r.know.Ref = "柳树村〔2026〕7号"
		}
		owed, working, counts, parties := r.owed(), r.c.Assigned(), r.counted(), slices.Clone(r.c.Parties)
		r.do(Inherit{})
		step := r.last()
		if now := r.owed(); !slices.Equal(owed, now) {
			t.Errorf("%s: what was owed was %v and is %v", s, owed, now)
		}
		if r.c.State != s || r.c.Unit != heir || !slices.Equal(r.c.Assigned(), working) || r.c.Ref != r.know.Ref || r.c.imported() || len(step.Tallies) > 0 {
			t.Errorf("%s: %s in %v, %v at work, called %q, counts %v", s, r.c.State, r.c.Unit, r.c.Assigned(), r.c.Ref, step.Tallies)
		}
		if step.Event.Visibility != casefile.Joint || !slices.Equal(step.Tell, []id.ID{lead}) || len(step.Secrets) > 0 || len(step.Consents) > 0 || len(parties) != len(r.c.Parties) {
			t.Errorf("%s: %+v tells %v", s, step.Event, step.Tell)
		}
		if m := r.c.Moves.By(step.Event.ID); m == nil || m.From != unit || m.To != heir || !m.Ended {
			t.Errorf("%s: it went %+v", s, m)
		}
		for c := range counts {
			if !c.Unit.IsZero() {
				t.Errorf("%s: %v was counted elsewhere than where the case counts, in %v", s, c, r.c.countsIn())
			}
		}
		if r.c.countsIn() != unit {
			t.Errorf("%s: it counts in %v", s, r.c.countsIn())
		}
		sameOnReplay(t, r)
		r.by = by
		if r.know.Heir = (id.ID{}); s == Signing { // it goes on in the heir, and what happens there counts there
			r.signAll()
			if r.c.State != Effective {
				t.Errorf("after its coming it is %s", r.c.State)
			}
			for _, m := range Recount(r.c, r.know.Rules) {
				if want := map[string]id.ID{"mediation.month.settled": heir}[m.Measure]; m.Unit != want {
					t.Errorf("%s counts in %v", m.Measure, m.Unit)
				}
			}
			sameOnReplay(t, r)
		}
	}
	for _, s := range []State{NotAccepted, Declined, Performed, Voided, Terminated, Archived} {
		if find("inherit", s) != nil {
			t.Errorf("what is %s goes to nobody: it is kept where it is, by who has the unit's work", s)
		}
	}
}

// TestASplitUnitsCasesGoToTheOtherHeirs also once they were accepted, with the mediators whom the parties chose.
func TestASplitUnitsCasesGoToTheOtherHeirs(t *testing.T) {
	first, other := id.ID{1}, id.ID{2}
	r := newRoad(t).to(InSession)
	unit := r.c.Unit
	r.know.Heir, r.by = first, casefile.System
	r.do(Inherit{})
	r.know.Heir, r.know.Colleagues = id.ID{}, []id.ID{r.clerk}
	r.as(r.clerk, access.Clerk).refused("mediation.guard.not_split", Transfer{Unit: other, Text: "房屋在二村"})
	r.know.Coheir, r.know.Ref = true, "柳树村〔2026〕7号"
	r.do(Transfer{Unit: other, Text: "房屋在二村"})
	if r.c.Unit != other || r.c.countsIn() != unit || r.c.Ref != r.know.Ref || !slices.Equal(r.c.Assigned(), []id.ID{r.mediator}) || !r.c.Untaken() {
		t.Errorf("it is in %v, counts in %v, is called %q, %v work on it", r.c.Unit, r.c.countsIn(), r.c.Ref, r.c.Assigned())
	}
	next := r.ids.New()
	r.as(next, access.Clerk).do(Take{})
	if !slices.Contains(r.c.Assigned(), next) || r.c.Untaken() {
		t.Errorf("%v work on it", r.c.Assigned())
	}
	r.refused("mediation.guard.not_from_elsewhere", Take{})
	sameOnReplay(t, r)

	early := newRoad(t).to(Invited) // a consent was given to the unit whose place the heirs have
	early.know.Colleagues, early.know.Coheir = []id.ID{early.clerk}, true
	early.do(early.consent(early.a()), Transfer{Unit: other, Text: "房屋在二村"})
}

// TestTwoUnitsThatMediateJointlyBecomeOne: where the one that leads is merged into the other, one unit has the case, with its mediators of both,
// and one seal is set.
func TestTwoUnitsThatMediateJointlyBecomeOne(t *testing.T) {
	r := newRoad(t).to(InSession)
	joint, second := id.ID{7}, r.ids.New()
	r.c.Joint = []JointUnit{{ID: r.ids.New(), Unit: joint, Joined: r.clock.Now()}}
	r.c.Engagements = append(r.c.Engagements, Engagement{ID: r.ids.New(), Account: second, From: r.clock.Now(), Unit: joint})
	r.c.Asked = joint
	r.know.Heir, r.by = joint, casefile.System
	r.do(Inherit{})
	if r.c.Unit != joint || len(r.c.standing()) > 0 || !r.c.Asked.IsZero() || !r.c.EngagementOf(second).Unit.IsZero() || !slices.Contains(r.c.Assigned(), second) {
		t.Errorf("%v with %v, asks %v, %+v", r.c.Unit, r.c.standing(), r.c.Asked, r.c.EngagementOf(second))
	}
}

// TestWhereACaseCounts: what was handed over counts where it went, what came by the end of a unit where it came from.
func TestWhereACaseCounts(t *testing.T) {
	at := time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)
	a, b, x := id.ID{1}, id.ID{2}, id.ID{3}
	c := Case{Unit: x, Moves: casefile.Moves{{From: a, To: b, At: at}, {From: b, To: x, At: at.Add(time.Hour), Ended: true}}}
	if c.countsIn() != b || !c.elsewhere(at).IsZero() || c.elsewhere(at.Add(time.Hour)) != x {
		t.Errorf("it counts in %v, then in %v", c.countsIn(), c.elsewhere(at.Add(time.Hour)))
	}
}

package mediation

import (
	"slices"
	"testing"
	"time"

	"linli/casefile"
	"linli/consent"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/vault"
)

// two is a road on which a second unit can be invited.
type two struct {
	*road
	other, lead, otherLead id.ID
}

func jointRoad(t *testing.T, s State) *two {
	t.Helper()
	r := newRoad(t).to(s)
	x := &two{road: r, other: r.ids.New(), lead: r.ids.New(), otherLead: r.ids.New()}
	r.know.Other = Other{Unit: x.other, Leads: []id.ID{x.otherLead}}
	return x
}

func (x *two) asLead() *road {
	x.know.Leading, x.know.For = []id.ID{x.unit}, id.ID{}
	return x.as(x.lead, access.Lead)
}

func (x *two) asOther() *road {
	x.know.Leading, x.know.For = []id.ID{x.other}, x.other
	return x.as(x.otherLead, access.Lead)
}

func (x *two) says(p id.ID, yes bool) AgreeJoint {
	return AgreeJoint{Joint: x.c.Joint[len(x.c.Joint)-1].ID, Party: p, Yes: yes, How: consent.Oral, Language: x.lang}
}

func (x *two) invited() *two {
	x.t.Helper()
	x.asLead().do(InviteJoint{x.other})
	return x
}

func (x *two) joined() *two {
	x.t.Helper()
	x.invited().do(x.says(x.a(), true), x.says(x.b(), true))
	x.asOther().do(AnswerJoint{x.c.Joint[0].ID, true})
	return x
}

// named has the joint unit name a mediator whom the parties accept.
func (x *two) named() id.ID {
	x.t.Helper()
	own := x.ids.New()
	x.know.Mediators = append(x.know.Mediators, own)
	x.asOther().do(Propose{own, false})
	e := x.c.Engagements[len(x.c.Engagements)-1].ID
	x.as(own, access.Mediator).do(Disclose{Engagement: e, Conflict: NoConflict})
	x.as(x.clerk, access.Clerk).do(AgreeMediator{Engagement: e, Party: x.a(), Agree: true}, AgreeMediator{Engagement: e, Party: x.b(), Agree: true})
	return own
}

func (x *two) kinds() []casefile.Kind {
	var out []casefile.Kind
	for _, s := range x.all {
		out = append(out, s.Event.Kind)
	}
	return out
}

// The other unit hears of a case when every party has said yes, each alone, on a record of its own for this unit.
func TestEveryPartyAgreesBeforeTheOtherUnitHearsOfIt(t *testing.T) {
	x := jointRoad(t, Assigned).invited()
	j := x.c.Joint[0].ID
	if f := x.c.Facts(); len(f.Joint) != 0 {
		t.Fatalf("the unit stands to the case already: %v", f.Joint)
	}
	x.asOther().refused("mediation.guard.joint_not_asked", AnswerJoint{j, true})
	x.as(x.clerk, access.Clerk).do(x.says(x.a(), true))
	said := x.all[len(x.all)-1]
	if said.Event.Visibility.To(x.b()) || len(said.Consents) != 1 || said.Consents[0].Recipient != (consent.Recipient{Kind: consent.Office, ID: x.other}) {
		t.Errorf("the word of one party: %v, %+v", said.Event.Visibility, said.Consents)
	}
	if len(x.c.Facts().Joint) != 0 {
		t.Error("one yes of two lets the unit see the case")
	}
	x.do(x.says(x.b(), true))
	last := x.all[len(x.all)-1]
	if last.Event.Kind != "ask_joint" || last.Event.Visibility != casefile.Office || !slices.Equal(last.Tell, []id.ID{x.otherLead}) || !slices.Equal(x.c.Facts().Joint, []id.ID{x.other}) {
		t.Errorf("%s %v tells %v, %v", last.Event.Kind, last.Event.Visibility, last.Tell, x.c.Facts().Joint)
	}
	x.asLead().refused("mediation.guard.joint_not_yours", AnswerJoint{j, true})
	x.asOther().do(AnswerJoint{j, true})
	if !slices.Equal(x.c.Jointly(), []id.ID{x.other}) || x.c.Unit == x.other {
		t.Errorf("%v mediate with %s", x.c.Jointly(), x.c.Unit)
	}
	x.refused("mediation.guard.joint_not_asked", AnswerJoint{j, false})
	sameOnReplay(t, x.road)
}

// A no of anybody ends it, and from what a party sees it cannot tell whose word it was.
func TestWhoseNoItWasIsToldToNobody(t *testing.T) {
	seen := map[string][]casefile.Kind{}
	for who, no := range map[string]func(*two){
		"a party":             func(x *two) { x.as(x.clerk, access.Clerk).do(x.says(x.b(), false)) },
		"the unit":            func(x *two) { x.do(x.says(x.b(), true)); x.asOther().do(AnswerJoint{x.c.Joint[0].ID, false}) },
		"the unit that leads": func(x *two) { x.asLead().do(LeaveJoint{x.c.Joint[0].ID}) },
	} {
		x := jointRoad(t, Assigned).invited()
		x.do(x.says(x.a(), true))
		no(x)
		if j := x.c.Joint[0]; j.Ended.IsZero() || len(x.c.Facts().Joint) != 0 {
			t.Errorf("%s says no: %+v", who, j)
		}
		if x.c.State != Assigned {
			t.Errorf("%s says no: the mediation is %s", who, x.c.State)
		}
		for _, s := range x.all {
			if s.Event.Visibility.To(x.a()) {
				seen[who] = append(seen[who], s.Event.Kind)
			}
		}
		sameOnReplay(t, x.road)
		x.refused("mediation.guard.joint_unknown", x.says(x.a(), true))
	}
	if !slices.Equal(seen["a party"], seen["the unit"]) || !slices.Equal(seen["a party"], seen["the unit that leads"]) {
		t.Errorf("the other party sees the difference: %v", seen)
	}
}

func TestWhoCannotMediateJointly(t *testing.T) {
	x := jointRoad(t, Assigned)
	x.asLead()
	x.know.Other.Never = true
	x.refused("mediation.guard.joint_never", InviteJoint{x.other})
	x.know.Other = Other{}
	x.refused("mediation.guard.joint_unit", InviteJoint{x.other})
	x.know.Other = Other{Unit: x.unit, Leads: []id.ID{x.lead}}
	x.refused("mediation.guard.joint_unit", InviteJoint{x.unit})
	x.refused("form.choose", InviteJoint{})
	x.know.Other = Other{Unit: x.other, Leads: []id.ID{x.otherLead}}
	x.do(InviteJoint{x.other})
	x.refused("mediation.guard.joint_there", InviteJoint{x.ids.New()})
}

// 两个单位联合调解：一个牵头，两枚印章，最后一枚盖上才生效。
func TestTwoOfficesJointly(t *testing.T) {
	x := jointRoad(t, InSession).joined()
	x.know.Leading, x.know.For = []id.ID{x.unit}, id.ID{}
	x.as(x.lead, access.Lead).refused("mediation.guard.joint_adds", Propose{x.ids.New(), false})
	x.asOther()
	x.know.Mediators = append(x.know.Mediators, x.other)
	x.refused("mediation.guard.joint_seconds", Propose{x.other, true})
	own := x.named()
	if x.c.State != InSession || !slices.Contains(x.c.Assigned(), own) || x.c.EngagementOf(own).Unit != x.other {
		t.Fatalf("%s: %v", x.c.State, x.c.Engagements)
	}
	x.as(x.mediator, access.Mediator).do(x.draft())
	x.offered()
	for _, m := range x.c.Missing() {
		if m.As != "seal" {
			x.do(x.sign(m.As, m.Of))
		}
	}
	if want := []Act{{As: "seal"}, {"seal", x.other}}; !slices.Equal(x.c.Missing(), want) || x.c.ActName(want[1]) != "seal-2" {
		t.Fatalf("missing %v", x.c.Missing())
	}
	seal := Sign{As: "seal", Method: "paper", Text: x.c.Agreement.Text}
	theirs := seal
	theirs.Unit = x.other
	x.asLead().refused("mediation.guard.other_seal", theirs)
	x.do(seal)
	if x.c.State != Signing {
		t.Fatalf("one seal of two: %s", x.c.State)
	}
	x.clock.Add(48 * time.Hour)
	x.asOther().refused("mediation.guard.signature_not_needed", seal)
	x.do(theirs)
	if x.c.State != Effective || !x.c.Agreement.Effective.Equal(x.all[len(x.all)-2].Event.At) {
		t.Errorf("%s since %v", x.c.State, x.c.Agreement.Effective)
	}
	n := map[string]int64{}
	for _, s := range x.all {
		for _, m := range s.Tallies {
			if n[m.Measure] += m.N; x.c.tally(m).Unit != x.unit {
				t.Errorf("%s is counted for %s", m.Measure, x.c.tally(m).Unit)
			}
		}
	}
	if n["mediation.settled"] != 1 || n["mediation.registered"] != 1 || n["mediation.month.joint"] != 1 {
		t.Errorf("counted %v", n)
	}
	sameOnReplay(t, x.road)
}

// When the unit leaves, its people are out at once; what was written with them and binds nobody yet is put aside.
func TestAUnitLeavesAtOnce(t *testing.T) {
	for name, leave := range map[string]func(*two){
		"its lead":        func(x *two) { x.asOther().do(LeaveJoint{x.c.Joint[0].ID}) },
		"the case's lead": func(x *two) { x.asLead().do(LeaveJoint{x.c.Joint[0].ID}) },
		"a party": func(x *two) {
			x.know.Records = nil
			for _, s := range x.all {
				x.know.Records = append(x.know.Records, s.Consents...)
			}
			x.as(x.clerk, access.Clerk).do(x.says(x.a(), false))
			for _, s := range x.all {
				if s.Event.Kind == "agree_joint" && len(s.Consents) == 1 && s.Consents[0].State == consent.Withdrawn {
					return
				}
			}
			x.t.Error("the consent to the other unit stands")
		},
	} {
		x := jointRoad(t, InSession).joined()
		own := x.named()
		x.as(x.mediator, access.Mediator).do(x.draft())
		leave(x)
		if slices.Contains(x.c.Assigned(), own) || len(x.c.Facts().Joint) != 0 || slices.Contains(x.c.listed(), x.other) {
			t.Errorf("%s: its people are still there", name)
		}
		if x.c.State != InSession || x.c.Agreement != nil || !slices.Contains(x.c.Assigned(), x.mediator) {
			t.Errorf("%s: %s, %v", name, x.c.State, x.c.Agreement)
		}
		if !x.c.Party(x.a()).Consent.Stands() {
			t.Errorf("%s: the consent to mediate ended with it", name)
		}
		section := vault.Scope{Kind: vault.Joint}
		if mayOpen(access.Actor{Kind: access.Staff, Account: own}, &x.c, section) && x.c.EngagementOf(own) != nil {
			t.Errorf("%s: its mediator reads on", name)
		}
		sameOnReplay(t, x.road)
	}
}

// A party that ends the mediation ends the other unit's part with it, and an agreement waits for a unit that was asked.
func TestTheEndOfAMediationIsTheEndOfTheOtherUnitsPart(t *testing.T) {
	x := jointRoad(t, InSession).joined()
	own := x.named()
	x.as(x.clerk, access.Clerk).do(Withdraw{x.b()})
	if x.c.State != Terminated || slices.Contains(x.c.Assigned(), own) || len(x.c.Facts().Joint) != 0 || !slices.Contains(x.kinds(), "part_joint") {
		t.Errorf("%s: %v", x.c.State, x.c.Joint)
	}
	sameOnReplay(t, x.road)

	y := jointRoad(t, InSession).invited()
	y.as(y.mediator, access.Mediator).refused("mediation.guard.joint_waits", y.draft())
}

// A mediator's own notes are nobody else's, whichever unit it comes from.
func TestNotesStayWalledBetweenUnits(t *testing.T) {
	x := jointRoad(t, InSession).joined()
	own := x.named()
	mine, theirs := x.c.EngagementOf(x.mediator), x.c.EngagementOf(own)
	for account, e := range map[id.ID]*Engagement{x.mediator: theirs, own: mine} {
		if mayOpen(access.Actor{Kind: access.Staff, Account: account}, &x.c, vault.Scope{Kind: vault.Engagement, Of: e.ID}) {
			t.Error("the other unit's mediator opens notes that are not its own")
		}
	}
}

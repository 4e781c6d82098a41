package mediation

import (
	"slices"

	"linli/platform/id"
)

// A mediation of two units.
var (
	// Police, petition and security bodies are never joint units (20-mediation), whatever the tree of units says.
	jointNever = Guard{Name: "joint_never", Holds: is(func(d *decision, x InviteJoint) bool { return x.Unit.IsZero() || !d.Other.Never })}
	jointKnown = Guard{Name: "joint_unit", Holds: is(func(d *decision, x InviteJoint) bool {
		return x.Unit.IsZero() || x.Unit != d.c.Unit && len(d.Other.Leads) > 0
	})}
	jointFree = Guard{Name: "joint_there", Holds: is(func(d *decision, x InviteJoint) bool {
		live := slices.DeleteFunc(slices.Clone(d.c.Joint), func(j JointUnit) bool { return !j.Ended.IsZero() })
		return len(live) < maxJoint && !slices.ContainsFunc(live, func(j JointUnit) bool { return j.Unit == x.Unit || j.Waits() })
	})}
	jointThere = Guard{Name: "joint_unknown", Holds: func(d *decision) bool {
		j := d.thisJoint()
		return j != nil && j.Ended.IsZero()
	}}
	jointAsked = Guard{Name: "joint_not_asked", Holds: func(d *decision) bool { j := d.thisJoint(); return !j.Asked.IsZero() && j.Joined.IsZero() }}
	jointNew   = Guard{Name: "joint_said", Holds: is(func(d *decision, x AgreeJoint) bool {
		return !x.Yes || d.thisParty().Consent.Stands() && !slices.Contains(d.thisJoint().Agreed, x.Party) && slices.Contains(jointly, d.c.State)
	})}
	// Each unit answers for itself; the unit that leads can end what it began.
	jointOwn = Guard{Name: "joint_not_yours", Holds: func(d *decision) bool {
		j := d.thisJoint()
		return slices.Contains(d.Leading, j.Unit) || d.cmd.Kind() == "leave_joint" && slices.Contains(d.Leading, d.c.Unit)
	}}
	// Who a text names as mediating is known before it is written.
	jointSettled = Guard{Name: "joint_waits", Holds: func(d *decision) bool {
		return !slices.ContainsFunc(d.c.Joint, JointUnit.Waits)
	}}
	// A joint unit names its own mediators once it takes part, and the unit that leads says who leads.
	jointSeconds = Guard{Name: "joint_seconds", Holds: is(func(d *decision, x Propose) bool {
		return d.For.IsZero() || !x.Lead && slices.Contains(d.c.Jointly(), d.For)
	})}
	// A case that came from paper has no mediator yet whom linli has seen to declare ties and the parties to agree to.
	jointAdds = Guard{Name: "joint_adds", Holds: func(d *decision) bool { return !d.For.IsZero() || d.c.Unled() }}
	// Each unit sets its own seal.
	ownSeal = Guard{Name: "other_seal", Holds: is(func(d *decision, x Sign) bool {
		if x.As != "seal" || len(d.c.Joint) == 0 {
			return x.Unit.IsZero()
		}
		if x.Unit.IsZero() {
			return slices.Contains(d.Leading, d.c.Unit)
		}
		return slices.Contains(d.Leading, x.Unit)
	})}
)

func (d *decision) thisJoint() *JointUnit {
	if x, ok := d.cmd.(interface{ joint() id.ID }); ok {
		return d.c.JointUnit(x.joint())
	}
	return nil
}

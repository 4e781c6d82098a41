package access

import (
	"slices"

	"github.com/cedar-policy/cedar-go"

	"linli/platform/id"
)

// posts is a set of roles, one bit for each of [PostKinds]; it makes a relation comparable, hence cacheable.
type posts uint16

func postBit(kind PostKind) posts {
	if i := slices.Index(PostKinds(), kind); i >= 0 {
		return 1 << i
	}
	return 0
}

func (p posts) set() cedar.Set {
	var names []cedar.Value
	for i, kind := range PostKinds() {
		if p&(1<<i) != 0 {
			names = append(names, cedar.String(kind))
		}
	}
	return cedar.NewSet(names...)
}

// relation is all that the policies know of a request: how the actor stands to the case. It holds no id, so that a
// decision can be neither for nor against a person.
type relation struct {
	kind              ActorKind
	via               string
	here, over, posts posts
	above, asked      posts
	joint             posts
	sameTenant        bool
	assigned          bool
	proposed          bool
	emergency         bool
	own               bool
	isNew             bool
	closed            bool
	archived          bool
	restricted        bool
	desk, barred      bool
	queue             bool
	demanded          bool
	owes, checks      bool
	linked            bool
	waits             bool
	heir              bool
}

func relate(a Actor, f Facts) relation {
	r := relation{
		kind:       a.Kind,
		via:        a.Via,
		sameTenant: !a.Tenant.IsZero() && a.Tenant == f.Tenant,
		isNew:      f.Case.IsZero(),
		closed:     f.Closed,
		archived:   f.Archived,
		restricted: f.Restricted,
		demanded:   f.Demanded,
		queue:      f.Desk == Handler,
		waits:      f.Waits,
	}
	switch a.Kind {
	case Staff:
		r.here, r.over, r.posts = standing(a, f.Unit)
		r.heir = slices.ContainsFunc(a.Posts, func(p Post) bool { return p.Heir && p.Unit == f.Unit })
		if !f.Above.IsZero() {
			r.above, _, _ = standing(a, f.Above)
		}
		for _, u := range f.Joint {
			held, _, _ := standing(a, u)
			r.joint |= held
		}
		if !f.Asked.IsZero() {
			r.asked, _, _ = standing(a, f.Asked)
		}
		if !a.Account.IsZero() {
			r.assigned = slices.Contains(f.Assigned, a.Account)
			r.proposed = slices.Contains(f.Proposed, a.Account)
			r.emergency = slices.Contains(f.Emergency, a.Account)
		}
		r.desk = f.Desk != "" && a.Holds(f.Desk, f.Unit)
		r.owes = f.Owes != "" && a.Holds(f.Owes, f.Unit)
		r.checks = f.Checks != "" && a.Holds(f.Checks, f.ChecksIn)
		r.barred = slices.Contains(f.Barred, a.Account) || belongs(a, f)
	case Provider:
		r.linked = !a.Case.IsZero() && a.Case == f.Case && slices.Contains(f.Linked, a.Party)
	case Resident:
		r.own = !a.Case.IsZero() && a.Case == f.Case && !a.Party.IsZero() && slices.Contains(f.Parties, a.Party)
	}
	return r
}

// belongs reports whether the actor holds any post in a unit that a complaint is about, or held one lately: neither does the end of a unit
// make its people strangers to what is said of it, nor does a move to the desk. A complaint about the office's own unit is answered by its
// privacy officer, whose post is one of the whole office: that post alone does not count there.
func belongs(a Actor, f Facts) bool {
	of := func(kind PostKind, unit id.ID) bool {
		answers := f.Desk == Privacy && kind == Privacy && unit == f.Unit
		return slices.Contains(f.About, unit) && !answers
	}
	return slices.ContainsFunc(a.Posts, func(p Post) bool { return of(p.Kind, p.Unit) && !p.Heir }) ||
		slices.ContainsFunc(a.Former, func(p Former) bool { return of(p.Kind, p.Unit) && p.Until.After(f.Since) })
}

// standing is what the actor's posts mean in a unit.
func standing(a Actor, unit id.ID) (here, over, all posts) {
	for _, p := range a.Posts {
		bit := postBit(p.Kind)
		all |= bit
		if unit.IsZero() {
			continue
		}
		if p.Unit == unit {
			here |= bit
		}
		if p.Kind.ReachesBelow() && (p.Unit == unit || slices.Contains(p.Below, unit)) {
			over |= bit
		}
	}
	return here, over, all
}

// context is the relation in the policies' words (policies/casefile.cedar lists them).
func (r relation) context() cedar.Record {
	return cedar.NewRecord(cedar.RecordMap{
		"same_tenant": cedar.Boolean(r.sameTenant),
		"here":        r.here.set(),
		"over":        r.over.set(),
		"posts":       r.posts.set(),
		"above":       r.above.set(),
		"asked":       r.asked.set(),
		"joint":       r.joint.set(),
		"assigned":    cedar.Boolean(r.assigned),
		"proposed":    cedar.Boolean(r.proposed),
		"emergency":   cedar.Boolean(r.emergency),
		"own":         cedar.Boolean(r.own),
		"new":         cedar.Boolean(r.isNew),
		"closed":      cedar.Boolean(r.closed),
		"archived":    cedar.Boolean(r.archived),
		"restricted":  cedar.Boolean(r.restricted),
		"desk":        cedar.Boolean(r.desk),
		"queue":       cedar.Boolean(r.queue),
		"barred":      cedar.Boolean(r.barred),
		"demanded":    cedar.Boolean(r.demanded),
		"owes":        cedar.Boolean(r.owes),
		"checks":      cedar.Boolean(r.checks),
		"linked":      cedar.Boolean(r.linked),
		"waits":       cedar.Boolean(r.waits),
		"heir":        cedar.Boolean(r.heir),
		"via":         cedar.String(r.via),
	})
}

// principalType is the policies' name for a kind of actor ("principal is Staff").
func (r relation) principalType() cedar.EntityType {
	switch r.kind {
	case Staff:
		return "Staff"
	case Resident:
		return "Resident"
	case Provider:
		return "Provider"
	case System:
		return "System"
	}
	return "Public"
}

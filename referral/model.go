package referral

import (
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
)

// Capability is the name under which cases of this package stand in shared tables.
const Capability = "referral"

// State is where a case stands.
type State string

// The states of a case.
const (
	Asked   State = "asked"   // 已求助
	Working State = "working" // 办理中
	Closed  State = "closed"  // 已结束
)

// States lists the states of a case in the order of the road.
var States = []State{Asked, Working, Closed}

// Open reports whether the office still has something to do.
func (s State) Open() bool { return s == Asked || s == Working }

// Case is a request for help as its events made it: clear facts only. What people said is in the vault.
type Case struct {
	ID      id.ID `json:"id"`
	Tenant  id.ID `json:"-"`
	Version int64 `json:"-"` // number of events; a change is decided on one version and refused on another
	Counted int   `json:"-"` // the edition of the measures that it has counted in, see [Edition]
	State   State `json:"state"`

	Unit            id.ID          `json:"unit"`              // whose workers handle it
	Moves           casefile.Moves `json:"moves,omitempty"`   // from unit to unit; replaced, never changed
	Worker          id.ID          `json:"worker,omitzero"`   // the account that has taken it
	Person          id.ID          `json:"person"`            // a random number of this case alone
	Needs           []string       `json:"needs"`             // codes of the rulebook
	NeedsVersion    string         `json:"needs_version"`     // of the rulebook's list
	Reached         bool           `json:"reached,omitempty"` // the person said how to be reached
	Rulebook        string         `json:"rulebook"`
	RulebookVersion string         `json:"rulebook_version"`

	Received time.Time `json:"received"`
	Taken    time.Time `json:"taken,omitzero"`
	Ended    time.Time `json:"ended,omitzero"` // from which retention runs
	Erased   time.Time `json:"erased,omitzero"`

	Guardians    []Guardian    `json:"guardians,omitempty"`
	Steps        []PlanStep    `json:"steps,omitempty"`
	Appointments []Appointment `json:"appointments,omitempty"`
	Messages     []Message     `json:"messages,omitempty"`

	casefile.Rights
	casefile.Demanded // by courts, of papers of this case
	casefile.Urgents  // urgent accesses to it
	casefile.Exported // requests that a copy of it leaves as a file

	SlipAsk *casefile.SlipAsk `json:"slip_ask,omitempty"` // replaced by its fold, never changed

	Referrals []Referral `json:"referrals,omitempty"`
}

// Guardian is somebody who speaks for a person without full capacity 监护人. The number is of this case only; the name is sealed.
type Guardian struct {
	ID    id.ID     `json:"id"`
	From  time.Time `json:"from"`
	Ended time.Time `json:"ended,omitzero"`
}

// PlanStep is one step of the plan 计划: what it says is sealed.
type PlanStep struct {
	ID   id.ID     `json:"id"`
	At   time.Time `json:"at"`
	Done time.Time `json:"done,omitzero"`
}

// Appointment is a time agreed with the person 预约; where and for what is sealed.
type Appointment struct {
	ID      id.ID     `json:"id"`
	At      time.Time `json:"at"`
	Outcome string    `json:"outcome,omitempty"` // one of [Outcomes]: what became of this appointment, never a trait of anybody
}

// What can become of an appointment.
const (
	Kept      = "kept"
	NoShow    = "no_show"
	CalledOff = "called_off"
)

// Outcomes are what can become of an appointment.
var Outcomes = []string{Kept, NoShow, CalledOff}

// Message says that something was written between worker and person.
type Message struct {
	ID id.ID     `json:"id"`
	By id.ID     `json:"by,omitzero"` // the account; zero: the person wrote it
	At time.Time `json:"at"`
}

// Referral returns a referral of the case, or nil.
func (c *Case) Referral(r id.ID) *Referral {
	for i := range c.Referrals {
		if c.Referrals[i].ID == r {
			return &c.Referrals[i]
		}
	}
	return nil
}

// Guardian returns a guardian who speaks now, or nil.
func (c *Case) Guardian(g id.ID) *Guardian {
	for i := range c.Guardians {
		if x := &c.Guardians[i]; x.ID == g && x.Ended.IsZero() {
			return x
		}
	}
	return nil
}

// Ward reports whether a guardian speaks for the person.
func (c *Case) Ward() bool {
	return slices.ContainsFunc(c.Guardians, func(g Guardian) bool { return g.Ended.IsZero() })
}

// Facts are what the access policies need to know.
func (c *Case) Facts() access.Facts {
	f := access.Facts{Tenant: c.Tenant, Unit: c.Unit, Case: c.ID, Kind: Capability, State: string(c.State), Parties: []id.ID{c.Person}, Closed: !c.State.Open(), Restricted: c.Restricted()}
	if !c.Worker.IsZero() {
		f.Assigned = []id.ID{c.Worker}
	}
	for i := range c.Referrals {
		if c.Referrals[i].Answers() {
			f.Linked = append(f.Linked, c.Referrals[i].ID)
		}
	}
	return f
}

func (c *Case) clone() Case {
	out := *c
	out.Needs, out.Guardians, out.Steps = slices.Clone(c.Needs), slices.Clone(c.Guardians), slices.Clone(c.Steps)
	out.Corrections = slices.Clone(c.Corrections)
	out.Appointments, out.Messages, out.Referrals = slices.Clone(c.Appointments), slices.Clone(c.Messages), slices.Clone(c.Referrals)
	for i := range out.Referrals {
		r := &out.Referrals[i]
		r.Offered, r.Lines, r.Records = slices.Clone(r.Offered), slices.Clone(r.Lines), slices.Clone(r.Records)
	}
	return out
}

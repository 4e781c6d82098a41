package casefile

import (
	"context"
	"slices"
	"time"

	"linli/platform/id"
	"linli/platform/job"
	"linli/promise"
	"linli/rulebook"
)

// Entry is one row of a register of the office: a case, what became of it, and no word of anybody.
type Entry struct {
	ID, Case, Unit id.ID
	Capability     string
	Kind           string // which register: [RegisterDemand], or one of a capability
	State          string
	At, Ended      time.Time
}

// Registers are the registers of the office as the store keeps them. Every method is bounded to one tenant.
type Registers interface {
	// Entries returns the newest rows of a register that are of a capability, the newest first.
	Entries(ctx context.Context, tenant id.ID, kind, capability string, limit int) ([]Entry, error)
	// Entry returns one row, or a fault.NotFound.
	Entry(ctx context.Context, tenant id.ID, kind string, entry id.ID) (Entry, error)
}

// MaxRegister is how many rows of a register are shown, the newest first.
const MaxRegister = 200

// Registered are the rows of the register of demands that a change brings or alters. of says whose they are.
func (d *Demanded) Registered(before *Demanded, moved bool, of Entry) (out []Entry) {
	for _, x := range d.Demands {
		of.ID, of.Kind, of.State, of.At, of.Ended = x.ID, RegisterDemand, x.State(), x.Asked, x.Ended
		if old := before.Demand(x.ID); old == nil || moved || old.State() != of.State || !old.Ended.Equal(of.Ended) {
			out = append(out, of)
		}
	}
	return out
}

// Demand is what an entry of the register still says of a demand whose case is forgotten.
func (x Entry) Demand() Demand {
	out := Demand{ID: x.ID, Asked: x.At, Ended: x.Ended}
	if x.State == Gives || x.State == Refuses {
		out.Answer = x.State
	}
	return out
}

// RegisteredUrgent are the rows of the register of urgent accesses that a change brings or alters. of says whose they are.
func (u *Urgents) RegisteredUrgent(before *Urgents, moved bool, of Entry) (out []Entry) {
	for i := range u.Urgent {
		x := &u.Urgent[i]
		of.ID, of.Kind, of.State, of.At, of.Ended = x.ID, RegisterUrgent, x.State(), x.Asked, x.Ended
		if old := before.ThisUrgent(x.ID); old == nil || moved || old.State() != of.State || !old.Ended.Equal(of.Ended) {
			out = append(out, of)
		}
	}
	return out
}

// Urgent is what an entry of the register still says of an urgent access whose case is forgotten.
func (x Entry) Urgent() Urgent {
	out := Urgent{ID: x.ID, Asked: x.At, Ended: x.Ended}
	if slices.Contains(UrgentResults, x.State) {
		out.Result = x.State
	}
	return out
}

// Over is the job that writes the end of an urgent access down when its hour is over.
func (x *Urgent) Over(capability string, tenant, c id.ID, ids *id.Source, now time.Time) (job.Job, error) {
	return job.New(tenant, ids.New(), capability+".urgent", job.Payload{"case": c.String(), "urgent": x.ID.String()}, now, x.Until)
}

// urgentCheck is the promise that an urgent access is checked in time.
const urgentCheck = "urgent_check"

// Promise is what is owed on an urgent access, as [Demand.Promise] is on a demand; ok is false where the rulebook promises nothing or
// nothing was opened.
func (x *Urgent) Promise(rules *rulebook.Rulebook, now time.Time) (_ promise.Promise, ok bool) {
	if x.From.IsZero() {
		return promise.Promise{}, false
	}
	events := []promise.Event{{ID: x.ID, Kind: "urgent", At: x.From, Subject: x.ID}}
	if !x.Checked.IsZero() {
		events = append(events, promise.Event{ID: x.ID, Kind: "check_urgent", At: x.Checked, Subject: x.ID})
	}
	return owedOn(urgentCheck, events, rules, now)
}

// Later are the jobs that an event on a demand leaves for a later day: the end of its hold, and of its silence.
func (d *Demanded) Later(capability string, tenant, c id.ID, e Event, b DemandOf, ids *id.Source, now time.Time) (out []job.Job, err error) {
	x := d.Demand(b.Demand)
	add := func(kind string, at time.Time) error {
		j, err := job.New(tenant, ids.New(), capability+kind, job.Payload{"case": c.String(), "demand": x.ID.String()}, now, at)
		out = append(out, j)
		return err
	}
	if e.Kind == "demand" || e.Kind == "keep_hold" {
		err = add(".hold", x.Until)
	}
	if err == nil && e.Kind == "demand" && x.Told.IsZero() {
		err = add(".tell_demand", x.Silent)
	}
	return out, err
}

// Releases reports whether an event lets what a demand had held back be destroyed.
func (d *Demanded) Releases(e Kind) bool {
	return (e == "answer_demand" || e == "end_demand" || e == "tell_demand") && !d.Held()
}

// demandAnswer is the promise that a demand is answered in time.
const demandAnswer = "demand_answer"

// Promise is what is owed on a demand; ok is false where the rulebook promises nothing. Of reports and requests for help it stands among no
// promises of the case, which whoever handles it reads: the law may forbid to tell.
func (x *Demand) Promise(rules *rulebook.Rulebook, now time.Time) (_ promise.Promise, ok bool) {
	events := []promise.Event{{ID: x.ID, Kind: "demand", At: x.Asked, Subject: x.ID}}
	if !x.Answered.IsZero() {
		events = append(events, promise.Event{ID: x.ID, Kind: "answer_demand", At: x.Answered, Subject: x.ID})
	} else if !x.Ended.IsZero() {
		events = append(events, promise.Event{ID: x.ID, Kind: "end_demand", At: x.Ended, Subject: x.ID})
	}
	return owedOn(demandAnswer, events, rules, now)
}

// owedOn is the one promise of a rule that events give; ok is false where the rulebook has no such rule.
func owedOn(id string, events []promise.Event, rules *rulebook.Rulebook, now time.Time) (_ promise.Promise, ok bool) {
	rule, ok := rules.Promise(id)
	if !ok {
		return promise.Promise{}, false
	}
	all := promise.Compute([]rulebook.PromiseRule{rule}, rules.Calendar, rules.Zone, events, now)
	if len(all) == 0 {
		return promise.Promise{}, false
	}
	return all[0], true
}

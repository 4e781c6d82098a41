package duty

import (
	"slices"
	"time"

	"linli/platform/blob"
	"linli/platform/calendar"
	"linli/platform/id"
	"linli/rulebook"
)

// Capability is the name under which occurrences stand in shared tables.
const Capability = "duty"

// State is where an occurrence stands.
type State string

// The states.
const (
	Due     State = "due"     // 待办
	Done    State = "done"    // 已办，待核对
	Checked State = "checked" // 已核对
	Missed  State = "missed"  // 未办
	Void    State = "void"    // 不再需要
)

// States lists every state in the order of the road.
var States = []State{Due, Done, Checked, Missed, Void}

// Case is an occurrence as its events made it.
type Case struct {
	ID      id.ID `json:"id"`
	Tenant  id.ID `json:"-"`
	Version int64 `json:"-"` // number of events; a change is decided on one version and refused on another
	// Moved is when the last event was recorded. No later one is recorded before it, wherever a server's clock was set.
	Moved time.Time `json:"moved"`
	State State     `json:"state"`

	Occurrence
	Units []id.ID `json:"units,omitempty"` // units that owed it before this one did, the oldest first

	Opened    time.Time  `json:"opened"`
	Happened  time.Time  `json:"happened,omitzero"` // upon an event: when that was, according to who recorded it; zero: at Opened
	Acts      []Act      `json:"acts,omitempty"`    // how it was done, sent back and done again, the oldest first
	Evidence  []Evidence `json:"evidence,omitempty"`
	Places    []Look     `json:"places,omitempty"`   // of coverage: the places as they were looked at when it was said to be done
	Coverage  *Coverage  `json:"coverage,omitempty"` // of a period that is over
	Reason    string     `json:"reason,omitempty"`   // why it was late or missed, one of [Reasons]
	Late      bool       `json:"late,omitempty"`     // it was recorded as done after its last instant
	CheckedBy id.ID      `json:"checked_by,omitzero"`
	CheckedAt time.Time  `json:"checked_at,omitzero"`
	Ended     time.Time  `json:"ended,omitzero"`    // from which retention runs
	Agenda    id.ID      `json:"agenda,omitzero"`   // of a meeting: the event that wrote the agenda last, which owns its words
	Crew      []id.ID    `json:"crew,omitempty"`    // of a shift: the accounts that are on it
	Offered   []id.ID    `json:"offered,omitempty"` // of these, who offers the place for exchange
	Erased    time.Time  `json:"erased,omitzero"`   // its evidence was destroyed: nothing requires it any more

	Counted *Signatures `json:"counted,omitempty"` // of a statement: as it was counted when the evidence was destroyed
}

// Occurrence is one duty of one unit, in one period or upon one event.
type Occurrence struct {
	Rulebook        string        `json:"rulebook"`
	RulebookVersion string        `json:"rulebook_version"`
	Duty            string        `json:"duty"` // id of the rule
	Unit            id.ID         `json:"unit"`
	Period          string        `json:"period"`        // of the rule's recurrence; upon an event, the event's id
	From            calendar.Date `json:"from,omitzero"` // the first day of the period
	Last            calendar.Date `json:"last,omitzero"` // the last day in time; zero where a term runs from an event
	Provisional     bool          `json:"provisional,omitempty"`

	Of    id.ID  `json:"of,omitzero"`     // the occurrence upon which it is owed: the meeting of a decision, the incident of a review
	Cause string `json:"cause,omitempty"` // of an incident: what happened, a code of the rulebook
	Owner id.ID  `json:"owner,omitzero"`  // the account to which a decision gave it

	Edition int `json:"edition,omitempty"` // of the published measures: those that came after it was written down do not count it
}

// Key tells occurrences of one tenant apart.
func (o Occurrence) Key() string { return o.Unit.String() + " " + o.Duty + " " + o.Period }

// Act is one time at which somebody said that it was done.
type Act struct {
	At       time.Time `json:"at"`               // when linli recorded it
	Claimed  time.Time `json:"claimed,omitzero"` // when it was done according to who entered it; zero: at At
	By       id.ID     `json:"by"`
	SentBack time.Time `json:"sent_back,omitzero"`
}

// Evidence is one version of one piece of evidence.
type Evidence struct {
	ID       id.ID     `json:"id"`
	Kind     string    `json:"kind"`              // one of [rulebook.EvidenceKinds]
	Number   int       `json:"number,omitempty"`  // of people in the room, photographs, hours, copies, signatures
	Listed   int       `json:"listed,omitempty"`  // of signatures: how many there should be
	Planned  int64     `json:"planned,omitempty"` // of amounts, in minor units of the rulebook's currency
	Paid     int64     `json:"paid,omitempty"`    // of amounts, in minor units
	Posts    []string  `json:"posts,omitempty"`   // of attendance: the posts that were in the room, the office's own people only
	Type     string    `json:"type,omitempty"`    // of a file: its media type after cleaning
	Size     int64     `json:"size,omitempty"`    // of a file, in bytes
	Signed   *Signed   `json:"signed,omitempty"`  // of a statement: how
	At       time.Time `json:"at"`
	Claimed  time.Time `json:"claimed,omitzero"`
	By       id.ID     `json:"by"`
	Replaces id.ID     `json:"replaces,omitzero"` // the version before
	Replaced time.Time `json:"replaced,omitzero"` // since when another version stands for it
}

// Picture reports whether it is a file that has a thumbnail.
func (e Evidence) Picture() bool { return e.Type != "" && e.Type != blob.PDF }

// Upon reports whether somebody recorded the event upon which it is owed; else the calendar made it.
func (c *Case) Upon() bool { _, err := id.Parse(c.Period); return err == nil }

// Home is the unit that owed it first.
func (c *Case) Home() id.ID { return append(slices.Clone(c.Units), c.Unit)[0] }

// On reports whether an account is on the shift, or was given the task.
func (c *Case) On(account id.ID) bool {
	return !account.IsZero() && (c.Owner == account || slices.Contains(c.Crew, account))
}

// Standing is the evidence of a kind that no newer version has replaced.
func (c *Case) Standing(kind string) []Evidence {
	var out []Evidence
	for _, e := range c.Evidence {
		if e.Kind == kind && e.Replaced.IsZero() {
			out = append(out, e)
		}
	}
	return out
}

// Lacks are the kinds of evidence that the rule asks for and that are not there, or not enough of it.
func (c *Case) Lacks(rule rulebook.DutyRule) []string {
	var out []string
	for _, need := range rule.Evidence {
		if need.Kind == "coverage" { // what lacks of it, the register says
			continue
		}
		n, there := 0, c.Standing(need.Kind)
		for _, e := range there {
			n += e.Number
		}
		if len(there) == 0 || n < need.Least {
			out = append(out, need.Kind)
		}
	}
	return out
}

// Doer is the account that did it, as it stands; zero where nobody has.
func (c *Case) Doer() id.ID {
	if len(c.Acts) == 0 || !c.Acts[len(c.Acts)-1].SentBack.IsZero() {
		return id.ID{}
	}
	return c.Acts[len(c.Acts)-1].By
}

// Work reports whether it is an account's own work, as it stands: it did it, was given it, was on the shift, or put any of its
// evidence there, or looked at any of its places.
func (c *Case) Work(account id.ID) bool {
	return c.Doer() == account || c.On(account) || slices.ContainsFunc(c.Places, func(p Look) bool { return p.By == account }) ||
		slices.ContainsFunc(c.Evidence, func(e Evidence) bool { return e.Replaced.IsZero() && e.By == account })
}

// LastInstant is the last instant at which it is in time.
func (c *Case) LastInstant(rule rulebook.DutyRule, zone *time.Location, cal *calendar.Calendar) time.Time {
	return Owed(*c, rule, zone, cal, c.Opened).Due
}

// Reasons are why an occurrence can be late or missed. They speak of the office, never of somebody outside it.
func Reasons() []string {
	return []string{"nobody_held_the_post", "absence", "overlooked", "weather", "emergency", "place_closed", "late_entry"}
}

func (c *Case) clone() Case {
	out := *c
	out.Units, out.Acts, out.Evidence = slices.Clone(c.Units), slices.Clone(c.Acts), slices.Clone(c.Evidence)
	out.Crew, out.Offered = slices.Clone(c.Crew), slices.Clone(c.Offered)
	return out
}

package promise

import (
	"time"

	"linli/platform/calendar"
	"linli/platform/id"
	"linli/rulebook"
)

// Event is what the engine needs of a case's event.
type Event struct {
	ID   id.ID
	Kind string
	At   time.Time // the recorded instant, UTC; never the claimed one, which could be back-dated
	// Subject is the party or session that the event is about; the zero ID: the whole case.
	Subject id.ID
	Extend  *Extension
	Waive   *Waiver
	Day     calendar.Date // was promised with the event: it is the last day, whatever the rule's clock says
	Undoes  id.ID         // an event that was entered wrongly: what it began is owed no more, and what it ended runs again
}

// Extension lengthens the open promises of a rule. The engine ignores one that the rule does not allow; ask
// [CheckExtension] before recording it.
type Extension struct {
	Rule   string          // id of the rule
	Length rulebook.Length // added to the due day
	By     string          // the post that decided, or "parties"
	// Consents of Parties are on record.
	Consents, Parties int
}

// Waiver is the word of the person to whom a promise was made that it need not be kept. It shows in every count of promises. The engine
// ignores one of a rule that lets nobody waive it.
type Waiver struct {
	Rule string // id of the rule; the event's subject says which of its promises
}

// State is how a promise stands.
type State string

// The states.
const (
	Running State = "running"
	Paused  State = "paused"
	Kept    State = "kept"
	Late    State = "late" // open while End is zero, else ended after the due instant
	Waived  State = "waived"
	Void    State = "void" // no longer owed, and it was not late
)

// Promise is one deadline of one case.
type Promise struct {
	Rule    string
	Key     string // rule and start event: the same over every replay
	Subject id.ID  // the party or session, where the rule runs per party or session
	OwedBy  rulebook.Post
	Start   time.Time // the start event's instant
	// Due is the last instant at which the promise is kept. While paused it is the due instant as the pause found it.
	Due time.Time
	// Provisional: the due day was counted beyond the published holidays and may move when they are published.
	Provisional bool
	State       State
	End         time.Time // the zero time while open
	Ended       id.ID     // the event that ended it
	PausedSince time.Time // the zero time unless paused
	Extended    int       // how often it was extended
	// Warn are the instants at which the post that owes is reminded; none once ended or paused.
	Warn []time.Time
	// Escalate are the posts to tell when it stays open after its due instant, in order.
	Escalate []Escalation
}

// Open reports whether the promise still waits to be kept.
func (p Promise) Open() bool { return p.End.IsZero() }

// Escalation is one post that is told of a late promise, and when.
type Escalation struct {
	At     time.Time
	Post   rulebook.Post
	Parent bool // the post of the unit above
}

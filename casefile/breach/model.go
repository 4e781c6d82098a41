package breach

import (
	"slices"
	"time"

	"linli/platform/id"
	"linli/promise"
)

// Kinds are the kinds of data that a breach can have touched. The list is closed, and says nothing of anybody.
var Kinds = []string{"identity", "contact", "told", "papers", "agreement", "account"}

// Causes are how it can have happened.
var Causes = []string{"misdirected", "lost", "stolen", "seen", "published", "intrusion", "destroyed", "other"}

// Kept is how long an entry stays after it was closed: the records of how personal data are handled are kept for three years
// (个人信息保护法 art. 56).
const Kept = 3 * 365 * 24 * time.Hour

// Reasons are why the parties are not told: nobody can read what got out, or what was done in time averted any harm (个人信息保护法
// art. 57, GDPR art. 34(3)).
var Reasons = []string{"unreadable", "averted"}

// Entry is one breach. What was written of it is in Sealed.
type Entry struct {
	ID       id.ID     `json:"-"`
	Version  int64     `json:"-"`
	Kinds    []string  `json:"kinds"`
	Cause    string    `json:"cause"`
	Found    time.Time `json:"found"`    // as whoever entered it says; the authority's time runs from here
	Recorded time.Time `json:"recorded"` // by this server
	By       id.ID     `json:"by"`
	Units    []Unit    `json:"units,omitempty"` // of which all cases were named
	Told     time.Time `json:"told,omitzero"`   // until when the officers heard of its promise

	Authority Authority `json:"authority,omitzero"`
	Notice    Notice    `json:"notice,omitzero"`
	Closed    time.Time `json:"closed,omitzero"`
	Sealed    []byte    `json:"sealed"`

	Cases int64 `json:"-"` // how many it touched; of an entry in the list not counted
}

// Unit says that all cases that a unit had at an instant were named at once.
type Unit struct {
	Unit id.ID     `json:"unit"`
	At   time.Time `json:"at"`
}

// Authority says when the authority was told.
type Authority struct {
	At       time.Time `json:"at,omitzero"` // as said
	Recorded time.Time `json:"recorded,omitzero"`
	By       id.ID     `json:"by,omitzero"`
}

// Notice is what the parties are told, and how far it has come.
type Notice struct {
	Written  time.Time `json:"written,omitzero"`
	By       id.ID     `json:"by,omitzero"`
	Without  string    `json:"without,omitempty"` // why nobody is told: one of [Reasons]; empty: they are
	Released time.Time `json:"released,omitzero"`
	Second   id.ID     `json:"second,omitzero"`
}

// Words are what was written of a breach, sealed as one.
type Words struct {
	Happened  string    `json:"happened"`
	Measures  []Measure `json:"measures,omitempty"`
	Body      string    `json:"body,omitempty"`      // the authority
	Reference string    `json:"reference,omitempty"` // its own
	Late      string    `json:"late,omitempty"`      // why it was told after the promised time
	Notice    string    `json:"notice,omitempty"`    // to the parties
}

// Measure is something that was done about it.
type Measure struct {
	At   time.Time `json:"at"`
	Text string    `json:"text"`
}

// State is where an entry stands.
type State string

// The states, in order.
const (
	Open    State = "open"
	Waiting State = "waiting" // the words for the parties wait for the second person
	Told    State = "told"    // they were let go, or two people agreed that there is nobody to tell
	Closed  State = "closed"
)

// State is where the entry stands.
func (e *Entry) State() State {
	switch {
	case !e.Closed.IsZero():
		return Closed
	case !e.Notice.Released.IsZero():
		return Told
	case !e.Notice.Written.IsZero():
		return Waiting
	}
	return Open
}

// events are what counts for the promise to tell the authority. An entry begins when the breach was found; it ends when the answer
// was recorded, since when it was told is only said, and could be said afterwards to have been in time.
func (e *Entry) events() []promise.Event {
	out := []promise.Event{{ID: e.ID, Kind: "breach_found", At: e.Found}}
	if !e.Authority.At.IsZero() {
		out = append(out, promise.Event{ID: e.ID, Kind: "breach_authority", At: e.Authority.Recorded})
	}
	return out
}

// Row is a case that a breach touched: its code, and no word of it.
type Row struct {
	Case, Unit   id.ID
	Capability   string // what kind of case it is: "mediation", "report", "referral"
	Type, Ref    string
	Year, Number int
	Received     time.Time
	Told         time.Time // when its parties were told; zero: not yet
	Mailed       int64     // to how many of them a mail went
}

// Message is what a party reads of a breach that touched its case.
type Message struct {
	Kinds []string
	Found time.Time
	At    time.Time
	Text  string
}

// Due is what the officer owes: to tell the authority of one breach.
type Due struct {
	Entry Entry
	promise.Promise
}

func (e *Entry) clone() Entry {
	c := *e
	c.Units = slices.Clone(e.Units)
	return c
}

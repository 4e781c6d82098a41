package webhook

import (
	"slices"
	"time"

	"linli/platform/id"
)

// The events. Each carries one id: that of the invitation, of the public report, of the unit whose return it is, or the event's own.
const (
	InvitationPublished = "invitation.published"
	ReportPublished     = "public.report" // a person let everybody read it; what is about a unit never is
	ReturnFrozen        = "return.frozen"
	OperationWarning    = "operation.warning" // the check-up of the office found a problem that was not there before
	Test                = "test"              // sent by a button, to one address
)

// Events are those that an address can be told of.
var Events = []string{InvitationPublished, ReportPublished, ReturnFrozen, OperationWarning}

// Hook is one address.
type Hook struct {
	ID      id.ID     `json:"-"`
	Version int64     `json:"-"`
	URL     string    `json:"url"`
	Events  []string  `json:"events"`
	Paused  time.Time `json:"paused,omitzero"`
	Removed time.Time `json:"removed,omitzero"`
	Made    time.Time `json:"made"`
	Secret  []byte    `json:"secret"`             // sealed
	Former  []byte    `json:"former,omitempty"`   // sealed; signs beside the new one until Until
	Until   time.Time `json:"until,omitzero"`     // when the former secret signs no more
	Turned  time.Time `json:"turned_on,omitzero"` // when the secret was made
}

// hears reports whether the address is told of an event.
func (h Hook) hears(event string) bool {
	return h.Paused.IsZero() && h.Removed.IsZero() && slices.Contains(h.Events, event)
}

// State is where a delivery stands.
type State string

// The states.
const (
	Waiting State = "waiting" // to be tried, or to be tried again
	Done    State = "done"
	Dead    State = "dead" // given up after the last attempt; a button sends it again
)

// Delivery is one message to one address.
type Delivery struct {
	ID       id.ID     `json:"-"`
	Hook     id.ID     `json:"-"`
	Made     time.Time `json:"-"`
	Version  int64     `json:"-"`
	Event    string    `json:"event"`
	Subject  id.ID     `json:"subject"` // the id that it carries
	State    State     `json:"state"`
	Attempts int64     `json:"attempts,omitempty"`
	Tried    time.Time `json:"tried,omitzero"`
	Status   int       `json:"status,omitempty"`  // of the last answer; 0: there was none
	Failure  string    `json:"failure,omitempty"` // message key of why the last attempt failed
}

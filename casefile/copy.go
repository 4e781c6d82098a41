package casefile

import (
	"time"

	"linli/platform/id"
)

// Copy is what every copy of a person's own file begins with, in the words of its reader: what was said, who read it and what was
// promised. Other people are left out of it: accounts are their posts. It is made of one code; where somebody has several, each is asked for by
// itself.
type Copy struct {
	Code     id.Code       `json:"code"`
	Made     time.Time     `json:"made"`
	Unit     string        `json:"unit"`
	State    string        `json:"state"`
	Received time.Time     `json:"received"`
	Ended    time.Time     `json:"ended,omitzero"`
	Said     []CopyLine    `json:"said,omitempty"`
	Reads    []CopyRead    `json:"reads,omitempty"`
	Promises []CopyPromise `json:"promises,omitempty"`
	Erasure  *Erasure      `json:"erasure,omitempty"` // that was asked for
	Demands  []CopyDemand  `json:"demands,omitempty"`
}

// CopyLine is something that was written on the case.
type CopyLine struct {
	At   time.Time `json:"at"`
	By   string    `json:"by"`
	Text string    `json:"text"`
}

// CopyRead is one reading.
type CopyRead struct {
	At      time.Time `json:"at"`
	Reader  string    `json:"reader"`
	Purpose string    `json:"purpose"`
}

// CopyPromise is one promise, with how it stands.
type CopyPromise struct {
	Promise string    `json:"promise"`
	Due     time.Time `json:"due"`
	State   string    `json:"state"`
}

// CopyDemand is a demand of a court of which the person was told.
type CopyDemand struct {
	At     time.Time `json:"at"`
	Court  string    `json:"court"`
	Order  string    `json:"order"`
	Asks   string    `json:"asks"`
	Answer string    `json:"answer"`
	Papers []string  `json:"papers,omitempty"`
}

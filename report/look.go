package report

import (
	"slices"

	"linli/casefile"
)

// Looked is what a report that came in while too much came in has beside (decision 33): nothing follows from it before somebody has looked.
type Looked struct {
	Look bool `json:"look,omitempty"` // nobody has looked yet
}

// looks are the acts of somebody who has looked at a report.
var looks = []casefile.Kind{"take", "accept", "not_accept", "join"}

func (x *Looked) look(e casefile.Kind) {
	if slices.Contains(looks, e) {
		x.Look = false
	}
}

// lookedAt keeps from the public what nobody has looked at.
var lookedAt = Guard{"not_looked_at", func(d *decision) bool { return !d.c.Look }}

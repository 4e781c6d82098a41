package report

import (
	"slices"

	"linli/platform/access"
	"linli/platform/fault"
)

// The ways in which somebody tells a clerk, who writes it down.
const (
	AtCounter   = "counter"
	ByTelephone = "telephone"
)

// HeardWays lists them.
func HeardWays() []string { return []string{AtCounter, ByTelephone} }

// Heard is what a report has beside that a clerk wrote down: its reporter reads that it was, and can correct it.
type Heard struct {
	How string `json:"heard,omitempty"` // AtCounter or ByTelephone; empty: the reporter wrote it
}

// heard says how an account came by what it writes down: at the counter, where nothing else is said.
func heard(l *fault.List, d *decision, how string) Heard {
	switch {
	case d.by.Kind != access.Staff:
		return Heard{}
	case how == "":
		return Heard{AtCounter}
	case !slices.Contains(HeardWays(), how):
		l.Add("heard", "form.choose")
	}
	return Heard{how}
}

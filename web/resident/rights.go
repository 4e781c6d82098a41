package resident

import (
	"slices"
	"time"

	"linli/casefile"
)

// ofRights are the acts with which a person asks for something about its own file.
var ofRights = []casefile.Kind{"ask_change", "ask_erasure"}

// ActKey begins the keys of an act's texts: what a person asks for about its own file reads the same for every report.
func (c *complaintPage) ActKey(act casefile.Kind) string {
	if slices.Contains(ofRights, act) {
		return "rights.mine." + string(act) + "."
	}
	return c.Area() + "act." + string(act) + "."
}

// done is what the next page says was achieved.
func (c *complaintPage) done() string {
	if slices.Contains(ofRights, c.Act) {
		return c.ActKey(c.Act) + "done"
	}
	return c.Area() + "done." + string(c.Act)
}

// Rights are what the person can do about its own file.
func (c *complaintPage) Rights() []way {
	out := []way{{c.At + "/data", "rights.copy.title", "rights.mine.copy", false}}
	for _, act := range ofRights {
		if c.May(act) {
			out = append(out, way{c.At + "/complaint/" + string(act), c.ActKey(act) + "title", c.ActKey(act) + "short", false})
		}
	}
	return out
}

// Corrections are what the person asked to have put right, and objected to.
func (c *complaintPage) Corrections() []casefile.Corrected {
	return c.Opened.Case.Corrected(c.Opened.Written)
}

// KeptUntil is when the rest is destroyed by itself.
func (c *complaintPage) KeptUntil() time.Time { return c.Case.KeptUntil(c.Rules) }

// ReviewRuns is until when it can still be looked at again; zero where it cannot.
func (c *complaintPage) ReviewRuns() time.Time { return c.Case.ReviewRunsUntil(c.Rules, c.now) }

package mediation

import (
	"testing"
	"time"

	"linli/platform/fault"
	"linli/platform/id"
)

// TestWhoTakesNoPartIsShownNoFile: neither whoever was asked to join and has not said yes, nor who is no more.
func TestWhoTakesNoPartIsShownNoFile(t *testing.T) {
	owner, takesPart, asked, gone := id.ID{1}, id.ID{2}, id.ID{3}, id.ID{4}
	c := &Case{Parties: []Party{{ID: owner}, {ID: takesPart}, {ID: asked, Joins: true}, {ID: gone, Gone: time.Unix(0, 0)}}}
	if err := c.canBeShown(owner, []id.ID{takesPart}, false); err != nil {
		t.Error(err)
	}
	for name, to := range map[string]id.ID{"who was asked to join": asked, "who is no more": gone} {
		if err := c.canBeShown(owner, []id.ID{takesPart, to}, false); err == nil || fault.Of(err).Key != "attach.with" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

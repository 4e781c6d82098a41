package api_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"linli/api/route"
	"linli/mediation"
)

// TestAnEventWithoutAPathIsToldWithItsReason: each event of the machine that linli does not add by itself has a path, or stands on
// the page of the interface among those that have none, and no other does.
func TestAnEventWithoutAPathIsToldWithItsReason(t *testing.T) {
	raw, err := os.ReadFile("../docs/api.md")
	if err != nil {
		t.Fatal(err)
	}
	_, told, found := strings.Cut(string(raw), "Events of a mediation without such a path, and why:")
	told, _, ended := strings.Cut(told, "\n## ")
	if !found || !ended {
		t.Fatal("the page does not say which events have no path")
	}
	each(t, func(t *testing.T, c *client) {
		for _, row := range mediation.Machine {
			path := mediations + "/{id}/" + string(row.Event)
			has := slices.ContainsFunc(c.api.Routes(), func(r *route.Route) bool { return r.Path == path })
			if row.Follow == nil && row.Event != "slip" && has == strings.Contains(told, "`"+string(row.Event)+"`") {
				t.Errorf("%s: a path %v, and told to have none %v", row.Event, has, has)
			}
		}
	})
}

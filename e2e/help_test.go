package e2e_test

import (
	"testing"

	"linli/app/apptest"
)

// TestHelp has a worker and somebody at the counter agree on what a clinic is told; the clinic answers from its link, and a withdrawal ends it.
func TestHelp(t *testing.T) {
	scene{scenarios: []string{"scenarios/help.mjs"}, logins: []string{"clerk", "records"}, data: func(_ *testing.T, w *apptest.World) map[string]any {
		w.Worker()
		w.Clinic("青石法律援助站")
		return map[string]any{}
	}}.play(t)
}

package e2e_test

import (
	"testing"

	"linli/app/apptest"
)

// TestRulebook has an administrator write a new version of the rules, and a second person release it.
func TestRulebook(t *testing.T) {
	scene{scenarios: []string{"scenarios/rulebook.mjs"}, logins: []string{"admin", "upper.lead"}, data: func(_ *testing.T, w *apptest.World) map[string]any {
		w.Apply()
		return map[string]any{}
	}}.play(t)
}

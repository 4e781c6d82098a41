package e2e_test

import (
	"testing"
	"time"

	"linli/app/apptest"
)

// TestInvitations: an office invites everybody of a place, somebody who reads it comes to apply, and the invitation ends.
func TestInvitations(t *testing.T) {
	scene{scenarios: []string{"scenarios/invitations.mjs"}, logins: []string{"clerk"}, data: func(_ *testing.T, w *apptest.World) map[string]any {
		return map[string]any{"today": w.Clock.Now().Format(time.DateOnly), "until": w.Clock.Now().AddDate(0, 1, 0).Format(time.DateOnly)}
	}}.play(t)
}

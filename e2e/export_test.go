package e2e_test

import (
	"testing"

	"filippo.io/age"

	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/i18n"
)

// TestExport has a copy of a case leave the office: the clerk asks, two others approve.
func TestExport(t *testing.T) {
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	scene{scenarios: []string{"scenarios/export.mjs"}, logins: []string{"lead", "clerk", "records"}, data: func(t *testing.T, w *apptest.World) map[string]any {
		return each(func(i18n.Language) map[string]any {
			return map[string]any{"case": w.To(mediation.Assigned).ID.String(), "to": key.Recipient().String()}
		})
	}}.play(t)
}

package e2e_test

import (
	"testing"
	"time"

	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/i18n"
)

// TestOffline has a mediator work where there is no line: what is taken along lies sealed on the telephone, what is written
// there arrives once when the line is back, with its true time; a case that moved meanwhile is shown, and nothing is overwritten.
func TestOffline(t *testing.T) {
	scene{scenarios: []string{"scenarios/offline.mjs"}, logins: []string{"mediator", "clerk", "other.clerk", "lead", "second"}, data: func(t *testing.T, w *apptest.World) map[string]any {
		data := each(func(i18n.Language) map[string]any {
			held, moved, owed := w.To(mediation.Scheduled), w.To(mediation.Scheduled), w.To(mediation.Effective)
			return map[string]any{"held": held.ID.String(), "session": held.Sessions[0].ID.String(), "moved": moved.ID.String(), "movedSession": moved.Sessions[0].ID.String(), "owed": owed.ID.String(), "due": owed.Agreement.Instalments[0].ID.String()}
		})
		w.Clock.Add(26 * time.Hour)
		data["now"] = w.Clock.Now().Add(10 * time.Minute).Format(time.RFC3339)
		w.Clock.Add(15 * time.Minute)
		return data
	}}.play(t)
}

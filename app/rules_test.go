package app_test

import (
	"testing"

	"linli/app/apptest"
	"linli/rulebook"
)

func rules(t *testing.T, w *apptest.World) *rulebook.Rulebook {
	t.Helper()
	r, err := w.App.Mediation.Office.Rulebook(w.Ctx, w.Tenant(), w.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

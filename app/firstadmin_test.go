package app_test

import (
	"errors"
	"testing"

	"linli/app"
	"linli/app/apptest"
	"linli/office"
)

// TestWhoeverRunsTheServerMakesACode: of the account that is named, whose code needs no second person; of an administrator where the name is
// nobody's, and of nobody without being told to.
func TestWhoeverRunsTheServerMakesACode(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		begin := func(login string, recovers bool) (app.Begun, error) {
			return w.App.Begin(w.Ctx, office.Found{Slug: w.Office.Tenant.Slug, Login: login}, recovers)
		}
		if _, err := begin("lead", false); !errors.Is(err, app.ErrHasAdministrator) {
			t.Errorf("a code without being told to: %v", err)
		}
		b, err := begin("Lead", true)
		if err != nil || b.Login != "lead" {
			t.Fatalf("%+v %v", b, err)
		}
		if e, err := w.App.Office.Enrol(w.Ctx, b.Code.String(), "desk"); err != nil || e.Login != "lead" {
			t.Errorf("%s cannot use it: %v", e.Login, err)
		}
		if b, err := begin("nobody", true); err != nil || b.Login != "root" {
			t.Errorf("%+v %v", b, err)
		}
	})
}

package app_test

import (
	"errors"
	"testing"

	"linli/app"
	"linli/app/apptest"
	"linli/office"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/rulebooks"
)

// TestWhoeverRunsTheServerMakesACode: of the account that is named, whose code needs no second person; of nobody else where the name is
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
		w.Hire("gone", "T")
		cli := access.Actor{Kind: access.System, Tenant: w.Tenant(), Via: "cli"}
		if err := w.App.Office.CloseAccount(w.Ctx, cli, w.Hired("gone").Account); err != nil {
			t.Fatal(err)
		}
		for _, login := range []string{"nobody", "gone"} { // a name that was mistyped resets nobody else
			if _, err := begin(login, true); fault.Of(err).Key != app.ErrNobodyNamed.Key {
				t.Errorf("%s: %v", login, err)
			}
		}
		if b, err := begin("", true); fault.Of(err).Key != app.ErrWhichAdministrator.Key {
			t.Errorf("one of several administrators: %+v %v", b, err)
		}
	})
}

// TestNoOfficeIsOpenedUnderInventedLaw: not under the rulebook that shows the format.
func TestNoOfficeIsOpenedUnderInventedLaw(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		f := w.Setting.Found
		f.Slug, f.Rulebook = "willowford", rulebooks.Imagined
		if _, err := w.App.Begin(w.Ctx, f, false); !errors.Is(err, app.ErrImagined) {
			t.Errorf("it is open: %v", err)
		}
		if _, err := w.App.TenantNamed(w.Ctx, f.Slug); err == nil {
			t.Error("its tenant is there")
		}
		f.Rulebook = "generic"
		if _, err := w.App.Begin(w.Ctx, f, false); err != nil {
			t.Error(err)
		}
	})
}

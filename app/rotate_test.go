package app_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"linli/app"
	"linli/app/apptest"
	"linli/platform/vault"
	"linli/platform/vault/vaulttest"
	"linli/store/dialect"
)

// TestRotatingTheOperatorKeyGoesOnAfterAStop stops a rotation in each of its states: a new key that nothing uses yet, one that some
// tenants' keys are wrapped with, and a former key that is kept already. Nothing is lost, and the same command finishes it.
func TestRotatingTheOperatorKeyGoesOnAfterAStop(t *testing.T) {
	for name, stop := range map[string]func(t *testing.T, w *apptest.World){
		"nothing done": func(*testing.T, *apptest.World) {},
		"a key was made": func(t *testing.T, w *apptest.World) {
			if _, err := vault.CreateOperatorKey(w.Ctx, w.App.Config.Operator+".next", "", nil); err != nil {
				t.Fatal(err)
			}
		},
		"the tenants' keys are wrapped with it": func(t *testing.T, w *apptest.World) {
			next, err := vault.CreateOperatorKey(w.Ctx, w.App.Config.Operator+".next", "", nil)
			if err != nil {
				t.Fatal(err)
			}
			if err := w.App.Vault.RotateOperator(w.Ctx, next); err != nil {
				t.Fatal(err)
			}
		},
		"the former key is kept": func(t *testing.T, w *apptest.World) {
			if err := os.Link(w.App.Config.Operator, w.App.Config.Operator+".former"); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			apptest.Each(t, func(t *testing.T, w *apptest.World) {
				c := w.Apply()
				cases, former := w.Backup(t.TempDir())
				stop(t, w)
				place := w.App.Config
				a := reopened(t, w, place)
				done, err := a.RotateOperator(w.Ctx, "")
				if err != nil || done.Former == done.Now {
					t.Fatalf("%+v, %v", done, err)
				}
				if key, err := vault.OpenOperatorKey(w.Ctx, place.Operator, vault.Locks{}); err != nil || key.ID() != done.Now {
					t.Errorf("the key in the place: %v", err)
				}
				if key, err := vault.OpenOperatorKey(w.Ctx, place.Operator+".former", vault.Locks{}); err != nil || key.ID() != done.Former {
					t.Errorf("the former key: %v", err)
				}
				if _, err := os.Stat(place.Operator + ".next"); !errors.Is(err, os.ErrNotExist) {
					t.Errorf("the next key is still there: %v", err)
				}
				back := reopened(t, w, place)
				if err := back.Vault.Check(w.Ctx); err != nil {
					t.Error(err)
				}
				w.App = back
				if o, err := back.Mediation.Open(w.Ctx, w.As("clerk"), c.ID, "work"); err != nil || o.Application.Summary == "" {
					t.Errorf("a case does not open: %v", err)
				}
				// A backup of the keys from before opens with the former key alone; the cases' seal outlives the rotation.
				_, err = w.Restoring(w.Target(dialect.SQLite), cases, former).Run(w.Ctx)
				says(t, w, err, "The key store belongs to operator key "+done.Former+", but the key given is "+done.Now+".")
				_, now := w.Backup(t.TempDir())
				if _, err := w.Restoring(w.Target(dialect.SQLite), cases, now).Run(w.Ctx); err != nil {
					t.Errorf("older cases with newer keys: %v", err)
				}
				if _, err := back.RotateOperator(w.Ctx, ""); !errors.Is(err, app.ErrFormerKey) {
					t.Errorf("a second rotation beside the former key: %v", err)
				}
			})
		})
	}
}

// TestTheOperatorKeyMovesIntoAKeyService rotates a key that lay open in its file to one that a key service locks: the file alone opens
// nothing from then on, a restore asks the service as well, and a service that is away leaves everything as it was.
func TestTheOperatorKeyMovesIntoAKeyService(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c := w.Apply()
		service := vaulttest.KeyService(t, "s.right")
		place := w.App.Config
		place.KMS = "hcvault+http://s.wrong@" + strings.TrimPrefix(service.URL, "http://") + "/town/transit/keys/linli"
		if _, err := reopened(t, w, place).RotateOperator(w.Ctx, ""); !errors.Is(err, vault.ErrOperatorService) {
			t.Fatalf("a service that refuses: %v", err)
		}
		if err := reopened(t, w, place).Vault.Check(w.Ctx); err != nil {
			t.Fatalf("after a service that refused: %v", err)
		}
		place.KMS = strings.Replace(place.KMS, "s.wrong", "s.right", 1)
		done, err := reopened(t, w, place).RotateOperator(w.Ctx, "")
		if err != nil {
			t.Fatal(err)
		}
		_, err = vault.OpenOperatorKey(w.Ctx, place.Operator, vault.Locks{})
		says(t, w, err, "The operator key "+place.Operator+" was locked by a key service. Set LINLI_KMS to its address.")
		w.App = reopened(t, w, place)
		if o, err := w.App.Mediation.Open(w.Ctx, w.As("clerk"), c.ID, "work"); err != nil || o.Application.Summary == "" || w.App.Stores.Operator.ID() != done.Now {
			t.Errorf("a case does not open: %v", err)
		}
		cases, keys := w.Backup(t.TempDir())
		target := w.Target(dialect.SQLite)
		target.KMS = place.KMS
		if _, err := w.Restoring(target, cases, keys).Run(w.Ctx); err != nil {
			t.Errorf("a restore with the service: %v", err)
		}
		service.Close()
		if _, err := w.Restoring(w.Target(dialect.SQLite), cases, keys).Run(w.Ctx); !errors.Is(err, vault.ErrOperatorLocked) {
			t.Errorf("a restore without the service: %v", err)
		}
	})
}

// reopened is linli started anew over the databases of a world.
func reopened(t *testing.T, w *apptest.World, c app.Config) *app.App {
	t.Helper()
	locks, err := c.Locks(nil)
	if err != nil {
		t.Fatal(err)
	}
	key, err := vault.OpenOperatorKey(w.Ctx, c.Operator, locks)
	if err != nil {
		t.Fatal(err)
	}
	a, err := app.New(w.Ctx, c, &app.Stores{Cases: w.App.Stores.Cases, Keys: w.App.Stores.Keys, Operator: key}, w.Options())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.Close)
	return a
}

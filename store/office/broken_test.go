package office_test

import (
	"context"
	"database/sql"
	"errors"
	"testing"

	domain "linli/office"
	"linli/store/dialect"
	"linli/store/office"
	"linli/testkit"
)

// breakAccess makes every insert of an access row fail, as a full or damaged store would.
func breakAccess(t *testing.T, db *dialect.DB) {
	t.Helper()
	err := db.Administer(t.Context(), func(ctx context.Context, pool *sql.DB) error {
		_, err := pool.ExecContext(ctx, "alter table access_row rename to access_row_gone")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A change is played whole or not at all, and a row that moved or a name that is taken is told apart.
func TestPlayIsWholeOrNothing(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, db *dialect.DB) {
		s := office.New(db)
		root := domain.Unit{Tenant: tenant, ID: name(10), Level: domain.County, Code: "R", Name: "root", Version: 1}
		if err := s.Play(t.Context(), domain.Change{Tenant: tenant, Units: []domain.Unit{root}}); err != nil {
			t.Fatal(err)
		}
		renamed, below := root, domain.Unit{Tenant: tenant, ID: name(11), Parent: root.ID, Level: domain.Village, Code: "V", Name: "v", Version: 1}
		renamed.Name, renamed.Version = "moved", 7 // nobody holds version 6
		err := s.Play(t.Context(), domain.Change{Tenant: tenant, Units: []domain.Unit{below, renamed}})
		if !errors.Is(err, domain.ErrMoved) {
			t.Errorf("a stale version: %v", err)
		}
		below.ID, below.Code = name(12), "R"
		if err := s.Play(t.Context(), domain.Change{Tenant: tenant, Units: []domain.Unit{below}}); !errors.Is(err, domain.ErrTaken) {
			t.Errorf("a taken code: %v", err)
		}
		units, err := s.Units(t.Context(), tenant)
		if err != nil || len(units) != 1 || units[0].Name != "root" || !units[0].Parent.IsZero() {
			t.Errorf("what is left: %+v %v", units, err)
		}
		if _, err := s.Tenant(t.Context(), tenant); !errors.Is(err, domain.ErrNotFound) {
			t.Errorf("a tenant that is not there: %v", err)
		}
	})
}

package testkit_test

import (
	"testing"

	"linli/store/dialect"
	"linli/testkit"
)

func TestEveryTestHasADatabaseOfItsOwn(t *testing.T) {
	for range 2 {
		testkit.EachEngine(t, func(t *testing.T, db *dialect.DB) {
			var n int
			if err := db.QueryRow(t.Context(), "select count(*) from goose_db_version where version_id > 0", nil, &n); err != nil || n == 0 {
				t.Errorf("%d migrations are applied: %v", n, err)
			}
		})
	}
}

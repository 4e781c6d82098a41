package ledger_test

import (
	"context"
	"testing"

	"linli/platform/id"
	"linli/platform/ledger"
	"linli/platform/ledger/ledgertest"
	"linli/store/dialect"
	store "linli/store/ledger"
	"linli/testkit"
	"linli/testkit/queries"
)

func TestQueries(t *testing.T) { queries.Check(t, ".", store.Queries()) }

func TestContract(t *testing.T) {
	testkit.EachPlace(t, "cases", func(t *testing.T, p testkit.Place) {
		ledgertest.Contract(t, func(t *testing.T) (ledger.Store, ledgertest.Queue) {
			db := p.Open(t, dialect.Options{})
			return store.New(db), queue(db)
		})
	})
}

func queue(db *dialect.DB) ledgertest.Queue {
	return func(ctx context.Context, tenant id.ID, l ledger.Leaf) error {
		return db.Play(ctx, []dialect.Statement{store.InsertLeaf(tenant, l)})
	}
}

package ledger_test

import (
	"testing"

	"linli/platform/ledger"
	"linli/platform/ledger/ledgertest"
)

func TestMemoryKeepsTheContract(t *testing.T) {
	ledgertest.Contract(t, func(*testing.T) (ledger.Store, ledgertest.Queue) {
		m := ledgertest.NewMemory()
		return m, m.Queue
	})
}

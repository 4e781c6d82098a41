package app

import (
	"context"

	"linli/casefile"
	"linli/platform/id"
	"linli/platform/ledger"
)

// Receipt signs the office's promise that an event stands in the ledger, for the holder of a code. Once a checkpoint
// covers the event, the receipt carries the proof with it. It is signed after the event was committed, so it never
// promises what a power cut could take back.
func (a *App) Receipt(ctx context.Context, tenant id.ID, code id.Code, e casefile.Event) (ledger.Receipt, error) {
	signer, err := a.Signer(ctx, tenant)
	if err != nil {
		return ledger.Receipt{}, err
	}
	return a.Ledger.Complete(ctx, tenant, signer.Sign(code, e.Commitment, e.At))
}

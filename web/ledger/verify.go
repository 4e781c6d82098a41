package ledger

import (
	"context"
	"errors"
	"io"
	"net/http"

	"linli/platform/fault"
	"linli/platform/ledger"
)

// Verify reads a receipt and checks it against the ledger of the office that it names. What cannot be read as a receipt is
// a result with a reason; an error is the server's own. The page /verify and POST /verify both call it.
func Verify(ctx context.Context, l Ledger, tenants Tenants, body io.Reader) (ledger.Result, error) {
	receipt, err := ledger.ReadReceipt(body)
	var tooLarge *http.MaxBytesError
	switch {
	case errors.Is(err, ledger.ErrVersion):
		return ledger.Result{Reason: ledger.UnknownVersion}, nil
	case errors.Is(err, ledger.ErrReceipt), errors.As(err, &tooLarge):
		return ledger.Result{Reason: ledger.Malformed}, nil
	case err != nil:
		return ledger.Result{}, err
	}
	tenant, err := tenants(ctx, receipt.Tenant)
	if f := (*fault.Error)(nil); errors.As(err, &f) && f.Code == fault.NotFound {
		return ledger.Result{Reason: ledger.UnknownKey}, nil // an office that is not kept here
	}
	if err != nil {
		return ledger.Result{}, err
	}
	return l.Verify(ctx, tenant, receipt)
}

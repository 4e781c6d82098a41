package blob

import (
	"context"

	"linli/platform/id"
)

// Store keeps sealed attachments. It never sees plaintext; what it is given comes from the vault.
type Store interface {
	// Put returns when the bytes are durable. It refuses a name that exists. Errors: [ErrStore].
	Put(ctx context.Context, tenant, name id.ID, sealed []byte) error
	// Get returns a blob. Errors: [ErrMissing], [ErrStore].
	Get(ctx context.Context, tenant, name id.ID) ([]byte, error)
	// Delete returns when the blob is gone; one that is not there is no error. Errors: [ErrStore].
	Delete(ctx context.Context, tenant, name id.ID) error
	// Names lists all blobs of a tenant, in no order, for the sweep that compares them with the cases. Errors: [ErrStore].
	Names(ctx context.Context, tenant id.ID) ([]id.ID, error)
}

// Package bundle 卷宗打印件 has the whole file of a case put together as one PDF, for an account that asks for it and need not
// wait: it can leave the page and come back.
//
//	asked ──bind──▶ ready ──a day──▶ (gone, with its key)
//	   └────fails─▶ failed ──a day──▶ (gone)
//
// The work is a job, and opens the case as the account that asked, with the posts that it holds when the job runs: whoever
// was taken off the case meanwhile gets nothing, and the access row is that of a print by this account. Every time the PDF is
// fetched counts as one more reading.
//
// The PDF is sealed under a key of its own and kept as a blob. A key of a section would not do: what the file holds of
// several sections would outlive each of them, in backups too, for as long as the key of that one lives. The key is a row of
// table case_key ([vault.Bundle]), so that whatever destroys a section of the case destroys it as well.
package bundle

import (
	"context"
	"errors"
	"time"

	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/job"
	"linli/platform/vault"
)

// Kept is how long a bundle can be fetched, and how long a failure is shown.
const Kept = 24 * time.Hour

// FieldContent is the sealed field of a bundle; it is kept as a blob, not in the table of sealed fields.
const FieldContent = "bundle.content"

// Bundle is the whole file of a case as one account asked for it.
type Bundle struct {
	Tenant, ID, Case, Account id.ID
	Capability                string // where its case is found
	Language                  string // of its cover and contents
	Asked                     time.Time
	Done, Of                  int64     // papers; Of is zero until they are counted
	Ready                     time.Time // zero while it is not
	Failed                    string    // message key; empty while it has not
}

// Patience is how long a bundle is waited for: what killed its worker each time never says that it failed.
const Patience = time.Hour

// Running reports whether it is still being worked on.
func (b Bundle) Running(now time.Time) bool {
	return b.Ready.IsZero() && b.Failed == "" && now.Before(b.Asked.Add(Patience))
}

// ErrNone says that there is no bundle to fetch: none was asked for, it is not ready, or it is gone.
var ErrNone = fault.New(fault.NotFound, "bundle.none")

// ErrMoved says that a section of the case ended while its file was printed, which may hold what was destroyed.
var ErrMoved = errors.New("bundle: a section of the case ended meanwhile")

// Repo keeps bundles. Every method is bounded to one tenant.
type Repo interface {
	// Ask writes a bundle and the jobs that make and forget it.
	Ask(ctx context.Context, b Bundle, jobs ...job.Job) error
	// Bundle returns one by its id, or ErrNone.
	Bundle(ctx context.Context, tenant, bundle id.ID) (Bundle, error)
	// Latest returns the newest of an account for a case, or ErrNone.
	Latest(ctx context.Context, tenant, c, account id.ID) (Bundle, error)
	// Move writes how far a bundle is, or why it failed. One that is gone stays gone.
	Move(ctx context.Context, b Bundle) error
	// Finish writes that a bundle is ready, and the key that seals it. It returns ErrNone where the bundle is gone, and ErrMoved where
	// one of the sections from which it was printed has ended since.
	Finish(ctx context.Context, b Bundle, k vault.Key, from []vault.Key) error
	// Forget removes a bundle and the row of its key.
	Forget(ctx context.Context, b Bundle) error
	// Keys returns which data keys seal which sections of a case.
	Keys(ctx context.Context, tenant, c id.ID) ([]vault.Key, error)
}

// Vault is what the service needs of the vault.
type Vault interface {
	Take(ctx context.Context, tenant id.ID) (id.ID, error)
	Seal(ctx context.Context, tenant id.ID, s vault.Sealed) (vault.Sealed, error)
	OpenAll(ctx context.Context, g access.Grant, fields []vault.Sealed) ([][]byte, error)
	Shred(ctx context.Context, tenant id.ID, keys []id.ID, journal id.ID) error
}

// Files keeps the sealed PDFs.
type Files interface {
	Put(ctx context.Context, tenant, name id.ID, sealed []byte) error
	Get(ctx context.Context, tenant, name id.ID) ([]byte, error)
	Delete(ctx context.Context, tenant, name id.ID) error
}

// Binder knows the cases of one capability.
type Binder interface {
	// May refuses an actor who may not print the file of a case, and says what its rights follow from.
	May(ctx context.Context, a access.Actor, c id.ID) (access.Facts, error)
	// Name is what the file of a case is called, without its ending.
	Name(ctx context.Context, tenant, c id.ID) (string, error)
	// Bind opens the case as the actor, which writes the access row, and prints its whole file. tell is told after each paper.
	Bind(ctx context.Context, a access.Actor, b Bundle, tell func(done, of int) error) ([]byte, error)
}

// Fields are the rows of the field table for bundles.
func Fields() []vault.Field {
	return append(vault.Columns("bundle",
		vault.Needed{Name: "tenant_id", Why: "whose row it is"},
		vault.Needed{Name: "id", Why: "names the print of a file that an account asked for"},
		vault.Needed{Name: "case_id", Why: "the case whose file it is"},
		vault.Needed{Name: "account_id", Why: "the account that asked, which alone can fetch it"},
		vault.Needed{Name: "capability", Why: "where the case is found"},
		vault.Needed{Name: "language", Why: "of its cover and contents"},
		vault.Needed{Name: "asked_at", Why: "when it was asked for; a day later the row and the key are gone"},
		vault.Needed{Name: "done", Why: "papers that are made, for the page that shows how far it is"},
		vault.Needed{Name: "papers", Why: "of how many"},
		vault.Needed{Name: "ready_at", Why: "when it was ready"},
		vault.Needed{Name: "failed", Why: "message key of what it failed for, never an error's text"}),
		vault.Field{Name: FieldContent, Class: vault.ClassSealed, Kind: vault.Bundle, Why: "the whole file of a case as one PDF, for the day in which it can be fetched"})
}

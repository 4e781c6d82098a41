package office

import (
	"context"
	"time"

	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/oidc"
)

// Change is all that one command does to the office. A store plays it whole or not at all.
//
// A row with Version 1 is new; a row with a higher version replaces the one with the version before it, and the change
// fails with [ErrMoved] when that is no longer there.
type Change struct {
	Tenant     id.ID
	Tenants    []Tenant
	Units      []Unit
	Accounts   []Account
	Posts      []Post
	Sessions   []Session // new
	EndSession []id.ID
	EndAll     []id.ID   // accounts whose sessions and tokens all end
	Touch      []Touch   // sessions that were used
	Passkeys   []Passkey // new
	UsePasskey []Passkey // used: the stored credential is replaced
	Drop       []DropKey // passkeys
	DropAll    []id.ID   // accounts whose passkeys and link to a provider go
	Unlink     []id.ID   // accounts whose link to a provider goes, if there is one
	Links      []Link    // new; after Unlink
	UseLink    []Link    // used
	Enrolments []Enrolment
	Approve    []Enrolment  // that nobody approved before, with who does and until when they are good
	Spend      []Hash       // enrolments that must still be there, and go
	SpendAll   []id.ID      // accounts whose enrolments all go
	Programs   []Program    // with the keys that are new or end sooner
	Seen       []ProgramKey // keys of programs that were used
	Steps      []Step       // new
	Finish     []Hash       // steps that must still be there, and go
	Sweep      time.Time    // steps, enrolments, sessions and keys of programs that ended before go; zero: none
	Events     []Event
}

// Touch says when a session was last used.
type Touch struct {
	Session id.ID
	At      time.Time
}

// DropKey names a passkey of an account.
type DropKey struct {
	Account    id.ID
	Credential []byte
}

// Event is one line of the office's own record, shown to the privacy officer: who changed what. Signing in is none.
type Event struct {
	Tenant, ID id.ID
	At         time.Time
	Kind       string // "unit.added", "account.reset" …; its message key is "office.event." and the kind with "_" for "."
	By         id.ID  // the account; zero: linli or the command line
	Unit       id.ID  // the unit concerned
	Account    id.ID  // the account concerned, if any
	Detail     string // a code or a post kind; never what somebody typed freely
}

// ErrNotFound is what a Repo returns for a row that is not there.
var ErrNotFound = fault.New(fault.NotFound, "office.not_found")

// ErrMoved says that a row changed since it was read: read again and decide again.
var ErrMoved = fault.New(fault.Conflict, "office.moved")

// ErrTaken says that a login name, a unit's code, a tenant's name, a passkey or a link exists already.
var ErrTaken = fault.New(fault.Conflict, "office.taken")

// Repo keeps the office. Every read of one row returns [ErrNotFound] where there is none.
type Repo interface {
	// Play commits the change. Errors: ErrMoved, ErrTaken, or the store's.
	Play(ctx context.Context, c Change) error

	// TenantOf resolves a tenant's tag or slug.
	TenantOf(ctx context.Context, tagOrSlug string) (id.ID, error)
	// Tenants lists the ids of all tenants.
	Tenants(ctx context.Context) ([]id.ID, error)
	Tenant(ctx context.Context, tenant id.ID) (Tenant, error)
	// Units lists a tenant's units, closed ones too, by code.
	Units(ctx context.Context, tenant id.ID) ([]Unit, error)

	Account(ctx context.Context, tenant, account id.ID) (Account, error)
	AccountByLogin(ctx context.Context, tenant id.ID, login string) (Account, error)
	// Accounts lists a unit's accounts by login name.
	Accounts(ctx context.Context, tenant, unit id.ID) ([]Account, error)
	// AccountsFor lists the accounts of an organisation of the directory by login name.
	AccountsFor(ctx context.Context, tenant, organisation id.ID) ([]Account, error)
	// PostsOf lists an account's posts that run at a time or later; with the zero time all that it ever held.
	PostsOf(ctx context.Context, tenant, account id.ID, at time.Time) ([]Post, error)
	// PostsIn lists a unit's posts that run at a time or later.
	PostsIn(ctx context.Context, tenant, unit id.ID, at time.Time) ([]Post, error)
	// Holders lists all posts of one kind in the tenant that run at a time or later.
	Holders(ctx context.Context, tenant id.ID, kind access.PostKind, at time.Time) ([]Post, error)
	// Posts lists all posts in the tenant that run at a time or later.
	Posts(ctx context.Context, tenant id.ID, at time.Time) ([]Post, error)

	// SessionAt resolves a session or token with its account.
	SessionAt(ctx context.Context, tenant id.ID, h Hash) (Session, Account, error)
	SessionsOf(ctx context.Context, tenant, account id.ID, now time.Time) ([]Session, error)
	PasskeysOf(ctx context.Context, tenant, account id.ID) ([]Passkey, error)
	// LinkOf finds the account that is joined to somebody at the provider.
	LinkOf(ctx context.Context, tenant id.ID, s oidc.Subject) (Link, error)
	LinkOfAccount(ctx context.Context, tenant, account id.ID) (Link, error)
	Enrolment(ctx context.Context, tenant id.ID, h Hash) (Enrolment, error)
	// Unapproved lists the enrolments that nobody approved and that are not over, the oldest first.
	Unapproved(ctx context.Context, tenant id.ID, now time.Time) ([]Enrolment, error)
	Step(ctx context.Context, tenant id.ID, h Hash) (Step, error)

	// Programs lists the programs that report here, by name, with their keys, the newest first.
	Programs(ctx context.Context, tenant id.ID) ([]Program, error)
	// ProgramAt finds the program of a key, with that key alone.
	ProgramAt(ctx context.Context, tenant id.ID, h Hash) (Program, error)

	// Events lists the record of changes in a set of units, newest first, before an event; a zero id begins at the newest.
	Events(ctx context.Context, tenant id.ID, units []id.ID, before id.ID, limit int) ([]Event, error)
}

package app

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"linli/office"
	"linli/platform/fault"
	"linli/platform/ledger"
)

// ErrLedgerFrom says that what is to be audited is neither the address of a ledger nor a folder with one.
var ErrLedgerFrom = fault.New(fault.Invalid, "cli.ledger.from").At("from")

// auditTimeout bounds one request of an audit over the network.
const auditTimeout = time.Minute

// AuditLedger recomputes a tenant's ledger from its rows. A tenant that never signed anything has a whole, empty one.
func (a *App) AuditLedger(ctx context.Context, t office.Tenant) (*ledger.Report, error) {
	keys, err := ledger.ReadVerifiers(ctx, a.ledgers, t.ID)
	if errors.Is(err, ledger.ErrNoKey) {
		return &ledger.Report{Tenant: t.Slug, Findings: []ledger.Finding{}}, nil
	}
	if err != nil {
		return nil, err
	}
	return ledger.Audit(ctx, t.Slug, ledger.StoreSource(a.ledgers, t.ID), keys)
}

// Verifiers are the public keys of a tenant's ledger, for auditing a copy of it from elsewhere.
func (a *App) Verifiers(ctx context.Context, t office.Tenant) ([]note.Verifier, error) {
	return ledger.ReadVerifiers(ctx, a.ledgers, t.ID)
}

// Elsewhere is a ledger outside this office's databases.
type Elsewhere struct {
	Source  ledger.Source
	Tenant  string          // the name that its newest checkpoint bears
	Claimed []note.Verifier // the keys that its newest checkpoint names: a claim, not a proof
}

// LedgerAt opens a ledger by its address (https://office.example/ledger/demo) or as an exported folder. Error:
// ErrLedgerFrom.
func LedgerAt(ctx context.Context, from string) (Elsewhere, error) {
	var src ledger.Source
	var err error
	if strings.HasPrefix(from, "http://") || strings.HasPrefix(from, "https://") {
		src, err = ledger.URLSource(&http.Client{Timeout: auditTimeout}, from)
	} else {
		src, err = ledger.DirSource(from)
	}
	if err != nil {
		return Elsewhere{}, fault.Wrap(ErrLedgerFrom.Code, ErrLedgerFrom.Key, err).At("from").With(fault.Args{"from": from})
	}
	var newest ledger.Head
	for signed, err := range src.Checkpoints(ctx) {
		if err != nil {
			return Elsewhere{}, fmt.Errorf("reading checkpoints: %w", err)
		}
		if h, err := ledger.HeadOf(signed); err == nil && h.Size >= newest.Size {
			newest = h
		}
	}
	out := Elsewhere{Source: src, Tenant: newest.Tenant}
	for _, k := range newest.Keys {
		if v, err := note.NewVerifier(k); err == nil {
			out.Claimed = append(out.Claimed, v)
		}
	}
	return out, nil
}

// Integrate takes what waits for a tenant's ledger into it and signs it at once, as a serving linli does all the time.
// Where one is at it already, it is left to that one.
func (a *App) Integrate(ctx context.Context, t office.Tenant) error {
	signer, err := a.Signer(ctx, t.ID)
	if err != nil {
		return err
	}
	if err := a.ledgers.Start(ctx, t.ID); err != nil {
		return err
	}
	return ledger.NewSequencer(ledger.Options{Tenant: t.ID, Holder: a.IDs.New(), Store: a.ledgers, Signer: signer, Clock: a.Clock,
		Every: time.Nanosecond}).Step(ctx)
}

package vault_test

import (
	"context"
	"testing"
	"time"

	"linli/platform/access"
	"linli/platform/clock"
	"linli/platform/id"
	"linli/platform/vault"
	"linli/platform/vault/vaulttest"
)

// world is a vault over a store in memory, with a clock that the test moves.
type world struct {
	t        testing.TB
	store    *vaulttest.Store
	clock    *clock.Manual
	ids      *id.Source
	operator *vault.OperatorKey
	vault    *vault.Vault
	engine   *access.Engine
	tenant   id.ID
}

func newWorld(t testing.TB, s vault.Settings) *world {
	t.Helper()
	c := clock.NewManual(time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC))
	w := &world{t: t, store: vaulttest.NewStore(), clock: c, ids: id.NewSource(c, nil)}
	var err error
	if w.operator, err = vault.CreateOperatorKey(t.Context(), t.TempDir()+"/operator.key", "", nil); err != nil {
		t.Fatal(err)
	}
	if w.engine, err = access.NewEngine(); err != nil {
		t.Fatal(err)
	}
	w.tenant = w.ids.New()
	w.vault = w.open(w.operator, s)
	return w
}

// open starts another vault on the same store, as another process would.
func (w *world) open(o vault.Operator, s vault.Settings) *vault.Vault {
	w.t.Helper()
	v, err := vault.New(w.store, o, w.clock, w.ids, s)
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(v.Close)
	return v
}

type recorder struct{}

func (recorder) Record(context.Context, access.Row) error { return nil }

// grant is what a mediator at work on the case gets.
func (w *world) grant(tenant, kase id.ID) access.Grant {
	w.t.Helper()
	unit, account := w.ids.New(), w.ids.New()
	actor := access.Actor{Kind: access.Staff, Tenant: tenant, Account: account, Via: "web",
		Posts: []access.Post{{Kind: access.Mediator, Unit: unit}}}
	facts := access.Facts{Tenant: tenant, Unit: unit, Case: kase, Kind: "mediation", State: "in_session", Assigned: []id.ID{account}}
	g, err := w.engine.Open(w.t.Context(), recorder{}, w.clock.Now(), actor, facts, access.ForWork)
	if err != nil {
		w.t.Fatal(err)
	}
	return g
}

// take takes a key from the vault's pool.
func (w *world) take() id.ID {
	w.t.Helper()
	k, err := w.vault.Take(w.t.Context(), w.tenant)
	if err != nil {
		w.t.Fatal(err)
	}
	return k
}

// seal seals a text of the applicant's name in a new case under a new key.
func (w *world) seal(text string) vault.Sealed {
	w.t.Helper()
	s, err := w.vault.Seal(w.t.Context(), w.tenant, vault.Sealed{Case: w.ids.New(), Owner: w.ids.New(),
		Field: "mediation.party.name", Key: w.take(), Version: 1, Body: []byte(text)})
	if err != nil {
		w.t.Fatal(err)
	}
	return s
}

// reads fails the test unless the field opens to the text.
func (w *world) reads(v *vault.Vault, s vault.Sealed, text string) {
	w.t.Helper()
	got, err := v.Open(w.t.Context(), w.grant(w.tenant, s.Case), s)
	if err != nil || string(got) != text {
		w.t.Fatalf("Open = %q, %v; want %q", got, err, text)
	}
}

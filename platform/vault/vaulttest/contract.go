package vaulttest

import (
	"bytes"
	"errors"
	"slices"
	"testing"
	"time"

	"linli/platform/clock"
	"linli/platform/id"
	"linli/platform/vault"
)

// Contract holds an empty key store to the promises of [vault.KeyStore].
func Contract(t *testing.T, s vault.KeyStore) {
	c := &contract{s: s, now: time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)}
	c.ids = id.NewSource(clock.NewManual(c.now), nil)
	c.tenant, c.other = c.ids.New(), c.ids.New()
	for _, tenant := range []id.ID{c.tenant, c.other} {
		if err := s.AddTenantKey(t.Context(), vault.TenantKey{Tenant: tenant, Generation: 1, Operator: "a", Wrapped: []byte("t1"), MadeAt: c.now}); err != nil {
			t.Fatal(err)
		}
	}
	t.Run("data keys", c.dataKeys)
	t.Run("lists", c.lists)
	t.Run("marks", c.marks)
	t.Run("generations", c.generations)
	t.Run("erasures", c.erasures)
	t.Run("holds", c.holds)
}

type contract struct {
	s             vault.KeyStore
	ids           *id.Source
	now           time.Time
	tenant, other id.ID
}

// put adds n keys of the tenant in generation 1.
func (c *contract) put(t *testing.T, n int, made time.Time) []id.ID {
	t.Helper()
	var rows []vault.WrappedKey
	var keys []id.ID
	for range n {
		k := c.ids.New()
		keys = append(keys, k)
		rows = append(rows, vault.WrappedKey{Tenant: c.tenant, ID: k, Generation: 1, Wrapped: append([]byte("w"), k[:]...), MadeAt: made})
	}
	c.must(t, c.s.Put(t.Context(), rows))
	return keys
}

func (c *contract) must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// left are those of the keys that exist, in order.
func (c *contract) left(t *testing.T, tenant id.ID, keys []id.ID) []id.ID {
	t.Helper()
	rows, err := c.s.Get(t.Context(), tenant, keys)
	c.must(t, err)
	var found []id.ID
	for _, r := range rows {
		found = append(found, r.ID)
	}
	slices.SortFunc(found, compare)
	return found
}

func (c *contract) same(t *testing.T, what string, got, want []id.ID) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func (c *contract) dataKeys(t *testing.T) {
	keys := c.put(t, 40, c.now)
	c.same(t, "put", c.left(t, c.tenant, keys), keys)
	c.same(t, "of another tenant", c.left(t, c.other, keys), nil)
	c.same(t, "with unknown ids", c.left(t, c.tenant, []id.ID{c.ids.New(), keys[3]}), keys[3:4])
	rows, err := c.s.Get(t.Context(), c.tenant, keys[:1])
	c.must(t, err)
	want := vault.WrappedKey{Tenant: c.tenant, ID: keys[0], Generation: 1, MadeAt: c.now}
	got := rows[0]
	if !bytes.Equal(got.Wrapped, append([]byte("w"), keys[0][:]...)) {
		t.Errorf("wrapped came back as %q", got.Wrapped)
	}
	if got.Wrapped = nil; got.Tenant != want.Tenant || got.ID != want.ID || got.Generation != 1 || !got.MadeAt.Equal(c.now) || got.State != vault.Fresh || !got.MarkedAt.IsZero() {
		t.Errorf("row came back as %+v", got)
	}

	c.must(t, c.s.Destroy(t.Context(), c.other, keys)) // another tenant's keys are not touched
	c.must(t, c.s.Destroy(t.Context(), c.tenant, keys[1:]))
	c.must(t, c.s.Destroy(t.Context(), c.tenant, keys[1:]))
	c.must(t, c.s.Compact(t.Context()))
	c.same(t, "after Destroy", c.left(t, c.tenant, keys), keys[:1])
	c.must(t, c.s.Rewrap(t.Context(), []vault.WrappedKey{{Tenant: c.tenant, ID: keys[1], Generation: 2, Wrapped: []byte("x")}}))
	c.same(t, "Rewrap after Destroy", c.left(t, c.tenant, keys), keys[:1])
	c.must(t, c.s.Destroy(t.Context(), c.tenant, keys))
}

func (c *contract) list(t *testing.T, f vault.Filter) []id.ID {
	t.Helper()
	rows, err := c.s.List(t.Context(), c.tenant, f)
	c.must(t, err)
	var found []id.ID
	for _, r := range rows {
		found = append(found, r.ID)
	}
	return found
}

func (c *contract) lists(t *testing.T) {
	old := c.put(t, 5, c.now)
	young := c.put(t, 2, c.now.Add(time.Hour))
	all := slices.Concat(old, young)
	c.same(t, "all fresh", c.list(t, vault.Filter{State: vault.Fresh, Limit: 10}), all)
	c.same(t, "made before", c.list(t, vault.Filter{State: vault.Fresh, Before: c.now.Add(time.Hour), Limit: 10}), old)
	c.same(t, "a page", c.list(t, vault.Filter{State: vault.Fresh, Limit: 3}), old[:3])
	c.same(t, "the next page", c.list(t, vault.Filter{State: vault.Fresh, After: old[2], Limit: 3}), all[3:6])
	c.same(t, "none marked", c.list(t, vault.Filter{State: vault.Marked, Limit: 3}), nil)
	c.must(t, c.s.Destroy(t.Context(), c.tenant, all))
}

func (c *contract) marks(t *testing.T) {
	keys := c.put(t, 4, c.now)
	first, later := c.now.Add(time.Hour), c.now.Add(2*time.Hour)
	c.must(t, c.s.Settle(t.Context(), c.tenant, keys[:1]))
	c.must(t, c.s.Mark(t.Context(), c.tenant, keys[:3], first)) // a used key is not marked
	c.must(t, c.s.Mark(t.Context(), c.tenant, keys, later))     // a marked key keeps its instant
	c.same(t, "fresh", c.list(t, vault.Filter{State: vault.Fresh, Limit: 9}), nil)
	c.same(t, "used", c.list(t, vault.Filter{State: vault.Used, Limit: 9}), keys[:1])
	c.same(t, "marked", c.list(t, vault.Filter{State: vault.Marked, Limit: 9}), keys[1:])
	c.same(t, "marked before", c.list(t, vault.Filter{State: vault.Marked, Before: later, Limit: 9}), keys[1:3])
	c.must(t, c.s.Settle(t.Context(), c.tenant, keys[1:2]))
	c.must(t, c.s.DestroyMarked(t.Context(), c.tenant, keys, later))
	c.same(t, "after DestroyMarked", c.left(t, c.tenant, keys), []id.ID{keys[0], keys[1], keys[3]})
	c.must(t, c.s.Destroy(t.Context(), c.tenant, keys))
}

func (c *contract) generations(t *testing.T) {
	ctx := t.Context()
	keys := c.put(t, 3, c.now)
	next := vault.TenantKey{Tenant: c.tenant, Generation: 2, Operator: "a", Wrapped: []byte("t2"), MadeAt: c.now}
	c.must(t, c.s.AddTenantKey(ctx, next))
	if err := c.s.AddTenantKey(ctx, next); !errors.Is(err, vault.ErrExists) {
		t.Errorf("adding a generation twice: %v", err)
	}
	c.must(t, c.s.CloseTenantKey(ctx, c.tenant, 1, c.now))
	late := vault.WrappedKey{Tenant: c.tenant, ID: c.ids.New(), Generation: 1, Wrapped: []byte("w"), MadeAt: c.now}
	for _, generation := range []int64{1, 7} {
		late.Generation = generation
		if err := c.s.Put(ctx, []vault.WrappedKey{late}); !errors.Is(err, vault.ErrClosed) {
			t.Errorf("putting under generation %d: %v", generation, err)
		}
	}
	c.same(t, "after a refused Put", c.left(t, c.tenant, []id.ID{late.ID}), nil)
	c.must(t, c.s.DropTenantKey(ctx, c.tenant, 1)) // still wraps keys
	c.must(t, c.s.DropTenantKey(ctx, c.tenant, 2)) // still open
	c.same(t, "of a lower generation", c.list(t, vault.Filter{Generation: 2, Limit: 9}), keys)
	var rewrapped []vault.WrappedKey
	for _, k := range keys {
		rewrapped = append(rewrapped, vault.WrappedKey{Tenant: c.tenant, ID: k, Generation: 2, Wrapped: []byte("again")})
	}
	c.must(t, c.s.Rewrap(ctx, rewrapped))
	c.same(t, "after Rewrap", c.list(t, vault.Filter{Generation: 2, Limit: 9}), nil)
	rows, err := c.s.Get(ctx, c.tenant, keys[:1])
	c.must(t, err)
	if string(rows[0].Wrapped) != "again" || rows[0].Generation != 2 || !rows[0].MadeAt.Equal(c.now) {
		t.Errorf("rewrapped: %+v", rows[0])
	}

	next.Wrapped, next.Operator = []byte("t2b"), "b"
	c.must(t, c.s.RewrapTenantKey(ctx, next, "another operator"))
	c.must(t, c.s.RewrapTenantKey(ctx, next, "a"))
	next.Wrapped = []byte("lost")
	c.must(t, c.s.RewrapTenantKey(ctx, next, "a"))
	held, err := c.s.TenantKeys(ctx, c.tenant)
	c.must(t, err)
	if len(held) != 2 || held[0].Generation != 1 || !held[0].ClosedAt.Equal(c.now) || held[1].Operator != "b" || string(held[1].Wrapped) != "t2b" || !held[1].ClosedAt.IsZero() {
		t.Errorf("tenant keys: %+v", held)
	}
	c.must(t, c.s.DropTenantKey(ctx, c.tenant, 1))
	if held, err = c.s.TenantKeys(ctx, c.tenant); err != nil || len(held) != 1 || held[0].Generation != 2 {
		t.Errorf("tenant keys after dropping: %+v, %v", held, err)
	}
	tenants, err := c.s.Tenants(ctx)
	c.must(t, err)
	c.same(t, "tenants", tenants, []id.ID{c.tenant, c.other})
}

func (c *contract) erasures(t *testing.T) {
	ctx := t.Context()
	journal := c.ids.New()
	var entries []vault.Entry
	var keys []id.ID
	for range 4 {
		k := c.ids.New()
		keys = append(keys, k)
		entries = append(entries, vault.Entry{Tenant: c.tenant, Journal: journal, Key: k, At: c.now})
	}
	c.must(t, c.s.Record(ctx, entries))
	again := entries[0]
	again.Journal = c.ids.New()
	c.must(t, c.s.Record(ctx, []vault.Entry{again}))
	c.must(t, c.s.Finish(ctx, c.tenant, keys[:2], c.now.Add(time.Minute)))
	c.must(t, c.s.Finish(ctx, c.tenant, keys[:1], c.now.Add(time.Hour)))
	open, err := c.s.Unfinished(ctx, c.tenant, 9)
	c.must(t, err)
	if len(open) != 2 || open[0] != entries[2] || open[1] != entries[3] {
		t.Errorf("unfinished: %+v", open)
	}
	page, err := c.s.Entries(ctx, c.tenant, keys[0], 2)
	c.must(t, err)
	if len(page) != 2 || page[0].Key != keys[1] || !page[0].FinishedAt.Equal(c.now.Add(time.Minute)) || page[1] != entries[2] {
		t.Errorf("entries: %+v", page)
	}
	first, err := c.s.Entries(ctx, c.tenant, id.ID{}, 1)
	c.must(t, err)
	if len(first) != 1 || first[0].Journal != journal || !first[0].FinishedAt.Equal(c.now.Add(time.Minute)) {
		t.Errorf("an entry recorded and finished twice: %+v", first)
	}
	for before, want := range map[time.Duration]int64{time.Minute: 0, 2 * time.Minute: 1} {
		if n, err := c.s.Shredded(ctx, c.tenant, c.now.Add(before)); err != nil || n != want {
			t.Errorf("erasures that ended before %s: %d, %v; want %d", before, n, err, want)
		}
	}
	if n, err := c.s.Shredded(ctx, c.other, c.now.Add(time.Hour)); err != nil || n != 0 {
		t.Errorf("erasures of another tenant: %d, %v", n, err)
	}
	erased, err := c.s.Erased(ctx, c.tenant, []id.ID{keys[1], c.ids.New(), keys[3]})
	c.must(t, err)
	c.same(t, "erased", erased, []id.ID{keys[1], keys[3]})
	erased, err = c.s.Erased(ctx, c.other, keys)
	c.must(t, err)
	c.same(t, "erased for another tenant", erased, nil)
}

func (c *contract) holds(t *testing.T) {
	ctx := t.Context()
	held := func(tenant id.ID, want bool) {
		t.Helper()
		if got, err := c.s.Held(ctx, tenant); err != nil || got != want {
			t.Errorf("Held = %v, %v", got, err)
		}
	}
	held(c.tenant, false)
	c.must(t, c.s.Hold(ctx, c.tenant, c.now))
	c.must(t, c.s.Hold(ctx, c.tenant, c.now.Add(time.Hour)))
	held(c.tenant, true)
	held(c.other, false)
	c.must(t, c.s.Release(ctx, c.tenant))
	c.must(t, c.s.Release(ctx, c.tenant))
	held(c.tenant, false)
}

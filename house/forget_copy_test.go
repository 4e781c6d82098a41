package house_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/vault"
)

// backup is a copy of what the cases' database and the key store held of a case, as an older backup has it.
type backup struct {
	fields  []vault.Sealed
	section map[id.ID]vault.Scope
	wrapped map[id.ID][]byte
}

func backUp(t *testing.T, w *apptest.World, c mediation.Case) backup {
	t.Helper()
	return backUpOf(t, w, w.App.Mediation.Repo, c.ID)
}

// sections is what a backup asks of a repository.
type sections interface {
	Sealed(ctx context.Context, tenant, c id.ID) ([]vault.Sealed, error)
	Keys(ctx context.Context, tenant, c id.ID) ([]vault.Key, error)
}

func backUpOf(t *testing.T, w *apptest.World, repo sections, c id.ID) backup {
	t.Helper()
	b := backup{section: map[id.ID]vault.Scope{}, wrapped: map[id.ID][]byte{}}
	var err error
	if b.fields, err = repo.Sealed(w.Ctx, w.Tenant(), c); err != nil {
		t.Fatal(err)
	}
	keys, err := repo.Keys(w.Ctx, w.Tenant(), c)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range keys {
		b.section[k.ID] = k.Scope
	}
	for _, r := range rows(t, w.App.Stores.Keys)["wrapped_key"] {
		b.wrapped[id.ID(r["key_id"].([]byte))] = r["wrapped"].([]byte)
	}
	if len(b.fields) == 0 || len(b.wrapped) < len(keys) {
		t.Fatalf("a backup of %d fields and %d keys", len(b.fields), len(b.wrapped))
	}
	return b
}

// gone fails the test for each field of the backup that still opens and should not, and the other way round; and for
// each destroyed key that is left in any file of the key store.
func (b backup) gone(t *testing.T, w *apptest.World, c mediation.Case, should func(vault.Scope) bool) {
	t.Helper()
	// Another process, or this one a minute later: nothing is answered from memory.
	w.Clock.Add(2 * time.Minute)
	self := access.Actor{Kind: access.System, Tenant: w.Tenant(), Via: "job"}
	g, err := w.App.Rights.Open(w.Ctx, w.App.Mediation.Recorder, w.Clock.Now(), self, c.Facts(), access.ForJob)
	if err != nil {
		t.Fatal(err)
	}
	b.goneFor(t, w, g, should)
}

// goneFor is the same for whoever holds a grant.
func (b backup) goneFor(t *testing.T, w *apptest.World, g access.Grant, should func(vault.Scope) bool) {
	t.Helper()
	for _, x := range b.left(t, w, g, should) {
		t.Error(x)
	}
}

// opens lists the fields of the backup that open and should not, and the other way round.
func (b backup) opens(w *apptest.World, g access.Grant, should func(vault.Scope) bool) (found []string) {
	for _, f := range b.fields {
		text, err := w.App.Vault.Open(w.Ctx, g, f)
		scope := b.section[f.Key]
		switch {
		case should(scope) && (err == nil || !errors.Is(err, vault.ErrShredded)):
			found = append(found, fmt.Sprintf("%s of the %s section opens from an older backup: %q, %v", f.Field, scope.Kind, text, err))
		case !should(scope) && err != nil:
			found = append(found, fmt.Sprintf("%s of the %s section was to stay: %v", f.Field, scope.Kind, err))
		}
	}
	return found
}

// left lists what is left of the backup that should not be: fields that open, destroyed keys in any file and table, jobs that gave up.
func (b backup) left(t *testing.T, w *apptest.World, g access.Grant, should func(vault.Scope) bool) (found []string) {
	t.Helper()
	found = b.opens(w, g, should)
	say := func(format string, args ...any) { found = append(found, fmt.Sprintf(format, args...)) }
	destroyed := 0
	files, keyRows, caseRows := keyFiles(t, w), rows(t, w.App.Stores.Keys), rows(t, w.App.Stores.Cases)
	for k, scope := range b.section {
		if !should(scope) {
			continue
		}
		destroyed++
		for name, text := range files {
			if bytes.Contains(text, b.wrapped[k]) {
				say("the key of the %s section is left in %s", scope.Kind, name)
			}
		}
		for _, r := range keyRows["wrapped_key"] {
			if id.ID(r["key_id"].([]byte)) == k {
				say("the key of the %s section is left in the key store", scope.Kind)
			}
		}
		for table, all := range caseRows {
			for _, r := range all {
				if v, ok := r["key_id"].([]byte); ok && id.ID(v) == k {
					say("%s still names the key of the %s section", table, scope.Kind)
				}
			}
		}
	}
	if destroyed == 0 {
		say("nothing was to be destroyed")
	}
	for _, r := range caseRows["job"] {
		if kind, _ := r["kind"].(string); r["state"] == "dead" || strings.HasSuffix(kind, ".destroy") {
			say("a job is left: %v %v", kind, r["last_error"])
		}
	}
	return found
}

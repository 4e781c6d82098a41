package app_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"filippo.io/age"

	"linli/app"
	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/vault"
	"linli/store/dialect"
	"linli/testkit"
)

// embedded furnishes an office on SQLite: what is tested with it has nothing to do with the engine.
func embedded(t *testing.T) *apptest.World {
	t.Helper()
	return apptest.New(t, testkit.Embedded(t, "cases"))
}

// says fails the test unless the English sentence of a refusal is exactly this one.
func says(t *testing.T, w *apptest.World, err error, want string) {
	t.Helper()
	if err == nil {
		t.Errorf("nothing was refused, want %q", want)
		return
	}
	if got := sentence(t, w, i18n.English, err); got != want {
		t.Errorf("%q (%v), want %q", got, err, want)
	}
}

// entries are an archive taken apart.
type entries []struct {
	name string
	body []byte
}

func takeApart(t *testing.T, file string) (out entries) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	r := tar.NewReader(z)
	for {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return out
		}
		body, err2 := io.ReadAll(r)
		if err := errors.Join(err, err2); err != nil {
			t.Fatal(err)
		}
		out = append(out, struct {
			name string
			body []byte
		}{h.Name, body})
	}
}

// edited is an archive put together again after edit; with remake its manifest fits what was edited.
func (e entries) edited(t *testing.T, remake bool, edit func(name string, body []byte) []byte) string {
	t.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	w := tar.NewWriter(z)
	var list []map[string]any
	for _, x := range e {
		body := edit(x.name, bytes.Clone(x.body))
		if x.name == "manifest.json" && remake {
			var err error
			if body, err = json.Marshal(map[string]any{"entries": list}); err != nil {
				t.Fatal(err)
			}
		}
		if body == nil {
			continue
		}
		sum := sha256.Sum256(body)
		list = append(list, map[string]any{"name": x.name, "size": len(body), "sha256": hex.EncodeToString(sum[:])})
		if err := w.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: x.name, Size: int64(len(body)), Mode: 0o600}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(body); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Close(), z.Close()); err != nil {
		t.Fatal(err)
	}
	return save(t, out.Bytes())
}

func save(t *testing.T, body []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, body, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestARestoreRefusesWhatIsNotWholeOrDoesNotFit(t *testing.T) {
	w := embedded(t)
	w.To(mediation.Screening)
	cases, keys := w.Backup(t.TempDir())
	other := embedded(t)
	other.Apply()
	otherCases, otherKeys := other.Backup(t.TempDir())
	read := func(file string) []byte {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	parts := takeApart(t, cases)
	flip := func(b []byte, at int) []byte { b = bytes.Clone(b); b[at] ^= 1; return b }
	change := func(name string, body []byte) []byte {
		if name == "rows/account/000001" {
			return bytes.Replace(body, []byte("clerk"), []byte("klerk"), 1)
		}
		return body
	}
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := filepath.Join(t.TempDir(), "keys")
	if err := app.SaveFile(elsewhere, func(out io.Writer) error {
		_, err := w.App.BackupKeys(w.Ctx, out, []age.Recipient{identity.Recipient()})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	for name, x := range map[string]struct {
		cases, keys string
		want        string
	}{
		"no file":            {"/nowhere", keys, "{cases} cannot be opened."},
		"not a backup":       {save(t, []byte("dear diary, today nothing happened")), keys, "{cases} is not a backup that linli wrote."},
		"an empty file":      {save(t, nil), keys, "{cases} ends too early: it was cut short when it was written or copied. Use another copy."},
		"cut":                {save(t, read(cases)[:len(read(cases))/2]), keys, "{cases} ends too early: it was cut short when it was written or copied. Use another copy."},
		"cut at its end":     {save(t, read(cases)[:len(read(cases))-9]), keys, "{cases} ends too early: it was cut short when it was written or copied. Use another copy."},
		"without a manifest": {parts[:len(parts)-2].edited(t, false, func(_ string, b []byte) []byte { return b }), keys, "{cases} ends too early: it was cut short when it was written or copied. Use another copy."},
		"an edited row":      {parts.edited(t, false, change), keys, "{cases} was changed or damaged after it was written, at rows/account/000001. Use another copy."},
		"edited with its manifest": {parts.edited(t, true, change), keys,
			"{cases} was changed or damaged after it was written, at manifest.json. Use another copy."},
		"rows taken out": {parts.edited(t, false, func(n string, b []byte) []byte {
			if strings.HasPrefix(n, "rows/post/") {
				return nil
			}
			return b
		}), keys, "{cases} was changed or damaged after it was written, at rows/promise/000001. Use another copy."},
		"something appended": {save(t, append(read(cases), read(cases)...)), keys, "{cases} was changed or damaged after it was written, at seals.json. Use another copy."},
		"from the future": {parts.edited(t, true, func(n string, b []byte) []byte {
			if n == "linli.json" {
				return bytes.Replace(b, []byte(`"format":1`), []byte(`"format":7`), 1)
			}
			return b
		}), keys, "{cases} was written by a newer program, in form 7; this one knows form 1. Use the newer program."},
		"a newer schema": {parts.edited(t, true, func(n string, b []byte) []byte {
			if n == "database.json" {
				return bytes.Replace(b, []byte(`"schema":`), []byte(`"schema":90`), 1)
			}
			return b
		}), keys, "{cases} was taken from a database at version 90" + newest(parts) + "; this program knows version " + newest(parts) + ". Use the newer program."},
		"the halves exchanged": {cases, cases, "{keys} is the wrong half of a backup: it holds cases, and keys are asked for. `linli backup` writes the cases, `linli keys backup` the keys."},
		"cut keys":             {cases, save(t, read(keys)[:len(read(keys))-100]), "{keys} was cut short or changed after it was written. Use another copy."},
		"cut in the header":    {cases, save(t, read(keys)[:60]), "{keys} was cut short or changed after it was written. Use another copy."},
		"edited keys":          {cases, save(t, flip(read(keys), len(read(keys))-100)), "{keys} was cut short or changed after it was written. Use another copy."},
		"another operator":     {cases, otherKeys, "The key store belongs to operator key " + other.App.Stores.Operator.ID() + ", but the key given is " + w.App.Stores.Operator.ID() + "."},
		"another pair":         {otherCases, keys, "{cases} and {keys} do not belong together: these keys did not seal these cases."},
		"keys for an identity": {cases, elsewhere, "{keys} is encrypted to somebody else's age key. Give the file with its identity: --identity FILE"},
	} {
		t.Run(name, func(t *testing.T) {
			place := w.Target(dialect.SQLite)
			_, err := w.Restoring(place, x.cases, x.keys).Run(w.Ctx)
			says(t, w, err, strings.NewReplacer("{cases}", x.cases, "{keys}", x.keys).Replace(x.want))
			left, err := os.ReadDir(place.Data)
			if err != nil || len(left) != 1 || left[0].Name() != "keys" {
				t.Errorf("a refused restore left %v behind, %v", left, err)
			}
		})
	}
	t.Run("with its identity", func(t *testing.T) {
		r := w.Restoring(w.Target(dialect.SQLite), cases, elsewhere)
		r.Identities = []age.Identity{identity}
		if _, err := r.Run(w.Ctx); err != nil {
			t.Error(err)
		}
	})
}

// newest is the version of the schema in an archive.
func newest(e entries) string {
	for _, x := range e {
		if x.name == "database.json" {
			var d struct{ Schema int }
			if err := json.Unmarshal(x.body, &d); err == nil {
				return fmt.Sprint(d.Schema)
			}
		}
	}
	return ""
}

func TestARestoreGoesIntoAnEmptyPlaceOnly(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		w.Apply()
		cases, keys := w.Backup(t.TempDir())
		place := w.Target(w.Place.Engine)
		if _, err := w.Restoring(place, cases, keys).Run(w.Ctx); err != nil {
			t.Fatal(err)
		}
		_, err := w.Restoring(place, cases, keys).Run(w.Ctx)
		if !errors.Is(err, app.ErrNotEmpty) || strings.Contains(fault.Of(err).Error(), "password") {
			t.Errorf("into a place that is used: %v", err)
		}
		if w.Place.File != "" {
			place = w.Target(dialect.SQLite)
			stray := filepath.Join(place.Data, "blobs", "x")
			if err := errors.Join(os.MkdirAll(filepath.Dir(stray), 0o700), os.WriteFile(stray, nil, 0o600)); err != nil {
				t.Fatal(err)
			}
			_, err = w.Restoring(place, cases, keys).Run(w.Ctx)
			says(t, w, err, place.Data+"/blobs is not empty. A restore goes into an empty place; name another one.")
			place = w.Target(dialect.SQLite)
			if err := os.Remove(place.Operator); err != nil {
				t.Fatal(err)
			}
			_, err = w.Restoring(place, cases, keys).Run(w.Ctx)
			says(t, w, err, "The operator key "+place.Operator+" is missing. Bring it back first: without it no backup can be opened.")
		}
	})
}

// TestABackupIsOneStateWhileTheOfficeWrites: eight desks write while the backup runs. What it holds is whole: no case without
// its events, no event without its case, and every key is in the backup of the keys that followed.
func TestABackupIsOneStateWhileTheOfficeWrites(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		clerk := w.As("clerk")
		for range 20 {
			w.Apply()
		}
		var desks sync.WaitGroup
		stop := make(chan struct{})
		for range 4 {
			desks.Go(func() {
				for {
					select {
					case <-stop:
						return
					default:
					}
					if _, _, err := w.App.Mediation.Create(w.Ctx, clerk, w.Application(), mediation.Ask{}); err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		cases, keys := w.Backup(t.TempDir())
		close(stop)
		desks.Wait()
		all := len(idsOf(t, w, "select id from mediation"))
		place := w.Target(w.Place.Engine)
		out, err := w.Restoring(place, cases, keys).Run(w.Ctx)
		if err != nil || out.Missing != 0 {
			t.Fatalf("%+v, %v", out, err)
		}
		back := w.Opened(t, place)
		whole(t, back)
		restored := idsOf(t, back, "select id from mediation")
		if len(restored) < 20 || len(restored) > all {
			t.Errorf("%d of %d cases were restored", len(restored), all)
		}
		for _, c := range restored[:20] {
			if o, err := back.App.Mediation.Open(back.Ctx, clerk, c, access.ForWork); err != nil || o.Application.Summary == "" {
				t.Errorf("a restored case does not open: %v", err)
			}
		}
	})
}

// TestKeysOlderThanTheirCasesAreTold: what was told since the backup of the keys cannot be opened, and a restore counts it.
func TestKeysOlderThanTheirCasesAreTold(t *testing.T) {
	w := embedded(t)
	w.Apply()
	_, keys := w.Backup(t.TempDir())
	for range 40 { // more than were written ahead
		w.Apply()
	}
	w.Clock.Add(time.Hour)
	cases, _ := w.Backup(t.TempDir())
	out, err := w.Restoring(w.Target(dialect.SQLite), cases, keys).Run(w.Ctx)
	if err != nil || out.Missing == 0 || out.Newer {
		t.Errorf("%+v, %v", out, err)
	}
}

func TestTheSweepWaitsAfterARestore(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		w.Apply()
		if _, err := w.App.Vault.Take(w.Ctx, w.Tenant()); err != nil {
			t.Fatal(err)
		}
		cases, keys := w.Backup(t.TempDir())
		place := w.Target(w.Place.Engine)
		if _, err := w.Restoring(place, cases, keys).Run(w.Ctx); err != nil {
			t.Fatal(err)
		}
		back := w.Opened(t, place)
		sweep := func() int {
			destroyed := 0
			for range 2 {
				w.Clock.Add(vault.OrphanAge + time.Hour)
				done, err := back.App.EraseDue(w.Ctx)
				if err != nil {
					t.Fatal(err)
				}
				destroyed += done.Orphans
			}
			return destroyed
		}
		if n := sweep(); n != 0 {
			t.Errorf("%d keys were swept before the restore was confirmed", n)
		}
		if n, err := back.App.Confirm(w.Ctx); err != nil || n != 1 {
			t.Errorf("%d offices confirmed, %v", n, err)
		}
		if n := sweep(); n == 0 {
			t.Error("nothing is swept after the restore was confirmed")
		}
		if n, err := back.App.Confirm(w.Ctx); err != nil || n != 0 {
			t.Errorf("%d offices confirmed twice, %v", n, err)
		}
	})
}

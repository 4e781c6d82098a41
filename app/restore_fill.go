package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"linli/platform/archive"
	"linli/platform/blob"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
	backups "linli/store/backup"
	"linli/store/dialect"
	"linli/store/keys"
	"linli/store/migrations"
	offices "linli/store/office"
)

// fill writes both databases and the files into their empty places, replays the journal and holds the sweep.
func (r *Restoring) fill(ctx context.Context, operator *vault.OperatorKey, p *pair, out *Restored) (err error) {
	s := &Stores{Operator: operator}
	defer func() { err = errors.Join(err, s.Close()) }()
	if s.Keys, err = open(ctx, postgresOnly(r.Config.Keys), filepath.Join(r.Config.Keys, "keys.db")); err != nil {
		return err
	}
	if err := r.fillKeys(ctx, s.Keys, operator, p, out); err != nil {
		return err
	}
	if err := r.step(StepKeys); err != nil {
		return err
	}
	if s.Cases, err = open(ctx, r.Config.Database, filepath.Join(r.Config.Data, "linli.db")); err != nil {
		return err
	}
	if err := r.fillCases(ctx, s, p, out); err != nil {
		return err
	}
	if _, err := s.Migrate(ctx); err != nil {
		return err
	}
	if err := r.step(StepCases); err != nil {
		return err
	}
	if err := r.replay(ctx, s, p); err != nil {
		return err
	}
	for _, db := range []*dialect.DB{s.Keys, s.Cases} {
		if err := db.Truncate(ctx); err != nil {
			return err
		}
	}
	return r.knownOnly(ctx, s, p)
}

// alive leaves out the rows whose key is dead.
func (p *pair) alive(t dialect.Table, rows [][]any, out *Restored) [][]any {
	if t.Index("key_id") < 0 || t.Name == "erasure_journal" {
		return rows
	}
	kept := rows[:0]
	for _, row := range rows {
		v := values{t, row}
		if p.dead[dataKey{v.id("tenant_id"), v.id("key_id")}] {
			out.Left++
			continue
		}
		kept = append(kept, row)
	}
	return kept
}

func (r *Restoring) fillKeys(ctx context.Context, db *dialect.DB, operator *vault.OperatorKey, p *pair, out *Restored) error {
	in := &backups.Reader{}
	_, err := r.readKeys(operator, r.into(ctx, db, in, p, out, func(dialect.Table, [][]any) error { return nil }), in)
	return err
}

func (r *Restoring) fillCases(ctx context.Context, s *Stores, p *pair, out *Restored) error {
	in := &backups.Reader{}
	files, err := blob.OpenFolder(r.Config.blobs())
	if err != nil {
		return err
	}
	defer files.Close()
	seen := func(dialect.Table, [][]any) error { return nil }
	if p.keys.Made.Before(p.cases.Made) { // then the keys of the newest cases may not be there
		seen = func(t dialect.Table, rows [][]any) error { return missing(ctx, keys.New(s.Keys), t, rows, out) }
	}
	_, err = r.readCases(r.into(ctx, s.Cases, in, p, out, seen), func(name string, body []byte) error {
		rest, ok := strings.CutPrefix(name, blobPrefix)
		of, what, _ := strings.Cut(rest, "/")
		tenant, err := id.Parse(of)
		key, err2 := id.Parse(what)
		if err := errors.Join(err, err2); !ok || err != nil {
			return fault.Wrap(archive.ErrDamaged.Code, archive.ErrDamaged.Key, err).With(fault.Args{"entry": name})
		}
		if p.dead[dataKey{tenant, key}] { // a blob is called as its key
			out.Left++
			return nil
		}
		out.Blobs++
		return files.Put(ctx, tenant, key, body)
	}, in)
	return err
}

// into loads rows into a database; its tables are made when the archive has described them, before the first row.
func (r *Restoring) into(ctx context.Context, db *dialect.DB, in *backups.Reader, p *pair, out *Restored, seen func(dialect.Table, [][]any) error) func(dialect.Table, [][]any) error {
	prepared := false
	return func(t dialect.Table, rows [][]any) error {
		if !prepared {
			if err := in.Prepare(ctx, db); err != nil {
				return err
			}
			prepared = true
		}
		rows = p.alive(t, rows, out)
		out.Rows += int64(len(rows))
		if err := seen(t, rows); err != nil {
			return err
		}
		return db.Insert(ctx, t, rows)
	}
}

// missing counts the keys of a chunk of case_key that the key store does not hold.
func missing(ctx context.Context, store *keys.Store, t dialect.Table, rows [][]any, out *Restored) error {
	if t.Name != "case_key" {
		return nil
	}
	wanted := map[id.ID][]id.ID{}
	for _, row := range rows {
		v := values{t, row}
		wanted[v.id("tenant_id")] = append(wanted[v.id("tenant_id")], v.id("key_id"))
	}
	for tenant, ids := range wanted {
		found, err := store.Get(ctx, tenant, ids)
		if err != nil {
			return err
		}
		there := map[id.ID]bool{}
		for _, k := range found {
			there[k.ID] = true
		}
		for _, k := range ids {
			if !there[k] {
				out.Missing++
			}
		}
	}
	return nil
}

// replay records every erasure in the restored key store and in its mirror, and holds the sweep of every tenant.
func (r *Restoring) replay(ctx context.Context, s *Stores, p *pair) error {
	mirror, err := vault.OpenJournalFile(r.Config.Journal)
	if err != nil {
		return fault.Wrap(ErrJournal.Code, ErrJournal.Key, err).With(fault.Args{"file": r.Config.Journal})
	}
	defer mirror.Close()
	if err := r.complete(ctx, mirror, p); err != nil {
		return err
	}
	v, err := vault.New(keys.New(s.Keys), s.Operator, r.Clock, id.NewSource(r.Clock, nil), vault.Settings{})
	if err != nil {
		return err
	}
	defer v.Close()
	if err := v.Check(ctx); err != nil {
		return err
	}
	if _, err := v.Replay(ctx, p.entries); err != nil {
		return err
	}
	if err := r.step(StepErasures); err != nil {
		return err
	}
	tenants, err := v.Tenants(ctx)
	if err != nil {
		return err
	}
	for _, t := range tenants {
		if err := v.Hold(ctx, t); err != nil {
			return err
		}
	}
	return r.step(StepHeld)
}

// complete adds to the mirror what the other journals know.
func (r *Restoring) complete(ctx context.Context, mirror *vault.JournalFile, p *pair) error {
	f, err := os.Open(r.Config.Journal)
	if err != nil {
		return err
	}
	there, err := vault.ReadJournal(f)
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	known := map[dataKey]bool{}
	for _, e := range there {
		known[dataKey{e.Tenant, e.Key}] = true
	}
	var lacking []vault.Entry
	for _, e := range p.entries {
		if !known[dataKey{e.Tenant, e.Key}] {
			lacking = append(lacking, e)
		}
	}
	return mirror.Append(ctx, lacking)
}

// knownOnly refuses a restored office whose tenants the backup did not name: then nobody vouched for their rows.
func (r *Restoring) knownOnly(ctx context.Context, s *Stores, p *pair) error {
	if err := migrations.Check(ctx, s.Cases, migrations.Cases); err != nil {
		return err
	}
	tenants, err := offices.New(s.Cases).Tenants(ctx)
	if err != nil {
		return err
	}
	for _, t := range tenants {
		if _, ok := p.cases.Seals[t]; !ok {
			return fault.Wrap(archive.ErrDamaged.Code, archive.ErrDamaged.Key, fmt.Errorf("tenant %s is not in the header", t)).
				With(fault.Args{"file": r.Cases, "entry": "linli.json"})
		}
	}
	return nil
}

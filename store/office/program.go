package office

import (
	"context"

	"linli/office"
	"linli/platform/id"
	"linli/store/dialect"
)

const (
	insertProgram = `insert into program (tenant_id, id, name, made_at, version) values ($1, $2, $3, $4, $5)`
	updateProgram = `update program set name = $3, version = $4 where tenant_id = $1 and id = $2 and version = $5`
	upsertKey     = `insert into program_key (tenant_id, hash, program_id, made_at, seen_at, ends_at) values ($1, $2, $3, $4, $5, $6)
		on conflict (tenant_id, hash) do update set ends_at = excluded.ends_at`
	touchKey       = `update program_key set seen_at = $3 where tenant_id = $1 and hash = $2 and seen_at < $3`
	sweepKeys      = `delete from program_key where tenant_id = $1 and ends_at <= $2`
	selectPrograms = `select id, name, made_at, version from program where tenant_id = $1 order by name, id`
	selectKeys     = `select program_id, hash, made_at, seen_at, ends_at from program_key where tenant_id = $1 order by made_at desc, ends_at desc`
	selectKey      = `select p.id, p.name, p.made_at, p.version, k.made_at, k.seen_at, k.ends_at
		from program_key k join program p on p.tenant_id = k.tenant_id and p.id = k.program_id where k.tenant_id = $1 and k.hash = $2`
)

// programs are the changes to the programs that report here.
func (l *list) programs(c office.Change) {
	for _, p := range c.Programs {
		if p.Version == 1 {
			l.one(insertProgram, c.Tenant, p.ID, p.Name, p.MadeAt, p.Version)
		} else {
			l.one(updateProgram, c.Tenant, p.ID, p.Name, p.Version, p.Version-1)
		}
		for _, k := range p.Keys {
			l.one(upsertKey, c.Tenant, k.Hash[:], p.ID, k.MadeAt, k.SeenAt, k.EndsAt)
		}
	}
	for _, k := range c.Seen {
		l.any(touchKey, c.Tenant, k.Hash[:], k.SeenAt)
	}
}

// Programs lists the programs that report here, with their keys.
func (s *Store) Programs(ctx context.Context, tenant id.ID) ([]office.Program, error) {
	var out []office.Program
	err := s.db.Query(ctx, selectPrograms, []any{tenant}, func(r *dialect.Rows) error {
		p := office.Program{Tenant: tenant}
		err := r.Scan(&p.ID, &p.Name, &p.MadeAt, &p.Version)
		out = append(out, p)
		return err
	})
	if err != nil {
		return nil, found(err, "listing programs")
	}
	keys := map[id.ID][]office.ProgramKey{}
	err = s.db.Query(ctx, selectKeys, []any{tenant}, func(r *dialect.Rows) error {
		var k office.ProgramKey
		var hash []byte
		err := r.Scan(&k.Program, &hash, &k.MadeAt, &k.SeenAt, &k.EndsAt)
		copy(k.Hash[:], hash)
		keys[k.Program] = append(keys[k.Program], k)
		return err
	})
	for i := range out {
		out[i].Keys = keys[out[i].ID]
	}
	return out, found(err, "listing keys of programs")
}

// ProgramAt finds the program of a key, with that key alone.
func (s *Store) ProgramAt(ctx context.Context, tenant id.ID, h office.Hash) (office.Program, error) {
	p, k := office.Program{Tenant: tenant}, office.ProgramKey{Hash: h}
	err := s.db.QueryRow(ctx, selectKey, []any{tenant, h[:]}, &p.ID, &p.Name, &p.MadeAt, &p.Version, &k.MadeAt, &k.SeenAt, &k.EndsAt)
	k.Program, p.Keys = p.ID, []office.ProgramKey{k}
	return p, found(err, "finding the program of a key")
}

package mediation

import (
	"context"
	"errors"
	"time"

	"linli/mediation"
	"linli/platform/access"
	"linli/platform/id"
	"linli/store/dialect"
)

const (
	// An entry's id begins with its time, so that their order is that of the entries.
	selectRegister = `select e.id, e.case_id, e.unit_id, e.kind, e.state, e.at, e.ended_at, m.type, m.ref, m.year, m.number, m.received_at
		from register_entry e join mediation m on m.tenant_id = e.tenant_id and m.id = e.case_id
		where e.tenant_id = $1 and e.kind = $2 order by e.id desc limit $3`
	countRegister = `select kind, count(*) from register_entry where tenant_id = $1 group by kind`
	countEnded    = `select count(*) from register_entry where tenant_id = $1 and kind = $2 and ended_at > 0 and ended_at < $3`
	owedOf        = `select p.case_id, p.unit_id, p.rule, p.rule_key, p.due_at, p.state, m.type, m.year, m.number, m.ref, m.received_at, e.id
		from register_entry e cross join promise p cross join mediation m
		where p.tenant_id = e.tenant_id and p.case_id = e.case_id and p.subject_id = e.id and m.tenant_id = e.tenant_id and m.id = e.case_id
		and e.tenant_id = $1 and p.owed_by = $2 and p.end_at = 0 order by p.due_at, p.case_id, p.rule_key limit $3`
	numbered = `select id from mediation where tenant_id = $1 and year = $4 and id in ` + bears
)

// Register returns the newest rows of a register, the newest first.
func (s *Store) Register(ctx context.Context, tenant id.ID, kind string, limit int) ([]mediation.RegisterRow, error) {
	var out []mediation.RegisterRow
	err := s.db.Query(ctx, selectRegister, []any{tenant, kind, limit}, func(r *dialect.Rows) error {
		var x mediation.RegisterRow
		err := r.Scan(&x.ID, &x.Case, &x.Unit, &x.Kind, &x.State, &x.At, &x.Ended, &x.Type, &x.Ref, &x.Year, &x.Number, &x.Received)
		out = append(out, x)
		return err
	})
	return out, err
}

// Registered counts the rows of each register.
func (s *Store) Registered(ctx context.Context, tenant id.ID) (map[string]int64, error) {
	out := map[string]int64{}
	err := s.db.Query(ctx, countRegister, []any{tenant}, func(r *dialect.Rows) error {
		var kind string
		var n int64
		err := r.Scan(&kind, &n)
		out[kind] = n
		return err
	})
	return out, err
}

// Ended counts the entries of a register that ended before an instant.
func (s *Store) Ended(ctx context.Context, tenant id.ID, kind string, before time.Time) (n int64, err error) {
	err = s.db.QueryRow(ctx, countEnded, []any{tenant, kind, before}, &n)
	return n, err
}

// OwedOf returns the open promises of a post that concern entries of the registers, the next due first.
func (s *Store) OwedOf(ctx context.Context, tenant id.ID, post access.PostKind, limit int) ([]mediation.DueRow, error) {
	var rows []mediation.DueRow
	err := s.db.Query(ctx, owedOf, []any{tenant, string(post), limit}, func(r *dialect.Rows) error {
		var x mediation.DueRow
		err := r.Scan(&x.Case, &x.Unit, &x.Rule, &x.Key, &x.Due, &x.State, &x.Type, &x.Year, &x.No, &x.Ref, &x.Received, &x.Subject)
		rows = append(rows, x)
		return err
	})
	return rows, err
}

// Numbered is the case of a unit that bears a number.
func (s *Store) Numbered(ctx context.Context, tenant, unit id.ID, year, number int) (id.ID, error) {
	var c id.ID
	err := s.db.QueryRow(ctx, numbered, []any{tenant, unit, number, year}, &c)
	if errors.Is(err, dialect.ErrNoRows) {
		return c, mediation.ErrNotFound
	}
	return c, err
}

package report

import (
	"context"
	"time"

	"linli/casefile"
	"linli/platform/id"
	"linli/report"
	"linli/store/dialect"
)

const (
	insertUpdate  = `insert into report_update (tenant_id, public_id, seq, event_id, kind, told_at) values ($1, $2, $3, $4, $5, $6)`
	deleteUpdates = `delete from report_update where tenant_id = $1 and public_id = $2`
	listUpdates   = `select u.told_at, u.public_id, u.seq, u.event_id, u.kind, p.unit_id, p.published_at > 0, p.answer
		from report_update u join report_public p on p.tenant_id = u.tenant_id and p.public_id = u.public_id
		where u.tenant_id = $1 and u.told_at <= $2 and (u.told_at, u.public_id, u.seq) > ($3, $4, $5)
		order by u.told_at, u.public_id, u.seq limit $6`
)

// updated are the statements that tell everybody of a change.
func updated(c *report.Change) (out []dialect.Statement) {
	if c.Told.IsZero() {
		return nil
	}
	for _, e := range c.Events {
		if _, tells := report.Statuses[e.Kind]; tells {
			out = append(out, dialect.Statement{SQL: insertUpdate, Rows: 1, Args: []any{c.Tenant, c.Public.ID, e.Seq, e.ID, string(e.Kind), c.Told}})
		}
	}
	return out
}

// PublicUpdates returns what everybody is told of public reports until an instant, in the order in which it is told, after a place in it.
func (s *Store) PublicUpdates(ctx context.Context, tenant id.ID, until time.Time, after report.UpdateCursor, limit int) ([]report.Update, error) {
	var out []report.Update
	err := s.db.Query(ctx, listUpdates, []any{tenant, until, after.Told, after.Report[:], after.Seq, limit}, func(r *dialect.Rows) error {
		var x report.Update
		var kind string
		err := r.Scan(&x.Told, &x.Report, &x.Seq, &x.Event, &kind, &x.Unit, &x.Published, &x.Answer)
		x.Kind = casefile.Kind(kind)
		out = append(out, x)
		return err
	})
	return out, err
}

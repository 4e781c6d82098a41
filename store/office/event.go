package office

import (
	"context"
	"slices"

	"linli/office"
	"linli/platform/id"
	"linli/store/dialect"
)

const (
	insertEvent = `insert into office_event (tenant_id, id, at, kind, by_id, unit_id, account_id, detail)
		values ($1, $2, $3, $4, $5, $6, $7, $8)`
	selectEvents = `select id, at, kind, by_id, unit_id, account_id, detail from office_event
		where tenant_id = $1 and id < $2 order by id desc limit $3`
)

// InsertEvent is the statement that adds a line to the office's record.
func InsertEvent(e office.Event) dialect.Statement {
	return dialect.Statement{SQL: insertEvent, Args: []any{e.Tenant, e.ID, e.At, e.Kind, e.By, e.Unit, e.Account, e.Detail}, Rows: 1}
}

// eventBatch is how many rows of the record are read at once while looking for those of the asked units.
const eventBatch = 200

// latest is above every id.
var latest = id.ID{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}

// Events lists the record of changes in a set of units, newest first. The record is short and most who read it read all
// units, so the units are chosen here and not in SQL.
func (s *Store) Events(ctx context.Context, tenant id.ID, units []id.ID, before id.ID, limit int) ([]office.Event, error) {
	if before.IsZero() {
		before = latest
	}
	var out []office.Event
	for {
		n := 0
		err := s.db.Query(ctx, selectEvents, []any{tenant, before, eventBatch}, func(r *dialect.Rows) error {
			e := office.Event{Tenant: tenant}
			if err := r.Scan(&e.ID, &e.At, &e.Kind, &e.By, &e.Unit, &e.Account, &e.Detail); err != nil {
				return err
			}
			n++
			before = e.ID
			if len(out) < limit && slices.Contains(units, e.Unit) {
				out = append(out, e)
			}
			return nil
		})
		if err != nil || n < eventBatch || len(out) == limit {
			return out, found(err, "listing the record")
		}
	}
}

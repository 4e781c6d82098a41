package directory

import (
	"context"
	"encoding/json"

	"linli/platform/id"
	"linli/referral/directory"
	"linli/store/dialect"
)

const insertChange = `insert into directory_change (tenant_id, named_id, id, at, account_id, kind, object_id, body) values ($1, $2, $3, $4, $5, $6, $7, $8)`

var selectHistory = `select id, at, account_id, kind, object_id, body from directory_change where tenant_id = $1 and named_id in (` + list(3) + `) order by id desc limit $2`

// History returns who changed objects, the latest first of each part of them.
func (s *Store) History(ctx context.Context, tenant id.ID, of []id.ID, limit int) ([]directory.Change, error) {
	var out []directory.Change
	err := inParts(tenant, []any{limit}, of, func(args []any) error {
		return s.db.Query(ctx, selectHistory, args, func(r *dialect.Rows) error {
			var c directory.Change
			var kind string
			var body json.RawMessage
			err := r.Scan(&c.ID, &c.At, &c.Account, &kind, &c.Object, &body)
			if err == nil {
				err = json.Unmarshal(body, &c.Said)
			}
			c.Kind = directory.Kind(kind)
			out = append(out, c)
			return err
		})
	})
	return out, err
}

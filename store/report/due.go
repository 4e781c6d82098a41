package report

import (
	"context"
	"encoding/json"

	"linli/platform/id"
	"linli/promise"
	"linli/report"
	cases "linli/store/casefile"
	"linli/store/dialect"
)

// The open reports of the unit come first, through the instant at which each is next due: a promise keeps the unit in which it
// was made, its report moves on.
const dueLane = `select r.body, r.version, p.rule, p.rule_key, p.due_at from report r cross join promise p
	where r.tenant_id = $1 and r.unit_id = $2 and r.lane = $3 and r.due_at < $5 and p.tenant_id = r.tenant_id and p.case_id = r.id
	and p.state in ('running', 'late') and p.end_at = 0 and p.due_at >= $4 and p.due_at < $5
	and (p.due_at, p.case_id, p.rule_key) > ($6, $7, $8) and ($9 = '' or p.owed_by = $9) order by p.due_at, p.case_id, p.rule_key limit $10`

// Due returns the open promises of the reports that wait in a lane of the unit, the next due first; with owedBy those of a post.
func (s *Store) Due(ctx context.Context, tenant, unit id.ID, lane, owedBy string, f promise.Filter) ([]report.DueRow, error) {
	var out []report.DueRow
	args := []any{tenant, unit, lane, f.From, cases.Order(f.Until), f.After.Due, f.After.Case[:], f.After.Key, owedBy, f.Limit}
	err := s.db.Query(ctx, dueLane, args, func(r *dialect.Rows) error {
		var x report.DueRow
		var body json.RawMessage
		var version int64
		if err := r.Scan(&body, &version, &x.Rule, &x.Key, &x.Due); err != nil {
			return err
		}
		var err error
		x.Case, err = decode(tenant, body, version)
		out = append(out, x)
		return err
	})
	return out, err
}

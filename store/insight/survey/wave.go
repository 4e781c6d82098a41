package survey

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"linli/insight/survey"
	"linli/office"
	"linli/platform/id"
	"linli/store/dialect"
	offices "linli/store/office"
)

const (
	selectWaves = `select id, version, key_id, sealed, closed_at, body from survey_wave where tenant_id = $1 order by id desc`
	insertWave  = `insert into survey_wave (tenant_id, id, version, key_id, sealed, closed_at, body) values ($1, $2, $3, $4, $5, $6, $7)`
	updateWave  = `update survey_wave set version = $4, key_id = $5, sealed = $6, closed_at = $7 where tenant_id = $1 and id = $2 and version = $3`
)

// Waves implements [survey.Repo].
func (s *Store) Waves(ctx context.Context, tenant id.ID) ([]survey.Wave, error) {
	var out []survey.Wave
	err := s.db.Query(ctx, selectWaves, []any{tenant}, func(r *dialect.Rows) error {
		var w survey.Wave
		var body json.RawMessage
		if err := r.Scan(&w.ID, &w.Version, &w.Key, &w.Sealed, &w.Closed, &body); err != nil {
			return err
		}
		if err := json.Unmarshal(body, &w.Plan); err != nil {
			return fmt.Errorf("decode a wave: %w", err)
		}
		out = append(out, w)
		return nil
	})
	return out, err
}

// Write implements [survey.Repo].
func (s *Store) Write(ctx context.Context, tenant id.ID, w survey.Wave, events ...office.Event) error {
	row := dialect.Statement{SQL: updateWave, Rows: 1, Args: []any{tenant, w.ID, w.Version - 1, w.Version, w.Key, w.Sealed, w.Closed}}
	if w.Version == 1 {
		body, err := json.Marshal(w.Plan)
		if err != nil {
			return fmt.Errorf("encode a wave: %w", err)
		}
		row = dialect.Statement{SQL: insertWave, Rows: 1, Args: []any{tenant, w.ID, w.Version, w.Key, w.Sealed, w.Closed, json.RawMessage(body)}}
	}
	change := []dialect.Statement{row}
	for _, e := range events {
		change = append(change, offices.InsertEvent(e))
	}
	err := s.db.Play(ctx, change)
	var rows *dialect.RowsError
	if errors.As(err, &rows) {
		return fmt.Errorf("%w: %w", survey.ErrMoved, err)
	}
	return err
}

// Record implements [survey.Repo].
func (s *Store) Record(ctx context.Context, e office.Event) error {
	return s.db.Play(ctx, []dialect.Statement{offices.InsertEvent(e)})
}

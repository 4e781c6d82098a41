package report

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"linli/platform/id"
	"linli/report"
	"linli/store/dialect"
)

const (
	selectFiles = `select unit_id, version, taken, body from queue_file where tenant_id = $1 order by unit_id`
	insertFile  = `insert into queue_file (tenant_id, unit_id, version, taken, body) values ($1, $2, $3, $4, $5)`
	updateFile  = `update queue_file set version = $3, taken = $4, body = $5 where tenant_id = $1 and unit_id = $2 and version = $6`
	sumFiles    = `select cast(coalesce(sum(taken), 0) as bigint) from queue_file where tenant_id = $1`
)

var fileQueries = []string{selectFiles, insertFile, updateFile, sumFiles}

// QueueFiles implements report.QueueFiles.
func (s *Store) QueueFiles(ctx context.Context, tenant id.ID) ([]report.QueueFile, error) {
	var out []report.QueueFile
	err := s.db.Query(ctx, selectFiles, []any{tenant}, func(r *dialect.Rows) error {
		var f report.QueueFile
		var body json.RawMessage
		if err := r.Scan(&f.Unit, &f.Version, &f.Taken, &body); err != nil {
			return err
		}
		if err := json.Unmarshal(body, &f); err != nil {
			return fmt.Errorf("decode the file of a queue: %w", err)
		}
		out = append(out, f)
		return nil
	})
	return out, err
}

// KeepQueueFile implements report.QueueFiles.
func (s *Store) KeepQueueFile(ctx context.Context, tenant id.ID, f report.QueueFile) error {
	body, err := json.Marshal(f)
	if err != nil {
		return fmt.Errorf("encode the file of a queue: %w", err)
	}
	put := dialect.Statement{SQL: updateFile, Rows: 1, Args: []any{tenant, f.Unit, f.Version, f.Taken, json.RawMessage(body), f.Version - 1}}
	if f.Version == 1 {
		put = dialect.Statement{SQL: insertFile, Rows: 1, Args: put.Args[:5]}
	}
	err = s.db.Play(ctx, []dialect.Statement{put})
	var rows *dialect.RowsError
	var taken *dialect.DuplicateError
	if errors.As(err, &rows) || errors.As(err, &taken) {
		return fmt.Errorf("%w: %w", report.ErrMoved, err)
	}
	return err
}

// QueuesTaken implements report.QueueFiles.
func (s *Store) QueuesTaken(ctx context.Context, tenant id.ID) (n int64, err error) {
	return n, s.db.QueryRow(ctx, sumFiles, []any{tenant}, &n)
}

// Package job keeps jobs 任务 and notices 提醒: package platform/job's queue and platform/notify's rows.
package job

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"linli/platform/id"
	"linli/platform/job"
	"linli/store/dialect"
)

const (
	insertJob = `insert into job (tenant_id, id, kind, payload, state, run_at, wake_at, lease, attempts, last_error, made_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`
	selectDue = `select tenant_id, id, kind, payload, state, run_at, wake_at, lease, attempts, last_error, made_at
		from job where tenant_id = $1 and state = 'open' and kind = $2 and wake_at <= $3 order by wake_at, id limit $4`
	// The lease number is the compare-and-swap: of two workers who read the same row, one finds it moved.
	leaseJob = `update job set lease = lease + 1, attempts = attempts + 1, wake_at = $4
		where tenant_id = $1 and id = $2 and lease = $3 and state = 'open'`
	extendJob = `update job set wake_at = $4 where tenant_id = $1 and id = $2 and lease = $3 and state = 'open'`
	deleteJob = `delete from job where tenant_id = $1 and id = $2 and lease = $3 and state = 'open'`
	// Moving the lease number on as well shuts out a holder that believes it still runs.
	againJob = `update job set lease = lease + 1, attempts = $4, run_at = $5, wake_at = $5, last_error = $6
		where tenant_id = $1 and id = $2 and lease = $3 and state = 'open'`
	buryJob = `update job set lease = lease + 1, state = 'dead', last_error = $4
		where tenant_id = $1 and id = $2 and lease = $3 and state = 'open'`
	selectDead = `select tenant_id, id, kind, payload, state, run_at, wake_at, lease, attempts, last_error, made_at
		from job where tenant_id = $1 and state = 'dead' and id > $2 order by id limit $3`
	retryJob = `update job set lease = lease + 1, state = 'open', attempts = 0, run_at = $3, wake_at = $3
		where tenant_id = $1 and id = $2 and state = 'dead'`
	discardJob = `delete from job where tenant_id = $1 and id = $2 and state = 'dead'`
)

// Queries lists the package's SQL.
func Queries() []string {
	return []string{
		insertJob, selectDue, leaseJob, extendJob, deleteJob, againJob, buryJob, selectDead, retryJob, discardJob,
		insertNotice, selectAccountNotices, selectUnread, selectPartyNotices, readAccountNotice, readPartyNotice, deleteCaseNotices,
	}
}

// Insert is the statement that adds a job to a Change.
func Insert(j job.Job) dialect.Statement {
	return dialect.Statement{Rows: 1, SQL: insertJob, Args: []any{
		j.Tenant, j.ID, j.Kind, j.Payload.JSON(), string(j.State), j.RunAt, j.WakeAt, j.Lease, j.Attempts, j.Error, j.MadeAt,
	}}
}

// Done is the statement by which a handler ends its own job inside its Change; the handler then returns [job.ErrEnded].
// Its row count guards the Change: a job whose lease was lost changes nothing.
func Done(j job.Job) dialect.Statement {
	return dialect.Statement{Rows: 1, SQL: deleteJob, Args: []any{j.Tenant, j.ID, j.Lease}}
}

// Store is the queue on a database. It implements [job.Queue].
type Store struct{ db *dialect.DB }

// New returns the queue of a database.
func New(db *dialect.DB) *Store { return &Store{db: db} }

// Due implements [job.Queue].
func (s *Store) Due(ctx context.Context, tenant id.ID, kind string, now time.Time, limit int) ([]job.Job, error) {
	return s.list(ctx, selectDue, tenant, kind, now, limit)
}

// Dead implements [job.Queue].
func (s *Store) Dead(ctx context.Context, tenant, after id.ID, limit int) ([]job.Job, error) {
	return s.list(ctx, selectDead, tenant, after[:], limit)
}

func (s *Store) list(ctx context.Context, query string, args ...any) ([]job.Job, error) {
	var jobs []job.Job
	err := s.db.Query(ctx, query, args, func(r *dialect.Rows) error {
		var j job.Job
		var payload json.RawMessage
		if err := r.Scan(&j.Tenant, &j.ID, &j.Kind, &payload, &j.State, &j.RunAt, &j.WakeAt, &j.Lease, &j.Attempts,
			&j.Error, &j.MadeAt); err != nil {
			return err
		}
		if err := json.Unmarshal(payload, &j.Payload); err != nil {
			return fmt.Errorf("reading the payload of job %s: %w", j.ID, err)
		}
		jobs = append(jobs, j)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("listing jobs: %w", err)
	}
	return jobs, nil
}

// Lease implements [job.Queue].
func (s *Store) Lease(ctx context.Context, j job.Job, until time.Time) (job.Job, error) {
	if err := s.one(ctx, leaseJob, j.Tenant, j.ID, j.Lease, until); err != nil {
		return job.Job{}, err
	}
	j.Lease++
	j.Attempts++
	j.WakeAt = until
	return j, nil
}

// Extend implements [job.Queue].
func (s *Store) Extend(ctx context.Context, j job.Job, until time.Time) error {
	return s.one(ctx, extendJob, j.Tenant, j.ID, j.Lease, until)
}

// Done implements [job.Queue].
func (s *Store) Done(ctx context.Context, j job.Job) error {
	return s.one(ctx, deleteJob, j.Tenant, j.ID, j.Lease)
}

// Again implements [job.Queue].
func (s *Store) Again(ctx context.Context, j job.Job, at time.Time, failure string) error {
	return s.one(ctx, againJob, j.Tenant, j.ID, j.Lease, j.Attempts, at, failure)
}

// Bury implements [job.Queue].
func (s *Store) Bury(ctx context.Context, j job.Job, failure string) error {
	return s.one(ctx, buryJob, j.Tenant, j.ID, j.Lease, failure)
}

// Retry implements [job.Queue].
func (s *Store) Retry(ctx context.Context, tenant, job id.ID, at time.Time) error {
	return s.one(ctx, retryJob, tenant, job, at)
}

// Discard implements [job.Queue].
func (s *Store) Discard(ctx context.Context, tenant, job id.ID) error {
	return s.one(ctx, discardJob, tenant, job)
}

// one plays a statement that must change exactly one row; where it does not, the job has moved.
func (s *Store) one(ctx context.Context, query string, args ...any) error {
	err := s.db.Play(ctx, []dialect.Statement{{SQL: query, Args: args, Rows: 1}})
	var moved *dialect.RowsError
	if errors.As(err, &moved) {
		return job.ErrLost
	}
	if err != nil {
		return fmt.Errorf("moving a job: %w", err)
	}
	return nil
}

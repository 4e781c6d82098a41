package job

import (
	"context"
	"slices"
	"sync"
	"time"

	"linli/platform/id"
)

// memory is a queue without a database; its rules are the store's.
type memory struct {
	mu   sync.Mutex
	jobs map[id.ID]Job
	down bool // Extend fails as a database does that cannot be reached
}

func newMemory(jobs ...Job) *memory {
	m := &memory{jobs: map[id.ID]Job{}}
	for _, j := range jobs {
		m.jobs[j.ID] = j
	}
	return m
}

func (m *memory) get(n byte) (Job, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	j, ok := m.jobs[number(n)]
	return j, ok
}

func (m *memory) list(keep func(Job) bool, less func(a, b Job) int, limit int) []Job {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []Job
	for _, j := range m.jobs {
		if keep(j) {
			out = append(out, j)
		}
	}
	slices.SortFunc(out, less)
	return out[:min(limit, len(out))]
}

func byID(a, b Job) int { return slices.Compare(a.ID[:], b.ID[:]) }

func (m *memory) Due(_ context.Context, tenant id.ID, kind string, now time.Time, limit int) ([]Job, error) {
	return m.list(func(j Job) bool {
		return j.Tenant == tenant && j.Kind == kind && j.State == Open && !j.WakeAt.After(now)
	}, byID, limit), nil
}

func (m *memory) change(j Job, edit func(*Job)) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	row, ok := m.jobs[j.ID]
	if !ok || row.Lease != j.Lease || row.State != Open {
		return ErrLost
	}
	edit(&row)
	m.jobs[j.ID] = row
	return nil
}

func (m *memory) Lease(_ context.Context, j Job, until time.Time) (Job, error) {
	err := m.change(j, func(row *Job) { row.Lease++; row.Attempts++; row.WakeAt = until; j = *row })
	return j, err
}

func (m *memory) Extend(_ context.Context, j Job, until time.Time) error {
	m.mu.Lock()
	down := m.down
	m.mu.Unlock()
	if down {
		return context.DeadlineExceeded
	}
	return m.change(j, func(row *Job) { row.WakeAt = until })
}

func (m *memory) Done(_ context.Context, j Job) error {
	err := m.change(j, func(*Job) {})
	if err == nil {
		m.mu.Lock()
		defer m.mu.Unlock()
		delete(m.jobs, j.ID)
	}
	return err
}

func (m *memory) Again(_ context.Context, j Job, at time.Time, failure string) error {
	return m.change(j, func(row *Job) {
		row.Lease++
		row.Attempts, row.RunAt, row.WakeAt, row.Error = j.Attempts, at, at, failure
	})
}

func (m *memory) Bury(_ context.Context, j Job, failure string) error {
	return m.change(j, func(row *Job) { row.Lease++; row.State = Dead; row.Error = failure })
}

func (m *memory) Dead(_ context.Context, tenant, after id.ID, limit int) ([]Job, error) {
	return m.list(func(j Job) bool {
		return j.Tenant == tenant && j.State == Dead && slices.Compare(j.ID[:], after[:]) > 0
	}, byID, limit), nil
}

func (m *memory) Retry(context.Context, id.ID, id.ID, time.Time) error { return ErrLost }
func (m *memory) Discard(context.Context, id.ID, id.ID) error          { return ErrLost }

package job

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"time"

	"linli/platform/id"
)

// State is where a job stands.
type State string

// The states. A done job is no row at all, so that nothing is kept of it.
const (
	Open State = "open" // waits, or runs under a lease
	Dead State = "dead" // gave up; an administrator retries or discards it
)

// Job is one piece of work.
type Job struct {
	Tenant   id.ID
	ID       id.ID
	Kind     string // "notify.mail"; says which handler runs it
	Payload  Payload
	State    State
	RunAt    time.Time // not before this instant
	WakeAt   time.Time // when a worker may take it: RunAt while it waits, the end of the lease while it runs
	Lease    int64     // number of the lease that holds or held it; counts up, never back
	Attempts int64     // how often it was begun since it was made or retried
	Error    string    // message key of the last failure; never the text of an error
	MadeAt   time.Time
}

// Payload are the ids and codes that a handler needs, by name: {"account":"0190…","text":"notify.mail.new"}.
type Payload map[string]string

// maxPayload bounds the number of entries of a payload.
const maxPayload = 16

var (
	namePattern = regexp.MustCompile(`^[a-z][a-z0-9_]{0,31}$`)
	kindPattern = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*){1,3}$`)
	codePattern = regexp.MustCompile(`^[a-z][a-z0-9_]*([.-][a-z0-9_]+){0,5}$`)
)

// Check refuses a payload that holds anything but ids and codes.
func (p Payload) Check() error {
	if len(p) > maxPayload {
		return fmt.Errorf("job: a payload has at most %d entries", maxPayload)
	}
	for _, name := range slices.Sorted(maps.Keys(p)) {
		if !namePattern.MatchString(name) {
			return errors.New("job: a payload's names are lower-case words")
		}
		v := p[name]
		if u, err := id.Parse(v); err == nil && !u.IsZero() && u.String() == v {
			continue
		}
		if len(v) > 64 || !codePattern.MatchString(v) {
			return fmt.Errorf("job: %s of a payload is neither an id nor a code", name)
		}
	}
	return nil
}

// ID is the id under a name of the payload.
func (p Payload) ID(name string) (id.ID, error) {
	u, err := id.Parse(p[name])
	if err == nil && u.IsZero() {
		err = errors.New("it is missing")
	}
	if err != nil {
		return id.ID{}, fmt.Errorf("reading %s of a job's payload: %w", name, err)
	}
	return u, nil
}

// JSON is the payload as it is stored; names in order.
func (p Payload) JSON() json.RawMessage {
	if p == nil {
		p = Payload{}
	}
	b, err := json.Marshal(p)
	if err != nil {
		panic("job: a map of strings always encodes: " + err.Error()) //nolint:forbidigo // as it says
	}
	return b
}

// New returns a job that runs at the instant runAt or as soon after it as a worker is free. It refuses a kind or a
// payload of the wrong form.
func New(tenant, job id.ID, kind string, payload Payload, now, runAt time.Time) (Job, error) {
	if tenant.IsZero() || job.IsZero() {
		return Job{}, errors.New("job: a job needs its tenant and an id")
	}
	if !kindPattern.MatchString(kind) || len(kind) > 64 {
		return Job{}, fmt.Errorf("job: %q is not a kind, which is written area.thing", kind)
	}
	if err := payload.Check(); err != nil {
		return Job{}, err
	}
	if runAt.Before(now) {
		runAt = now
	}
	return Job{
		Tenant: tenant, ID: job, Kind: kind, Payload: maps.Clone(payload), State: Open, RunAt: runAt, WakeAt: runAt, MadeAt: now,
	}, nil
}

// ErrLost says that another worker holds the job, or that it is gone: what the caller knew of it is over.
var ErrLost = errors.New("job: the lease is lost")

// Queue is the store of jobs. Every method but Due and Dead returns [ErrLost] when the job has moved.
type Queue interface {
	// Due returns at most limit open jobs of a kind whose WakeAt is not after now, the longest waiting first.
	Due(ctx context.Context, tenant id.ID, kind string, now time.Time, limit int) ([]Job, error)
	// Lease takes a job until the instant and returns it with its new lease number and one attempt more.
	Lease(ctx context.Context, j Job, until time.Time) (Job, error)
	// Extend moves the end of the lease.
	Extend(ctx context.Context, j Job, until time.Time) error
	// Done removes the job.
	Done(ctx context.Context, j Job) error
	// Again lets the job wait until the instant, with the key of its failure. Attempts is stored as j has it.
	Again(ctx context.Context, j Job, at time.Time, failure string) error
	// Bury makes the job dead, with the key of its failure.
	Bury(ctx context.Context, j Job, failure string) error
	// Dead returns at most limit dead jobs after the id, in the order of their ids.
	Dead(ctx context.Context, tenant, after id.ID, limit int) ([]Job, error)
	// Retry lets a dead job wait until the instant, with no attempts made.
	Retry(ctx context.Context, tenant, job id.ID, at time.Time) error
	// Discard removes a dead job.
	Discard(ctx context.Context, tenant, job id.ID) error
}

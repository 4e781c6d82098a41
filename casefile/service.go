package casefile

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"linli/platform/access"
	"linli/platform/blob"
	"linli/platform/clock"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/job"
	"linli/platform/vault"
)

// Service is the half of a capability's service that is the same for all of them: what it works with, and the steps that no
// capability does in its own way. A capability puts it into its own service, beside its store and what it asks of the office.
type Service struct {
	Vault    Vault
	Access   *access.Engine
	Recorder access.Recorder
	Reads    ReadLog
	Clock    clock.Clock
	IDs      *id.Source
	Files    blob.Store // sealed files
	Cleaner  *blob.Cleaner
	Queued   func(tenant id.ID) // told after commit that leaves wait for the ledger
	// Rules tells by which rules and holidays promises are counted now: another text whenever they are others. nil: always the same.
	Rules func(ctx context.Context, tenant id.ID) (string, error)

	running Running
}

// Vault is what a service needs of the vault.
type Vault interface {
	Take(ctx context.Context, tenant id.ID) (id.ID, error)
	Seal(ctx context.Context, tenant id.ID, s vault.Sealed) (vault.Sealed, error)
	OpenAll(ctx context.Context, g access.Grant, fields []vault.Sealed) ([][]byte, error)
	OpenOwn(ctx context.Context, tenant, account id.ID, fields []vault.Sealed) ([][]byte, error)
	Shred(ctx context.Context, tenant id.ID, keys []id.ID, journal id.ID) error
}

// ReadLog tells who read a case.
type ReadLog interface {
	// Readings returns who opened a case before an instant (zero: the newest), newest first: everybody's reads but those
	// of other parties than the given one.
	Readings(ctx context.Context, tenant, c, party id.ID, before time.Time, limit int) ([]access.Row, error)
}

// Once is [Running.Once] for the requests of this service.
func (s *Service) Once(ctx context.Context, tenant id.ID, q *Request, kept Answers, do func() ([]byte, error)) ([]byte, error) {
	return s.running.Once(ctx, tenant, q, kept, do)
}

// attempts is how often a command is decided anew when its case moved meanwhile.
const attempts = 4

// Retry is [Service.Once] for a command on a case that others may move between deciding and playing: it is decided anew then.
// Where they keep moving it, the error is moved.
func (s *Service) Retry(ctx context.Context, tenant id.ID, q *Request, kept Answers, moved error, do func() ([]byte, error)) ([]byte, error) {
	return s.Once(ctx, tenant, q, kept, func() (answer []byte, err error) {
		for range attempts {
			if answer, err = do(); !errors.Is(err, moved) {
				break
			}
		}
		return answer, err
	})
}

// Settled makes nothing of a refusal by the machine, and of a case that is no more: a job or a deadline came for a case that went
// on meanwhile, and there is nothing to do any more.
func Settled(err, notFound error) error {
	if err != nil && fault.Of(err).Code != fault.Guard && !errors.Is(err, notFound) {
		return err
	}
	return nil
}

// Itself is linli acting on a case, on a deadline or in a job.
func Itself(tenant id.ID) access.Actor {
	return access.Actor{Kind: access.System, Tenant: tenant, Via: "job"}
}

// Played does what may only be done after the commit of a change: it destroys at once the keys that ended, what their jobs would
// do in a moment and repeat until it has happened, and tells that leaves wait.
func (s *Service) Played(ctx context.Context, c Change) {
	for _, j := range c.Jobs {
		if strings.HasSuffix(j.Kind, destroys) {
			_ = s.Destroy(ctx, j) // a failure is the job's to repeat
		}
	}
	if s.Queued != nil {
		s.Queued(c.Tenant)
	}
}

// Destroy destroys the keys that a job of [Destroying] names, and the blobs that they sealed. The erasure journal names it by the
// job's own id; it may be repeated until it succeeds, and after that does nothing.
func (s *Service) Destroy(ctx context.Context, j job.Job) error {
	var keys []id.ID
	for name := range j.Payload {
		k, err := j.Payload.ID(name)
		if err != nil {
			return job.Permanent(err)
		}
		keys = append(keys, k)
	}
	if err := s.Vault.Shred(ctx, j.Tenant, keys, j.ID); err != nil {
		return fmt.Errorf("%s: %w", j.Kind, err)
	}
	if s.Files == nil {
		return nil
	}
	for _, k := range keys { // a blob is called as its key; most keys seal no blob
		if err := s.Files.Delete(ctx, j.Tenant, k); err != nil {
			return fmt.Errorf("%s: %w", j.Kind, err)
		}
	}
	return nil
}

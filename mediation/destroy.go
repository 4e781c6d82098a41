package mediation

import (
	"context"

	"linli/platform/id"
	"linli/platform/job"
)

// destroyJob destroys data keys. It is written in the change that ends them, so that from the commit on the erasure
// happens whatever becomes of this process or of the key store, and is tried until it has happened: the case itself no
// longer names the keys then.
const destroyJob = "mediation.destroy"

// Destroy destroys the keys that a job names, and the blobs that they sealed. It is the job "mediation.destroy", named
// by its own id in the erasure journal; it may be repeated until it succeeds, and after that does nothing.
func (s *Service) Destroy(ctx context.Context, j job.Job) (err error) {
	defer wrap(&err, "destroy keys")
	var keys []id.ID
	for name := range j.Payload {
		k, err := j.Payload.ID(name)
		if err != nil {
			return job.Permanent(err)
		}
		keys = append(keys, k)
	}
	if err := s.Vault.Shred(ctx, j.Tenant, keys, j.ID); err != nil {
		return err
	}
	if s.Files == nil {
		return nil
	}
	for _, k := range keys { // a blob is called as its key; most keys seal no blob
		if err := s.Files.Delete(ctx, j.Tenant, k); err != nil {
			return err
		}
	}
	return nil
}

// destroyNow does what a change's jobs would do in a moment. A failure is theirs to repeat.
func (s *Service) destroyNow(ctx context.Context, ch Change) {
	for _, j := range ch.Jobs {
		if j.Kind == destroyJob {
			_ = s.Destroy(ctx, j)
		}
	}
}

package casefile

import (
	"fmt"
	"slices"
	"time"

	"linli/platform/id"
	"linli/platform/job"
	"linli/platform/vault"
)

// keysAJob is how many keys one job names: a payload has no room for more.
const keysAJob = 16

// destroys is the end of the name of the jobs that destroy keys: "report.destroy".
const destroys = ".destroy"

// Destroying are the jobs of a capability that destroy keys, due at once: as many as it takes to name every key. They are written
// in the change that ends the keys, so that from the commit on the erasure happens whatever becomes of this process or of the key
// store: the case itself no longer names the keys then.
func Destroying(capability string, tenant id.ID, keys []vault.Key, ids *id.Source, now time.Time) ([]job.Job, error) {
	var out []job.Job
	for some := range slices.Chunk(keys, keysAJob) {
		p := job.Payload{}
		for i, k := range some {
			p[fmt.Sprintf("key%d", i)] = k.ID.String()
		}
		j, err := job.New(tenant, ids.New(), capability+destroys, p, now, now)
		if err != nil {
			return nil, err
		}
		out = append(out, j)
	}
	return out, nil
}

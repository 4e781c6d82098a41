package casefile

import (
	"testing"
	"time"

	"linli/platform/clock"
	"linli/platform/id"
	"linli/platform/vault"
)

// TestEveryKeyIsNamedInAJob: however many keys a change ends, each stands in one job.
func TestEveryKeyIsNamedInAJob(t *testing.T) {
	now := time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)
	ids := id.NewSource(clock.NewManual(now), nil)
	for _, n := range []int{0, 1, 16, 17, 43} {
		var keys []vault.Key
		for range n {
			keys = append(keys, vault.Key{ID: ids.New()})
		}
		jobs, err := Destroying("report", ids.New(), keys, ids, now)
		if err != nil {
			t.Fatalf("%d keys: %v", n, err)
		}
		named := map[string]bool{}
		for _, j := range jobs {
			for _, key := range j.Payload {
				named[key] = true
			}
		}
		for _, k := range keys {
			if !named[k.ID.String()] {
				t.Errorf("%d keys: %s is in no job", n, k.ID)
			}
		}
		if len(named) != n {
			t.Errorf("%d keys are named, of %d", len(named), n)
		}
	}
}

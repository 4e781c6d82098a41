package e2e

import (
	"context"
	"encoding/json"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Marks are what Lighthouse says of a page that a telephone opens for the first time.
type Marks struct {
	URL    string
	Scores map[string]int // by category, 0 to 100
	Bytes  float64        // what came over the wire
	Faults []string       // what was marked down
	Error  string         // why the page could not be looked at
}

// Lighthouse looks at pages, in their order. What depends on the machine's speed is left out.
func Lighthouse(t *testing.T, urls ...string) []Marks {
	t.Helper()
	chromium := need(t, "e2e/lighthouse/node_modules/lighthouse")
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	run := exec.CommandContext(ctx, "node", append([]string{filepath.Join(here(), "lighthouse", "run.mjs"), "--untimed"}, urls...)...) // fixed program
	run.Env = append(run.Environ(), "CHROMIUM="+chromium)
	var why strings.Builder
	run.Stderr = &why
	out, err := run.Output()
	if err != nil {
		t.Fatalf("Lighthouse: %v: %s", err, why.String())
	}
	var all []Marks
	for line := range strings.Lines(string(out)) {
		var m Marks
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			t.Fatalf("Lighthouse said %q", line)
		}
		all = append(all, m)
	}
	if len(all) != len(urls) {
		t.Fatalf("%d of %d pages were looked at", len(all), len(urls))
	}
	return all
}

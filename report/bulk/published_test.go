package bulk_test

import (
	"io"
	"os"
	"path/filepath"
	"testing"

	"linli/report/bulk"
)

// TestPublished reads a year's requests as Los Angeles published them, where the machine has them; their licence keeps them out of the
// project. Each row is taken, by the map that its header is recognised by; what has no coordinates keeps its address.
func TestPublished(t *testing.T) {
	dir := os.Getenv("LINLI_TEST_DATA")
	if dir == "" {
		dir = "../../../shared/data"
	}
	name := filepath.Join(dir, "la311-2017.csv")
	if _, err := os.Stat(name); err != nil {
		t.Skip("the requests that Los Angeles published are not here; set LINLI_TEST_DATA to the folder of la311-2017.csv")
	}
	los := zone(t, "America/Los_Angeles")
	o := bulk.Options{Name: name, Zone: los, Now: now, Known: func(category string) bool { return office[category] }}
	refs, placeless, nowhere, closed, years := map[string]bool{}, 0, 0, 0, map[int]int{}
	out, err := bulk.Read(t.Context(), func() (io.ReadCloser, error) { return os.Open(name) }, o, nil, func(r bulk.Row) error {
		refs[r.Ref] = true
		if r.Place.IsZero() {
			placeless++
		}
		if r.Place.IsZero() && r.Address == "" {
			nowhere++
		}
		if !r.Closed.IsZero() {
			closed++
		}
		if r.Closed.Before(r.Requested) && !r.Closed.IsZero() {
			t.Errorf("line %d is closed before it came", r.Line)
		}
		years[r.Requested.In(los).Year()]++
		return nil
	})
	if err != nil || out.Map != "la" || out.Rows != 9999 || len(refs) != 9999 || len(out.Rejected) != 0 || len(out.Mapped) != 14 || years[2017] != 9999 || placeless != 1753 || nowhere != 0 || closed != 9994 {
		t.Errorf("%+v, %v: %d numbers, %d without coordinates (%d without an address too), %d closed, %v", out, err, len(refs), placeless, nowhere, closed, years)
	}
}

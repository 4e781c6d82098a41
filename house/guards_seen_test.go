package house_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"linli/mediation"
	referrals "linli/referral"
	reports "linli/report"
	"linli/report/inspection"
)

// TestEveryGuardIsSeenToRefuse fails where no test names a guard of the machine: taken out, nobody would miss it.
func TestEveryGuardIsSeenToRefuse(t *testing.T) {
	var tests strings.Builder
	for _, folder := range []string{"../casefile/*_test.go", "../mediation/*_test.go", "../report/*_test.go", "../report/*/*_test.go", "../app/*_test.go", "../api/*_test.go", "../web/*/*_test.go"} {
		files, err := filepath.Glob(folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			text, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			tests.Write(text)
		}
	}
	seen := map[string]bool{}
	for _, row := range mediation.Machine {
		for _, g := range row.Guards {
			seen[g.Name] = seen[g.Name] || strings.Contains(tests.String(), `"`+g.Name+`"`) || strings.Contains(tests.String(), "mediation.guard."+g.Name+`"`) || strings.Contains(tests.String(), "demand.guard."+g.Name+`"`) || strings.Contains(tests.String(), "urgent.guard."+g.Name+`"`) || strings.Contains(tests.String(), "export.guard."+g.Name+`"`) || strings.Contains(tests.String(), "waive.guard."+g.Name+`"`)
		}
	}
	for _, row := range slices.Concat(reports.Machine, reports.Issues) {
		for _, g := range row.Guards {
			seen[g.Name] = seen[g.Name] || strings.Contains(tests.String(), "report.guard."+g.Name+`"`) || strings.Contains(tests.String(), "issue.guard."+g.Name+`"`) || strings.Contains(tests.String(), "counter.guard."+g.Name+`"`) ||
				strings.Contains(tests.String(), "takeout.guard."+g.Name+`"`) || strings.Contains(tests.String(), "rights.guard."+g.Name+`"`) || strings.Contains(tests.String(), "demand.guard."+g.Name+`"`) || strings.Contains(tests.String(), "urgent.guard."+g.Name+`"`) || strings.Contains(tests.String(), "export.guard."+g.Name+`"`) || strings.Contains(tests.String(), "waive.guard."+g.Name+`"`)
		}
	}
	for _, row := range inspection.Machine {
		for _, g := range row.Guards {
			seen[g.Name] = seen[g.Name] || strings.Contains(tests.String(), "inspection.guard."+g.Name+`"`)
		}
	}
	for _, row := range slices.Concat(referrals.Machine, referrals.Loop) {
		for _, g := range row.Guards {
			seen[g.Name] = seen[g.Name] || strings.Contains(tests.String(), "referral.guard."+g.Name+`"`) || strings.Contains(tests.String(), "counter.guard."+g.Name+`"`) ||
				strings.Contains(tests.String(), "rights.guard."+g.Name+`"`) || strings.Contains(tests.String(), "demand.guard."+g.Name+`"`) || strings.Contains(tests.String(), "urgent.guard."+g.Name+`"`) || strings.Contains(tests.String(), "export.guard."+g.Name+`"`) || strings.Contains(tests.String(), "waive.guard."+g.Name+`"`)
		}
	}
	if len(seen) < 100 {
		t.Fatalf("the machine has %d guards", len(seen))
	}
	for name, refuses := range seen {
		if !refuses {
			t.Errorf("no test sees the guard %s refuse", name)
		}
	}
}

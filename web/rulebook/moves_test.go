package rulebook_test

import (
	"context"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/platform/id"
	"linli/rulebook"
	"linli/rulebook/release"
)

// many is a store with more open promises than a page looks at.
type many struct {
	release.Repo
	rule       string
	start      time.Time
	read, most int
}

func (m *many) Owed(_ context.Context, _ id.ID, capability string, after release.Owed, limit int) (out []release.Owed, _ error) {
	var from int
	_, _ = fmt.Sscanf(after.Key, "%d", &from)
	for i := from + 1; capability == "mediation" && i <= 120_000 && len(out) < limit; i++ {
		out = append(out, release.Owed{Key: fmt.Sprintf("%06d", i), Rule: m.rule, Start: m.start})
	}
	m.read, m.most = m.read+len(out), max(m.most, len(out))
	return out, nil
}

// TestThePageSaysWhatMoves: holidays that are corrected move what falls due from the version's day on, and nothing that is over by then;
// of very many promises the page looks at a part, a few at once, and says so.
func TestThePageSaysWhatMoves(t *testing.T) {
	o := apptest.OpenSite(t)
	o.App.Versions.Try = func(fs.FS) (int, []rulebook.Finding, error) { return 0, nil, nil } // its examples are of the holidays as they were
	o.Handler()
	o.Apply()
	o.Submit(o.Issue())
	d := begin(t, o, "2026.2")
	d.change("admin", "calendars.yaml", "from: 2026-04-04\n            to: 2026-04-06\n", "from: 2026-03-18\n            to: 2026-03-31\n")
	page := o.Page("admin", d.at+"/changes")
	apptest.Says(t, page, "The last day of these moves", "Only holidays that come or change move their days")
	for rule, moves := range map[string]bool{"report_answer": true, "screening": false} {
		r, _ := o.App.Library.Versions("cn-town")[0].Promise(rule)
		if says := strings.Contains(page, r.Title.In("en")+"</th>"); says != moves {
			t.Errorf("the page says that %s moves: %v", rule, says)
		}
	}
	if strings.Contains(page, "were looked at") {
		t.Error("of few promises the page says that it looked at a part")
	}
	all := &many{Repo: o.App.Versions.Repo, rule: "report_answer", start: o.Clock.Now()}
	o.App.Versions.Repo = all
	apptest.Says(t, o.Page("admin", d.at+"/changes"), "only the first 50,000 promises were looked at")
	if all.read != 50_000 || all.most != 1000 {
		t.Errorf("%d were read, %d at once", all.read, all.most)
	}
}

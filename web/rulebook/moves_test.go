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

// TestThePageSaysWhichOpenCasesARuleMoves: a rule that gives open cases its clock stands among what moves, with how many, and its line is
// marked; what is due before the version's day is not counted, and without the key nothing of an open case moves.
func TestThePageSaysWhichOpenCasesARuleMoves(t *testing.T) {
	o := apptest.OpenSite(t)
	o.App.Versions.Try = func(fs.FS) (int, []rulebook.Finding, error) { return 0, nil, nil }
	o.Handler()
	o.Apply()
	o.Submit(o.Issue())
	d := begin(t, o, "2026.2")
	d.change("admin", "promises.yaml", "\n    clock: 3 working days\n", "\n    clock: 60 working days\n    open_cases: true\n")
	rule := func(id string) string {
		r, _ := o.App.Library.Versions("cn-town")[0].Promise(id)
		return r.Title.In("en") + "</th>"
	}
	d.change("admin", "calendars.yaml", "from: 2026-04-04\n            to: 2026-04-06\n", "from: 2026-03-03\n            to: 2026-03-09\n") // over by the version's day
	d.change("admin", "promises.yaml", "void_by: [withdraw, join]\n    clock: 13 working days", "void_by: [withdraw, join]\n    clock: 30 working days")
	page := o.Page("admin", d.at+"/changes")
	if strings.Contains(page, rule("report_answer")) || strings.Contains(page, rule("screening")) {
		t.Error("what is due before the version's day moves, or a rule that does not say so moves open cases")
	}
	d.change("admin", "promises.yaml", "clock: 30 working days", "clock: 30 working days\n    open_cases: true")
	apptest.Says(t, o.Page("admin", d.at+"/changes"), rule("report_answer"), "The last day of these moves", "(for open cases too)", "for cases too that are open when the version takes effect")
}

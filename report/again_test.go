package report

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/casefile"
	"linli/platform/id"
	"linli/rulebook"
	"linli/rulebooks"
)

// TestTheOfficeIsOnTheClockAgain: who says that it is not fixed, whoever looks again and finds that it is not, and a review that sends it
// back put the office on the clock, under every shipped rulebook and in every category, for as long as the first time.
func TestTheOfficeIsOnTheClockAgain(t *testing.T) {
	begun, again := time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC), time.Date(2026, 4, 13, 2, 0, 0, 0, time.UTC) // both Mondays without a holiday near
	for _, book := range shipped(t) {
		for _, category := range book.Report.Categories {
			if category.Kind.AboutUnit() {
				continue
			}
			for _, last := range []struct{ told, event casefile.Kind }{{"fix", "reopen"}, {"answer", "reopen"}, {"fix", "recheck_failed"}, {"not_accept", "send_back"}, {"answer", "send_back"}} {
				if !category.Kind.Mended() && last.told == "fix" {
					continue
				}
				c := Case{Category: category.Code, Sort: category.Kind}
				name := strings.Join([]string{book.ID, category.Code, string(last.told), string(last.event)}, " ")
				first := shortest(Promises(c, happened(begun, "submit"), book, begun))
				if first == 0 {
					t.Errorf("%s: nothing is owed at first", name)
				}
				events := happened(begun, "submit", "accept", last.told)
				events = append(events, happened(again, last.event)...)
				events[len(events)-1].ID = id.ID{9}
				got := shortest(Promises(c, events, book, again))
				if last.event == "recheck_failed" { // somebody has just been at the place
					first = max(first, got)
				}
				if got != first || got == 0 {
					t.Errorf("%s: %v, the first time %v", name, got, first)
				}
			}
		}
	}
}

// shortest is the term of the open promise that falls due next; 0 where none is open.
func shortest(rows []casefile.PromiseRow) (out time.Duration) {
	for _, p := range rows {
		term := p.Due.Sub(p.Start).Truncate(time.Hour)
		if p.Open() && (out == 0 || term < out) && p.Rule != "report_callback" && p.Rule != "hazard_recheck" {
			out = term
		}
	}
	return out
}

func happened(at time.Time, kinds ...casefile.Kind) (out []casefile.Event) {
	for i, k := range kinds {
		out = append(out, casefile.Event{ID: id.ID{1, byte(i + 1)}, Kind: k, At: at})
	}
	return out
}

// shipped are the rulebooks that linli comes with and that know reports.
func shipped(t *testing.T) (out []*rulebook.Rulebook) {
	t.Helper()
	folders, err := fs.ReadDir(rulebooks.FS, ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range folders {
		files, err := fs.Sub(rulebooks.FS, f.Name())
		if err != nil {
			t.Fatal(err)
		}
		book, findings, err := rulebook.Load(files)
		if err != nil || len(findings) > 0 {
			t.Fatal(f.Name(), err, findings)
		}
		if len(book.Report.Categories) > 0 {
			out = append(out, book)
		}
	}
	if !slices.ContainsFunc(out, func(b *rulebook.Rulebook) bool { return b.ID == "demo" }) {
		t.Fatal("the rulebooks are not all there")
	}
	return out
}

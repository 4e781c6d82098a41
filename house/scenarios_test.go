package house_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/testkit"
)

// noPages are addresses that a browser is not shown as a page: what is downloaded, what programs read, and one way on.
var noPages = map[string]string{
	"/inspections/{inspection}/files/{file}": "a download", "/inspections/{inspection}/papers/{paper}": "a download", "/places.csv": "a download",
	"/healthz": "for programs", "/readyz": "for programs", "/schema/receipt.json": "JSON", "/static/": "assets",
	"/ledger/{tenant}/checkpoint": "for programs", "/ledger/{tenant}/checkpoints": "JSON", "/ledger/{tenant}/leaves": "for programs",
	"/ledger/{tenant}/proof": "JSON", "/ledger/{tenant}/consistency": "JSON",
	"/mediations/{id}/demands/{demand}/papers.pdf": "a download",
	"/mediations/{id}/demands/{demand}/order":      "a download",
	"/demands/{demand}/papers.pdf":                 "a download", "/demands/{demand}/order": "a download",
	"/office/rulebook/{version}/folder.zip": "a download",
	"/breaches/register.pdf":                "a download", "/breaches/{breach}/register.pdf": "a download",
	"/mediations/{id}/files/{file}": "a download", "/r/{code}/files/{file}": "a download",
	"/reports/open311.csv": "a download", "/reports/{report}/files/{file}": "a download", "/complaints/{complaint}/files/{file}": "a download", "/r/{code}/photograph/{n}": "a download",
	"/duties/{duty}/files/{evidence}": "a download", "/duties/{duty}/statement.pdf": "a paper", "/due.ics": "for programs",
	"/r/{code}/receipt.json": "a download", "/r/{code}/receipt.pdf": "a download", "/forms/{form}": "a download", "/apply/form.pdf": "a download", "/invitations/{id}/poster.pdf": "a download",
	"/r/{code}/help/receipt.json": "a download", "/r/{code}/help/receipt.pdf": "a download", "/r/{code}/consent/receipt.json": "a download", "/r/{code}/consent/receipt.pdf": "a download", "/r/{code}/help/data.json": "a download", "/r/{code}/data.json": "a download", "/help/{help}/{referral}/fhir.json": "a download",
	"/figures/return.xlsx": "a download", "/figures/return.csv": "a download", "/statistics.csv": "a download", "/statistics.json": "JSON", "/statistics/card.csv": "a download", "/statistics/card.json": "JSON", "/statistics/neighbourhood.csv": "a download", "/statistics/neighbourhood.json": "JSON",
	"/r/{code}/appointment.ics": "a download", "/calendar.ics": "for programs",
	"/sign-in/provider": "one way on", "/sign-in/provider/back": "one way on",
	"/offline-worker.js": "a script", "/report-worker.js": "a script", "/report/later/door": "JSON", "/offline.webmanifest": "JSON", "/offline/standing": "JSON", "/offline/things": "JSON",
	"/map/{z}/{x}/{y}":   "a picture",
	"/reported/feed.rss": "for programs", "/reported/feed.json": "JSON", "/reported/{report}/pictures/{n}": "a picture",
	"/mediations/{id}/print/file.pdf": "a PDF", "/reports/{report}/print/file.pdf": "a PDF", "/complaints/{complaint}/print/file.pdf": "a PDF",
	"/resident/enter.js": "a script", "/signature.js": "a script",
}

var (
	opened      = regexp.MustCompile(`(?s)export const opens = \[(.*?)\];`)
	openedPath  = regexp.MustCompile(`"([^"]+)"`)
	addressPart = regexp.MustCompile(`\{[a-z]+\}`)
)

// TestEveryPageHasAScenario compares the site's pages with those that the browser scenarios say they open. The runner
// makes sure that a scenario checks what it says.
func TestEveryPageHasAScenario(t *testing.T) {
	var paths []string
	for _, folder := range []string{"../e2e/scenarios/*.mjs", "../web/*/scenarios/*.mjs"} {
		files, err := filepath.Glob(folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			text, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			if m := opened.FindSubmatch(text); m != nil {
				for _, p := range openedPath.FindAllSubmatch(m[1], -1) {
					paths = append(paths, string(p[1]))
				}
			}
		}
	}
	if len(paths) < 40 {
		t.Fatalf("only %d addresses are opened", len(paths))
	}
	w := apptest.New(t, testkit.Embedded(t, "cases"))
	excused := map[string]bool{}
	for _, route := range newSite(t, w, w.Apply()).table(t) {
		path, get := strings.CutPrefix(route, "GET ")
		path = strings.TrimSuffix(path, "{$}")
		switch {
		case !get || strings.HasPrefix(path, "/api/"):
			continue
		case noPages[path] != "":
			excused[path] = true
			continue
		}
		looks := regexp.MustCompile("^" + addressPart.ReplaceAllString(path, "[^/]+") + "$")
		found := false
		for _, p := range paths {
			found = found || looks.MatchString(p)
		}
		if !found {
			t.Errorf("%s: no scenario opens this page (export const opens)", path)
		}
	}
	for path := range noPages {
		if !excused[path] {
			t.Errorf("%s is excused and not served", path)
		}
	}
}

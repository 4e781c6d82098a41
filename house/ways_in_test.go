package house_test

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// fileForms are the templates that ask for a file, each with the words in the code by which what was sent goes through
// blob.Cleaner before anything of it is kept.
var fileForms = map[string]struct{ code, through string }{
	"web/duty/templates/duty/act.html":                  {"web/duty/act.go", "p.Duty.Attach("},
	"web/inspection/templates/inspection/act.html":      {"web/inspection/act.go", "p.Inspect.Upload("},
	"web/inspection/templates/inspection/import.html":   {"web/inspection/place.go", "p.Inspect.ImportPlaces("}, // a table, which is read and not kept
	"web/mediation/templates/mediation/demand_new.html": {"web/mediation/demand_enter.go", "x.in.Demand("},
	"web/offline/templates/offline/parts/fields.html":   {"web/report/offline.go", "p.Report.UploadOnce("}, // and an inspection's: web/inspection/offline.go; from /report/later by the form of /report
	"web/paper/templates/paper/party_files.html":        {"web/paper/files.go", "p.Mediation.Upload("},
	"web/paper/templates/paper/staff_list.html":         {"web/paper/files.go", "p.Mediation.Upload("},
	"web/paper/templates/paper/staff_sign.html":         {"web/paper/sign.go", "p.Mediation.SignWith("},
	"web/resident/templates/resident/issue.html":        {"web/resident/issue.go", "reportpages.Upload("},
	"web/report/templates/report/intake.html":           {"web/report/intake.go", "n.Photographs("},
	"web/report/templates/report/parts/files.html":      {"web/report/telling.go", "svc.Upload("},
	"web/resident/templates/resident/complaint.html":    {"web/resident/issue.go", "reportpages.Upload("},
	"web/resident/templates/resident/report.html":       {"web/resident/dues.go", "p.Mediation.Upload("},
	"web/resident/templates/resident/tell_us.html":      {"web/resident/report_send.go", "c.Photographs("},
	"web/resident/templates/resident/verify.html":       {"web/resident/verify.go", "webledger.Verify("}, // a receipt, which is read and not kept
	"web/rulebook/templates/rulebook/show.html":         {"web/rulebook/show.go", "p.Versions.Replace("}, // a folder of rules: text alone, within bounds
}

// TestNoFileComesInUncleaned finds every form that asks for a file, every address of the API that takes bytes, and every place
// that writes a blob. A new one has to be added above, with the tests of a way in.
func TestNoFileComesInUncleaned(t *testing.T) {
	var forms []string
	var writes []string
	write := regexp.MustCompile(`\b(?:Files|Blobs|blobs)\.Put\(`)
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := strings.TrimPrefix(filepath.ToSlash(path), "../")
		if d.IsDir() {
			if slices.Contains([]string{"node_modules", ".git", "var", "e2e", "web/page/kit"}, name) {
				return fs.SkipDir
			}
			return nil
		}
		if kind := filepath.Ext(name); kind != ".html" && kind != ".go" || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if text := string(raw); strings.HasSuffix(name, ".html") && (strings.Contains(text, "{{fileUpload ") || strings.Contains(text, `type="file"`)) {
			forms = append(forms, name)
		} else if strings.HasSuffix(name, ".go") && write.MatchString(text) {
			writes = append(writes, name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(forms)
	if want := slices.Sorted(maps.Keys(fileForms)); !slices.Equal(forms, want) {
		t.Errorf("these forms ask for a file: %q, listed are %q", forms, want)
	}
	for form, x := range fileForms {
		if text, err := os.ReadFile(filepath.Join("..", x.code)); err != nil || !strings.Contains(string(text), x.through) {
			t.Errorf("%s: %s does not say %s: %v", form, x.code, x.through, err)
		}
	}
	for _, name := range writes {
		text, err := os.ReadFile(filepath.Join("..", name))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(text), "Cleaner.Clean") && !strings.HasPrefix(name, "app/restore") && name != "casefile/bundle/service.go" { // which keeps what linli printed itself
			t.Errorf("%s keeps files without cleaning them", name)
		}
	}
	if len(writes) == 0 {
		t.Error("nobody keeps files: the test looks for the wrong words")
	}
	api, err := os.ReadFile("../api/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{"multipart/form-data", "application/octet-stream", `"binary"`, `"base64"`} {
		if strings.Contains(string(api), kind) {
			t.Errorf("the API takes %s: test it as a way in", kind)
		}
	}
}

package docs_test

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const answers = "docs/security/asvs.csv"

// The standard itself is not part of linli; where a copy lies beside the source, the ids are compared with it.
const standard = "../../shared/standards/asvs-5.0/asvs-5.0.0.flat.json"

// statuses of a requirement. "partly" and "open" are told as they are.
var statuses = []string{"test", "design", "not applicable", "partly", "open"}

// TestAnswersToASVS: each row has one known requirement, a status, files that exist, and tests that exist in them.
func TestAnswersToASVS(t *testing.T) {
	rows, err := csv.NewReader(strings.NewReader(read(t, answers))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"requirement", "level", "status", "where", "reason"}; !slices.Equal(rows[0], want) {
		t.Fatalf("the columns are %v, not %v", rows[0], want)
	}
	levels := requirements(t)
	chapters := map[string]int{}
	seen, counts := map[string]bool{}, map[string]int{}
	for _, r := range rows[1:] {
		id, level, status, where, reason := r[0], r[1], r[2], strings.Fields(r[3]), r[4]
		if seen[id] {
			t.Errorf("%s stands there twice", id)
		}
		seen[id] = true
		chapter, _, _ := strings.Cut(id, ".")
		chapters[chapter]++
		counts[status]++
		if levels != nil && (levels[id] == "" || levels[id] != level) {
			t.Errorf("%s with level %s: the standard knows it with level %q", id, level, levels[id])
		}
		if !slices.Contains(statuses, status) {
			t.Errorf("%s: %q is no status", id, status)
		}
		if reason == "" || status != "not applicable" && len(where) == 0 {
			t.Errorf("%s: where it is met, or why it is not, is not said", id)
		}
		check(t, id, status, where, reason)
	}
	for chapter, least := range rowsOfChapters {
		if chapters[chapter] < least {
			t.Errorf("%s has %d rows, not %d", chapter, chapters[chapter], least)
		}
	}
	if levels == nil {
		t.Log("requirement ids were not compared: the standard does not lie beside the source")
		return
	}
	for _, id := range slices.Sorted(maps.Keys(levels)) {
		if asked(id, levels[id]) && !seen[id] {
			t.Errorf("%s of level %s has no row", id, levels[id])
		}
	}
	t.Logf("%d rows: %v", len(seen), counts)
}

// asked: every requirement of levels 1 and 2, and those of level 3 about rights, keys, data and logs.
func asked(id, level string) bool {
	chapter, _, _ := strings.Cut(id, ".")
	return level != "3" || slices.Contains([]string{"V8", "V11", "V14", "V16"}, chapter)
}

// rowsOfChapters is how many rows each chapter has at least, where the standard itself is not there to compare with.
var rowsOfChapters = map[string]int{"V1": 27, "V2": 11, "V3": 19, "V4": 10, "V5": 9, "V6": 35, "V7": 18, "V8": 13, "V9": 7, "V10": 29, "V11": 24, "V12": 9, "V13": 13, "V14": 13, "V15": 13, "V16": 17, "V17": 7}

var testName = regexp.MustCompile(`\bTest[A-Z]\w+`)

// check: the files are there, a "test" names one, and the tests that the reason names are in the files.
func check(t *testing.T, id, status string, where []string, reason string) {
	t.Helper()
	var code strings.Builder
	tests := 0
	for _, file := range where {
		b, err := os.ReadFile(filepath.Join(root, file))
		if err != nil {
			t.Errorf("%s names %s: %v", id, file, err)
			continue
		}
		if strings.HasSuffix(file, "_test.go") {
			tests++
		}
		code.Write(b)
	}
	named := testName.FindAllString(reason, -1)
	if status == "test" && (tests == 0 || len(named) == 0) {
		t.Errorf("%s is said to be held by a test, and none is named", id)
	}
	for _, name := range named {
		if !strings.Contains(code.String(), "func "+name+"(t *testing.T)") {
			t.Errorf("%s names %s, which is not in %v", id, name, where)
		}
	}
}

// requirements are the ids of the standard with their levels, or nil where it is not there.
func requirements(t *testing.T) map[string]string {
	t.Helper()
	b, err := os.ReadFile(standard)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	var all struct {
		Requirements []struct {
			ID    string          `json:"req_id"`
			Level json.RawMessage `json:"L"`
		} `json:"requirements"`
	}
	if err := json.Unmarshal(b, &all); err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, r := range all.Requirements {
		out[r.ID] = strings.Trim(string(r.Level), `"`)
	}
	return out
}

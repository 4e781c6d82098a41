package main_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestHSDSInAndOut: bad rows are named on the way and counted, an import with bad rows has run, it is taken back, and what is
// exported is there under its name.
func TestHSDSInAndOut(t *testing.T) {
	eachEngine(t, func(t *testing.T, dir string) {
		folder := write(t, map[string]string{
			"organizations.csv": "id,name,description\n22222222-2222-4222-8222-222222222222,Advice,advises\n",
			"services.csv": "id,organization_id,name,status\n11111111-1111-4111-8111-111111111111,22222222-2222-4222-8222-222222222222,Legal aid,active\n" +
				"11111111-1111-4111-8111-111111111112,22222222-2222-4222-8222-222222222222,Food,open\n"})
		ran := linli(t, dir, "import", "hsds", folder, "--json").want(t, 0, "services.csv:3: status: None of the words that this field takes.")
		var shape map[string]json.RawMessage
		if err := json.Unmarshal([]byte(ran.stdout), &shape); err != nil {
			t.Fatal(err)
		}
		for _, key := range []string{"run", "file", "rows", "accepted", "unchanged", "rejected", "mapped", "seconds"} {
			if _, ok := shape[key]; !ok {
				t.Errorf("the result has no %q", key)
			}
			delete(shape, key)
		}
		if len(shape) > 0 || !strings.Contains(ran.stdout, `"rejected":[{"file":"services.csv","line":3,"field":"status","reason":"not_choice"}]`) {
			t.Errorf("the result is %s", ran.stdout)
		}
		got := value[imported](t, ran)
		if got.Rows != 3 || got.Accepted != 2 || got.File != folder {
			t.Errorf("%+v", got)
		}
		out := filepath.Join(t.TempDir(), "directory.json")
		linli(t, dir, "export", "hsds", "--out", out).want(t, 0, "1 objects of the directory written to")
		if text, err := os.ReadFile(out); err != nil || !strings.Contains(string(text), `"name":"Legal aid"`) {
			t.Errorf("%s %v", text, err)
		}
		linli(t, dir, "export", "hsds", "--out", out+".xml").want(t, 2, "ends with .zip")
		if _, err := os.Stat(out + ".xml.new"); err == nil {
			t.Error("a refused export leaves a file")
		}
		undo(t, dir, got.Run, 2)
		linli(t, dir, "import", "hsds", filepath.Join(folder, "nothing.json")).want(t, 2, "is not a .json file")
		linli(t, dir, "import", "hsds", write(t, map[string]string{"other.csv": "a\n"})).want(t, 2, "has no table of HSDS")
	})
}

package directory_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"linli/app"
	"linli/app/apptest"
	"linli/platform/id"
	"linli/referral/directory"
	"linli/testkit"
)

// standard is the folder of HSDS 3.0 beside the project; it is not part of it.
func standard(t *testing.T, parts ...string) string {
	t.Helper()
	path := filepath.Join(append([]string{"..", "..", "..", "shared", "standards", "hsds-3.0"}, parts...)...)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("HSDS 3.0 is not beside the project (%s): its schemas and examples are read there", path)
	}
	return path
}

func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func bring(t *testing.T, w *apptest.World, from string) app.Imported {
	t.Helper()
	out, err := w.App.ImportHSDS(w.Ctx, w.Office.Tenant, from, nil)
	if err != nil {
		t.Fatal(err)
	}
	if out.Rows != out.Accepted+out.Unchanged+len(out.Rejected) {
		t.Errorf("%s: %d rows are not %d + %d + %d", from, out.Rows, out.Accepted, out.Unchanged, len(out.Rejected))
	}
	return out
}

// TestTheExamplesImportWhole: each example of the standard is taken without a rejection, and again without a change. The
// tables and the documents link one telephone to different places, so that each kind has an office of its own.
func TestTheExamplesImportWhole(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		whole(t, w, "csv", "tabular.json")
		for _, s := range directory.Kinds() {
			if found, err := w.App.Directory.Repo.Following(w.Ctx, w.Tenant(), s.Kind, id.ID{}, 5); err != nil || len(found) == 0 && !s.Later {
				t.Errorf("no %s came in: %v", s.Kind, err)
			}
		}
	})
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		whole(t, w, "service_full.json", "organization_full.json", "service_at_location_full.json", "service_list.json", "organization_list.json",
			"service_at_location_list.json", "taxonomy.json", "taxonomy_list.json", "taxonomy_term.json", "taxonomy_term_list.json", "location.json")
	})
}

func whole(t *testing.T, w *apptest.World, names ...string) {
	t.Helper()
	for _, name := range names {
		from := standard(t, "examples", name)
		out := bring(t, w, from)
		if out.Rows == 0 || len(out.Rejected) > 0 {
			t.Errorf("%s: %+v", name, out)
		}
		if again := bring(t, w, from); again.Accepted != 0 || again.Unchanged != again.Rows {
			t.Errorf("%s a second time: %d of %d are new", name, again.Accepted, again.Rows)
		}
	}
}

const services = `id,organization_id,name,status,url,assured_date,minimum_age
11111111-1111-4111-8111-111111111111,22222222-2222-4222-8222-222222222222,Legal aid,active,https://example.org,2026-01-01,18
11111111-1111-4111-8111-111111111112,22222222-2222-4222-8222-222222222222,Food,open,,,
,22222222-2222-4222-8222-222222222222,No id,active,,,
11111111-1111-4111-8111-111111111113,,No organisation,active,,,
11111111-1111-4111-8111-111111111114,22222222-2222-4222-8222-222222222222,A bad day,active,,2026-02-30,
11111111-1111-4111-8111-111111111115,22222222-2222-4222-8222-222222222222,A bad age,active,,,grown
11111111-1111-4111-8111-111111111116,22222222-2222-4222-8222-222222222222,Too few,active
11111111-1111-4111-8111-111111111111,22222222-2222-4222-8222-222222222222,Said otherwise,active,https://example.org,2026-01-01,18
11111111-1111-4111-8111-111111111117,22222222-2222-4222-8222-222222222222,A bad address,active,example.org,,
`

// TestBadRowsAreNamedAndGoodOnesKept: file, line, field and reason of each bad row; the good one is there, and gone after undo.
func TestBadRowsAreNamedAndGoodOnesKept(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		from := write(t, "services.csv", services)
		out := bring(t, w, filepath.Dir(from))
		if out.Accepted != 1 || out.Rows != 9 {
			t.Errorf("%+v", out)
		}
		want := map[int][2]string{3: {"status", "not_choice"}, 4: {"id", "missing"}, 5: {"organization_id", "missing"}, 6: {"assured_date", "not_date"},
			7: {"minimum_age", "not_number"}, 8: {"", "field_count"}, 9: {"name", "twice"}, 10: {"url", "not_uri"}}
		for _, r := range out.Rejected {
			if w := want[r.Line]; r.File != "services.csv" || w[0] != r.Field || w[1] != string(r.Reason) {
				t.Errorf("%+v, want %v", r, w)
			}
			delete(want, r.Line)
		}
		if len(want) > 0 {
			t.Errorf("not rejected: %v", want)
		}
		found := func(text string) int {
			ids, n, err := w.App.Directory.Page(w.Ctx, w.Tenant(), directory.Query{Kind: directory.KindService, Text: text}, 1, 10)
			if err != nil || len(ids) != n {
				t.Fatal(ids, n, err)
			}
			return n
		}
		if found("legal aid") != 1 || found("food") != 0 {
			t.Errorf("found: %d, %d", found("legal aid"), found("food"))
		}
		changed := bring(t, w, filepath.Dir(write(t, "services.csv", strings.Replace(strings.Join(strings.SplitAfter(services, "\n")[:2], ""), "Legal aid", "Advice", 1))))
		if changed.Accepted != 1 || found("advice") != 1 || found("legal") != 0 {
			t.Errorf("a changed row: %+v", changed)
		}
		undo := func(run id.ID, undone, kept int) {
			t.Helper()
			got, err := w.App.UndoImport(w.Ctx, w.Office.Tenant, run.String())
			if err != nil || got.Undone != undone || got.Kept != kept {
				t.Errorf("undo: %+v %v", got, err)
			}
		}
		undo(out.Run, 0, 1) // the second import has changed it since
		undo(changed.Run, 1, 0)
		if found("legal") != 1 || found("advice") != 0 {
			t.Error("the object is not as it was before the second import")
		}
		if _, err := w.App.UndoImport(w.Ctx, w.Office.Tenant, out.Run.String()); err == nil {
			t.Error("an import is undone twice")
		}
	})
}

// TestAWrongNestedObjectIsNamedByItsPath: line and way to the field in a nested document; what it holds is rejected with it.
func TestAWrongNestedObjectIsNamedByItsPath(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		from := write(t, "some.json", `[
 {"id": "11111111-1111-4111-8111-111111111111", "name": "One", "status": "active",
  "phones": [{"id": "11111111-1111-4111-8111-111111111121", "number": "1"},
             {"id": "11111111-1111-4111-8111-111111111122", "languages": [{"id": "11111111-1111-4111-8111-111111111123", "code": "zh"}]}]},
 {"id": "x", "name": "Two", "status": "active"}, 7,
 {"id": "11111111-1111-4111-8111-111111111131", "name": "Three", "status": 3, "color": "red"}
]`)
		out := bring(t, w, from)
		got, _ := json.Marshal(out.Rejected)
		want := `[{"file":"some.json","line":4,"field":"phones[1].number","reason":"missing"},{"file":"some.json","line":4,"field":"phones[1].languages[0]","reason":"parent"},` +
			`{"file":"some.json","line":5,"field":"id","reason":"not_uuid"},{"file":"some.json","line":5,"field":"","reason":"not_object"},{"file":"some.json","line":6,"field":"status","reason":"not_text"}]`
		if string(got) != want || out.Accepted != 2 {
			t.Errorf("%d\n%s\n%s", out.Accepted, got, want)
		}
		if len(out.Mapped) != 1 || out.Mapped[0].Field != "service.color" || out.Mapped[0].To != "" {
			t.Errorf("mapped: %+v", out.Mapped)
		}
		if broken := bring(t, w, write(t, "broken.json", `[{"id": `)); len(broken.Rejected) != 1 || broken.Rejected[0].Reason != "not_json" {
			t.Errorf("broken JSON: %+v", broken)
		}
	})
}

// TestAShelterIsInNothingPublic: a redacted location, its address and what is said of it leave neither in an export nor in a
// document nor by a search; the service and its hotline do.
func TestAShelterIsInNothingPublic(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		from := write(t, "shelter.json", `{"id": "11111111-1111-4111-8111-111111111111", "name": "Refuge", "status": "active",
 "organization": {"id": "11111111-1111-4111-8111-111111111112", "name": "Help", "description": "helps",
   "locations": [{"id": "11111111-1111-4111-8111-111111111113", "location_type": "redacted", "name": "PLANTED house", "latitude": 31.5, "longitude": 121.5,
     "addresses": [{"id": "11111111-1111-4111-8111-111111111114", "address_1": "PLANTED street 1", "city": "PLANTED", "state_province": "", "postal_code": "PLANTED9", "country": "CN", "address_type": "physical",
       "metadata": [{"id": "11111111-1111-4111-8111-111111111115", "last_action_date": "2026-01-01", "last_action_type": "update", "field_name": "address_1", "previous_value": "PLANTED lane", "replacement_value": "PLANTED street", "updated_by": "office"}]}]}]},
 "service_at_locations": [{"id": "11111111-1111-4111-8111-111111111116", "location": {"id": "11111111-1111-4111-8111-111111111113"}, "description": "behind PLANTED gate",
   "phones": [{"id": "11111111-1111-4111-8111-111111111117", "number": "110220", "location_id": "11111111-1111-4111-8111-111111111113"}]}]}`)
		if out := bring(t, w, from); len(out.Rejected) > 0 {
			t.Fatalf("%+v", out.Rejected)
		}
		for _, name := range []string{"out.zip", "out.json"} {
			var b bytes.Buffer
			if _, err := w.App.ExportHSDS(w.Ctx, w.Office.Tenant, name, &b); err != nil {
				t.Fatal(err)
			}
			text := b.String()
			if name == "out.zip" {
				text = unzipped(t, b.Bytes())
			}
			if strings.Contains(text, "PLANTED") || strings.Contains(text, "111111111113") || strings.Contains(text, "121.5") {
				t.Errorf("%s tells of the shelter:\n%s", name, text)
			}
			if !strings.Contains(text, "Refuge") || !strings.Contains(text, "110220") {
				t.Errorf("%s lacks the service or its telephone", name)
			}
		}
		for _, q := range []directory.Query{{Kind: directory.KindService, Text: "planted"}, {Kind: directory.KindPlace, Postcode: "PLANTED9"}} {
			if ids, _, err := w.App.Directory.Page(w.Ctx, w.Tenant(), q, 1, 10); err != nil || len(ids) > 0 {
				t.Errorf("%+v finds the shelter: %v %v", q, ids, err)
			}
		}
		if ids, n, err := w.App.Directory.Page(w.Ctx, w.Tenant(), directory.Query{Kind: directory.KindService, Text: "refuge"}, 1, 10); err != nil || n != 1 || len(ids) != 1 {
			t.Error("the service is not found", err)
		}
	})
}

func unzipped(t *testing.T, b []byte) string {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, f := range r.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		var text bytes.Buffer
		if _, err := text.ReadFrom(in); err != nil {
			t.Fatal(err)
		}
		out.WriteString(f.Name + "\n" + text.String())
	}
	return out.String()
}

// TestWhatIsExportedComesBack: both forms are what the standard's schemas say, and an import of them changes nothing.
func TestWhatIsExportedComesBack(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		bring(t, w, standard(t, "examples", "service_full.json"))
		for _, name := range []string{"out.json", "out.zip"} {
			path := filepath.Join(t.TempDir(), name)
			f, err := os.Create(path)
			if err != nil {
				t.Fatal(err)
			}
			n, err := w.App.ExportHSDS(w.Ctx, w.Office.Tenant, name, f)
			if err != nil || n == 0 || f.Close() != nil {
				t.Fatal(n, err)
			}
			if name == "out.json" {
				valid(t, standard(t, "schema", "compiled", "service_package.json"), path)
			}
			if back := bring(t, w, path); back.Accepted > 0 || len(back.Rejected) > 0 || back.Rows == 0 {
				t.Errorf("%s comes back: %+v", name, back)
			}
			other := apptest.New(t, testkit.Embedded(t, "cases"))
			if there := bring(t, other, path); len(there.Rejected) > 0 || there.Accepted == 0 {
				t.Errorf("%s in another office: %+v", name, there)
			}
		}
	})
}

// valid checks a JSON file against one of the standard's compiled schemas, formats included.
func valid(t *testing.T, schema, file string) {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	s, err := c.Compile(schema)
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	v, err := jsonschema.UnmarshalJSON(f)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Validate(v); err != nil {
		t.Error(err)
	}
}

// TestEveryFieldOfTheStandardIsInTheModel compares the model with the standard's schemas: names, kinds of value, what must be
// there, what may be chosen.
func TestEveryFieldOfTheStandardIsInTheModel(t *testing.T) {
	for _, s := range directory.Kinds() {
		if s.Later {
			continue
		}
		b, err := os.ReadFile(standard(t, "schema", string(s.Kind)+".json"))
		if err != nil {
			t.Fatal(err)
		}
		var schema struct {
			Path       string
			Required   []string
			Properties map[string]struct {
				Type, Format string
				Later        string `json:"datapackage_type"`
				Enum         []string
			}
		}
		if err := json.Unmarshal(b, &schema); err != nil {
			t.Fatal(err)
		}
		if schema.Path != s.File {
			t.Errorf("%s is in %s, the standard says %s", s.Kind, s.File, schema.Path)
		}
		for name, p := range schema.Properties {
			f, ok := s.Field(name)
			if !ok {
				t.Errorf("%s.%s is not in the model", s.Kind, name)
				continue
			}
			format := map[string]string{"date-time": "datetime"}[p.Format]
			if format == "" {
				format = p.Format
			}
			if format == "" && p.Later != "" {
				format = p.Later
			}
			if f.Format != format && !(format == "" && f.Format == "uuid") {
				t.Errorf("%s.%s is of the format %q, the standard says %q", s.Kind, name, f.Format, format)
			}
			if f.Number != (p.Type == "number") || f.Many != (p.Type == "array") || f.Required != slices.Contains(schema.Required, name) {
				t.Errorf("%s.%s: %+v, the standard says %+v", s.Kind, name, f, p)
			}
			if want := p.Enum; len(want) > 0 && !slices.Equal(want, f.Enum[:len(want)]) {
				t.Errorf("%s.%s takes %q, the standard says %q", s.Kind, name, f.Enum, want)
			}
		}
	}
}

package hsds_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"linli/app/apptest"
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

type site struct {
	*apptest.World
	t       *testing.T
	handler http.Handler
}

func serve(t *testing.T, w *apptest.World) *site {
	t.Helper()
	s, err := w.App.Site(&url.URL{Scheme: "http", Host: "localhost:8080"})
	if err != nil {
		t.Fatal(err)
	}
	return &site{w, t, s.Handler}
}

func (s *site) ask(method, path, body string, header ...string) *httptest.ResponseRecorder {
	s.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Host, r.RemoteAddr = "localhost:8080", "127.0.0.1:4711"
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return w
}

func (s *site) page(path string) (out struct {
	TotalItems int `json:"total_items"`
	Size       int
	Contents   []map[string]any
}) {
	s.t.Helper()
	w := s.ask(http.MethodGet, path, "")
	if w.Code != http.StatusOK {
		s.t.Fatalf("%s: %d %s", path, w.Code, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil {
		s.t.Fatal(err)
	}
	return out
}

const (
	service = "ac148810-d857-441c-9679-408f346de14b"
	place   = "e94c9f38-1e8f-4564-91d4-d53501ab1765"
	offers  = "d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610"
	term    = "3f7b145d-84af-42d7-8fae-eaca714b02b2"
	list    = "5c4d79d7-cc55-470e-9f1f-8cad074e4892"
)

// TestEveryAnswerIsWhatTheSchemasSay asks every address of the standard's OpenAPI document and holds each answer against the
// schema that the document names.
func TestEveryAnswerIsWhatTheSchemasSay(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		if _, err := w.App.ImportHSDS(w.Ctx, w.Office.Tenant, standard(t, "examples", "service_full.json"), nil); err != nil {
			t.Fatal(err)
		}
		s := serve(t, w)
		var about struct {
			Version string
			Extends string `json:"profile"`
			OpenAPI string `json:"openapi_url"`
		}
		if err := json.Unmarshal(s.ask(http.MethodGet, "/hsds/", "").Body.Bytes(), &about); err != nil || about.Version != "3.0" {
			t.Fatal(about, err)
		}
		for _, at := range []string{about.Extends, about.OpenAPI} {
			if got := s.ask(http.MethodGet, strings.TrimPrefix(at, "http://localhost:8080"), ""); got.Code != http.StatusOK || !json.Valid(got.Body.Bytes()) {
				t.Errorf("%s: %d", at, got.Code)
			}
		}
		for path, schema := range map[string]string{
			"/hsds/services/" + service: "compiled/service.json", "/hsds/service_at_locations/" + place: "compiled/service_at_location.json",
			"/hsds/organizations/" + offers: "compiled/organization.json", "/hsds/organizations/" + offers + "?full_service=true": "compiled/organization.json",
			"/hsds/services": "compiled/service_list.json", "/hsds/services?minimal=true": "compiled/service_list.json", "/hsds/services?full=true": "compiled/service.json",
			"/hsds/service_at_locations": "compiled/service_at_location_list.json", "/hsds/organizations": "compiled/organization_list.json",
		} {
			s.valid(path, standard(t, "schema", filepath.FromSlash(schema)))
		}
		for path, kind := range map[string]string{"/hsds/taxonomies": "taxonomy", "/hsds/taxonomies/" + list: "taxonomy", "/hsds/taxonomy_terms": "taxonomy_term", "/hsds/taxonomy_terms/" + term: "taxonomy_term"} {
			s.valid(path, standard(t, "schema", kind+".json"))
		}
	})
}

// valid holds an answer, or each entry of a page, against a schema; the entries must not be none.
func (s *site) valid(path, schema string) {
	s.t.Helper()
	c := jsonschema.NewCompiler()
	compiled, err := c.Compile(schema)
	if err != nil {
		s.t.Fatal(err)
	}
	got := s.ask(http.MethodGet, path, "")
	if got.Code != http.StatusOK {
		s.t.Errorf("%s: %d %s", path, got.Code, got.Body)
		return
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(got.Body.Bytes()))
	if err != nil {
		s.t.Fatal(err)
	}
	all := []any{v}
	if page, ok := v.(map[string]any); ok && page["contents"] != nil {
		all = page["contents"].([]any)
		if len(all) != 1 || page["total_items"] != json.Number("1") || page["last_page"] != true {
			s.t.Errorf("%s: %d entries, %v", path, len(all), page)
		}
	}
	for _, x := range all {
		if err := compiled.Validate(x); err != nil {
			s.t.Errorf("%s: %v", path, err)
		}
	}
}

const two = `[
 {"id": "11111111-1111-4111-8111-111111111111", "name": "法律援助", "status": "active", "last_modified": "2026-01-01T00:00:00Z",
  "organization": {"id": "22222222-2222-4222-8222-222222222221", "name": "One", "description": "d"},
  "attributes": [{"id": "33333333-3333-4333-8333-333333333331", "taxonomy_term": {"id": "44444444-4444-4444-8444-444444444441", "name": "legal", "description": "d", "taxonomy_id": "55555555-5555-4555-8555-555555555551"}}],
  "service_at_locations": [{"id": "66666666-6666-4666-8666-666666666661", "location": {"id": "77777777-7777-4777-8777-777777777771", "location_type": "physical", "latitude": 31.0, "longitude": 121.0,
    "addresses": [{"id": "88888888-8888-4888-8888-888888888881", "address_1": "a", "city": "c", "state_province": "", "postal_code": "200 001", "country": "CN", "address_type": "physical"}]}}]},
 {"id": "11111111-1111-4111-8111-111111111112", "name": "食物", "status": "inactive",
  "organization": {"id": "22222222-2222-4222-8222-222222222222", "name": "Two", "description": "d"},
  "service_at_locations": [{"id": "66666666-6666-4666-8666-666666666662", "location": {"id": "77777777-7777-4777-8777-777777777772", "location_type": "physical", "latitude": 31.02, "longitude": 121.0}}]}
]`

func TestFiltersAreJoinedWithAnd(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		from := filepath.Join(t.TempDir(), "two.json")
		if err := os.WriteFile(from, []byte(two), 0o600); err != nil {
			t.Fatal(err)
		}
		if out, err := w.App.ImportHSDS(w.Ctx, w.Office.Tenant, from, nil); err != nil || len(out.Rejected) > 0 {
			t.Fatal(out, err)
		}
		s := serve(t, w)
		for path, want := range map[string]int{
			"services": 2, "services?search=" + url.QueryEscape("援助"): 1, "services?search=" + url.QueryEscape("法律援助"): 1, "services?search=one": 1, "services?search=nothing": 0,
			"services?taxonomy_term_id=44444444-4444-4444-8444-444444444441": 1, "services?taxonomy_id=55555555-5555-4555-8555-555555555551": 1,
			"services?organization_id=22222222-2222-4222-8222-222222222222":                                 1,
			"services?organization_id=22222222-2222-4222-8222-222222222222&search=" + url.QueryEscape("法律"): 0,
			"services?modified_after=2020-01-01":                                                            2, "services?modified_after=2099-01-01T00:00:00Z": 0, "services?modified_after=2020-01-01&search=one": 1,
			"service_at_locations?postcode=200001": 1, "service_at_locations?postcode=200001&proximity=1000": 1, "service_at_locations?postcode=200001&proximity=5000": 2,
			"service_at_locations?postcode=200001&proximity=5000&search=two": 1, "service_at_locations?postcode=1&proximity=5000": 0,
			"taxonomy_terms?top_only=true": 1, "taxonomy_terms?parent_id=44444444-4444-4444-8444-444444444441": 0, "organizations?search=two": 1, "taxonomies": 0,
		} {
			if got := s.page("/hsds/" + path); got.TotalItems != want || len(got.Contents) != want {
				t.Errorf("%s: %d items, %d here, want %d", path, got.TotalItems, len(got.Contents), want)
			}
		}
		if got := s.page("/hsds/services?per_page=1&page=2"); got.TotalItems != 2 || got.Size != 1 || got.Contents[0]["name"] != "食物" {
			t.Errorf("the second page: %+v", got)
		}
		posted := s.ask(http.MethodPost, "/hsds/services", `{"search": "援助", "per_page": 5}`)
		if posted.Code != http.StatusOK || !strings.Contains(posted.Body.String(), `"total_items":1`) || posted.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("a search by POST: %d %s", posted.Code, posted.Body)
		}
		if lines := s.ask(http.MethodGet, "/hsds/services?format=ndjson", ""); strings.Count(lines.Body.String(), "\n") != 2 {
			t.Errorf("ndjson: %s", lines.Body)
		}
		first := s.ask(http.MethodGet, "/hsds/services", "")
		if again := s.ask(http.MethodGet, "/hsds/services", "", "If-None-Match", first.Header().Get("ETag")); again.Code != http.StatusNotModified {
			t.Errorf("with its ETag: %d", again.Code)
		}
		for path, want := range map[string]struct {
			status int
			says   string
		}{
			"services?color=red": {400, `"field":"color"`}, "services?page=0": {400, `"field":"page"`}, "services?taxonomy_id=x": {400, `"field":"taxonomy_id"`},
			"services?postcode=1": {400, `"field":"postcode"`}, "service_at_locations?proximity=10": {400, `"field":"postcode"`}, "services?modified_after=soon": {400, `"field":"modified_after"`},
			"services/nothing": {404, "not_found"}, "services/11111111-1111-4111-8111-11111111111f": {404, "not_found"}, "contacts": {404, "not_found"},
		} {
			if got := s.ask(http.MethodGet, "/hsds/"+path, "", "Accept-Language", "en"); got.Code != want.status || !strings.Contains(got.Body.String(), want.says) {
				t.Errorf("%s: %d %s", path, got.Code, got.Body)
			}
		}
		if got := s.ask(http.MethodPost, "/hsds/services/"+service, `{}`); got.Code != http.StatusMethodNotAllowed {
			t.Errorf("POST to one service: %d", got.Code)
		}
	})
}

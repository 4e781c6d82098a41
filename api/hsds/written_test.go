package hsds_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/platform/access"
	"linli/referral/directory"
)

// writer is a referral worker who writes every object of the directory on its pages.
type writer struct {
	*site
	named map[directory.Kind]string // an object of each kind that others name
	wrote map[string]bool           // texts that the interface must answer
	done  map[string]bool           // which lists were filled
	at    map[directory.Kind]string // the address of an object of each kind
}

func (w *writer) send(method, path string, v url.Values) *httptest.ResponseRecorder {
	w.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(v.Encode()))
	r.Host, r.RemoteAddr = "localhost:8080", "127.0.0.1:4711"
	r.Header.Set("Accept", "text/html")
	r.Header.Set("Accept-Language", "en")
	r.Header.Set("Authorization", "Bearer "+w.Hired("worker").Token)
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	out := httptest.NewRecorder()
	w.handler.ServeHTTP(out, r)
	return out
}

// filled is a form with every field of a kind.
func (w *writer) filled(kind directory.Kind, mark string) url.Values {
	out := url.Values{}
	for _, f := range directory.ShapeOf(kind).Asked() {
		v := mark + " " + string(kind) + " " + f.Name
		switch {
		case f.Enum != nil:
			v = f.Enum[0]
		case f.Name == "parent_id", f.Name == "parent_organization_id", f.Name == "program_id":
			v = ""
		case f.Link != "":
			v = w.named[f.Link]
		case f.Number:
			v = "3"
		case f.Format == "email":
			v = "desk@example.org"
		case f.Format == "uri":
			v = "https://example.org/" + mark
		case f.Format == "date":
			v = "2026-03-01"
		case f.Format == "time":
			v = "09:30"
		default:
			w.wrote[v] = true
		}
		out.Set(f.Name, v)
	}
	return out
}

// add fills a form and returns the address of what it made.
func (w *writer) add(path string, kind directory.Kind) string {
	w.t.Helper()
	if got := w.send(http.MethodGet, path, nil); got.Code != http.StatusOK {
		w.t.Fatalf("%s: %d", path, got.Code)
	}
	got := w.send(http.MethodPost, path, w.filled(kind, "MARK"))
	if got.Code != http.StatusSeeOther {
		w.t.Fatalf("%s: %d %.3000s", path, got.Code, got.Body)
	}
	at := got.Header().Get("Location")
	w.named[kind], w.at[kind] = at[strings.LastIndex(at, "/")+1:], at
	return at
}

// lists fills every list of an object, and of what is in it.
func (w *writer) lists(at string, kind directory.Kind) {
	w.t.Helper()
	for _, f := range directory.ShapeOf(kind).Fields {
		if f.Many && !f.Root && !w.done[string(kind)+"."+f.Name] {
			w.done[string(kind)+"."+f.Name] = true
			w.lists(w.add(at+"/add/"+f.Name, f.Child), f.Child)
		}
	}
}

var changesField = regexp.MustCompile(`name="changes" value="(\d+)"`)

// TestWhatIsWrittenOnThePagesIsWhatTheSchemasSay has a referral worker write every object of HSDS with every field on its page: the
// interface answers all of it, as the schemas have it. Then each is changed, and taken out.
func TestWhatIsWrittenOnThePagesIsWhatTheSchemasSay(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, world *apptest.World) {
		world.Hire("worker", "T", access.Referral)
		w := &writer{serve(t, world), map[directory.Kind]string{}, map[string]bool{}, map[string]bool{}, map[directory.Kind]string{}}
		for _, kind := range []directory.Kind{directory.KindTaxonomy, directory.KindTerm, directory.KindUnit} {
			w.lists(w.add("/directory/all/"+string(kind)+"/new", kind), kind)
		}
		organization := w.add("/directory/all/organization/new", directory.KindOrganization)
		of := w.named[directory.KindOrganization]
		started := w.send(http.MethodPost, "/directory/new", url.Values{"organization": {of}, "name": {"周末咨询"}, "status": {"active"}})
		if started.Code != http.StatusSeeOther {
			t.Fatal(started.Code, started.Body)
		}
		service := strings.TrimPrefix(started.Header().Get("Location"), "/directory/")
		w.lists(organization, directory.KindOrganization) // the places of a service are chosen from those of its organisation
		w.lists("/directory/service/"+service, directory.KindService)
		w.change("/directory/service/"+service, directory.KindService)

		w.valid("/hsds/services/"+service, standard(t, "schema", "compiled", "service.json"))
		w.valid("/hsds/organizations/"+of, standard(t, "schema", "compiled", "organization.json"))
		answer := w.ask(http.MethodGet, "/hsds/services/"+service, "").Body.String()
		for text := range w.wrote {
			if !strings.Contains(answer, text) {
				t.Errorf("the interface does not answer %q", text)
			}
		}
		page := w.send(http.MethodGet, "/directory/service/"+service, nil).Body.String()
		table := w.add("/directory/all/meta_table_description/new", directory.KindTable)
		w.says(table)
		for _, kind := range directory.Kinds() {
			at, shared := w.at[kind.Kind], slices.Contains(directory.Free, kind.Kind) && kind.Kind != directory.KindOrganization
			if at == "" && kind.Kind != directory.KindService || !shared && !strings.Contains(page, at) {
				t.Errorf("the page of the service does not lead to the %s (%s)", kind.Kind, at)
			}
		}
		w.takeOut()
	})
}

// change writes other values over an object.
func (w *writer) change(at string, kind directory.Kind) {
	w.t.Helper()
	v := w.filled(kind, "AGAIN")
	v.Set("changes", w.changes(at))
	if got := w.send(http.MethodPost, at+"/edit", v); got.Code != http.StatusSeeOther {
		w.t.Fatalf("%s/edit: %d %.3000s", at, got.Code, got.Body)
	}
}

func (w *writer) changes(at string) string {
	w.t.Helper()
	form := w.send(http.MethodGet, at+"/edit", nil)
	found := changesField.FindStringSubmatch(form.Body.String())
	if found == nil {
		w.t.Fatalf("%s/edit: %d", at, form.Code)
	}
	return found[1]
}

// says looks for what was written of the latest object on its page.
func (w *writer) says(at string) {
	w.t.Helper()
	page := w.send(http.MethodGet, at, nil).Body.String()
	for text := range w.wrote {
		if strings.Contains(text, string(directory.KindTable)) != strings.Contains(at, string(directory.KindTable)) {
			continue
		}
		if !strings.Contains(page, text) {
			w.t.Errorf("%s does not say %q", at, text)
		}
	}
}

// takeOut changes and takes out an object of each kind, first those that name others. What others name stays.
func (w *writer) takeOut() {
	w.t.Helper()
	kinds := directory.Kinds()
	for i := len(kinds) - 1; i >= 0; i-- {
		kind := kinds[i].Kind
		if kind == directory.KindService {
			continue
		}
		at := w.at[kind]
		w.wrote = map[string]bool{}
		w.change(at, kind)
		w.says(at)
		want, then := http.StatusSeeOther, http.StatusNotFound
		if kind == directory.KindOrganization || kind == directory.KindTerm || kind == directory.KindTaxonomy {
			want, then = http.StatusConflict, http.StatusOK
		}
		if got := w.send(http.MethodPost, at+"/edit", url.Values{"do": {"remove"}, "changes": {w.changes(at)}}); got.Code != want {
			w.t.Errorf("%s is taken out: %d", at, got.Code)
		}
		if got := w.send(http.MethodGet, at, nil); got.Code != then {
			w.t.Errorf("%s was to be taken out: %d", at, got.Code)
		}
	}
}

// Package hsds is the read interface of the directory of services, as the OpenAPI document of HSDS 3.0 has it: eleven
// addresses under /hsds/ for anybody, without a token. The lists can be asked with POST too (HSDS 3.1), so that a need stands
// in no address and no log. It shows what is public: nothing of what is redacted.
//
// Filters are joined with AND. A page says how many there are in all. What a list does not know is refused and named, since
// a filter that is dropped in silence answers another question.
package hsds

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"linli/api/route"
	"linli/office"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/referral/directory"
)

// Prefix is where the interface stands.
const Prefix = "/hsds/"

// Version is the version of HSDS.
const Version = "3.0"

const (
	perPage    = 25
	maxPerPage = 500
	maxBody    = 64 << 10
)

// API serves everything under [Prefix].
type API struct {
	Directory *directory.Service
	Tenant    func(*http.Request) (office.Tenant, error) // whose directory it is
	Origin    *url.URL
	Desk      *route.Desk // says what is refused
}

// Handler returns the interface.
func (a *API) Handler() http.Handler {
	mux := http.NewServeMux()
	handle := func(pattern string, f func(http.ResponseWriter, *http.Request) error) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			if err := f(w, r); err != nil {
				a.Desk.Fail(w, r, err)
			}
		})
	}
	handle("GET "+Prefix+"{$}", a.about)
	handle("GET "+Prefix+"openapi.json", a.document)
	handle("GET "+Prefix+"profile.json", a.extends)
	for _, l := range lists {
		handle("GET "+Prefix+l.name, func(w http.ResponseWriter, r *http.Request) error { return a.list(w, r, l) })
		handle("POST "+Prefix+l.name, func(w http.ResponseWriter, r *http.Request) error { return a.list(w, r, l) })
		handle("GET "+Prefix+l.name+"/{id}", func(w http.ResponseWriter, r *http.Request) error { return a.one(w, r, l) })
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		var allow []string
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			other := &http.Request{Method: method, URL: r.URL, Host: r.Host}
			if _, pattern := mux.Handler(other); pattern != "/" {
				allow = append(allow, method)
			}
		}
		a.Desk.Refuse(w, r, strings.Join(allow, ", "))
	})
	return mux
}

// listing is one of the five lists.
type listing struct {
	name   string
	kind   directory.Kind
	params []string
}

var (
	paging = []string{"page", "per_page", "format"}
	lists  = []listing{
		{"services", directory.KindService, []string{"search", "taxonomy_term_id", "taxonomy_id", "organization_id", "modified_after", "minimal", "full"}},
		{"service_at_locations", directory.KindPlace, []string{"search", "taxonomy_term_id", "taxonomy_id", "organization_id", "modified_after", "full", "postcode", "proximity"}},
		{"organizations", directory.KindOrganization, []string{"search", "full_service", "full"}},
		{"taxonomies", directory.KindTaxonomy, []string{"search"}},
		{"taxonomy_terms", directory.KindTerm, []string{"search", "taxonomy_id", "top_only", "parent_id"}},
	}
)

func (a *API) about(w http.ResponseWriter, r *http.Request) error {
	at := func(name string) string { return a.Origin.JoinPath(Prefix, name).String() }
	return answer(w, r, map[string]string{"version": Version, "profile": at("profile.json"), "openapi_url": at("openapi.json")})
}

// answer sends JSON with its ETag, or 304 to whoever has it.
func answer(w http.ResponseWriter, r *http.Request, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("hsds: encode an answer: %w", err)
	}
	sum := sha256.Sum256(b)
	tag := `"` + hex.EncodeToString(sum[:12]) + `"`
	h := w.Header()
	h.Set("ETag", tag)
	h.Set("Cache-Control", "public, max-age=60")
	h.Set("X-Content-Type-Options", "nosniff")
	if r.Method == http.MethodGet && r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	if r.Method == http.MethodPost {
		h.Set("Cache-Control", "no-store")
	}
	h.Set("Content-Type", "application/json")
	h.Set("Content-Length", strconv.Itoa(len(b)))
	_, _ = w.Write(b) // the reader may have gone; there is nobody left to tell
	return nil
}

// one answers a whole document.
func (a *API) one(w http.ResponseWriter, r *http.Request, l listing) error {
	asked, err := a.read(r, listing{params: []string{"full_service"}})
	if err != nil {
		return err
	}
	u, err := id.Parse(r.PathValue("id"))
	if err != nil || u.IsZero() {
		return directory.ErrNotFound
	}
	t, err := a.Tenant(r)
	if err != nil {
		return err
	}
	detail := directory.Whole
	if asked.fullService {
		detail = directory.WithServices
	}
	trees, err := a.Directory.Trees(r.Context(), t.ID, l.kind, []id.ID{u}, detail)
	if err != nil {
		return err
	}
	if len(trees) == 0 {
		return directory.ErrNotFound
	}
	return answer(w, r, trees[0])
}

// page is a page of a list, as HSDS has it.
type page struct {
	TotalItems int   `json:"total_items"`
	TotalPages int   `json:"total_pages"`
	PageNumber int   `json:"page_number"`
	Size       int   `json:"size"`
	FirstPage  bool  `json:"first_page"`
	LastPage   bool  `json:"last_page"`
	Empty      bool  `json:"empty"`
	Contents   []any `json:"contents"`
}

func (a *API) list(w http.ResponseWriter, r *http.Request, l listing) error {
	asked, err := a.read(r, l)
	if err != nil {
		return err
	}
	t, err := a.Tenant(r)
	if err != nil {
		return err
	}
	asked.Kind = l.kind
	if none, err := a.around(r.Context(), t.ID, asked); err != nil || none {
		if err != nil {
			return err
		}
		return answer(w, r, page{PageNumber: asked.page, FirstPage: asked.page == 1, LastPage: true, Empty: true, Contents: []any{}})
	}
	if asked.lines {
		return a.stream(w, r, t.ID, asked)
	}
	ids, total, err := a.Directory.Page(r.Context(), t.ID, asked.Query, asked.page, asked.perPage)
	if err != nil {
		return err
	}
	p := page{TotalItems: total, TotalPages: (total + asked.perPage - 1) / asked.perPage, PageNumber: asked.page, Size: len(ids), FirstPage: asked.page == 1,
		Empty: len(ids) == 0}
	p.LastPage = asked.page >= p.TotalPages
	if p.Contents, err = a.contents(r.Context(), t.ID, asked, ids); err != nil {
		return err
	}
	return answer(w, r, p)
}

func (a *API) contents(ctx context.Context, tenant id.ID, asked *asking, ids []id.ID) ([]any, error) {
	detail := directory.Short
	switch {
	case asked.fullService:
		detail = directory.WithServices
	case asked.full:
		detail = directory.Whole
	}
	trees, err := a.Directory.Trees(ctx, tenant, asked.Kind, ids, detail)
	if err != nil {
		return nil, err
	}
	out := make([]any, len(trees))
	for i, n := range trees {
		out[i] = n
		if asked.minimal { // name and status must be there by the schema of HSDS
			out[i] = map[string]any{"id": n.Body["id"], "name": n.Body["name"], "status": n.Body["status"], "modified_date": n.Body["last_modified"]}
		}
	}
	return out, nil
}

// stream answers all that is found, a line each.
func (a *API) stream(w http.ResponseWriter, r *http.Request, tenant id.ID, asked *asking) error {
	w.Header().Set("Content-Type", "application/x-ndjson")
	out := bufio.NewWriter(w)
	for number := 1; ; number++ {
		ids, _, err := a.Directory.Page(r.Context(), tenant, asked.Query, number, maxPerPage)
		if err == nil && len(ids) > 0 {
			var found []any
			found, err = a.contents(r.Context(), tenant, asked, ids)
			for _, v := range found {
				b, wrong := json.Marshal(v)
				err = errors.Join(err, wrong)
				_, _ = out.Write(append(b, '\n')) // Flush tells
			}
		}
		if err != nil && number > 1 {
			panic(http.ErrAbortHandler) //nolint:forbidigo // half an answer must not look whole; net/http knows this one
		}
		if err != nil {
			return err
		}
		if len(ids) < maxPerPage {
			_ = out.Flush() // the reader may have gone; there is nobody left to tell
			return nil
		}
	}
}

// around turns a postal code with a distance into a place: the middle of what the directory has there. none says that there
// is nothing, and so nothing near it.
func (a *API) around(ctx context.Context, tenant id.ID, asked *asking) (none bool, err error) {
	if asked.proximity == 0 {
		return false, nil
	}
	p, err := a.Directory.Middle(ctx, tenant, asked.Postcode)
	if errors.Is(err, directory.ErrNotFound) {
		return true, nil
	}
	asked.Near, asked.Within, asked.Postcode = &p, asked.proximity, ""
	return false, err
}

// faulty names a parameter that is wrong.
func faulty(name, key string) *fault.Error { return fault.Field(name, key) }

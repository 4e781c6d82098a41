package hsds

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"linli/platform/fault"
	"linli/platform/id"
	"linli/referral/directory"
)

// asking is what a request asks for.
type asking struct {
	directory.Query
	page, perPage              int
	full, fullService, minimal bool
	lines                      bool    // ndjson: everything, a line each
	proximity                  float64 // metres around the postal code
}

// read reads the parameters from the address or, of a POST, from the body. Each wrong one is named.
func (a *API) read(r *http.Request, l listing) (*asking, error) {
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, fault.New(fault.Invalid, "api.query.unreadable")
	}
	if r.Method == http.MethodPost {
		body, err := posted(r)
		if err != nil {
			return nil, err
		}
		maps.Copy(values, body)
	}
	out := &asking{page: 1, perPage: perPage}
	var wrong fault.List
	for _, name := range slices.Sorted(maps.Keys(values)) {
		v := values[name]
		if !slices.Contains(l.params, name) && (l.name == "" || !slices.Contains(paging, name)) {
			wrong = append(wrong, faulty(name, "api.query.unknown"))
			continue
		}
		if len(v) != 1 {
			wrong = append(wrong, faulty(name, "api.body.twice"))
			continue
		}
		if f := out.set(name, v[0]); f != nil {
			wrong = append(wrong, f.At(name))
		}
	}
	if out.proximity > 0 && out.Postcode == "" {
		wrong = append(wrong, faulty("postcode", "form.required"))
	}
	return out, wrong.Err()
}

// posted are the parameters of a JSON body.
func posted(r *http.Request) (url.Values, error) {
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || media != "application/json" {
		return nil, fault.New(fault.Invalid, "api.media_type")
	}
	b, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxBody))
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return nil, fault.New(fault.TooLarge, "api.body.large").With(fault.Args{"max": large.Limit})
	}
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, "api.body.broken", err)
	}
	var fields map[string]any
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	if d.Decode(&fields) != nil || d.More() {
		return nil, fault.New(fault.Invalid, "form.json")
	}
	out := url.Values{}
	for name, v := range fields {
		switch x := v.(type) {
		case string, bool, json.Number:
			out.Set(name, fmt.Sprint(x))
		default:
			return nil, faulty(name, "api.body.text")
		}
	}
	return out, nil
}

func (q *asking) set(name, v string) *fault.Error {
	switch name {
	case "page":
		return whole(v, &q.page, 1_000_000)
	case "per_page":
		return whole(v, &q.perPage, maxPerPage)
	case "format":
		if v != "json" && v != "ndjson" {
			return fault.New(fault.Invalid, "api.query.choice").With(fault.Args{"choices": "json, ndjson"})
		}
		q.lines = v == "ndjson"
	case "search":
		q.Text = v
	case "postcode":
		q.Postcode = v
	case "taxonomy_term_id":
		var u id.ID
		if f := named(v, &u); f != nil {
			return f
		}
		q.Terms = []id.ID{u}
	case "taxonomy_id":
		return named(v, &q.Taxonomy)
	case "organization_id":
		return named(v, &q.Organization)
	case "parent_id":
		return named(v, &q.Parent)
	case "minimal":
		return yes(v, &q.minimal)
	case "full":
		return yes(v, &q.full)
	case "full_service":
		return yes(v, &q.fullService)
	case "top_only":
		return yes(v, &q.TopOnly)
	case "proximity":
		n, err := strconv.ParseFloat(v, 64)
		if err != nil || !(n > 0 && n <= 200_000) {
			return fault.New(fault.Invalid, "api.query.number").With(fault.Args{"min": 1, "max": 200_000})
		}
		q.proximity = n
	case "modified_after":
		for _, layout := range []string{time.RFC3339Nano, time.DateOnly} {
			if t, err := time.Parse(layout, v); err == nil {
				q.Since = t
				return nil
			}
		}
		return fault.New(fault.Invalid, "api.body.instant")
	}
	return nil
}

func whole(v string, to *int, most int) *fault.Error {
	n, err := strconv.Atoi(v)
	if err != nil || n < 1 || n > most {
		return fault.New(fault.Invalid, "api.query.number").With(fault.Args{"min": 1, "max": most})
	}
	*to = n
	return nil
}

func named(v string, to *id.ID) *fault.Error {
	u, err := id.Parse(v)
	if err != nil || u.IsZero() {
		return fault.New(fault.Invalid, "api.body.id")
	}
	*to = u
	return nil
}

func yes(v string, to *bool) *fault.Error {
	b, err := strconv.ParseBool(v)
	if err != nil {
		return fault.New(fault.Invalid, "api.body.yesno")
	}
	*to = b
	return nil
}

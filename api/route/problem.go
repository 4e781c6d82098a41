package route

import (
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"strconv"

	"linli/platform/fault"
	"linli/platform/i18n"
)

// Problem is a refusal or failure as RFC 9457 has it. Title and detail are in the reader's language; code and key are
// for programs and do not change.
type Problem struct {
	Type   string  `json:"type" doc:"urn:linli:problem: and the code"`
	Title  string  `json:"title" doc:"the kind of problem, in the reader's language (Accept-Language)"`
	Status int     `json:"status" doc:"the HTTP status"`
	Detail string  `json:"detail" doc:"what is wrong and what to do, in the reader's language"`
	Code   string  `json:"code" doc:"the kind of problem: invalid, guard, conflict …"`
	Key    string  `json:"key" doc:"names the detail, whatever its language"`
	Field  string  `json:"field,omitempty" doc:"the field or parameter to mend, such as parties[0].name"`
	Errors []Wrong `json:"errors,omitempty" doc:"each wrong field"`
}

// Wrong is one field of a request that has to be mended.
type Wrong struct {
	Field  string `json:"field" doc:"path of the field, such as parties[0].name"`
	Key    string `json:"key" doc:"names the detail, whatever its language"`
	Detail string `json:"detail" doc:"what is wrong, in the reader's language"`
}

// refusal is a fault with a status that no fault code has, or with headers of its own.
type refusal struct {
	fault  *fault.Error
	status int
	name   string // code of the problem
	header http.Header
}

func (r *refusal) Error() string { return r.fault.Error() }
func (r *refusal) Unwrap() error { return r.fault }

// refuse returns a refusal with a status of HTTP's own.
func refuse(status int, name, key string, args fault.Args, header ...string) error {
	r := &refusal{fault: fault.New(fault.Invalid, key).With(args), status: status, name: name, header: http.Header{}}
	for i := 0; i+1 < len(header); i += 2 {
		r.header.Set(header[i], header[i+1])
	}
	return r
}

// problem says an error in a language.
func (d *Desk) problem(lang i18n.Language, err error) (Problem, http.Header) {
	f := fault.Of(err)
	p := Problem{Status: f.Code.Status(), Code: string(f.Code), Key: f.Key, Field: f.Field}
	title := "fault.title." + string(f.Code)
	if f.Code == fault.NotFound {
		title = "api.title.not_found"
	}
	var header http.Header
	var own *refusal
	if errors.As(err, &own) {
		header = own.header
		p.Status, p.Code, title = own.status, own.name, "api.title."+own.name
	}
	p.Type, p.Title, p.Detail = "urn:linli:problem:"+p.Code, d.Texts.Text(lang, title, nil), d.say(lang, f)
	var list fault.List
	if errors.As(err, &list) {
		for _, e := range list {
			p.Errors = append(p.Errors, Wrong{Field: e.Field, Key: e.Key, Detail: d.say(lang, e)})
		}
	}
	if len(list) > 1 {
		p.Key, p.Field, p.Detail = "api.fields", "", d.Texts.Text(lang, "api.fields", fault.Args{"n": len(list)})
	}
	return p, header
}

// say is the sentence of a fault. A page names a field by its label; here it has the name that the program sent.
func (d *Desk) say(lang i18n.Language, f *fault.Error) string {
	args := fault.Args{"label": f.Field, "field": f.Field}
	maps.Copy(args, f.Args)
	return d.Texts.Text(lang, f.Key, args)
}

// writeProblem answers with an error. What is no refusal is logged, with its path and without anything a person typed.
func (d *Desk) writeProblem(w http.ResponseWriter, r *http.Request, lang i18n.Language, err error) {
	p, header := d.problem(lang, err)
	if p.Status >= http.StatusInternalServerError && r.Context().Err() == nil {
		d.Log.ErrorContext(r.Context(), "api request failed", "route", r.Pattern, "err", err)
	}
	h := w.Header()
	maps.Copy(h, header)
	if p.Status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", challenge(r))
	}
	body, jsonErr := json.Marshal(p)
	if jsonErr != nil {
		d.Log.ErrorContext(r.Context(), "a problem that JSON cannot hold", "err", jsonErr)
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	h.Set("Content-Language", string(lang))
	h.Add("Vary", "Accept-Language")
	send(w, p.Status, "application/problem+json", body)
}

// challenge asks for a token (RFC 6750, section 3): with a reason only where one was sent.
func challenge(r *http.Request) string {
	if r.Header.Get("Authorization") == "" {
		return `Bearer realm="linli"`
	}
	return `Bearer realm="linli", error="invalid_token"`
}

func send(w http.ResponseWriter, status int, contentType string, body []byte) {
	h := w.Header()
	h.Set("Content-Type", contentType)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-store")
	}
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_, _ = w.Write(body) // the reader may have gone; there is nobody left to tell
}

package api_test

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"linli/api"
	"linli/api/route"
	"linli/app"
	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/fault"
)

// client asks the interface as a program of the office would.
type client struct {
	*apptest.World
	api *api.API
}

func open(w *apptest.World) *client { return &client{w, interfaceOf(w.App)} }

func interfaceOf(a *app.App) *api.API {
	o := a.Programs()
	o.Log = slog.New(slog.DiscardHandler)
	return api.New(o)
}

// each runs a test with the interface on both engines.
func each(t *testing.T, test func(t *testing.T, c *client)) {
	t.Helper()
	apptest.Each(t, func(t *testing.T, w *apptest.World) { test(t, open(w)) })
}

// answer is what came back.
type answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// into decodes the body, strictly.
func (a answer) into(t testing.TB, v any) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(a.Body))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		t.Fatalf("%d %s: %v", a.Status, a.Body, err)
	}
}

// problem is the body as a problem document.
func (a answer) problem(t testing.TB) route.Problem {
	t.Helper()
	var p route.Problem
	a.into(t, &p)
	if got := a.Header.Get("Content-Type"); got != "application/problem+json" || p.Status != a.Status {
		t.Errorf("%s with status %d in the body and %d on the wire", got, p.Status, a.Status)
	}
	return p
}

func (a answer) want(t testing.TB, status int) answer {
	t.Helper()
	if a.Status != status {
		t.Fatalf("status %d, want %d: %s", a.Status, status, a.Body)
	}
	return a
}

// send sends a request as it is.
func (c *client) send(r *http.Request) answer {
	w := httptest.NewRecorder()
	c.api.ServeHTTP(w, r)
	out := w.Result()
	body, err := io.ReadAll(out.Body)
	if err != nil {
		c.T.Fatal(err)
	}
	return answer{out.StatusCode, out.Header, body}
}

// request makes a request with a login's token; "" is nobody.
func (c *client) request(login, method, path string, body []byte) *http.Request {
	r := httptest.NewRequest(method, path, bytes.NewReader(body))
	if login != "" {
		r.Header.Set("Authorization", "Bearer "+c.Hired(login).Token)
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	return r
}

func (c *client) get(login, path string) answer { return c.send(c.request(login, "GET", path, nil)) }

// post sends a body under an idempotency key; a string is sent as it is, anything else as JSON.
func (c *client) post(login, path, key string, body any) answer {
	c.T.Helper()
	raw, ok := body.(string)
	if !ok {
		b, err := json.Marshal(body)
		if err != nil {
			c.T.Fatal(err)
		}
		raw = string(b)
	}
	r := c.request(login, "POST", path, []byte(raw))
	if key != "" {
		r.Header.Set("Idempotency-Key", key)
	}
	return c.send(r)
}

// application is an invented dispute, as the contract has it: programs outside send these names and no others.
const application = `{"unit":"V1","type":"neighbour","summary":"阳台花盆坠落，砸坏雨棚","parties":[
	{"role":"applicant","kind":"person","name":"阿依古丽欧阳","contact":"13812345678","language":"zh-Hans"},
	{"role":"respondent","kind":"person","name":"慕容雪松","contact":"13812345678","language":"zh-Hans"}]}`

const mediations = "/api/v1/mediations"

func at(c mediation.Case, rest string) string { return mediations + "/" + c.ID.String() + rest }

// expected is the status with which a policy refuses, or 0 where it allows one of the acts.
func (c *client) expected(a access.Actor, acts []string, f access.Facts) int {
	c.T.Helper()
	refused := 0
	for _, act := range acts {
		err := c.App.Rights.Check(a, act, f)
		if err == nil {
			return 0
		}
		refused = fault.Of(err).Code.Status()
	}
	return refused
}

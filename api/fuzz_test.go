package api_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"linli/api/route"
	"linli/app/apptest"
	"linli/testkit"
)

// Whatever is sent, the answer is a case or a refusal that names no more than fields: never a failure.
func FuzzCreate(f *testing.F) {
	w := apptest.New(f, testkit.Embedded(f, "cases"))
	served := interfaceOf(w.App)
	for _, seed := range []string{application, `{}`, `[]`, `{"unit":{"unit":{}}}`, `{"parties":[{"role":null}]}`, strings.Repeat("[", 99),
		`{"amount":{"minor":1e400}}`, `{"claimed":"2026-03-02T00:00:00Z"}`, `{"unit":"V1","type":"neighbour","summary":"\u0000","parties":[]}`} {
		f.Add(seed)
	}
	n := 0
	f.Fuzz(func(t *testing.T, body string) {
		n++
		world := *w
		world.T = t
		a := (&client{&world, served}).post("clerk", mediations, strings.Repeat("k", n%200+1)+body[:min(len(body), 9)], body)
		if a.Status == 201 {
			return
		}
		var p route.Problem
		if err := json.Unmarshal(a.Body, &p); err != nil || a.Status < 400 || a.Status >= 500 || p.Status != a.Status || p.Detail == "" {
			t.Fatalf("%d %s: %v", a.Status, a.Body, err)
		}
		if !utf8.Valid(a.Body) {
			t.Errorf("the problem is not UTF-8: %q", a.Body)
		}
	})
}

package oidc_test

import (
	"context"
	"testing"
	"time"

	"linli/platform/fault"
	"linli/platform/oidc"
	"linli/platform/oidc/oidctest"
)

const back = "https://office.example/sign-in/provider/back"

func site(t *testing.T, at *oidctest.Provider) *oidc.Provider {
	t.Helper()
	p, err := oidc.New(oidc.Settings{Issuer: at.URL, Client: at.Client, Secret: at.Secret, Redirect: back})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// walk signs in at the provider and comes back.
func walk(t *testing.T, p *oidc.Provider, at *oidctest.Provider, there, here oidc.Flight) (oidc.Subject, error) {
	t.Helper()
	address, err := p.Begin(context.Background(), "state", there)
	if err != nil {
		t.Fatal(err)
	}
	q := at.Approve(t, address)
	if q.Get("state") != "state" {
		t.Errorf("state %q came back", q.Get("state"))
	}
	return p.Finish(context.Background(), q.Get("code"), here)
}

func TestWhoSignsInIsTheSubjectOfTheIssuer(t *testing.T) {
	at, other := oidctest.New(t), oidctest.New(t)
	p := site(t, at)
	var seen []oidc.Subject
	for range 2 {
		f := oidc.NewFlight()
		s, err := walk(t, p, at, f, f)
		if err != nil {
			t.Fatal(err)
		}
		seen = append(seen, s)
	}
	if seen[0] != seen[1] {
		t.Error("one subject is two")
	}
	f := oidc.NewFlight()
	if s, err := walk(t, site(t, other), other, f, f); err != nil || s == seen[0] {
		t.Errorf("the same name at another issuer is the same subject (%v)", err)
	}
	at.Subject = "subject-2"
	if s, err := walk(t, p, at, f, f); err != nil || s == seen[0] {
		t.Errorf("two subjects are one (%v)", err)
	}
}

func TestWhatDoesNotProveAnybody(t *testing.T) {
	long := time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
	for name, c := range map[string]struct {
		err    func(*oidctest.Provider, testing.TB)
		flight func(oidc.Flight) oidc.Flight
	}{
		"a token of another key":      {err: func(at *oidctest.Provider, t testing.TB) { at.Forged = oidctest.NewKey(t) }},
		"a token of another issuer":   {err: func(at *oidctest.Provider, _ testing.TB) { at.Claims = map[string]any{"iss": "https://other.example"} }},
		"a token for another client":  {err: func(at *oidctest.Provider, _ testing.TB) { at.Claims = map[string]any{"aud": "other"} }},
		"a token that is over":        {err: func(at *oidctest.Provider, _ testing.TB) { at.Claims = map[string]any{"exp": long} }},
		"a token without a subject":   {err: func(at *oidctest.Provider, _ testing.TB) { at.Claims = map[string]any{"sub": ""} }},
		"a token for another sign-in": {err: func(at *oidctest.Provider, _ testing.TB) { at.Claims = map[string]any{"nonce": "another"} }},
		"a code without its verifier": {flight: func(f oidc.Flight) oidc.Flight { f.Verifier = oidc.NewFlight().Verifier; return f }},
	} {
		t.Run(name, func(t *testing.T) {
			at := oidctest.New(t)
			p, f := site(t, at), oidc.NewFlight()
			back := f
			if c.flight != nil {
				back = c.flight(f)
			}
			if c.err != nil {
				c.err(at, t)
			}
			if _, err := walk(t, p, at, f, back); fault.Of(err).Key != oidc.ErrRefused.Key {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestACodeServesOnce(t *testing.T) {
	at := oidctest.New(t)
	p, f := site(t, at), oidc.NewFlight()
	address, err := p.Begin(context.Background(), "state", f)
	if err != nil {
		t.Fatal(err)
	}
	code := at.Approve(t, address).Get("code")
	if _, err := p.Finish(context.Background(), code, f); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Finish(context.Background(), code, f); fault.Of(err).Key != oidc.ErrRefused.Key {
		t.Errorf("%v", err)
	}
}

func TestAProviderThatIsDownIsAskedAgain(t *testing.T) {
	at := oidctest.New(t)
	p := site(t, at)
	ended, end := context.WithCancel(context.Background())
	end()
	if _, err := p.Begin(ended, "state", oidc.NewFlight()); fault.Of(err).Key != oidc.ErrUnreachable.Key {
		t.Errorf("%v", err)
	}
	if _, err := p.Begin(context.Background(), "state", oidc.NewFlight()); err != nil {
		t.Error(err)
	}
}

func TestSettingsThatCannotBe(t *testing.T) {
	for _, c := range []struct{ issuer, client, key string }{
		{"", "linli", "oidc.issuer"},
		{"http://id.example", "linli", "oidc.issuer"}, // in the clear
		{"https://user:word@id.example", "linli", "oidc.issuer"},
		{"https://id.example/?x=1", "linli", "oidc.issuer"},
		{"id.example", "linli", "oidc.issuer"},
		{"https://id.example", "", "oidc.client"},
	} {
		if _, err := oidc.New(oidc.Settings{Issuer: c.issuer, Client: c.client}); fault.Of(err).Key != c.key {
			t.Errorf("%q, %q: %v", c.issuer, c.client, err)
		}
	}
	for _, issuer := range []string{"https://id.example", "https://id.example/realms/town", "http://localhost:8089", "http://127.0.0.1:8089"} {
		if _, err := oidc.New(oidc.Settings{Issuer: issuer, Client: "linli"}); err != nil {
			t.Errorf("%q: %v", issuer, err)
		}
	}
}

func TestAnotherIssuersMetadataIsRefused(t *testing.T) {
	at := oidctest.New(t)
	at.Issuer = "https://other.example"
	if _, err := site(t, at).Begin(context.Background(), "state", oidc.NewFlight()); fault.Of(err).Key != oidc.ErrUnreachable.Key {
		t.Errorf("%v", err)
	}
}

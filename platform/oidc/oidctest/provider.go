// Package oidctest is an identity provider for tests, on loopback.
package oidctest

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"linli/platform/clock"
)

// Provider knows one client. Change its fields between requests to have it err.
type Provider struct {
	*httptest.Server
	Client, Secret string
	Subject        string          // who signs in next
	Issuer         string          // what it says of itself; empty: its address
	Claims         map[string]any  // put over those of the token
	Forged         *rsa.PrivateKey // signs in the place of the published key

	mu      sync.Mutex
	key     *rsa.PrivateKey
	flights map[string]url.Values // what was asked for, by code
}

// New starts a provider that ends with the test.
func New(t testing.TB) *Provider {
	t.Helper()
	p := &Provider{Client: "linli", Secret: "a secret", Subject: "subject-1", key: NewKey(t), flights: map[string]url.Values{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", p.discovery)
	mux.HandleFunc("GET /keys", p.keys)
	mux.HandleFunc("POST /token", p.token)
	p.Server = httptest.NewServer(mux)
	t.Cleanup(p.Close)
	return p
}

// NewKey draws a key for tokens.
func NewKey(t testing.TB) *rsa.PrivateKey {
	t.Helper()
	k, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// Approve is what the provider does at the address that a browser was sent to: somebody signs in, and the browser goes
// back with a code. It returns the query that comes back.
func (p *Provider) Approve(t testing.TB, address string) url.Values {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	if q.Get("client_id") != p.Client || q.Get("response_type") != "code" || q.Get("code_challenge_method") != "S256" || q.Get("scope") != "openid" {
		t.Fatalf("asked for %v", q)
	}
	code := rand.Text()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.flights[code] = q
	return url.Values{"code": {code}, "state": {q.Get("state")}}
}

func (p *Provider) discovery(w http.ResponseWriter, _ *http.Request) {
	issuer := p.URL
	if p.Issuer != "" {
		issuer = p.Issuer
	}
	answer(w, map[string]any{"issuer": issuer, "authorization_endpoint": p.URL + "/authorize", "token_endpoint": p.URL + "/token", "jwks_uri": p.URL + "/keys",
		"response_types_supported": []string{"code"}, "subject_types_supported": []string{"public"}, "id_token_signing_alg_values_supported": []string{"RS256"}})
}

func (p *Provider) keys(w http.ResponseWriter, _ *http.Request) {
	answer(w, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: p.key.Public(), KeyID: "1", Algorithm: "RS256", Use: "sig"}}})
}

func (p *Provider) token(w http.ResponseWriter, r *http.Request) {
	client, secret, _ := r.BasicAuth()
	code := r.PostFormValue("code")
	p.mu.Lock()
	asked, ok := p.flights[code]
	delete(p.flights, code)
	p.mu.Unlock()
	challenge := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
	if !ok || client != p.Client || secret != url.QueryEscape(p.Secret) || r.PostFormValue("redirect_uri") != asked.Get("redirect_uri") ||
		base64.RawURLEncoding.EncodeToString(challenge[:]) != asked.Get("code_challenge") {
		w.WriteHeader(http.StatusBadRequest)
		answer(w, map[string]string{"error": "invalid_grant"})
		return
	}
	now := clock.System{}.Now() // the world's time, as a provider's
	claims := map[string]any{"iss": p.URL, "sub": p.Subject, "aud": p.Client, "iat": now.Unix(), "exp": now.Add(time.Minute).Unix(), "nonce": asked.Get("nonce")}
	for k, v := range p.Claims {
		claims[k] = v
	}
	signed, err := p.sign(claims)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	answer(w, map[string]any{"access_token": "unused", "token_type": "Bearer", "id_token": signed})
}

func (p *Provider) sign(claims map[string]any) (string, error) {
	key := p.key
	if p.Forged != nil {
		key = p.Forged
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: key, KeyID: "1"}}, nil)
	if err != nil {
		return "", err
	}
	body, err := json.Marshal(claims)
	if err != nil {
		return "", err
	}
	s, err := signer.Sign(body)
	if err != nil {
		return "", err
	}
	return s.CompactSerialize()
}

func answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v) // a test's client that has gone
}

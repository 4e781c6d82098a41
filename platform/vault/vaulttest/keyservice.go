package vaulttest

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

// KeyService answers as the Transit engine of OpenBao and HashiCorp Vault at town/transit, with one key linli, to whoever has the token. What
// it locks is turned about and no secret.
func KeyService(t testing.TB, token string) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := func(status int, body any) {
			w.WriteHeader(status)
			_ = json.NewEncoder(w).Encode(body)
		}
		refuse := func(status int, why string) { answer(status, map[string][]string{"errors": {why}}) }
		var q map[string]string
		switch {
		case r.Header.Get("X-Vault-Token") != token:
			refuse(http.StatusForbidden, "permission denied")
		case r.Header.Get("X-Vault-Request") != "true" || json.NewDecoder(r.Body).Decode(&q) != nil:
			refuse(http.StatusBadRequest, "not a request")
		case r.Method == http.MethodPost && r.URL.Path == "/v1/town/transit/encrypt/linli":
			answer(http.StatusOK, map[string]any{"data": map[string]string{"ciphertext": "vault:v1:" + turned(q["plaintext"])}})
		case r.Method == http.MethodPost && r.URL.Path == "/v1/town/transit/decrypt/linli":
			answer(http.StatusOK, map[string]any{"data": map[string]string{"plaintext": turned(strings.TrimPrefix(q["ciphertext"], "vault:v1:"))}})
		default:
			refuse(http.StatusNotFound, "no handler for route")
		}
	}))
	t.Cleanup(s.Close)
	return s
}

func turned(s string) string {
	b := []byte(s)
	slices.Reverse(b)
	return string(b)
}

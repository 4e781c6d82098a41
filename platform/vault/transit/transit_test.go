package transit_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"linli/platform/fault"
	"linli/platform/vault"
	"linli/platform/vault/transit"
	"linli/platform/vault/vaulttest"
)

func parsed(t *testing.T, server *httptest.Server, token, path string) *transit.Service {
	t.Helper()
	s, err := transit.Parse("hcvault+http://" + token + "@" + strings.TrimPrefix(server.URL, "http://") + path)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAKeyServiceLocksTheOperatorKey(t *testing.T) {
	server := vaulttest.KeyService(t, "s.right")
	right := parsed(t, server, "s.right", "/town/transit/keys/linli")
	path := filepath.Join(t.TempDir(), "operator.key")
	made, err := vault.CreateOperatorKey(t.Context(), path, "", right)
	if err != nil {
		t.Fatal(err)
	}
	read, err := vault.OpenOperatorKey(t.Context(), path, vault.Locks{Service: right})
	if err != nil || read.ID() != made.ID() {
		t.Fatalf("read %v, %v", read, err)
	}
	if _, err := vault.OpenOperatorKey(t.Context(), path, vault.Locks{}); !errors.Is(err, vault.ErrOperatorLocked) {
		t.Errorf("without the service: %v", err)
	}
	for name, s := range map[string]*transit.Service{
		"403 Forbidden: permission denied":    parsed(t, server, "s.wrong", "/town/transit/keys/linli"),
		"404 Not Found: no handler for route": parsed(t, server, "s.right", "/transit/keys/linli"),
	} {
		_, err := vault.OpenOperatorKey(t.Context(), path, vault.Locks{Service: s})
		if !errors.Is(err, vault.ErrOperatorService) || !strings.Contains(fault.Of(err).Args["cause"].(string), name) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := vault.CreateOperatorKey(t.Context(), path+".other", "", s); !errors.Is(err, vault.ErrOperatorService) {
			t.Errorf("%s: a key was made that nobody can open: %v", name, err)
		}
	}
	server.Close()
	if _, err := vault.OpenOperatorKey(t.Context(), path, vault.Locks{Service: right}); !errors.Is(err, vault.ErrOperatorService) || strings.Contains(err.Error(), "s.right") {
		t.Errorf("a service that is gone, without its token in the answer: %v", err)
	}
}

func TestAKeyServiceThatAnswersOtherwise(t *testing.T) {
	for name, answer := range map[string]http.HandlerFunc{
		"elsewhere": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/v1/else", http.StatusTemporaryRedirect)
		},
		"no JSON":       func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>sign in</html>")) },
		"no ciphertext": func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{"data":{}}`)) },
		"without end": func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write([]byte(`{"data":{"ciphertext":"vault:` + strings.Repeat("x", 1<<20) + `"}}`))
		},
	} {
		t.Run(name, func(t *testing.T) {
			asked := 0
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { asked++; answer(w, r) }))
			defer server.Close()
			if _, err := parsed(t, server, "s.right", "/transit/keys/linli").Lock(t.Context(), []byte("text")); err == nil || asked != 1 {
				t.Errorf("%v after %d requests", err, asked)
			}
		})
	}
}

// What a service opens has to be an operator key: one that opens anything else gives none.
func TestAKeyServiceThatOpensSomethingElse(t *testing.T) {
	for name, plain := range map[string]string{"nothing": "", "other text": "hello", "a short key": "LINLI-OPERATOR-KEY-1 AAAA"} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if strings.Contains(r.URL.Path, "encrypt") {
					_, _ = w.Write([]byte(`{"data":{"ciphertext":"vault:v1:x"}}`))
					return
				}
				_ = json.NewEncoder(w).Encode(map[string]any{"data": map[string]string{"plaintext": base64.StdEncoding.EncodeToString([]byte(plain))}})
			}))
			defer server.Close()
			s, path := parsed(t, server, "s.right", "/transit/keys/linli"), filepath.Join(t.TempDir(), "operator.key")
			if _, err := vault.CreateOperatorKey(t.Context(), path, "", s); err != nil {
				t.Fatal(err)
			}
			if _, err := vault.OpenOperatorKey(t.Context(), path, vault.Locks{Service: s}); !errors.Is(err, vault.ErrOperatorFile) {
				t.Error(err)
			}
		})
	}
}

func TestParse(t *testing.T) {
	for _, address := range []string{
		"", "hcvault://", "hcvault://s.x@kms.example.org", "hcvault://s.x@kms.example.org/transit/linli", "https://s.x@kms.example.org/transit/keys/linli",
		"hcvault://s.x@kms.example.org/transit/keys/linli?x=1", "hcvault://s.x@kms.example.org/../keys/linli", "hcvault://s.x@kms.example.org/transit/keys/a b",
		"hcvault+http://s.x@kms.example.org/transit/keys/linli", "hcvault+http://s.x@10.0.0.1:8200/transit/keys/linli", "hcvault:// s.x@h/transit/keys/linli",
	} {
		if _, err := transit.Parse(address); err == nil {
			t.Errorf("%q was read", address)
		} else if bytes.Contains([]byte(err.Error()), []byte("s.x")) {
			t.Errorf("%q: the token stands in the error: %v", address, err)
		}
	}
	for _, address := range []string{"hcvault://s.x@kms.example.org:8200/transit/keys/linli", "hcvault+http://localhost:8100/transit/keys/linli", "hcvault+http://[::1]:8100/a/b/keys/linli-1"} {
		if _, err := transit.Parse(address); err != nil {
			t.Errorf("%q: %v", address, err)
		}
	}
}

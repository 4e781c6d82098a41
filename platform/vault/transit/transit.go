// Package transit asks a key service (KMS) 密钥服务 to lock and open what linli keeps in a file: the Transit engine of OpenBao and
// HashiCorp Vault, by two requests of their HTTP API (https://openbao.org/api-docs/secret/transit/). The key never leaves the service.
package transit

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"time"
)

const (
	patience  = 15 * time.Second
	maxAnswer = 64 << 10
)

// Service is one key in a key service.
type Service struct {
	base   string // of the API, with its version
	engine string // where the engine is mounted, namespaces before it
	key    string
	token  string
	client *http.Client
}

// place is where a key stands: the mount of the engine, "keys", and the key's name.
var place = regexp.MustCompile(`^((?:[A-Za-z0-9_.-]+/)*[A-Za-z0-9_.-]+)/keys/([A-Za-z0-9_.-]+)$`)

// errAddress answers an address that cannot be right.
var errAddress = errors.New("not hcvault://TOKEN@HOST[:PORT]/MOUNT/keys/NAME")

// Parse reads hcvault://TOKEN@HOST[:PORT]/MOUNT/keys/NAME, which is asked over https; hcvault+http:// leads to an agent on this
// machine and nowhere else. Without a token none is sent: an agent has its own.
func Parse(address string) (*Service, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, errAddress // url.Error holds the address with its token
	}
	at := place.FindStringSubmatch(strings.TrimPrefix(u.Path, "/"))
	scheme, known := map[string]string{"hcvault": "https", "hcvault+http": "http"}[u.Scheme]
	if !known || at == nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || strings.Contains(u.Path, "..") {
		return nil, errAddress
	}
	if host, err := netip.ParseAddr(u.Hostname()); scheme == "http" && u.Hostname() != "localhost" && (err != nil || !host.IsLoopback()) {
		return nil, errors.New("hcvault+http leads to this machine alone")
	}
	return &Service{base: scheme + "://" + u.Host + "/v1/", engine: at[1], key: at[2], token: u.User.Username(), client: &http.Client{
		Timeout: patience,
		// A redirect would carry the token to wherever the answer says.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, nil
}

// Lock encrypts a text; what it returns is one word that begins with "vault:".
func (s *Service) Lock(ctx context.Context, text []byte) (string, error) {
	answer, err := s.ask(ctx, "encrypt", map[string]any{"plaintext": text})
	if err == nil && !strings.HasPrefix(answer.Ciphertext, "vault:") {
		err = errors.New("the key service answered no ciphertext")
	}
	return answer.Ciphertext, err
}

// Unlock decrypts what Lock returned.
func (s *Service) Unlock(ctx context.Context, locked string) ([]byte, error) {
	answer, err := s.ask(ctx, "decrypt", map[string]any{"ciphertext": locked})
	return answer.Plaintext, err
}

type answer struct {
	Ciphertext string `json:"ciphertext"`
	Plaintext  []byte `json:"plaintext"`
}

func (s *Service) ask(ctx context.Context, act string, question map[string]any) (answer, error) {
	body, err := json.Marshal(question)
	if err != nil {
		return answer{}, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.base+s.engine+"/"+act+"/"+s.key, bytes.NewReader(body))
	if err != nil {
		return answer{}, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-Vault-Request", "true") // an agent that guards against forged requests wants it
	if s.token != "" {
		r.Header.Set("X-Vault-Token", s.token)
	}
	w, err := s.client.Do(r)
	if err != nil {
		return answer{}, err
	}
	defer w.Body.Close()
	var said struct {
		Data   answer   `json:"data"`
		Errors []string `json:"errors"`
	}
	broken := json.NewDecoder(io.LimitReader(w.Body, maxAnswer)).Decode(&said)
	switch {
	case w.StatusCode != http.StatusOK:
		return answer{}, fmt.Errorf("the key service answered %s: %s", w.Status, strings.Join(said.Errors, "; "))
	case broken != nil:
		return answer{}, fmt.Errorf("reading the key service's answer: %w", broken)
	}
	return said.Data, nil
}

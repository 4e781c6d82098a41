package office

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"linli/platform/fault"
)

// Cost is what Argon2id (RFC 9106) takes to make a password's key, in one lane. It stands in each stored password, so that
// it can be raised for new ones. The zero value is [Recommended].
type Cost struct {
	Memory uint32 // KiB
	Passes uint32
}

// Recommended is the cost that the OWASP Password Storage Cheat Sheet names: 19 MiB and two passes. linli has no setting
// for another; tests, whose passwords guard nothing, take the cheapest.
var Recommended = Cost{Memory: 19 * 1024, Passes: 2}

const (
	argonLanes = 1
	argonKey   = 32
	argonSalt  = 16
)

// What a stored password may ask for at most, so that a row cannot exhaust the machine.
const (
	argonMaxMemory = 256 * 1024
	argonMaxPasses = 16
)

const (
	minPassword = 12  // characters
	maxPassword = 200 // bytes
)

// Hasher makes and checks stored passwords, so many at once and no more: each takes 19 MiB and a core.
type Hasher struct {
	places chan struct{}
	cost   Cost
	decoy  string // checked where there is no account, so that a wrong name takes the time of a wrong password
}

// NewHasher returns a hasher that works on so many passwords at once, at least one, and makes new ones at a cost.
func NewHasher(places int, cost Cost) *Hasher {
	if cost == (Cost{}) {
		cost = Recommended
	}
	// No password is known whose key is all zero, and none is looked for: only the work of the comparison counts.
	decoy := encode(derived{cost.Memory, cost.Passes, argonLanes, make([]byte, argonSalt), make([]byte, argonKey)})
	return &Hasher{places: make(chan struct{}, max(1, places)), cost: cost, decoy: decoy}
}

// Hash returns the password in PHC form. It waits for a place until ctx ends.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	if err := h.enter(ctx); err != nil {
		return "", err
	}
	defer h.leave()
	salt := make([]byte, argonSalt)
	if _, err := rand.Read(salt); err != nil {
		return "", fmt.Errorf("drawing a salt: %w", err)
	}
	return encode(derive(password, salt, h.cost.Memory, h.cost.Passes, argonLanes)), nil
}

// Check reports whether the password fits the stored one. An empty stored one fits nothing and takes the same time.
func (h *Hasher) Check(ctx context.Context, stored, password string) (bool, error) {
	if err := h.enter(ctx); err != nil {
		return false, err
	}
	defer h.leave()
	against := stored
	if against == "" {
		against = h.decoy
	}
	want, err := decode(against)
	if err != nil {
		return false, fmt.Errorf("reading a stored password: %w", err)
	}
	got := derive(password, want.salt, want.memory, want.passes, want.lanes)
	fits := subtle.ConstantTimeCompare(got.key, want.key) == 1
	return fits && stored != "", nil
}

func (h *Hasher) enter(ctx context.Context) error {
	select {
	case h.places <- struct{}{}:
		return nil
	case <-ctx.Done():
		return fault.Wrap(fault.Unavailable, "signin.busy", ctx.Err())
	}
}

func (h *Hasher) leave() { <-h.places }

type derived struct {
	memory, passes uint32
	lanes          uint8
	salt, key      []byte
}

func derive(password string, salt []byte, memory, passes uint32, lanes uint8) derived {
	plain := []byte(norm.NFKC.String(password)) // a password typed on another keyboard must be the same bytes (NIST SP 800-63B)
	return derived{memory, passes, lanes, salt, argon2.IDKey(plain, salt, passes, memory, lanes, argonKey)}
}

func encode(d derived) string {
	b := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, d.memory, d.passes, d.lanes,
		b.EncodeToString(d.salt), b.EncodeToString(d.key))
}

func decode(stored string) (derived, error) {
	parts := strings.Split(stored, "$")
	var d derived
	var version int
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" {
		return d, fmt.Errorf("it is not Argon2id in PHC form")
	}
	if _, err := fmt.Sscanf(parts[2], "v=%d", &version); err != nil || version != argon2.Version {
		return d, fmt.Errorf("unknown version %q", parts[2])
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &d.memory, &d.passes, &d.lanes); err != nil {
		return d, fmt.Errorf("parameters %q: %w", parts[3], err)
	}
	if d.memory < 8 || d.memory > argonMaxMemory || d.passes < 1 || d.passes > argonMaxPasses || d.lanes < 1 {
		return d, fmt.Errorf("parameters %q are out of bounds", parts[3])
	}
	var err error
	if d.salt, err = base64.RawStdEncoding.DecodeString(parts[4]); err != nil || len(d.salt) < 8 {
		return d, fmt.Errorf("the salt is damaged")
	}
	if d.key, err = base64.RawStdEncoding.DecodeString(parts[5]); err != nil || len(d.key) != argonKey {
		return d, fmt.Errorf("the key is damaged")
	}
	return d, nil
}

// checkPassword says what is wrong with a password that somebody chooses: too short or too long, hardly any different
// characters, or one that is guessed first. It asks for no digits or signs (NIST SP 800-63B section 3.1.1.2 advises
// against it).
func checkPassword(l *fault.List, field, password string, t Tenant, account Account) error {
	different := map[rune]bool{}
	for _, r := range password {
		different[r] = true
	}
	switch {
	case utf8.RuneCountInString(password) < minPassword:
		*l = append(*l, fault.Field(field, "signin.password.short").With(fault.Args{"min": minPassword}))
	case len(password) > maxPassword:
		l.Add(field, "signin.password.long")
	case len(different) < 5, sequence(strings.ToLower(password)):
		l.Add(field, "signin.password.easy")
	default:
		return checkGuessed(l, field, password, t, account)
	}
	return nil
}

// sequence reports whether the password is one run of neighbours, such as "123456789012" or "abcdefghijkl".
func sequence(s string) bool {
	r := []rune(s)
	run := 0
	for i := 1; i < len(r); i++ {
		if d := r[i] - r[i-1]; d == 1 || d == -1 || d == 0 || d == -9 || d == 9 {
			run++
		}
	}
	return len(r) > 1 && run*4 >= (len(r)-1)*3
}

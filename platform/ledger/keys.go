package ledger

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"linli/platform/clock"
	"linli/platform/id"
)

// Sealer wraps a tenant's signing key for keeping; the vault's operator key stands behind it.
type Sealer interface {
	Seal(ctx context.Context, tenant id.ID, plain []byte) ([]byte, error)
	Open(ctx context.Context, tenant id.ID, sealed []byte) ([]byte, error)
}

// Signer holds one tenant's keys, opened: the newest signs, all of them verify.
type Signer struct {
	tenant    string
	private   ed25519.PrivateKey
	newest    note.Signer
	keys      []string // verifier keys, newest first
	verifiers []note.Verifier
}

// Tenant is the tenant's public name, the end of its origin line.
func (s *Signer) Tenant() string { return s.tenant }

// Keys are the public verifier keys, newest first, in the form that package note and linli-verify read.
func (s *Signer) Keys() []string { return append([]string(nil), s.keys...) }

// Verifiers check what any of the tenant's keys signed.
func (s *Signer) Verifiers() []note.Verifier { return append([]note.Verifier(nil), s.verifiers...) }

// OpenSigner opens the tenant's keys and makes the first one when there is none. name is the tenant's public name, which
// becomes part of every checkpoint and receipt and so cannot be changed afterwards. random is nil for the machine's.
func OpenSigner(ctx context.Context, s Store, seal Sealer, c clock.Clock, random io.Reader, tenant id.ID, name string) (*Signer, error) {
	if !tenantName.MatchString(name) {
		return nil, fmt.Errorf("ledger: %q cannot be a tenant's public name", name)
	}
	rows, err := s.Keys(ctx, tenant)
	if err == nil && len(rows) == 0 {
		if err = addKey(ctx, s, seal, c, random, tenant, name, 1); err == nil || errors.Is(err, ErrFenced) {
			rows, err = s.Keys(ctx, tenant) // another process may have been first: its key counts
		}
	}
	if err != nil {
		return nil, fmt.Errorf("reading the ledger's keys: %w", err)
	}
	return openKeys(ctx, seal, tenant, name, rows)
}

// Rotate makes a new key, which signs from now on, and returns the tenant's keys opened anew. What older keys signed
// stays valid.
func Rotate(ctx context.Context, s Store, seal Sealer, c clock.Clock, random io.Reader, tenant id.ID, name string) (*Signer, error) {
	rows, err := s.Keys(ctx, tenant)
	if err != nil {
		return nil, fmt.Errorf("reading the ledger's keys: %w", err)
	}
	next := int64(1)
	if len(rows) > 0 {
		next = rows[len(rows)-1].Ordinal + 1
	}
	if err := addKey(ctx, s, seal, c, random, tenant, name, next); err != nil {
		return nil, fmt.Errorf("adding a ledger key: %w", err)
	}
	return OpenSigner(ctx, s, seal, c, random, tenant, name)
}

// ReadVerifiers returns the tenant's public keys without opening the private ones, newest first, for checking only.
func ReadVerifiers(ctx context.Context, s Store, tenant id.ID) ([]note.Verifier, error) {
	rows, err := s.Keys(ctx, tenant)
	if err != nil {
		return nil, fmt.Errorf("reading the ledger's keys: %w", err)
	}
	if len(rows) == 0 {
		return nil, ErrNoKey
	}
	var out []note.Verifier
	for _, r := range rows {
		v, err := note.NewVerifier(r.Verifier)
		if err != nil {
			return nil, fmt.Errorf("reading ledger key %d: %w", r.Ordinal, err)
		}
		out = append([]note.Verifier{v}, out...)
	}
	return out, nil
}

func addKey(ctx context.Context, s Store, seal Sealer, c clock.Clock, random io.Reader, tenant id.ID, name string, ordinal int64) error {
	if random == nil {
		random = rand.Reader
	}
	private, public, err := note.GenerateKey(random, Origin(name))
	if err != nil {
		return fmt.Errorf("making a key: %w", err)
	}
	sealed, err := seal.Seal(ctx, tenant, []byte(private))
	if err != nil {
		return fmt.Errorf("sealing a key: %w", err)
	}
	return s.AddKey(ctx, tenant, SealedKey{Ordinal: ordinal, Verifier: public, Sealed: sealed, MadeAt: c.Now()})
}

func openKeys(ctx context.Context, seal Sealer, tenant id.ID, name string, rows []SealedKey) (*Signer, error) {
	out := &Signer{tenant: name}
	for i := len(rows) - 1; i >= 0; i-- {
		v, err := note.NewVerifier(rows[i].Verifier)
		if err != nil {
			return nil, fmt.Errorf("reading ledger key %d: %w", rows[i].Ordinal, err)
		}
		if v.Name() != Origin(name) {
			return nil, fmt.Errorf("ledger: key %d belongs to %s, not to %s", rows[i].Ordinal, v.Name(), Origin(name))
		}
		out.keys = append(out.keys, rows[i].Verifier)
		out.verifiers = append(out.verifiers, v)
	}
	newest := rows[len(rows)-1]
	private, err := seal.Open(ctx, tenant, newest.Sealed)
	if err != nil {
		return nil, fmt.Errorf("opening ledger key %d: %w", newest.Ordinal, err)
	}
	if out.newest, err = note.NewSigner(string(private)); err != nil {
		return nil, fmt.Errorf("reading ledger key %d: %w", newest.Ordinal, err)
	}
	out.private, err = ed25519Key(string(private))
	return out, err
}

// ed25519Key takes the key out of note's form PRIVATE+KEY+NAME+HASH+BASE64(0x01 ‖ seed): the same key signs receipts,
// whose text cannot be a checkpoint's because its first line is another.
func ed25519Key(skey string) (ed25519.PrivateKey, error) {
	raw, err := base64.StdEncoding.DecodeString(skey[nthPlus(skey, 4)+1:])
	if err != nil || len(raw) != 1+ed25519.SeedSize || raw[0] != 1 {
		return nil, errors.New("ledger: not an Ed25519 key")
	}
	return ed25519.NewKeyFromSeed(raw[1:]), nil
}

// nthPlus is the place of the n-th plus sign, or -1; base64 may hold more of them behind it.
func nthPlus(s string, n int) int {
	at := -1
	for range n {
		i := strings.IndexByte(s[at+1:], '+')
		if i < 0 {
			return -1
		}
		at += 1 + i
	}
	return at
}

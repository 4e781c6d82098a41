package vault

import (
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/tink-crypto/tink-go/v2/tink"
)

// Operator wraps tenant keys. Who holds it does not hold the backups.
type Operator interface {
	// ID names the key without revealing it; it is stored beside what the key wraps.
	ID() string
	// Wrap encrypts a tenant key; place is bound to it as associated data.
	Wrap(key, place []byte) ([]byte, error)
	// Unwrap is the inverse of Wrap.
	Unwrap(wrapped, place []byte) ([]byte, error)
}

// OperatorKey is an operator key held in memory, read from a file by [OpenOperatorKey].
type OperatorKey struct {
	id    string
	aead  tink.AEAD
	other []byte // from which keys for other purposes are derived; says nothing of the key itself
}

// newOperatorKey derives the key's id from a hash of the key, so that a file cannot carry a wrong one.
func newOperatorKey(key []byte) (*OperatorKey, error) {
	if len(key) != keySize {
		return nil, fmt.Errorf("an operator key of %d bytes, not %d", len(key), keySize)
	}
	a, err := newAEAD(key)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(associate("linli/operator-key-id", key))
	other, err := hkdf.Extract(sha256.New, key, []byte("linli/operator-derived"))
	if err != nil {
		return nil, fmt.Errorf("deriving from the operator key: %w", err)
	}
	return &OperatorKey{id: hex.EncodeToString(sum[:8]), aead: a, other: other}, nil
}

// Derive gives 32 secret bytes for a purpose that is not wrapping, such as the tokens that a browser carries; the same in
// every process that holds the operator key.
func (o *OperatorKey) Derive(purpose string) ([]byte, error) {
	return hkdf.Expand(sha256.New, o.other, "linli/"+purpose, keySize)
}

// ID is 16 hexadecimal digits of a hash of the key.
func (o *OperatorKey) ID() string { return o.id }

// Wrap seals a tenant key under the operator key.
func (o *OperatorKey) Wrap(key, place []byte) ([]byte, error) { return wrap(o.aead, key, place) }

// Unwrap opens a tenant key that was wrapped for the same place.
func (o *OperatorKey) Unwrap(wrapped, place []byte) ([]byte, error) {
	return unwrap(o.aead, wrapped, place)
}

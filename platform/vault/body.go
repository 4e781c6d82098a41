package vault

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/tink-crypto/tink-go/v2/aead/subtle"
	"github.com/tink-crypto/tink-go/v2/tink"

	"linli/platform/id"
)

const (
	bodyVersion = 1
	headerSize  = 1 + 16
	keySize     = 32
	// Overhead is how many bytes a sealed body is longer than its plaintext: header, nonce and tag.
	Overhead = headerSize + 24 + 16
)

// The first part of all associated data keeps the three uses of the cipher apart.
const (
	domainField     = "linli/field"
	domainDataKey   = "linli/data-key"
	domainTenantKey = "linli/tenant-key"
)

// associate joins parts with the length of each before it (32 bits, big endian): no two lists of parts give one result.
func associate(domain string, parts ...[]byte) []byte {
	n := 4 + len(domain)
	for _, p := range parts {
		n += 4 + len(p)
	}
	out := make([]byte, 0, n)
	out = binary.BigEndian.AppendUint32(out, uint32(len(domain))) //nolint:gosec // a constant of a few bytes
	out = append(out, domain...)
	for _, p := range parts {
		out = binary.BigEndian.AppendUint32(out, uint32(len(p))) //nolint:gosec // headers, ids and names: far below 4 GiB
		out = append(out, p...)
	}
	return out
}

// place is the associated data of a sealed field: everything that says where it belongs, and under which header.
func place(tenant id.ID, s Sealed, header []byte) []byte {
	var version [8]byte
	binary.BigEndian.PutUint64(version[:], uint64(s.Version)) //nolint:gosec // every int64 has its own uint64
	return associate(domainField, header, tenant[:], s.Case[:], s.Owner[:], []byte(s.Field), version[:])
}

// sealBody seals plaintext for its place under one data key.
func sealBody(key tink.AEAD, tenant id.ID, s Sealed) ([]byte, error) {
	header := make([]byte, headerSize, len(s.Body)+Overhead)
	header[0] = bodyVersion
	copy(header[1:], s.Key[:])
	box, err := key.Encrypt(s.Body, place(tenant, s, header))
	if err != nil {
		return nil, fmt.Errorf("sealing a field: %w", err)
	}
	return append(header, box...), nil
}

// bodyKey reads the header of a sealed body: the id of the key that it was sealed with.
func bodyKey(body []byte) (id.ID, error) {
	var key id.ID
	if len(body) < Overhead {
		return key, fmt.Errorf("a body of %d bytes, shorter than %d", len(body), Overhead)
	}
	if body[0] != bodyVersion {
		return key, fmt.Errorf("a body of version %d, not %d", body[0], bodyVersion)
	}
	copy(key[:], body[1:headerSize])
	return key, nil
}

// openBody is the inverse of sealBody. Its error tells nothing of the text.
func openBody(key tink.AEAD, tenant id.ID, s Sealed) ([]byte, error) {
	plain, err := key.Decrypt(s.Body[headerSize:], place(tenant, s, s.Body[:headerSize]))
	if err != nil {
		return nil, errors.New("the body does not belong to this place or was altered")
	}
	return plain, nil
}

// wrap seals key bytes: version byte, nonce, ciphertext, tag.
func wrap(by tink.AEAD, key, place []byte) ([]byte, error) {
	box, err := by.Encrypt(key, place)
	if err != nil {
		return nil, fmt.Errorf("wrapping a key: %w", err)
	}
	return append([]byte{bodyVersion}, box...), nil
}

// unwrap is the inverse of wrap; a key of another length than 32 bytes is refused.
func unwrap(by tink.AEAD, wrapped, place []byte) ([]byte, error) {
	if len(wrapped) == 0 || wrapped[0] != bodyVersion {
		return nil, errors.New("a wrapped key of unknown version")
	}
	key, err := by.Decrypt(wrapped[1:], place)
	if err != nil {
		return nil, errors.New("a wrapped key that does not belong here or was altered")
	}
	if len(key) != keySize {
		return nil, fmt.Errorf("a wrapped key of %d bytes", len(key))
	}
	return key, nil
}

func newAEAD(key []byte) (tink.AEAD, error) {
	a, err := subtle.NewXChaCha20Poly1305(key)
	if err != nil {
		return nil, fmt.Errorf("making a cipher: %w", err)
	}
	return a, nil
}

// placeOfDataKey binds a wrapped data key to its tenant and id.
func placeOfDataKey(tenant, key id.ID) []byte { return associate(domainDataKey, tenant[:], key[:]) }

// placeOfTenantKey binds a wrapped tenant key to its tenant and generation.
func placeOfTenantKey(tenant id.ID, generation int64) []byte {
	var g [8]byte
	binary.BigEndian.PutUint64(g[:], uint64(generation)) //nolint:gosec // every int64 has its own uint64
	return associate(domainTenantKey, tenant[:], g[:])
}

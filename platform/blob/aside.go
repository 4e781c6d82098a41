package blob

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io"

	"linli/platform/fault"
	"linli/platform/id"
)

// Aside holds a file for whoever sent it until that person has said what is to be kept of it. It is sealed under a key that stands on
// that person's page alone and nowhere here, so that nobody reads it without the page; no case names it, so that the sweep of blobs
// takes it away after an hour or two if nothing is said.
type Aside struct {
	Files   Store
	IDs     *id.Source
	Cleaner *Cleaner
}

// Held is a file that is held aside.
type Held struct {
	Token string // names and opens it: for the page of whoever sent it
	Name  string
	Bytes []byte
}

// ErrNotHeld says that a file is held no more, or never was for this person and this purpose.
var ErrNotHeld = fault.New(fault.Invalid, "blob.not_held")

const (
	asideName = 16 // bytes of the blob's name
	asideKey  = 32 // bytes of an AES-256 key
)

// Put cleans a file and holds it for one account's work on one case. Errors: as [Cleaner.Clean], [ErrStore].
func (a Aside) Put(ctx context.Context, tenant, account, of id.ID, r io.Reader, called string) (Held, error) {
	f, err := a.Cleaner.Clean(ctx, r, called)
	if err != nil {
		return Held{}, err
	}
	name, token := a.IDs.New(), make([]byte, asideName+asideKey)
	copy(token, name[:])
	if _, err := rand.Read(token[asideName:]); err != nil {
		return Held{}, fmt.Errorf("drawing a key: %w", err)
	}
	seal, err := sealer(token)
	if err != nil {
		return Held{}, err
	}
	sealed := seal.Seal(nil, nil, append([]byte(f.Name+"\n"), f.Bytes...), bound(tenant, account, of, name))
	if err := a.Files.Put(ctx, tenant, name, sealed); err != nil {
		return Held{}, err
	}
	return Held{base64.RawURLEncoding.EncodeToString(token), f.Name, f.Bytes}, nil
}

// Get opens a file that is held for this account and this case. Errors: ErrNotHeld, [ErrStore].
func (a Aside) Get(ctx context.Context, tenant, account, of id.ID, token string) (Held, error) {
	name, seal, err := opener(token)
	if err != nil {
		return Held{}, err
	}
	sealed, err := a.Files.Get(ctx, tenant, name)
	if errors.Is(err, ErrMissing) {
		return Held{}, ErrNotHeld
	}
	if err != nil {
		return Held{}, err
	}
	plain, err := seal.Open(nil, nil, sealed, bound(tenant, account, of, name))
	if err != nil {
		return Held{}, because(ErrNotHeld, err)
	}
	called, body, _ := bytes.Cut(plain, []byte("\n"))
	return Held{token, string(called), body}, nil
}

// Delete ends the holding of a file that [Aside.Get] opened. Errors: ErrNotHeld for what is no token, [ErrStore].
func (a Aside) Delete(ctx context.Context, tenant id.ID, held Held) error {
	name, _, err := opener(held.Token)
	if err != nil {
		return err
	}
	return a.Files.Delete(ctx, tenant, name)
}

func opener(token string) (id.ID, cipher.AEAD, error) {
	b, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(b) != asideName+asideKey {
		return id.ID{}, nil, ErrNotHeld
	}
	seal, err := sealer(b)
	return id.ID(b[:asideName]), seal, err
}

func sealer(token []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(token[asideName:])
	if err != nil {
		return nil, fmt.Errorf("reading a key: %w", err)
	}
	return cipher.NewGCMWithRandomNonce(block)
}

func bound(tenant, account, of, name id.ID) []byte {
	out := []byte("linli aside\n")
	for _, x := range []id.ID{tenant, account, of, name} {
		out = append(out, x[:]...)
	}
	return out
}

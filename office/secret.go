package office

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"

	"linli/platform/fault"
	"linli/platform/id"
)

// Sealer seals staff secrets under the tenant's key. purpose separates kinds of secret: what was sealed for one does not
// open for another.
type Sealer interface {
	Seal(ctx context.Context, tenant id.ID, purpose string, plain []byte) ([]byte, error)
	Open(ctx context.Context, tenant id.ID, purpose string, sealed []byte) ([]byte, error)
}

// sealTOTP is the purpose under which second factors are sealed, together with the account, so that a row moved to
// another account does not open.
func sealTOTP(account id.ID) string { return "office.totp:" + account.String() }

// Hash is what the store keeps of a secret that is random enough to need no slow hash: SHA-256.
type Hash [sha256.Size]byte

// newToken returns a secret for a cookie or a header, "tag.random", and what the store keeps of it.
func newToken(tag string) (string, Hash, error) {
	b := make([]byte, 32)
	if _, err := rand.Read(b); err != nil {
		return "", Hash{}, fmt.Errorf("drawing a token: %w", err)
	}
	return tag + "." + base64.RawURLEncoding.EncodeToString(b), sha256.Sum256(b), nil
}

// errToken answers a token that is not one, or is no longer one.
var errToken = fault.New(fault.Unauthenticated, "signin.session.over")

// splitToken reads what newToken made.
func splitToken(token string) (tag string, h Hash, err error) {
	tag, secret, ok := strings.Cut(token, ".")
	b, e := base64.RawURLEncoding.Strict().DecodeString(secret)
	if !ok || e != nil || len(b) != 32 || len(tag) > 8 {
		return "", Hash{}, errToken
	}
	return tag, sha256.Sum256(b), nil
}

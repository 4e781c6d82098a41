package signing

import (
	"context"
	"errors"
	"time"

	"linli/platform/id"
)

// Half is what waits on the way to a signature: a one-time code that is still to be entered, or a passkey that was asked to sign; or
// digits that were written to a party's address, to confirm it or to replace a lost slip. There is one of a kind for each act of a
// case, a newer one in place of an older; it is used once.
type Half struct {
	Case   id.ID
	Act    string // whose act, as the capability names it
	Kind   string // [HalfPasskey], or a kind of the capability's own
	Body   string // Argon2id of the code with what it is for; or the passkey's random number, base64url
	Tries  int    // how often a code was entered
	EndsAt time.Time
}

// HalfPasskey is the kind of a passkey that was asked to sign.
const HalfPasskey = "passkey"

// ErrGone says that nothing waits, or no longer as it was given.
var ErrGone = errors.New("signing: nothing waits")

// Halves keeps what waits on the way to a signature.
type Halves interface {
	// HalfSigned returns what waits, or ErrGone.
	HalfSigned(ctx context.Context, tenant, c id.ID, act, kind string) (Half, error)
	// KeepHalfSigned has one wait, in place of an older one.
	KeepHalfSigned(ctx context.Context, tenant id.ID, h Half) error
	// TryHalfSigned counts one more try. It returns ErrGone when the row is no longer as it was given.
	TryHalfSigned(ctx context.Context, tenant id.ID, h Half) error
	// TakeHalfSigned removes it. It returns ErrGone when the row is no longer as it was given.
	TakeHalfSigned(ctx context.Context, tenant id.ID, h Half) error
	// ForgetHalfSigned removes what ended before an instant.
	ForgetHalfSigned(ctx context.Context, tenant id.ID, before time.Time) error
}

package signing

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"linli/platform/access"
	"linli/platform/clock"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/passkey"
)

// passkeyLasts is how long a passkey may take to sign.
const passkeyLasts = 5 * time.Minute

// The refusals of a passkey besides those of package passkey.
var (
	ErrOff  = fault.New(fault.Guard, "passkey.off")
	ErrNone = fault.New(fault.Guard, "passkey.none") // the account has none
	ErrOver = fault.New(fault.Guard, "passkey.over") // answered before, asked anew meanwhile, or too late
)

// Keys are the passkeys of accounts.
type Keys interface {
	// SigningKeys are the passkeys of an account, and none of a closed one.
	SigningKeys(ctx context.Context, tenant, account id.ID) ([]passkey.Key, error)
	// KeyUsed writes down that a passkey of an account has signed.
	KeyUsed(ctx context.Context, tenant, account id.ID, key passkey.Key) error
}

// Passkeys have a passkey sign the words of a capability. An account signs with a passkey of its own. A resident has no account:
// its device makes a key for this one signature, under a random handle, and the key signs the words; that it was made would prove
// nothing, as nobody signs the making.
type Passkeys struct {
	Site   *passkey.Site // nil: nobody signs by passkey at this origin
	Keys   Keys
	Halves Halves
	Clock  clock.Clock
}

// Ceremony is what a browser needs to have a passkey sign: options in the JSON form of the specification.
type Ceremony struct {
	Make json.RawMessage `json:"make,omitempty"` // of a key for this one signature; a party makes it, an account has its own
	Sign json.RawMessage `json:"sign"`
}

// Answer is what the browser answers.
type Answer struct {
	Made   json.RawMessage `json:"made"`
	Signed json.RawMessage `json:"signed"`
}

// Proof is what is kept of a signature by passkey, sealed with the text: enough to check it again at any later time, and nothing
// else. The key of a party was made for this one signature and stands nowhere else.
type Proof struct {
	passkey.Proof
	Random  []byte `json:"random"`           // of the challenge
	Account id.ID  `json:"account,omitzero"` // who signed for the office; zero for a party
}

// Holds reports whether the key signed these words.
func (p Proof) Holds(words string) bool {
	return p.Check(passkey.Challenge(words, p.Random)) == nil
}

// Checked is what checking a signature by passkey comes to.
type Checked string

// The outcomes.
const (
	NotChecked  Checked = ""       // not a passkey, or its proof is not for this reader or was erased
	CheckHolds  Checked = "holds"  // the key signed this text for this signer
	CheckBroken Checked = "broken" // it did not
)

// On reports whether anybody signs by passkey at this origin.
func (p *Passkeys) On() bool { return p != nil && p.Site != nil }

// Begin begins to have words signed in a case, as one act of it. Errors: [ErrOff], [ErrNone].
func (p *Passkeys) Begin(ctx context.Context, a access.Actor, caseID id.ID, act, words string) (Ceremony, error) {
	if !p.On() {
		return Ceremony{}, ErrOff
	}
	random := make([]byte, 32)
	if _, err := rand.Read(random); err != nil {
		return Ceremony{}, fmt.Errorf("drawing a challenge: %w", err)
	}
	holder, err := p.holder(ctx, a, random)
	if err != nil {
		return Ceremony{}, err
	}
	var out Ceremony
	challenge := passkey.Challenge(words, random)
	if a.Kind == access.Resident {
		if out.Make, err = p.Site.OfferKey(holder, challenge); err != nil {
			return Ceremony{}, err
		}
	}
	if out.Sign, err = p.Site.Ask(holder, challenge); err != nil {
		return Ceremony{}, err
	}
	return out, p.Halves.KeepHalfSigned(ctx, a.Tenant, Half{Case: caseID, Act: act, Kind: HalfPasskey,
		Body: base64.RawURLEncoding.EncodeToString(random), EndsAt: p.Clock.Now().Add(passkeyLasts)})
}

// holder is whoever signs, with the keys that it may sign with. A party's handle is as random as the challenge.
func (p *Passkeys) holder(ctx context.Context, a access.Actor, random []byte) (passkey.Holder, error) {
	if a.Kind == access.Resident {
		handle := sha256.Sum256(append([]byte("handle\n"), random...))
		return passkey.Holder{Handle: handle[:]}, nil
	}
	keys, err := p.Keys.SigningKeys(ctx, a.Tenant, a.Account)
	if err != nil {
		return passkey.Holder{}, err
	}
	if len(keys) == 0 {
		return passkey.Holder{}, ErrNone
	}
	return passkey.Holder{Handle: a.Account[:], Keys: keys}, nil
}

// Finish takes what the browser answered, and returns what is to be kept of the signature. What was begun is over, whatever becomes
// of the answer. Errors: as [Passkeys.Begin]; [ErrOver]; and those of package passkey, where the answer is of another address, other
// words or another signer, or not by the key.
func (p *Passkeys) Finish(ctx context.Context, a access.Actor, caseID id.ID, act, words string, answer Answer) (*Proof, error) {
	if !p.On() {
		return nil, ErrOff
	}
	random, err := p.takeRandom(ctx, a.Tenant, caseID, act)
	if err != nil {
		return nil, err
	}
	holder, err := p.holder(ctx, a, random)
	if err != nil {
		return nil, err
	}
	challenge := passkey.Challenge(words, random)
	if a.Kind == access.Resident {
		key, err := p.Site.TakeKey(holder, challenge, answer.Made)
		if err != nil {
			return nil, err
		}
		holder.Keys = []passkey.Key{key}
	}
	proof, key, err := p.Site.Take(holder, challenge, answer.Signed)
	if err != nil {
		return nil, err
	}
	if a.Kind == access.Staff {
		if err := p.Keys.KeyUsed(ctx, a.Tenant, a.Account, key); err != nil {
			return nil, err
		}
	}
	return &Proof{proof, random, a.Account}, nil
}

// takeRandom takes the challenge's random number, which is then gone whatever becomes of the answer.
func (p *Passkeys) takeRandom(ctx context.Context, tenant, caseID id.ID, act string) ([]byte, error) {
	half, err := p.Halves.HalfSigned(ctx, tenant, caseID, act, HalfPasskey)
	if err == nil {
		err = p.Halves.TakeHalfSigned(ctx, tenant, half)
	}
	switch {
	case errors.Is(err, ErrGone):
		return nil, ErrOver
	case err != nil:
		return nil, err
	case !p.Clock.Now().Before(half.EndsAt):
		return nil, ErrOver
	}
	return base64.RawURLEncoding.DecodeString(half.Body)
}

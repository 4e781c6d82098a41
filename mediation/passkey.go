package mediation

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/passkey"
)

// passkeyLasts is how long a passkey may take to sign.
const passkeyLasts = 5 * time.Minute

// The refusals of a passkey besides those of package passkey.
var (
	ErrPasskeysOff = fault.New(fault.Guard, "mediation.passkey.off")
	ErrNoPasskey   = fault.New(fault.Guard, "mediation.passkey.none") // the account has none
	ErrPasskeyOver = fault.New(fault.Guard, "mediation.passkey.over") // answered before, asked anew meanwhile, or too late
)

// Ceremony is what a browser needs to have a passkey sign: options in the JSON form of the specification.
type Ceremony struct {
	Make json.RawMessage `json:"make,omitempty"` // of a key for this one signature; a party makes it, an account has its own
	Sign json.RawMessage `json:"sign"`
}

// PasskeyAnswer is what the browser answers.
type PasskeyAnswer struct {
	Made   json.RawMessage `json:"made"`
	Signed json.RawMessage `json:"signed"`
}

// PasskeyProof is what is kept of a signature by passkey, sealed with the agreement: enough to check it again at any
// later time, and nothing else. The key of a party was made for this one signature and stands nowhere else.
type PasskeyProof struct {
	passkey.Proof
	Random  []byte `json:"random"`           // of the challenge
	Account id.ID  `json:"account,omitzero"` // who signed for the office; zero for a party
}

// statement is what a passkey signs, one item a line: this text of this agreement in this case, as this person.
func (c *Case) statement(act Act, account id.ID) string {
	return strings.Join([]string{"linli agreement signature 1", c.Tenant.String(), c.ID.String(), c.Agreement.ID.String(), c.Agreement.Text,
		act.name(), account.String()}, "\n")
}

// PasskeysOn reports whether an agreement can be signed by passkey at this origin.
func (s *Service) PasskeysOn() bool { return s.Passkeys != nil }

// BeginPasskey begins to sign by passkey. An account signs with a passkey of its own. A party has no account: its device
// makes a key for this one signature, under a random handle, and the key signs the text; that it was made would prove
// nothing, as nobody signs the making. Errors: those of access and of the machine, [ErrPasskeysOff], [ErrNoPasskey].
func (s *Service) BeginPasskey(ctx context.Context, a access.Actor, caseID id.ID, sign Sign) (_ Ceremony, err error) {
	defer wrap(&err, "begin to sign by passkey")
	if s.Passkeys == nil {
		return Ceremony{}, ErrPasskeysOff
	}
	sign.Method, sign.proven = "passkey", true
	c, err := s.wouldDo(ctx, a, caseID, sign, time.Time{})
	if err != nil {
		return Ceremony{}, err
	}
	random := make([]byte, 32)
	if _, err := rand.Read(random); err != nil {
		return Ceremony{}, fmt.Errorf("drawing a challenge: %w", err)
	}
	holder, err := s.holder(ctx, a, random)
	if err != nil {
		return Ceremony{}, err
	}
	var out Ceremony
	challenge := passkey.Challenge(c.statement(sign.act(), a.Account), random)
	if a.Kind == access.Resident {
		if out.Make, err = s.Passkeys.OfferKey(holder, challenge); err != nil {
			return Ceremony{}, err
		}
	}
	if out.Sign, err = s.Passkeys.Ask(holder, challenge); err != nil {
		return Ceremony{}, err
	}
	return out, s.Repo.KeepHalfSigned(ctx, a.Tenant, HalfSigned{Case: caseID, Act: sign.act().name(), Kind: halfPasskey,
		Body: base64.RawURLEncoding.EncodeToString(random), EndsAt: s.Clock.Now().Add(passkeyLasts)})
}

// holder is whoever signs, with the keys that it may sign with. A party's handle is as random as the challenge.
func (s *Service) holder(ctx context.Context, a access.Actor, random []byte) (passkey.Holder, error) {
	if a.Kind == access.Resident {
		handle := sha256.Sum256(append([]byte("handle\n"), random...))
		return passkey.Holder{Handle: handle[:]}, nil
	}
	keys, err := s.Office.SigningKeys(ctx, a.Tenant, a.Account)
	if err != nil {
		return passkey.Holder{}, err
	}
	if len(keys) == 0 {
		return passkey.Holder{}, ErrNoPasskey
	}
	return passkey.Holder{Handle: a.Account[:], Keys: keys}, nil
}

// FinishPasskey signs with what the browser answered. Errors: as [Service.BeginPasskey]; [ErrPasskeyOver]; and those of
// package passkey, where the answer is of another address, text, case or signer, or not by the key.
func (s *Service) FinishPasskey(ctx context.Context, a access.Actor, caseID id.ID, sign Sign, answer PasskeyAnswer) (_ Case, err error) {
	defer wrap(&err, "sign by passkey")
	if s.Passkeys == nil {
		return Case{}, ErrPasskeysOff
	}
	sign.Method, sign.proven = "passkey", true
	c, err := s.wouldDo(ctx, a, caseID, sign, time.Time{})
	if err != nil {
		return Case{}, err
	}
	random, err := s.takeRandom(ctx, &c, sign.act())
	if err != nil {
		return Case{}, err
	}
	holder, err := s.holder(ctx, a, random)
	if err != nil {
		return Case{}, err
	}
	challenge := passkey.Challenge(c.statement(sign.act(), a.Account), random)
	if a.Kind == access.Resident {
		key, err := s.Passkeys.TakeKey(holder, challenge, answer.Made)
		if err != nil {
			return Case{}, err
		}
		holder.Keys = []passkey.Key{key}
	}
	proof, key, err := s.Passkeys.Take(holder, challenge, answer.Signed)
	if err != nil {
		return Case{}, err
	}
	if a.Kind == access.Staff {
		if err := s.Office.KeyUsed(ctx, a.Tenant, a.Account, key); err != nil {
			return Case{}, err
		}
	}
	if sign.As == "party" {
		if sign.code, err = s.codeGiven(ctx, &c, sign.Party); err != nil {
			return Case{}, err
		}
	}
	sign.proof = &PasskeyProof{proof, random, a.Account}
	after, _, err := s.Act(ctx, a, caseID, sign, Ask{})
	return after, err
}

// takeRandom takes the challenge's random number, which is then gone whatever becomes of the answer.
func (s *Service) takeRandom(ctx context.Context, c *Case, act Act) ([]byte, error) {
	half, err := s.Repo.HalfSigned(ctx, c.Tenant, c.ID, act.name(), halfPasskey)
	if errors.Is(err, ErrNotFound) {
		return nil, ErrPasskeyOver
	}
	if err != nil {
		return nil, err
	}
	switch err := s.Repo.TakeHalfSigned(ctx, c.Tenant, half); {
	case errors.Is(err, ErrMoved):
		return nil, ErrPasskeyOver
	case err != nil:
		return nil, err
	}
	if !s.Clock.Now().Before(half.EndsAt) {
		return nil, ErrPasskeyOver
	}
	return base64.RawURLEncoding.DecodeString(half.Body)
}

// Checked is what checking a signature by passkey comes to.
type Checked string

// The outcomes.
const (
	NotChecked  Checked = ""       // not a passkey, or its proof is not for this reader or was erased
	CheckHolds  Checked = "holds"  // the key signed this text for this signer
	CheckBroken Checked = "broken" // it did not
)

// Check checks a signature of the agreement again, now, from what was kept of it.
func (o *Opened) Check(x Signature) Checked {
	proof, ok := o.Proofs[x.Proof]
	if x.Proof.IsZero() || !ok || o.Case.Agreement == nil {
		return NotChecked
	}
	act := Act{x.As, x.Of}
	if e := o.Case.Engagement(x.Of); x.As == "mediator" && (e == nil || e.Account != proof.Account) {
		return CheckBroken
	}
	if x.As == "party" && !proof.Account.IsZero() {
		return CheckBroken
	}
	if o.Agreement != nil && o.Agreement.Hash() != o.Case.Agreement.Text {
		return CheckBroken
	}
	if proof.Check(passkey.Challenge(o.Case.statement(act, proof.Account), proof.Random)) != nil {
		return CheckBroken
	}
	return CheckHolds
}

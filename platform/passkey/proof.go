package passkey

import (
	"bytes"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"slices"

	"github.com/go-webauthn/webauthn/protocol/webauthncose"

	"linli/platform/fault"
)

// What is wrong with a signature.
var (
	ErrOrigin     = fault.New(fault.Guard, "passkey.other_origin") // made at another address
	ErrChallenge  = fault.New(fault.Guard, "passkey.other_words")  // of another text, case or signer, or of another time
	ErrUnverified = fault.New(fault.Guard, "passkey.unverified")   // the device did not verify its user
	ErrSignature  = fault.New(fault.Guard, "passkey.refused")      // not by this key
)

// Proof is what is kept of a signature. With the statement and its random number it is all that checking needs.
type Proof struct {
	Origin        string `json:"origin"`        // where it was made
	RelyingParty  string `json:"rp"`            // the origin's name without port
	Credential    []byte `json:"credential"`    // id of the key
	PublicKey     []byte `json:"public_key"`    // COSE_Key (RFC 9052)
	Client        []byte `json:"client"`        // clientDataJSON as the browser sent it: names the challenge and the origin
	Authenticator []byte `json:"authenticator"` // authenticator data: names the relying party, says that the user was verified
	Signature     []byte `json:"signature"`     // over authenticator data and SHA-256 of the client data
}

// The flags of authenticator data (Web Authentication Level 3, section 6.1).
const (
	userPresent  = 0x01
	userVerified = 0x04
	flagsAt      = sha256.Size
	shortest     = sha256.Size + 1 + 4 // relying party, flags, counter
)

// Challenge is what a key signs for a statement: SHA-256 of the statement, a line feed and the random number in base64url.
func Challenge(statement string, random []byte) []byte {
	h := sha256.Sum256([]byte(statement + "\n" + base64.RawURLEncoding.EncodeToString(random)))
	return h[:]
}

// Check tells whether the proof is one of this challenge: nil, or what is wrong.
func (p Proof) Check(challenge []byte) error {
	var client struct {
		Type, Challenge, Origin string
		CrossOrigin             bool
	}
	if json.Unmarshal(p.Client, &client) != nil || client.Type != "webauthn.get" || len(p.Authenticator) < shortest {
		return ErrSignature
	}
	rp := sha256.Sum256([]byte(p.RelyingParty))
	if client.Origin != p.Origin || client.CrossOrigin || !bytes.Equal(p.Authenticator[:sha256.Size], rp[:]) {
		return ErrOrigin
	}
	got, err := base64.RawURLEncoding.DecodeString(client.Challenge)
	if err != nil || subtle.ConstantTimeCompare(got, challenge) != 1 {
		return ErrChallenge
	}
	if flags := p.Authenticator[flagsAt]; flags&userPresent == 0 || flags&userVerified == 0 {
		return ErrUnverified
	}
	key, err := webauthncose.ParsePublicKey(p.PublicKey)
	if err != nil {
		return ErrSignature
	}
	hash := sha256.Sum256(p.Client)
	if ok, err := webauthncose.VerifySignature(key, slices.Concat(p.Authenticator, hash[:]), p.Signature); err != nil || !ok {
		return ErrSignature
	}
	return nil
}

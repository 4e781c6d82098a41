package passkey

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"net/url"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"linli/platform/fault"
)

// Key is a credential as its authenticator made it.
type Key = webauthn.Credential

// Site is one origin at which passkeys are made and used.
type Site struct {
	*webauthn.WebAuthn
	origin string
}

// New serves passkeys at an origin, such as "https://office.example". It refuses an IP address, which no browser accepts
// as a relying party.
func New(origin string) (*Site, error) {
	u, err := url.Parse(origin)
	if err != nil || u.Hostname() == "" {
		return nil, fmt.Errorf("passkeys: %q is not an origin", origin)
	}
	if _, err := netip.ParseAddr(u.Hostname()); err == nil {
		return nil, fmt.Errorf("passkeys: %s is an address, not a name", u.Hostname())
	}
	at := u.Scheme + "://" + u.Host
	rp, err := webauthn.New(&webauthn.Config{
		RPID: u.Hostname(), RPDisplayName: "linli", RPOrigins: []string{at},
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, UserVerification: protocol.VerificationRequired},
	})
	if err != nil {
		return nil, fmt.Errorf("passkeys: %w", err)
	}
	return &Site{rp, at}, nil
}

// Holder is whoever signs, as an authenticator knows it: a handle that says nothing of the person, and the keys.
type Holder struct {
	Handle []byte
	Keys   []Key
}

// The name in an authenticator's own list. It is the same for everybody: such a list may be seen by others who use the
// device, and tells them neither a case nor a person.
const nobody = "linli"

// WebAuthnID is the user handle.
func (h Holder) WebAuthnID() []byte { return h.Handle }

// WebAuthnName is the same for everybody.
func (h Holder) WebAuthnName() string { return nobody }

// WebAuthnDisplayName is the same for everybody.
func (h Holder) WebAuthnDisplayName() string { return nobody }

// WebAuthnCredentials are the keys that the holder may sign with.
func (h Holder) WebAuthnCredentials() []Key { return h.Keys }

// OfferKey returns the options, in the JSON form of the specification, with which a browser makes a key for one use: it is
// asked not to be kept in the device's list of sign-ins.
func (s *Site) OfferKey(h Holder, challenge []byte) (json.RawMessage, error) {
	options, _, err := s.registration(h, challenge)
	if err != nil {
		return nil, err
	}
	return json.Marshal(options)
}

func (s *Site) registration(h Holder, challenge []byte) (*protocol.CredentialCreation, *webauthn.SessionData, error) {
	no := false
	options, session, err := s.BeginRegistration(h,
		webauthn.WithAuthenticatorSelection(protocol.AuthenticatorSelection{RequireResidentKey: &no,
			ResidentKey: protocol.ResidentKeyRequirementDiscouraged, UserVerification: protocol.VerificationRequired}),
		func(o *protocol.PublicKeyCredentialCreationOptions) error { o.Challenge = challenge; return nil })
	if err != nil {
		return nil, nil, fmt.Errorf("offering a key: %w", err)
	}
	return options, session, nil
}

// TakeKey takes the key that a browser made. That it was made proves nothing: without attestation nobody signed the
// answer, and the key has still to sign. Errors: [ErrSignature].
func (s *Site) TakeKey(h Holder, challenge, answer []byte) (Key, error) {
	_, session, err := s.registration(h, challenge)
	if err != nil {
		return Key{}, err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return Key{}, wrong(err)
	}
	key, err := s.CreateCredential(h, *session, parsed)
	if err != nil {
		return Key{}, wrong(err)
	}
	key.Attestation = webauthn.CredentialAttestation{}
	return *key, nil
}

// Ask returns the options with which a browser asks a holder's key to sign; without keys the browser adds the one that it
// has just made.
func (s *Site) Ask(h Holder, challenge []byte) (json.RawMessage, error) {
	options, _, err := s.assertion(h, challenge)
	if err != nil {
		return nil, err
	}
	return json.Marshal(options)
}

func (s *Site) assertion(h Holder, challenge []byte) (options *protocol.CredentialAssertion, session *webauthn.SessionData, err error) {
	with := []webauthn.LoginOption{webauthn.WithChallenge(challenge), webauthn.WithUserVerification(protocol.VerificationRequired)}
	if len(h.Keys) == 0 {
		options, session, err = s.BeginDiscoverableLogin(with...)
	} else {
		options, session, err = s.BeginLogin(h, with...)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("asking for a signature: %w", err)
	}
	return options, session, nil
}

// Take checks what a browser answers and returns what is to be kept of it, with the key as it stands after this use: its
// counter, and whether it may be a copy. Errors: [ErrOrigin], [ErrChallenge], [ErrUnverified], [ErrSignature].
func (s *Site) Take(h Holder, challenge, answer []byte) (Proof, Key, error) {
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return Proof{}, Key{}, wrong(err)
	}
	p := Proof{Origin: s.origin, RelyingParty: s.Config.RPID, Credential: parsed.RawID, Client: parsed.Raw.AssertionResponse.ClientDataJSON,
		Authenticator: parsed.Raw.AssertionResponse.AuthenticatorData, Signature: parsed.Raw.AssertionResponse.Signature}
	for _, k := range h.Keys {
		if string(k.ID) == string(p.Credential) {
			p.PublicKey = k.PublicKey
		}
	}
	if err := p.Check(challenge); err != nil { // what is kept must pass this later, and it says best what is wrong
		return Proof{}, Key{}, err
	}
	_, session, err := s.assertion(h, challenge)
	if err != nil {
		return Proof{}, Key{}, err
	}
	key, err := s.ValidateLogin(h, *session, parsed)
	if err != nil {
		return Proof{}, Key{}, wrong(err)
	}
	if key.Authenticator.CloneWarning {
		return Proof{}, Key{}, ErrSignature
	}
	return p, *key, nil
}

func wrong(err error) error { return fault.Wrap(ErrSignature.Code, ErrSignature.Key, err) }

package office

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/passkey"
)

// Passkey is a credential of an account (W3C Web Authentication Level 3).
type Passkey struct {
	Tenant, Account id.ID
	Credential      []byte // the credential's id
	Name            string // what its owner calls it
	Body            []byte // webauthn.Credential as JSON: public key, counter, flags; no attestation
	CreatedAt       time.Time
	UsedAt          time.Time // zero: never
}

const (
	maxPasskeys    = 10 // an account
	maxPasskeyName = 40 // characters
)

// ErrPasskey is the one answer to a passkey that does not fit.
var ErrPasskey = fault.New(fault.Unauthenticated, "signin.passkey.refused")

// holder is an account as webauthn sees it. The user handle is the account's id, which says nothing of the person.
type holder struct {
	account Account
	keys    []Passkey
}

func (h holder) WebAuthnID() []byte          { return h.account.ID[:] }
func (h holder) WebAuthnName() string        { return h.account.Login }
func (h holder) WebAuthnDisplayName() string { return h.account.Name }
func (h holder) WebAuthnCredentials() []webauthn.Credential {
	out := make([]webauthn.Credential, 0, len(h.keys))
	for _, k := range h.keys {
		var c webauthn.Credential
		if json.Unmarshal(k.Body, &c) == nil {
			out = append(out, c)
		}
	}
	return out
}

func (s *Service) holder(ctx context.Context, tenant, account id.ID) (holder, error) {
	x, err := s.repo.Account(ctx, tenant, account)
	if err != nil {
		return holder{}, err
	}
	keys, err := s.repo.PasskeysOf(ctx, tenant, account)
	return holder{x, keys}, err
}

// Ceremony is what a browser needs to ask its authenticator: options in the JSON form of the specification, and the step
// that must come back with the answer.
type Ceremony struct {
	Step    string          `json:"step"`
	Options json.RawMessage `json:"options"`
}

// SigningKeys are the keys of an account with which it can sign. Errors: ErrNotFound where the account is closed.
func (s *Service) SigningKeys(ctx context.Context, tenant, account id.ID) ([]passkey.Key, error) {
	h, err := s.holder(ctx, tenant, account)
	if err != nil {
		return nil, err
	}
	if !h.account.ClosedAt.IsZero() {
		return nil, ErrNotFound
	}
	return h.WebAuthnCredentials(), nil
}

// KeyUsed writes down that a key of an account has signed, with its counter, by which a copy of it betrays itself.
func (s *Service) KeyUsed(ctx context.Context, tenant, account id.ID, key passkey.Key) error {
	keys, err := s.repo.PasskeysOf(ctx, tenant, account)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(keys, func(k Passkey) bool { return bytes.Equal(k.Credential, key.ID) })
	if i < 0 {
		return ErrPasskey
	}
	used := keys[i]
	if used.Body, err = json.Marshal(key); err != nil {
		return fmt.Errorf("encoding a passkey: %w", err)
	}
	used.UsedAt = s.clock.Now()
	return s.repo.Play(ctx, Change{Tenant: tenant, UsePasskey: []Passkey{used}})
}

// PasskeysOn reports whether passkeys can be used at this origin.
func (s *Service) PasskeysOn() bool { return s.keys != nil }

var errPasskeysOff = fault.New(fault.NotFound, "signin.passkey.off")

// BeginPasskey begins to add a passkey to the actor's own account. It wants a fresh sign-in.
func (s *Service) BeginPasskey(ctx context.Context, who SignedIn) (Ceremony, error) {
	if err := s.mayChangeKeys(who); err != nil {
		return Ceremony{}, err
	}
	h, err := s.holder(ctx, who.Actor.Tenant, who.Actor.Account)
	if err != nil {
		return Ceremony{}, err
	}
	if len(h.keys) >= maxPasskeys {
		return Ceremony{}, guard("passkeys_full")
	}
	options, data, err := s.keys.BeginRegistration(h, webauthn.WithExclusions(webauthn.Credentials(h.WebAuthnCredentials()).CredentialDescriptors()))
	if err != nil {
		return Ceremony{}, fmt.Errorf("beginning a registration: %w", err)
	}
	return s.ceremony(ctx, who.Actor.Tenant, who.Actor.Account, stepRegister, options, data)
}

// FinishPasskey adds the passkey that the browser made. Errors: [ErrPasskey], [ErrStepOver], Invalid for the name.
func (s *Service) FinishPasskey(ctx context.Context, who SignedIn, step, name string, answer []byte) error {
	if err := s.mayChangeKeys(who); err != nil {
		return err
	}
	name = strings.TrimSpace(name)
	if n := utf8.RuneCountInString(name); n == 0 || n > maxPasskeyName || !printable(name) {
		return fault.Field("name", "signin.passkey.name")
	}
	t, st, data, err := s.ceremonyStep(ctx, step, stepRegister)
	if err != nil {
		return err
	}
	if t.ID != who.Actor.Tenant || st.Account != who.Actor.Account {
		return ErrStepOver
	}
	h, err := s.holder(ctx, t.ID, st.Account)
	if err != nil {
		return err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return fault.Wrap(ErrPasskey.Code, ErrPasskey.Key, err)
	}
	credential, err := s.keys.CreateCredential(h, data, parsed)
	if err != nil {
		return fault.Wrap(ErrPasskey.Code, ErrPasskey.Key, err)
	}
	credential.Attestation = webauthn.CredentialAttestation{} // the make of the device is nobody's business
	body, err := json.Marshal(credential)
	if err != nil {
		return fmt.Errorf("encoding a passkey: %w", err)
	}
	err = s.repo.Play(ctx, Change{Tenant: t.ID, Finish: []Hash{st.Hash},
		Passkeys: []Passkey{{Tenant: t.ID, Account: st.Account, Credential: credential.ID, Name: name, Body: body, CreatedAt: s.clock.Now()}},
		Events:   []Event{s.event(who.Actor, "passkey.added", who.Account.Unit, st.Account, "")}})
	if errors.Is(err, ErrMoved) {
		return ErrStepOver
	}
	return err
}

// BeginPasskeySignIn begins a sign-in with whatever passkey the browser holds for this origin; slug is empty where there is
// one tenant.
func (s *Service) BeginPasskeySignIn(ctx context.Context, slug, client string) (Ceremony, error) {
	if s.keys == nil {
		return Ceremony{}, errPasskeysOff
	}
	if wait := s.byClient.take(client, s.clock.Now()); wait > 0 {
		return Ceremony{}, tooMany(wait)
	}
	t, err := s.tenantBySlug(ctx, slug)
	if err != nil {
		return Ceremony{}, err
	}
	options, data, err := s.keys.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return Ceremony{}, fmt.Errorf("beginning a passkey sign-in: %w", err)
	}
	return s.ceremony(ctx, t.ID, id.ID{}, stepPasskey, options, data)
}

// FinishPasskeySignIn checks the browser's answer and returns the token of a new session. Errors: [ErrPasskey],
// [ErrStepOver].
func (s *Service) FinishPasskeySignIn(ctx context.Context, step string, answer []byte) (_ string, err error) {
	var by id.ID
	defer func() { s.tell(ctx, "passkey", by, err) }()
	if s.keys == nil {
		return "", errPasskeysOff
	}
	t, st, data, err := s.ceremonyStep(ctx, step, stepPasskey)
	if err != nil {
		return "", err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return "", fault.Wrap(ErrPasskey.Code, ErrPasskey.Key, err)
	}
	user, credential, err := s.keys.ValidatePasskeyLogin(func(_, handle []byte) (webauthn.User, error) {
		var account id.ID
		if err := account.Scan(handle); err != nil {
			return nil, err
		}
		return s.holder(ctx, t.ID, account)
	}, data, parsed)
	if err != nil {
		return "", fault.Wrap(ErrPasskey.Code, ErrPasskey.Key, err)
	}
	h := user.(holder)
	by = h.account.ID
	if !h.account.ClosedAt.IsZero() || credential.Authenticator.CloneWarning {
		return "", ErrPasskey
	}
	i := slices.IndexFunc(h.keys, func(k Passkey) bool { return bytes.Equal(k.Credential, credential.ID) })
	if i < 0 {
		return "", ErrPasskey
	}
	used := h.keys[i]
	if used.Body, err = json.Marshal(credential); err != nil {
		return "", fmt.Errorf("encoding a passkey: %w", err)
	}
	used.UsedAt = s.clock.Now()
	token, session, err := s.newSession(t, h.account.ID, Web, "passkey")
	if err != nil {
		return "", err
	}
	err = s.repo.Play(ctx, Change{Tenant: t.ID, Finish: []Hash{st.Hash}, UsePasskey: []Passkey{used}, Sessions: []Session{session}, Sweep: s.clock.Now()})
	if errors.Is(err, ErrMoved) {
		return "", ErrStepOver
	}
	return token, err
}

// Passkeys lists the passkeys of the actor's own account, oldest first.
func (s *Service) Passkeys(ctx context.Context, a access.Actor) ([]Passkey, error) {
	if err := own(a); err != nil {
		return nil, err
	}
	return s.repo.PasskeysOf(ctx, a.Tenant, a.Account)
}

// DropPasskey removes one of the actor's own passkeys. It wants a fresh sign-in. The password and the code remain, so the
// last one can go too.
func (s *Service) DropPasskey(ctx context.Context, who SignedIn, credential []byte) error {
	if err := s.mayChangeKeys(who); err != nil && !errors.Is(err, errPasskeysOff) {
		return err
	}
	err := s.repo.Play(ctx, Change{Tenant: who.Actor.Tenant, Drop: []DropKey{{who.Actor.Account, credential}},
		Events: []Event{s.event(who.Actor, "passkey.dropped", who.Account.Unit, who.Actor.Account, "")}})
	if errors.Is(err, ErrMoved) {
		return ErrNotFound
	}
	return err
}

func (s *Service) mayChangeKeys(who SignedIn) error {
	switch err := own(who.Actor); {
	case err != nil:
		return err
	case !who.Fresh(s.clock.Now()):
		return ErrNotFresh
	case s.keys == nil:
		return errPasskeysOff
	}
	return nil
}

func (s *Service) ceremony(ctx context.Context, tenant, account id.ID, kind string, options any, data *webauthn.SessionData) (Ceremony, error) {
	t, err := s.repo.Tenant(ctx, tenant)
	if err != nil {
		return Ceremony{}, err
	}
	body, err := json.Marshal(data)
	if err != nil {
		return Ceremony{}, fmt.Errorf("encoding a ceremony: %w", err)
	}
	shown, err := json.Marshal(options)
	if err != nil {
		return Ceremony{}, fmt.Errorf("encoding a ceremony's options: %w", err)
	}
	step, err := s.play(ctx, t, Step{Tenant: tenant, Account: account, Kind: kind, Body: body, EndsAt: s.clock.Now().Add(stepLasts)})
	return Ceremony{Step: step, Options: shown}, err
}

func (s *Service) ceremonyStep(ctx context.Context, token, kind string) (Tenant, Step, webauthn.SessionData, error) {
	var data webauthn.SessionData
	t, st, err := s.step(ctx, token, kind)
	if err == nil {
		if err = json.Unmarshal(st.Body, &data); err != nil {
			err = fmt.Errorf("decoding a ceremony: %w", err)
		}
	}
	return t, st, data, err
}

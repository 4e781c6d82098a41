package office

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/oidc"
)

// Link joins an account to somebody at the office's identity provider. Its owner made it, while signed in.
type Link struct {
	Tenant, Account id.ID
	Subject         oidc.Subject
	CreatedAt       time.Time
	UsedAt          time.Time // zero: never
}

// Errors of signing in through a provider.
var (
	errProviderOff = fault.New(fault.NotFound, "signin.provider.off")
	// ErrNotLinked: the provider knows who it is, linli does not.
	ErrNotLinked = fault.New(fault.Unauthenticated, "signin.provider.not_linked")
	// ErrLinkTaken: another account is joined to the same person at the provider.
	ErrLinkTaken = fault.New(fault.Conflict, "signin.provider.taken")
)

// flight is what the way to a provider and back must remember.
type flight struct {
	oidc.Flight
	Next string `json:"next,omitempty"`
}

// Departure is the beginning of the way to a provider. The browser keeps State, so that nobody can put one's own way back
// into another's browser.
type Departure struct{ Address, State string }

// Arrival is the end of it.
type Arrival struct {
	Token  string // of a new session; empty where an account was linked
	Linked bool
	Next   string // as it was given at the beginning
}

func sealFlight(account id.ID) string { return "office.flight:" + account.String() }

// ProviderName is how staff know the office's identity provider; empty where there is none.
func (s *Service) ProviderName() string {
	if s.provider == nil {
		return ""
	}
	return s.provider.Name()
}

// BeginProvider begins a sign-in at the provider; slug is empty where there is one tenant, next comes back at the end.
// Errors: NotFound "signin.provider.off", TooMany, Unavailable "oidc.unreachable".
func (s *Service) BeginProvider(ctx context.Context, slug, client, next string) (Departure, error) {
	if s.provider == nil {
		return Departure{}, errProviderOff
	}
	if wait := s.byClient.take(client, s.clock.Now()); wait > 0 {
		return Departure{}, tooMany(wait)
	}
	t, err := s.tenantBySlug(ctx, slug)
	if err != nil {
		return Departure{}, err
	}
	return s.depart(ctx, t, id.ID{}, next)
}

// BeginLink begins to join the actor's own account to a person at the provider. It wants a fresh sign-in.
func (s *Service) BeginLink(ctx context.Context, who SignedIn) (Departure, error) {
	if err := s.mayLink(who); err != nil {
		return Departure{}, err
	}
	t, err := s.repo.Tenant(ctx, who.Actor.Tenant)
	if err != nil {
		return Departure{}, err
	}
	return s.depart(ctx, t, who.Actor.Account, "")
}

func (s *Service) mayLink(who SignedIn) error {
	switch err := staff(who.Actor); {
	case err != nil:
		return err
	case s.provider == nil:
		return errProviderOff
	case !who.Fresh(s.clock.Now()):
		return ErrNotFresh
	}
	return nil
}

func (s *Service) depart(ctx context.Context, t Tenant, account id.ID, next string) (Departure, error) {
	f := flight{oidc.NewFlight(), next}
	body, err := json.Marshal(f)
	if err != nil {
		return Departure{}, fmt.Errorf("encoding the way to a provider: %w", err)
	}
	sealed, err := s.seal.Seal(ctx, t.ID, sealFlight(account), body)
	if err != nil {
		return Departure{}, fmt.Errorf("sealing the way to a provider: %w", err)
	}
	state, err := s.play(ctx, t, Step{Tenant: t.ID, Account: account, Kind: stepProvider, Body: sealed, EndsAt: s.clock.Now().Add(stepLasts)})
	if err != nil {
		return Departure{}, err
	}
	address, err := s.provider.Begin(ctx, state, f.Flight)
	return Departure{address, state}, err
}

// FinishProvider ends the way with what the browser brought back: it signs in, or links the account that began it. who is
// whoever is signed in now; the state is one that this browser kept. Errors: [ErrStepOver], [ErrNotLinked], [ErrLinkTaken],
// oidc's.
func (s *Service) FinishProvider(ctx context.Context, who SignedIn, state, code, client string) (Arrival, error) {
	if s.provider == nil {
		return Arrival{}, errProviderOff
	}
	if wait := s.byClient.take(client, s.clock.Now()); wait > 0 {
		return Arrival{}, tooMany(wait)
	}
	t, step, err := s.step(ctx, state, stepProvider)
	if err != nil {
		return Arrival{}, err
	}
	body, err := s.seal.Open(ctx, t.ID, sealFlight(step.Account), step.Body)
	if err != nil {
		return Arrival{}, fmt.Errorf("opening the way to a provider: %w", err)
	}
	var f flight
	if err := json.Unmarshal(body, &f); err != nil {
		return Arrival{}, fmt.Errorf("decoding the way to a provider: %w", err)
	}
	subject, err := s.provider.Finish(ctx, code, f.Flight)
	if err != nil {
		return Arrival{}, err
	}
	if !step.Account.IsZero() {
		return Arrival{Linked: true}, s.link(ctx, who, t, step, subject)
	}
	token, err := s.signInLinked(ctx, t, step, subject)
	return Arrival{Token: token, Next: f.Next}, err
}

func (s *Service) link(ctx context.Context, who SignedIn, t Tenant, step Step, subject oidc.Subject) error {
	if err := s.mayLink(who); err != nil {
		return err
	}
	if who.Actor.Tenant != t.ID || who.Actor.Account != step.Account {
		return ErrStepOver
	}
	err := s.repo.Play(ctx, Change{Tenant: t.ID, Finish: []Hash{step.Hash}, Unlink: []id.ID{step.Account},
		Links:  []Link{{Tenant: t.ID, Account: step.Account, Subject: subject, CreatedAt: s.clock.Now()}},
		Events: []Event{s.event(who.Actor, "provider.linked", who.Account.Unit, step.Account, "")}})
	switch {
	case errors.Is(err, ErrMoved):
		return ErrStepOver
	case errors.Is(err, ErrTaken):
		return ErrLinkTaken
	}
	return err
}

func (s *Service) signInLinked(ctx context.Context, t Tenant, step Step, subject oidc.Subject) (_ string, err error) {
	var by id.ID
	defer func() { s.tell(ctx, methodProvider, by, err) }()
	link, err := s.repo.LinkOf(ctx, t.ID, subject)
	if err != nil {
		return "", absent(err, ErrNotLinked)
	}
	by = link.Account
	account, err := s.repo.Account(ctx, t.ID, link.Account)
	if err != nil {
		return "", absent(err, ErrNotLinked)
	}
	if !account.ClosedAt.IsZero() {
		return "", ErrNotLinked
	}
	token, session, err := s.newSession(t, account.ID, Web, methodProvider)
	if err != nil {
		return "", err
	}
	link.UsedAt = s.clock.Now()
	err = s.repo.Play(ctx, Change{Tenant: t.ID, Finish: []Hash{step.Hash}, UseLink: []Link{link}, Sessions: []Session{session}, Sweep: s.clock.Now()})
	if errors.Is(err, ErrMoved) {
		return "", ErrStepOver
	}
	return token, err
}

// Linked returns how the actor's own account is joined to the provider. Error: [ErrNotFound].
func (s *Service) Linked(ctx context.Context, a access.Actor) (Link, error) {
	if err := own(a); err != nil {
		return Link{}, err
	}
	return s.repo.LinkOfAccount(ctx, a.Tenant, a.Account)
}

// Unlink takes the actor's own account from the provider again. It wants a fresh sign-in, and works where the provider is
// gone. Error: [ErrNotFound] where it was not linked.
func (s *Service) Unlink(ctx context.Context, who SignedIn) error {
	if err := s.mayLink(who); err != nil && !errors.Is(err, errProviderOff) {
		return err
	}
	if _, err := s.Linked(ctx, who.Actor); err != nil {
		return err
	}
	return s.repo.Play(ctx, Change{Tenant: who.Actor.Tenant, Unlink: []id.ID{who.Actor.Account},
		Events: []Event{s.event(who.Actor, "provider.unlinked", who.Account.Unit, who.Actor.Account, "")}})
}

package office

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"linli/platform/fault"
	"linli/platform/id"
)

// Step is a half-done sign-in, enrolment or passkey ceremony, or a way to a provider and back. It is used once and soon forgotten.
type Step struct {
	Tenant, Account id.ID // a zero Account: nobody yet, or a name or password that was wrong
	Hash            Hash
	Kind            string // stepCode, stepEnrol, stepPasskey, stepRegister or stepProvider
	Body            []byte // what the step must remember
	EndsAt          time.Time
}

const (
	stepCode     = "code"
	stepEnrol    = "enrol"
	stepPasskey  = "passkey"
	stepRegister = "register"
	stepProvider = "provider"

	stepLasts  = 5 * time.Minute
	enrolLasts = 20 * time.Minute
)

// ErrRefused is the one answer to a wrong name, a wrong password and a wrong code.
var ErrRefused = fault.New(fault.Unauthenticated, "signin.refused")

// ErrStepOver asks to begin again.
var ErrStepOver = fault.New(fault.Unauthenticated, "signin.step.over")

// tooMany says how long to wait, in seconds.
func tooMany(wait time.Duration) error {
	return fault.New(fault.TooMany, "signin.too_many").With(fault.Args{"seconds": int((wait + time.Second - 1) / time.Second)})
}

// SignIn begins with a name and a password.
type SignIn struct {
	Login    string // "name", or "name@slug" where one address serves several tenants
	Password string
	Client   string // names whoever tries, such as a network address; kept in memory only, to slow guessing down
}

// Begin takes the first step and returns a token for [Service.Finish], always: what was wrong is not said before the
// second factor was asked for. Errors: TooMany "signin.too_many" with seconds, Invalid "signin.tenant_unknown", Unavailable.
func (s *Service) Begin(ctx context.Context, c SignIn) (string, error) {
	name, slug, _ := strings.Cut(c.Login, "@")
	login, now := Login(name), s.clock.Now()
	if wait := max(s.byClient.take(c.Client, now), s.byName.take(c.Client+"\x00"+login, now)); wait > 0 {
		return "", tooMany(wait)
	}
	t, err := s.tenantBySlug(ctx, slug)
	if err != nil {
		return "", err
	}
	account, err := s.repo.AccountByLogin(ctx, t.ID, login)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return "", err
	}
	stored := account.Password
	if !account.ClosedAt.IsZero() || !account.Enrolled() || len(c.Password) > maxPassword {
		stored = ""
	}
	if len(c.Password) > maxPassword {
		c.Password = c.Password[:maxPassword] // the work must not grow with what is typed
	}
	fits, err := s.hasher.Check(ctx, stored, c.Password)
	if err != nil {
		return "", err
	}
	step := Step{Tenant: t.ID, Kind: stepCode, EndsAt: now.Add(stepLasts)}
	if fits {
		step.Account = account.ID
	}
	return s.play(ctx, t, step)
}

// Finish takes the second step, with the code that the authenticator shows, and returns the token of a new session. Errors:
// [ErrRefused], [ErrStepOver], TooMany "signin.too_many".
func (s *Service) Finish(ctx context.Context, stepToken, code, client string) (_ string, err error) {
	var account id.ID
	defer func() { s.tell(ctx, "password and code", account, err) }()
	if wait := s.byClient.take(client, s.clock.Now()); wait > 0 {
		return "", tooMany(wait)
	}
	t, step, err := s.step(ctx, stepToken, stepCode)
	if err != nil {
		return "", err
	}
	if account = step.Account; !account.IsZero() {
		if wait := s.byAccount.take(step.Account.String(), s.clock.Now()); wait > 0 {
			return "", tooMany(wait)
		}
	}
	var token string
	err = decide(func() (err error) {
		token, err = s.finish(ctx, t, step, code)
		return err
	})
	switch {
	case errors.Is(err, ErrMoved):
		return "", ErrStepOver // another request took the same step
	case errors.Is(err, ErrRefused):
		if e := s.repo.Play(ctx, Change{Tenant: t.ID, Finish: []Hash{step.Hash}}); e != nil && !errors.Is(e, ErrMoved) {
			return "", e
		}
	}
	if err != nil {
		return "", err
	}
	s.byAccount.forgive(step.Account.String())
	return token, nil
}

func (s *Service) finish(ctx context.Context, t Tenant, step Step, code string) (string, error) {
	account, err := s.repo.Account(ctx, t.ID, step.Account) // also for nobody, so that it takes as long
	if err != nil {
		return "", absent(err, ErrRefused)
	}
	if !account.Enrolled() || !account.ClosedAt.IsZero() {
		return "", ErrRefused
	}
	secret, err := s.seal.Open(ctx, t.ID, sealTOTP(account.ID), account.TOTP)
	if err != nil {
		return "", fmt.Errorf("opening the second factor: %w", err)
	}
	used, ok := checkTOTP(secret, code, s.clock.Now(), account.TOTPStep)
	if !ok {
		return "", ErrRefused
	}
	account.TOTPStep = used
	account.Version++
	token, session, err := s.newSession(t, account.ID, Web, "password")
	if err != nil {
		return "", err
	}
	return token, s.repo.Play(ctx, Change{Tenant: t.ID, Finish: []Hash{step.Hash}, Accounts: []Account{account},
		Sessions: []Session{session}, Sweep: s.clock.Now()})
}

// tell writes down how an attempt to sign in ended, by which factors, and of which account where a first factor has shown
// it: its id, never its name, never an address, and nothing of what was typed (ASVS 5.0 V16.3.1).
func (s *Service) tell(ctx context.Context, factors string, account id.ID, err error) {
	outcome := "done"
	if err != nil {
		outcome = fault.Of(err).Key
	}
	attrs := []slog.Attr{slog.String("factors", factors), slog.String("outcome", outcome)}
	if !account.IsZero() {
		attrs = append(attrs, slog.String("account", account.String()))
	}
	s.log.LogAttrs(ctx, slog.LevelInfo, "sign-in", attrs...)
}

// play stores a step and returns its token.
func (s *Service) play(ctx context.Context, t Tenant, step Step) (string, error) {
	token, h, err := newToken(t.Tag)
	if err != nil {
		return "", err
	}
	step.Hash = h
	return token, s.repo.Play(ctx, Change{Tenant: t.ID, Steps: []Step{step}, Sweep: s.clock.Now()})
}

// step loads a step of one kind that is not over.
func (s *Service) step(ctx context.Context, token, kind string) (Tenant, Step, error) {
	tag, h, err := splitToken(token)
	if err != nil {
		return Tenant{}, Step{}, ErrStepOver
	}
	tenant, err := s.repo.TenantOf(ctx, tag)
	if err != nil {
		return Tenant{}, Step{}, absent(err, ErrStepOver)
	}
	step, err := s.repo.Step(ctx, tenant, h)
	if err != nil {
		return Tenant{}, Step{}, absent(err, ErrStepOver)
	}
	if step.Kind != kind || !s.clock.Now().Before(step.EndsAt) {
		return Tenant{}, Step{}, ErrStepOver
	}
	t, err := s.repo.Tenant(ctx, tenant)
	return t, step, err
}

// tenantBySlug finds the tenant in whose name somebody signs in; without a slug there must be just one.
func (s *Service) tenantBySlug(ctx context.Context, slug string) (Tenant, error) {
	unknown := fault.Field("login", "signin.tenant_unknown")
	if slug != "" {
		if !slugForm.MatchString(Login(slug)) {
			return Tenant{}, unknown
		}
		tenant, err := s.repo.TenantOf(ctx, Login(slug))
		if err != nil {
			return Tenant{}, absent(err, unknown)
		}
		return s.repo.Tenant(ctx, tenant)
	}
	all, err := s.repo.Tenants(ctx)
	if err != nil {
		return Tenant{}, err
	}
	if len(all) != 1 {
		return Tenant{}, unknown
	}
	return s.repo.Tenant(ctx, all[0])
}

// absent puts another error in the place of "not found".
func absent(err, instead error) error {
	if errors.Is(err, ErrNotFound) || errors.Is(err, errToken) {
		return instead
	}
	return err
}

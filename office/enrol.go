package office

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"linli/platform/fault"
	"linli/platform/id"
)

// Enrolment lets whoever holds its code set, once, an account's password and second factor. The code has the form of a
// tracking code (60 random bits and a check character), so that it can be read out at a desk.
type Enrolment struct {
	Tenant, Account id.ID
	Hash            Hash
	EndsAt          time.Time
	By              id.ID // who had it made; zero: the command line
	Approver        id.ID // the second person; zero: nobody yet
}

const enrolmentLasts = 72 * time.Hour

// ErrEnrolRefused answers a code that is wrong, used or over, without saying which.
var ErrEnrolRefused = fault.New(fault.Unauthenticated, "signin.enrol.refused").At("code")

// ErrEnrolWaits answers a code that is right and that no second person has approved yet.
var ErrEnrolWaits = fault.New(fault.Unauthenticated, "signin.enrol.waits").At("code")

func (s *Service) newEnrolment(t Tenant, account, by id.ID) (id.Code, Enrolment) {
	code := id.NewCode(t.Tag, nil)
	return code, Enrolment{Tenant: t.ID, Account: account, Hash: hashCode(code), EndsAt: s.clock.Now().Add(enrolmentLasts), By: by}
}

func hashCode(c id.Code) Hash { return sha256.Sum256([]byte(c)) }

// Enrolling is what the second page of an enrolment shows.
type Enrolling struct {
	Step    string // for [Service.CompleteEnrolment]
	Login   string
	Name    string
	Tenant  string // public name
	Secret  string // base 32, to be typed into an authenticator
	Address string // otpauth://, for a QR code
}

// Enrol checks a code and draws a second factor. The code stays good until the enrolment is complete. Errors:
// [ErrEnrolRefused], [ErrEnrolWaits], TooMany "signin.too_many".
func (s *Service) Enrol(ctx context.Context, typed, client string) (Enrolling, error) {
	if wait := s.byCode.take(client, s.clock.Now()); wait > 0 {
		return Enrolling{}, tooMany(wait)
	}
	code, err := id.ParseCode(typed)
	if err != nil {
		return Enrolling{}, ErrEnrolRefused
	}
	tenant, err := s.repo.TenantOf(ctx, code.Tag())
	if err != nil {
		return Enrolling{}, absent(err, ErrEnrolRefused)
	}
	enrolment, err := s.repo.Enrolment(ctx, tenant, hashCode(code))
	if err != nil {
		return Enrolling{}, absent(err, ErrEnrolRefused)
	}
	if !s.clock.Now().Before(enrolment.EndsAt) {
		return Enrolling{}, ErrEnrolRefused
	}
	if err := s.approved(ctx, enrolment); err != nil {
		return Enrolling{}, err
	}
	t, err := s.repo.Tenant(ctx, tenant)
	if err != nil {
		return Enrolling{}, err
	}
	secret, err := NewTOTPSecret()
	if err != nil {
		return Enrolling{}, err
	}
	sealed, err := s.seal.Seal(ctx, tenant, sealTOTP(enrolment.Account), secret)
	if err != nil {
		return Enrolling{}, fmt.Errorf("sealing the second factor: %w", err)
	}
	body := append(enrolment.Hash[:], sealed...)
	token, err := s.play(ctx, t, Step{Tenant: tenant, Account: enrolment.Account, Kind: stepEnrol, Body: body, EndsAt: s.clock.Now().Add(enrolLasts)})
	if err != nil {
		return Enrolling{}, err
	}
	return s.enrolling(ctx, t, token, enrolment.Account, secret)
}

func (s *Service) enrolling(ctx context.Context, t Tenant, token string, account id.ID, secret []byte) (Enrolling, error) {
	x, err := s.repo.Account(ctx, t.ID, account)
	if err != nil {
		return Enrolling{}, absent(err, ErrEnrolRefused)
	}
	if !x.ClosedAt.IsZero() {
		return Enrolling{}, ErrEnrolRefused
	}
	return Enrolling{Step: token, Login: x.Login, Name: x.Name, Tenant: t.Name, Secret: ShowTOTPSecret(secret),
		Address: TOTPAddress(secret, t.Name, x.Login)}, nil
}

// Resume shows the second page again, after something on it was wrong.
func (s *Service) Resume(ctx context.Context, stepToken string) (Enrolling, error) {
	t, step, err := s.step(ctx, stepToken, stepEnrol)
	if err != nil {
		return Enrolling{}, err
	}
	secret, _, err := s.enrolSecret(ctx, step)
	if err != nil {
		return Enrolling{}, err
	}
	return s.enrolling(ctx, t, stepToken, step.Account, secret)
}

// CompleteEnrolment sets the password and the second factor, ends what sessions there were, spends the code and signs in.
// Errors: Invalid for the password and, "signin.code.wrong", for the code; [ErrStepOver]; TooMany.
func (s *Service) CompleteEnrolment(ctx context.Context, stepToken, password, code string) (_ string, err error) {
	var by id.ID
	defer func() { s.tell(ctx, "enrolment", by, err) }()
	t, step, err := s.step(ctx, stepToken, stepEnrol)
	if err != nil {
		return "", err
	}
	by = step.Account
	if wait := s.byCode.take(step.Account.String(), s.clock.Now()); wait > 0 {
		return "", tooMany(wait)
	}
	secret, sealed, err := s.enrolSecret(ctx, step)
	if err != nil {
		return "", err
	}
	enrolment, err := s.repo.Enrolment(ctx, t.ID, Hash(step.Body[:sha256.Size]))
	if err != nil {
		return "", absent(err, ErrStepOver)
	}
	if err := s.approved(ctx, enrolment); err != nil {
		return "", err
	}
	account, err := s.repo.Account(ctx, t.ID, step.Account)
	if err != nil {
		return "", absent(err, ErrStepOver)
	}
	enrolled := "account.enrolled"
	if enrolment.Approver.IsZero() && !enrolment.By.IsZero() {
		enrolled = "account.enrolled_alone"
	}
	var l fault.List
	if err := checkPassword(&l, "password", password, t, account); err != nil {
		return "", err
	}
	used, ok := checkTOTP(secret, code, s.clock.Now(), 0)
	if !ok {
		l.Add("code", "signin.code.wrong")
	}
	if err := l.Err(); err != nil {
		return "", err
	}
	if account.Password, err = s.hasher.Hash(ctx, password); err != nil {
		return "", err
	}
	account.TOTP, account.TOTPStep = sealed, used
	account.Version++
	token, session, err := s.newSession(t, account.ID, Web, "enrolment")
	if err != nil {
		return "", err
	}
	err = s.repo.Play(ctx, Change{Tenant: t.ID, Finish: []Hash{step.Hash}, Spend: []Hash{Hash(step.Body[:sha256.Size])},
		Accounts: []Account{account}, EndAll: []id.ID{account.ID}, Sessions: []Session{session},
		Events: []Event{{Tenant: t.ID, ID: s.ids.New(), At: s.clock.Now(), Kind: enrolled, By: account.ID, Unit: account.Unit, Account: account.ID}}})
	if errors.Is(err, ErrMoved) {
		return "", ErrStepOver
	}
	return token, err
}

func (s *Service) enrolSecret(ctx context.Context, step Step) (secret, sealed []byte, err error) {
	if len(step.Body) <= sha256.Size {
		return nil, nil, ErrStepOver
	}
	sealed = step.Body[sha256.Size:]
	secret, err = s.seal.Open(ctx, step.Tenant, sealTOTP(step.Account), sealed)
	if err != nil {
		return nil, nil, fmt.Errorf("opening the second factor: %w", err)
	}
	return secret, sealed, nil
}

// ChangePassword sets another password after checking the present one, and ends the account's other sessions.
// Errors: Invalid for the fields, "signin.password.wrong" for the present password; TooMany.
func (s *Service) ChangePassword(ctx context.Context, who SignedIn, present, next string) error {
	if err := own(who.Actor); err != nil {
		return err
	}
	account, err := s.repo.Account(ctx, who.Actor.Tenant, who.Actor.Account)
	if err != nil {
		return err
	}
	if wait := s.byAccount.take(account.ID.String(), s.clock.Now()); wait > 0 {
		return tooMany(wait)
	}
	fits, err := s.hasher.Check(ctx, account.Password, present)
	if err != nil {
		return err
	}
	var l fault.List
	if !fits {
		l.Add("present", "signin.password.wrong")
	}
	t, err := s.repo.Tenant(ctx, account.Tenant)
	if err != nil {
		return err
	}
	if err := checkPassword(&l, "password", next, t, account); err != nil {
		return err
	}
	if err := l.Err(); err != nil {
		return err
	}
	if account.Password, err = s.hasher.Hash(ctx, next); err != nil {
		return err
	}
	account.Version++
	sessions, err := s.repo.SessionsOf(ctx, account.Tenant, account.ID, s.clock.Now())
	if err != nil {
		return err
	}
	c := Change{Tenant: account.Tenant, Accounts: []Account{account}}
	for _, x := range sessions {
		if x.ID != who.Session {
			c.EndSession = append(c.EndSession, x.ID)
		}
	}
	return s.repo.Play(ctx, c)
}

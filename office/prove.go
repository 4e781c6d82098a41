package office

import (
	"context"
	"fmt"

	"linli/platform/access"
	"linli/platform/fault"
)

// The refusals of a code, at its field.
var (
	ErrNoCode    = fault.Field("one_time_code", "signin.prove.none") // the account has no authenticator: it signs in elsewhere
	ErrWrongCode = fault.Field("one_time_code", "signin.prove.wrong")
)

// Prove checks that whoever is signed in has the account's second factor now, by the code that the authenticator shows: for an act that a
// browser left open must not do. A code counts once, whatever it was used for. Errors: those of [own]; [ErrNoCode], [ErrWrongCode], TooMany
// "signin.too_many".
func (s *Service) Prove(ctx context.Context, a access.Actor, code string) error {
	if err := own(a); err != nil {
		return err
	}
	if wait := s.byAccount.take(a.Account.String(), s.clock.Now()); wait > 0 {
		return tooMany(wait)
	}
	err := decide(func() error { return s.prove(ctx, a, code) })
	if err == nil {
		s.byAccount.forgive(a.Account.String())
	}
	s.tell(ctx, "code of a signature", a.Account, err)
	return err
}

func (s *Service) prove(ctx context.Context, a access.Actor, code string) error {
	account, err := s.repo.Account(ctx, a.Tenant, a.Account)
	if err != nil {
		return err
	}
	if !account.ClosedAt.IsZero() || !account.Enrolled() {
		return ErrNoCode
	}
	secret, err := s.seal.Open(ctx, a.Tenant, sealTOTP(account.ID), account.TOTP)
	if err != nil {
		return fmt.Errorf("opening the second factor: %w", err)
	}
	used, ok := checkTOTP(secret, code, s.clock.Now(), account.TOTPStep)
	if !ok {
		return ErrWrongCode
	}
	account.TOTPStep = used
	account.Version++
	return s.repo.Play(ctx, Change{Tenant: a.Tenant, Accounts: []Account{account}})
}

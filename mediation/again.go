package mediation

import (
	"context"
	"errors"
	"strings"
	"time"

	"linli/casefile/signing"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/job"
)

// A lost slip is replaced from home through the e-mail address that its party left and confirmed before. Whoever asks
// learns nothing: what is answered, and how long it takes, is the same for every code, and one job is queued for each.

// againJob writes a way back to a party.
const againJob = "mediation.again"

const (
	againLasts = 30 * time.Minute
	halfAgain  = "again"
)

// ErrAgain is the one answer to a wrong code, wrong digits, digits that were used and digits whose half hour is over.
var ErrAgain = fault.New(fault.Unauthenticated, "mediation.again_wrong")

// AskAgain asks for a way back to the page of a code, whatever was typed as one: one job is queued, and nothing is looked
// up. What is no code is replaced by one that nobody has, so that nothing of what was typed is kept.
func (s *Service) AskAgain(ctx context.Context, tenant id.ID, typed string) (err error) {
	defer wrap(&err, "ask for a way back")
	code, err := id.ParseCode(typed)
	if err != nil {
		code = id.NewCode(id.NewTag(), nil)
	}
	now := s.Clock.Now()
	j, err := job.New(tenant, s.IDs.New(), againJob, job.Payload{"code": "c" + strings.ToLower(string(code))}, now, now)
	if err != nil {
		return err
	}
	return s.Repo.Queue(ctx, j)
}

// WayBack makes the digits of a way back for the job "mediation.again", and keeps their hash for half an hour. It is empty
// where the code opens nothing, where its party has confirmed no address or wants no mail, and within ten minutes of the
// last one. Errors: those of access and of the store.
func (s *Service) WayBack(ctx context.Context, j job.Job) (_ MailTo, err error) {
	defer wrap(&err, "way back")
	code, err := id.ParseCode(strings.TrimPrefix(j.Payload["code"], "c"))
	if err != nil {
		return MailTo{}, job.Permanent(err)
	}
	slip, err := s.Repo.Slip(ctx, j.Tenant, code)
	if isNotFound(err) || err == nil && (!slip.EndedAt.IsZero() || slip.Hash == "") {
		return MailTo{}, nil
	}
	if err != nil {
		return MailTo{}, err
	}
	c, err := s.Repo.Case(ctx, j.Tenant, slip.Case)
	if err != nil {
		return MailTo{}, err
	}
	half := signing.Half{Case: c.ID, Act: Act{"party", slip.Party}.name(), Kind: halfAgain}
	now := s.Clock.Now()
	sent, err := s.Repo.HalfSigned(ctx, j.Tenant, half.Case, half.Act, half.Kind)
	if err != nil && !errors.Is(err, signing.ErrGone) {
		return MailTo{}, err
	}
	if !c.Party(slip.Party).mailed() || err == nil && now.Before(sent.EndsAt.Add(mailPause-againLasts)) {
		return MailTo{}, nil
	}
	o, err := s.reached(ctx, j.Tenant, c.ID, slip.Party)
	if err != nil {
		return MailTo{}, err
	}
	to := o.Contact[slip.Party]
	if to.Email == "" || !to.Reach.ByMail() {
		return MailTo{}, nil
	}
	digits := id.NewPassphrase(nil)
	half.EndsAt = now.Add(againLasts)
	if half.Body, err = s.Slips.Hash(ctx, againFor(code, digits)); err != nil {
		return MailTo{}, err
	}
	return MailTo{To: to.Email, Language: o.Identity[slip.Party].Language, Digits: digits, Code: code}, s.Repo.KeepHalfSigned(ctx, j.Tenant, half)
}

// NotSent ends a way back whose mail could not be sent, so that the next try makes another.
func (s *Service) NotSent(ctx context.Context, tenant id.ID, code id.Code) error {
	slip, err := s.Repo.Slip(ctx, tenant, code)
	if err != nil {
		return err
	}
	half, err := s.Repo.HalfSigned(ctx, tenant, slip.Case, Act{"party", slip.Party}.name(), halfAgain)
	if errors.Is(err, signing.ErrGone) {
		return nil
	}
	if err != nil {
		return err
	}
	return s.Repo.TakeHalfSigned(ctx, tenant, half)
}

// againFor is what is hashed: the digits with the slip that they replace, so that they replace no other.
func againFor(code id.Code, digits string) string { return digits + "\n" + string(code) }

// Again gives a party a new slip for the digits that were written to its address. The old slip ends, and the digits with
// it. Every refusal is ErrAgain and takes the same time.
func (s *Service) Again(ctx context.Context, tenant id.ID, typed, digits string) (_ id.Code, passphrase string, err error) {
	defer wrap(&err, "way back")
	code, codeErr := id.ParseCode(typed)
	p, passErr := id.ParsePassphrase(digits)
	slip, err := s.Repo.Slip(ctx, tenant, code)
	if err != nil && !isNotFound(err) {
		return "", "", err
	}
	half, err := s.Repo.HalfSigned(ctx, tenant, slip.Case, Act{"party", slip.Party}.name(), halfAgain)
	if err != nil && !errors.Is(err, signing.ErrGone) {
		return "", "", err
	}
	fits, err := s.Slips.Check(ctx, half.Body, againFor(code, p))
	if err != nil {
		return "", "", err
	}
	if codeErr != nil || passErr != nil || !fits || !slip.EndedAt.IsZero() || !s.Clock.Now().Before(half.EndsAt) {
		return "", "", ErrAgain
	}
	a := access.Actor{Kind: access.Resident, Tenant: tenant, Case: slip.Case, Party: slip.Party, Via: "web"}
	fresh, err := s.freshSlip(ctx, a, slip.Case, slip.Party, &half)
	if err != nil {
		return "", "", err
	}
	if _, _, err = s.Act(ctx, a, slip.Case, fresh.give, Ask{}); err != nil {
		if fault.Of(err).Key == "mediation.guard.slip_moved" { // of two who use the digits at the same moment, one does
			return "", "", ErrAgain
		}
		return "", "", err
	}
	return fresh.code, fresh.passphrase, nil
}

// Package digest is the daily mail 每日提醒邮件 to somebody who works here: how much is late, falls due and is arranged, the
// numbers of the cases, and a link; never a name.
//
//	leave address ─▶ digits are sent there ─confirm─▶ daily or none ─drop─▶ gone
//
// An address is an account's own word, kept under the tenant's key; nobody else reads it, and nothing is sent before it was
// confirmed. The mail leaves when the office opens on a working day, and only where there is something to say.
package digest

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"time"

	"linli/platform/access"
	"linli/platform/clock"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/job"
	"linli/platform/notify"
)

// Faults.
var (
	ErrNone  = fault.New(fault.NotFound, "digest.none")
	ErrMoved = fault.New(fault.Conflict, "digest.moved")
	// ErrDigits is for digits that are not those that were sent, that are a day old, or that were tried five times.
	ErrDigits = fault.Field("digits", "digest.field.digits")
)

// Job is the kind of job that writes; its payload says to whom, and under "what" whether it is [Address] or [Daily].
const (
	Job     = "digest.write"
	Address = "address"
	Daily   = "daily"
)

const (
	purpose    = "digest.address"
	digitsLast = 24 * time.Hour
	maxTries   = 5
	readyBatch = 200
)

// Choice is what one account chose.
type Choice struct {
	Account   id.ID     `json:"-"`
	Version   int64     `json:"-"`
	Next      time.Time `json:"-"` // when the next mail is due; zero: none
	Asked     time.Time `json:"asked"`
	Tries     int       `json:"tries,omitempty"`
	Confirmed time.Time `json:"confirmed,omitzero"`
	Sealed    []byte    `json:"sealed"`
}

// Words are the address, and the digits by which it is confirmed.
type Words struct {
	Address string `json:"address"`
	Digits  string `json:"digits,omitempty"`
}

// Repo keeps choices. Every method is bounded to one tenant.
type Repo interface {
	// Choice returns that of an account, or ErrNone.
	Choice(ctx context.Context, tenant, account id.ID) (Choice, error)
	// Ready returns those whose mail is due.
	Ready(ctx context.Context, tenant id.ID, now time.Time, limit int) ([]Choice, error)
	// Keep writes a choice of the version after the one that is kept, with jobs. ErrMoved where that is another.
	Keep(ctx context.Context, tenant id.ID, c Choice, jobs []job.Job) error
	// Remove takes an account's choice out; none is no error.
	Remove(ctx context.Context, tenant, account id.ID) error
}

// Sealer keeps addresses (vault.Secrets).
type Sealer interface {
	Seal(ctx context.Context, tenant id.ID, purpose string, plain []byte) ([]byte, error)
	Open(ctx context.Context, tenant id.ID, purpose string, sealed []byte) ([]byte, error)
}

// Service is the one way in.
type Service struct {
	Repo  Repo
	Seal  Sealer
	Clock clock.Clock
	IDs   *id.Source
	// Opens is when the office opens next after an instant, on a working day.
	Opens func(ctx context.Context, tenant id.ID, after time.Time) (time.Time, error)
}

// Of returns the choice of the account that asks, with its address; ErrNone where it left none.
func (s *Service) Of(ctx context.Context, a access.Actor) (Choice, Words, error) {
	return s.For(ctx, a.Tenant, a.Account)
}

// For returns the choice of an account, for the job that writes to it.
func (s *Service) For(ctx context.Context, tenant, account id.ID) (c Choice, words Words, err error) {
	defer wrap(&err, "of an account")
	if c, err = s.Repo.Choice(ctx, tenant, account); err != nil {
		return c, words, err
	}
	plain, err := s.Seal.Open(ctx, tenant, purpose, c.Sealed)
	if err == nil {
		err = json.Unmarshal(plain, &words)
	}
	return c, words, err
}

// Leave keeps an address in place of the one before, and has digits sent to it. Errors: Invalid at address.
func (s *Service) Leave(ctx context.Context, a access.Actor, address string) (err error) {
	defer wrap(&err, "leave an address")
	address = strings.TrimSpace(address)
	if !notify.Plain(address) {
		return fault.Field("address", "digest.field.address")
	}
	c, err := s.Repo.Choice(ctx, a.Tenant, a.Account)
	if err != nil && !errors.Is(err, ErrNone) {
		return err
	}
	now := s.Clock.Now()
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return err
	}
	next := Choice{Account: a.Account, Version: c.Version + 1, Asked: now}
	if err := s.seal(ctx, a.Tenant, &next, Words{address, fmt.Sprintf("%06d", n)}); err != nil {
		return err
	}
	j, err := job.New(a.Tenant, s.IDs.New(), Job, job.Payload{"account": a.Account.String(), "what": Address}, now, now)
	if err != nil {
		return err
	}
	return s.Repo.Keep(ctx, a.Tenant, next, []job.Job{j})
}

func (s *Service) seal(ctx context.Context, tenant id.ID, c *Choice, words Words) error {
	plain, err := json.Marshal(words)
	if err == nil {
		c.Sealed, err = s.Seal.Seal(ctx, tenant, purpose, plain)
	}
	return err
}

// Confirm takes the digits that were sent; from then on the mail comes daily. Errors: ErrDigits.
func (s *Service) Confirm(ctx context.Context, a access.Actor, typed string) (err error) {
	defer wrap(&err, "confirm an address")
	c, words, err := s.Of(ctx, a)
	if err != nil {
		return err
	}
	now := s.Clock.Now()
	if !c.Confirmed.IsZero() {
		return nil
	}
	c.Version++
	if c.Tries >= maxTries || !now.Before(c.Asked.Add(digitsLast)) {
		return ErrDigits
	}
	if strings.TrimSpace(typed) != words.Digits {
		c.Tries++
		return errors.Join(ErrDigits, s.Repo.Keep(ctx, a.Tenant, c, nil))
	}
	c.Confirmed = now
	if c.Next, err = s.Opens(ctx, a.Tenant, now); err != nil {
		return err
	}
	if err := s.seal(ctx, a.Tenant, &c, Words{Address: words.Address}); err != nil {
		return err
	}
	return s.Repo.Keep(ctx, a.Tenant, c, nil)
}

// Choose has the mail come daily, or not at all. An address that is not confirmed gets none.
func (s *Service) Choose(ctx context.Context, a access.Actor, daily bool) (err error) {
	defer wrap(&err, "choose")
	c, err := s.Repo.Choice(ctx, a.Tenant, a.Account)
	if err != nil {
		return err
	}
	c.Version++
	c.Next = time.Time{}
	if daily && !c.Confirmed.IsZero() {
		if c.Next, err = s.Opens(ctx, a.Tenant, s.Clock.Now()); err != nil {
			return err
		}
	}
	return s.Repo.Keep(ctx, a.Tenant, c, nil)
}

// Drop destroys the address of the account that asks.
func (s *Service) Drop(ctx context.Context, a access.Actor) error {
	return s.Forget(ctx, a.Tenant, a.Account)
}

// Forget destroys the address of an account, which was closed.
func (s *Service) Forget(ctx context.Context, tenant, account id.ID) error {
	err := s.Repo.Remove(ctx, tenant, account)
	wrap(&err, "take an address out")
	return err
}

// Tick leaves a job for every mail that is due, and says when the next one is.
func (s *Service) Tick(ctx context.Context, tenant id.ID) (err error) {
	defer wrap(&err, "tick")
	now := s.Clock.Now()
	ready, err := s.Repo.Ready(ctx, tenant, now, readyBatch)
	if err != nil || len(ready) == 0 {
		return err
	}
	next, err := s.Opens(ctx, tenant, now)
	if err != nil {
		return err
	}
	for _, c := range ready {
		j, err := job.New(tenant, s.IDs.New(), Job, job.Payload{"account": c.Account.String(), "what": Daily}, now, now)
		if err != nil {
			return err
		}
		c.Version++
		c.Next = next
		if err := s.Repo.Keep(ctx, tenant, c, []job.Job{j}); err != nil && !errors.Is(err, ErrMoved) { // another process took it
			return err
		}
	}
	return nil
}

func wrap(err *error, doing string) {
	if *err != nil {
		*err = fmt.Errorf("digest: %s: %w", doing, *err)
	}
}

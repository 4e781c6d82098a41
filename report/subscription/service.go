package subscription

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"linli/platform/clock"
	"linli/platform/id"
	"linli/platform/job"
	"linli/platform/vault"
)

// Vault is what the service needs of the vault.
type Vault interface {
	Secrets() vault.Secrets
	Shred(ctx context.Context, tenant id.ID, keys []id.ID, journal id.ID) error
}

// Service is the one way in.
type Service struct {
	Repo  Repo
	Vault Vault
	Clock clock.Clock
	IDs   *id.Source
	// Opens is when the office opens next after an instant, on a working day.
	Opens func(ctx context.Context, tenant id.ID, after time.Time) (time.Time, error)
	Wake  func() // told after commit that a job waits
}

// Ask keeps a wish for 48 hours and has its address asked to confirm it. tag is the tenant's, for the code, which is for a program alone to
// be told at once; who reads mails is told in them. Errors: Invalid at address.
func (s *Service) Ask(ctx context.Context, tenant id.ID, tag string, w Wish, secret []byte) (code id.Code, err error) {
	defer wrap(&err, "ask")
	if err := w.Check(); err != nil {
		return "", err
	}
	now := s.Clock.Now()
	code = id.NewCode(tag, nil)
	x := Subscription{ID: rowOf(code), Version: 1, Due: now.Add(Answerable), Unit: w.Unit, Category: w.Category, Language: w.Language, Asked: now, Hook: w.Hook}
	if x.Key, err = s.Vault.Secrets().Fresh(ctx, tenant); err != nil {
		return "", err
	}
	plain, err := json.Marshal(words{w.Address, code, secret})
	if err != nil {
		return "", err
	}
	if x.Sealed, err = s.Vault.Secrets().Under(x.Key).Seal(ctx, tenant, purpose, plain); err != nil {
		return "", err
	}
	return code, s.keep(ctx, tenant, x, Asks)
}

// keep writes a row, with the job of a mail where there is one to write.
func (s *Service) keep(ctx context.Context, tenant id.ID, x Subscription, mail string) error {
	if mail == "" {
		return s.Repo.Keep(ctx, tenant, x)
	}
	now := s.Clock.Now()
	j, err := job.New(tenant, s.IDs.New(), Job, job.Payload{"subscription": x.ID.String(), "what": mail}, now, now)
	if err != nil {
		return err
	}
	if err := s.Repo.Keep(ctx, tenant, x, j); err != nil {
		return err
	}
	if s.Wake != nil {
		s.Wake()
	}
	return nil
}

// Of is what a code of a mail follows. Its address is not opened. Error: ErrNone.
func (s *Service) Of(ctx context.Context, tenant id.ID, typed string) (_ Subscription, err error) {
	defer wrap(&err, "look")
	code, err := id.ParseCode(typed)
	if err != nil {
		return Subscription{}, ErrNone
	}
	x, err := s.Repo.Subscription(ctx, tenant, rowOf(code))
	if err == nil && s.over(x) {
		err = ErrNone
	}
	return x, err
}

// over reports whether nobody confirmed in time.
func (s *Service) over(x Subscription) bool {
	return x.Confirmed.IsZero() && !s.Clock.Now().Before(x.Asked.Add(Answerable))
}

// Confirm begins to tell what is published from now on. Once is enough: confirming again changes nothing. Error: ErrNone.
func (s *Service) Confirm(ctx context.Context, tenant id.ID, typed string) (err error) {
	defer wrap(&err, "confirm")
	x, err := s.Of(ctx, tenant, typed)
	if err != nil || !x.Confirmed.IsZero() {
		return err
	}
	if x.Hook { // it confirms by its echo, and by nothing that a person presses
		return ErrNone
	}
	return s.Echoed(ctx, tenant, x)
}

// Echoed begins to tell a row whose address has answered.
func (s *Service) Echoed(ctx context.Context, tenant id.ID, x Subscription) (err error) {
	x.Confirmed, x.Version = s.Clock.Now(), x.Version+1
	if x.Told.IsZero() { // confirmed anew after a year, it goes on where it was
		x.Told = x.Confirmed
	}
	if x.Due, err = s.Opens(ctx, tenant, x.Confirmed); err != nil {
		return err
	}
	return s.keep(ctx, tenant, x, "")
}

// Stop destroys what a code leads to. That there is nothing is no error: whoever stops twice has stopped.
func (s *Service) Stop(ctx context.Context, tenant id.ID, typed string) (err error) {
	defer wrap(&err, "stop")
	code, err := id.ParseCode(typed)
	if err != nil {
		return nil
	}
	x, err := s.Repo.Subscription(ctx, tenant, rowOf(code))
	if errors.Is(err, ErrNone) {
		return nil
	}
	if err != nil {
		return err
	}
	return s.Drop(ctx, tenant, x)
}

// Drop destroys the keys of rows, and takes the rows out. A stop between the two leaves a row that opens no more; it is taken out when
// it is due, as is one that an older copy of the database brings back.
func (s *Service) Drop(ctx context.Context, tenant id.ID, all ...Subscription) error {
	keys := make([]id.ID, len(all))
	for i, x := range all {
		keys[i] = x.Key
	}
	if err := s.Vault.Shred(ctx, tenant, keys, erasure(tenant)); err != nil {
		return err
	}
	for _, x := range all {
		if err := s.Repo.Remove(ctx, tenant, x.ID); err != nil {
			return err
		}
	}
	return nil
}

// erasure names what becomes of addresses, of all of an office at once: its public number of erasures does not tell how many follow, and
// nobody makes it grow by asking for mails.
func erasure(tenant id.ID) id.ID {
	sum := sha256.Sum256([]byte("linli subscription erased\x00" + tenant.String()))
	return id.ID(sum[:16])
}

// Letter is a row with what its mail needs, for the job that writes it; ErrNone where there is nothing to write any more.
func (s *Service) Letter(ctx context.Context, j job.Job) (x Subscription, l Letter, err error) {
	defer wrap(&err, "write")
	of, err := j.Payload.ID("subscription")
	if err != nil {
		return x, l, job.Permanent(err)
	}
	if x, err = s.Repo.Subscription(ctx, j.Tenant, of); err != nil {
		return x, l, err
	}
	if s.over(x) || x.Confirmed.IsZero() != (j.Payload["what"] == Asks) {
		return x, l, ErrNone
	}
	plain, err := s.Vault.Secrets().Under(x.Key).Open(ctx, j.Tenant, purpose, x.Sealed)
	if errors.Is(err, vault.ErrShredded) {
		return x, l, cmp.Or(s.Repo.Remove(ctx, j.Tenant, x.ID), error(ErrNone))
	}
	if err != nil {
		return x, l, err
	}
	var w words
	err = json.Unmarshal(plain, &w)
	return x, Letter(w), err
}

// mostMissed is how many days in a row a program may not be reached before it is forgotten.
const mostMissed = 7

// Missed notes that a program could not be reached on a day; after a week of them its address is destroyed. What it missed is told with the next.
func (s *Service) Missed(ctx context.Context, tenant id.ID, x Subscription) (err error) {
	defer wrap(&err, "missed")
	if x.Missed++; x.Missed >= mostMissed {
		return s.Drop(ctx, tenant, x)
	}
	x.Version++
	if err = s.keep(ctx, tenant, x, ""); errors.Is(err, ErrMoved) {
		return nil
	}
	return err
}

// Told notes until when everything published has been told. A row that moved meanwhile, because its next mail fell due while this one was
// written, is noted on as it stands now: otherwise the next mail would tell the same once more. One that is gone was stopped.
func (s *Service) Told(ctx context.Context, tenant id.ID, x Subscription, until time.Time) (err error) {
	defer wrap(&err, "told")
	for err = ErrMoved; errors.Is(err, ErrMoved); {
		x.Told, x.Missed, x.Version = until, 0, x.Version+1
		if err = s.keep(ctx, tenant, x, ""); !errors.Is(err, ErrMoved) {
			return err
		}
		if x, err = s.Repo.Subscription(ctx, tenant, x.ID); err != nil || !x.Told.Before(until) {
			break
		}
		err = ErrMoved
	}
	if errors.Is(err, ErrNone) {
		return nil
	}
	return err
}

// Tick leaves a job for every mail that is due, asks again after a year, and forgets what nobody confirmed.
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
	var over []Subscription
	for _, x := range ready {
		if x.Confirmed.IsZero() {
			over = append(over, x)
			continue
		}
		mail := Daily
		x.Version, x.Due = x.Version+1, next
		if !now.Before(x.Confirmed.Add(lasts)) {
			mail, x.Asked, x.Confirmed, x.Due = Asks, now, time.Time{}, now.Add(Answerable)
		}
		if err := s.keep(ctx, tenant, x, mail); err != nil && !errors.Is(err, ErrMoved) { // another process took it
			return err
		}
	}
	return s.Drop(ctx, tenant, over...)
}

func wrap(err *error, doing string) {
	if *err != nil {
		*err = fmt.Errorf("subscription: %s: %w", doing, *err)
	}
}

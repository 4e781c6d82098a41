package bundle

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"linli/platform/access"
	"linli/platform/clock"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/job"
	"linli/platform/vault"
)

// The jobs.
const (
	bindJob   = "bundle.bind"
	forgetJob = "bundle.forget"
)

// Attempts is how often making a bundle is tried before whoever asked is told that it failed.
const Attempts = 3

// tellEvery is how often it is written down how far a bundle is: nobody reads it more often.
const tellEvery = time.Second

// version is the only version of a bundle's content: another one is another bundle.
const version = 1

// Service makes bundles, keeps them for a day and forgets them.
type Service struct {
	Repo     Repo
	Vault    Vault
	Files    Files
	Access   *access.Engine
	Recorder access.Recorder
	Clock    clock.Clock
	IDs      *id.Source
	Binders  map[string]Binder // by capability
	// Actor is an account as it stands now, with the posts that it holds.
	Actor func(ctx context.Context, tenant, account id.ID) (access.Actor, error)
	Wake  func() // told after commit that a job waits
}

// Ask has the whole file of a case put together. While one that the account asked for is in the making, there is no second.
func (s *Service) Ask(ctx context.Context, a access.Actor, capability string, c id.ID, language string) (err error) {
	defer wrap(&err, "ask")
	if _, err := s.Binders[capability].May(ctx, a, c); err != nil {
		return err
	}
	now := s.Clock.Now()
	last, err := s.Repo.Latest(ctx, a.Tenant, c, a.Account)
	if err == nil && last.Running(now) {
		return nil
	}
	if err != nil && !errors.Is(err, ErrNone) {
		return err
	}
	b := Bundle{Tenant: a.Tenant, ID: s.IDs.New(), Case: c, Account: a.Account, Capability: capability, Language: language, Asked: now}
	payload := job.Payload{"bundle": b.ID.String()}
	bind, err := job.New(a.Tenant, s.IDs.New(), bindJob, payload, now, now)
	forget, err2 := job.New(a.Tenant, s.IDs.New(), forgetJob, payload, now, now.Add(Kept))
	if err := errors.Join(err, err2); err != nil {
		return err
	}
	if err := s.Repo.Ask(ctx, b, bind, forget); err != nil {
		return err
	}
	if s.Wake != nil {
		s.Wake()
	}
	return nil
}

// Latest is the bundle that an account asked for last, or ErrNone. It opens nothing.
func (s *Service) Latest(ctx context.Context, a access.Actor, capability string, c id.ID) (_ Bundle, err error) {
	defer wrap(&err, "look")
	if _, err := s.Binders[capability].May(ctx, a, c); err != nil {
		return Bundle{}, err
	}
	return s.Repo.Latest(ctx, a.Tenant, c, a.Account)
}

// Fetch opens the bundle that an account asked for last, and says what it is called. The reading is written down before. Errors: ErrNone where none is
// ready, those of [access.Engine.Open].
func (s *Service) Fetch(ctx context.Context, a access.Actor, capability string, c id.ID) (_ []byte, name string, err error) {
	defer wrap(&err, "fetch")
	facts, err := s.Binders[capability].May(ctx, a, c)
	if err != nil {
		return nil, "", err
	}
	b, err := s.Repo.Latest(ctx, a.Tenant, c, a.Account)
	if err != nil {
		return nil, "", err
	}
	keys, err := s.Repo.Keys(ctx, a.Tenant, c)
	if err != nil {
		return nil, "", err
	}
	key, there := vault.Find(keys, scope(b))
	if !there || b.Ready.IsZero() {
		return nil, "", ErrNone
	}
	grant, err := s.Access.Open(ctx, s.Recorder, s.Clock.Now(), a, facts, access.ForPrint)
	if err != nil {
		return nil, "", err
	}
	body, err := s.Files.Get(ctx, a.Tenant, key)
	if err != nil {
		return nil, "", err
	}
	opened, err := s.Vault.OpenAll(ctx, grant, []vault.Sealed{content(b, key, body)})
	if err != nil {
		return nil, "", err
	}
	name, err = s.Binders[capability].Name(ctx, a.Tenant, c)
	return opened[0], name, err
}

// Bind is the job that makes a bundle, as the account that asked and with what it may at this moment. A refusal is final; what
// can mend by itself, such as no room for the access row, is tried again.
func (s *Service) Bind(ctx context.Context, j job.Job) (err error) {
	defer wrap(&err, "bind")
	b, err := s.of(ctx, j)
	if errors.Is(err, ErrNone) || err == nil && !b.Ready.IsZero() {
		return nil
	}
	if err != nil {
		return err
	}
	err = s.bind(ctx, &b)
	if err == nil || errors.Is(err, ErrNone) { // made, or forgotten meanwhile
		return nil
	}
	f := fault.Of(err)
	mends := f.Code == fault.Internal || f.Code == fault.Unavailable // by itself, perhaps
	if ctx.Err() != nil || mends && j.Attempts < Attempts {
		return err
	}
	if b.Failed = f.Key; f.Code == fault.Internal || len(f.Args) > 0 { // what a sentence needs besides its key is not kept
		b.Failed = "bundle.failed"
	}
	return s.Repo.Move(ctx, b)
}

func (s *Service) bind(ctx context.Context, b *Bundle) error {
	a, err := s.Actor(ctx, b.Tenant, b.Account)
	if err != nil {
		return err
	}
	binder, known := s.Binders[b.Capability]
	if !known {
		return fmt.Errorf("nothing prints the files of %s here", b.Capability)
	}
	if _, err := binder.May(ctx, a, b.Case); err != nil {
		return err
	}
	from, err := s.Repo.Keys(ctx, b.Tenant, b.Case)
	if err != nil {
		return err
	}
	from = slices.DeleteFunc(from, func(k vault.Key) bool { return k.Scope.Kind == vault.Bundle }) // another print of it comes and goes
	var told time.Time
	pdf, err := binder.Bind(ctx, a, *b, func(done, of int) error {
		now := s.Clock.Now()
		if b.Done, b.Of = int64(done), int64(of); now.Sub(told) < tellEvery {
			return ctx.Err()
		}
		told = now
		return s.Repo.Move(ctx, *b)
	})
	if err != nil {
		return err
	}
	key, err := s.Vault.Take(ctx, b.Tenant)
	if err != nil {
		return err
	}
	sealed, err := s.Vault.Seal(ctx, b.Tenant, content(*b, key, pdf))
	if err != nil {
		return err
	}
	if err := s.Files.Put(ctx, b.Tenant, key, sealed.Body); err != nil {
		return err
	}
	b.Done, b.Ready = b.Of, s.Clock.Now()
	err = s.Repo.Finish(ctx, *b, vault.Key{Case: b.Case, Scope: scope(*b), ID: key}, from)
	if errors.Is(err, ErrMoved) || errors.Is(err, ErrNone) { // what was destroyed meanwhile stays in no copy of it
		b.Done, b.Of, b.Ready = 0, 0, time.Time{}
		return errors.Join(err, s.destroy(ctx, b.Tenant, key, s.IDs.New()))
	}
	return err
}

// destroy destroys a key and the PDF that it sealed.
func (s *Service) destroy(ctx context.Context, tenant, key, journal id.ID) error {
	if err := s.Vault.Shred(ctx, tenant, []id.ID{key}, journal); err != nil {
		return err
	}
	return s.Files.Delete(ctx, tenant, key)
}

// Forget is the job that destroys a bundle's key and removes it. It may be repeated until it succeeds.
func (s *Service) Forget(ctx context.Context, j job.Job) (err error) {
	defer wrap(&err, "forget")
	b, err := s.of(ctx, j)
	if errors.Is(err, ErrNone) {
		return nil
	}
	if err != nil {
		return err
	}
	keys, err := s.Repo.Keys(ctx, b.Tenant, b.Case)
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(keys, func(k vault.Key) bool { return k.Scope == scope(b) }); i >= 0 {
		if err := s.destroy(ctx, b.Tenant, keys[i].ID, j.ID); err != nil {
			return err
		}
	}
	return s.Repo.Forget(ctx, b)
}

func (s *Service) of(ctx context.Context, j job.Job) (Bundle, error) {
	n, err := j.Payload.ID("bundle")
	if err != nil {
		return Bundle{}, job.Permanent(err)
	}
	return s.Repo.Bundle(ctx, j.Tenant, n)
}

func scope(b Bundle) vault.Scope { return vault.Scope{Kind: vault.Bundle, Of: b.ID} }

func content(b Bundle, key id.ID, body []byte) vault.Sealed {
	return vault.Sealed{Case: b.Case, Owner: b.ID, Field: FieldContent, Key: key, Version: version, Body: body}
}

// wrap gives an error the path that it came along.
func wrap(err *error, doing string) {
	if *err != nil {
		*err = fmt.Errorf("bundle: %s: %w", doing, *err)
	}
}

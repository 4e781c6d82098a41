package casefile

import (
	"context"
	"crypto/rand"
	"slices"

	"linli/consent"
	"linli/platform/id"
	"linli/platform/vault"
)

// Step is one event with what the event of any capability may bring. A capability whose events bring more adds that in a step
// of its own.
type Step struct {
	Event     Event
	Secrets   []Secret
	Keys      []vault.Key    // keys that were taken before, with what they seal
	Elsewhere []vault.Sealed // what was sealed before and is kept apart from the tables; the event binds it as it binds its secrets
	Consents  []consent.Record
	Tell      []id.ID                // accounts for which this event waits
	Issued    []Slip                 // slips that get a passphrase, or end
	Drop      func(vault.Scope) bool // says which sections end with this event; nil: none
	Fresh     []vault.Scope          // sections that end with this event, and begin under a new key if it seals anything in them
}

// Every is a [Step.Drop] that ends every section.
func Every(vault.Scope) bool { return true }

// Sections are the keys under which the sections of a case are sealed, and the version that each sealed field has.
type Sections struct {
	Keys     []vault.Key
	versions map[field]int64
}

type field struct {
	name  string
	owner id.ID
}

// SectionsOf are the sections of a case with these keys, in which nothing was sealed that a step seals again.
func SectionsOf(keys []vault.Key) *Sections { return &Sections{keys, map[field]int64{}} }

// Again looks up how often what a step's secrets replace was sealed before. What belongs to its own event is new. A capability that
// seals no field twice does not ask.
func (in *Sections) Again(ctx context.Context, kept Kept, tenant, c id.ID, step Step) error {
	for _, x := range step.Secrets {
		at := field{x.Field, x.Owner}
		if _, known := in.versions[at]; known || x.Owner == step.Event.ID {
			continue
		}
		var err error
		if in.versions[at], err = kept.Version(ctx, tenant, c, x.Owner, x.Field); err != nil {
			return err
		}
	}
	return nil
}

// Began is the change of a capability whose commands come to one step each: what the step brings is sealed, its event is fixed, and
// the keys that end have their jobs. version is that of the case before it; 0 for a new one.
func (s *Service) Began(ctx context.Context, kept Kept, capability string, tenant id.ID, version int64, step Step) (Change, error) {
	ch := Change{Tenant: tenant}
	var keys []vault.Key
	if version > 0 && (len(step.Secrets) > 0 || step.Drop != nil) {
		var err error
		if keys, err = kept.Keys(ctx, tenant, step.Event.Case); err != nil {
			return Change{}, err
		}
	}
	if err := s.Add(ctx, &ch, step, SectionsOf(keys)); err != nil {
		return Change{}, err
	}
	var err error
	ch.Jobs, err = Destroying(capability, tenant, ch.Dropped, s.IDs, s.Clock.Now())
	return ch, err
}

// Add adds a step to a change. Sections that begin anew end first. Its secrets are sealed, each under its section's key; a section's
// first secret makes its key. The keys of the sections that it drops end. Its event binds what was sealed with it, under a salt of its own.
func (s *Service) Add(ctx context.Context, ch *Change, step Step, in *Sections) error {
	e := step.Event
	in.Keys = slices.DeleteFunc(slices.Clone(in.Keys), func(k vault.Key) bool {
		fresh := slices.Contains(step.Fresh, k.Scope)
		if fresh {
			ch.Dropped = append(ch.Dropped, vault.Key{Case: e.Case, Scope: k.Scope, ID: k.ID})
		}
		return fresh
	})
	for _, k := range step.Keys {
		k.Case = e.Case
		in.Keys, ch.Keys = append(in.Keys, k), append(ch.Keys, k)
	}
	sealed := make([]vault.Sealed, 0, len(step.Secrets))
	for _, x := range step.Secrets {
		f, err := s.seal(ctx, ch, e.Case, x, in)
		if err != nil {
			return err
		}
		sealed = append(sealed, f)
	}
	ends := step.Drop != nil || len(step.Fresh) > 0
	for _, k := range in.Keys {
		if ends && k.Scope.Kind == vault.Bundle || step.Drop != nil && step.Drop(k.Scope) { // a printed file may hold what goes
			ch.Dropped = append(ch.Dropped, vault.Key{Case: e.Case, Scope: k.Scope, ID: k.ID})
		}
	}
	var salt [16]byte
	if _, err := rand.Read(salt[:]); err != nil {
		panic("casefile: no randomness: " + err.Error()) //nolint:forbidigo // crypto/rand never fails (Go 1.24)
	}
	ch.Sealed = append(ch.Sealed, sealed...)
	if err := e.Seal(salt, append(sealed, step.Elsewhere...)); err != nil {
		return err
	}
	ch.Events, ch.Erased = append(ch.Events, e), ch.Erased || e.Kind == "erase"
	ch.Consents, ch.Slips = append(ch.Consents, step.Consents...), append(ch.Slips, step.Issued...)
	return nil
}

func (s *Service) seal(ctx context.Context, ch *Change, c id.ID, x Secret, in *Sections) (vault.Sealed, error) {
	key, ok := vault.Find(in.Keys, x.Scope)
	if !ok {
		var err error
		if key, err = s.Vault.Take(ctx, ch.Tenant); err != nil {
			return vault.Sealed{}, err
		}
		k := vault.Key{Case: c, Scope: x.Scope, ID: key}
		in.Keys, ch.Keys = append(in.Keys, k), append(ch.Keys, k)
	}
	at := field{x.Field, x.Owner}
	in.versions[at]++
	return s.Vault.Seal(ctx, ch.Tenant, vault.Sealed{Case: c, Owner: x.Owner, Field: x.Field, Key: key, Version: in.versions[at], Body: x.Text})
}

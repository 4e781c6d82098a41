package inspection

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/job"
	"linli/platform/notify"
	"linli/platform/vault"
	"linli/rulebook"
)

// play turns what was decided into a change, writes it, and does what may only be done after the commit.
func (s *Service) play(ctx context.Context, before Case, d Decided, rules *rulebook.Rulebook, r *casefile.Request) (Case, error) {
	ch, err := s.change(ctx, before, d, rules)
	if err != nil {
		return Case{}, err
	}
	if r != nil {
		ch.Answer = r.Seal([]byte(ch.Case.ID.String()), s.Clock.Now())
	}
	if err := s.Repo.Play(ctx, ch); err != nil {
		return Case{}, err
	}
	s.Played(ctx, ch.Change)
	return ch.Case, nil
}

// change seals what the step brings and computes every row that follows from it.
func (s *Service) change(ctx context.Context, before Case, d Decided, rules *rulebook.Rulebook) (Change, error) {
	tenant, e := before.Tenant, d.Step.Event
	d.Case.Tenant = tenant
	ch := Change{Change: casefile.Change{Tenant: tenant, Erased: d.Step.Drop}, Case: d.Case, From: before.Version, Public: d.Step.Public}
	sealed, err := s.seal(ctx, before, d, &ch)
	if err != nil {
		return Change{}, err
	}
	var salt [16]byte
	if _, err := rand.Read(salt[:]); err != nil {
		panic("inspection: no randomness: " + err.Error()) //nolint:forbidigo // crypto/rand never fails (Go 1.24)
	}
	if err := e.Seal(salt, append(sealed, d.Step.Elsewhere...)); err != nil {
		return Change{}, err
	}
	ch.Events = []casefile.Event{e}
	if err := s.owe(ctx, before, &ch, rules); err != nil {
		return Change{}, err
	}
	if err := s.notices(ctx, &ch, e); err != nil {
		return Change{}, err
	}
	return ch, s.jobs(&ch, e, rules)
}

// seal seals the step's secrets, each under its section's key; a section's first secret makes its key. It ends every key where
// the step drops them.
func (s *Service) seal(ctx context.Context, before Case, d Decided, ch *Change) (out []vault.Sealed, err error) {
	var keys []vault.Key
	for _, k := range d.Step.Keys {
		k.Case = d.Case.ID
		ch.Keys = append(ch.Keys, k)
	}
	if before.Version > 0 && (len(d.Step.Secrets) > 0 || d.Step.Drop) {
		if keys, err = s.Repo.Keys(ctx, before.Tenant, before.ID); err != nil {
			return nil, err
		}
	}
	if d.Step.Drop {
		for _, k := range keys {
			ch.Dropped = append(ch.Dropped, vault.Key{Case: d.Case.ID, Scope: k.Scope, ID: k.ID})
		}
	}
	keys = append(keys, ch.Keys...)
	for _, x := range d.Step.Secrets {
		key, ok := vault.Find(keys, x.Scope)
		if !ok {
			if key, err = s.Vault.Take(ctx, before.Tenant); err != nil {
				return nil, err
			}
			k := vault.Key{Case: d.Case.ID, Scope: x.Scope, ID: key}
			keys, ch.Keys = append(keys, k), append(ch.Keys, k)
		}
		f, err := s.Vault.Seal(ctx, before.Tenant, vault.Sealed{Case: d.Case.ID, Owner: x.Owner, Field: x.Field, Key: key, Version: 1, Body: x.Text})
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	ch.Sealed = out
	return out, nil
}

// tellLead are the acts after which somebody else has to act: the leads of the unit hear of them.
var tellLead = []casefile.Kind{"ask_extension", "reinspect"}

func (s *Service) notices(ctx context.Context, ch *Change, e casefile.Event) error {
	if !slices.Contains(tellLead, e.Kind) {
		return nil
	}
	leads, err := s.Office.Holders(ctx, ch.Tenant, ch.Case.Unit, access.Lead, false)
	for _, account := range leads {
		if account != e.By.Account {
			ch.Notices = append(ch.Notices, notify.Notice{Tenant: ch.Tenant, ID: s.IDs.New(), Account: account, Case: ch.Case.ID, Key: "inspection.notice." + string(e.Kind), At: e.At})
		}
	}
	return err
}

const eraseJob = "inspection.erase" // its retention is over

// jobs are what an act leaves for another day: the end of retention, and the keys to destroy.
func (s *Service) jobs(ch *Change, e casefile.Event, rules *rulebook.Rulebook) error {
	now := s.Clock.Now()
	gone, err := casefile.Destroying(Capability, ch.Tenant, ch.Dropped, s.IDs, now)
	if err != nil {
		return err
	}
	ch.Jobs = append(ch.Jobs, gone...)
	if ch.Case.State.Open() || e.Kind == "erase" {
		return nil
	}
	j, err := job.New(ch.Tenant, s.IDs.New(), eraseJob, job.Payload{"case": ch.Case.ID.String()}, now, ch.Case.Ended.AddDate(0, 0, rules.Inspection.Kept.N))
	ch.Jobs = append(ch.Jobs, j)
	return err
}

// RetentionOver destroys every word of an inspection. It is the job "inspection.erase".
func (s *Service) RetentionOver(ctx context.Context, tenant, caseID id.ID) error {
	_, err := s.Act(ctx, access.Actor{Kind: access.System, Tenant: tenant, Via: "job"}, caseID, Erase{}, nil)
	if err != nil && fault.Of(err).Code != fault.Guard && !errors.Is(err, ErrNotFound) {
		return fmt.Errorf("end of retention: %w", err)
	}
	return nil
}

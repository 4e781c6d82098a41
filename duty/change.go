package duty

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/job"
	"linli/platform/vault"
	"linli/rulebook"
)

// errDuty refuses a duty that is none, or not the unit's.
var errDuty = fault.Field("duty", "form.choose")

// play lets the machine decide, writes the change, and does what may only be done after the commit.
func (s *Service) play(ctx context.Context, before Case, cmd Command, who casefile.By, rules *rulebook.Rulebook, rule rulebook.DutyRule, know Knowledge, r *casefile.Request) (Case, error) {
	know.Rule, know.Zone, know.Calendar = rule, rules.Zone, rules.Calendar
	if list, ok := rules.Duties.Checklist(rule.Checklist); ok {
		for _, q := range list.Questions {
			know.Looks = append(know.Looks, q.ID)
		}
	}
	d, err := Decide(before, cmd, who, s.Clock.Now(), know, s.IDs)
	if err != nil {
		return Case{}, err
	}
	ch, err := s.change(ctx, before, d, rules, rule)
	if err != nil {
		return Case{}, err
	}
	if r != nil {
		ch.Answer = r.Seal([]byte("done"), s.Clock.Now())
	}
	if err := s.Repo.Play(ctx, ch); err != nil {
		return Case{}, err
	}
	s.Played(ctx, ch.Change)
	return ch.Case, nil
}

// change seals what the event brings and computes every row that follows from it.
func (s *Service) change(ctx context.Context, before Case, d Decided, rules *rulebook.Rulebook, rule rulebook.DutyRule) (Change, error) {
	tenant := before.Tenant
	d.Case.Tenant = tenant
	ch := Change{Change: casefile.Change{Tenant: tenant}, Case: d.Case, From: before.Version}
	sealed, err := s.seal(ctx, before, d, &ch)
	if err != nil {
		return Change{}, err
	}
	e := d.Event
	var salt [16]byte
	if _, err := rand.Read(salt[:]); err != nil {
		panic("duty: no randomness: " + err.Error()) //nolint:forbidigo // crypto/rand never fails (Go 1.24)
	}
	if err := e.Seal(salt, append(sealed, d.Elsewhere...)); err != nil {
		return Change{}, err
	}
	ch.Events, ch.Erased = []casefile.Event{e}, d.Erases
	if err := s.owe(ctx, before, &ch, rules, rule); err != nil {
		return Change{}, err
	}
	if err := s.notices(ctx, &ch, e, rule); err != nil {
		return Change{}, err
	}
	return ch, s.jobs(&ch, e, rule)
}

// seal seals the event's secrets; the first makes the key of the occurrence. It ends every key of one that is erased.
func (s *Service) seal(ctx context.Context, before Case, d Decided, ch *Change) (out []vault.Sealed, err error) {
	if len(d.Secrets) == 0 && !d.Erases && len(d.Keys) == 0 {
		return nil, nil
	}
	var keys []vault.Key
	if before.Version > 0 {
		if keys, err = s.Repo.Keys(ctx, before.Tenant, before.ID); err != nil {
			return nil, err
		}
	}
	if d.Erases {
		for _, k := range keys {
			ch.Dropped = append(ch.Dropped, vault.Key{Case: d.Case.ID, Scope: k.Scope, ID: k.ID})
		}
		return nil, nil
	}
	for _, k := range d.Keys {
		k.Case = d.Case.ID
		ch.Keys = append(ch.Keys, k)
	}
	for _, x := range d.Secrets {
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

const eraseJob = "duty.erase" // its evidence is kept no longer

// jobs are what an event leaves for later: the day on which evidence is kept no longer, and the keys to destroy.
func (s *Service) jobs(ch *Change, e casefile.Event, rule rulebook.DutyRule) error {
	now := s.Clock.Now()
	gone, err := casefile.Destroying(Capability, ch.Tenant, ch.Dropped, s.IDs, now)
	if err != nil {
		return err
	}
	ch.Jobs = append(ch.Jobs, gone...)
	ends := slices.Contains([]casefile.Kind{"check", "miss", "void"}, e.Kind) || e.Kind == "do" && rule.Kind == "rota"
	if !ends {
		return nil
	}
	j, err := job.New(ch.Tenant, s.IDs.New(), eraseJob, job.Payload{"case": ch.Case.ID.String()}, now, e.At.AddDate(0, 0, rule.Kept.N))
	ch.Jobs = append(ch.Jobs, j)
	return err
}

// RetentionOver destroys the evidence of an occurrence. It is the job "duty.erase". A guard that refuses says that it went on
// meanwhile: its later end has left a later job.
func (s *Service) RetentionOver(ctx context.Context, tenant, caseID id.ID) error {
	_, err := s.Act(ctx, access.Actor{Kind: access.System, Tenant: tenant, Via: "job"}, caseID, Erase{}, nil)
	if err != nil && fault.Of(err).Code != fault.Guard && !errors.Is(err, ErrNotFound) {
		return err
	}
	return nil
}

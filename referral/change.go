package referral

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/job"
	"linli/platform/notify"
	"linli/platform/vault"
)

// play turns what was decided into a change, writes it, and does what may only be done after the commit.
func (s *Service) play(ctx context.Context, before Case, d Decided, know Knowledge, r *casefile.Request) (Case, []byte, error) {
	ch, err := s.change(ctx, before, d, know)
	if err != nil {
		return Case{}, nil, err
	}
	answer := []byte("done")
	if d.Step.New {
		answer = []byte(ch.Slips[0].Code)
	}
	if r != nil {
		ch.Answer = r.Seal(answer, s.Clock.Now())
	}
	if err := s.Repo.Play(ctx, ch); err != nil {
		return Case{}, nil, err
	}
	s.Played(ctx, ch.Change)
	return ch.Case, answer, nil
}

// change seals what the step brings and computes every row that follows from it.
func (s *Service) change(ctx context.Context, before Case, d Decided, know Knowledge) (Change, error) {
	tenant := before.Tenant
	d.Case.Tenant = tenant
	ch := Change{Change: casefile.Change{Tenant: tenant, Slips: d.Step.Slips, Consents: d.Step.Consents}, Case: d.Case, From: before.Version}
	if err := s.seal(ctx, before, d, &ch); err != nil {
		return Change{}, err
	}
	e := d.Step.Event
	var salt [16]byte
	_, _ = rand.Read(salt[:]) // never fails (Go 1.24)
	if err := e.Seal(salt, ch.Sealed); err != nil {
		return Change{}, err
	}
	ch.Events, ch.Erased = []casefile.Event{e}, e.Kind == "erase"
	if d.Step.New {
		tag, err := s.Office.Tag(ctx, tenant)
		if err != nil {
			return Change{}, err
		}
		ch.Slips = append(ch.Slips, casefile.Slip{Code: id.NewCode(tag, nil), Case: ch.Case.ID, Capability: Capability, Party: ch.Case.Person})
	}
	if err := s.owe(ctx, before, &ch, know.Rules); err != nil {
		return Change{}, err
	}
	if err := s.notices(ctx, &ch, e); err != nil {
		return Change{}, err
	}
	ch.Came, ch.Left = moved(&before, &ch.Case)
	return ch, s.jobs(&ch, d.Step, know)
}

// moved is the account that comes to a case with a change, and the one that leaves it. What is over is nobody's work.
func moved(before, after *Case) (came, left id.ID) {
	was, is := before.Worker, after.Worker
	if !before.State.Open() {
		was = id.ID{}
	}
	if !after.State.Open() {
		is = id.ID{}
	}
	if was == is {
		return id.ID{}, id.ID{}
	}
	return is, was
}

// seal seals the step's secrets, each under its section's key; a section's first secret makes its key. It ends the keys that
// the step drops.
func (s *Service) seal(ctx context.Context, before Case, d Decided, ch *Change) (err error) {
	if len(d.Step.Secrets) == 0 && d.Step.Drop == nil {
		return nil
	}
	var keys []vault.Key
	if before.Version > 0 {
		if keys, err = s.Repo.Keys(ctx, before.Tenant, before.ID); err != nil {
			return err
		}
	}
	for _, k := range keys {
		if d.Step.Drop != nil && d.Step.Drop(k.Scope) {
			ch.Dropped = append(ch.Dropped, vault.Key{Case: d.Case.ID, Scope: k.Scope, ID: k.ID})
		}
	}
	for _, x := range d.Step.Secrets {
		key, ok := vault.Find(keys, x.Scope)
		if !ok {
			if key, err = s.Vault.Take(ctx, before.Tenant); err != nil {
				return err
			}
			k := vault.Key{Case: d.Case.ID, Scope: x.Scope, ID: key}
			keys, ch.Keys = append(keys, k), append(ch.Keys, k)
		}
		f, err := s.Vault.Seal(ctx, before.Tenant, vault.Sealed{Case: d.Case.ID, Owner: x.Owner, Field: x.Field, Key: key, Version: 1, Body: x.Text})
		if err != nil {
			return err
		}
		ch.Sealed = append(ch.Sealed, f)
	}
	return nil
}

// told are the acts of others of which the workers hear.
var told = []casefile.Kind{"ask", "reply", "leave", "agree", "decline", "take_back", "consent_over", "received", "not_received", "accept", "reject", "begin", "hold",
	"complete", "fail", "cancel", "acknowledge", "silence", "agency_closed"}

// notices are the lines for the worker, or for everybody who could take the case; and for the person where its own consent ended
// by itself.
func (s *Service) notices(ctx context.Context, ch *Change, e casefile.Event) error {
	add := func(account, party id.ID) {
		ch.Notices = append(ch.Notices, notify.Notice{Tenant: ch.Tenant, ID: s.IDs.New(), Account: account, Party: party, Case: ch.Case.ID,
			Key: "referral.notice." + string(e.Kind), At: e.At})
	}
	if e.Kind == "consent_over" || e.Kind == "guardian_ends" {
		add(id.ID{}, ch.Case.Person)
	}
	if !slices.Contains(told, e.Kind) {
		return nil
	}
	accounts, err := s.workers(ctx, &ch.Case)
	for _, account := range accounts {
		if account != e.By.Account {
			add(account, id.ID{})
		}
	}
	return err
}

// workers are who hears of a case: whoever has taken it, else everybody who could.
func (s *Service) workers(ctx context.Context, c *Case) ([]id.ID, error) {
	if !c.Worker.IsZero() {
		return []id.ID{c.Worker}, nil
	}
	people, err := s.Office.Holding(ctx, c.Tenant, c.Unit, access.Referral)
	var out []id.ID
	for _, a := range people {
		out = append(out, a.Account)
	}
	return out, err
}

// The jobs of a case.
const (
	eraseJob = "referral.erase" // its retention is over
	lapseJob = "referral.lapse" // a consent ends by itself
)

// jobs are what an act leaves for later: the day on which retention is over, the end of a consent, and the keys to destroy.
func (s *Service) jobs(ch *Change, step Step, know Knowledge) error {
	now := s.Clock.Now()
	add := func(kind string, p job.Payload, at time.Time) error {
		j, err := job.New(ch.Tenant, s.IDs.New(), kind, p, now, at)
		ch.Jobs = append(ch.Jobs, j)
		return err
	}
	gone, err := casefile.Destroying(Capability, ch.Tenant, ch.Dropped, s.IDs, now)
	if err != nil {
		return err
	}
	ch.Jobs = append(ch.Jobs, gone...)
	if !step.Lapses.IsZero() {
		if err := add(lapseJob, job.Payload{"case": ch.Case.ID.String(), "referral": subject(step.Event).String()}, step.Lapses); err != nil {
			return err
		}
	}
	if step.Event.Kind != "close" && step.Event.Kind != "leave" {
		return nil
	}
	return add(eraseJob, job.Payload{"case": ch.Case.ID.String()}, ch.Case.Ended.AddDate(0, 0, know.Rules.Help.Kept.N))
}

// itself is linli acting on a case.
func itself(tenant id.ID) access.Actor {
	return access.Actor{Kind: access.System, Tenant: tenant, Via: "job"}
}

// RetentionOver destroys every word of a case. It is the job "referral.erase".
func (s *Service) RetentionOver(ctx context.Context, tenant, caseID id.ID) error {
	_, err := s.Act(ctx, itself(tenant), caseID, Erase{}, nil)
	return settled(err)
}

// Lapse ends a referral whose consent is over. It is the job "referral.lapse".
func (s *Service) Lapse(ctx context.Context, tenant, caseID, referral id.ID) error {
	_, err := s.Act(ctx, itself(tenant), caseID, ConsentLapses{referral}, nil)
	return settled(err)
}

// settled makes nothing of a refusal by the machine: the case went on meanwhile, and there is nothing to do any more.
func settled(err error) error {
	if err != nil && fault.Of(err).Code != fault.Guard && !errors.Is(err, ErrNotFound) {
		return err
	}
	return nil
}

package inspection

import (
	"context"
	"slices"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/job"
	"linli/platform/notify"
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
	if d.Step.Event.Kind == "record" {
		s.looked(ctx, ch.Tenant, ch.Case.Unit)
	}
	return ch.Case, nil
}

// change computes every row that follows from what was decided.
func (s *Service) change(ctx context.Context, before Case, d Decided, rules *rulebook.Rulebook) (Change, error) {
	shared, err := s.Began(ctx, s.Repo, Capability, before.Tenant, before.Version, d.Step.Step)
	if err != nil {
		return Change{}, err
	}
	ch := Change{Change: shared, Case: d.Case, From: before.Version, Public: d.Step.Public}
	ch.Case.Tenant = before.Tenant
	if err := s.owe(ctx, before, &ch, rules); err != nil {
		return Change{}, err
	}
	if err := s.notices(ctx, &ch, d.Step.Event); err != nil {
		return Change{}, err
	}
	return ch, s.jobs(&ch, d.Step.Event, rules)
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
	if ch.Case.State.Open() || e.Kind == "erase" {
		return nil
	}
	j, err := job.New(ch.Tenant, s.IDs.New(), eraseJob, job.Payload{"case": ch.Case.ID.String()}, now, ch.Case.Ended.AddDate(0, 0, rules.Inspection.Kept.N))
	ch.Jobs = append(ch.Jobs, j)
	return err
}

// RetentionOver destroys every word of an inspection. It is the job "inspection.erase".
func (s *Service) RetentionOver(ctx context.Context, tenant, caseID id.ID) error {
	_, err := s.Act(ctx, casefile.Itself(tenant), caseID, Erase{}, nil)
	return casefile.Settled(err, ErrNotFound)
}

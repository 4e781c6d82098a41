package duty

import (
	"context"
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/job"
	"linli/rulebook"
)

// errDuty refuses a duty that is none, or not the unit's.
var errDuty = fault.Field("duty", "form.choose")

// play lets the machine decide, writes the change, and does what may only be done after the commit.
func (s *Service) play(ctx context.Context, before Case, cmd Command, who casefile.By, rules *rulebook.Rulebook, rule rulebook.DutyRule, know Knowledge, r *casefile.Request, answer Answering) (Case, []byte, error) {
	d, err := Decide(before, cmd, who, s.Clock.Now(), know.under(rules, rule), s.IDs)
	if err != nil {
		return Case{}, nil, err
	}
	ch, err := s.change(ctx, before, d, rules, rule)
	if err != nil {
		return Case{}, nil, err
	}
	body := []byte("done")
	if answer != nil {
		body = answer(ch.Case)
	}
	if r != nil {
		ch.Answer = r.Seal(body, s.Clock.Now())
	}
	if err := s.Repo.Play(ctx, ch); err != nil {
		return Case{}, nil, err
	}
	s.Played(ctx, ch.Change)
	return ch.Case, body, nil
}

// under adds what the rules say.
func (k Knowledge) under(rules *rulebook.Rulebook, rule rulebook.DutyRule) Knowledge {
	k.Rule, k.Zone, k.Calendar, k.Languages = rule, rules.Zone, rules.Calendar, rules.Languages
	if list, ok := rules.Duties.Checklist(rule.Checklist); ok {
		for _, q := range list.Questions {
			k.Looks = append(k.Looks, q.ID)
		}
	}
	k.Statement, _ = rules.Duties.Statement(rule.Statement)
	return k
}

// change computes every row that follows from what was decided.
func (s *Service) change(ctx context.Context, before Case, d Decided, rules *rulebook.Rulebook, rule rulebook.DutyRule) (Change, error) {
	shared, err := s.Began(ctx, s.Repo, Capability, before.Tenant, before.Version, d.Step)
	if err != nil {
		return Change{}, err
	}
	ch := Change{Change: shared, Case: d.Case, From: before.Version}
	ch.Case.Tenant = before.Tenant
	if err := s.owe(ctx, before, &ch, rules, rule); err != nil {
		return Change{}, err
	}
	if err := s.notices(ctx, &ch, d.Event, rule); err != nil {
		return Change{}, err
	}
	return ch, s.jobs(&ch, d.Event, rule)
}

const eraseJob = "duty.erase" // its evidence is kept no longer

// jobs are what an event leaves for later: the end of the period, of which coverage is counted, and the day on which evidence is kept no
// longer.
func (s *Service) jobs(ch *Change, e casefile.Event, rule rulebook.DutyRule) error {
	now := s.Clock.Now()
	if e.Kind == "open" && rule.Covers() {
		j, err := job.New(ch.Tenant, s.IDs.New(), countJob, job.Payload{"case": ch.Case.ID.String()}, now, ch.Last.Add(time.Microsecond))
		ch.Jobs = append(ch.Jobs, j)
		return err
	}
	ends := slices.Contains([]casefile.Kind{"do", "sign", "check", "miss", "void"}, e.Kind)
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
	_, err := s.Act(ctx, casefile.Itself(tenant), caseID, Erase{}, nil)
	return casefile.Settled(err, ErrNotFound)
}

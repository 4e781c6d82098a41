package referral

import (
	"context"
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/job"
	"linli/platform/notify"
)

// play turns what was decided into a change, writes it, and does what may only be done after the commit.
func (s *Service) play(ctx context.Context, before Case, d Decided, know Knowledge, r *casefile.Request) (Case, []byte, error) {
	ch, err := s.change(ctx, before, d, know)
	if err != nil {
		return Case{}, nil, err
	}
	answer, code := []byte("done"), id.Code("")
	if d.Step.New {
		code = ch.Slips[0].Code
		answer = []byte(code)
	}
	if d.answer != nil {
		answer = d.answer(ch.Case, code)
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

// change computes every row that follows from what was decided.
func (s *Service) change(ctx context.Context, before Case, d Decided, know Knowledge) (Change, error) {
	shared, err := s.Began(ctx, s.Repo, Capability, before.Tenant, before.Version, d.Step.Step)
	if err != nil {
		return Change{}, err
	}
	ch := Change{Change: shared, Case: d.Case, From: before.Version}
	ch.Case.Tenant = before.Tenant
	if d.Step.New {
		tag, err := s.Office.Tag(ctx, ch.Tenant)
		if err != nil {
			return Change{}, err
		}
		ch.Slips = append(ch.Slips, casefile.Slip{Code: id.NewCode(tag, nil), Case: ch.Case.ID, Capability: Capability, Party: ch.Case.Person})
	}
	if err := s.owe(ctx, before, &ch, know.Rules); err != nil {
		return Change{}, err
	}
	if err := s.notices(ctx, &ch, d.Step); err != nil {
		return Change{}, err
	}
	ch.WasAt = before.Unit
	ch.Came, ch.Left = moved(&before, &ch.Case)
	of := casefile.Entry{Case: ch.Case.ID, Unit: ch.Case.Unit, Capability: Capability}
	went := before.Unit != ch.Case.Unit
	ch.Registered = slices.Concat(ch.Case.Registered(&before.Demanded, went, of), ch.Case.RegisteredUrgent(&before.Urgents, went, of), ch.Case.RegisteredExports(&before.Exported, went, of))
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
	if was == is && (before.Version == 0 || before.Unit == after.Unit) { // in another unit they go on with it anew
		return id.ID{}, id.ID{}
	}
	return is, was
}

// told are the acts of others of which the workers hear.
var told = []casefile.Kind{"ask", "reply", "waive", "leave", "agree", "decline", "take_back", "consent_over", "received", "not_received", "accept", "reject", "begin", "hold",
	"complete", "fail", "cancel", "acknowledge", "ask_change", "silence", "agency_closed", "inherit"}

// notices are the lines for the worker, or for everybody who could take the case; and for the person where its own consent ended
// by itself.
func (s *Service) notices(ctx context.Context, ch *Change, step Step) error {
	e := step.Event
	key := "referral.notice." + string(e.Kind)
	if e.Kind.Aside() {
		key = e.Kind.AsideNotice()
	}
	add := func(account, party id.ID) {
		ch.Notices = append(ch.Notices, notify.Notice{Tenant: ch.Tenant, ID: s.IDs.New(), Account: account, Party: party, Case: ch.Case.ID,
			Key: key, At: e.At})
	}
	if e.Kind == "consent_over" || e.Kind == "guardian_ends" {
		add(id.ID{}, ch.Case.Person)
	}
	for _, account := range step.Tell {
		add(account, id.ID{})
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
	return s.Office.At(ctx, c.Tenant, c.Unit, access.Referral)
}

// The jobs of a case.
const (
	eraseJob = "referral.erase" // its retention is over
	lapseJob = "referral.lapse" // a consent ends by itself
	tellJob  = "referral.tell"  // something waits for the accounts of an organisation
)

// jobs are what an act leaves for later: the day on which retention is over, the end of a consent, the mails to organisations, and the keys to destroy.
func (s *Service) jobs(ch *Change, step Step, know Knowledge) error {
	now := s.Clock.Now()
	add := func(kind string, p job.Payload, at time.Time) error {
		j, err := job.New(ch.Tenant, s.IDs.New(), kind, p, now, at)
		ch.Jobs = append(ch.Jobs, j)
		return err
	}
	if !step.Lapses.IsZero() {
		if err := add(lapseJob, job.Payload{"case": ch.Case.ID.String(), "referral": subject(step.Event).String()}, step.Lapses); err != nil {
			return err
		}
	}
	for _, r := range toAsk(&ch.Case, step) {
		if err := add(tellJob, job.Payload{"case": ch.Case.ID.String(), "referral": r.String()}, now); err != nil {
			return err
		}
	}
	aside, err := s.Asides().Afterwards(ch.Case.aside(), step.Event)
	if ch.Jobs = append(ch.Jobs, aside...); err != nil {
		return err
	}
	if step.Event.Kind.OnDemand() {
		if !ch.Case.Releases(step.Event.Kind) || ch.Case.Ended.IsZero() {
			return nil
		}
		at := ch.Case.KeptUntil(know.Rules) // what a demand had held back is taken up again
		if at.Before(now) {
			at = now
		}
		return add(eraseJob, job.Payload{"case": ch.Case.ID.String()}, at)
	}
	if step.Event.Kind != "close" && step.Event.Kind != "leave" {
		return nil
	}
	return add(eraseJob, job.Payload{"case": ch.Case.ID.String()}, ch.Case.Ended.AddDate(0, 0, know.Rules.Help.Kept.N))
}

// toAsk are the referrals of which an organisation hears with a step: one that was sent to it, and those that it is asked to delete.
func toAsk(c *Case, step Step) []id.ID {
	out := slices.Clone(step.Untold)
	if step.Event.Kind == "request" {
		out = append(out, subject(step.Event))
	}
	return slices.DeleteFunc(out, func(of id.ID) bool {
		r := c.Referral(of)
		return r == nil || r.Organisation.IsZero()
	})
}

// RetentionOver destroys every word of a case. It is the job "referral.erase".
func (s *Service) RetentionOver(ctx context.Context, tenant, caseID id.ID) error {
	return s.settle(ctx, tenant, caseID, Erase{})
}

// Lapse ends a referral whose consent is over. It is the job "referral.lapse".
func (s *Service) Lapse(ctx context.Context, tenant, caseID, referral id.ID) error {
	return s.settle(ctx, tenant, caseID, ConsentLapses{referral})
}

// settle asks for an event in linli's own name.
func (s *Service) settle(ctx context.Context, tenant, caseID id.ID, cmd Command) error {
	_, err := s.Act(ctx, casefile.Itself(tenant), caseID, cmd, nil)
	return casefile.Settled(err, ErrNotFound)
}

package report

import (
	"context"
	"errors"
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/id"
	"linli/platform/job"
	"linli/platform/notify"
	"linli/rulebook"
)

// play turns what was decided into a change, writes it, and does what may only be done after the commit.
func (s *Service) play(ctx context.Context, before Case, d Decided, rules *rulebook.Rulebook, r *casefile.Request) (Case, []byte, error) {
	ch, err := s.change(ctx, before, d, rules)
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
	if s.Opens != nil && d.Step.Event.Kind == (Publish{}).Kind() {
		s.Opens(ctx, before.Tenant, ch.Case.PublicID)
	}
	return ch.Case, answer, nil
}

// change computes every row that follows from what was decided.
func (s *Service) change(ctx context.Context, before Case, d Decided, rules *rulebook.Rulebook) (Change, error) {
	shared, err := s.Began(ctx, s.Repo, Capability, before.Tenant, before.Version, d.Step.Step)
	if err != nil {
		return Change{}, movedOn(err)
	}
	e := d.Step.Event
	ch := Change{Change: shared, Case: d.Case, From: before.Version}
	ch.Case.Tenant = before.Tenant
	if ch.Reserved = d.held; d.held != nil {
		ch.Slips = append(ch.Slips, d.held.Slip(ch.Case.ID, ch.Case.Author, Capability, e.Happened()))
	} else if d.Step.New {
		tag, err := s.Office.Tag(ctx, ch.Tenant)
		if err != nil {
			return Change{}, err
		}
		ch.Slips = append(ch.Slips, casefile.Slip{Code: id.NewCode(tag, nil), Case: ch.Case.ID, Capability: Capability, Party: ch.Case.Author})
	}
	if err := s.owe(ctx, before, &ch, rules); err != nil {
		return Change{}, err
	}
	if err := s.notices(ctx, &ch, d.Step); err != nil {
		return Change{}, err
	}
	if e.Visibility.Party().IsZero() && !e.Kind.Aside() { // what its author alone sees, what a court asks for and an urgent access move nothing in public, the time of the last change neither
		ch.Public, ch.Told = public(&ch.Case, ch.Due, e.At), update(&ch.Case, e, rules)
	}
	ch.Shown = d.Step.Shown
	ch.Came, ch.Left = moved(&before, &ch.Case)
	ch.WasAt = before.Desk.Unit
	of := casefile.Entry{Case: ch.Case.ID, Unit: ch.Case.Desk.Unit, Capability: Capability}
	went := before.Desk.Unit != ch.Case.Desk.Unit
	ch.Registered = slices.Concat(ch.Case.Registered(&before.Demanded, went, of), ch.Case.RegisteredUrgent(&before.Urgents, went, of), ch.Case.RegisteredExports(&before.Exported, went, of))
	return ch, s.jobs(&ch, e, rules)
}

// told are the acts of which those who answer hear: what the author does, and a new complaint; toldIssue the same of a report
// about a place or a service, and that it comes from another unit, or to an account.
var (
	told      = append(slices.Clone(OfAuthor), "file", "inherit", "climb")
	toldIssue = append(slices.Clone(IssueOfReporter), "waive", "submit", "transfer", "inherit", "climb", "assign", "undelivered", "heard", "mail_refused")
)

// notices are the lines for those who answer.
func (s *Service) notices(ctx context.Context, ch *Change, step Step) error {
	e := step.Event
	area, hear := "report.notice.", told
	if ch.Case.IsIssue() {
		area, hear = "issue.notice.", toldIssue
	}
	for _, account := range step.Tell {
		key := area + string(e.Kind)
		if e.Kind == (AskSlip{}).Kind() { // leads to the counter, for a report of either kind
			key = "report.notice.ask_slip"
		}
		if e.Kind.Aside() {
			key = e.Kind.AsideNotice()
		}
		ch.Notices = append(ch.Notices, notify.Notice{Tenant: ch.Tenant, ID: s.IDs.New(), Account: account, Case: ch.Case.ID, Key: key, At: e.At})
	}
	if !slices.Contains(hear, e.Kind) || e.Kind == (Undelivered{}).Kind() && !ch.Case.mayLeave() { // what was taken back is told nowhere else
		return nil
	}
	accounts, err := s.addressees(ctx, &ch.Case)
	for _, account := range accounts {
		if account == e.By.Account {
			continue
		}
		ch.Notices = append(ch.Notices, notify.Notice{Tenant: ch.Tenant, ID: s.IDs.New(), Account: account, Case: ch.Case.ID,
			Key: area + string(e.Kind), At: e.At})
	}
	return err
}

const eraseJob = "report.erase" // its retention is over

// jobs are what an act leaves for later: the day on which retention is over, and the keys to destroy.
func (s *Service) jobs(ch *Change, e casefile.Event, rules *rulebook.Rulebook) error {
	now := s.Clock.Now()
	add := func(kind string, p job.Payload, at time.Time) error {
		j, err := job.New(ch.Tenant, s.IDs.New(), kind, p, now, at)
		ch.Jobs = append(ch.Jobs, j)
		return err
	}
	if err := errors.Join(s.forwards(ch, e, add), ch.Case.mails(e, add)); err != nil {
		return err
	}
	if e.Kind == (Join{}).Kind() || ch.Case.Shares(e.Kind) || e.Kind == (Withdraw{}).Kind() && len(ch.Case.Joins) > 0 {
		if err := add(joinedJob, job.Payload{"case": ch.Case.ID.String()}, now); err != nil {
			return err
		}
	}
	aside, err := s.Asides().Afterwards(ch.Case.aside(), e)
	if ch.Jobs = append(ch.Jobs, aside...); err != nil {
		return err
	}
	if e.Kind.OnDemand() {
		if !ch.Case.Releases(e.Kind) || ch.Case.Ended.IsZero() {
			return nil
		}
		at := ch.Case.KeptUntil(rules) // what a demand had held back is taken up again
		if at.Before(now) {
			at = now
		}
		return add(eraseJob, job.Payload{"case": ch.Case.ID.String()}, at)
	}
	if !slices.Contains(ends, e.Kind) && (e.Kind != "bring_in" || ch.Case.Ended.IsZero()) {
		return nil
	}
	return add(eraseJob, job.Payload{"case": ch.Case.ID.String()}, ch.Case.Ended.AddDate(0, 0, rules.Report.Kept.N))
}

// moved are the accounts that come to a report with a change, and those that leave it.
func moved(before, after *Case) (came, left []id.ID) {
	was, is := append([]id.ID{before.Handler}, before.With...), append([]id.ID{after.Handler}, after.With...)
	if !after.State.Open() && slices.Contains([]State{Closed, Withdrawn, Reviewed, NotAccepted, Joined}, after.State) {
		is = nil // what is over is nobody's work, though whoever did it can still be read
	}
	if !before.State.Open() && slices.Contains([]State{Closed, Withdrawn, Reviewed, NotAccepted, Joined}, before.State) {
		was = nil
	}
	if before.Desk.Unit != after.Desk.Unit && before.Version > 0 { // their work is in another unit now, also where they go on with it
		return held(is), held(was)
	}
	for _, a := range is {
		if !a.IsZero() && !slices.Contains(was, a) {
			came = append(came, a)
		}
	}
	for _, a := range was {
		if !a.IsZero() && !slices.Contains(is, a) {
			left = append(left, a)
		}
	}
	return came, left
}

func held(accounts []id.ID) []id.ID {
	return slices.DeleteFunc(accounts, id.ID.IsZero)
}

// RetentionOver destroys every word of a complaint. It is the job "report.erase". A guard that refuses says that the case
// went on meanwhile: its later end has left a later job.
func (s *Service) RetentionOver(ctx context.Context, tenant, caseID id.ID) error {
	return s.settle(ctx, tenant, caseID, Erase{})
}

package mediation

import (
	"context"
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/job"
	"linli/platform/notify"
	"linli/promise"
	"linli/rulebook"
)

// stored is the answer that a request has got before. Errors: a fault.NotFound for a new one, casefile.ErrKeyReused.
func (s *Service) stored(ctx context.Context, tenant id.ID, r *casefile.Request) ([]byte, error) {
	kept, err := s.Repo.Answer(ctx, tenant, r.ID())
	if err != nil {
		return nil, err
	}
	return r.Open(kept)
}

// play turns what was decided into a change, writes it, and does what may only be done after the commit.
func (s *Service) play(ctx context.Context, tenant id.ID, before Case, d Decided, rules *rulebook.Rulebook, ask Ask) (Case, []byte, error) {
	ch, err := s.change(ctx, tenant, before, d, rules)
	if err != nil {
		return Case{}, nil, err
	}
	var answer []byte
	if ask.Answer != nil {
		answer = ask.Answer(ch.Case, ch.Slips)
	}
	if ask.Request != nil {
		ch.Answer = ask.Request.Seal(answer, s.Clock.Now())
	}
	if err := s.Repo.Play(ctx, ch); err != nil {
		return Case{}, nil, err
	}
	s.Played(ctx, ch.Change)
	return ch.Case, answer, nil
}

// change seals what the steps bring and computes every row that follows from them.
func (s *Service) change(ctx context.Context, tenant id.ID, before Case, d Decided, rules *rulebook.Rulebook) (Change, error) {
	ch := Change{Change: casefile.Change{Tenant: tenant}, Case: d.Case, From: before.Version, With: d.With}
	in, err := s.sections(ctx, before, d)
	if err != nil {
		return Change{}, err
	}
	for _, step := range d.Steps {
		if err := s.Add(ctx, &ch.Change, step.Step, in); err != nil {
			return Change{}, err
		}
		e := step.Event
		ch.Half, ch.Used = append(ch.Half, step.Half...), append(ch.Used, step.Used...)
		ch.Number = ch.Number || e.Kind == "accept" && d.Case.Ref == "" // one from paper keeps its number
		for _, m := range step.Tallies {
			if m.Day == "" {
				m.Day = day(d.Case.Received, rules.Zone)
			}
			ch.Tallies = append(ch.Tallies, d.Case.tally(m))
		}
		if step.Counted != (Counted{}) {
			ch.Counts = append(ch.Counts, step.Counted)
		}
		for _, account := range step.Tell {
			ch.Notices = append(ch.Notices, notify.Notice{Tenant: tenant, ID: s.IDs.New(), Account: account, Case: d.Case.ID,
				Key: "mediation.notice." + string(e.Kind), Args: job.Payload{"unit": d.Case.Unit.String()}, At: e.At})
		}
		if err := s.slips(ctx, tenant, d.Case.ID, step, &ch); err != nil {
			return Change{}, err
		}
	}
	if err = s.promises(ctx, before, &ch, rules); err != nil {
		return Change{}, err
	}
	if before.Erased.IsZero() && !ch.Case.Erased.IsZero() { // what was brought in by mistake is erased where it is taken back
		ch.Erased = true
	}
	ch.Unnumbered = ch.Case.Ref != "" && before.Paper != nil && before.Paper.TakenBack.IsZero() && !ch.Case.Paper.TakenBack.IsZero()
	if err := s.followUp(&ch, rules); err != nil {
		return Change{}, err
	}
	ended, err := casefile.Destroying(Capability, ch.Tenant, ch.Dropped, s.IDs, s.Clock.Now())
	if err != nil {
		return Change{}, err
	}
	ch.Jobs = append(ch.Jobs, ended...)
	ch.Booked, ch.Freed = booked(&before, &d.Case)
	ch.Free = slices.ContainsFunc(ch.Events, func(e casefile.Event) bool { return e.Kind == "schedule" })
	ch.Came, ch.Left = differ(before.listed(), d.Case.listed())
	if before.Version > 0 && before.Unit != d.Case.Unit {
		ch.Came, ch.Left, ch.WasAt = d.Case.listed(), before.listed(), before.Unit
	}
	ch.Registered = entries(&before, &d.Case)
	return ch, nil
}

// sections loads the case's keys and the versions of its sealed fields, where the steps need them.
func (s *Service) sections(ctx context.Context, before Case, d Decided) (*casefile.Sections, error) {
	needed := slices.ContainsFunc(d.Steps, func(st Step) bool { return len(st.Secrets) > 0 || st.Drop != nil || len(st.Fresh) > 0 })
	if before.Version == 0 || !needed {
		return casefile.SectionsOf(nil), nil
	}
	keys, err := s.Repo.Keys(ctx, before.Tenant, before.ID)
	if err != nil {
		return nil, err
	}
	in := casefile.SectionsOf(keys)
	for _, step := range d.Steps {
		if err := in.Again(ctx, s.Repo, before.Tenant, before.ID, step.Step); err != nil {
			return nil, err
		}
	}
	return in, nil
}

func (s *Service) slips(ctx context.Context, tenant, c id.ID, st Step, ch *Change) error {
	if len(st.Slips) == 0 {
		return nil
	}
	tag, err := s.Office.Tag(ctx, tenant)
	if err != nil {
		return err
	}
	for i, p := range st.Slips {
		if i == 0 && st.Held != nil {
			ch.Reserved = st.Held
			ch.Slips = append(ch.Slips, st.Held.Slip(c, p, Capability, st.Event.Happened()))
			continue
		}
		ch.Slips = append(ch.Slips, casefile.Slip{Code: id.NewCode(tag, nil), Case: c, Capability: Capability, Party: p})
	}
	return nil
}

// followUp adds the jobs and the notices that the events ask for.
func (s *Service) followUp(ch *Change, rules *rulebook.Rulebook) error {
	now := s.Clock.Now()
	for _, e := range ch.Events {
		later, err := s.later(ch, e, rules, now)
		if err != nil {
			return err
		}
		ch.Jobs = append(ch.Jobs, later...)
		kept, err := s.retention(ch, e, rules, now)
		if err != nil {
			return err
		}
		ch.Jobs = append(ch.Jobs, kept...)
		mails, err := s.mails(ch, e, now)
		if err != nil {
			return err
		}
		ch.Jobs = append(ch.Jobs, mails...)
		if e.By.Kind != access.Resident && e.By.Kind != access.System {
			continue
		}
		for _, account := range ch.Case.told(e.Kind) {
			ch.Notices = append(ch.Notices, notify.Notice{Tenant: ch.Tenant, ID: s.IDs.New(), Account: account, Case: ch.Case.ID,
				Key: "mediation.notice." + string(e.Kind), At: now})
		}
	}
	return nil
}

// told are the accounts on a case that hear of an event. Whoever mediates makes the appointments: to ask a clerk for one
// would be a task that is not the clerk's.
func (c *Case) told(kind casefile.Kind) []id.ID {
	switch kind {
	case "tell_statutory", "withhold_statutory":
		return nil // who asked for it is told by its page, and nobody else hears of it
	case "deliver", "offer_survey":
		return nil // who wrote it knows; who took a code is nobody's business
	case "assign", "unschedule", "meet_again", "reopened":
		return slices.DeleteFunc(c.Assigned(), func(account id.ID) bool {
			return !slices.ContainsFunc(c.Engagements, func(e Engagement) bool { return e.Account == account && e.Working() })
		})
	}
	return c.Assigned()
}

// later are the jobs that an event leaves for a later day: an invitation is answered or not, what was agreed falls due, and
// what the office holds of those who refused is destroyed.
func (s *Service) later(ch *Change, e casefile.Event, rules *rulebook.Rulebook, now time.Time) ([]job.Job, error) {
	var out []job.Job
	add := func(kind string, p job.Payload, at time.Time) error {
		j, err := job.New(ch.Tenant, s.IDs.New(), kind, p, now, at)
		out = append(out, j)
		return err
	}
	if at := ch.Case.replyJob(e); !at.IsZero() {
		if err := add("mediation.reply", job.Payload{"case": ch.Case.ID.String()}, at); err != nil {
			return nil, err
		}
	}
	switch e.Kind {
	case "undo":
		if !into[undone](e.Body).led("effective") {
			return nil, nil
		}
		fallthrough
	case "void":
		if rules.Mediation.Stipends != nil { // what was paid for the case is looked at again, by a person
			err := add("stipend.voided", job.Payload{"case": ch.Case.ID.String()}, now)
			return out, err
		}
	case "apply", "reach":
		jobs, err := s.contactJobs(ch, e, now)
		return append(out, jobs...), err
	case "demand", "keep_hold":
		return s.demandJobs(ch, e, now)
	case "urgent":
		return s.urgentJob(ch, e, now)
	case "message":
		j, err := s.leaving(ch, e, now)
		return []job.Job{j}, err
	case "schedule":
		return s.reminders(ch, now)
	case "effective":
		return s.dueReminders(ch, rules, now)
	case "from_paper":
		return s.paperJobs(ch, e, rules, now)
	case "add_party":
		if p := ch.Case.Party(into[added](e.Body).Party); p.Joins {
			err := add("mediation.answer", job.Payload{"case": ch.Case.ID.String()}, answerDueOf(p.Invited, rules).Add(time.Minute))
			return out, err
		}
		fallthrough
	case "invite", "succeed":
		if ch.Case.State != Invited { // who is entered while others are invited has the whole time to answer
			return nil, nil
		}
		err := add("mediation.answer", job.Payload{"case": ch.Case.ID.String()}, answerDue(&ch.Case, rules).Add(time.Minute))
		return out, err
	}
	for _, party := range ch.Case.shreds(e) {
		at := e.At.AddDate(0, 0, rules.Mediation.RefusedRespondentDays)
		if err := add("mediation.shred", job.Payload{"case": ch.Case.ID.String(), "party": party.String()}, at); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// shreds are the parties of whom the office keeps nothing beyond the rulebook's days once this has happened.
func (c *Case) shreds(e casefile.Event) []id.ID {
	switch e.Kind {
	case "silence":
		return into[silence](e.Body).Parties
	case "refuse":
		if p := c.Party(into[ofParty](e.Body).Party); p.Outside() {
			return []id.ID{p.ID}
		}
	}
	if slices.Contains(ends, e.Kind) && c.unasked() != nil {
		return c.unasked()
	}
	if e.Kind != "decline" {
		if slices.Contains(ends, e.Kind) {
			return c.undecided()
		}
		return nil
	}
	var out []id.ID
	for _, p := range c.Parties {
		if p.Role == Respondent {
			out = append(out, p.ID)
		}
	}
	return out
}

// answerDue is when the invited parties' time to answer is over.
func answerDue(c *Case, rules *rulebook.Rulebook) time.Time {
	var invited time.Time
	for _, p := range c.Parties {
		if p.Invited.After(invited) {
			invited = p.Invited
		}
	}
	return answerDueOf(invited, rules)
}

// answerDueOf is when the time to answer of a party is over that was invited then.
func answerDueOf(invited time.Time, rules *rulebook.Rulebook) time.Time {
	rule := rulebook.PromiseRule{ID: "answer", Start: []string{"invite"}, Clock: rules.Mediation.AnswerTime.Length, NextWorkingDay: true}
	p := promise.Compute([]rulebook.PromiseRule{rule}, rules.Calendar, rules.Zone, []promise.Event{{Kind: "invite", At: invited}}, invited)
	return p[0].Due
}

// day is the office's day of an instant.
func day(t time.Time, zone *time.Location) string { return t.In(zone).Format(time.DateOnly) }

// differ lists what is in after only, and what is in before only.
func differ(before, after []id.ID) (came, left []id.ID) {
	for _, x := range after {
		if !slices.Contains(before, x) {
			came = append(came, x)
		}
	}
	for _, x := range before {
		if !slices.Contains(after, x) {
			left = append(left, x)
		}
	}
	return came, left
}

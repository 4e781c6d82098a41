package mediation

import (
	"context"
	"slices"
	"strconv"
	"time"
	"unicode"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/job"
	"linli/promise"
	"linli/rulebook"
)

// FromPaper brings in an open case that the office has carried on paper. Errors: those of access (mediation.from_paper), of the
// machine, and fault.Invalid on "number" where another case of the unit bears it.
func (s *Service) FromPaper(ctx context.Context, a access.Actor, cmd FromPaper, ask Ask) (c Case, answer []byte, err error) {
	defer wrap(&err, "bring in from paper")
	if err := s.Access.Check(a, "mediation.from_paper", access.Facts{Tenant: a.Tenant, Unit: cmd.Unit, Kind: Capability}); err != nil {
		return Case{}, nil, err
	}
	answer, err = s.Retry(ctx, a.Tenant, ask.Request, s.Repo, ErrMoved, func() (answer []byte, err error) {
		rules, err := s.Office.Rulebook(ctx, a.Tenant, s.Clock.Now())
		if err != nil {
			return nil, err
		}
		know := Knowledge{Rules: rules}
		if know.NumberTaken, err = s.numberTaken(ctx, a.Tenant, cmd, rules); err != nil {
			return nil, err
		}
		decided, err := Decide(Case{Tenant: a.Tenant}, cmd, by(a, Case{Unit: cmd.Unit}), s.Clock.Now(), time.Time{}, know, s.IDs)
		if err != nil {
			return nil, err
		}
		c, answer, err = s.play(ctx, a.Tenant, Case{}, decided, rules, Ask{Request: ask.Request, Answer: ask.Answer})
		return answer, err
	})
	return c, answer, err
}

// Brought counts the cases in the office's figures that linli did not see from their beginning: those that an import brought in, and
// those from paper. Everybody may read it beside what was settled, since whoever enters such a case is believed.
func (s *Service) Brought(ctx context.Context, tenant id.ID) (int64, error) {
	n, err := s.Repo.Brought(ctx, tenant)
	wrap(&err, "count what was brought in")
	return n, err
}

// numberTaken reports whether a case of the unit bears the number: one that was brought in, or one that linli gave it to.
func (s *Service) numberTaken(ctx context.Context, tenant id.ID, cmd FromPaper, rules *rulebook.Rulebook) (bool, error) {
	number := cmd.number()
	if number == "" || cmd.Unit.IsZero() {
		return false, nil
	}
	if taken, err := s.Repo.RefTaken(ctx, tenant, cmd.Unit, number); taken || err != nil {
		return taken, err
	}
	unit, err := s.Office.UnitName(ctx, tenant, cmd.Unit)
	if err != nil {
		return false, err
	}
	year, seq, own := numbered(number, unit, rules.Mediation.Number)
	if !own {
		return false, nil
	}
	_, err = s.Repo.Numbered(ctx, tenant, cmd.Unit, year, seq)
	if isNotFound(err) {
		return false, nil
	}
	return err == nil, err
}

// numbered reads a number that is written as the rulebook writes them.
func numbered(number, unit string, as rulebook.NumberFormat) (year, seq int, ok bool) {
	var in []int
	for i, r := range number {
		if !unicode.IsDigit(r) || i > 0 && number[i-1] >= '0' && number[i-1] <= '9' {
			continue
		}
		end := i
		for end < len(number) && number[end] >= '0' && number[end] <= '9' {
			end++
		}
		if n, err := strconv.Atoi(number[i:end]); err == nil {
			in = append(in, n)
		}
	}
	for _, year := range in {
		for _, seq := range in {
			if as.Format(unit, year, seq) == number {
				return year, seq, true
			}
		}
	}
	return 0, 0, false
}

// began are the steps on paper with which promises begin that may still be ahead: the acceptance, the agreement. Those who are
// asked to mediate are asked anew, from the day on which the case came.
func (b fromPaper) began(e casefile.Event) promise.Event {
	switch {
	case b.State == Invited:
		return promise.Event{ID: e.ID, Kind: "invite", At: e.At}
	case b.State.InForce():
		return promise.Event{ID: e.ID, Kind: "effective", At: b.Effective}
	}
	return promise.Event{ID: e.ID, Kind: "accept", At: b.Accepted}
}

// ahead leaves out what began on paper and fell due there: of it no promise was kept or broken here.
func (c *Case) ahead(rule rulebook.PromiseRule, rules *rulebook.Rulebook, events []promise.Event) []promise.Event {
	if c.Paper == nil {
		return events
	}
	return slices.DeleteFunc(slices.Clone(events), func(e promise.Event) bool {
		if !e.At.Before(c.Paper.At) {
			return false
		}
		began := promise.Compute([]rulebook.PromiseRule{rule}, rules.Calendar, rules.Zone, []promise.Event{e}, e.At)
		return slices.ContainsFunc(began, func(p promise.Promise) bool { return !p.Due.After(c.Paper.At) })
	})
}

// paperJobs are the jobs of a case that was brought in: what lies ahead of it, and nothing that is past.
func (s *Service) paperJobs(ch *Change, e casefile.Event, rules *rulebook.Rulebook, now time.Time) ([]job.Job, error) {
	out, err := s.contactJobs(ch, e, now)
	if err != nil {
		return nil, err
	}
	if ch.Case.State == Invited {
		j, err := job.New(ch.Tenant, s.IDs.New(), "mediation.answer", job.Payload{"case": ch.Case.ID.String()}, now, answerDue(&ch.Case, rules).Add(time.Minute))
		return append(out, j), err
	}
	due, err := s.dueReminders(ch, rules, now)
	return append(out, due...), err
}

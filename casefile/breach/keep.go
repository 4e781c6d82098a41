package breach

import (
	"context"
	"slices"
	"time"

	"linli/office"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/promise"
)

// change edits an entry that is not closed, seals what is written of it, and writes that down in the office's record.
func (s *Service) change(ctx context.Context, a access.Actor, action string, of id.ID, kind string, edit func(*Entry, *Words, *Change) error) error {
	top, err := s.check(ctx, a, action)
	if err != nil {
		return err
	}
	e, words, err := s.open(ctx, a.Tenant, of)
	if err != nil {
		return err
	}
	if e.State() == Closed {
		return guard("closed")
	}
	next := e.clone()
	c := Change{Entry: &next, Events: []office.Event{s.event(a, kind, top)}}
	if err := edit(&next, &words, &c); err != nil {
		return err
	}
	if err := s.seal(ctx, a.Tenant, &next, words); err != nil {
		return err
	}
	next.Version++
	return s.Repo.Play(ctx, a.Tenant, c)
}

// frozen are the cases of an entry once a notice was let go: whom it went to stays in the register as it was.
func frozen(e *Entry) error {
	if e.State() != Open {
		return guard("cases_frozen")
	}
	return nil
}

// Name adds one case by its code, or by its unit and the number on its papers. It needs breach.keep. Errors: Invalid at code;
// Guard breach.guard.cases_frozen once the words for the parties were written.
func (s *Service) Name(ctx context.Context, a access.Actor, of id.ID, code string, unit id.ID, year, number int) (err error) {
	defer wrap(&err, "name a case")
	return s.change(ctx, a, "keep", of, "named", func(e *Entry, _ *Words, c *Change) error {
		if err := frozen(e); err != nil {
			return err
		}
		found, err := s.Cases.Named(ctx, a, code, unit, year, number)
		if err != nil && fault.Of(err).Code == fault.NotFound {
			return fault.Field("code", "breach.field.code")
		}
		c.Add = []Row{found}
		return err
	})
}

// Whole adds all cases that a unit has at this moment. It needs breach.keep. Errors: as [Service.Name].
func (s *Service) Whole(ctx context.Context, a access.Actor, of, unit id.ID) (err error) {
	defer wrap(&err, "name all cases of a unit")
	return s.change(ctx, a, "keep", of, "named", func(e *Entry, _ *Words, c *Change) error {
		if err := frozen(e); err != nil {
			return err
		}
		if unit.IsZero() {
			return fault.Field("whole", "form.choose")
		}
		e.Units = append(slices.DeleteFunc(e.Units, func(u Unit) bool { return u.Unit == unit }), Unit{unit, s.Clock.Now()})
		c.Whole = unit
		return nil
	})
}

// Unname takes out a case that was named by mistake. It needs breach.keep.
func (s *Service) Unname(ctx context.Context, a access.Actor, of, wrong id.ID) (err error) {
	defer wrap(&err, "take out a case")
	return s.change(ctx, a, "keep", of, "unnamed", func(e *Entry, _ *Words, c *Change) error {
		c.Remove = wrong
		return frozen(e)
	})
}

// Measure adds something that was done about it. It needs breach.keep. Errors: Invalid at measure.
func (s *Service) Measure(ctx context.Context, a access.Actor, of id.ID, text string) (err error) {
	defer wrap(&err, "add a measure")
	return s.change(ctx, a, "keep", of, "measured", func(_ *Entry, words *Words, _ *Change) error {
		var l fault.List
		fits(&l, "measure", text, maxText, true)
		words.Measures = append(words.Measures, Measure{s.Clock.Now(), text})
		return l.Err()
	})
}

// ToAuthority is that the authority was told.
type ToAuthority struct {
	At        time.Time
	Body      string
	Reference string // its own; may be empty
	Late      string // why after the promised time; needed then
}

// TellAuthority writes down that the authority was told. It needs breach.keep. Errors: Invalid at told_at, body, reference,
// late; Guard breach.guard.authority_told.
func (s *Service) TellAuthority(ctx context.Context, a access.Actor, of id.ID, x ToAuthority) (err error) {
	defer wrap(&err, "tell the authority")
	now := s.Clock.Now()
	return s.change(ctx, a, "keep", of, "authority", func(e *Entry, words *Words, _ *Change) error {
		if !e.Authority.At.IsZero() {
			return guard("authority_told")
		}
		var l fault.List
		if x.At.IsZero() || x.At.After(now) || x.At.Before(e.Found) {
			l.Add("told_at", "breach.field.told_at")
		}
		fits(&l, "body", x.Body, maxName, true)
		fits(&l, "reference", x.Reference, maxName, false)
		fits(&l, "late", x.Late, maxText, false)
		e.Authority = Authority{At: x.At, Recorded: now, By: a.Account}
		if p, has, err := s.promise(ctx, a.Tenant, e); err != nil {
			return err
		} else if has && p.State == promise.Late && x.Late == "" {
			l.Add("late", "breach.field.late")
		}
		words.Body, words.Reference, words.Late = x.Body, x.Reference, x.Late
		return l.Err()
	})
}

// Close closes an entry: the authority and the parties were told. It needs breach.keep.
func (s *Service) Close(ctx context.Context, a access.Actor, of id.ID) (err error) {
	defer wrap(&err, "close")
	return s.change(ctx, a, "keep", of, "closed", func(e *Entry, _ *Words, _ *Change) error {
		switch {
		case e.Authority.At.IsZero():
			return guard("authority_waits")
		case e.State() != Told:
			return guard("parties_wait")
		}
		e.Closed = s.Clock.Now()
		return nil
	})
}

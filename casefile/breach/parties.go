package breach

import (
	"context"
	"errors"
	"slices"
	"time"

	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/job"
	"linli/platform/notify"
)

// Write is what the parties are to be told.
type Write struct {
	Text    string
	Nobody  bool   // declared by whoever writes: it names nobody, since it goes to the parties of different cases
	Without string // one of [Reasons]: nobody is told; else empty
}

// WriteNotice writes the words for the parties, or why nobody is told, for the second person to decide. It needs breach.keep.
// Errors: Invalid at notice, nobody, without; Guard breach.guard.released, breach.guard.no_cases.
func (s *Service) WriteNotice(ctx context.Context, a access.Actor, of id.ID, w Write) (err error) {
	defer wrap(&err, "write to the parties")
	return s.change(ctx, a, "keep", of, "written", func(e *Entry, words *Words, c *Change) error {
		if e.State() == Told {
			return guard("released")
		}
		var l fault.List
		switch {
		case w.Without != "" && !slices.Contains(Reasons, w.Without):
			l.Add("without", "form.choose")
		case w.Without != "":
			w.Text = ""
		default:
			fits(&l, "notice", w.Text, maxNotice, true)
			if !w.Nobody {
				l.Add("nobody", "breach.field.nobody")
			}
		}
		if err := l.Err(); err != nil {
			return err
		}
		if w.Without == "" && e.Cases == 0 {
			return guard("no_cases")
		}
		words.Notice, e.Notice = w.Text, Notice{Written: s.Clock.Now(), By: a.Account, Without: w.Without}
		var err error
		c.Notices, err = s.askSecond(ctx, a, e)
		return err
	})
}

// askSecond tells those who can let the words go that they wait.
func (s *Service) askSecond(ctx context.Context, a access.Actor, e *Entry) ([]notify.Notice, error) {
	top, err := s.Office.Top(ctx, a.Tenant)
	if err != nil {
		return nil, err
	}
	var out []notify.Notice
	for _, post := range []access.PostKind{access.Privacy, access.Lead} {
		holders, err := s.Office.Holders(ctx, a.Tenant, top, post, false)
		if err != nil {
			return nil, err
		}
		for _, x := range holders {
			if x != a.Account && x != e.By && !slices.ContainsFunc(out, func(n notify.Notice) bool { return n.Account == x }) {
				out = append(out, notify.Notice{Tenant: a.Tenant, ID: s.IDs.New(), Account: x, Key: NoticeSecond, Args: job.Payload{"breach": e.ID.String()}, At: s.Clock.Now()})
			}
		}
	}
	return out, nil
}

// ForSecond returns what a second person decides on: the words, and how many cases they go to. It needs breach.release.
func (s *Service) ForSecond(ctx context.Context, a access.Actor, of id.ID) (_ Entry, text string, err error) {
	defer wrap(&err, "show to a second person")
	if _, err := s.check(ctx, a, "release"); err != nil {
		return Entry{}, "", err
	}
	e, words, err := s.open(ctx, a.Tenant, of)
	if err != nil {
		return e, "", err
	}
	if _, hides := s.check(ctx, a, "keep"); hides == nil { // who keeps the register reads the list, too
		_, err = s.known(ctx, a, &e)
	}
	return e, words.Notice, err
}

// Waiting returns the entries whose words wait for a second person. It needs breach.release.
func (s *Service) Waiting(ctx context.Context, a access.Actor) (_ []Entry, err error) {
	defer wrap(&err, "list what waits")
	if _, err := s.check(ctx, a, "release"); err != nil {
		return nil, err
	}
	all, err := s.Repo.Entries(ctx, a.Tenant, maxShown)
	return slices.DeleteFunc(all, func(e Entry) bool { return e.State() != Waiting }), err
}

// Release is the second person's yes: the parties read it from now on. It needs breach.release. Errors: Guard
// breach.guard.not_waiting, breach.guard.own for whoever wrote the words or entered the breach.
func (s *Service) Release(ctx context.Context, a access.Actor, of id.ID) (err error) {
	defer wrap(&err, "let go")
	return s.change(ctx, a, "release", of, "released", func(e *Entry, _ *Words, c *Change) error {
		if err := s.second(a, e); err != nil {
			return err
		}
		now := s.Clock.Now()
		e.Notice.Released, e.Notice.Second = now, a.Account
		if e.Notice.Without != "" {
			return nil
		}
		j, err := job.New(a.Tenant, s.IDs.New(), TellJob, job.Payload{"breach": e.ID.String()}, now, now)
		c.Jobs = []job.Job{j}
		return err
	})
}

// SendBack is the second person's no: the words are written anew. It needs breach.release. Errors: as [Service.Release].
func (s *Service) SendBack(ctx context.Context, a access.Actor, of id.ID) (err error) {
	defer wrap(&err, "send back")
	return s.change(ctx, a, "release", of, "sent_back", func(e *Entry, words *Words, _ *Change) error {
		if err := s.second(a, e); err != nil {
			return err
		}
		words.Notice, e.Notice = "", Notice{}
		return nil
	})
}

func (s *Service) second(a access.Actor, e *Entry) error {
	switch {
	case e.State() != Waiting:
		return guard("not_waiting")
	case a.Account == e.Notice.By || a.Account == e.By:
		return guard("own")
	}
	return nil
}

// TellParties tells the parties of the cases that a breach touched: the job [TellJob]. A case is told once, whenever the job
// begins again.
func (s *Service) TellParties(ctx context.Context, j job.Job) (err error) {
	defer wrap(&err, "tell the parties")
	of, err := j.Payload.ID("breach")
	if err != nil {
		return job.Permanent(err)
	}
	e, err := s.Repo.Entry(ctx, j.Tenant, of)
	if errors.Is(err, ErrNotFound) || err == nil && (e.Notice.Released.IsZero() || e.Notice.Without != "") {
		return nil
	}
	for err == nil {
		var cases []Row
		if cases, err = s.Repo.Untold(ctx, j.Tenant, of, tellBatch); err != nil || len(cases) == 0 {
			return err
		}
		for _, c := range cases {
			mails, err := s.Cases.Mails(ctx, j.Tenant, c)
			if err != nil {
				return err
			}
			if err := s.Repo.Tell(ctx, j.Tenant, of, c.Case, s.Clock.Now(), mails); err != nil && !errors.Is(err, ErrMoved) {
				return err
			}
		}
	}
	return err
}

// OfCase returns what the people of a case read of the breaches that touched it or one of its parts, the newest first. Whoever asks
// has shown that the case is its own.
func (s *Service) OfCase(ctx context.Context, tenant, of id.ID, parts ...id.ID) (_ []Message, err error) {
	defer wrap(&err, "of a case")
	var entries []Entry
	for _, c := range append([]id.ID{of}, parts...) {
		more, err := s.Repo.OfCase(ctx, tenant, c)
		if err != nil {
			return nil, err
		}
		entries = append(entries, slices.DeleteFunc(more, func(e Entry) bool {
			return slices.ContainsFunc(entries, func(o Entry) bool { return o.ID == e.ID })
		})...)
	}
	slices.SortFunc(entries, func(a, b Entry) int { return slices.Compare(b.ID[:], a.ID[:]) })
	var out []Message
	for _, e := range entries {
		if e.Notice.Released.IsZero() || e.Notice.Without != "" {
			continue
		}
		words, err := s.words(ctx, tenant, e)
		if err != nil {
			return nil, err
		}
		out = append(out, Message{e.Kinds, e.Found, e.Notice.Released, words.Notice})
	}
	return out, nil
}

// Count is how many breaches stand in the register, for everybody to read.
func (s *Service) Count(ctx context.Context, tenant id.ID) (int64, error) {
	n, err := s.Repo.Count(ctx, tenant)
	wrap(&err, "count")
	return n, err
}

// Forget destroys the entries whose time is over.
func (s *Service) Forget(ctx context.Context, tenant id.ID) error {
	err := s.Repo.Forget(ctx, tenant, s.Clock.Now().Add(-Kept).Truncate(time.Second))
	wrap(&err, "forget")
	return err
}

// Releases reports whether the actor is one who lets words go.
func (s *Service) Releases(ctx context.Context, a access.Actor) bool {
	_, err := s.check(ctx, a, "release")
	return fault.Of(err) == nil
}

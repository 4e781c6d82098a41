package roster

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
)

// Bounds of an entry.
const (
	maxHours    = 28 // stretches a week
	maxLeave    = 50
	maxTraining = 200
	maxTopic    = 80 // characters
)

// Profile is what a mediator says of itself all at once.
type Profile struct {
	Types, Languages []string
	Units            []id.ID
	Hours            []Hours
	Listed           bool
}

// Describe sets what the mediator knows, speaks and serves, and when. It is the mediator's own act. Errors: Forbidden,
// Invalid at types, languages, units, hours.
func (s *Service) Describe(ctx context.Context, a access.Actor, account id.ID, p Profile) (err error) {
	defer wrap(&err, "describe")
	rules, err := s.Office.Rulebook(ctx, a.Tenant, s.Clock.Now())
	if err != nil {
		return err
	}
	units, err := s.Office.UnitsOf(ctx, a.Tenant)
	if err != nil {
		return err
	}
	var l fault.List
	if slices.ContainsFunc(p.Types, func(t string) bool { _, ok := rules.Mediation.DisputeType(t); return !ok }) {
		l.Add("types", "form.choose")
	}
	if slices.ContainsFunc(p.Languages, func(x string) bool { return !slices.Contains(Languages, x) }) {
		l.Add("languages", "form.choose")
	}
	if slices.ContainsFunc(p.Units, func(u id.ID) bool { return !slices.Contains(units, u) }) {
		l.Add("units", "form.choose")
	}
	checkHours(&l, p.Hours)
	if err := l.Err(); err != nil {
		return err
	}
	return s.change(ctx, a, "roster.edit", account, func(e *Entry) error {
		e.Types, e.Languages, e.Units, e.Hours, e.Listed = distinct(p.Types), distinct(p.Languages), p.Units, p.Hours, p.Listed
		e.Changed = s.Clock.Now()
		return nil
	})
}

func distinct(codes []string) []string {
	out := slices.Clone(codes)
	slices.Sort(out)
	return slices.Compact(out)
}

func checkHours(l *fault.List, hours []Hours) {
	if len(hours) > maxHours {
		l.Add("hours", "roster.field.hours")
		return
	}
	for _, h := range hours {
		if h.Day < time.Sunday || h.Day > time.Saturday || h.From < 0 || h.Until > 24*60 || h.From >= h.Until {
			l.Add("hours", "roster.field.hours")
			return
		}
	}
}

// TakeLeave adds days without mediation, both inclusive. Errors: Invalid at leave_from and leave_until.
func (s *Service) TakeLeave(ctx context.Context, a access.Actor, account id.ID, x Leave) (err error) {
	defer wrap(&err, "leave")
	var l fault.List
	if !isDay(x.From) {
		l.Add("leave_from", "form.not_a_date")
	}
	if !isDay(x.Until) || x.Until < x.From {
		l.Add("leave_until", "roster.field.leave")
	}
	if err := l.Err(); err != nil {
		return err
	}
	return s.change(ctx, a, "roster.edit", account, func(e *Entry) error {
		today := s.Clock.Now().AddDate(0, 0, -1).UTC().Format(time.DateOnly)
		e.Leave = slices.DeleteFunc(e.Leave, func(o Leave) bool { return o.Until < today || o == x }) // what is over is kept by nobody
		if len(e.Leave) >= maxLeave {
			return fault.Field("leave_from", "roster.field.many")
		}
		e.Leave = append(e.Leave, x)
		slices.SortFunc(e.Leave, func(p, q Leave) int { return cmp.Or(cmp.Compare(p.From, q.From), cmp.Compare(p.Until, q.Until)) })
		return nil
	})
}

// EndLeave takes days of leave back. Days that are not there stay so.
func (s *Service) EndLeave(ctx context.Context, a access.Actor, account id.ID, x Leave) (err error) {
	defer wrap(&err, "leave")
	return s.change(ctx, a, "roster.edit", account, func(e *Entry) error {
		e.Leave = slices.DeleteFunc(e.Leave, func(o Leave) bool { return o == x })
		return nil
	})
}

// AddTraining adds a training that the mediator took part in. Errors: Invalid at training, topic, minutes.
func (s *Service) AddTraining(ctx context.Context, a access.Actor, account id.ID, x Training) (err error) {
	defer wrap(&err, "training")
	x.Topic = strings.TrimSpace(x.Topic)
	var l fault.List
	if !isDay(x.Day) || x.Day > s.Clock.Now().AddDate(0, 0, 1).UTC().Format(time.DateOnly) {
		l.Add("training", "roster.field.training_day")
	}
	if n := utf8.RuneCountInString(x.Topic); n == 0 || n > maxTopic {
		l.Add("topic", "roster.field.topic")
	}
	if x.Minutes < 15 || x.Minutes > 24*60 {
		l.Add("minutes", "roster.field.minutes")
	}
	if err := l.Err(); err != nil {
		return err
	}
	return s.change(ctx, a, "roster.edit", account, func(e *Entry) error {
		if len(e.Training) >= maxTraining {
			return fault.Field("training", "roster.field.many")
		}
		e.Training = append(e.Training, x)
		slices.SortStableFunc(e.Training, func(p, q Training) int { return cmp.Compare(q.Day, p.Day) })
		e.Changed = s.Clock.Now()
		return nil
	})
}

// RemoveTraining takes a training out again.
func (s *Service) RemoveTraining(ctx context.Context, a access.Actor, account id.ID, x Training) (err error) {
	defer wrap(&err, "training")
	return s.change(ctx, a, "roster.edit", account, func(e *Entry) error {
		if i := slices.Index(e.Training, x); i >= 0 {
			e.Training = slices.Delete(e.Training, i, i+1)
			e.Changed = s.Clock.Now()
		}
		return nil
	})
}

func isDay(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

// Confirm says that an entry is right as it stands. It is a lead's act, of the mediator's unit or of one above it, and nobody
// confirms the own entry. Errors: Forbidden, ErrMoved where the entry is no longer the version that the lead has read.
func (s *Service) Confirm(ctx context.Context, a access.Actor, account id.ID, version int64) (err error) {
	defer wrap(&err, "confirm")
	return s.change(ctx, a, "roster.confirm", account, func(e *Entry) error {
		if e.Version != version || version == 0 {
			return ErrMoved
		}
		e.Confirmed = &Confirmed{At: s.Clock.Now(), By: a.Account, Types: slices.Clone(e.Types), Languages: slices.Clone(e.Languages)}
		return nil
	})
}

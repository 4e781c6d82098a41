package invitation

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"linli/platform/access"
	"linli/platform/clock"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/rulebook"
)

// Faults.
var (
	ErrNotFound = fault.New(fault.NotFound, "outreach.not_found")
	// ErrMoved says that the invitation was ended meanwhile.
	ErrMoved = fault.New(fault.Conflict, "outreach.moved")
)

// Bounds of an invitation: what a poster holds on one sheet, in characters, and how long it is shown.
const (
	maxTitle = 40
	maxText  = 400
	maxDays  = 366
	maxShown = 200 // invitations that are listed, the newest
)

// Repo keeps invitations. Every method is bounded to one tenant.
type Repo interface {
	// Invitations returns the newest invitations, the newest first.
	Invitations(ctx context.Context, tenant id.ID, limit int) ([]Invitation, error)
	// Invitation returns one, or ErrNotFound.
	Invitation(ctx context.Context, tenant, invitation id.ID) (Invitation, error)
	// Keep writes an invitation of the version after the one that is kept; ErrMoved where that is another.
	Keep(ctx context.Context, tenant id.ID, i Invitation) error
}

// Office is what the service needs to know of the office.
type Office interface {
	Rulebook(ctx context.Context, tenant id.ID, at time.Time) (*rulebook.Rulebook, error)
}

// Service is the one way in to general invitations.
type Service struct {
	Repo    Repo
	Office  Office
	Access  *access.Engine
	Clock   clock.Clock
	IDs     *id.Source
	Written func(ctx context.Context, tenant, invitation id.ID) // told of a new one; nil: nobody
}

// Write is what somebody writes who invites everybody of a place.
type Write struct {
	Unit        id.ID
	Types       []string
	Texts       map[string]Text
	From, Until string // YYYY-MM-DD
	Nobody      bool   // declared by the writer: it names nobody and no dwelling
}

// May reports whether the actor writes and ends invitations of a unit.
func (s *Service) May(a access.Actor, unit id.ID) bool { return s.check(a, unit) == nil }

func (s *Service) check(a access.Actor, unit id.ID) error {
	return s.Access.Check(a, "outreach.write", access.Facts{Tenant: a.Tenant, Unit: unit, Kind: "outreach"})
}

// Write keeps a new invitation. It needs outreach.write in the unit. Errors: Invalid at types, title_LANGUAGE,
// text_LANGUAGE, from, until, nobody.
func (s *Service) Write(ctx context.Context, a access.Actor, w Write) (_ Invitation, err error) {
	defer wrap(&err, "write")
	if err := s.check(a, w.Unit); err != nil {
		return Invitation{}, err
	}
	rules, err := s.Office.Rulebook(ctx, a.Tenant, s.Clock.Now())
	if err != nil {
		return Invitation{}, err
	}
	if err := w.check(rules, s.Clock.Now().In(rules.Zone).Format(time.DateOnly)); err != nil {
		return Invitation{}, err
	}
	i := Invitation{ID: s.IDs.New(), Unit: w.Unit, Version: 1, Types: slices.Compact(slices.Sorted(slices.Values(w.Types))), Texts: w.Texts, From: w.From, Until: w.Until,
		By: a.Account, Written: s.Clock.Now()}
	if err := s.Repo.Keep(ctx, a.Tenant, i); err != nil {
		return Invitation{}, err
	}
	if s.Written != nil {
		s.Written(ctx, a.Tenant, i.ID)
	}
	return i, nil
}

func (w *Write) check(rules *rulebook.Rulebook, today string) error {
	var l fault.List
	if len(w.Types) == 0 || slices.ContainsFunc(w.Types, func(t string) bool { _, ok := rules.Mediation.DisputeType(t); return !ok }) {
		l.Add("types", "form.choose")
	}
	texts := map[string]Text{}
	for _, lang := range i18n.Languages() {
		t := w.Texts[string(lang)]
		t.Title, t.Text = strings.TrimSpace(t.Title), strings.TrimSpace(t.Text)
		if t == (Text{}) {
			continue
		}
		fits(&l, "title_"+string(lang), t.Title, maxTitle)
		fits(&l, "text_"+string(lang), t.Text, maxText)
		texts[string(lang)] = t
	}
	if len(texts) == 0 {
		first, _ := i18n.Parse(rules.Languages[0])
		l.Add("title_"+string(first), "outreach.field.none")
	}
	w.Texts = texts
	from, errFrom := time.Parse(time.DateOnly, w.From)
	until, errUntil := time.Parse(time.DateOnly, w.Until)
	switch {
	case errFrom != nil || w.From < today:
		l.Add("from", "outreach.field.from")
	case errUntil != nil || until.Before(from):
		l.Add("until", "outreach.field.until")
	case until.Sub(from) > maxDays*24*time.Hour:
		l.Add("until", "outreach.field.long")
	}
	if !w.Nobody {
		l.Add("nobody", "outreach.field.nobody")
	}
	return l.Err()
}

// fits holds a text to its bounds, and refuses one that is about somebody.
func fits(l *fault.List, field, s string, longest int) {
	switch n := utf8.RuneCountInString(s); {
	case n == 0:
		l.Add(field, "form.required")
	case n > longest:
		l.Add(field, "outreach.field.too_long")
	default:
		if key := aboutSomebody(s); key != "" {
			l.Add(field, key)
		}
	}
}

// End ends an invitation before its last day. One that is over stays so.
func (s *Service) End(ctx context.Context, a access.Actor, invitation id.ID) (err error) {
	defer wrap(&err, "end")
	i, err := s.Repo.Invitation(ctx, a.Tenant, invitation)
	if err != nil {
		return err
	}
	if err := s.check(a, i.Unit); err != nil {
		return err
	}
	if !i.Ended.IsZero() {
		return nil
	}
	i.Version++
	i.Ended, i.EndedBy = s.Clock.Now(), a.Account
	return s.Repo.Keep(ctx, a.Tenant, i)
}

// List returns the invitations of the units in which the actor writes them, the newest first. Errors: Forbidden for who
// writes none anywhere.
func (s *Service) List(ctx context.Context, a access.Actor) (_ []Invitation, err error) {
	defer wrap(&err, "list")
	if !slices.ContainsFunc(a.Posts, func(p access.Post) bool { return s.May(a, p.Unit) }) {
		return nil, s.Access.Check(a, "outreach.write", access.Facts{Tenant: a.Tenant, Kind: "outreach"})
	}
	all, err := s.Repo.Invitations(ctx, a.Tenant, maxShown)
	return slices.DeleteFunc(all, func(i Invitation) bool { return !s.May(a, i.Unit) }), err
}

// Shown returns the invitations that everybody reads on this day, those that end first first.
func (s *Service) Shown(ctx context.Context, tenant id.ID) (_ []Invitation, err error) {
	defer wrap(&err, "show")
	today, err := s.Today(ctx, tenant)
	if err != nil {
		return nil, err
	}
	all, err := s.Repo.Invitations(ctx, tenant, maxShown)
	all = slices.DeleteFunc(all, func(i Invitation) bool { return i.On(today) != Shown })
	slices.SortStableFunc(all, func(a, b Invitation) int { return cmp.Compare(a.Until, b.Until) })
	return all, err
}

// Public returns one invitation that everybody may read, or has been able to, with its status. One whose first day is to come
// is ErrNotFound.
func (s *Service) Public(ctx context.Context, tenant, invitation id.ID) (_ Invitation, _ Status, err error) {
	defer wrap(&err, "public")
	today, err := s.Today(ctx, tenant)
	if err != nil {
		return Invitation{}, "", err
	}
	i, err := s.Repo.Invitation(ctx, tenant, invitation)
	if err == nil && i.On(today) == Waits {
		err = ErrNotFound
	}
	return i, i.On(today), err
}

// Of returns an invitation for who writes those of its unit, also before its first day.
func (s *Service) Of(ctx context.Context, a access.Actor, invitation id.ID) (_ Invitation, err error) {
	defer wrap(&err, "of")
	i, err := s.Repo.Invitation(ctx, a.Tenant, invitation)
	if err == nil {
		err = s.check(a, i.Unit)
	}
	return i, err
}

// Today is the office's day, YYYY-MM-DD.
func (s *Service) Today(ctx context.Context, tenant id.ID) (string, error) {
	rules, err := s.Office.Rulebook(ctx, tenant, s.Clock.Now())
	if err != nil {
		return "", err
	}
	return s.Clock.Now().In(rules.Zone).Format(time.DateOnly), nil
}

func wrap(err *error, doing string) {
	if *err != nil {
		*err = fmt.Errorf("invitation: %s: %w", doing, *err)
	}
}

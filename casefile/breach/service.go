package breach

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"linli/office"
	"linli/platform/access"
	"linli/platform/clock"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/job"
	"linli/rulebook"
)

// Faults.
var (
	ErrNotFound = fault.New(fault.NotFound, "breach.not_found")
	// ErrMoved says that somebody else changed it meanwhile.
	ErrMoved = fault.New(fault.Conflict, "breach.moved")
)

// Bounds. Texts are in characters.
const (
	maxText    = 4000
	maxNotice  = 2000
	maxName    = 200
	maxShown   = 200  // entries of the register
	MaxListed  = 1000 // cases of an entry that a page or a paper lists
	tellBatch  = 100  // cases that one run of the job tells
	maxEarlier = 10   // years before now in which a breach can have been found
	purpose    = "breach.words"
)

// TellJob is the job that tells the parties of the cases that a breach touched.
const TellJob = "breach.tell"

// Sealer keeps what was written (vault.Secrets).
type Sealer interface {
	Seal(ctx context.Context, tenant id.ID, purpose string, plain []byte) ([]byte, error)
	Open(ctx context.Context, tenant id.ID, purpose string, sealed []byte) ([]byte, error)
}

// Office is what the register needs to know of the office.
type Office interface {
	Top(ctx context.Context, tenant id.ID) (id.ID, error)
	Rulebook(ctx context.Context, tenant id.ID, at time.Time) (*rulebook.Rulebook, error)
	Holders(ctx context.Context, tenant, unit id.ID, post access.PostKind, above bool) ([]id.ID, error)
}

// Cases are the cases of the office, of every kind that holds what people told it.
type Cases interface {
	// Named finds the one case of a tracking code, or of a unit with the year and number on its papers: its id, unit and kind.
	// NotFound where there is none, or none that the actor may enter something about.
	Named(ctx context.Context, a access.Actor, code string, unit id.ID, year, number int) (Row, error)
	// Known leaves of the rows those of which the actor may learn: whom a complaint is about does not learn that there is one.
	Known(ctx context.Context, a access.Actor, rows []Row) ([]Row, error)
	// Mails are the jobs that tell those people of a case that something waits whom a mail may tell.
	Mails(ctx context.Context, tenant id.ID, of Row) ([]job.Job, error)
}

// Service is the one way in to the register of breaches.
type Service struct {
	Repo   Repo
	Office Office
	Cases  Cases
	Access *access.Engine
	Seal   Sealer
	Clock  clock.Clock
	IDs    *id.Source
}

// check asks whether the actor may do something with the register, and returns the top unit.
func (s *Service) check(ctx context.Context, a access.Actor, action string) (id.ID, error) {
	top, err := s.Office.Top(ctx, a.Tenant)
	if err != nil {
		return top, err
	}
	return top, s.Access.Check(a, "breach."+action, access.Facts{Tenant: a.Tenant, Unit: top, Kind: "breach"})
}

func (s *Service) event(a access.Actor, kind string, top id.ID) office.Event {
	return office.Event{Tenant: a.Tenant, ID: s.IDs.New(), At: s.Clock.Now(), Kind: "breach." + kind, By: a.Account, Unit: top}
}

// List returns the entries, the newest first. It needs breach.keep.
func (s *Service) List(ctx context.Context, a access.Actor) (_ []Entry, err error) {
	defer wrap(&err, "list")
	if _, err := s.check(ctx, a, "keep"); err != nil {
		return nil, err
	}
	return s.Repo.Entries(ctx, a.Tenant, maxShown)
}

// Show returns an entry with what was written of it and the codes of the cases that the actor may know of. It needs breach.keep.
func (s *Service) Show(ctx context.Context, a access.Actor, of id.ID) (_ Entry, _ Words, _ []Row, err error) {
	defer wrap(&err, "show")
	if _, err := s.check(ctx, a, "keep"); err != nil {
		return Entry{}, Words{}, nil, err
	}
	e, words, err := s.open(ctx, a.Tenant, of)
	if err != nil {
		return e, words, nil, err
	}
	rows, err := s.known(ctx, a, &e)
	return e, words, rows, err
}

// known are the cases of an entry of which the actor may learn. The others are not counted either: one more than are listed would tell.
func (s *Service) known(ctx context.Context, a access.Actor, e *Entry) ([]Row, error) {
	all, err := s.Repo.Cases(ctx, a.Tenant, e.ID, MaxListed)
	if err != nil {
		return nil, err
	}
	rows, err := s.Cases.Known(ctx, a, all)
	e.Cases -= int64(len(all) - len(rows))
	return rows, err
}

func (s *Service) open(ctx context.Context, tenant, of id.ID) (e Entry, words Words, err error) {
	if e, err = s.Repo.Entry(ctx, tenant, of); err != nil {
		return e, words, err
	}
	words, err = s.words(ctx, tenant, e)
	return e, words, err
}

func (s *Service) words(ctx context.Context, tenant id.ID, e Entry) (words Words, err error) {
	plain, err := s.Seal.Open(ctx, tenant, purpose, e.Sealed)
	if err == nil {
		err = json.Unmarshal(plain, &words)
	}
	return words, err
}

func (s *Service) seal(ctx context.Context, tenant id.ID, e *Entry, words Words) error {
	plain, err := json.Marshal(words)
	if err == nil {
		e.Sealed, err = s.Seal.Seal(ctx, tenant, purpose, plain)
	}
	return err
}

// New is what is known of a breach when it is entered.
type New struct {
	Kinds    []string
	Cause    string
	Found    time.Time
	Happened string
	Measures string // may be empty: nothing was done yet
}

// Enter opens an entry. It needs breach.keep. Errors: Invalid at kinds, cause, found, happened, measures.
func (s *Service) Enter(ctx context.Context, a access.Actor, n New) (_ Entry, err error) {
	defer wrap(&err, "enter")
	top, err := s.check(ctx, a, "keep")
	if err != nil {
		return Entry{}, err
	}
	now := s.Clock.Now()
	var l fault.List
	if len(n.Kinds) == 0 || slices.ContainsFunc(n.Kinds, func(k string) bool { return !slices.Contains(Kinds, k) }) {
		l.Add("kinds", "form.choose")
	}
	if !slices.Contains(Causes, n.Cause) {
		l.Add("cause", "form.choose")
	}
	if n.Found.IsZero() || n.Found.After(now) || n.Found.Before(now.AddDate(-maxEarlier, 0, 0)) {
		l.Add("found", "breach.field.found")
	}
	fits(&l, "happened", n.Happened, maxText, true)
	fits(&l, "measures", n.Measures, maxText, false)
	if err := l.Err(); err != nil {
		return Entry{}, err
	}
	e := Entry{ID: s.IDs.New(), Version: 1, Kinds: slices.Compact(slices.Sorted(slices.Values(n.Kinds))), Cause: n.Cause, Found: n.Found, Recorded: now, By: a.Account, Told: n.Found}
	words := Words{Happened: n.Happened}
	if n.Measures != "" {
		words.Measures = []Measure{{now, n.Measures}}
	}
	if err := s.seal(ctx, a.Tenant, &e, words); err != nil {
		return Entry{}, err
	}
	return e, s.Repo.Play(ctx, a.Tenant, Change{Entry: &e, Events: []office.Event{s.event(a, "entered", top)}})
}

// fits holds a text to its bound.
func fits(l *fault.List, field, text string, longest int, needed bool) {
	switch n := utf8.RuneCountInString(text); {
	case n == 0 && needed:
		l.Add(field, "form.required")
	case n > longest:
		l.Add(field, "breach.field.long")
	}
}

func guard(name string) *fault.Error { return fault.New(fault.Guard, "breach.guard."+name) }

func wrap(err *error, doing string) {
	if *err != nil {
		*err = fmt.Errorf("breach: %s: %w", doing, *err)
	}
}

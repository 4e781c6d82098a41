package recipient

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"linli/office"
	"linli/platform/access"
	"linli/platform/clock"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/outbound"
)

// Faults.
var (
	ErrNotFound = fault.New(fault.NotFound, "recipient.not_found")
	// ErrMoved says that somebody else changed it meanwhile.
	ErrMoved = fault.New(fault.Conflict, "recipient.moved")
)

// Bounds.
const (
	maxOffices = 50
	maxName    = 100 // characters
	maxCode    = 100 // characters of a code, a key or a jurisdiction
	purpose    = "recipient.key"
)

// Repo keeps recipients. Every method is bounded to one tenant.
type Repo interface {
	// All returns those that are not removed, the oldest first.
	All(ctx context.Context, tenant id.ID) ([]Office, error)
	// Write keeps one with its line in the office's record. ErrMoved where a row is no longer the version before.
	Write(ctx context.Context, tenant id.ID, o Office, e office.Event) error
}

// Sealer keeps the keys (vault.Secrets).
type Sealer interface {
	Seal(ctx context.Context, tenant id.ID, purpose string, plain []byte) ([]byte, error)
	Open(ctx context.Context, tenant id.ID, purpose string, sealed []byte) ([]byte, error)
}

// Tops tells which unit is the top of a tenant's tree.
type Tops interface {
	Top(ctx context.Context, tenant id.ID) (id.ID, error)
}

// Service is the one way in to recipients. Whoever administers the whole office keeps the list; sending is report.Service's.
type Service struct {
	Repo   Repo
	Office Tops
	Access *access.Engine
	Seal   Sealer
	Clock  clock.Clock
	IDs    *id.Source
	Out    *outbound.Client
}

// Entry is what an administrator writes of a recipient. Key: empty keeps the one that there is.
type Entry struct {
	Name, URL, Jurisdiction, Key string
	Takes                        map[string]string // service_code by category; an empty one: it takes none of that
	Updates                      bool
}

func (s *Service) manage(ctx context.Context, a access.Actor) (top id.ID, err error) {
	if top, err = s.Office.Top(ctx, a.Tenant); err != nil {
		return top, err
	}
	return top, s.Access.Check(a, "office.manage", access.Facts{Tenant: a.Tenant, Unit: top})
}

// List returns the recipients. It needs office.manage on the top unit.
func (s *Service) List(ctx context.Context, a access.Actor) (_ []Office, err error) {
	defer wrap(&err, "list")
	if _, err := s.manage(ctx, a); err != nil {
		return nil, err
	}
	return s.Repo.All(ctx, a.Tenant)
}

// Show returns one.
func (s *Service) Show(ctx context.Context, a access.Actor, of id.ID) (_ Office, err error) {
	defer wrap(&err, "show")
	if _, err := s.manage(ctx, a); err != nil {
		return Office{}, err
	}
	return s.find(ctx, a.Tenant, of)
}

func (s *Service) find(ctx context.Context, tenant, of id.ID) (Office, error) {
	all, err := s.Repo.All(ctx, tenant)
	if err != nil {
		return Office{}, err
	}
	i := slices.IndexFunc(all, func(o Office) bool { return o.ID == of })
	if i < 0 {
		return Office{}, ErrNotFound
	}
	return all[i], nil
}

// Add keeps a new recipient. Errors: Invalid at name, url, jurisdiction, key and takes_CATEGORY.
func (s *Service) Add(ctx context.Context, a access.Actor, e Entry) (_ Office, err error) {
	defer wrap(&err, "add")
	top, err := s.manage(ctx, a)
	if err != nil {
		return Office{}, err
	}
	all, err := s.Repo.All(ctx, a.Tenant)
	if err != nil {
		return Office{}, err
	}
	o := Office{ID: s.IDs.New(), Version: 1, Made: s.Clock.Now()}
	l := s.write(&o, e)
	if len(all) >= maxOffices {
		l.Add("name", "recipient.field.many")
	}
	if err := l.Err(); err != nil {
		return Office{}, err
	}
	if err := s.keep(ctx, a.Tenant, &o, e.Key); err != nil {
		return Office{}, err
	}
	return o, s.Repo.Write(ctx, a.Tenant, o, s.event(a, "recipient.added", top))
}

// write checks an entry and takes it over, but for the key.
func (s *Service) write(o *Office, e Entry) (l fault.List) {
	short := func(field, words string, most int) string { //nolint:unparam // each kind of field has its limit
		words = strings.TrimSpace(words)
		if utf8.RuneCountInString(words) > most || !utf8.ValidString(words) || strings.ContainsFunc(words, func(c rune) bool { return c < ' ' }) {
			l.Add(field, "form.too_long")
		}
		return words
	}
	if o.Name = short("name", e.Name, maxName); o.Name == "" {
		l.Add("name", "form.required")
	}
	if o.URL = strings.TrimRight(strings.TrimSpace(e.URL), "/"); !s.Out.Fits(o.URL) || strings.Contains(o.URL, "?") {
		l.Add("url", "webhook.field.url")
	}
	o.Jurisdiction, o.Updates, o.Takes = short("jurisdiction", e.Jurisdiction, maxCode), e.Updates, map[string]string{}
	short("key", e.Key, maxCode)
	for _, category := range slices.Sorted(maps.Keys(e.Takes)) {
		if code := short("takes_"+category, e.Takes[category], maxCode); code != "" {
			o.Takes[category] = code
		}
	}
	return l
}

func (s *Service) keep(ctx context.Context, tenant id.ID, o *Office, key string) (err error) {
	if key = strings.TrimSpace(key); key != "" {
		o.Key, err = s.Seal.Seal(ctx, tenant, purpose, []byte(key))
	}
	return err
}

// Change writes a recipient anew.
func (s *Service) Change(ctx context.Context, a access.Actor, of id.ID, e Entry) (err error) {
	defer wrap(&err, "change")
	return s.change(ctx, a, of, "recipient.changed", func(o *Office) error {
		if err := s.write(o, e).Err(); err != nil {
			return err
		}
		return s.keep(ctx, a.Tenant, o, e.Key)
	})
}

// Pause has nothing sent to it until [Service.Resume]; what was sent is still followed.
func (s *Service) Pause(ctx context.Context, a access.Actor, of id.ID) (err error) {
	defer wrap(&err, "pause")
	return s.change(ctx, a, of, "recipient.paused", func(o *Office) error { o.Paused = s.Clock.Now(); return nil })
}

// Resume lets reports be sent to it again.
func (s *Service) Resume(ctx context.Context, a access.Actor, of id.ID) (err error) {
	defer wrap(&err, "resume")
	return s.change(ctx, a, of, "recipient.resumed", func(o *Office) error { o.Paused = time.Time{}; return nil })
}

// Remove takes it out, and its key with it. Reports that went there keep its name in what their reporters read.
func (s *Service) Remove(ctx context.Context, a access.Actor, of id.ID) (err error) {
	defer wrap(&err, "remove")
	return s.change(ctx, a, of, "recipient.removed", func(o *Office) error {
		o.Removed, o.Key, o.URL, o.Jurisdiction, o.Takes = s.Clock.Now(), nil, "", "", nil
		return nil
	})
}

func (s *Service) change(ctx context.Context, a access.Actor, of id.ID, kind string, edit func(*Office) error) error {
	top, err := s.manage(ctx, a)
	if err != nil {
		return err
	}
	o, err := s.find(ctx, a.Tenant, of)
	if err != nil {
		return err
	}
	if err := edit(&o); err != nil {
		return err
	}
	o.Version++
	return s.Repo.Write(ctx, a.Tenant, o, s.event(a, kind, top))
}

func (s *Service) event(a access.Actor, kind string, top id.ID) office.Event {
	return office.Event{Tenant: a.Tenant, ID: s.IDs.New(), At: s.Clock.Now(), Kind: kind, By: a.Account, Unit: top}
}

func wrap(err *error, doing string) {
	if *err != nil && !errors.Is(*err, ErrNotFound) {
		*err = fmt.Errorf("recipient: %s: %w", doing, *err)
	}
}

package directory

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
)

// Sheet is the core of a service, as a referral worker writes it down on one page.
type Sheet struct {
	Organization    id.ID  // one that is there already
	NewOrganization string // or the name of one that is not
	Name            string
	Description     string
	Status          string
	Needs           []id.ID // terms
	Area            string
	Languages       []string // codes
	Phone           string
	Email           string
	Hours           []Hours
	MoreHours       int // schedules that the form cannot hold, which stay as they are
	Place           string
	Address, City   string
	Redacted        bool // nothing public names the place
	Cost            string
	Documents       []string
	HowTo           string
	ForWhom         string
	Alert           string
}

// Hours are a time of one day of the week, as HH:MM.
type Hours struct {
	Day         time.Weekday
	From, Until string
}

// Keeps refuses whoever does not keep the directory. Errors: Forbidden.
func (s *Service) Keeps(a access.Actor) error { return s.check(a, "directory.edit") }

// Opened is a service for who keeps it: with what is redacted, and the number of its changes.
type Opened struct {
	*Node
	Version int64
}

// Open returns a service for editing. It needs the right directory.edit. Errors: Forbidden, ErrNotFound.
func (s *Service) Open(ctx context.Context, a access.Actor, service id.ID) (_ Opened, err error) {
	defer wrap(&err, "open")
	if err := s.check(a, "directory.edit"); err != nil {
		return Opened{}, err
	}
	trees, err := s.trees(ctx, a.Tenant, KindService, []id.ID{service}, Whole)
	if err != nil {
		return Opened{}, err
	}
	kept, err := s.Repo.Objects(ctx, a.Tenant, KindService, []id.ID{service})
	if err != nil {
		return Opened{}, err
	}
	if len(trees) == 0 || len(kept) == 0 {
		return Opened{}, ErrNotFound
	}
	return Opened{trees[0], kept[0].Version}, nil
}

// Confirm says that a service is still as its entry has it. It needs the right directory.edit. Errors: Forbidden, ErrNotFound,
// ErrMoved.
func (s *Service) Confirm(ctx context.Context, a access.Actor, service id.ID) (err error) {
	defer wrap(&err, "confirm")
	o, err := s.Open(ctx, a, service)
	if err != nil {
		return err
	}
	today, err := s.today(ctx, a.Tenant)
	if err != nil {
		return err
	}
	body, _ := overlay(o.Body, Body{"assured_date": today})
	before := Kept{Object: o.Object, Version: o.Version}
	return s.put(ctx, a, []Write{{Before: &before, After: &Object{Kind: KindService, ID: service, Body: body}}})
}

func (s *Service) today(ctx context.Context, tenant id.ID) (string, error) {
	rules, err := s.Office.Rulebook(ctx, tenant, s.Clock.Now())
	if err != nil {
		return "", err
	}
	return s.Clock.Now().In(rules.Zone).Format(time.DateOnly), nil
}

// Save writes a sheet over a service, or a new one where the id is zero, and confirms it with that. What the sheet does not
// show of a service stays. It needs the right directory.edit. Errors: Forbidden, Invalid at a field of the sheet, ErrNotFound, ErrMoved where the
// service is no longer of the version that was read.
func (s *Service) Save(ctx context.Context, a access.Actor, service id.ID, version int64, x Sheet) (_ id.ID, err error) {
	defer wrap(&err, "save")
	if err := s.check(a, "directory.edit"); err != nil {
		return id.ID{}, err
	}
	if err := x.check(); err != nil {
		return id.ID{}, err
	}
	o := Opened{Node: &Node{Object: Object{Kind: KindService, ID: s.IDs.New(), Body: Body{}}}}
	if !service.IsZero() {
		if o, err = s.Open(ctx, a, service); err != nil {
			return id.ID{}, err
		}
		if o.Version != version {
			return id.ID{}, ErrMoved
		}
	}
	today, err := s.today(ctx, a.Tenant)
	if err != nil {
		return id.ID{}, err
	}
	rules, err := s.Office.Rulebook(ctx, a.Tenant, s.Clock.Now())
	if err != nil {
		return id.ID{}, err
	}
	_, offset := s.Clock.Now().In(rules.Zone).Zone()
	w := &sheetWriter{s: s, owner: o.ID.String()}
	w.organization(&x)
	w.service(o, &x, today, s.Clock.Now())
	w.parts(o, &x, json.Number(fmt.Sprint(float64(offset)/3600)))
	w.place(o, &x, country(rules))
	if w.err != nil {
		return id.ID{}, w.err
	}
	writes, err := s.versions(ctx, a.Tenant, w.writes)
	if err != nil {
		return id.ID{}, err
	}
	return o.ID, s.put(ctx, a, writes)
}

func (x *Sheet) check() error {
	var l fault.List
	if x.Organization.IsZero() && strings.TrimSpace(x.NewOrganization) == "" {
		l.Add("organization", "form.required")
	}
	if strings.TrimSpace(x.Name) == "" {
		l.Add("name", "form.required")
	}
	for _, h := range x.Hours {
		_, opens := minutes(h.From)
		_, closes := minutes(h.Until)
		if !opens || !closes {
			l.Add(fmt.Sprintf("d%d_from", h.Day), "directory.field.hours")
		}
	}
	if x.Redacted && x.Place == "" && x.Address == "" {
		l.Add("place", "form.required")
	}
	return l.Err()
}

// versions reads with each write the version that it is to change.
func (s *Service) versions(ctx context.Context, tenant id.ID, writes []Write) ([]Write, error) {
	for i := range writes {
		w := &writes[i]
		o := w.After
		if o == nil {
			o = &w.Before.Object
		}
		kept, err := s.Repo.Objects(ctx, tenant, o.Kind, []id.ID{o.ID})
		if err != nil {
			return nil, err
		}
		w.Before = nil
		if len(kept) > 0 {
			w.Before = &kept[0]
		}
	}
	return slices.DeleteFunc(writes, func(w Write) bool { return w.Before == nil && w.After == nil }), nil
}

// Trusted are how long an entry is trusted without somebody saying that it is still true.
const Trusted = 180 * 24 * time.Hour

// Stale returns listed services that nobody has confirmed for longer than [Trusted], the longest first, behind one of them.
// It needs the right directory.edit.
func (s *Service) Stale(ctx context.Context, a access.Actor, after Entry, limit int) (_ []Entry, err error) {
	defer wrap(&err, "list")
	if err := s.check(a, "directory.edit"); err != nil {
		return nil, err
	}
	return s.Repo.Stale(ctx, a.Tenant, s.Clock.Now().Add(-Trusted), after, limit)
}

// Show is a service with all that is public of it. Errors: ErrNotFound.
func (s *Service) Show(ctx context.Context, tenant, service id.ID) (out HelpService, err error) {
	defer wrap(&err, "show")
	trees, err := s.Trees(ctx, tenant, KindService, []id.ID{service}, Whole)
	if err != nil {
		return out, err
	}
	if len(trees) == 0 {
		return out, ErrNotFound
	}
	return out, trees[0].Into(&out)
}

// Into fills one of the model's structs with a document.
func (n *Node) Into(v any) error {
	b, err := json.Marshal(n)
	if err == nil {
		err = json.Unmarshal(b, v)
	}
	if err != nil {
		return fmt.Errorf("directory: read a document: %w", err)
	}
	return nil
}

// Choices are what a search can be narrowed by.
type Choices struct {
	Needs            []Entry // terms that some service has
	Areas, Languages []string
	Organizations    []Entry
}

// maxChoices bounds each list of choices.
const maxChoices = 200

// Facets are the needs, areas and languages that some service has, and the organisations.
func (s *Service) Facets(ctx context.Context, tenant id.ID) (out Choices, err error) {
	defer wrap(&err, "choices")
	values := func(prefix string) (found []string, err error) {
		for after := prefix; len(found) < maxChoices; {
			word, err := s.Repo.Word(ctx, tenant, KindService, prefix, after)
			if errors.Is(err, ErrNotFound) {
				break
			}
			if err != nil {
				return nil, err
			}
			found, after = append(found, strings.TrimPrefix(word, prefix)), word
		}
		return found, nil
	}
	if out.Areas, err = values(wordArea); err != nil {
		return out, err
	}
	if out.Languages, err = values(wordLanguage); err != nil {
		return out, err
	}
	for _, kind := range []struct {
		kind   Kind
		prefix string
		to     *[]Entry
	}{{KindTerm, wordTerm, &out.Needs}, {KindOrganization, wordOrganization, &out.Organizations}} {
		texts, err := values(kind.prefix)
		if err != nil {
			return out, err
		}
		var ids []id.ID
		for _, t := range texts {
			if u, err := id.Parse(t); err == nil {
				ids = append(ids, u)
			}
		}
		if *kind.to, err = s.Cards(ctx, tenant, kind.kind, ids); err != nil {
			return out, err
		}
		slices.SortFunc(*kind.to, func(a, b Entry) int { return strings.Compare(a.Card.Name, b.Card.Name) })
	}
	return out, nil
}

// Terms are all terms of needs that the directory has, for who enters a service.
func (s *Service) Terms(ctx context.Context, tenant id.ID) ([]Entry, error) {
	ids, err := s.Repo.IDs(ctx, tenant, Selection{Kind: KindTerm, Limit: maxChoices})
	if err != nil {
		return nil, err
	}
	return s.Cards(ctx, tenant, KindTerm, ids)
}

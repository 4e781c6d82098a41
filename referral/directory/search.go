package directory

import (
	"context"
	"slices"
	"time"

	"linli/platform/calendar"
	"linli/platform/geo"
	"linli/platform/id"
)

// Query asks for entries that are all of what it names.
type Query struct {
	Kind                 Kind
	Text                 string // words of names and descriptions
	Terms                []id.ID
	Taxonomy             id.ID
	Organization, Parent id.ID
	TopOnly              bool
	Area, Language       string
	Postcode             string
	Listed               bool // active, or closed for a time
	Since                time.Time
	Near                 *geo.Point
	Within               float64   // metres from Near
	Open                 time.Time // open at this instant; zero: whenever
}

const (
	// maxWords is how many words of a query are looked up; of a longer text the rarest ones.
	maxWords = 8
	// MaxNear bounds a search by distance: what is nearest of so many places.
	MaxNear = 5000
	// maxWithin is the largest distance in metres.
	maxWithin = 200_000
	// examined is how many entries a search for what is open looks at before it says how far it came.
	examined = 2000
)

// words are the words that an entry must have, and those of the text.
func (q *Query) words() (must, text []string) {
	for _, t := range q.Terms {
		must = append(must, wordTerm+t.String())
	}
	for _, x := range []struct {
		prefix string
		of     id.ID
	}{{wordTaxonomy, q.Taxonomy}, {wordOrganization, q.Organization}, {wordParent, q.Parent}} {
		if !x.of.IsZero() {
			must = append(must, x.prefix+x.of.String())
		}
	}
	for _, x := range [][2]string{{wordArea, cut(q.Area)}, {wordLanguage, q.Language}, {wordPostcode, postcode(q.Postcode)}} {
		if x[1] != "" {
			must = append(must, x[0]+x[1])
		}
	}
	if q.TopOnly {
		must = append(must, wordTop)
	}
	if q.Listed {
		must = append(must, wordListed)
	}
	for _, w := range Terms(q.Text) {
		text = append(text, wordText+w)
	}
	return must, text
}

// selection is the query as the store reads it, the rarest word first. none says that nothing can have all of it.
func (s *Service) selection(ctx context.Context, tenant id.ID, q *Query) (_ Selection, none bool, err error) {
	must, text := q.words()
	if len(must) > maxWords {
		must = must[:maxWords] // no form of the program asks for so many
	}
	all := append(must, text...)
	often := map[string]int{}
	if len(all) > 1 {
		for _, w := range all {
			if often[w], err = s.Repo.Common(ctx, tenant, q.Kind, w, 5000); err != nil {
				return Selection{}, false, err
			}
			none = none || often[w] == 0
		}
	}
	rarer := func(a, b string) int { return often[a] - often[b] }
	slices.SortFunc(text, rarer)
	words := append(slices.Clone(must), text[:min(len(text), maxWords-len(must))]...)
	slices.SortFunc(words, rarer)
	return Selection{Kind: q.Kind, Words: words, Since: q.Since}, none, nil
}

// Page returns the ids of one page, from 1, of what a query finds, and how many there are in all: by distance where it asks
// for a place, else by id. Open is not asked here.
func (s *Service) Page(ctx context.Context, tenant id.ID, q Query, number, size int) (ids []id.ID, total int, err error) {
	defer wrap(&err, "search")
	from := (number - 1) * size
	if q.Near != nil {
		all, err := s.near(ctx, tenant, &q)
		return all[min(from, len(all)):min(from+size, len(all))], len(all), err
	}
	sel, none, err := s.selection(ctx, tenant, &q)
	if err != nil || none {
		return nil, 0, err
	}
	if total, err = s.Repo.Count(ctx, tenant, sel); err != nil || from >= total {
		return nil, total, err
	}
	sel.Limit = from + size
	ids, err = s.Repo.IDs(ctx, tenant, sel)
	return ids[min(from, len(ids)):], total, err
}

// near returns what a query finds around its place, the nearest first.
func (s *Service) near(ctx context.Context, tenant id.ID, q *Query) ([]id.ID, error) {
	sel, none, err := s.selection(ctx, tenant, q)
	if err != nil || none {
		return nil, err
	}
	found, err := s.around(ctx, tenant, sel, *q.Near, min(q.Within, maxWithin))
	out := make([]id.ID, len(found))
	for i := range found {
		out[i] = found[i].ID
	}
	return out, err
}

// Found is a page of what the public searches for. More is where it goes on; zero: that was all.
type Found struct {
	Entries []Entry
	More    id.ID
}

// Find returns entries with their cards behind an id, at most so many; what is near a point is found by [Service.Near]. Where it asks for what is open it looks through a
// bounded number of entries at a time, and says where to go on. Nothing of it is written down or counted.
func (s *Service) Find(ctx context.Context, tenant id.ID, q Query, after id.ID, limit int) (_ Found, err error) {
	defer wrap(&err, "find")
	sel, none, err := s.selection(ctx, tenant, &q)
	if err != nil || none {
		return Found{}, err
	}
	holiday, err := s.Holidays(ctx, tenant)
	if err != nil {
		return Found{}, err
	}
	out := Found{}
	sel.Limit = max(limit+1, 50)
	for seen := 0; seen < examined; {
		sel.After = after
		ids, err := s.Repo.IDs(ctx, tenant, sel)
		if err != nil {
			return out, err
		}
		cards, err := s.Cards(ctx, tenant, q.Kind, ids)
		if err != nil {
			return out, err
		}
		for _, e := range cards {
			if q.Open.IsZero() || e.Card.OpenAt(q.Open, holiday) {
				if len(out.Entries) == limit {
					out.More = out.Entries[limit-1].ID
					return out, nil
				}
				out.Entries = append(out.Entries, e)
			}
		}
		if len(ids) < sel.Limit {
			return out, nil
		}
		seen, after = seen+len(ids), ids[len(ids)-1]
	}
	out.More = after
	return out, nil
}

// Middle is the middle of the places that the directory has at a postal code: it knows no other map of postal codes. Errors:
// ErrNotFound where it has none.
func (s *Service) Middle(ctx context.Context, tenant id.ID, code string) (geo.Point, error) {
	ids, err := s.Repo.IDs(ctx, tenant, Selection{Kind: KindPlace, Words: []string{wordPostcode + postcode(code)}, Limit: batch})
	if err != nil {
		return geo.Point{}, err
	}
	entries, err := s.Repo.Entries(ctx, tenant, KindPlace, ids)
	var sum geo.Point
	n := 0.0
	for _, e := range entries {
		for _, p := range e.Places {
			sum.Lat, sum.Long, n = sum.Lat+p.Lat, sum.Long+p.Long, n+1
		}
	}
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	return geo.Point{Lat: sum.Lat / max(n, 1), Long: sum.Long / max(n, 1)}, err
}

// Cards are entries in the order of their ids.
func (s *Service) Cards(ctx context.Context, tenant id.ID, kind Kind, ids []id.ID) ([]Entry, error) {
	found, err := s.Repo.Entries(ctx, tenant, kind, ids)
	if err != nil {
		return nil, err
	}
	var out []Entry
	for _, u := range ids {
		if i := slices.IndexFunc(found, func(e Entry) bool { return e.ID == u }); i >= 0 {
			out = append(out, found[i])
		}
	}
	return out, nil
}

// Owners are the organisations to which services belong; a service that is not there, or belongs to none, has none.
func (s *Service) Owners(ctx context.Context, tenant id.ID, services []id.ID) (map[id.ID]id.ID, error) {
	kept, err := s.Repo.Objects(ctx, tenant, KindService, services)
	out := map[id.ID]id.ID{}
	for i := range kept {
		if of := kept[i].Body.ID("organization_id"); !of.IsZero() {
			out[kept[i].ID] = of
		}
	}
	return out, err
}

// Holidays says of a day, given as its midnight in UTC, whether it is a public holiday where the office is.
func (s *Service) Holidays(ctx context.Context, tenant id.ID) (func(time.Time) bool, error) {
	rules, err := s.Office.Rulebook(ctx, tenant, s.Clock.Now())
	if err != nil {
		return nil, err
	}
	return func(t time.Time) bool {
		d, err := calendar.ParseDate(t.Format(time.DateOnly))
		return err == nil && rules.Calendar.Holiday(d) != "" && !rules.Calendar.Working(d)
	}, nil
}

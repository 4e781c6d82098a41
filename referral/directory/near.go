package directory

import (
	"bytes"
	"cmp"
	"context"
	"maps"
	"math"
	"slices"
	"time"

	"linli/platform/geo"
	"linli/platform/id"
)

const (
	// closest is the first distance in metres within which a search looks; each time that too little is there it looks twice as far.
	closest = 500
	// fewEnough is how many entries with all words are looked at each by itself, wherever they are.
	fewEnough = 1000
)

// Nearby is an entry with where it is nearest to a point, and how far that is in metres.
type Nearby struct {
	Entry
	At     geo.Point
	Metres float64
}

// Near returns what a query finds around its place, the nearest first: at most so many behind the first ones, within 200 km. more says
// that there are others. Where it asks for what is open it looks through a bounded number of entries. Nothing of it is written down or counted.
func (s *Service) Near(ctx context.Context, tenant id.ID, q Query, skip, limit int) (out []Nearby, more bool, err error) {
	defer wrap(&err, "near")
	sel, none, err := s.selection(ctx, tenant, &q)
	if err != nil || none {
		return nil, false, err
	}
	holiday, err := s.Holidays(ctx, tenant)
	if err != nil {
		return nil, false, err
	}
	few, whole, err := s.few(ctx, tenant, sel)
	if err != nil {
		return nil, false, err
	}
	within := float64(closest)
	if whole {
		within = maxWithin
	}
	for ; ; within = min(within*2, maxWithin) {
		found := nearest(*q.Near, within, few)
		if !whole {
			if found, err = s.around(ctx, tenant, sel, *q.Near, within); err != nil {
				return nil, false, err
			}
		}
		if len(found) > skip+limit || within == maxWithin {
			if out, err = s.shows(ctx, tenant, &q, found, skip+limit+1, holiday); err != nil {
				return nil, false, err
			}
			if len(out) > skip+limit || within == maxWithin || len(found) >= examined {
				return out[min(skip, len(out)):min(skip+limit, len(out))], len(out) > skip+limit, nil
			}
		}
	}
}

// few are the places of all entries that have the words of a selection, where they are not many: then they are looked at wherever they are.
// whole is false where they are.
func (s *Service) few(ctx context.Context, tenant id.ID, sel Selection) (out []Near, whole bool, err error) {
	sel.Limit = fewEnough
	ids, err := s.Repo.IDs(ctx, tenant, sel)
	if err != nil || len(ids) == fewEnough {
		return nil, false, err
	}
	entries, err := s.Repo.Entries(ctx, tenant, sel.Kind, ids)
	for _, e := range entries {
		for _, p := range e.Places {
			out = append(out, Near{e.ID, p})
		}
	}
	return out, true, err
}

// around is what a selection finds within so many metres of a point, the nearest first: of the places in the box around the circle the first
// [MaxNear].
func (s *Service) around(ctx context.Context, tenant id.ID, sel Selection, at geo.Point, within float64) ([]Nearby, error) {
	lat := within / 111_000
	long := min(180, lat/max(0.01, math.Cos(at.Lat*math.Pi/180)))
	sel.Limit = MaxNear
	found, err := s.Repo.Within(ctx, tenant, sel, geo.Point{Lat: at.Lat - lat, Long: at.Long - long}, geo.Point{Lat: at.Lat + lat, Long: at.Long + long})
	return nearest(at, within, found), err
}

// nearest are the entries that have one of the places within so many metres of a point, each once, the nearest first.
func nearest(at geo.Point, within float64, places []Near) []Nearby {
	best := map[id.ID]Nearby{}
	for _, n := range places {
		d := geo.Distance(at, n.Point)
		if before, ok := best[n.ID]; d <= within && (!ok || d < before.Metres) {
			best[n.ID] = Nearby{Entry{ID: n.ID}, n.Point, d}
		}
	}
	return slices.SortedFunc(maps.Values(best), func(a, b Nearby) int {
		return cmp.Or(cmp.Compare(a.Metres, b.Metres), bytes.Compare(a.ID[:], b.ID[:]))
	})
}

// shows are the first of the entries with their cards; of those that a query asks to be open, the open ones.
func (s *Service) shows(ctx context.Context, tenant id.ID, q *Query, found []Nearby, limit int, holiday func(time.Time) bool) (out []Nearby, err error) {
	for part := range slices.Chunk(found[:min(len(found), examined)], 64) {
		ids := make([]id.ID, len(part))
		for i := range part {
			ids[i] = part[i].ID
		}
		cards, err := s.Cards(ctx, tenant, q.Kind, ids)
		if err != nil {
			return nil, err
		}
		for _, n := range part {
			i := slices.IndexFunc(cards, func(e Entry) bool { return e.ID == n.ID })
			if i >= 0 && (q.Open.IsZero() || cards[i].Card.OpenAt(q.Open, holiday)) {
				n.Entry = cards[i]
				out = append(out, n)
			}
		}
		if len(out) >= limit {
			break
		}
	}
	return out[:min(len(out), limit)], nil
}

package inspection

import (
	"context"
	"slices"
	"time"

	"linli/platform/calendar"
	"linli/platform/id"
)

// Sought says which listed places are to be looked at, by whom and when.
type Sought struct {
	Unit        id.ID    // whose own inspections and visits count; its places and those of the units below are looked at
	Kinds       []string // of places
	Checklist   string   // empty: any that there is for the place
	Rounds      bool     // the visits of rounds count as well
	From, Until calendar.Date
}

// Look is a listed place, and the first time at which somebody looked at it.
type Look struct {
	Place Place
	Case  id.ID     // the inspection; zero for a visit
	At    time.Time // when linli recorded it; zero: nobody has
	By    id.ID
	Found bool // then or later within the days something was to be put right
}

// Looked are the places that the register held on the last of the days, by kind and name, as far as they were looked at from the first
// day on. When linli recorded it counts, whatever day was given. It checks no rights: whoever asks has to.
func (s *Service) Looked(ctx context.Context, tenant id.ID, q Sought) (_ []Look, err error) {
	defer wrap(&err, "looked")
	rules, err := s.Office.Rulebook(ctx, tenant, s.Clock.Now())
	if err != nil {
		return nil, err
	}
	stood, err := s.Repo.Stood(ctx, tenant, q.Until.End(rules.Zone))
	if err != nil {
		return nil, err
	}
	if stood, err = s.below(ctx, tenant, q.Unit, stood); err != nil {
		return nil, err
	}
	all, err := s.Repo.Places(ctx, tenant)
	if err != nil {
		return nil, err
	}
	var out []Look
	for _, p := range all {
		if i := slices.IndexFunc(stood, func(x Place) bool { return x.ID == p.ID && slices.Contains(q.Kinds, x.Kind) }); i >= 0 {
			p.Unit, p.Kind = stood[i].Unit, stood[i].Kind
			out = append(out, Look{Place: p})
		}
	}
	return out, s.look(ctx, tenant, q, out, rules.Zone)
}

// look puts down who looked at the places.
func (s *Service) look(ctx context.Context, tenant id.ID, q Sought, places []Look, zone *time.Location) error {
	saw := func(place id.ID, checklist string, x Look) {
		i := slices.IndexFunc(places, func(l Look) bool { return l.Place.ID == place })
		if i < 0 || q.Checklist != "" && checklist != q.Checklist {
			return
		}
		found := places[i].Found || x.Found
		if l := &places[i]; l.At.IsZero() || x.At.Before(l.At) {
			x.Place = l.Place
			*l = x
		}
		places[i].Found = found
	}
	inspected, err := s.Repo.Recorded(ctx, tenant, q.Unit, q.From.Start(zone), q.Until.End(zone))
	if err != nil {
		return err
	}
	for _, c := range inspected {
		saw(c.Place, c.Checklist, Look{Case: c.ID, At: c.Recorded, By: c.RecordedBy, Found: len(c.Findings) > 0})
	}
	if !q.Rounds {
		return nil
	}
	visited, err := s.Repo.Visits(ctx, tenant, q.Unit, q.From, q.Until)
	for _, v := range visited {
		saw(v.Place, v.Checklist, Look{At: v.At, By: v.By, Found: v.Found})
	}
	return err
}

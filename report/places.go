package report

import (
	"context"
	"slices"
	"strings"
	"time"

	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/geo"
	"linli/platform/id"
)

// KnownPlace is a public place or thing that the office lists so that a report can name it without a map: a square, a bridge,
// a lamp post. It is never a home.
type KnownPlace struct {
	ID       id.ID
	Unit     id.ID // that looks after it
	Name     string
	Point    geo.Point // zero: only its name is known
	ClosedAt time.Time // zero: it is offered
}

const maxPlaceName = 60

// Places are those that are offered now, by unit and name.
func (s *Service) Places(ctx context.Context, tenant id.ID) (_ []KnownPlace, err error) {
	defer wrap(&err, "places")
	all, err := s.Repo.Places(ctx, tenant)
	return slices.DeleteFunc(all, func(p KnownPlace) bool { return !p.ClosedAt.IsZero() }), err
}

// ListPlace adds a place to the list, or changes one. Errors: fault.Field "name", "lat", "long", those of access.
func (s *Service) ListPlace(ctx context.Context, a access.Actor, p KnownPlace) (_ KnownPlace, err error) {
	defer wrap(&err, "list place")
	if err := s.Access.Check(a, "report.places", access.Facts{Tenant: a.Tenant, Unit: p.Unit, Kind: Capability, Desk: inQueue}); err != nil {
		return KnownPlace{}, err
	}
	var l fault.List
	p.Name = strings.TrimSpace(p.Name)
	text(&l, "name", p.Name, maxPlaceName, true)
	if !p.Point.IsZero() {
		if _, err := geo.New(p.Point.Lat, p.Point.Long, geo.WGS84); err != nil {
			l = append(l, fault.Of(err))
		}
	}
	if err := l.Err(); err != nil {
		return KnownPlace{}, err
	}
	if p.ID.IsZero() {
		p.ID = s.IDs.New()
	}
	return p, s.Repo.PutPlace(ctx, a.Tenant, p)
}

// SetArea says what the office serves: a point outside is refused. An empty one sets no bound. Errors: those of geo.Area.Check
// and of access.
func (s *Service) SetArea(ctx context.Context, a access.Actor, unit id.ID, area geo.Area) (err error) {
	defer wrap(&err, "set area")
	if err := s.Access.Check(a, "report.places", access.Facts{Tenant: a.Tenant, Unit: unit, Kind: Capability, Desk: inQueue}); err != nil {
		return err
	}
	if err := area.Check(); err != nil {
		return err
	}
	return s.Repo.PutArea(ctx, a.Tenant, area)
}

package report

import (
	"context"
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/geo"
	"linli/platform/id"
)

// Join has a report of the same thing handled with another: a person says so, and can part them again. The reporter of each
// keeps its own page, and is told the same of the thing ([Service.Joined]).
type Join struct {
	Into id.ID `json:"into"`
}

// Kind is the machine's event.
func (Join) Kind() casefile.Kind { return "join" }

func (j Join) decide(*decision, *Step) (any, error) { return j, nil }

func foldJoin(c *Case, _ casefile.Event, b Join) { c.Into, c.Was = b.Into, c.State }

// Part takes a report out of another again. It stands where it stood before.
type Part struct{}

// Kind is the machine's event.
func (Part) Kind() casefile.Kind { return "part" }

func (Part) decide(*decision, *Step) (any, error) { return nil, nil }

func foldPart(c *Case, _ casefile.Event, _ struct{}) {
	c.State, c.Into, c.Was, c.Ended = c.Was, id.ID{}, "", time.Time{}
}

// Alike is a report that may be of the same thing.
type Alike struct {
	Case   Case
	Metres float64 // how far apart; 0 where both name the same listed place, or are at one point
}

const (
	alikeDays = 60
	alikeRows = 200
	alikeMost = 5
)

// Alike suggests reports of the same category in the same unit that are near in place and time, the nearest first. It
// suggests only: a person looks and joins. Nothing is suggested for a report without a place, and never one about a unit.
func (s *Service) Alike(ctx context.Context, a access.Actor, caseID id.ID) (out []Alike, err error) {
	defer wrap(&err, "alike")
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return nil, err
	}
	if err := s.Access.Check(a, "report.see", c.Facts()); err != nil {
		return nil, err
	}
	if !c.IsIssue() || !slices.Contains(queued, c.State) || c.Place == (Place{}) {
		return nil, nil
	}
	rows, err := s.Repo.Near(ctx, a.Tenant, c.Desk.Unit, c.Category, c.Received.AddDate(0, 0, -alikeDays), alikeRows)
	if err != nil {
		return nil, err
	}
	for _, other := range rows {
		if other.ID == c.ID || !other.IsIssue() || other.State == Joined || other.State == Withdrawn || !c.closeTo(&other) || s.Access.Check(a, "report.see", other.Facts()) != nil {
			continue
		}
		x := Alike{Case: other}
		if !c.Place.Point.IsZero() && !other.Place.Point.IsZero() {
			x.Metres = geo.Distance(c.Place.Point, other.Place.Point)
		}
		out = append(out, x)
	}
	slices.SortStableFunc(out, func(a, b Alike) int {
		switch {
		case a.Metres < b.Metres:
			return -1
		case a.Metres > b.Metres:
			return 1
		}
		return b.Case.Received.Compare(a.Case.Received)
	})
	return out[:min(len(out), alikeMost)], nil
}

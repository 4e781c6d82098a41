package report

import (
	"slices"

	"linli/platform/geo"
	"linli/rulebook"
)

// How exactly everybody is told where a thing is, in metres, where its category says nothing: a listed place that is this near stands
// for the point; where none is, the middle of a square of this size does. What somebody taps on a map may be its own door.
const (
	reach  = 50
	square = rulebook.LeastRound
)

// inPublic is where everybody may see that a thing is: rounded as its category says, and otherwise never as it was tapped, but at the
// listed place that was chosen or is nearest, or in the middle of its square.
func (p Place) inPublic(category rulebook.Category, listed []KnownPlace) geo.Point {
	if category.Round > 0 {
		return p.Point.Coarse(float64(category.Round))
	}
	if p.Point.IsZero() {
		return geo.Point{}
	}
	if i := slices.IndexFunc(listed, func(x KnownPlace) bool { return x.ID == p.Known && !x.Point.IsZero() }); i >= 0 {
		return listed[i].Point
	}
	at, away := p.Point.Coarse(square), float64(reach)
	for _, x := range listed {
		if x.Point.IsZero() || !x.ClosedAt.IsZero() {
			continue
		}
		if d := geo.Distance(p.Point, x.Point); d <= away {
			at, away = x.Point, d
		}
	}
	return at
}

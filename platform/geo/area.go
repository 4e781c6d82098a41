package geo

import "math"

// Area is what an office serves: the corners of a polygon in order, not closed. An empty one has no bound.
type Area []Point

// Box is the area between two corners.
func Box(southWest, northEast Point) Area {
	return Area{southWest, {southWest.Lat, northEast.Long}, northEast, {northEast.Lat, southWest.Long}}
}

// Check says what is wrong with the corners: fewer than three, one that is no place, or an area that reaches around the earth.
func (a Area) Check() error {
	if len(a) == 0 {
		return nil
	}
	west, east := math.Inf(1), math.Inf(-1)
	for _, p := range a {
		if _, err := New(p.Lat, p.Long, WGS84); err != nil {
			return err
		}
		west, east = min(west, p.Long), max(east, p.Long)
	}
	if len(a) < 3 || east-west > 180 {
		return ErrArea
	}
	return nil
}

// Contains reports whether a point lies in the area; its edges belong to it.
func (a Area) Contains(p Point) bool {
	if len(a) == 0 {
		return true
	}
	in := false
	for i, b := range a {
		c := a[(i+1)%len(a)]
		if onEdge(p, b, c) {
			return true
		}
		if (b.Lat > p.Lat) != (c.Lat > p.Lat) && p.Long < b.Long+(p.Lat-b.Lat)/(c.Lat-b.Lat)*(c.Long-b.Long) {
			in = !in
		}
	}
	return in
}

func onEdge(p, b, c Point) bool {
	cross := (p.Long-b.Long)*(c.Lat-b.Lat) - (p.Lat-b.Lat)*(c.Long-b.Long)
	return math.Abs(cross) < 1e-12 && p.Lat >= min(b.Lat, c.Lat) && p.Lat <= max(b.Lat, c.Lat) &&
		p.Long >= min(b.Long, c.Long) && p.Long <= max(b.Long, c.Long)
}

// Refuse says why a point is none of the area: ErrSwapped where the two numbers the other way round lie in it, ErrOutside
// otherwise; nil for a point that lies in it.
func (a Area) Refuse(p Point) error {
	switch {
	case a.Contains(p):
		return nil
	case math.Abs(p.Long) <= 90 && a.Contains(Point{p.Long, p.Lat}):
		return ErrSwapped
	}
	return ErrOutside
}

package geo

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"linli/platform/fault"
)

// Faults of a place. The field is "lat" or "long", so that a form marks the right one.
var (
	ErrMissing     = fault.Field("lat", "geo.missing")
	ErrLatMissing  = fault.Field("lat", "geo.lat_missing")
	ErrLongMissing = fault.Field("long", "geo.long_missing")
	ErrLatRange    = fault.Field("lat", "geo.lat_range")
	ErrLongRange   = fault.Field("long", "geo.long_range")
	ErrSwapped     = fault.Field("lat", "geo.swapped")
	ErrZero        = fault.Field("lat", "geo.zero")
	ErrOutside     = fault.Field("lat", "geo.outside")
	ErrDatum       = fault.Field("datum", "geo.datum")
	ErrArea        = fault.Field("area", "geo.area")
)

// Read reads a point as people and programs write it: two decimal numbers with a point, in the declared datum. Spaces around
// them do not matter. Errors: ErrMissing where both are empty, and the other faults of this package; of several, the first.
func Read(lat, long string, in Datum) (Point, error) {
	lat, long = strings.TrimSpace(lat), strings.TrimSpace(long)
	switch {
	case lat == "" && long == "":
		return Point{}, ErrMissing
	case lat == "":
		return Point{}, ErrLatMissing
	case long == "":
		return Point{}, ErrLongMissing
	}
	a, err := number("lat", lat)
	if err != nil {
		return Point{}, err
	}
	b, err := number("long", long)
	if err != nil {
		return Point{}, err
	}
	return New(a, b, in)
}

// decimal: what strconv reads besides (hexadecimal, underscores, "inf", "nan") is no number of degrees.
var decimal = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$`) })

func number(field, text string) (float64, error) {
	if strings.ContainsAny(text, ",，") {
		return 0, fault.Field(field, "geo.comma")
	}
	if !decimal().MatchString(text) {
		return 0, fault.Field(field, "geo.not_number")
	}
	n, err := strconv.ParseFloat(text, 64) // beyond what a float holds: infinite, and refused for its range
	if err != nil && !math.IsInf(n, 0) {
		return 0, fault.Field(field, "geo.not_number")
	}
	return n, nil
}

// New returns a point from two numbers in the declared datum, converted to WGS 84 and rounded to a millionth of a degree.
func New(lat, long float64, in Datum) (Point, error) {
	latIn, longIn := math.Abs(lat) <= 90, math.Abs(long) <= 180
	switch {
	case math.IsNaN(lat):
		return Point{}, fault.Field("lat", "geo.not_number")
	case math.IsNaN(long):
		return Point{}, fault.Field("long", "geo.not_number")
	case !latIn && math.Abs(lat) <= 180 && math.Abs(long) <= 90:
		return Point{}, ErrSwapped
	case !latIn:
		return Point{}, ErrLatRange
	case !longIn:
		return Point{}, ErrLongRange
	case rounded(lat) == 0 && rounded(long) == 0:
		return Point{}, ErrZero
	}
	p, err := in.toWGS84(Point{lat, long})
	return Point{rounded(p.Lat), rounded(p.Long)}, err
}

package geo

import "math"

// Datum is the system in which a point is given.
type Datum string

// The datums that linli reads. An empty one is WGS 84.
const (
	WGS84 Datum = "wgs84" // GPS, OpenStreetMap, Open311
	GCJ02 Datum = "gcj02" // maps of mainland China: Amap, Tencent, Google's of China
	BD09  Datum = "bd09"  // maps of Baidu
)

// Datums lists every datum.
var Datums = []Datum{WGS84, GCJ02, BD09}

func (d Datum) toWGS84(p Point) (Point, error) {
	switch d {
	case "", WGS84:
		return p, nil
	case GCJ02:
		return inverse(toGCJ02, p), nil
	case BD09:
		return inverse(toGCJ02, inverse(toBD09, p)), nil
	}
	return Point{}, ErrDatum
}

// In gives the numbers under which a map of another datum shows a point.
func (p Point) In(d Datum) (lat, long float64, err error) {
	switch d {
	case "", WGS84:
	case GCJ02:
		p = toGCJ02(p)
	case BD09:
		p = toBD09(toGCJ02(p))
	default:
		return 0, 0, ErrDatum
	}
	return p.Lat, p.Long, nil
}

// shifted is the rectangle in which maps are shifted. It is wider than the country; where a map service draws a foreign place
// within it without a shift, WGS 84 is what has to be declared.
func shifted(p Point) bool {
	return p.Long >= 72.004 && p.Long <= 137.8347 && p.Lat >= 0.8293 && p.Lat <= 55.8271
}

// The ellipsoid on which the shift is computed: Krasovsky 1940.
const (
	krasovsky    = 6378245.0
	eccentricity = 0.00669342162296594323 // squared
)

// toGCJ02 shifts a point as maps of mainland China do: by two sums of sines of the distance from 35° N, 105° E, in metres.
func toGCJ02(p Point) Point {
	if !shifted(p) {
		return p
	}
	x, y := p.Long-105, p.Lat-35
	root := 0.2 * math.Sqrt(math.Abs(x))
	short := waves(x, 20, 6, 20, 2)
	north := -100 + 2*x + 3*y + 0.2*y*y + 0.1*x*y + root + short + waves(y, 20, 1, 40, 1./3) + waves(y, 160, 1./12, 320, 1./30)
	east := 300 + x + 2*y + 0.1*x*x + 0.1*x*y + root/2 + short + waves(x, 20, 1, 40, 1./3) + waves(x, 150, 1./12, 300, 1./30)

	lat := radians(p.Lat)
	w := 1 - eccentricity*math.Sin(lat)*math.Sin(lat)
	meridian := krasovsky * (1 - eccentricity) / (w * math.Sqrt(w)) // radius of curvature along the meridian
	across := krasovsky / math.Sqrt(w) * math.Cos(lat)
	return Point{p.Lat + north/meridian*180/math.Pi, p.Long + east/across*180/math.Pi}
}

// waves is two thirds of two sines of a distance in degrees, each with its height in metres and its half-waves a degree.
func waves(x, high, often, high2, often2 float64) float64 {
	return (high*math.Sin(often*x*math.Pi) + high2*math.Sin(often2*x*math.Pi)) * 2 / 3
}

// toBD09 shifts a point of GCJ-02 once more, as Baidu does: a turn and a stretch of the pair as if it were a vector.
func toBD09(p Point) Point {
	if !shifted(p) {
		return p
	}
	const often = math.Pi * 3000 / 180
	length := math.Hypot(p.Long, p.Lat) + 0.00002*math.Sin(p.Lat*often)
	angle := math.Atan2(p.Lat, p.Long) + 0.000003*math.Cos(p.Long*often)
	return Point{length*math.Sin(angle) + 0.006, length*math.Cos(angle) + 0.0065}
}

// inverse finds the point that a shift moves to p. A shift is nearly the same a few hundred metres further, so that taking it
// away a few times comes to within a millimetre.
func inverse(shift func(Point) Point, p Point) Point {
	if !shifted(p) {
		return p
	}
	q := p
	for range 12 {
		s := shift(q)
		q.Lat, q.Long = q.Lat-(s.Lat-p.Lat), q.Long-(s.Long-p.Long)
	}
	return q
}

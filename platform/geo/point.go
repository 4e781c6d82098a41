package geo

import (
	"math"
	"strconv"
)

// Point is a place in degrees of WGS 84: north and east are positive. The zero value is no place: 0, 0 lies in the Atlantic
// and is what a device sends that does not know where it is.
type Point struct {
	Lat  float64 `json:"lat"`  // −90 to 90
	Long float64 `json:"long"` // −180 to 180
}

// IsZero reports whether there is no place.
func (p Point) IsZero() bool { return p == Point{} }

// String gives both numbers as a machine reads them, with the decimals that they have: "31.2304,121.4737".
func (p Point) String() string { return Degrees(p.Lat) + "," + Degrees(p.Long) }

// Degrees writes a number of degrees in plain digits, never with an exponent.
func Degrees(d float64) string { return strconv.FormatFloat(d, 'f', -1, 64) }

// earth is the mean radius in metres (IUGG).
const earth = 6371008.8

// degree is the length of a degree of latitude on that sphere, in metres.
const degree = earth * math.Pi / 180

// Distance is how far two points are apart, in metres, along a great circle of a sphere; within 0.6 % of the truth.
func Distance(a, b Point) float64 {
	la, lb := radians(a.Lat), radians(b.Lat)
	dLat, dLong := math.Sin((lb-la)/2), math.Sin(radians(b.Long-a.Long)/2)
	h := dLat*dLat + math.Cos(la)*math.Cos(lb)*dLong*dLong
	return 2 * earth * math.Asin(math.Sqrt(min(h, 1)))
}

func radians(d float64) float64 { return d * math.Pi / 180 }

// kept is how many decimals of a degree linli keeps: the sixth is eleven centimetres, and no device knows more.
const kept = 1e6

func rounded(d float64) float64 { return math.Round(d*kept) / kept }

// Coarse moves a point to the middle of its cell, in a grid of squares of so many metres. The grid is fixed to the earth: it
// begins at the equator and the meridian of Greenwich, has bands of that height, and each band is cut into as many equal
// cells as fit around it. So the same point always moves to the same middle, two points of one cell to the same, and none
// further than 0.71 of the size. A size of nought or below leaves the point as it is.
func (p Point) Coarse(metres float64) Point {
	if !(metres > 0) || p.IsZero() {
		return p
	}
	bands := max(math.Floor(180*degree/metres), 1)
	height := 180 / bands
	band := min(math.Floor((p.Lat+90)/height), bands-1)
	lat := -90 + (band+0.5)*height
	cells := max(math.Floor(360*degree*math.Cos(radians(lat))/metres), 1)
	width := 360 / cells
	cell := min(math.Floor((p.Long+180)/width), cells-1)
	return Point{rounded(lat), rounded(-180 + (cell+0.5)*width)}
}

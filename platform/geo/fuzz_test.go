package geo_test

import (
	"errors"
	"math"
	"testing"

	"linli/platform/fault"
	"linli/platform/geo"
)

func asFault(t testing.TB, err error) *fault.Error {
	t.Helper()
	var f *fault.Error
	if !errors.As(err, &f) {
		t.Fatalf("%v is no fault", err)
	}
	return f
}

// FuzzRead: whatever is sent is a point within range that reads again as itself, or a fault that names its field.
func FuzzRead(f *testing.F) {
	for _, x := range [][2]string{{"31.2304", "121.4737"}, {"NaN", "1e400"}, {"31,23", ""}, {"0", "0"}, {"-90", "-180"}, {"1e-400", "0x10"}, {"３１", "+.5e1"}} {
		f.Add(x[0], x[1], "gcj02")
	}
	f.Fuzz(func(t *testing.T, lat, long, datum string) {
		p, err := geo.Read(lat, long, geo.Datum(datum))
		if err != nil {
			if g := asFault(t, err); g.Field == "" || g.Code != fault.Invalid {
				t.Fatalf("%v", g)
			}
			return
		}
		if !(math.Abs(p.Lat) <= 90.01) || !(math.Abs(p.Long) <= 180.01) {
			t.Fatalf("%q %q is %v", lat, long, p)
		}
		if again, err := geo.Read(geo.Degrees(p.Lat), geo.Degrees(p.Long), geo.WGS84); err != nil || again != p {
			t.Fatalf("%v reads again as %v, %v", p, again, err)
		}
	})
}

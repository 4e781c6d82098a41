package page

import (
	"fmt"

	"linli/platform/geo"
	"linli/platform/tiles"
)

// PlaceMap is a map beside other ways to say where something is: a list of places, a typed address. It needs a script, and shows
// nothing without one, nor where the office has no base map. It sets the three hidden fields "lat", "long" and "datum"; the
// numbers are those of the base map, and geo.Read converts them by the datum.
//
// With marks it shows them and asks nothing: there is no field, and who turns to a mark reads what it stands for. Everything
// that it says stands in a table beside it, too.
//
//	{{show .Map}}   with   Map page.PlaceMap
type PlaceMap struct {
	Base            *tiles.Archive // nil: no map is shown, and the fields stay empty
	Lat, Long       string         // of a place that was chosen before, in the datum of the base map
	Marks           []PlaceMark
	Facts           tiles.Facts
	Datum, Template string
}

// PlaceMark is a point of a map that is only looked at.
type PlaceMark struct {
	At    geo.Point // WGS 84
	Text  string
	Place string // its two numbers in the datum of the base map
}

func (*PlaceMap) template() string { return "placeMap" }

func (m *PlaceMap) prepare(p *press) {
	if m.Base == nil {
		return
	}
	m.Facts = m.Base.Facts()
	m.Datum = string(m.Facts.Datum)
	m.Template = "/map/{z}/{x}/{y}?" + m.Facts.Mark
	if p.form != nil && m.Lat == "" {
		m.Lat, m.Long = p.form.Value("lat"), p.form.Value("long")
	}
	for i := range m.Marks {
		if lat, long, err := m.Marks[i].At.In(m.Facts.Datum); err == nil { // every point that linli keeps has been read before
			m.Marks[i].Place = fmt.Sprintf("%.6f,%.6f", lat, long)
		}
	}
}

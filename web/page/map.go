package page

import "linli/platform/tiles"

// PlaceMap is a map beside other ways to say where something is: a list of places, a typed address. It needs a script, and shows
// nothing without one, nor where the office has no base map. It sets the three hidden fields "lat", "long" and "datum"; the
// numbers are those of the base map, and geo.Read converts them by the datum.
//
//	{{show .Map}}   with   Map page.PlaceMap
type PlaceMap struct {
	Base            *tiles.Archive // nil: no map is shown, and the fields stay empty
	Lat, Long       string         // of a place that was chosen before, in the datum of the base map
	Facts           tiles.Facts
	Datum, Template string
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
}

package resident

import (
	"net/http"

	"linli/office"
)

// desk is one place to which people can go.
type desk struct {
	Name  string
	Depth int // below the office's own unit
	office.Desk
}

type wherePage struct {
	Office string
	Desks  []desk
}

// where lists the places to which people can go: the open units that say where they are.
func (p *Pages) where(w http.ResponseWriter, r *http.Request) error {
	t := visitorOf(r).tenant
	units, err := p.Office.OpenUnits(r.Context(), t.ID)
	if err != nil {
		return err
	}
	data := wherePage{Office: t.Name}
	for _, u := range units {
		if !u.Desk.IsZero() {
			data.Desks = append(data.Desks, desk{u.Name, u.Depth, u.Desk})
		}
	}
	return p.show(w, r, nil, "where", data)
}

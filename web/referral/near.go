package referral

import (
	"context"
	"math"
	"net/http"
	"slices"
	"strconv"

	"linli/platform/fault"
	"linli/platform/geo"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/referral/directory"
	"linli/web/page"
)

// Place is a public place around which somebody can search.
type Place struct {
	ID    id.ID
	Name  string
	Point geo.Point
}

// point is the place around which a form asks for services; nil where it names none, or where the form says what is wrong with it.
func point(form *page.Form, places []Place) (*geo.Point, error) {
	if lat, long := form.Value("lat"), form.Value("long"); lat+long != "" {
		at, err := geo.Read(lat, long, geo.WGS84)
		if err != nil && form.Take(err) {
			return nil, nil //nolint:nilnil // the form has the fault
		}
		return &at, err
	}
	if form.Value("near") == "" {
		return nil, nil //nolint:nilnil // wherever
	}
	i := slices.IndexFunc(places, func(x Place) bool { return x.ID.String() == form.Value("near") })
	if i < 0 {
		return nil, fault.New(fault.NotFound, "fault.not_found")
	}
	return &places[i].Point, nil
}

// maxSkip bounds how far a list by distance is leafed through.
const maxSkip = 2000

// find is a page of what a form asks for, and where the next one goes on; empty: that was all. Around a place the nearest come first.
func (p *Pages) find(ctx context.Context, tenant id.ID, q directory.Query, after string) (found []directory.Nearby, more string, err error) {
	if q.Near != nil {
		skip, err := strconv.Atoi(after)
		if err != nil || skip < 0 || skip > maxSkip {
			skip = 0
		}
		found, others, err := p.Directory.Near(ctx, tenant, q, skip, perPage)
		if others && skip+perPage <= maxSkip {
			more = strconv.Itoa(skip + perPage)
		}
		return found, more, err
	}
	var behind id.ID
	if after != "" {
		if behind, err = id.Parse(after); err != nil {
			return nil, "", fault.New(fault.NotFound, "fault.not_found")
		}
	}
	x, err := p.Directory.Find(ctx, tenant, q, behind, perPage)
	for _, e := range x.Entries {
		n := directory.Nearby{Entry: e}
		if len(e.Places) > 0 {
			n.At = e.Places[0]
		}
		found = append(found, n)
	}
	if !x.More.IsZero() {
		more = x.More.String()
	}
	return found, more, err
}

// distance is how far something is, as people say it: in tens of metres, from a kilometre on in tenths of one.
func distance(l i18n.Locale, metres float64) string {
	if metres < 995 {
		return l.Text("directory.near.metres", fault.Args{"n": l.Decimal(math.Round(metres/10)*10, 0)})
	}
	return l.Text("directory.near.km", fault.Args{"n": l.Decimal(metres/1000, 1)})
}

// Print marks the print button; without a script it stays hidden.
func (searchPage) Print() page.Attributes { return page.Attributes{"data-print": true, "hidden": true} }

// Here marks the button that fills in where the device is; without a script it stays hidden.
func (searchPage) Here() page.Attributes { return page.Attributes{"data-here": true} }

func (p *Pages) places(r *http.Request, tenant id.ID) ([]Place, error) {
	if p.Places == nil {
		return nil, nil
	}
	return p.Places(r.Context(), tenant)
}

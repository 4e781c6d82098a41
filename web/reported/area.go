package reported

import (
	"context"
	"net/http"
	"sync"
	"time"

	"linli/insight"
	"linli/platform/fault"
	"linli/platform/geo"
	"linli/platform/id"
	"linli/report"
	"linli/web/page"
)

// span is how far the table of areas looks back, in weeks.
const span = 52

// Band is a count as the public sees it: a multiple of the office's minimum cell that is not above it, or hidden. What two
// bands differ by is therefore nothing, or no less than the minimum, whichever releases they stand in.
type Band struct {
	From   int64
	Hidden bool
}

// Standing are the counts of one area.
type Standing struct{ Open, Done int64 }

// banded are the rows of a table of areas and its last line as everybody sees them. Rows are suppressed as in every table of
// this office, so that what is hidden cannot be had from the total either.
func banded(rows []Standing, minimum int64) (out [][2]Band, all [2]Band) {
	counts := make([]insight.Count, len(rows))
	var sum Standing
	for i, x := range rows {
		counts[i] = insight.Count{N: x.Open, Total: x.Open + x.Done}
		sum.Open, sum.Done = sum.Open+x.Open, sum.Done+x.Done
	}
	hidden, totalHidden := insight.SuppressTable(counts, minimum)
	band := func(x Standing, hide bool) [2]Band {
		if hide || x.Open+x.Done == 0 { // that there is none is as telling as that there is one
			return [2]Band{{Hidden: true}, {Hidden: true}}
		}
		return [2]Band{{From: x.Open / minimum * minimum}, {From: x.Done / minimum * minimum}}
	}
	for i, x := range rows {
		out = append(out, band(x, hidden[i]))
	}
	return out, band(sum, totalHidden)
}

// release is the table of areas of one week. It is reckoned once a week and kept, so that asking twice shows the same.
type release struct {
	until time.Time
	areas []id.ID
	rows  [][2]Band
	all   [2]Band
	least int64
}

// weekly is the table of one office. It is reckoned by one request at a time, while those of other offices go on.
type weekly struct {
	mu   sync.Mutex
	kept release
}

func (p *Pages) weekly(tenant id.ID) *weekly {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.released[tenant] == nil {
		p.released[tenant] = &weekly{}
	}
	return p.released[tenant]
}

// release reckons the table of the weeks that are over.
func (p *Pages) release(ctx context.Context, w *words) (release, error) {
	week := p.weekly(w.tenant.ID)
	week.mu.Lock()
	defer week.mu.Unlock()
	until := report.Week(p.Clock.Now(), w.rules.Zone)
	if week.kept.until.Equal(until) {
		return week.kept, nil
	}
	found, err := p.Report.Loads(ctx, w.tenant.ID, until.AddDate(0, 0, -7*span), until)
	if err != nil {
		return release{}, err
	}
	units, err := p.Office.OpenUnits(ctx, w.tenant.ID)
	if err != nil {
		return release{}, err
	}
	out, rows, at := release{until: until, least: int64(w.rules.MinimumCell)}, make([]Standing, len(units)), map[id.ID]int{}
	for i, u := range units {
		out.areas, at[u.ID] = append(out.areas, u.ID), i
	}
	for _, x := range found {
		i, ok := at[x.Unit]
		switch {
		case !ok: // a unit that is closed by now
		case x.Open:
			rows[i].Open += x.N
		default:
			rows[i].Done += x.N
		}
	}
	out.rows, out.all = banded(rows, out.least)
	week.kept = out
	return out, nil
}

type areasPage struct {
	Office      string
	From, Until time.Time // the days between which the reports came
	Least       int64
	Areas       []area
	Few         int // areas of which no number is shown
	All         area
	Map         page.PlaceMap
}

// area is one line of the table.
type area struct {
	Href, Name string
	Open, Done Band
	Step       int64
}

// cell is one count of an area.
type cell struct {
	Band Band
	Last int64 // the highest count that the band stands for
}

// Cells are the counts of the line, in the order of the table.
func (a area) Cells() []cell {
	return []cell{{a.Open, a.Open.From + a.Step - 1}, {a.Done, a.Done.From + a.Step - 1}}
}

// areas shows how many reports the areas of the office have, as a table and on its map.
func (p *Pages) areas(w http.ResponseWriter, r *http.Request) error {
	words, err := p.enter(r)
	if err != nil {
		return err
	}
	x, err := p.release(r.Context(), words)
	if err != nil {
		return err
	}
	data := areasPage{Office: words.tenant.Name, From: x.until.AddDate(0, 0, -7*span), Until: x.until.AddDate(0, 0, -1), Least: x.least,
		All: area{Name: words.Text("reported.areas.all", nil), Open: x.all[0], Done: x.all[1], Step: x.least}, Map: page.PlaceMap{Base: p.Map}}
	marks, err := p.middles(r.Context(), words)
	if err != nil {
		return err
	}
	for i, u := range x.areas {
		a := area{Href: "/reported?unit=" + u.String(), Name: words.unit(u), Open: x.rows[i][0], Done: x.rows[i][1], Step: x.least}
		if a.Open.Hidden && a.Done.Hidden { // a line without a number tells nothing: how many there are stands below the table
			data.Few++
		} else {
			data.Areas = append(data.Areas, a)
		}
		if at := marks[u]; !at.IsZero() {
			data.Map.Marks = append(data.Map.Marks, page.PlaceMark{At: at, Text: words.counted(a)})
		}
	}
	page.Of(r).Public = &page.Public{Canonical: p.address("/reported/areas", nil)}
	p.Render.Render(w, r, http.StatusOK, "reported/areas", data)
	return nil
}

// middles are the points at which areas are marked: the middle of the public places that the office lists of each. No report
// moves them, and an area of which no place is listed has none.
func (p *Pages) middles(ctx context.Context, w *words) (map[id.ID]geo.Point, error) {
	places, err := p.Report.Places(ctx, w.tenant.ID)
	if err != nil {
		return nil, err
	}
	sum, n := map[id.ID]geo.Point{}, map[id.ID]float64{}
	for _, x := range places {
		if !x.Point.IsZero() {
			sum[x.Unit] = geo.Point{Lat: sum[x.Unit].Lat + x.Point.Lat, Long: sum[x.Unit].Long + x.Point.Long}
			n[x.Unit]++
		}
	}
	for u, s := range sum {
		sum[u] = geo.Point{Lat: s.Lat / n[u], Long: s.Long / n[u]}
	}
	return sum, nil
}

// counted says in a sentence what the line of an area says.
func (w *words) counted(a area) string {
	if a.Open.Hidden {
		return w.Text("reported.areas.mark_few", fault.Args{"area": a.Name, "n": a.Step})
	}
	return w.Text("reported.areas.mark", fault.Args{"area": a.Name, "open": a.Open.From, "open_last": a.Open.From + a.Step - 1, "done": a.Done.From, "done_last": a.Done.From + a.Step - 1})
}

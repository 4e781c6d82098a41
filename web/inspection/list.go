package inspection

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"linli/platform/clock"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/report/inspection"
	"linli/web/page"
)

// perPage is how many inspections a page of the list shows.
const perPage = 25

type listRow struct {
	Href, Name, Hint string
	State            page.Tag
	Due              time.Time
}

type listPage struct {
	Form *page.Form
	words
	Rows   []listRow
	More   string // address of the next page; empty on the last
	Begins bool
	Rounds bool
}

// StateItems are the states to which the list can be narrowed.
func (l *listPage) StateItems() []page.Item {
	out := []page.Item{{Text: l.words.Text("inspection.list.all", nil)}}
	for _, s := range inspection.States {
		out = append(out, page.Item{Value: string(s), Text: l.words.Text("inspection.state."+string(s), nil)})
	}
	return out
}

// list shows a unit's inspections, the next due first. Filters stand in the address; nothing is counted.
func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	unit, err := p.unit(r)
	if err != nil {
		return err
	}
	l := &listPage{Form: page.NewForm(r.URL.Query()), Begins: p.may(r, "inspection.begin", unit)}
	if l.words, err = p.words(r.Context(), r); err != nil {
		return err
	}
	q := r.URL.Query()
	f := inspection.Filter{Unit: unit, State: inspection.State(q.Get("state")), Kind: q.Get("kind"), Limit: perPage}
	if f.After, err = cursorAt(q.Get("after")); err != nil {
		return err
	}
	rows, next, err := p.Inspect.List(r.Context(), actor(r), f)
	if err != nil {
		return err
	}
	for _, x := range rows {
		l.Rows = append(l.Rows, l.row(&x))
	}
	if !next.ID.IsZero() {
		q.Set("after", cursorText(next))
		l.More = "/inspections?" + q.Encode()
	}
	p.Render.Render(w, r, http.StatusOK, "inspection/list", l)
	return nil
}

func (w words) row(x *inspection.Row) listRow {
	c := &x.Case
	return listRow{Href: "/inspections/" + c.ID.String(), Name: c.Spot.Name, State: w.state(c.State), Due: x.Due,
		Hint: w.Text("inspection.list.hint", fault.Args{"kind": w.kind(c.Spot.Kind), "day": w.Date(c.Begun)})}
}

func cursorText(c inspection.Cursor) string {
	due := int64(0)
	if !c.Due.IsZero() {
		due = clock.Micros(c.Due)
	}
	return strconv.FormatInt(due, 36) + "~" + c.ID.String()
}

func cursorAt(s string) (c inspection.Cursor, err error) {
	if s == "" {
		return c, nil
	}
	micros, rest, _ := strings.Cut(s, "~")
	n, err := strconv.ParseInt(micros, 36, 64)
	if err == nil {
		c.ID, err = id.Parse(rest)
	}
	if err != nil || n < 0 {
		return c, noAct
	}
	if n > 0 {
		c.Due = clock.FromMicros(n)
	}
	return c, nil
}

// newPage is the beginning of an inspection: a place, and then the checklist.
type newPage struct {
	Form *page.Form
	words
	unit   id.ID
	Chosen *inspection.Place // nil: the place is still to be chosen
	places []inspection.Place
}

// PlaceItems are the places of the unit and those below it, in groups by kind.
func (n *newPage) PlaceItems() []page.Item {
	out := []page.Item{{}}
	for _, x := range n.places {
		if len(n.rules.Duties.ChecklistsOf(x.Kind)) > 0 {
			out = append(out, page.Item{Value: x.ID.String(), Text: n.words.Text("inspection.new.place", fault.Args{"name": x.Name, "kind": n.kind(x.Kind)})})
		}
	}
	return out
}

// ChecklistItems are the checklists for the kind of the place.
func (n *newPage) ChecklistItems() []page.Item {
	var out []page.Item
	for _, c := range n.rules.Duties.ChecklistsOf(n.Chosen.Kind) {
		out = append(out, page.Item{Value: c.ID, Text: n.in(c.Label)})
	}
	return out
}

func (p *Pages) newPage(r *http.Request, form *page.Form) (*newPage, error) {
	unit, err := p.unit(r)
	if err != nil {
		return nil, err
	}
	if err := p.check(r, "inspection.begin", unit); err != nil {
		return nil, err
	}
	n := &newPage{Form: form, unit: unit}
	if n.words, err = p.words(r.Context(), r); err != nil {
		return nil, err
	}
	if n.places, err = p.Inspect.Register(r.Context(), actor(r), unit, false); err != nil {
		return nil, err
	}
	chosen := form.Value("place")
	if chosen == "" {
		chosen = r.URL.Query().Get("place")
	}
	for i := range n.places {
		if n.places[i].ID.String() == chosen {
			n.Chosen = &n.places[i]
		}
	}
	return n, nil
}

func (p *Pages) newForm(w http.ResponseWriter, r *http.Request) error {
	n, err := p.newPage(r, page.NewForm(r.URL.Query()))
	if err != nil {
		return err
	}
	p.Render.Render(w, r, http.StatusOK, "inspection/new", n)
	return nil
}

// create begins an inspection, and goes on to its photographs and its record.
func (p *Pages) create(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	n, err := p.newPage(r, form)
	if err != nil {
		return err
	}
	switch {
	case form.Looking():
	case n.Chosen == nil:
		form.Add("place", "form.choose")
	case form.Value("checklist") == "":
		form.Add("checklist", "form.choose")
	default:
		cmd := inspection.Begin{Unit: n.unit, Place: n.Chosen.ID, Checklist: form.Value("checklist"), InRound: form.Value("round") != ""}
		ask, err := request(r, form, url.Values{"place": {cmd.Place.String()}, "checklist": {cmd.Checklist}})
		if err != nil {
			return err
		}
		c, err := p.Inspect.Begin(r.Context(), actor(r), cmd, ask)
		if err == nil {
			return seeOther(w, r, "/inspections/"+c.ID.String())
		}
		if !form.Take(err) {
			return err
		}
	}
	p.Render.Render(w, r, form.Status(), "inspection/new", n)
	return nil
}

// noticeRow is a supervised place as everybody reads it.
type noticeRow struct {
	Name, Area, Text string
	Published, Until time.Time
	Over             bool
}

// supervised is what everybody reads of places that are supervised in public.
func (p *Pages) supervised(w http.ResponseWriter, r *http.Request) error {
	t, err := p.Tenant(r)
	if err != nil {
		return err
	}
	all, err := p.Inspect.Supervised(r.Context(), t.ID)
	if err != nil {
		return err
	}
	rules, err := p.Inspect.Office.Rulebook(r.Context(), t.ID, p.Inspect.Clock.Now())
	if err != nil {
		return err
	}
	page.Of(r).Zone = rules.Zone // of the office: whoever reads this page has signed in nowhere
	var rows []noticeRow
	for _, x := range all {
		rows = append(rows, noticeRow{x.Place, x.Area, x.Text, x.Published, x.Until.Start(rules.Zone), x.Over})
	}
	p.Render.Render(w, r, http.StatusOK, "inspection/supervised", struct {
		Office string
		Rows   []noticeRow
	}{t.Name, rows})
	return nil
}

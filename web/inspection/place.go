package inspection

import (
	"io"
	"net/http"
	"slices"
	"strings"

	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/fault"
	"linli/platform/geo"
	"linli/platform/id"
	"linli/report/inspection"
	"linli/web/page"
)

type placeRow struct{ Href, Name, Hint string }

type coverRow struct {
	Kind           string
	Listed, Looked int
	Share          int
}

type placesPage struct {
	Form *page.Form
	words
	Rows    []placeRow
	Covered []coverRow
	Keeps   bool
	Kind    string
}

// places is the register: where the office looks, and how much of it was looked at this year.
func (p *Pages) places(w http.ResponseWriter, r *http.Request) error {
	unit, err := p.unit(r)
	if err != nil {
		return err
	}
	d := &placesPage{Form: page.NewForm(r.URL.Query()), Keeps: p.may(r, "inspection.places", unit), Kind: r.URL.Query().Get("kind")}
	if d.words, err = p.words(r.Context(), r); err != nil {
		return err
	}
	all, err := p.Inspect.Register(r.Context(), actor(r), unit, false)
	if err != nil {
		return err
	}
	for _, x := range all {
		if d.Kind == "" || x.Kind == d.Kind {
			hint := []string{d.kind(x.Kind), d.units[x.Unit]}
			if x.Area != "" {
				hint = append(hint, x.Area)
			}
			d.Rows = append(d.Rows, placeRow{"/places/" + x.ID.String(), x.Name, strings.Join(hint, " · ")})
		}
	}
	today := calendar.DateOf(p.Inspect.Clock.Now(), d.rules.Zone)
	covered, err := p.Inspect.Coverage(r.Context(), actor(r).Tenant, unit, "", calendar.Date{Year: today.Year, Month: 1, Day: 1}, today)
	if err != nil {
		return err
	}
	for _, c := range covered {
		d.Covered = append(d.Covered, coverRow{d.kind(c.Kind), c.Listed, c.Looked, c.Looked * 100 / c.Listed})
	}
	p.Render.Render(w, r, http.StatusOK, "inspection/places", d)
	return nil
}

// placePage is the form of one place.
type placePage struct {
	Form *page.Form
	words
	Place inspection.Place // zero for a new one
	Map   page.PlaceMap
	Units []page.Item
	Past  []listRow
	Keeps bool

	Begins bool // an inspection of it can be begun from here
}

// KeeperItems are the posts that can answer for a place.
func (d *placePage) KeeperItems() []page.Item {
	var out []page.Item
	for _, k := range inspection.Keepers() {
		out = append(out, page.Item{Value: string(k), Text: d.words.Text("inspection.keeper."+string(k), nil)})
	}
	return out
}

// IsNew reports whether the place is not in the register yet.
func (d *placePage) IsNew() bool { return d.Place.ID.IsZero() }

// Href is the address of the form.
func (d *placePage) Href() string {
	if d.IsNew() {
		return "/places/new"
	}
	return "/places/" + d.Place.ID.String()
}

func (p *Pages) placePage(r *http.Request, form *page.Form) (*placePage, error) {
	d := &placePage{Form: form, Map: page.PlaceMap{Base: p.Map}}
	var err error
	if d.words, err = p.words(r.Context(), r); err != nil {
		return nil, err
	}
	mine := p.Inspect.Units(actor(r))
	if r.PathValue("place") != "" {
		of, err := one(r, "place")
		if err != nil {
			return nil, err
		}
		if d.Place, _, err = p.Inspect.Place(r.Context(), actor(r), of); err != nil {
			return nil, err
		}
		d.Begins = p.may(r, "inspection.begin", d.Place.Unit)
		past, err := p.Inspect.Repo.OfPlace(r.Context(), actor(r).Tenant, of, 20)
		if err != nil {
			return nil, err
		}
		for _, x := range past {
			if slices.Contains(mine, x.Case.Unit) {
				d.Past = append(d.Past, d.row(&x))
			}
		}
		if d.Keeps = p.may(r, "inspection.places", d.Place.Unit); !d.Keeps && r.Method == http.MethodPost {
			return nil, p.check(r, "inspection.places", d.Place.Unit)
		}
	} else if _, err := p.unit(r); err != nil {
		return nil, err
	}
	units, err := p.Office.OpenUnits(r.Context(), actor(r).Tenant)
	if err != nil {
		return nil, err
	}
	for _, u := range units {
		if p.may(r, "inspection.places", u.ID) {
			d.Units = append(d.Units, page.Item{Value: u.ID.String(), Text: u.Name})
		}
	}
	if d.IsNew() {
		if d.Keeps = len(d.Units) > 0; !d.Keeps {
			return nil, p.check(r, "inspection.places", id.ID{})
		}
	}
	return d, nil
}

func (p *Pages) placeForm(w http.ResponseWriter, r *http.Request) error {
	d, err := p.placePage(r, page.NewForm(nil))
	if err != nil {
		return err
	}
	if x := &d.Place; !d.IsNew() {
		contact, err := p.Inspect.Contact(r.Context(), actor(r), x.ID)
		if err != nil {
			return err
		}
		for field, value := range map[string]string{"name": x.Name, "kind": x.Kind, "area": x.Area, "keeper": string(x.Keeper), "operator": x.Operator, "unit": x.Unit.String(), "contact": contact} {
			d.Form.Set(field, value)
		}
		if !x.Point.IsZero() {
			d.Map.Lat, d.Map.Long = geo.Degrees(x.Point.Lat), geo.Degrees(x.Point.Long)
			d.Form.Set("lat", d.Map.Lat)
			d.Form.Set("long", d.Map.Long)
		}
	}
	p.Render.Render(w, r, http.StatusOK, "inspection/place", d)
	return nil
}

func (p *Pages) putPlace(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	d, err := p.placePage(r, form)
	if err != nil {
		return err
	}
	x := d.Place
	x.Name, x.Kind, x.Area, x.Keeper, x.Operator = form.Value("name"), form.Value("kind"), form.Value("area"), access.PostKind(form.Value("keeper")), form.Value("operator")
	if x.Unit, err = id.Parse(form.Value("unit")); err != nil || x.Unit.IsZero() {
		form.Add("unit", "form.choose")
	}
	x.Point = geo.Point{}
	if form.Value("lat") != "" || form.Value("long") != "" {
		datum := geo.WGS84
		if s := form.Value("datum"); s != "" {
			datum = geo.Datum(s)
		}
		if x.Point, err = geo.Read(form.Value("lat"), form.Value("long"), datum); err != nil && !form.Take(err) {
			return err
		}
	}
	contact := form.Value("contact")
	if x.HasContact {
		if was, err := p.Inspect.Contact(r.Context(), actor(r), x.ID); err != nil {
			return err
		} else if was == contact {
			contact = "" // it stays as it is
		}
	}
	if !form.Looking() && !form.Faulty() {
		if _, err = p.Inspect.PutPlace(r.Context(), actor(r), x, contact); err == nil {
			p.Browser.Notify(w, "inspection.done.place")
			return seeOther(w, r, "/places")
		}
		if !form.Take(err) {
			return err
		}
	}
	p.Render.Render(w, r, form.Status(), "inspection/place", d)
	return nil
}

func (p *Pages) endPlace(w http.ResponseWriter, r *http.Request) error {
	of, err := one(r, "place")
	if err != nil {
		return err
	}
	if _, _, err := p.Inspect.Place(r.Context(), actor(r), of); err != nil {
		return err
	}
	if err := p.Inspect.EndPlace(r.Context(), actor(r), of); err != nil {
		return err
	}
	p.Browser.Notify(w, "inspection.done.end")
	return seeOther(w, r, "/places")
}

// codes are the units by which a table names them.
func (p *Pages) codes(r *http.Request) (inspection.UnitCodes, error) {
	units, err := p.Office.OpenUnits(r.Context(), actor(r).Tenant)
	out := inspection.UnitCodes{}
	for _, u := range units {
		out[strings.ToUpper(u.Code)] = u.ID
	}
	return out, err
}

func (p *Pages) export(w http.ResponseWriter, r *http.Request) error {
	unit, err := p.unit(r)
	if err != nil {
		return err
	}
	codes, err := p.codes(r)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="places.csv"`)
	h.Set("Cache-Control", "no-store")
	return p.Inspect.ExportPlaces(r.Context(), actor(r), unit, codes, w)
}

// importPage is the form of an import, with what became of one.
type importPage struct {
	Form    *page.Form
	Columns string
	Told    []string // what is wrong with each row; nothing was written then
	Done    *inspection.Brought
}

func (p *Pages) importPage(r *http.Request, form *page.Form) (*importPage, id.ID, error) {
	unit, err := p.unit(r)
	if err == nil {
		err = p.check(r, "inspection.places", unit)
	}
	return &importPage{Form: form, Columns: strings.Join(inspection.Columns, ", ")}, unit, err
}

func (p *Pages) importForm(w http.ResponseWriter, r *http.Request) error {
	d, _, err := p.importPage(r, page.NewForm(nil))
	if err != nil {
		return err
	}
	p.Render.Render(w, r, http.StatusOK, "inspection/import", d)
	return nil
}

func (p *Pages) importTable(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	d, unit, err := p.importPage(r, form)
	if err != nil {
		return err
	}
	words, err := p.words(r.Context(), r)
	if err != nil {
		return err
	}
	heads := form.Files("file")
	if len(heads) == 0 {
		form.Add("file", "form.required")
	} else if err := p.bring(r, d, unit, words); err != nil && !form.Take(err) {
		return err
	}
	p.Render.Render(w, r, form.Status(), "inspection/import", d)
	return nil
}

func (p *Pages) bring(r *http.Request, d *importPage, unit id.ID, words words) error {
	f, err := d.Form.Files("file")[0].Open()
	if err != nil {
		return fault.Wrap(fault.Invalid, "form.unreadable", err)
	}
	defer f.Close()
	body, err := io.ReadAll(f) // the edge has limited its size
	if err != nil {
		return fault.Wrap(fault.Invalid, "form.unreadable", err)
	}
	codes, err := p.codes(r)
	if err != nil {
		return err
	}
	out, err := p.Inspect.ImportPlaces(r.Context(), actor(r), unit, codes, body)
	if err != nil {
		return err
	}
	for _, x := range out.Rejected {
		d.Told = append(d.Told, words.Text("inspection.import.row", fault.Args{"line": x.Line, "reason": words.Fault(fault.Of(x.Err), x.Field)}))
	}
	if len(d.Told) == 0 {
		d.Done = &out
	}
	return nil
}

func (p *Pages) undo(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	_, unit, err := p.importPage(r, form)
	if err != nil {
		return err
	}
	run, err := id.Parse(form.Value("run"))
	if err != nil {
		return inspection.ErrNoRun
	}
	if _, err := p.Inspect.UndoPlaces(r.Context(), actor(r), unit, run); err != nil {
		return err
	}
	p.Browser.Notify(w, "inspection.done.undo")
	return seeOther(w, r, "/places")
}

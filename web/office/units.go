package office

import (
	"net/http"
	"slices"
	"time"

	"linli/office"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/web/page"
)

type unitsPage struct {
	Form  *page.Form
	Units []office.Row
}

type unitPage struct {
	Form *page.Form
	office.Row
	Below     []office.Row
	Levels    []office.Level // that a unit below may have
	Posts     []postRow
	Kinds     []access.PostKind
	UntilHint string // key of what is said beside the last day of a post
	Accounts  []office.Colleague
	Choices   []office.Colleague // who can be given a post here
	Languages []i18n.Language
	Self      id.ID
	Above     office.Desk // where people of a unit without a desk of its own are sent
	Heirs     []page.Item // to which its work can go when it is closed
	First     []page.Item // those who can have what nobody hands to another: the unit above, and they
	Breaks    []BrokenRow // when its figures became those of another
	Rooms     string      // of the top unit: the address of the office's own video server
}

// BrokenRow is a day from which the figures of a unit are those of another.
type BrokenRow struct {
	At   time.Time
	Unit string
	To   []string
}

// Broken are the breaks of a unit with the names of the units.
func Broken(tree office.Tree, unit id.ID) []BrokenRow {
	var out []BrokenRow
	for _, b := range tree.Breaks(unit) {
		x := BrokenRow{At: b.At, Unit: b.Unit.Name}
		for _, u := range b.To {
			x.To = append(x.To, u.Name)
		}
		out = append(out, x)
	}
	return out
}

type postRow struct {
	office.Post
	Name  string // of the account
	Login string
}

// LastDay is an instant of the last day of a post that ends.
func (p postRow) LastDay() time.Time { return p.To.Add(-time.Microsecond) }

func (p *Pages) units(w http.ResponseWriter, r *http.Request) error {
	rows, err := p.Office.Units(r.Context(), must(r).Actor)
	if err != nil {
		return err
	}
	p.Render.Render(w, r, http.StatusOK, "office/units", unitsPage{Form: page.NewForm(nil), Units: rows})
	return nil
}

func (p *Pages) unit(w http.ResponseWriter, r *http.Request) error {
	return p.showUnit(w, r, page.NewForm(nil))
}

// showUnit shows one unit of the actor's own, with the form that was not right, if any.
func (p *Pages) showUnit(w http.ResponseWriter, r *http.Request, form *page.Form) error {
	ctx, a := r.Context(), must(r).Actor
	unit, err := idIn(r, "unit")
	if err != nil {
		return err
	}
	rows, err := p.Office.Units(ctx, a)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(rows, func(x office.Row) bool { return x.ID == unit })
	if i < 0 {
		return office.ErrNotFound
	}
	data := unitPage{Form: form, Row: rows[i], Kinds: kindsIn(rows[i].Unit), Languages: p.Render.Texts().Languages(), Self: a.Account}
	data.UntilHint = "office.guest.until"
	if !rows[i].Guest() {
		data.UntilHint = "office.posts.until_hint"
		data.Levels = append(office.Levels()[slices.Index(office.Levels(), rows[i].Level)+1:], office.Guest)
	}
	tree, err := p.Office.Tree(ctx, a.Tenant)
	if err != nil {
		return err
	}
	data.Above = tree.Desk(rows[i].Parent)
	for _, x := range rows {
		if x.ID != unit && !x.Parent.IsZero() && !x.Guest() && x.ClosedAt.IsZero() && !x.Level.Below(rows[i].Level) {
			data.Heirs = append(data.Heirs, page.Item{Value: x.ID.String(), Text: x.Name})
		}
	}
	above, _ := tree.Unit(rows[i].Parent)
	data.First = append([]page.Item{{Value: "", Text: p.Render.Texts().For(page.Of(r).Language, page.Of(r).Zone).Text("office.unit.heir_above", fault.Args{"unit": above.Name})}}, data.Heirs...)
	data.Breaks = Broken(tree, unit)
	t, err := p.Office.TenantByID(ctx, a.Tenant)
	if err != nil {
		return err
	}
	data.Rooms = t.Rooms
	for _, x := range rows {
		if x.Parent == unit {
			data.Below = append(data.Below, x)
		}
	}
	if data.Accounts, err = p.Office.Accounts(ctx, a, unit); err != nil {
		return err
	}
	if err := p.choices(r, &data, rows); err != nil {
		return err
	}
	if data.Posts, err = p.posts(r, unit, data.Choices); err != nil {
		return err
	}
	p.Render.Render(w, r, form.Status(), "office/unit", data)
	return nil
}

// kindsIn are the posts that a unit has.
func kindsIn(u office.Unit) []access.PostKind {
	if u.Guest() {
		return []access.PostKind{access.Lead, access.Mediator}
	}
	return access.PostKinds()
}

// choices are the accounts that can be given a post here: those of this unit and of all others that the actor administers; of
// a guest its own alone, and a guest's nowhere else.
func (p *Pages) choices(r *http.Request, data *unitPage, rows []office.Row) error {
	for _, row := range rows {
		if row.ID != data.ID && (row.Guest() || data.Guest()) {
			continue
		}
		accounts, err := p.Office.Accounts(r.Context(), must(r).Actor, row.ID)
		if err != nil {
			return err
		}
		for _, x := range accounts {
			if x.ClosedAt.IsZero() && x.Organisation.IsZero() {
				data.Choices = append(data.Choices, x)
			}
		}
	}
	return nil
}

func (p *Pages) posts(r *http.Request, unit id.ID, known []office.Colleague) ([]postRow, error) {
	who := must(r)
	posts, err := p.Office.PostsIn(r.Context(), who.Actor, unit)
	if err != nil {
		return nil, err
	}
	var out []postRow
	for _, post := range posts {
		row := postRow{Post: post}
		if i := slices.IndexFunc(known, func(c office.Colleague) bool { return c.ID == post.Account }); i >= 0 {
			row.Name, row.Login = known[i].Name, known[i].Login
		} else if row.Name, err = p.Office.AccountName(r.Context(), who.Actor.Tenant, post.Account); err != nil {
			return nil, err
		}
		out = append(out, row)
	}
	return out, nil
}

// act reads the form of a unit's page, does one thing with it, and shows the page again: renewed, or with what was wrong.
func (p *Pages) act(w http.ResponseWriter, r *http.Request, notice string, do func(unit id.ID, form *page.Form) error) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	unit, err := idIn(r, "unit")
	if err != nil {
		return err
	}
	if err := do(unit, form); err != nil {
		if f := fault.Of(err); f.Code != fault.Invalid && f.Code != fault.Guard && f.Code != fault.Conflict {
			return err
		}
		if !form.Faulty() { // what the form found itself is noted already
			form.Take(err)
		}
		return p.showUnit(w, r, form)
	}
	p.Browser.Notify(w, notice)
	return seeOther(w, r, "/office/units/"+unit.String())
}

func (p *Pages) addUnit(w http.ResponseWriter, r *http.Request) error {
	return p.act(w, r, "office.unit.added", func(unit id.ID, form *page.Form) error {
		_, err := p.Office.AddUnit(r.Context(), must(r).Actor, office.AddUnit{Parent: unit,
			Level: office.Level(form.Value("level")), Code: form.Value("code"), Name: form.Value("name")})
		return err
	})
}

func (p *Pages) renameUnit(w http.ResponseWriter, r *http.Request) error {
	return p.act(w, r, "office.unit.renamed", func(unit id.ID, form *page.Form) error {
		return moved(p.Office.RenameUnit(r.Context(), must(r).Actor, unit, form.Value("new_name")), "name", "new_name")
	})
}

func (p *Pages) setDesk(w http.ResponseWriter, r *http.Request) error {
	return p.act(w, r, "office.desk.saved", func(unit id.ID, form *page.Form) error {
		return p.Office.SetDesk(r.Context(), must(r).Actor, unit,
			office.Desk{Address: form.Value("address"), Phone: form.Value("phone"), Hours: form.Value("hours")})
	})
}

func (p *Pages) setRooms(w http.ResponseWriter, r *http.Request) error {
	return p.act(w, r, "office.rooms.saved", func(unit id.ID, form *page.Form) error {
		return p.Office.SetRooms(r.Context(), must(r).Actor, unit, form.Value("rooms"))
	})
}

func (p *Pages) closeUnit(w http.ResponseWriter, r *http.Request) error {
	return p.act(w, r, "office.unit.closed", func(unit id.ID, form *page.Form) error {
		day := form.Date("closes", page.Of(r).Zone)
		if form.Faulty() {
			return form.Err()
		}
		if day.IsZero() {
			return fault.Field("closes", "form.required")
		}
		var heirs []id.ID
		for _, v := range append([]string{form.Value("heir")}, form.Values("heirs")...) {
			heir, err := id.Parse(v)
			switch {
			case v == "" && len(form.Values("heirs")) == 0: // the unit above
			case err != nil:
				return fault.Field("heir", "form.choose")
			case !slices.Contains(heirs, heir): // the first may be ticked among the others
				heirs = append(heirs, heir)
			}
		}
		return moved(p.Office.CloseUnit(r.Context(), must(r).Actor, unit, day, heirs...), "heirs", "heir")
	})
}

func (p *Pages) assignPost(w http.ResponseWriter, r *http.Request) error {
	return p.act(w, r, "office.post.assigned", func(unit id.ID, form *page.Form) error {
		account, err := id.Parse(form.Value("account"))
		if err != nil || account.IsZero() {
			return fault.Field("account", "form.choose")
		}
		since, until := form.Date("since", page.Of(r).Zone), form.Date("until", page.Of(r).Zone)
		if form.Faulty() {
			return form.Err()
		}
		if !until.IsZero() {
			until = until.AddDate(0, 0, 1) // the day named is the last one
		}
		_, err = p.Office.AssignPost(r.Context(), must(r).Actor, office.AssignPost{
			Account: account, Unit: unit, Kind: access.PostKind(form.Value("kind")), From: since, To: until})
		return err
	})
}

func (p *Pages) endPost(w http.ResponseWriter, r *http.Request) error {
	return p.act(w, r, "office.post.ended", func(unit id.ID, _ *page.Form) error {
		post, err := idIn(r, "post")
		if err != nil {
			return err
		}
		return p.Office.EndPost(r.Context(), must(r).Actor, unit, post)
	})
}

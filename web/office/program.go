package office

import (
	"net/http"

	"linli/office"
	"linli/platform/id"
	"linli/web/page"
)

const programs = "/office/programs"

// programsPage lists the programs that report here, with the form of a new one.
type programsPage struct {
	Form *page.Form
	Rows []programRow
}

type programRow struct {
	Href, Name string
	State      page.Tag
}

// programPage is one of them.
type programPage struct {
	Form    *page.Form
	Href    string
	Program office.Program
	State   page.Tag
	Key     string // a new one, shown once
}

// stateOf says whether a program can report, and for how long where that is not much.
func (p *Pages) stateOf(r *http.Request, x office.Program) page.Tag {
	v := page.Of(r)
	key, colour := "program.runs", "govuk-tag--green"
	switch {
	case len(x.Keys) == 0:
		key, colour = "program.silent", "govuk-tag--grey"
	case x.Ending:
		key, colour = "program.ending", "govuk-tag--yellow"
	}
	return page.Tag{Text: p.Render.Texts().For(v.Language, v.Zone).Text(key, nil), Classes: colour}
}

func (p *Pages) programs(w http.ResponseWriter, r *http.Request) error {
	return p.showPrograms(w, r, page.NewForm(nil))
}

func (p *Pages) showPrograms(w http.ResponseWriter, r *http.Request, form *page.Form) error {
	all, err := p.Office.Programs(r.Context(), must(r).Actor)
	if err != nil {
		return err
	}
	data := programsPage{Form: form}
	for _, x := range all {
		data.Rows = append(data.Rows, programRow{programs + "/" + x.ID.String(), x.Name, p.stateOf(r, x)})
	}
	p.Render.Render(w, r, form.Status(), "office/programs", data)
	return nil
}

func (p *Pages) addProgram(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	x, key, err := p.Office.AddProgram(r.Context(), must(r), form.Value("name"))
	if err != nil {
		if !form.Take(err) {
			return err
		}
		return p.showPrograms(w, r, form)
	}
	return p.showProgram(w, r, x.ID, nil, key)
}

func (p *Pages) program(w http.ResponseWriter, r *http.Request) error {
	of, err := idIn(r, "id")
	if err != nil {
		return err
	}
	return p.showProgram(w, r, of, nil, "")
}

// showProgram shows a program; form: what was written wrongly, or nil; key: a new one, or "".
func (p *Pages) showProgram(w http.ResponseWriter, r *http.Request, of id.ID, form *page.Form, key string) error {
	x, err := p.Office.Program(r.Context(), must(r).Actor, of)
	if err != nil {
		return err
	}
	if form == nil {
		form = page.NewForm(map[string][]string{"name": {x.Name}})
	}
	p.Render.Render(w, r, form.Status(), "office/program", programPage{form, programs + "/" + x.ID.String(), x, p.stateOf(r, x), key})
	return nil
}

// changeProgram does what the pressed button says.
func (p *Pages) changeProgram(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	of, err := idIn(r, "id")
	if err != nil {
		return err
	}
	done := ""
	switch form.Value("do") {
	case "renew":
		key, err := p.Office.RenewProgram(r.Context(), must(r), of, form.Value("at_once") != "")
		if err != nil {
			return err
		}
		return p.showProgram(w, r, of, nil, key)
	case "revoke":
		done, err = "program.done.revoke", p.Office.RevokeProgram(r.Context(), must(r), of)
	default:
		done, err = "program.done.save", p.Office.RenameProgram(r.Context(), must(r), of, form.Value("name"))
	}
	if err != nil {
		if !form.Take(err) {
			return err
		}
		return p.showProgram(w, r, of, form, "")
	}
	p.Browser.Notify(w, done)
	return seeOther(w, r, programs+"/"+of.String())
}

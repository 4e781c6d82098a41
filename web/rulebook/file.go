package rulebook

import (
	"mime"
	"net/http"
	"path"
	"strconv"

	"linli/platform/fault"
	"linli/platform/sheet"
	"linli/rulebook"
	"linli/rulebook/release"
	"linli/web/page"
)

type filePage struct {
	Form    *page.Form
	Version release.Version
	Href    string // of the version
	File    string
	Self    string
	Text    string
	Found   []found
	Edits   bool
	Refused bool // what was sent was not written
	Row     int64
}

// file shows one file of a version, in a field where it can be changed.
func (p *Pages) file(w http.ResponseWriter, r *http.Request) error {
	return p.layFile(w, r, page.NewForm(nil), nil)
}

func (p *Pages) layFile(w http.ResponseWriter, r *http.Request, form *page.Form, refused []rulebook.Finding) error {
	ctx, a := r.Context(), actor(r)
	x, err := of(r)
	if err != nil {
		return err
	}
	v, folder, err := p.Versions.Show(ctx, a, x)
	if err != nil {
		return err
	}
	name := fromAddress(r.PathValue("file"))
	text, there := folder[name]
	if !there {
		return release.ErrNotFound
	}
	if release.Workbook(name) {
		send(w, sheet.MediaType, "attachment", path.Base(name), text)
		return nil
	}
	look, err := p.Versions.Look(ctx, a, x)
	if err != nil {
		return err
	}
	data := filePage{Form: form, Version: v, Href: at(v.ID), File: name, Self: at(v.ID) + "/files/" + inAddress(name), Text: string(text), Refused: len(refused) > 0,
		Edits: v.State == release.Draft && p.Versions.Writes(ctx, a), Row: v.Row}
	if form.Value("row") != "" { // what was typed was decided on the version that its writer saw
		data.Row = form.Number("row")
	}
	all := refused
	for _, f := range look.Findings {
		if f.File == name && len(refused) == 0 {
			all = append(all, f)
		}
	}
	data.Found = p.findings(v, folder, all)
	for i := range data.Found {
		if data.Found[i].Href = ""; data.Edits {
			data.Found[i].Href = "#text"
		}
	}
	status := form.Status()
	if len(refused) > 0 {
		status = http.StatusBadRequest
	}
	p.Render.Render(w, r, status, "rulebook/file", data)
	return nil
}

// write puts what was typed into the draft, or takes the file out of it.
func (p *Pages) write(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	x, err := of(r)
	if err != nil {
		return err
	}
	if _, _, err := p.Versions.Show(r.Context(), actor(r), x); err != nil { // before anything of the form is said
		return err
	}
	name, do, row := fromAddress(r.PathValue("file")), form.Value("do"), form.Number("row")
	if do == "remove" {
		if err := p.Versions.Remove(r.Context(), actor(r), x, row, name); err != nil {
			return err
		}
		p.Browser.Notify(w, "rulebook.done.remove")
		return seeOther(w, r, at(x))
	}
	typed := form.Values("text")
	if len(typed) != 1 {
		return fault.New(fault.Invalid, "form.unreadable")
	}
	refused, err := p.Versions.Write(r.Context(), actor(r), x, row, name, []byte(typed[0]))
	if err != nil && !form.Take(err) {
		return err
	}
	if err != nil || len(refused) > 0 {
		return p.layFile(w, r, form, refused)
	}
	p.Browser.Notify(w, "rulebook.done.write")
	return seeOther(w, r, at(x)+"/files/"+inAddress(name))
}

// send answers with a file that is not kept anywhere on the way.
func send(w http.ResponseWriter, kind, disposition, name string, body []byte) {
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", mime.FormatMediaType(disposition, map[string]string{"filename": name}))
	h.Set("Content-Length", strconv.Itoa(len(body)))
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write(body) //nolint:gosec // made here, under nosniff
}

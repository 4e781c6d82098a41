package report

import (
	"html/template"
	"net/http"
	"net/url"
	"strconv"

	"linli/platform/access"
	"linli/platform/redact"
	"linli/report"
	"linli/web/page"
)

// publishPage is where a person decides what everybody reads of a report: beside what was written stands what seems to point at
// somebody, and in the fields a text without it.
type publishPage struct {
	*issue
	Original []redact.Part
	Left     []redact.Part // of what was typed, where something in it seems to point at somebody
	Pictures []picture
}

// picture is a photograph that can be shown.
type picture struct {
	N     int // from 1
	Name  string
	Cover page.Cover
	file  report.Attachment
}

// Field is the name of one of the picture's fields.
func (p picture) Field(name string) string { return name + "_" + strconv.Itoa(p.N) }

// MayShow reports whether the answer may be published.
func (v *publishPage) MayShow() bool { return v.Case.MayShow || !v.Case.Program.IsZero() }

// publishPage opens the report for whoever decides; for everybody else there is no such page.
func (p *Pages) publishPage(r *http.Request, form *page.Form) (*publishPage, error) {
	v, err := p.issue(r)
	if err != nil {
		return nil, err
	}
	if err := p.Report.Access.Check(actor(r), "report.publish", v.Case.Facts()); err != nil {
		return nil, err
	}
	if v.Opened == nil { // it is decided by who has read it
		return nil, access.ErrNotFound
	}
	v.Form, v.Act = form, "publish"
	d := &publishPage{issue: v, Original: redact.Parts(v.Opened.Account.Text)}
	for i, f := range v.Case.Files {
		if !f.Picture() {
			continue
		}
		n := strconv.Itoa(i + 1)
		d.Pictures = append(d.Pictures, picture{N: i + 1, Name: v.Opened.Names[f.ID], file: f,
			Cover: page.Cover{Name: "cover_" + n, Picture: template.URL(v.Href("files", f.ID.String()) + "?small=yes")}})
	}
	return d, nil
}

// proposed are the words and the place as the program would let them through: without what seems to point at somebody.
func (v *issue) proposed() (words, place string) {
	place = v.Place
	if place == "" {
		place = redact.Rewrite(v.Opened.Account.Address, func(redact.Kind) string { return "" })
	}
	return redact.Rewrite(v.Opened.Account.Text, v.instead), place
}

// instead stands where something was taken out.
func (v *issue) instead(k redact.Kind) string { return v.words.Text("publish.instead."+string(k), nil) }

// proposeCovers covers beforehand what looks like a face or a plate on each photograph; where nobody could look, the page says so.
func (p *Pages) proposeCovers(r *http.Request, d *publishPage) error {
	seen, err := p.Report.ProposeCovers(r.Context(), actor(r), &d.Case)
	if err != nil {
		return err
	}
	for i := range d.Pictures {
		x := &d.Pictures[i]
		areas, looked := seen[x.file.ID]
		x.Cover.Unseen = !looked
		d.Form.Cover(x.Cover.Name, areas)
	}
	return nil
}

func (p *Pages) publishForm(w http.ResponseWriter, r *http.Request) error {
	d, err := p.publishPage(r, page.NewForm(url.Values{}))
	if err != nil {
		return err
	}
	words, place := d.proposed()
	if err := p.proposeCovers(r, d); err != nil {
		return err
	}
	d.Form.Set("text", words)
	d.Form.Set("place", place)
	if d.MayShow() {
		d.Form.Set("answer", redact.Rewrite(d.Opened.Answers[d.Case.Answer].Text, d.instead))
	}
	p.Render.Render(w, r, http.StatusOK, "report/publish", d)
	return nil
}

// publish takes the decision. What still seems to point at somebody is shown once more, and stays only where that person says so.
func (p *Pages) publish(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	d, err := p.publishPage(r, form)
	if err != nil {
		return err
	}
	if form.Looking() {
		p.Render.Render(w, r, http.StatusOK, "report/publish", d)
		return nil
	}
	form.Require("text")
	show, sent := d.shown(form)
	if !form.Faulty() {
		cmd := report.Publish{Text: form.Value("text"), Place: form.Value("place"), Answer: form.Value("answer"), Stays: form.Checked("stays")}
		ask, err := request(r, form, sent)
		if err == nil {
			_, err = p.Report.Publish(r.Context(), actor(r), d.Case.ID, cmd, show, ask)
		}
		if err == nil {
			p.Browser.Notify(w, "issue.done.publish")
			return seeOther(w, r, d.Href())
		}
		if !form.Take(err) {
			return err
		}
	}
	for _, field := range []string{"text", "place", "answer"} {
		if words := form.Value(field); len(redact.Find(words)) > 0 {
			d.Left = append(append(d.Left, redact.Parts(words)...), redact.Part{Text: " "})
		}
	}
	p.Render.Render(w, r, form.Status(), "report/publish", d)
	return nil
}

// shown are the photographs that were chosen, with what is covered on each.
func (v *publishPage) shown(form *page.Form) (show []report.ShowPicture, sent url.Values) {
	sent = url.Values{}
	for _, field := range []string{"text", "place", "answer", "stays"} {
		sent.Set(field, form.Value(field))
	}
	for _, x := range v.Pictures {
		if !form.Checked(x.Field("show")) {
			continue
		}
		clear := form.Checked(x.Field("clear"))
		if !clear {
			form.Add(x.Field("clear"), "issue.field.picture_clear")
		}
		cover, err := form.Covered(x.Cover.Name)
		if err != nil {
			form.Add(x.Field("clear"), "blob.mask")
		}
		sent[x.Cover.Name] = form.Values(x.Cover.Name)
		show = append(show, report.ShowPicture{File: x.file.ID, Cover: cover, Clear: clear})
	}
	return show, sent
}

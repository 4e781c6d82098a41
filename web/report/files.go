package report

import (
	"net/http"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/report"
	"linli/web/page"
)

// filing is what a page needs on which files are shown and added.
type filing struct {
	Form *page.Form
	adds bool
}

// Accept says which files can be chosen.
func (filing) Accept() page.Attributes { return page.Uploads() }

// Adds reports whether the reader can add a file now.
func (f filing) Adds() bool { return f.adds }

func (p *Pages) filing(a access.Actor, c *report.Case, form *page.Form) filing {
	return filing{form, len(c.Next([]casefile.Kind{"attach"}, a.Kind)) > 0 && p.Report.Access.Check(a, "report.attach", c.Facts()) == nil}
}

// file sends one photograph or paper of a report to whoever handles it.
func (p *Pages) file(w http.ResponseWriter, r *http.Request) error {
	return p.sendFile(w, r, r.PathValue("report"))
}

// fileComplaint is [Pages.file] of a report about a unit.
func (p *Pages) fileComplaint(w http.ResponseWriter, r *http.Request) error {
	return p.sendFile(w, r, r.PathValue("complaint"))
}

func (p *Pages) sendFile(w http.ResponseWriter, r *http.Request, of string) error {
	caseID, err := id.Parse(of)
	if err != nil {
		return report.ErrNotFound
	}
	which, err := id.Parse(r.PathValue("file"))
	if err != nil {
		return report.ErrNotFound
	}
	file, err := p.Report.Download(r.Context(), actor(r), caseID, which)
	if err != nil {
		return err
	}
	return page.SendFile(w, r, page.File{Name: file.Name, Type: file.Type, Bytes: file.Bytes, Small: file.Small})
}

// upload adds photographs or papers of the office to a report. Its reporter sees them.
func (p *Pages) upload(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	v, err := p.issue(r)
	if err != nil {
		return err
	}
	if err := p.Report.Access.Check(actor(r), "report.attach", v.Case.Facts()); err != nil { // before anything of the form is said
		return err
	}
	if v.filing.Form = form; !form.Looking() {
		done, err := p.take(r, v.Case.ID, form)
		if err != nil {
			return err
		}
		if done {
			p.Browser.Notify(w, "issue.done.attach")
			return seeOther(w, r, v.Href())
		}
	}
	p.Render.Render(w, r, form.Status(), "report/issue", v)
	return nil
}

// uploadComplaint is [Pages.upload] of a report about a unit.
func (p *Pages) uploadComplaint(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	v, err := p.view(r)
	if err != nil {
		return err
	}
	if err := p.Report.Access.Check(actor(r), "report.attach", v.Case.Facts()); err != nil { // before anything of the form is said
		return err
	}
	if v.filing.Form = form; !form.Looking() {
		done, err := p.take(r, v.Case.ID, form)
		if err != nil {
			return err
		}
		if done {
			p.Browser.Notify(w, "issue.done.attach")
			return seeOther(w, r, v.Href())
		}
	}
	p.Render.Render(w, r, form.Status(), "report/case", v)
	return nil
}

// take adds the files of a form; what is wrong with one is noted in the form.
func (p *Pages) take(r *http.Request, to id.ID, form *page.Form) (done bool, err error) {
	if len(form.Files("file")) == 0 {
		form.Add("file", "paper.files.choose")
		return false, nil
	}
	for _, head := range form.Files("file") {
		err := Upload(r.Context(), p.Report, actor(r), to, head)
		if err == nil {
			continue
		}
		if x := fault.Of(err); x != nil && x.Field == "" && x.Code != fault.NotFound && x.Code != fault.Forbidden {
			err = x.At("file")
		}
		if !form.Take(err) {
			return false, err
		}
		return false, nil
	}
	return true, nil
}

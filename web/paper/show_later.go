package paper

import (
	"net/http"

	"linli/mediation"
	"linli/platform/fault"
	"linli/web/page"
)

// everyParty stands for all parties, those who come later too, where the form asks who else is to see a file.
const everyParty = "all"

// Asked reports whether a form was about this file.
func (f fileRow) Asked(form *page.Form) bool { return form.Value("show") == f.Ref }

// showLater shows a file that the party gave before to others, whom it ticks.
func (p *Pages) showLater(w http.ResponseWriter, r *http.Request, who reader, form *page.Form) error {
	ref := form.Value("show")
	field := "to_" + ref
	r.SetPathValue("file", ref)
	file, err := p.fileIn(r, who)
	if err != nil {
		return err
	}
	cmd := mediation.ShowFile{Attachment: file, Party: who.Own}
	ticked := form.Values(field)
	for _, v := range ticked {
		cmd.Shared = cmd.Shared || v == everyParty
	}
	if !cmd.Shared {
		if cmd.With, err = p.with(r, who, ticked); err != nil {
			return err
		}
	}
	if len(ticked) == 0 {
		form.Add(field, "paper.files.with_whom")
	} else if _, _, err := p.Mediation.Act(r.Context(), who.Actor, who.Of, cmd, mediation.Ask{}); err != nil && !form.Take(fault.Of(err).At(field)) {
		return err
	}
	if form.Faulty() {
		return p.showFiles(w, r, who, form)
	}
	p.Browser.Notify(w, "paper.files.show_done")
	http.Redirect(w, r, who.Base+"/files", http.StatusSeeOther)
	return nil
}

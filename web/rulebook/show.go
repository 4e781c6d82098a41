package rulebook

import (
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"linli/platform/fault"
	"linli/platform/id"
	"linli/rulebook"
	"linli/rulebook/release"
	"linli/web/page"
)

type showPage struct {
	Form *page.Form
	release.Version
	Href     string
	Mark     page.Tag
	Writer   string
	Asker    string
	Releaser string
	Day      time.Time // on which it takes effect; zero: nobody has released it
	Groups   []group
	Look     release.Look
	Found    []found
	Refused  []found // of a folder that was sent and not taken
	Steps    []string
	Edits    bool
}

// group are the files of one kind.
type group struct {
	Key   string
	Files []fileRow
}

type fileRow struct {
	Name, Href string
	Paper      string // where it is shown as it will look; empty: it is no template
	Wrong      int    // findings in it
}

// found is a finding with the way to its field and the line that it is about.
type found struct {
	rulebook.Finding
	Href, Source string
}

func (p *Pages) findings(v release.Version, folder release.Folder, all []rulebook.Finding) []found {
	var out []found
	for _, f := range all {
		x := found{Finding: f}
		if body, there := folder[f.File]; there {
			x.Href = at(v.ID) + "/files/" + inAddress(f.File) + "#text"
			if lines := strings.Split(string(body), "\n"); f.Line >= 1 && f.Line <= len(lines) {
				x.Source = strings.TrimSpace(lines[f.Line-1])
			}
		}
		out = append(out, x)
	}
	return out
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	return p.layShow(w, r, page.NewForm(nil), nil)
}

func (p *Pages) layShow(w http.ResponseWriter, r *http.Request, form *page.Form, refused []rulebook.Finding) error {
	ctx, a := r.Context(), actor(r)
	x, err := of(r)
	if err != nil {
		return err
	}
	v, folder, err := p.Versions.Show(ctx, a, x)
	if err != nil {
		return err
	}
	data := showPage{Form: form, Version: v, Href: at(v.ID), Mark: p.state(r, v), Edits: v.State == release.Draft && p.Versions.Writes(ctx, a)}
	if data.Look, err = p.Versions.Look(ctx, a, x); err != nil {
		return err
	}
	data.Found, data.Groups = p.findings(v, folder, data.Look.Findings), groups(v, folder, data.Look.Findings)
	data.Refused = p.findings(v, nil, refused)
	if v.State == release.Released {
		data.Day = v.Effective.Start(page.Of(r).Zone)
	}
	for name, account := range map[*string]id.ID{&data.Writer: v.BegunBy, &data.Asker: v.Proposer, &data.Releaser: v.Releaser} {
		if *name, err = p.name(r, account); err != nil {
			return err
		}
	}
	for _, step := range p.Versions.Next(ctx, a, v) {
		if step != "release" && step != "send_back" { // on the page that says what it changes
			data.Steps = append(data.Steps, step)
		}
	}
	status := form.Status()
	if len(refused) > 0 {
		status = http.StatusBadRequest
	}
	p.Render.Render(w, r, status, "rulebook/show", data)
	return nil
}

func (p *Pages) name(r *http.Request, account id.ID) (string, error) {
	if account.IsZero() {
		return "", nil
	}
	return p.Office.AccountName(r.Context(), actor(r).Tenant, account)
}

// groups are the files in the order in which they are read: the rules, the texts, the papers, the examples.
func groups(v release.Version, folder release.Folder, all []rulebook.Finding) []group {
	out := []group{{Key: "rules"}, {Key: "texts"}, {Key: "documents"}, {Key: "tests"}}
	for _, name := range slices.Sorted(maps.Keys(folder)) {
		row := fileRow{Name: name, Href: at(v.ID) + "/files/" + inAddress(name)}
		for _, f := range all {
			if f.File == name {
				row.Wrong++
			}
		}
		dir, file, _ := strings.Cut(name, "/")
		if release.Workbook(name) {
			dir = "documents"
		}
		i := max(0, slices.IndexFunc(out, func(g group) bool { return g.Key == dir }))
		if dir == "documents" && !release.Workbook(name) {
			row.Paper = at(v.ID) + "/papers/" + strings.TrimSuffix(file, ".md")
		}
		out[i].Files = append(out[i].Files, row)
	}
	return slices.DeleteFunc(out, func(g group) bool { return len(g.Files) == 0 })
}

// change does what the pressed button says.
func (p *Pages) change(w http.ResponseWriter, r *http.Request) error {
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
	to, do := at(x), form.Value("do")
	var refused []rulebook.Finding
	switch do {
	case "add":
		name := form.Value("file")
		if _, folder, err := p.Versions.Show(r.Context(), actor(r), x); err == nil && folder[name] != nil {
			form.Add("file", "rulebook.field.there")
			return p.layShow(w, r, form, nil)
		}
		if refused, err = p.Versions.Write(r.Context(), actor(r), x, form.Number("row"), name, []byte("\n")); len(refused) > 0 && err == nil {
			form.Add("file", "rulebook.field.file")
			return p.layShow(w, r, form, nil)
		}
		to += "/files/" + inAddress(name)
	case "upload":
		refused, err = p.upload(r, x, form)
	case "propose", "take_back", "withdraw", "stop":
		err = p.Versions.Act(r.Context(), actor(r), x, do, "")
	default:
		err = fault.New(fault.Invalid, "form.unreadable")
	}
	if err != nil && !form.Take(err) {
		return err
	}
	if err != nil || len(refused) > 0 || form.Faulty() {
		return p.layShow(w, r, form, refused)
	}
	p.Browser.Notify(w, "rulebook.done."+do)
	return seeOther(w, r, to)
}

// upload takes a whole folder as a zip file.
func (p *Pages) upload(r *http.Request, x id.ID, form *page.Form) ([]rulebook.Finding, error) {
	sent := form.Files("folder")
	if len(sent) != 1 || sent[0].Size == 0 {
		return nil, fault.Field("folder", "form.required")
	}
	if sent[0].Size > release.MaxArchive {
		return nil, fault.Field("folder", "rulebook.field.large")
	}
	f, err := sent[0].Open()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	archive, err := io.ReadAll(io.LimitReader(f, release.MaxArchive+1))
	if err != nil {
		return nil, err
	}
	return p.Versions.Replace(r.Context(), actor(r), x, form.Number("row"), archive)
}

// folder is the whole folder as a zip file.
func (p *Pages) folder(w http.ResponseWriter, r *http.Request) error {
	x, err := of(r)
	if err != nil {
		return err
	}
	v, folder, err := p.Versions.Show(r.Context(), actor(r), x)
	if err != nil {
		return err
	}
	if folder == nil {
		return release.ErrNotFound
	}
	packed, err := folder.Archive()
	if err != nil {
		return err
	}
	send(w, "application/zip", "attachment", v.Book+"-"+v.Name+".zip", packed)
	return nil
}

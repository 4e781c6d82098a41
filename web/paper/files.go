package paper

import (
	"net/http"
	"path"
	"slices"
	"strconv"

	"linli/mediation"
	"linli/platform/access"
	"linli/platform/blob"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/web/page"
)

type fileRow struct {
	mediation.Attachment
	Ref   string // in the address: an id tells when it was made, so that a party's address has a number instead
	Name  string
	Whose string // the party's name or side; empty for the office
	Shown string // to whom it is shown, where that is not every party
	Image bool
	More  bool   // the reader can show it to others
	To    []row  // those of them who do not see it yet
	All   string // everybody, in the reader's language
}

// Items offers whom a file can be shown to besides.
func (f fileRow) Items() []page.Item {
	return append(shown{f.To}.OtherItems(), page.Item{Value: everyParty, Text: f.All})
}

type filesPage struct {
	Form *page.Form
	marks
	Base  string
	Files []fileRow
	May   bool
	Share bool // the party takes part, so that there is somebody to share with
	shown
}

// shown are the parties to whom a file can be shown apart from the others. In the form each has its number in the case.
type shown struct{ Others []row }

// OtherItems offers them.
func (s shown) OtherItems() (out []page.Item) {
	for _, x := range s.Others {
		out = append(out, page.Item{Value: strconv.Itoa(x.No), Text: x.Title})
	}
	return out
}

// others are the parties whose names the reader knows, without the reader itself.
func others(o *mediation.Opened, own id.ID) (out []row) {
	for i, x := range o.Case.Parties {
		if name := o.Name(x.ID); name != "" && x.ID != own && x.Gone.IsZero() && !x.Outside() {
			out = append(out, row{ID: x.ID.String(), Title: name, No: i + 1})
		}
	}
	return out
}

// marks are attributes that the templates give to fields and buttons.
type marks struct{}

// Accept says which files can be chosen.
func (marks) Accept() page.Attributes {
	return page.Uploads()
}

// Make marks the button with which a party's device makes a key.
func (marks) Make() page.Attributes { return page.Attributes{"data-make": true} }

// Sign marks the button with which that key signs.
func (marks) Sign() page.Attributes { return page.Attributes{"data-sign": true, "hidden": true} }

// files shows a party its files and those that are shared.
func (p *Pages) files(w http.ResponseWriter, r *http.Request, who reader) error {
	return p.showFiles(w, r, who, page.NewForm(nil))
}

func (p *Pages) showFiles(w http.ResponseWriter, r *http.Request, who reader, form *page.Form) error {
	o, err := p.Mediation.Open(r.Context(), who.Actor, who.Of, access.ForParty)
	if err != nil {
		return err
	}
	if err := p.frame(r, who, o); err != nil {
		return err
	}
	data := filesPage{Form: form, Base: who.Base, Files: p.filesOf(r, o, who.Own), May: o.Case.State.Open() || o.Case.State.InForce()}
	if me := o.Case.Party(who.Own); me != nil {
		data.Share = me.Role == mediation.Applicant && o.Case.Sent == nil || me.Consent.Stands()
	}
	for i := range data.Files {
		data.Files[i].Ref = strconv.Itoa(i + 1)
		if f := data.Files[i].Attachment; f.Owner == who.Own && !f.Shared && data.May && data.Share {
			data.Files[i].More = true
			data.Files[i].To = slices.DeleteFunc(others(o, who.Own), func(x row) bool { return f.To(o.Case.Parties[x.No-1].ID) })
		}
	}
	if data.Others = others(o, who.Own); len(data.Others) < 2 {
		data.Others = nil // the one other is everybody
	}
	p.Render.Render(w, r, form.Status(), "paper/party_files", data)
	return nil
}

// filesOf are the files whose names the reader may read: the others do not exist for it. own is the party that reads.
func (p *Pages) filesOf(r *http.Request, o *mediation.Opened, own id.ID) []fileRow {
	l := p.Texts.For(page.Of(r).Language, page.Of(r).Zone)
	whose := func(party id.ID) string {
		x := o.Case.Party(party)
		if x == nil || o.Name(party) != "" {
			return o.Name(party)
		}
		return l.Text("paper.role."+string(x.Role), nil)
	}
	var out []fileRow
	for _, f := range o.Case.Attachments {
		name := o.Passage(mediation.FieldFileName, f.ID)
		if name == "" {
			continue
		}
		row := fileRow{Attachment: f, Ref: f.ID.String(), Name: name, Whose: whose(f.Owner), Image: path.Dir(f.Type) == "image", All: l.Text("paper.files.show_all", nil)}
		var with []string
		for _, x := range f.With {
			with = append(with, whose(x))
		}
		if slices.Contains(f.With, own) {
			row.Shown = l.Text("paper.files.with_you", nil)
		} else if len(with) > 0 {
			row.Shown = l.Text("paper.files.with", fault.Args{"who": l.List(with)})
		}
		out = append(out, row)
	}
	return out
}

// upload takes files in, each by itself. The first that is refused is named, and those before it stay.
func (p *Pages) upload(w http.ResponseWriter, r *http.Request, who reader) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	if form.Value("show") != "" && !who.Own.IsZero() {
		return p.showLater(w, r, who, form)
	}
	again := p.showFiles
	in := mediation.UploadInput{Party: who.Own, Shared: form.Value("shared") == "yes"}
	if form.Value("shared") == "some" {
		if in.With, err = p.with(r, who, form.Values("with")); err != nil {
			return err
		}
	}
	if who.Own.IsZero() {
		again = p.showList
		if in.Party, err = partyIn(form.Value("party")); err != nil {
			return err
		}
	}
	in.With = slices.DeleteFunc(in.With, func(x id.ID) bool { return x == in.Party })
	if len(form.Files("file")) == 0 {
		form.Add("file", "paper.files.choose")
	}
	if form.Value("shared") == "some" && len(in.With) == 0 {
		form.Add("with", "paper.files.with_whom")
	}
	if form.Faulty() {
		return again(w, r, who, form)
	}
	prints, err := form.Prints(len(form.Files("file")))
	if err != nil {
		form.Take(err)
		return again(w, r, who, form)
	}
	for i, head := range form.Files("file") {
		f, err := head.Open()
		if err != nil {
			return err
		}
		in.Name, in.Prints, in.Reader = head.Filename, prints[i], f
		_, err = p.Mediation.Upload(r.Context(), who.Actor, who.Of, in)
		if closed := f.Close(); err == nil {
			err = closed
		}
		if err != nil {
			if !form.Take(atField(err, "file")) {
				return err
			}
			return again(w, r, who, form)
		}
	}
	p.Browser.Notify(w, "paper.files.added")
	to := who.Base + "/files"
	if who.Own.IsZero() {
		to = who.Base + "/papers"
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// with are the parties who were ticked.
func (p *Pages) with(r *http.Request, who reader, ticked []string) (out []id.ID, err error) {
	c, _, err := p.Mediation.See(r.Context(), who.Actor, who.Of)
	if err != nil {
		return nil, err
	}
	for _, v := range ticked {
		n, err := strconv.Atoi(v)
		if err != nil || n < 1 || n > len(c.Parties) {
			return nil, mediation.ErrNotFound
		}
		out = append(out, c.Parties[n-1].ID)
	}
	return out, nil
}

func partyIn(s string) (id.ID, error) {
	if s == "" || s == "office" {
		return id.ID{}, nil
	}
	party, err := id.Parse(s)
	if err != nil {
		return id.ID{}, mediation.ErrNotFound
	}
	return party, nil
}

// atField says at which field of the page a fault is to stand; other errors pass.
func atField(err error, field string) error {
	if err == nil {
		return nil
	}
	if f := fault.Of(err); f.Field == "" && f.Code != fault.Internal {
		return f.At(field)
	}
	return err
}

// download hands out one file. A browser saves it and never shows it as a page of this origin, whatever it may hold. What a
// page does show is the thumbnail of a picture (?small=yes), which linli drew itself.
func (p *Pages) download(w http.ResponseWriter, r *http.Request, who reader) error {
	file, err := p.fileIn(r, who)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Security-Policy", "default-src 'none'; sandbox")
	if r.URL.Query().Get("small") == "yes" {
		small, err := p.Mediation.Thumbnail(r.Context(), who.Actor, who.Of, file)
		if err != nil {
			return err
		}
		send(w, blob.JPEG, "inline", "small.jpg", small)
		return nil
	}
	d, err := p.Mediation.Download(r.Context(), who.Actor, who.Of, file)
	if err != nil {
		return err
	}
	send(w, d.Type, "attachment", d.Name, d.Bytes)
	return nil
}

// fileIn is the file that the address means: by its id for the office, by its place in the own list for a party.
func (p *Pages) fileIn(r *http.Request, who reader) (id.ID, error) {
	given := r.PathValue("file")
	if who.Own.IsZero() {
		file, err := id.Parse(given)
		if err != nil {
			return id.ID{}, mediation.ErrNotFound
		}
		return file, nil
	}
	n, err := strconv.Atoi(given)
	if err != nil {
		return id.ID{}, mediation.ErrNotFound
	}
	o, err := p.Mediation.Open(r.Context(), who.Actor, who.Of, access.ForParty)
	if err != nil {
		return id.ID{}, err
	}
	all := p.filesOf(r, o, who.Own)
	if n < 1 || n > len(all) {
		return id.ID{}, mediation.ErrNotFound
	}
	return all[n-1].ID, nil
}

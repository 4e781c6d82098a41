package referral

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/referral/directory"
	officepages "linli/web/office"
)

// partPage is one object with all that is kept of it.
type partPage struct {
	Kind, Name, At string
	Public, Short  string // of a service: the page that everybody sees, and the form of its core
	Confirmed      time.Time
	Back           partLink
	Values         []value
	Sections       []section // those that hold something
	Empty          []section
	Above          []partLink
	History        []change
}

type partLink struct{ Href, Text string }

// value is a field with what it says; Href leads to the object that it names.
type value struct{ Label, Text, Href string }

// section is a list of what belongs to an object.
type section struct {
	Name, Add string
	Items     []item
}

type item struct {
	partLink
	Values []value
	Within []section
}

type change struct {
	At   time.Time
	Text string
	Was  []string
}

// part shows an object: its values, what belongs to it as lists to which things are added, and who changed it.
func (p *Pages) part(w http.ResponseWriter, r *http.Request) error {
	x, err := p.opens(r)
	if err != nil {
		return err
	}
	l := p.locale(r)
	data := &partPage{Kind: kindName(l, x.Kind), Name: title(l, x.Node), At: href(&x.Object), Values: values(l, x.Node),
		Back: partLink{"/directory", l.Text("directory.stale.title", nil)}}
	for _, list := range sections(l, x.Node, true) {
		if len(list.Items) > 0 {
			data.Sections = append(data.Sections, list)
		} else if list.Add != "" {
			data.Empty = append(data.Empty, list)
		}
	}
	for i := range x.Above {
		o := &x.Above[i]
		data.Above = append(data.Above, partLink{href(o), kindName(l, o.Kind) + ": " + title(l, &directory.Node{Object: *o})})
	}
	switch {
	case len(data.Above) > 0:
		data.Back = data.Above[0]
	case slices.Contains(directory.Free, x.Kind):
		data.Back = partLink{"/directory/all/" + string(x.Kind), data.Kind}
	}
	if x.Kind == directory.KindService {
		data.Public, data.Short = "/services/"+x.ID.String(), "/directory/"+x.ID.String()
		data.Confirmed, _ = time.Parse(time.DateOnly, x.Body.Text("assured_date"))
	}
	if data.History, err = p.history(r, l, x.Node); err != nil {
		return err
	}
	p.Render.Render(w, r, http.StatusOK, "referral/part", data)
	return nil
}

// opens opens the object of an address.
func (p *Pages) opens(r *http.Request) (directory.Part, error) {
	u, err := id.Parse(r.PathValue("part"))
	if err != nil || u.IsZero() {
		return directory.Part{}, directory.ErrNotFound
	}
	return p.Directory.Part(r.Context(), officepages.Actor(r.Context()), directory.Kind(r.PathValue("kind")), u)
}

// all lists the objects of a kind that belongs to nothing.
func (p *Pages) all(w http.ResponseWriter, r *http.Request) error {
	kind := directory.Kind(r.PathValue("kind"))
	after, err := id.Parse(r.URL.Query().Get("after"))
	if err != nil {
		after = id.ID{}
	}
	found, err := p.Directory.All(r.Context(), officepages.Actor(r.Context()), kind, after, perPage+1)
	if err != nil {
		return err
	}
	l := p.locale(r)
	data := struct {
		Kind, New, More string
		Rows, Others    []partLink
	}{Kind: kindName(l, kind), New: "/directory/all/" + string(kind) + "/new"}
	if len(found) > perPage {
		found = found[:perPage]
		data.More = "/directory/all/" + string(kind) + "?after=" + found[perPage-1].ID.String()
	}
	for i := range found {
		data.Rows = append(data.Rows, partLink{href(&found[i]), title(l, &directory.Node{Object: found[i]})})
	}
	for _, k := range directory.Free {
		if k != kind {
			data.Others = append(data.Others, partLink{"/directory/all/" + string(k), kindName(l, k)})
		}
	}
	p.Render.Render(w, r, http.StatusOK, "referral/all", data)
	return nil
}

func (p *Pages) history(r *http.Request, l i18n.Locale, n *directory.Node) ([]change, error) {
	a := officepages.Actor(r.Context())
	found, err := p.Directory.History(r.Context(), a, n)
	if err != nil {
		return nil, err
	}
	var out []change
	names := map[id.ID]string{}
	for _, c := range found {
		if _, known := names[c.Account]; !known {
			if names[c.Account], err = p.Office.AccountName(r.Context(), a.Tenant, c.Account); err != nil {
				return nil, err
			}
		}
		what := kindName(l, c.Kind)
		if c.Said.Name != "" {
			what = l.Text("part.named_so", fault.Args{"kind": what, "name": c.Said.Name})
		}
		line := change{At: c.At, Text: l.Text("part.act_"+c.Said.Act, fault.Args{"who": names[c.Account], "what": what})}
		for _, f := range c.Said.Fields {
			label := l.Text("part.field."+f.Name, nil)
			switch {
			case f.Was == "" && f.Now == "" || hidden(c.Kind, f.Name):
				line.Was = append(line.Was, label)
			default:
				line.Was = append(line.Was, l.Text("part.was", fault.Args{"field": label, "was": said(l, c.Kind, f.Name, f.Was), "now": said(l, c.Kind, f.Name, f.Now)}))
			}
		}
		out = append(out, line)
	}
	return out, nil
}

// hidden reports whether a value is the id of another object, which tells a reader nothing.
func hidden(kind directory.Kind, field string) bool {
	f, ok := directory.ShapeOf(kind).Field(field)
	return ok && f.Link != ""
}

// said is a value as a history says it.
func said(l i18n.Locale, kind directory.Kind, field, s string) string {
	f, ok := directory.ShapeOf(kind).Field(field)
	switch {
	case s == "":
		return l.Text("part.empty", nil)
	case ok && slices.Contains(f.Enum, s):
		return l.Text(choiceKey(s), nil)
	}
	return s
}

func href(o *directory.Object) string { return "/directory/" + string(o.Kind) + "/" + o.ID.String() }

func kindName(l i18n.Locale, k directory.Kind) string { return l.Text("part.kind."+string(k), nil) }

// title is what an object is called in a list.
func title(l i18n.Locale, n *directory.Node) string {
	switch n.Kind {
	case directory.KindSchedule:
		var s directory.Schedule
		if n.Into(&s) == nil {
			if text := strings.Trim(hours(l, s), " –"); text != "" {
				return text
			}
		}
	case directory.KindLanguage:
		if n.Body.Text("name") == "" && n.Body.Text("code") != "" {
			return spoken(l, []string{strings.ToLower(n.Body.Text("code"))})[0]
		}
	}
	for _, name := range []string{"taxonomy_term", "location", "unit"} {
		if one := n.One[name]; one != nil {
			return strings.TrimSpace(one.Title() + " " + n.Body.Text("available"))
		}
	}
	if t := n.Title(); t != "" {
		return t
	}
	return kindName(l, n.Kind)
}

// values are what an object says, in the order of its schema.
func values(l i18n.Locale, n *directory.Node) []value {
	var out []value
	s := directory.ShapeOf(n.Kind)
	for i := range s.Fields {
		f := &s.Fields[i]
		text := n.Body.Text(f.Name)
		if text == "" || !f.Value() || f.Name == "id" || f.Owner || f.Own && n.Kind != directory.KindCapacity {
			continue
		}
		v := value{Label: l.Text("part.field."+f.Name, nil), Text: text}
		switch {
		case f.Own:
			v.Text = counted(l, text)
		case f.Enum != nil:
			v.Text = l.Text(choiceKey(text), nil)
		case f.Link != "":
			v.Text = "→"
			for _, one := range n.One {
				if one.ID.String() == text {
					v.Text = title(l, one)
				}
			}
			v.Href = "/directory/" + string(f.Link) + "/" + text
		}
		out = append(out, v)
	}
	return out
}

// counted is the instant at which a capacity was counted.
func counted(l i18n.Locale, text string) string {
	at, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return text
	}
	return l.DateTime(at)
}

func choiceKey(value string) string {
	return "part.choice." + strings.ReplaceAll(strings.ToLower(value), " ", "_")
}

// sections are the lists of an object. Within another object only those that hold something are shown: its own page has them all.
func sections(l i18n.Locale, n *directory.Node, whole bool) []section {
	var out []section
	s := directory.ShapeOf(n.Kind)
	for i := range s.Fields {
		f := &s.Fields[i]
		switch {
		case f.Many && (whole || len(n.Many[f.Name]) > 0) && !(f.Root && !whole):
			x := section{Name: kindName(l, f.Child)}
			if whole && !f.Root {
				x.Add = href(&n.Object) + "/add/" + f.Name
			}
			for _, child := range n.Many[f.Name] {
				x.Items = append(x.Items, itemOf(l, child))
			}
			out = append(out, x)
		case f.By != "" && n.One[f.Name] != nil && f.Child != directory.KindTerm && f.Child != directory.KindUnit && !f.Root:
			out = append(out, section{Name: kindName(l, f.Child), Items: []item{itemOf(l, n.One[f.Name])}})
		}
	}
	return out
}

func itemOf(l i18n.Locale, n *directory.Node) item {
	x := item{partLink: partLink{href(&n.Object), title(l, n)}, Within: sections(l, n, false)}
	for _, v := range values(l, n) {
		if v.Text != x.Text && v.Href == "" {
			x.Values = append(x.Values, v)
		}
	}
	return x
}

package reported

import (
	"net/url"

	"linli/office"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/web/page"
)

// filter is what a list or a feed is narrowed to; it stands in the address.
type filter struct {
	unit     id.ID
	category string
	state    string // "open", "done" or ""
	after    id.ID
}

// narrowed reads the address, or a form. What names no unit, category or state of this office is not found.
func (w *words) narrowed(q url.Values) (f filter, err error) {
	none := fault.New(fault.NotFound, "fault.not_found")
	for _, x := range []struct {
		text string
		into *id.ID
	}{{q.Get("unit"), &f.unit}, {q.Get("after"), &f.after}} {
		if x.text == "" {
			continue
		}
		if *x.into, err = id.Parse(x.text); err != nil {
			return f, none
		}
	}
	if _, ok := w.tree.Unit(f.unit); !ok && !f.unit.IsZero() {
		return f, none
	}
	f.category, f.state = q.Get("category"), q.Get("state")
	if c, ok := w.rules.Report.Category(f.category); f.category != "" && (!ok || !c.Public) {
		return f, none
	}
	if f.state != "" && f.state != "open" && f.state != "done" {
		return f, none
	}
	return f, nil
}

// units are the unit and those below it; none where the list is of the whole office.
func (f filter) units(tree office.Tree) []id.ID {
	if f.unit.IsZero() {
		return nil
	}
	return tree.Below(f.unit)
}

func (f filter) open() *bool {
	if f.state == "" {
		return nil
	}
	open := f.state == "open"
	return &open
}

// query is the filter as it stands in an address, without the page.
func (f filter) query() url.Values {
	q := url.Values{}
	if !f.unit.IsZero() {
		q.Set("unit", f.unit.String())
	}
	if f.category != "" {
		q.Set("category", f.category)
	}
	if f.state != "" {
		q.Set("state", f.state)
	}
	return q
}

// title names what a list or a feed is of.
func (w *words) title(f filter) string {
	out := w.Text("reported.title", nil)
	if f.category != "" {
		out += " · " + w.category(f.category)
	}
	if !f.unit.IsZero() {
		out += " · " + w.unit(f.unit)
	}
	return out
}

// feeds are where to follow what a list shows.
func (p *Pages) feeds(w *words, f filter) []page.FeedLink {
	var out []page.FeedLink
	for _, x := range []struct{ path, kind, name string }{{"/reported/feed.rss", "application/rss+xml", "RSS"}, {"/reported/feed.json", "application/feed+json", "JSON Feed"}} {
		q := f.query()
		q.Set("text", string(w.Language))
		out = append(out, page.FeedLink{Title: x.name, Type: x.kind, Href: x.path + "?" + q.Encode()})
	}
	return out
}

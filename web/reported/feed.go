package reported

import (
	"net/http"

	"linli/platform/fault"
	"linli/platform/feed"
	"linli/web/page"
)

// inFeed is how many reports a feed holds.
const inFeed = 30

func (p *Pages) rss(w http.ResponseWriter, r *http.Request) error {
	f, err := p.feed(r)
	if err != nil {
		return err
	}
	body, err := f.RSS()
	if err != nil {
		return err
	}
	return page.SendKept(w, r, feed.RSSType, body)
}

func (p *Pages) jsonFeed(w http.ResponseWriter, r *http.Request) error {
	f, err := p.feed(r)
	if err != nil {
		return err
	}
	body, err := f.JSON()
	if err != nil {
		return err
	}
	return page.SendKept(w, r, feed.JSONType, body)
}

// feed is what was published last. An entry tells the day on which it was let through, and of its state what the list tells.
func (p *Pages) feed(r *http.Request) (feed.Feed, error) {
	words, err := p.enter(r)
	if err != nil {
		return feed.Feed{}, err
	}
	f, err := words.narrowed(r.URL.Query())
	if err != nil {
		return feed.Feed{}, err
	}
	rows, _, err := p.rows(r.Context(), words, f, inFeed)
	if err != nil {
		return feed.Feed{}, err
	}
	self := f.query()
	self.Set("text", string(words.Language))
	out := feed.Feed{Title: words.title(f) + " · " + words.tenant.Name, Text: words.Text("reported.lead", fault.Args{"office": words.tenant.Name}),
		Home: p.address("/reported", f.query()), Self: p.address(r.URL.Path, self), Language: string(words.Language)}
	for i := range rows {
		x := &rows[i]
		text := x.Text + "\n" + words.state(x).Text
		if x.Answer != "" {
			text += "\n" + x.Answer
		}
		out.Items = append(out.Items, feed.Item{URL: p.address("/reported/"+x.ID.String(), nil), Title: words.heading(x), Text: text,
			Topics: []string{words.category(x.Category), words.unit(x.Unit)}, At: words.day(x, x.Since)})
	}
	return out, nil
}

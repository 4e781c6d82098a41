// Package feed writes what is new in public as RSS 2.0 (https://www.rssboard.org/rss-specification) and as JSON Feed 1.1
// (https://www.jsonfeed.org/version/1.1/). It knows nothing of what the entries say.
//
// Nothing in a feed breaks out of its line: control characters and the marks that turn the direction of text are taken out, and
// line breaks are those of the text alone.
package feed

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"time"

	"linli/platform/plain"
)

// Media types of the two forms.
const (
	RSSType  = "application/rss+xml; charset=utf-8"
	JSONType = "application/feed+json; charset=utf-8"
)

// Feed is a list of what is new, the newest first.
type Feed struct {
	Title, Text string
	Home        string // the page that shows the same; an absolute address
	Self        string // the feed's own absolute address
	Language    string // BCP 47
	Items       []Item
}

// Item is one entry.
type Item struct {
	URL         string // of its page, for ever the same: it names the entry
	Title, Text string
	Topics      []string
	At          time.Time // since when it is public
}

// RSS writes the feed as RSS 2.0 with the address of itself, as the RSS Advisory Board's profile asks.
func (f Feed) RSS() ([]byte, error) {
	type link struct {
		Href string `xml:"href,attr"`
		Rel  string `xml:"rel,attr"`
		Type string `xml:"type,attr"`
	}
	type guid struct {
		Permanent bool   `xml:"isPermaLink,attr"`
		URL       string `xml:",chardata"`
	}
	type item struct {
		Title  string   `xml:"title"`
		Link   string   `xml:"link"`
		Text   string   `xml:"description"`
		Topics []string `xml:"category"`
		GUID   guid     `xml:"guid"`
		At     string   `xml:"pubDate"`
	}
	type channel struct {
		Title    string `xml:"title"`
		Link     string `xml:"link"`
		Text     string `xml:"description"`
		Language string `xml:"language"`
		Self     link   `xml:"atom:link"`
		Items    []item `xml:"item"`
	}
	out := struct {
		XMLName xml.Name `xml:"rss"`
		Version string   `xml:"version,attr"`
		Atom    string   `xml:"xmlns:atom,attr"`
		Channel channel  `xml:"channel"`
	}{Version: "2.0", Atom: "http://www.w3.org/2005/Atom", Channel: channel{Title: plain.Line(f.Title), Link: f.Home, Text: plain.Line(f.Text), Language: f.Language,
		Self: link{f.Self, "self", "application/rss+xml"}}}
	for _, x := range f.Items {
		out.Channel.Items = append(out.Channel.Items, item{plain.Line(x.Title), x.URL, plain.Text(x.Text), topics(x.Topics), guid{true, x.URL}, x.At.Format(time.RFC1123Z)})
	}
	body, err := xml.Marshal(out)
	if err != nil {
		return nil, fmt.Errorf("writing RSS: %w", err)
	}
	return append([]byte(xml.Header), append(body, '\n')...), nil
}

// JSON writes the feed as JSON Feed 1.1.
func (f Feed) JSON() ([]byte, error) {
	type item struct {
		ID    string `json:"id"`
		URL   string `json:"url"`
		Title string `json:"title"`
		Text  string `json:"content_text"`
		At    string `json:"date_published"`
	}
	out := struct {
		Version  string `json:"version"`
		Title    string `json:"title"`
		Home     string `json:"home_page_url"`
		Self     string `json:"feed_url"`
		Text     string `json:"description"`
		Language string `json:"language"`
		Items    []item `json:"items"`
	}{"https://jsonfeed.org/version/1.1", plain.Line(f.Title), f.Home, f.Self, plain.Line(f.Text), f.Language, []item{}}
	for _, x := range f.Items {
		out.Items = append(out.Items, item{x.URL, x.URL, plain.Line(x.Title), plain.Text(x.Text), x.At.Format(time.RFC3339)})
	}
	body, err := json.Marshal(out)
	if err != nil {
		return nil, fmt.Errorf("writing a JSON feed: %w", err)
	}
	return append(body, '\n'), nil
}

func topics(all []string) []string {
	out := make([]string, len(all))
	for i, t := range all {
		out[i] = plain.Line(t)
	}
	return out
}

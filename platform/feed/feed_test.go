package feed_test

import (
	"encoding/json"
	"encoding/xml"
	"net/url"
	"strings"
	"testing"
	"time"

	"linli/platform/feed"
)

func sample(title, text string) feed.Feed {
	at := time.Date(2026, 11, 16, 0, 0, 0, 0, time.FixedZone("", 8*3600))
	return feed.Feed{Title: "报事 <公开>", Text: "What the office fixed", Home: "https://office.example/reported?category=waste&unit=1", Self: "https://office.example/reported.rss",
		Language: "zh-Hans", Items: []feed.Item{{URL: "https://office.example/reported/1", Title: title, Text: text, Topics: []string{"垃圾 & 清运"}, At: at}}}
}

// TestRSSHasWhatTheSpecificationAsks holds the required elements of RSS 2.0 and the profile's atom:link.
func TestRSSHasWhatTheSpecificationAsks(t *testing.T) {
	body, err := sample("荷塘桥", "两天没有清运").RSS()
	if err != nil {
		t.Fatal(err)
	}
	var out struct {
		XMLName xml.Name `xml:"rss"`
		Version string   `xml:"version,attr"`
		Channel struct {
			Title    string   `xml:"title"`
			Links    []string `xml:"link"`
			Text     string   `xml:"description"`
			Language string   `xml:"language"`
			Items    []struct {
				Title string `xml:"title"`
				Link  string `xml:"link"`
				Text  string `xml:"description"`
				Topic string `xml:"category"`
				At    string `xml:"pubDate"`
				GUID  struct {
					Permanent string `xml:"isPermaLink,attr"`
					URL       string `xml:",chardata"`
				} `xml:"guid"`
			} `xml:"item"`
		} `xml:"channel"`
	}
	if err := xml.Unmarshal(body, &out); err != nil {
		t.Fatal(err)
	}
	c := out.Channel
	if out.Version != "2.0" || c.Title != "报事 <公开>" || c.Text != "What the office fixed" || c.Language != "zh-Hans" || c.Links[0] != "https://office.example/reported?category=waste&unit=1" {
		t.Errorf("the channel: %+v", c)
	}
	if !strings.Contains(string(body), `xmlns:atom="http://www.w3.org/2005/Atom"`) || !strings.Contains(string(body), `<atom:link href="https://office.example/reported.rss" rel="self" type="application/rss+xml">`) {
		t.Errorf("its own address: %s", body)
	}
	i := c.Items[0]
	if _, err := time.Parse(time.RFC1123Z, i.At); err != nil || i.GUID.Permanent != "true" || i.GUID.URL != "https://office.example/reported/1" || i.Topic != "垃圾 & 清运" || i.Text != "两天没有清运" {
		t.Errorf("the item: %+v (%v)", i, err)
	}
}

// TestJSONFeedHasWhatTheSpecificationAsks holds the required fields of JSON Feed 1.1.
func TestJSONFeedHasWhatTheSpecificationAsks(t *testing.T) {
	for _, f := range []feed.Feed{sample("荷塘桥", "两天没有清运"), {Title: "nothing yet", Home: "https://office.example/", Self: "https://office.example/f.json"}} {
		body, err := f.JSON()
		if err != nil {
			t.Fatal(err)
		}
		var out map[string]any
		if err := json.Unmarshal(body, &out); err != nil {
			t.Fatal(err)
		}
		items, ok := out["items"].([]any)
		if out["version"] != "https://jsonfeed.org/version/1.1" || out["title"] != f.Title || !ok || len(items) != len(f.Items) {
			t.Errorf("%s", body)
		}
		for _, address := range []string{"home_page_url", "feed_url"} {
			if u, err := url.Parse(out[address].(string)); err != nil || !u.IsAbs() {
				t.Errorf("%s: %v", address, out[address])
			}
		}
		for _, x := range items {
			i := x.(map[string]any)
			if _, err := time.Parse(time.RFC3339, i["date_published"].(string)); err != nil || i["id"] != "https://office.example/reported/1" || i["content_text"] != "两天没有清运" {
				t.Errorf("%v %v", i, err)
			}
		}
	}
}

// TestNothingBreaksOutOfAFeed: line breaks in a title, control characters, what turns the direction, what ends a CDATA section.
func TestNothingBreaksOutOfAFeed(t *testing.T) {
	f := sample("a\r\nX-Evil: yes\u202eb\x00", "first\r\nsecond\rthird\x0b\x1b]]></description><script>\ufffe\u2066")
	for name, write := range map[string]func() ([]byte, error){"RSS": f.RSS, "JSON": f.JSON} {
		body, err := write()
		if err != nil {
			t.Fatal(err)
		}
		text := string(body)
		if strings.ContainsAny(text, "\r\x00\x0b\x1b\u202e\u2066\ufffe\ufffd") || strings.Contains(text, "<script>") || strings.Contains(text, `\u0000`) || strings.Contains(text, `\r`) {
			t.Errorf("%s: %q", name, text)
		}
		if !strings.Contains(text, "a X-Evil: yesb") {
			t.Errorf("%s: the title is not on one line: %q", name, text)
		}
	}
}

package main_test

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var variable = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}|/r/[^/?]+|=[^&]*|[0-9]+`)

// everyLinkOpens follows one link of each shape from where a reader stands, and from each page that is found so: what linli
// itself offers to be opened opens. An address that was built wrongly is seen here and nowhere else.
func everyLinkOpens(t *testing.T, reader string, b *browser, from ...string) {
	seen := map[string]bool{}
	pages := 0
	type link struct{ to, on string }
	var queue []link
	for _, x := range from {
		queue = append(queue, link{x, "the start"})
	}
	for len(queue) > 0 {
		x := queue[0]
		queue = queue[1:]
		b.open(x.to)
		pages++
		if b.status >= 400 && b.status != 429 {
			t.Errorf("%s follows a link on %s to %s: %d", reader, x.on, x.to, b.status)
			continue
		}
		for n := range b.page.Descendants() {
			to := attribute(n, "href")
			if n.Data == "img" {
				to = attribute(n, "src")
			}
			u, err := url.Parse(to)
			if err != nil {
				t.Errorf("%s finds %q on %s: %v", reader, to, x.to, err)
				continue
			}
			if !slices.Contains([]string{"a", "img"}, n.Data) || u.Host != "" || !strings.HasPrefix(u.Path, "/") || strings.HasPrefix(u.Path, "/static/") {
				continue
			}
			u.Fragment = ""
			if shape := variable.ReplaceAllString(u.String(), "*"); !seen[shape] {
				seen[shape] = true
				queue = append(queue, link{u.String(), x.to})
			}
		}
	}
	if pages < 20 {
		t.Errorf("%s found no more than %d pages", reader, pages)
	}
}

// links has everybody follow what the pages offer: anybody, each account by its token, and a resident of each capability.
func links(t *testing.T, l logins) {
	everyLinkOpens(t, "anybody", newBrowser(t, l.URL), "/")
	for _, a := range l.Accounts {
		b := newBrowser(t, l.URL)
		b.token = a.Token
		everyLinkOpens(t, "the "+a.Post, b, "/due")
	}
	for kind, state := range map[string]string{"mediation": "effective", "report": "answered", "referral": "working"} {
		for _, r := range l.Residents {
			if r.Kind == kind && r.State == state {
				b := newBrowser(t, l.URL)
				b.open("/r/" + r.Code)
				b.submit(map[string]string{"digits": r.Passphrase})
				everyLinkOpens(t, "a resident ("+kind+")", b, "/r/"+r.Code)
				break
			}
		}
	}
}

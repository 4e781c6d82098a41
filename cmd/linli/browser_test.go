package main_test

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"

	authenticator "github.com/pquerna/otp/totp"
	"golang.org/x/net/html"

	"linli/platform/clock"
)

// browser keeps cookies, follows redirects and sends forms, as a person's does without JavaScript.
type browser struct {
	t      testing.TB
	client *http.Client
	page   *html.Node
	at     *url.URL
	status int
	text   string
	token  string // of an account, in place of signing in; empty: none
}

func newBrowser(t testing.TB, at string) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(at)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{t: t, client: &http.Client{Jar: jar}, at: u}
}

func (b *browser) send(method, to string, form url.Values) {
	b.t.Helper()
	u, err := b.at.Parse(to)
	if err != nil {
		b.t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(b.t.Context(), method, u.String(), strings.NewReader(form.Encode()))
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Accept", "text/html")
	r.Header.Set("Accept-Language", "en")
	if method == "POST" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", u.Scheme+"://"+u.Host)
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	if b.token != "" {
		r.Header.Set("Authorization", "Bearer "+b.token)
	}
	w, err := b.client.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer w.Body.Close()
	body, err := io.ReadAll(w.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	if b.page, err = html.Parse(strings.NewReader(string(body))); err != nil {
		b.t.Fatal(err)
	}
	b.at, b.status, b.text = w.Request.URL, w.StatusCode, string(body)
}

func (b *browser) open(path string) { b.t.Helper(); b.send("GET", path, nil) }

// submit fills the page's form that has these fields and sends it.
func (b *browser) submit(fields map[string]string) {
	b.t.Helper()
	for n := range b.page.Descendants() {
		if n.Type != html.ElementNode || n.Data != "form" || attribute(n, "method") != "post" {
			continue
		}
		values, found := url.Values{}, 0
		for i := range n.Descendants() {
			name := attribute(i, "name")
			if i.Data != "input" || name == "" {
				continue
			}
			if v, ok := fields[name]; ok {
				values.Set(name, v)
				found++
			} else if attribute(i, "type") == "hidden" {
				values.Set(name, attribute(i, "value"))
			}
		}
		if found == len(fields) {
			to := attribute(n, "action")
			if to == "" {
				to = b.at.Path
			}
			b.send("POST", to, values)
			return
		}
	}
	b.t.Fatalf("%s has no form with %v: %d\n%.2000s", b.at, fields, b.status, b.text)
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// textOf is what a page says, without its elements.
func textOf(n *html.Node) string {
	var b strings.Builder
	for x := range n.Descendants() {
		if x.Type == html.TextNode {
			b.WriteString(x.Data)
		}
	}
	return b.String()
}

// totp is the present code of a secret as a page shows it, by an authenticator that others wrote.
func totp(t testing.TB, secret string) string {
	t.Helper()
	code, err := authenticator.GenerateCode(strings.ReplaceAll(strings.TrimSpace(secret), " ", ""), clock.System{}.Now())
	if err != nil {
		t.Fatalf("no secret in %q: %v", secret, err)
	}
	return code
}

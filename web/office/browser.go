package office

import (
	"net/http"
	"time"

	"linli/platform/i18n"
	"linli/web/edge"
)

// sessionCookie holds the session's token; it ends with the browser.
const sessionCookie = "session"

// awaitCookie holds what an identity provider must bring back, for as long as the step lasts.
const (
	awaitCookie = "provider"
	awaitLasts  = 5 * time.Minute
)

type edgeBrowser struct {
	edge   *edge.Edge
	client func(*http.Request) string
}

// NewBrowser keeps sessions in the edge's cookies. client names whoever asks, such as the network address behind the
// trusted proxies; it stays in memory.
func NewBrowser(e *edge.Edge, client func(*http.Request) string) Browser {
	return edgeBrowser{e, client}
}

func (b edgeBrowser) Session(r *http.Request) string { return b.edge.Cookies.Get(r, sessionCookie) }

func (b edgeBrowser) SignIn(w http.ResponseWriter, token string, l i18n.Language) {
	b.edge.Cookies.Set(w, sessionCookie, token, 0)
	b.edge.RenewToken(w)
	b.Speak(w, l)
}

func (b edgeBrowser) SignOut(w http.ResponseWriter) {
	b.edge.Cookies.Clear(w, sessionCookie)
	b.edge.RenewToken(w)
}

// languageLasts is how long the browser keeps it; the account does so for ever.
const languageLasts = 365 * 24 * time.Hour

func (b edgeBrowser) Speak(w http.ResponseWriter, l i18n.Language) {
	b.edge.Cookies.Set(w, i18n.LanguageCookie, string(l), languageLasts)
}

func (b edgeBrowser) Await(w http.ResponseWriter, state string) {
	if state == "" {
		b.edge.Cookies.Clear(w, awaitCookie)
		return
	}
	b.edge.Cookies.Set(w, awaitCookie, state, awaitLasts)
}

func (b edgeBrowser) Awaited(r *http.Request) string { return b.edge.Cookies.Get(r, awaitCookie) }

func (b edgeBrowser) Notify(w http.ResponseWriter, key string) { b.edge.Notify(w, key) }
func (b edgeBrowser) Client(r *http.Request) string            { return b.client(r) }

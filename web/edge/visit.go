package edge

import (
	"context"
	"crypto/rand"
	"net/http"
	"strings"
	"time"

	"linli/platform/i18n"
	"linli/web/page"
	"linli/web/static"
)

// languageLifetime is how long a reader's choice of language is kept.
const languageLifetime = 365 * 24 * time.Hour

const noticeCookie = "notice"

// visit puts what pages need to know into the request's context: language, token, the notice of the last step.
func (e *Edge) visit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, static.Prefix) {
			next.ServeHTTP(w, r)
			return
		}
		asked := r.URL.Query().Get(i18n.LanguageParameter)
		v := &page.Visit{
			Language:  e.config.Texts.Choose(asked, e.Cookies.Get(r, i18n.LanguageCookie), r.Header.Get("Accept-Language"), e.own(r)),
			RequestID: numberOf(r),
			Unlogged:  unlogged(r.URL.Path),
		}
		if e.config.Prepare != nil {
			e.config.Prepare(r, v)
		}
		if l, ok := e.config.Texts.Parse(asked); ok {
			e.Cookies.Set(w, i18n.LanguageCookie, string(l), languageLifetime)
		}
		if wantsPage(r) { // a program gets no cookie
			v.CSRF = e.token(e.seed(w, r))
			v.Notices = e.takeNotice(w, r)
		}
		w.Header().Add("Vary", "Accept-Language")
		w.Header().Set("Content-Language", string(v.Language))
		next.ServeHTTP(w, r.WithContext(page.With(r.Context(), v)))
	})
}

// own tells the language of the office, nil where there is none.
func (e *Edge) own(r *http.Request) func() i18n.Language {
	if e.config.Language == nil {
		return nil
	}
	return func() i18n.Language { return e.config.Language(r) }
}

// wantsPage reports whether a browser asks, which says text/html when it opens a page.
func wantsPage(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept"), "text/html")
}

// Notify has the next page say that something was achieved; key is a message without placeholders.
func (e *Edge) Notify(w http.ResponseWriter, key string) {
	e.Cookies.Set(w, noticeCookie, key, time.Minute)
}

// takeNotice reads the notice and takes it back, so that it shows once. A made-up one names no message and is dropped.
func (e *Edge) takeNotice(w http.ResponseWriter, r *http.Request) []page.Notice {
	key := e.Cookies.Get(r, noticeCookie)
	if key == "" || r.Method != http.MethodGet {
		return nil
	}
	e.Cookies.Clear(w, noticeCookie)
	if _, err := e.config.Texts.Lookup(i18n.English, key, nil); err != nil {
		return nil
	}
	return []page.Notice{{Key: key, Success: true}}
}

type numberKey struct{}

// number gives the request a random number, by which its log lines are found. A number that the reader brings is not
// taken over: it would end up in the log.
func (e *Edge) number(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := rand.Text()[:16]
		w.Header().Set("X-Request-Id", n)
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), numberKey{}, n)))
	})
}

func numberOf(r *http.Request) string {
	n, _ := r.Context().Value(numberKey{}).(string)
	return n
}

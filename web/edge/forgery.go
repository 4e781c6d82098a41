package edge

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strings"

	"linli/platform/fault"
	"linli/web/page"
)

const (
	csrfCookie = "csrf"
	// TokenHeader carries the token of requests that a script sends.
	TokenHeader = "X-CSRF-Token" //nolint:gosec // the name of a header, no secret
)

// forgery refuses requests that another site made a browser send. Two things have to hold: the browser says that the
// request comes from this origin (Sec-Fetch-Site, or Origin), and the request carries the token that belongs to the
// browser's cookie. The token is not asked of programs: a request with an Authorization header, which no other site can
// make a browser send, or one with neither a cookie nor a sign of a browser.
func (e *Edge) forgery(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if isSafe(r.Method) {
			next.ServeHTTP(w, r)
			return
		}
		if err := e.origins.Check(r); err != nil {
			e.config.Pages.RenderError(w, r, fault.Wrap(fault.Forbidden, "edge.cross_site", err))
			return
		}
		if !isProgram(r) {
			if err := e.checkToken(r); err != nil {
				e.config.Pages.RenderError(w, r, err)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

func isSafe(method string) bool {
	return method == http.MethodGet || method == http.MethodHead || method == http.MethodOptions
}

func isProgram(r *http.Request) bool {
	if r.Header.Get("Authorization") != "" {
		return true
	}
	return r.Header.Get("Cookie") == "" && r.Header.Get("Sec-Fetch-Site") == "" && r.Header.Get("Origin") == ""
}

// checkToken compares the token of the header or the form with that of the cookie.
func (e *Edge) checkToken(r *http.Request) error {
	given := r.Header.Get(TokenHeader)
	if given == "" && isForm(r) {
		form, err := page.ReadForm(r)
		if err != nil {
			return err
		}
		given = form.Value(page.CSRFField)
	}
	seed := e.Cookies.Get(r, csrfCookie)
	if seed == "" || !hmac.Equal([]byte(given), []byte(e.token(seed))) {
		return fault.New(fault.Forbidden, "edge.token")
	}
	return nil
}

func isForm(r *http.Request) bool {
	kind := r.Header.Get("Content-Type")
	return strings.HasPrefix(kind, "application/x-www-form-urlencoded") || strings.HasPrefix(kind, "multipart/form-data")
}

// seed is the random value in the browser's cookie from which its token is made; a browser without one gets one.
func (e *Edge) seed(w http.ResponseWriter, r *http.Request) string {
	if seed := e.Cookies.Get(r, csrfCookie); seed != "" {
		return seed
	}
	return e.RenewToken(w)
}

// Token is the token against forgery of the asking browser, for a script that sends what it kept.
func (e *Edge) Token(w http.ResponseWriter, r *http.Request) string { return e.token(e.seed(w, r)) }

// RenewToken gives the browser a new seed, and with it a new token. It is called when somebody signs in or out, so that
// a token from before is worth nothing afterwards.
func (e *Edge) RenewToken(w http.ResponseWriter) string {
	seed := rand.Text()
	e.Cookies.Set(w, csrfCookie, seed, 0)
	return seed
}

func (e *Edge) token(seed string) string {
	mac := hmac.New(sha256.New, e.config.Key)
	mac.Write([]byte("linli csrf token\x00" + seed))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

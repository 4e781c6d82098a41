package edge

import (
	"net/http"
	"time"
)

// Cookies sets and reads cookies that belong to this host alone: with https their names begin with __Host-, so that no
// other host and no plain connection can plant one (RFC 6265bis, section 4.1.3.2). On this machine without https, where a
// browser refuses that prefix, they go without it.
type Cookies struct{ secure bool }

func (c Cookies) name(name string) string {
	if c.secure {
		return "__Host-" + name
	}
	return name
}

// Set gives the browser a cookie; a lifetime of 0 ends with the browser. Scripts cannot read it, and it is not sent with
// requests that other sites start, except by following a link.
func (c Cookies) Set(w http.ResponseWriter, name, value string, lifetime time.Duration) {
	c.write(w, name, value, int(lifetime/time.Second))
}

// Clear takes a cookie back.
func (c Cookies) Clear(w http.ResponseWriter, name string) { c.write(w, name, "", -1) }

func (c Cookies) write(w http.ResponseWriter, name, value string, age int) {
	http.SetCookie(w, &http.Cookie{ //nolint:gosec // Secure is left out on http://localhost alone (New)
		Name: c.name(name), Value: value, Path: "/", MaxAge: age, Secure: c.secure, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// Get reads a cookie; empty if there is none.
func (c Cookies) Get(r *http.Request, name string) string {
	k, err := r.Cookie(c.name(name))
	if err != nil {
		return ""
	}
	return k.Value
}

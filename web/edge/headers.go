package edge

import (
	"net/http"
	"strings"
)

// policy is the Content-Security-Policy of every answer. Nothing inline runs, nothing foreign loads; pictures may come
// from a canvas (a drawn signature) or from a file that was just chosen. Three Trusted Types policies have a name: that of the map, that
// which lets a page register the worker of the forms without a line, and that of the worker which solves the task of a flood.
var policy = strings.Join([]string{
	"default-src 'none'",
	"script-src 'self'",
	"style-src 'self'",
	"img-src 'self' data: blob:",
	"connect-src 'self'",
	"manifest-src 'self'",
	"worker-src 'self'",
	"form-action 'self'",
	"frame-ancestors 'none'",
	"base-uri 'none'",
	"require-trusted-types-for 'script'",
	"trusted-types linli linli-map linli-work",
}, "; ")

// refused are the powers of a browser that linli never asks for. Camera and place are asked for by forms of one's own
// report only, and then by the browser's own file and location prompts on this origin.
const refused = "accelerometer=(), ambient-light-sensor=(), autoplay=(), battery=(), browsing-topics=(), display-capture=(), " +
	"encrypted-media=(), fullscreen=(self), gamepad=(), geolocation=(self), gyroscope=(), hid=(), idle-detection=(), " +
	"local-fonts=(), magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(), screen-wake-lock=(), " +
	"serial=(), usb=(), xr-spatial-tracking=()"

// headers sets what every answer carries; a handler may relax Cache-Control for what is public and never changes.
func (e *Edge) headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", refused)
		h.Set("Cache-Control", "no-store")
		if e.Cookies.secure {
			h.Set("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
		}
		next.ServeHTTP(w, r)
	})
}

package edge

import (
	"net/http"
	"strings"
	"time"

	"linli/platform/clock"
	"linli/platform/fault"
)

// Timeouts of a server in front of this edge.
const (
	headerTimeout = 5 * time.Second
	readTimeout   = 20 * time.Second
	uploadTimeout = 5 * time.Minute // 32 MiB over a slow phone
	writeTimeout  = 2 * time.Minute // a case file of many documents
	idleTimeout   = 2 * time.Minute
	headerBytes   = 16 << 10
)

// limits caps the size of a body, and gives one with files more time. A body that says beforehand that it is too large is
// refused unread.
func (e *Edge) limits(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		limit := e.config.BodyLimit
		if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
			limit = e.config.UploadLimit
			// Not every ResponseWriter of a test has a connection; the server's own deadline holds then.
			// The machine measures the deadline, so its clock sets it: the office's may stand still, or elsewhere.
			_ = http.NewResponseController(w).SetReadDeadline(clock.System{}.Now().Add(uploadTimeout))
		}
		if r.ContentLength > limit {
			w.Header().Set("Connection", "close")
			e.config.Pages.RenderError(w, r, fault.New(fault.TooLarge, "fault.too_large"))
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, limit)
		next.ServeHTTP(w, r)
	})
}

// Server returns a server for a wrapped handler with timeouts against readers who are slow on purpose.
func Server(addr string, h http.Handler) *http.Server {
	return &http.Server{
		Addr: addr, Handler: h, ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout,
		IdleTimeout: idleTimeout, MaxHeaderBytes: headerBytes,
	}
}

package edge

import (
	"io"
	"net/http"
	"strings"
	"sync/atomic"
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

// uploadRoom is how many bytes of uploads are held at once. They stay in memory, since nothing unmasked may touch a disk.
const uploadRoom = 256 << 20

// errNoRoom is what who sends a file reads while too many others do.
var errNoRoom = fault.New(fault.Unavailable, "fault.uploads_busy")

// held is the body of an upload; what was read of it counts until its request is over. Who declares much and sends little
// keeps nobody out.
type held struct {
	io.ReadCloser
	all  *atomic.Int64
	mine int64
}

// Read reads on as long as there is room for it.
func (h *held) Read(p []byte) (int, error) {
	n, err := h.ReadCloser.Read(p)
	h.mine += int64(n)
	if h.all.Add(int64(n)) > uploadRoom {
		return n, errNoRoom
	}
	return n, err
}

func (h *held) free() { h.all.Add(-h.mine) }

// bringsFile reports whether a request may be as large as a file: a form with files, or the one address of the interface
// that takes one, in base64.
func bringsFile(r *http.Request) bool {
	return strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") ||
		r.Method == http.MethodPost && strings.HasPrefix(r.URL.Path, "/api/v1/mediations/") && strings.HasSuffix(r.URL.Path, "/files")
}

// limits caps the size of a body, and gives one with files more time. A body that says beforehand that it is too large is
// refused unread.
func (e *Edge) limits(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		limit := e.config.BodyLimit
		if bringsFile(r) {
			limit = e.config.UploadLimit
			held := &held{ReadCloser: r.Body, all: &e.uploads}
			r.Body = held
			defer held.free()
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

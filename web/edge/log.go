package edge

import (
	"fmt"
	"log/slog"
	"net/http"
	"runtime"
	"runtime/debug"
	"strings"

	"linli/platform/fault"
	"linli/platform/id"
)

// log writes a line for each request: what was asked for and how it went, never by whom. There is no address, no user
// agent and no query in it, and a tracking code is masked. There is no line of an answer to the survey: it would say when
// somebody answered, and beside the line of a party who took its code, who.
func (e *Edge) log(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := e.config.Clock.Now()
		seen := &watched{ResponseWriter: w}
		defer func() { //nolint:contextcheck // the request has it; also when the connection is cut in the middle of an answer
			if unlogged(r.URL.Path) {
				return
			}
			e.config.Log.LogAttrs(r.Context(), slog.LevelInfo, "request",
				slog.String("request", numberOf(r)), slog.String("method", method(r.Method)), slog.String("path", Mask(r.URL.Path)),
				slog.Int("status", seen.code()), slog.Int64("bytes", seen.bytes),
				slog.Duration("took", e.config.Clock.Now().Sub(start)))
		}()
		next.ServeHTTP(seen, r)
	})
}

// unlogged reports whether a path is the survey's.
func unlogged(path string) bool { return path == "/survey" || strings.HasPrefix(path, "/survey/") }

// method keeps made-up methods out of the log.
func method(m string) string {
	switch m {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return m
	default:
		return "other"
	}
}

// Mask hides what must not stand in a log: everything after /r/, and any other segment that reads as a tracking code.
func Mask(path string) string {
	segments := strings.Split(path, "/")
	for i, s := range segments {
		if i > 1 && segments[1] == "r" && s != "" {
			segments[i] = "CODE"
		} else if _, err := id.ParseCode(s); err == nil {
			segments[i] = "CODE"
		}
	}
	return strings.Join(segments, "/")
}

// recovery turns a panic into the error page. The log gets the place and the kind of the panic; its text only if the Go
// runtime wrote it, because any other may hold what a person typed.
func (e *Edge) recovery(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen := &watched{ResponseWriter: w}
		defer func() { //nolint:contextcheck // the request has it
			p := recover()
			if p == nil {
				return
			}
			if p == http.ErrAbortHandler { //nolint:errorlint // the sentinel itself is what net/http compares
				panic(p) //nolint:forbidigo // what net/http raised goes back to net/http
			}
			e.config.Log.LogAttrs(r.Context(), slog.LevelError, "panic", slog.String("request", numberOf(r)),
				slog.String("path", Mask(r.URL.Path)), slog.String("kind", kindOf(p)), slog.String("stack", string(debug.Stack())))
			if seen.status != 0 { // half an answer is out: cut the connection, so that nobody takes it for a whole one
				panic(http.ErrAbortHandler) //nolint:forbidigo // net/http takes this one for the order to cut the connection
			}
			e.config.Pages.RenderError(w, r, fault.New(fault.Internal, "fault.internal"))
		}()
		next.ServeHTTP(seen, r)
	})
}

func kindOf(p any) string {
	if err, ok := p.(runtime.Error); ok {
		return err.Error()
	}
	return fmt.Sprintf("%T", p)
}

// watched notes what a handler answers.
type watched struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (w *watched) code() int {
	if w.status == 0 {
		return http.StatusOK
	}
	return w.status
}

// WriteHeader notes the status.
func (w *watched) WriteHeader(status int) {
	if w.status == 0 && status >= http.StatusOK {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write counts the bytes.
func (w *watched) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(b)
	w.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (w *watched) Unwrap() http.ResponseWriter { return w.ResponseWriter }

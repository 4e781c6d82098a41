package page

import (
	"maps"
	"mime/multipart"
	"net/http"
	"slices"
	"time"
)

// Names of the hidden fields with which a form comes back from the page "wait".
const (
	WaitField = "_wait"
	WorkField = "_work"
)

// Wait is the page that a form gets which came among too many: everything that was typed is on it, and goes in when the device
// has solved the task, or from a time on.
type Wait struct {
	*Form
	Token       string
	Bits, Parts int       // of the task
	Seconds     int       // until time alone is enough; 0 with Opens set: now
	Opens       time.Time // zero: only the task opens
}

type waitPage struct {
	Wait
	Action string
	Lost   bool // files were sent, which a page cannot carry
}

// Carried are the values that were sent, and which button sent them.
func (w waitPage) Carried() []Typed {
	var out []Typed
	for _, name := range slices.Sorted(maps.Keys(w.values)) {
		switch name {
		case CSRFField, WaitField, WorkField:
			continue
		}
		for _, v := range w.values[name] {
			out = append(out, Typed{name, v})
		}
	}
	return out
}

// RenderWait answers with the page "wait". Its status is 429, so that a program knows, too.
func (r *Renderer) RenderWait(w http.ResponseWriter, req *http.Request, ask Wait) {
	data := waitPage{Wait: ask, Action: req.URL.Path}
	for _, list := range ask.files {
		data.Lost = data.Lost || slices.ContainsFunc(list, func(f *multipart.FileHeader) bool { return f.Size > 0 })
	}
	r.Render(w, req, http.StatusTooManyRequests, "wait", data)
}

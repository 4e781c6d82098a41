package edge

import (
	"net/http"
	"time"
)

// deviceLasts is how long a browser keeps what its device is used with.
const deviceLasts = 365 * 24 * time.Hour

// SlipPaper is the name of the paper on which the device prints slips.
const SlipPaper = "slip"

// Keep has the browser remember something about the device that it runs on, such as the paper in its printer. It says nothing
// of a person, and whoever signs in there next finds it so.
func (e *Edge) Keep(w http.ResponseWriter, name, value string) {
	e.Cookies.Set(w, "device-"+name, value, deviceLasts)
}

// Kept is what the browser remembers under a name. Anybody can have written it: it is one of the values that the page knows,
// or nothing.
func (e *Edge) Kept(r *http.Request, name string) string { return e.Cookies.Get(r, "device-"+name) }

package app

import (
	"net/http"
	"strings"

	"linli/api/open311"
	"linli/web/page"
	residentpages "linli/web/resident"
)

// prepare tells of a visit what its address says, before anything about the request can be refused.
func prepare(r *http.Request, v *page.Visit) {
	v.Program = isForPrograms(r)
	if residentpages.IsDiscreet(r.URL.Path) {
		v.Exit = residentpages.Exit
	}
}

// isForPrograms reports whether a request is for an address that answers in JSON or plain text only. Whoever writes such a
// program reads a refusal as a problem document (RFC 9457), and not a page, also where the program says nothing of what it
// accepts. Under /verify there is a page as well, for reading.
func isForPrograms(r *http.Request) bool {
	path := r.URL.Path
	return strings.HasPrefix(path, "/api/v1/") || strings.HasPrefix(path, open311.Prefix) || strings.HasPrefix(path, "/ledger/") || strings.HasPrefix(path, "/hsds/") ||
		path == "/verify" && r.Method != http.MethodGet && r.Method != http.MethodHead
}

package page

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"time"
)

// Public is what the head of a page for everybody says to programs that find and follow pages.
type Public struct {
	Canonical string // the page's own absolute address, without what only narrows or pages
	Feeds     []FeedLink
}

// FeedLink is a feed of what the page lists.
type FeedLink struct{ Title, Type, Href string }

// SendKept answers with what a program may keep and ask for again by its mark: it gets nothing anew while nothing changed (RFC 9110,
// section 13.1.2). For how long it may be shown without asking is left to half a minute.
func SendKept(w http.ResponseWriter, r *http.Request, kind string, body []byte) error {
	sum := sha256.Sum256(body)
	mark := `"` + hex.EncodeToString(sum[:16]) + `"`
	w.Header().Set("ETag", mark)
	w.Header().Set("Cache-Control", "public, max-age=30")
	w.Header().Set("Content-Type", kind)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
	return nil
}

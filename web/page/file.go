package page

import (
	"mime"
	"net/http"

	"linli/platform/blob"
	"linli/platform/fault"
)

// File is a file that somebody sent in, on its way out.
type File struct {
	Name, Type string
	Bytes      []byte
	Small      []byte // the thumbnail of a picture, which linli drew itself
}

// SendFile hands a file out. A browser saves it and never shows it as a page of this origin, whatever it may hold; what a page
// does show is the thumbnail of a picture (?small=yes). Errors: NotFound where there is none.
func SendFile(w http.ResponseWriter, r *http.Request, f File) error {
	kind, disposition, name, body := f.Type, "attachment", f.Name, f.Bytes
	if r.URL.Query().Get("small") == "yes" {
		if len(f.Small) == 0 {
			return fault.New(fault.NotFound, "fault.not_found")
		}
		kind, disposition, name, body = blob.JPEG, "inline", "small.jpg", f.Small
	}
	h := w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", mime.FormatMediaType(disposition, map[string]string{"filename": name}))
	_, _ = w.Write(body) // sandboxed, under nosniff, and saved unless linli drew it
	return nil
}

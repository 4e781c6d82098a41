package page

import "linli/platform/blob"

// Uploads are the attributes of a field for photographs and papers: which kinds can be chosen, and beyond which limits the
// script draws a picture anew before it is sent. A telephone that photographs in HEIC sends a JPEG to a field that names no HEIC.
func Uploads() Attributes {
	return Attributes{"accept": "image/jpeg,image/png,image/webp,application/pdf", "data-pictures": true, "data-pixels": blob.MaxPixels, "data-bytes": blob.MaxBytes}
}

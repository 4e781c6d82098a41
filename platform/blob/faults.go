package blob

import "linli/platform/fault"

// What the package answers. Compare with errors.Is.
var (
	ErrTooLarge  = fault.New(fault.TooLarge, "blob.too_large")      // args: max_mb
	ErrPixels    = fault.New(fault.TooLarge, "blob.pixels")         // args: max_megapixels
	ErrEmpty     = fault.New(fault.Invalid, "blob.empty")           // no bytes
	ErrType      = fault.New(fault.Invalid, "blob.type")            // none of the four types
	ErrHEIC      = fault.New(fault.Invalid, "blob.type_heic")       // HEIC or AVIF
	ErrGIF       = fault.New(fault.Invalid, "blob.type_gif")        // GIF
	ErrMarkup    = fault.New(fault.Invalid, "blob.type_markup")     // SVG, HTML or other markup
	ErrOffice    = fault.New(fault.Invalid, "blob.type_office")     // archives, and the documents that are archives
	ErrExtension = fault.New(fault.Invalid, "blob.extension")       // the name says one type, the content another; args: extension, type
	ErrAnimated  = fault.New(fault.Invalid, "blob.animated")        // animated PNG or WebP
	ErrPolyglot  = fault.New(fault.Invalid, "blob.polyglot")        // two files in one
	ErrMask      = fault.New(fault.Invalid, "blob.mask")            // an area that is no part of the picture
	ErrMasks     = fault.New(fault.Invalid, "blob.masks")           // too many areas; args: max
	ErrMaskPDF   = fault.New(fault.Invalid, "blob.mask_pdf")        // areas of a PDF
	ErrDamaged   = fault.New(fault.Invalid, "blob.damaged")         // the type is right, but it cannot be read
	ErrEncrypted = fault.New(fault.Invalid, "blob.pdf.encrypted")   // PDF with a password or usage rights
	ErrActive    = fault.New(fault.Invalid, "blob.pdf.active")      // PDF with scripts, attached files, media or actions; args: found
	ErrSigned    = fault.New(fault.Invalid, "blob.pdf.signed")      // PDF with an electronic signature
	ErrPDF       = fault.New(fault.Invalid, "blob.pdf.damaged")     // PDF that cannot be read strictly
	ErrMissing   = fault.New(fault.NotFound, "blob.missing")        // the store has no such blob
	ErrStore     = fault.New(fault.Unavailable, "blob.unavailable") // the store cannot be read or written
)

// because is a fault of the same kind over a cause that only the log shows.
func because(f *fault.Error, err error) *fault.Error { return fault.Wrap(f.Code, f.Key, err) }

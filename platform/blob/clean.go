package blob

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"linli/platform/fault"
)

// Media types that a cleaned file can have.
const (
	JPEG = "image/jpeg"
	PNG  = "image/png"
	PDF  = "application/pdf"
	webP = "image/webp" // comes in, never goes out
)

// What is taken in where nobody sets other limits.
const (
	MaxBytes  = 10 << 20   // of an upload
	MaxPixels = 25_000_000 // of a picture
)

// Limits bound what is taken in. The zero value of each means its default.
type Limits struct {
	Bytes  int64 // of the upload; default [MaxBytes]
	Pixels int64 // width × height of an image; default [MaxPixels]. Decoding takes up to 12 bytes a pixel
	AtOnce int   // how many files are cleaned at the same time; default 1, since one image may take 300 MB
}

// File is an upload after cleaning.
type File struct {
	Name          string // cleaned; to be sealed by the caller
	Type          string // [JPEG], [PNG] or [PDF]
	Bytes         []byte // to be sealed by the caller, as [File.Packed]
	Thumbnail     []byte // a JPEG of at most [ThumbnailSide] pixels a side; empty for a PDF
	Width, Height int    // pixels; zero for a PDF
	Pages         int    // of a PDF; zero for an image
}

// Cleaner makes uploads harmless and anonymous. It is safe for concurrent use.
type Cleaner struct {
	limits Limits
	gate   chan struct{}
}

// NewCleaner returns a cleaner with limits.
func NewCleaner(l Limits) *Cleaner {
	if l.Bytes <= 0 {
		l.Bytes = MaxBytes
	}
	if l.Pixels <= 0 {
		l.Pixels = MaxPixels
	}
	if l.AtOnce <= 0 {
		l.AtOnce = 1
	}
	return &Cleaner{limits: l, gate: make(chan struct{}, l.AtOnce)}
}

// Clean reads an upload and returns what may be kept of it. name is the file's name as its sender gave it; its
// extension, where there is one, must fit the content. Errors: the faults of this package, or ctx's when it ends while
// the file waits for its turn.
func (c *Cleaner) Clean(ctx context.Context, r io.Reader, name string) (File, error) {
	return c.CleanMasked(ctx, r, name, nil)
}

// CleanMasked is [Cleaner.Clean] of a picture of which some areas are painted over before it is encoded again: nothing of
// what was there can be read from what is kept. Errors: those of Clean, [ErrMask], [ErrMasks], and [ErrMaskPDF] for a PDF,
// whose pages need not be made of pixels.
func (c *Cleaner) CleanMasked(ctx context.Context, r io.Reader, name string, over []Area) (File, error) {
	raw, err := io.ReadAll(io.LimitReader(r, c.limits.Bytes+1))
	if err != nil {
		return File{}, fmt.Errorf("reading an upload: %w", err)
	}
	switch {
	case len(raw) == 0:
		return File{}, ErrEmpty
	case int64(len(raw)) > c.limits.Bytes:
		return File{}, c.tooLarge()
	}
	kind, err := sniff(raw)
	if err != nil {
		return File{}, err
	}
	if err := mayMask(kind, over); err != nil {
		return File{}, err
	}
	if e := extensionOf(name); e != "" && !slices.Contains(extensions(kind), e) {
		return File{}, ErrExtension.With(fault.Args{"extension": e, "type": extensions(kind)[0][1:]})
	}
	if isZIP(raw) || kind != PDF && holdsPage(raw) {
		return File{}, ErrPolyglot
	}
	select {
	case c.gate <- struct{}{}:
	case <-ctx.Done():
		return File{}, fmt.Errorf("waiting to clean an upload: %w", ctx.Err())
	}
	defer func() { <-c.gate }()
	var f File
	if kind == PDF {
		f, err = cleanPDF(raw)
	} else {
		f, err = c.cleanImage(raw, kind, over)
	}
	if err != nil {
		return File{}, err
	}
	if int64(len(f.Bytes)) > 2*c.limits.Bytes {
		return File{}, c.tooLarge()
	}
	f.Name = CleanName(name, extensions(f.Type)[0])
	return f, nil
}

func (c *Cleaner) tooLarge() error {
	return ErrTooLarge.With(fault.Args{"max_mb": c.limits.Bytes >> 20})
}

// extensions are the file extensions of a type, the usual one first.
func extensions(kind string) []string {
	switch kind {
	case JPEG:
		return []string{".jpg", ".jpeg", ".jpe", ".jfif"}
	case PNG:
		return []string{".png"}
	case webP:
		return []string{".webp"}
	default:
		return []string{".pdf"}
	}
}

// sniff tells the type by the first bytes. A type that is not taken gets the fault that says what to do.
func sniff(raw []byte) (string, error) {
	starts := func(prefixes ...string) bool {
		return slices.ContainsFunc(prefixes, func(p string) bool { return bytes.HasPrefix(raw, []byte(p)) })
	}
	switch {
	case starts("\xff\xd8\xff"):
		return JPEG, nil
	case starts("\x89PNG\r\n\x1a\n"):
		return PNG, nil
	case starts("RIFF") && len(raw) >= 12 && string(raw[8:12]) == "WEBP":
		return webP, nil
	case starts("%PDF-"):
		return PDF, nil
	case starts("GIF87a", "GIF89a"):
		return "", ErrGIF
	case len(raw) >= 12 && string(raw[4:8]) == "ftyp":
		switch string(raw[8:12]) {
		case "heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1", "avif", "avis":
			return "", ErrHEIC
		}
	case starts("PK\x03\x04", "PK\x05\x06", "\xd0\xcf\x11\xe0", "Rar!", "7z\xbc\xaf\x27\x1c", "\x1f\x8b"):
		return "", ErrOffice
	}
	if text := bytes.TrimLeft(bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf")), " \t\r\n\f"); bytes.HasPrefix(text, []byte("<")) || holdsPage(raw) {
		return "", ErrMarkup
	}
	return "", ErrType
}

// holdsPage reports whether something in the bytes would run as a page in a browser that guesses types.
func holdsPage(raw []byte) bool {
	lower := make([]byte, len(raw))
	for i, b := range raw {
		if 'A' <= b && b <= 'Z' {
			b += 'a' - 'A'
		}
		lower[i] = b
	}
	// Longer marks than "<html" alone, which chance puts into one large photograph of some thousands.
	return slices.ContainsFunc([]string{"<script", "<!doctype html", "<html>", "<html ", "<iframe "}, func(mark string) bool {
		return bytes.Contains(lower, []byte(mark))
	})
}

// isZIP reports whether the bytes open as a ZIP archive (JAR, Office document), whatever stands before it.
func isZIP(raw []byte) bool {
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	return (err == nil || errors.Is(err, zip.ErrInsecurePath)) && len(z.File) > 0
}

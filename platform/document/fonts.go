package document

import (
	"bytes"
	"compress/gzip"
	"embed"
	"fmt"
	"io"
	"io/fs"
	"sync"
)

//go:embed fonts
var shipped embed.FS

// Shipped is the folder of the fonts that the binary carries. It is empty when the program was built before
// build/fonts.mjs ran, and [LoadFonts] says so.
func Shipped() fs.FS {
	sub, err := fs.Sub(shipped, "fonts")
	if err != nil {
		return shipped
	}
	return sub
}

// The faces, by the order in which a document looks for a character; see [Fonts.order].
const (
	hansRegular = iota
	hansBold
	hantRegular
	hantBold
	faceCount
)

var faceFiles = [faceCount]string{"NotoSansSC-Regular", "NotoSansSC-Bold", "NotoSansTC-Regular", "NotoSansTC-Bold"}

// Fonts are the faces of the printed documents. A face is unpacked and read when the first document needs it, once; after
// that a Fonts serves any number of goroutines.
type Fonts struct {
	faces  [faceCount]func() (*face, error)
	glyphs sync.Map // glyphKey → placed
}

// LoadFonts prepares the fonts in a folder: NotoSansSC-Regular, NotoSansSC-Bold, NotoSansTC-Regular and NotoSansTC-Bold,
// each as .ttf.gz.
func LoadFonts(folder fs.FS) (*Fonts, error) {
	f := &Fonts{}
	for i, name := range faceFiles {
		if _, err := fs.Stat(folder, name+".ttf.gz"); err != nil {
			return nil, fmt.Errorf("loading the fonts of the documents (node build/fonts.mjs writes them): %w", err)
		}
		f.faces[i] = sync.OnceValues(func() (*face, error) { return unpack(folder, name) })
	}
	return f, nil
}

func unpack(folder fs.FS, name string) (_ *face, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("reading the font %s: %w", name, err)
		}
	}()
	packed, err := fs.ReadFile(folder, name+".ttf.gz")
	if err != nil {
		return nil, err
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	file, err := io.ReadAll(io.LimitReader(z, 64<<20))
	if err != nil {
		return nil, err
	}
	return parseFace(file)
}

// order is where a character is looked for. Bold falls back to the Regular of the same script before the other script.
func order(language string, strong bool) []int {
	switch {
	case language == "zh-Hant" && strong:
		return []int{hantBold, hantRegular, hansBold, hansRegular}
	case language == "zh-Hant":
		return []int{hantRegular, hansRegular}
	case strong:
		return []int{hansBold, hansRegular, hantBold, hantRegular}
	default:
		return []int{hansRegular, hantRegular}
	}
}

type glyphKey struct {
	language string
	strong   bool
	r        rune
}

// placed says from which face a character is set and how wide it is, in thousandths of an em.
type placed struct {
	face, width int
	missing     bool
}

// find looks a character up, in the language's own face first.
func (f *Fonts) find(language string, strong bool, r rune) (placed, error) {
	key := glyphKey{language, strong, r}
	if p, known := f.glyphs.Load(key); known {
		return p.(placed), nil
	}
	p := placed{width: 1000, missing: true}
	for _, i := range order(language, strong) {
		face, err := f.faces[i]()
		if err != nil {
			return placed{}, err
		}
		if g := face.glyph(r); g != 0 {
			p = placed{face: i, width: face.advance(g)}
			break
		}
	}
	if !p.missing { // what strangers type must not fill the memory
		f.glyphs.Store(key, p)
	}
	return p, nil
}

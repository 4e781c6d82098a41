package document

import (
	"embed"
	"fmt"
	"io/fs"
	"sync"

	"github.com/klauspost/compress/zstd"
)

//go:embed fonts
var shipped embed.FS

// Shipped is the folder of the fonts that the binary carries. It is empty when the program was built before
// build/fonts ran, and [LoadFonts] says so.
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

// Faces are the fonts that the binary carries. A face that is Like another one is packed as what differs from it.
var Faces = [faceCount]struct{ Name, Like string }{
	hansRegular: {Name: "NotoSansSC-Regular"},
	hansBold:    {Name: "NotoSansSC-Bold"},
	hantRegular: {Name: "NotoSansTC-Regular", Like: "NotoSansSC-Regular"},
	hantBold:    {Name: "NotoSansTC-Bold", Like: "NotoSansSC-Bold"},
}

// How a face is packed: Zstandard (RFC 8878), with the face that it is like as a dictionary of raw content.
const (
	Packed       = ".ttf.zst"
	PackedWindow = 16 << 20 // bytes; more than the largest face
	PackedLike   = 1        // the dictionary's number
)

// Fonts are the faces of the printed documents. A face is unpacked and read when the first document needs it, once; after
// that a Fonts serves any number of goroutines.
type Fonts struct {
	faces  [faceCount]func() (*face, error)
	glyphs sync.Map // glyphKey → placed
}

// LoadFonts prepares the fonts in a folder: each of [Faces], packed.
func LoadFonts(folder fs.FS) (*Fonts, error) {
	f := &Fonts{}
	for i, name := range Faces {
		if _, err := fs.Stat(folder, name.Name+Packed); err != nil {
			return nil, fmt.Errorf("loading the fonts of the documents (go run ./build/fonts writes them): %w", err)
		}
		f.faces[i] = sync.OnceValues(func() (*face, error) { return f.unpack(folder, i) })
	}
	return f, nil
}

func (f *Fonts) unpack(folder fs.FS, i int) (_ *face, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("reading the font %s: %w", Faces[i].Name, err)
		}
	}()
	packed, err := fs.ReadFile(folder, Faces[i].Name+Packed)
	if err != nil {
		return nil, err
	}
	options := []zstd.DOption{zstd.WithDecoderMaxWindow(PackedWindow), zstd.WithDecoderMaxMemory(64 << 20), zstd.WithDecoderConcurrency(1)}
	for like := range Faces {
		if Faces[like].Name == Faces[i].Like {
			other, err := f.faces[like]()
			if err != nil {
				return nil, err
			}
			options = append(options, zstd.WithDecoderDictRaw(PackedLike, other.file))
		}
	}
	z, err := zstd.NewReader(nil, options...)
	if err != nil {
		return nil, err
	}
	defer z.Close()
	file, err := z.DecodeAll(packed, nil)
	if err != nil {
		return nil, err
	}
	return parseFace(file)
}

// File is a face as TrueType, unpacked.
func (f *Fonts) File(name string) ([]byte, error) {
	for i := range Faces {
		if Faces[i].Name == name {
			face, err := f.faces[i]()
			if err != nil {
				return nil, err
			}
			return face.file, nil
		}
	}
	return nil, fmt.Errorf("no font %q", name)
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

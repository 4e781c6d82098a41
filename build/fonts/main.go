// Command fonts brings the fonts of the printed documents into the Go tree, as platform/document/fonts/*.ttf.zst, from
// the npm packages @expo-google-fonts/noto-sans-sc and -tc. Run from the project's root: go run ./build/fonts
//
// Regular is kept whole, because a name may hold any character. Bold only serves headings and labels, so it keeps the
// outlines of the everyday characters (GB/T 2312 for Simplified, the frequent half of Big5 for Traditional) and the rest
// of a heading falls back to Regular: two whole bold fonts would cost 11 MB of binary. Layout tables that the PDF writer
// never reads are left out. Half of the outlines of Traditional are those of Simplified, so it is packed as what differs.
package main

import (
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/klauspost/compress/zstd"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

	"linli/platform/document"
)

const (
	from = "node_modules/@expo-google-fonts"
	to   = "platform/document/fonts"
)

var sources = map[string]struct {
	file string
	only func() map[rune]bool // nil: every outline stays
}{
	"NotoSansSC-Regular": {"noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf", nil},
	"NotoSansSC-Bold":    {"noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf", gb2312},
	"NotoSansTC-Regular": {"noto-sans-tc/400Regular/NotoSansTC_400Regular.ttf", nil},
	"NotoSansTC-Bold":    {"noto-sans-tc/700Bold/NotoSansTC_700Bold.ttf", big5},
}

func main() {
	log.SetFlags(0)
	if err := run(); err != nil {
		log.Fatal("fonts: ", err)
	}
}

func run() error {
	thinned := map[string][]byte{}
	for _, face := range document.Faces {
		source := sources[face.Name]
		file, err := os.ReadFile(filepath.Join(from, source.file))
		if err != nil {
			return fmt.Errorf("reading a font (npm ci brings them): %w", err)
		}
		tables, err := read(file)
		if err != nil {
			return fmt.Errorf("%s: %w", source.file, err)
		}
		if source.only != nil {
			if err := tables.thin(source.only()); err != nil {
				return fmt.Errorf("%s: %w", source.file, err)
			}
		}
		thinned[face.Name] = tables.write()
		packed, err := pack(thinned[face.Name], thinned[face.Like])
		if err != nil {
			return fmt.Errorf("packing %s: %w", face.Name, err)
		}
		if err := os.WriteFile(filepath.Join(to, face.Name+document.Packed), packed, 0o644); err != nil {
			return err
		}
		fmt.Printf("%s  %.2f MB\n", face.Name, float64(len(packed))/1e6)
	}
	licence, err := os.ReadFile(filepath.Join(from, "noto-sans-sc", "LICENSE_FONT"))
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(to, "OFL.txt"), licence, 0o644)
}

// pack compresses a font; like, if not empty, is a font that the reader has at hand already.
func pack(font, like []byte) ([]byte, error) {
	options := []zstd.EOption{
		zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithWindowSize(document.PackedWindow),
		zstd.WithEncoderConcurrency(1), // the same bytes on every machine
	}
	if len(like) > 0 {
		options = append(options, zstd.WithEncoderDictRaw(document.PackedLike, like))
	}
	w, err := zstd.NewWriter(nil, options...)
	if err != nil {
		return nil, err
	}
	return w.EncodeAll(font, nil), nil
}

func gb2312() map[rune]bool {
	return doubleByte(simplifiedchinese.GBK, 0xb0, 0xf7, 0xa1, 0xfe)
}

func big5() map[rune]bool {
	return doubleByte(traditionalchinese.Big5, 0xa4, 0xc6, 0x40, 0xfe)
}

// doubleByte lists the characters of a rectangle of a two-byte character set, and every character below U+3100.
func doubleByte(set encoding.Encoding, lead0, lead1, trail0, trail1 int) map[rune]bool {
	wanted := map[rune]bool{}
	for r := rune(0x20); r < 0x3100; r++ {
		wanted[r] = true
	}
	for r := rune(0xff00); r < 0xfff0; r++ {
		wanted[r] = true
	}
	decoder := set.NewDecoder()
	for lead := lead0; lead <= lead1; lead++ {
		for trail := trail0; trail <= trail1; trail++ {
			text, err := decoder.Bytes([]byte{byte(lead), byte(trail)})
			if runes := []rune(string(text)); err == nil && len(runes) == 1 && runes[0] != '\ufffd' {
				wanted[runes[0]] = true
			}
		}
	}
	return wanted
}

package tiles_test

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"linli/platform/geo"
	"linli/platform/tiles"
	"linli/platform/tiles/tilestest"
)

func open(t *testing.T, raw []byte) (*tiles.Archive, error) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "map.pmtiles")
	if err := os.WriteFile(name, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	a, err := tiles.Open(name)
	if a != nil {
		t.Cleanup(func() { _ = a.Close() })
	}
	return a, err
}

func TestTilesAreFound(t *testing.T) {
	for _, leaves := range []bool{false, true} {
		a, err := open(t, tilestest.Archive(tilestest.Options{Zoom: 5, Leaves: leaves, Metadata: `{"attribution":"<a href=\"https://example.org\">&copy; People &amp; Places</a>","datum":"gcj02"}`}))
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for z := range 6 {
			for x := range 1 << z {
				for y := range 1 << z {
					b, err := a.Tile(z, x, y)
					if err != nil || !bytes.HasSuffix(b, tilestest.Name(z, x, y)) {
						t.Fatalf("tile %d/%d/%d: %q, %v", z, x, y, b[max(0, len(b)-20):], err)
					}
					seen[string(b)] = true
				}
			}
		}
		if len(seen) != 1365 {
			t.Errorf("%d different tiles", len(seen))
		}
		for _, not := range [][3]int{{6, 0, 0}, {-1, 0, 0}, {3, 8, 0}, {3, 0, -1}} {
			if _, err := a.Tile(not[0], not[1], not[2]); !errors.Is(err, tiles.ErrNoTile) {
				t.Errorf("%v: %v", not, err)
			}
		}
		if i := a.Facts(); i.Attribution != "© People & Places" || i.Datum != geo.GCJ02 || i.Kind != "image/png" || i.MaxZoom != 5 || i.Mark == "" {
			t.Errorf("%+v", i)
		}
	}
}

func TestWithoutAFileThereIsNoMap(t *testing.T) {
	if a, err := tiles.Open(filepath.Join(t.TempDir(), "map.pmtiles")); a != nil || err != nil {
		t.Errorf("%v, %v", a, err)
	}
}

func TestDamagedArchivesAreRefused(t *testing.T) {
	whole := tilestest.Archive(tilestest.Options{Zoom: 2})
	change := func(at int, b ...byte) []byte {
		return append(append(bytes.Clone(whole[:at]), b...), whole[at+len(b):]...)
	}
	var bomb bytes.Buffer
	z := gzip.NewWriter(&bomb)
	_, _ = z.Write(make([]byte, 40<<20))
	_ = z.Close()
	huge := append(change(8, binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint64(nil, uint64(len(whole))), uint64(bomb.Len()))...), bomb.Bytes()...)
	for name, raw := range map[string][]byte{
		"empty": nil, "short": whole[:100], "no archive": change(0, 'X'), "version 2": change(7, 2), "vectors": change(99, 1), "brotli": change(97, 3), "gzipped tiles": change(98, 2),
		"root beyond the end": change(16, 0xff, 0xff, 0xff, 0xff), "place beyond any end": change(8, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
		"zoom 200": change(101, 200), "bounds turned round": change(102, 0xff, 0xff, 0xff, 0x7f), "a root that unpacks to 40 MiB": huge,
		"no such datum": tilestest.Archive(tilestest.Options{Metadata: `{"datum":"mars"}`}), "metadata that is no JSON": tilestest.Archive(tilestest.Options{Metadata: "<xml>"}),
	} {
		if a, err := open(t, raw); err == nil || a != nil {
			t.Errorf("%s is opened", name)
		}
	}
}

func FuzzArchive(f *testing.F) {
	f.Add(tilestest.Archive(tilestest.Options{Zoom: 1}))
	f.Add(tilestest.Archive(tilestest.Options{Zoom: 1, Leaves: true}))
	f.Fuzz(func(t *testing.T, raw []byte) {
		a, err := open(t, raw)
		if err != nil || a == nil {
			return
		}
		_, _ = a.Tile(a.Facts().Zoom, 0, 0)
	})
}

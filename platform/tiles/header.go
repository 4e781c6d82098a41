package tiles

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// Limits of what is read of an archive, in bytes.
const (
	headerSize    = 127
	maxDirectory  = 4 << 20 // packed
	maxUnpacked   = 32 << 20
	maxMetadata   = 1 << 20
	maxTile       = 4 << 20
	maxEntries    = 1 << 20
	maxZoom       = 26
	keptLeaves    = 64
	deepestLeaves = 3
)

// Compressions that the format knows and this package reads.
const (
	none   = 1
	zipped = 2
)

type span struct{ at, size uint64 }

type header struct {
	root, metadata, leaves, data span
	directories                  byte // compression
	kind                         string
	minZoom, maxZoom, zoom       int
	west, south, east, north     float64
	long, lat                    float64
}

var kinds = map[byte]string{2: "image/png", 3: "image/jpeg", 4: "image/webp"}

func readHeader(b []byte, size int64) (header, error) {
	if len(b) < headerSize || string(b[:7]) != "PMTiles" || b[7] != 3 {
		return header{}, errors.New("not a PMTiles archive of version 3")
	}
	at := func(i int) span { return span{binary.LittleEndian.Uint64(b[i:]), binary.LittleEndian.Uint64(b[i+8:])} }
	degrees := func(i int) float64 { return float64(int32(binary.LittleEndian.Uint32(b[i:]))) / 1e7 } //nolint:gosec // two's complement, as the format says
	h := header{root: at(8), metadata: at(24), leaves: at(40), data: at(56), directories: b[97], kind: kinds[b[99]], minZoom: int(b[100]), maxZoom: int(b[101]),
		west: degrees(102), south: degrees(106), east: degrees(110), north: degrees(114), zoom: int(b[118]), long: degrees(119), lat: degrees(123)}
	for name, s := range map[string]span{"root directory": h.root, "metadata": h.metadata, "leaf directories": h.leaves, "tiles": h.data} {
		if s.at > uint64(size) || s.size > uint64(size)-s.at { //nolint:gosec // a size of a file
			return header{}, fmt.Errorf("the %s lie beyond the end of the file", name)
		}
	}
	switch {
	case h.kind == "":
		return header{}, errors.New("its tiles are no pictures (PNG, JPEG or WebP)")
	case b[98] > none:
		return header{}, errors.New("its tiles are compressed, which pictures need not be")
	case h.directories != none && h.directories != zipped:
		return header{}, errors.New("its directories are compressed otherwise than by gzip")
	case h.root.size > maxDirectory || h.metadata.size > maxMetadata:
		return header{}, errors.New("its root directory or its metadata is too large")
	case h.minZoom > h.maxZoom || h.maxZoom > maxZoom:
		return header{}, errors.New("its zoom levels make no sense")
	case !(h.west < h.east && h.south < h.north) || h.west < -180 || h.east > 180 || h.south < -90 || h.north > 90:
		return header{}, errors.New("its bounds make no sense")
	}
	return h, nil
}

// unpack undoes the compression of directories and metadata.
func (h header) unpack(b []byte) ([]byte, error) {
	if h.directories == none {
		return b, nil
	}
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, fmt.Errorf("unpacking: %w", err)
	}
	out, err := io.ReadAll(io.LimitReader(z, maxUnpacked+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("unpacking: %w", err)
	case len(out) > maxUnpacked:
		return nil, errors.New("a directory unpacks to more than 32 MiB")
	}
	return out, nil
}

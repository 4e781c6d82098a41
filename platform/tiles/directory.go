package tiles

import (
	"encoding/binary"
	"errors"
	"sort"
)

// entry is a run of tiles that are the same picture, or, with a run of 0, a leaf directory.
type entry struct{ tile, run, at, size uint64 }

var errDirectory = errors.New("a directory that cannot be read")

// readDirectory reads columns of numbers: steps from tile to tile, runs, sizes, places. A place of 0 follows the tile before.
func readDirectory(b []byte) ([]entry, error) {
	var failed bool
	next := func() uint64 {
		v, n := binary.Uvarint(b)
		if n <= 0 {
			failed = true
			return 0
		}
		b = b[n:]
		return v
	}
	n := next()
	if failed || n > maxEntries || n > uint64(len(b)) {
		return nil, errDirectory
	}
	list := make([]entry, n)
	tile := uint64(0)
	for i := range list {
		tile += next()
		list[i].tile = tile
	}
	for i := range list {
		list[i].run = next()
	}
	for i := range list {
		list[i].size = next()
	}
	for i := range list {
		at := next()
		switch {
		case at > 0:
			list[i].at = at - 1
		case i == 0:
			return nil, errDirectory
		default:
			list[i].at = list[i-1].at + list[i-1].size
		}
	}
	if failed {
		return nil, errDirectory
	}
	return list, nil
}

// find is the last entry that begins at or before a tile, and reaches it.
func find(list []entry, tile uint64) (entry, bool) {
	i := sort.Search(len(list), func(i int) bool { return list[i].tile > tile })
	if i == 0 {
		return entry{}, false
	}
	e := list[i-1]
	return e, e.run == 0 || tile-e.tile < e.run
}

// number is where a tile stands: after all tiles of the levels above, along the Hilbert curve of its own.
func number(z, x, y int) uint64 {
	var before uint64
	for level := range z {
		before += 1 << (2 * level)
	}
	var along uint64
	for s := 1 << z >> 1; s > 0; s >>= 1 {
		rx, ry := 0, 0
		if x&s > 0 {
			rx = 1
		}
		if y&s > 0 {
			ry = 1
		}
		along += uint64(s) * uint64(s) * uint64((3*rx)^ry) //nolint:gosec // none is negative
		if ry == 0 {
			if rx == 1 {
				x, y = s-1-x&(s-1), s-1-y&(s-1)
			}
			x, y = y, x
		}
	}
	return before + along
}

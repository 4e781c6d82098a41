// Package tilestest writes small PMTiles archives for tests. It numbers the tiles by drawing the Hilbert curve, not as
// package tiles computes it.
package tilestest

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/png"
)

// Options say what an archive holds: every tile of the world down to a zoom level.
type Options struct {
	Zoom     int
	Leaves   bool // the directory is divided into leaves of 100 tiles
	Metadata string
}

// Name ends the picture of a tile.
func Name(z, x, y int) []byte { return fmt.Appendf(nil, "tile %d/%d/%d", z, x, y) }

// curve lists the squares of a level in the order of the Hilbert curve.
func curve(z int) (list [][2]int) {
	x, y, dx, dy := 0, 0, 1, 0
	var walk func(level, turn int)
	list = append(list, [2]int{0, 0})
	step := func() { x, y = x+dx, y+dy; list = append(list, [2]int{x, y}) }
	rotate := func(t int) { dx, dy = -t*dy, t*dx }
	walk = func(level, turn int) {
		if level == 0 {
			return
		}
		rotate(turn)
		walk(level-1, -turn)
		step()
		rotate(-turn)
		walk(level-1, turn)
		step()
		walk(level-1, turn)
		rotate(-turn)
		step()
		walk(level-1, -turn)
		rotate(turn)
	}
	walk(z, 1)
	return list
}

func tile(z, x, y int) []byte {
	m := image.NewPaletted(image.Rect(0, 0, 256, 256), color.Palette{color.RGBA{uint8(200 + x%50), uint8(210 + y%40), 220, 255}, color.RGBA{120, 130, 140, 255}})
	for i := range 256 {
		m.SetColorIndex(i, 0, 1)
		m.SetColorIndex(0, i, 1)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		panic("tilestest: " + err.Error())
	}
	return append(b.Bytes(), Name(z, x, y)...)
}

type row struct{ tile, run, size, at uint64 }

func directory(rows []row) []byte {
	b := binary.AppendUvarint(nil, uint64(len(rows)))
	last := uint64(0)
	for _, r := range rows {
		b = binary.AppendUvarint(b, r.tile-last)
		last = r.tile
	}
	for _, r := range rows {
		b = binary.AppendUvarint(b, r.run)
	}
	for _, r := range rows {
		b = binary.AppendUvarint(b, r.size)
	}
	for i, r := range rows {
		if i > 0 && r.at == rows[i-1].at+rows[i-1].size {
			b = binary.AppendUvarint(b, 0)
		} else {
			b = binary.AppendUvarint(b, r.at+1)
		}
	}
	return zipped(b)
}

func zipped(b []byte) []byte {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	_, err := z.Write(b)
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		panic("tilestest: " + err.Error())
	}
	return out.Bytes()
}

// Archive is the whole file.
func Archive(o Options) []byte {
	var rows []row
	var data, leaves []byte
	for z := range o.Zoom + 1 {
		for _, at := range curve(z) {
			b := tile(z, at[0], at[1])
			rows = append(rows, row{uint64(len(rows)), 1, uint64(len(b)), uint64(len(data))})
			data = append(data, b...)
		}
	}
	root := directory(rows)
	if o.Leaves {
		var tops []row
		for from := 0; from < len(rows); from += 100 {
			leaf := directory(rows[from:min(from+100, len(rows))])
			tops = append(tops, row{rows[from].tile, 0, uint64(len(leaf)), uint64(len(leaves))})
			leaves = append(leaves, leaf...)
		}
		root = directory(tops)
	}
	if o.Metadata == "" {
		o.Metadata = "{}"
	}
	metadata := zipped([]byte(o.Metadata))
	h := append([]byte("PMTiles"), 3)
	at := uint64(127)
	for _, part := range [][]byte{root, metadata, leaves, data} {
		h = binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint64(h, at), uint64(len(part)))
		at += uint64(len(part))
	}
	for range 3 {
		h = binary.LittleEndian.AppendUint64(h, uint64(len(rows)))
	}
	h = append(h, 1, 2, 1, 2, 0, byte(o.Zoom))
	degrees := func(n ...int32) {
		for _, d := range n {
			h = binary.LittleEndian.AppendUint32(h, uint32(d*10_000_000))
		}
	}
	degrees(-180, -85, 180, 85)
	h = append(h, byte(o.Zoom))
	degrees(121, 31)
	return bytes.Join([][]byte{h, root, metadata, leaves, data}, nil)
}

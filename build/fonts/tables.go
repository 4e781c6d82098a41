package main

import (
	"encoding/binary"
	"errors"
	"maps"
	"math/bits"
	"slices"
)

var be = binary.BigEndian

// kept are the tables that platform/document reads or a PDF must embed.
var kept = []string{"OS/2", "cmap", "cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "post", "prep"}

// tables of a TrueType font by their tag (OpenType 1.9, "Organization of an OpenType font").
type tables map[string][]byte

func read(file []byte) (tables, error) {
	if len(file) < 12 || be.Uint32(file) != 0x00010000 {
		return nil, errors.New("not a TrueType font")
	}
	t := tables{}
	for i := range int(be.Uint16(file[4:])) {
		entry := file[12+16*i:]
		if tag := string(entry[:4]); slices.Contains(kept, tag) {
			offset, length := be.Uint32(entry[8:]), be.Uint32(entry[12:])
			t[tag] = file[offset : offset+length]
		}
	}
	return t, nil
}

// thin empties the outline of every glyph that no wanted character reaches; glyph numbers and widths stay.
func (t tables) thin(wanted map[rune]bool) error {
	need := map[int]bool{0: true}
	err := t.characters(func(r rune, glyph int) {
		if wanted[r] {
			t.add(need, glyph)
		}
	})
	if err != nil {
		return err
	}
	glyphs := int(be.Uint16(t["maxp"][4:]))
	var outlines, index []byte
	for g := range glyphs {
		index = be.AppendUint32(index, uint32(len(outlines)))
		if need[g] {
			outlines = padded(append(outlines, t.outline(g)...))
		}
	}
	index = be.AppendUint32(index, uint32(len(outlines)))
	head := slices.Clone(t["head"])
	be.PutUint16(head[50:], 1) // long offsets
	t["head"], t["glyf"], t["loca"] = head, outlines, index
	return nil
}

// add marks a glyph and those that it is composed of.
func (t tables) add(need map[int]bool, g int) {
	if need[g] {
		return
	}
	need[g] = true
	outline := t.outline(g)
	if len(outline) == 0 || int16(be.Uint16(outline)) >= 0 {
		return
	}
	for at, more := 10, true; more; {
		flags := be.Uint16(outline[at:])
		t.add(need, int(be.Uint16(outline[at+2:])))
		at += 4 + 2
		if flags&0x1 != 0 { // arguments are words
			at += 2
		}
		switch {
		case flags&0x8 != 0: // one scale
			at += 2
		case flags&0x40 != 0: // a scale for each axis
			at += 4
		case flags&0x80 != 0: // two by two
			at += 8
		}
		more = flags&0x20 != 0
	}
}

func (t tables) outline(g int) []byte {
	loca := t["loca"]
	if be.Uint16(t["head"][50:]) == 1 {
		return t["glyf"][be.Uint32(loca[4*g:]):be.Uint32(loca[4*g+4:])]
	}
	return t["glyf"][2*int(be.Uint16(loca[2*g:])) : 2*int(be.Uint16(loca[2*g+2:]))]
}

// characters calls yield for each character of the font's full-repertoire table (format 12).
func (t tables) characters(yield func(rune, int)) error {
	cmap := t["cmap"]
	for i := range int(be.Uint16(cmap[2:])) {
		table := cmap[be.Uint32(cmap[8+8*i:]):]
		if be.Uint16(table) != 12 {
			continue
		}
		for g := range int(be.Uint32(table[12:])) {
			group := table[16+12*g:]
			first, last, glyph := be.Uint32(group), be.Uint32(group[4:]), be.Uint32(group[8:])
			for c := first; c <= last; c++ {
				yield(rune(c), int(glyph+c-first))
			}
		}
		return nil
	}
	return errors.New("the font has no format 12 character table")
}

func (t tables) write() []byte {
	tags := slices.Sorted(maps.Keys(t))
	power := bits.Len(uint(len(tags))) - 1
	directory := be.AppendUint32(nil, 0x00010000)
	for _, n := range []int{len(tags), 16 << power, power, 16*len(tags) - 16<<power} {
		directory = be.AppendUint16(directory, uint16(n))
	}
	var body []byte
	for _, tag := range tags {
		at := 12 + 16*len(tags) + len(body)
		table := padded(slices.Clone(t[tag]))
		directory = append(directory, tag...)
		directory = be.AppendUint32(directory, checksum(table))
		directory = be.AppendUint32(directory, uint32(at))
		directory = be.AppendUint32(directory, uint32(len(t[tag])))
		body = append(body, table...)
	}
	return append(directory, body...)
}

func padded(b []byte) []byte {
	return append(b, make([]byte, -len(b)&3)...)
}

func checksum(padded []byte) (sum uint32) {
	for ; len(padded) > 0; padded = padded[4:] {
		sum += be.Uint32(padded)
	}
	return sum
}

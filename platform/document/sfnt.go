package document

import (
	"encoding/binary"
	"errors"
	"fmt"
	"sort"
)

// face is a TrueType font as the PDF needs it: which glyph a character has, how wide it is, and its outline. The layout
// of the tables is that of the OpenType specification 1.9 (cmap, glyf, head, hhea, hmtx, loca, maxp).
type face struct {
	file   []byte
	tables map[string][]byte
	groups []group // ascending, from the format 12 character table
	em     int     // units to the em
	glyphs int
	wide   int // glyphs with a width of their own; the rest share the last one
	long   bool
}

type group struct{ first, last, glyph uint32 }

var errFont = errors.New("the file is not a TrueType font that linli can read")

func parseFace(file []byte) (*face, error) {
	if len(file) < 12 || binary.BigEndian.Uint32(file) != 0x00010000 {
		return nil, errFont
	}
	f := &face{file: file, tables: map[string][]byte{}}
	for i := range int(binary.BigEndian.Uint16(file[4:])) {
		at := 12 + 16*i
		if at+16 > len(file) {
			return nil, errFont
		}
		offset, length := uint64(binary.BigEndian.Uint32(file[at+8:])), uint64(binary.BigEndian.Uint32(file[at+12:]))
		if offset+length > uint64(len(file)) {
			return nil, errFont
		}
		f.tables[string(file[at:at+4])] = file[offset : offset+length]
	}
	for tag, least := range map[string]int{"head": 54, "hhea": 36, "maxp": 6, "cmap": 4, "hmtx": 4, "loca": 4, "OS/2": 78} {
		if len(f.tables[tag]) < least {
			return nil, fmt.Errorf("table %s: %w", tag, errFont)
		}
	}
	f.em = int(binary.BigEndian.Uint16(f.tables["head"][18:]))
	f.long = binary.BigEndian.Uint16(f.tables["head"][50:]) == 1
	f.glyphs = int(binary.BigEndian.Uint16(f.tables["maxp"][4:]))
	f.wide = int(binary.BigEndian.Uint16(f.tables["hhea"][34:]))
	if f.em == 0 || f.wide == 0 || len(f.tables["hmtx"]) < 4*f.wide+2*(f.glyphs-f.wide) {
		return nil, errFont
	}
	return f, f.readCharacters()
}

func (f *face) readCharacters() error {
	cmap := f.tables["cmap"]
	for i := range int(binary.BigEndian.Uint16(cmap[2:])) {
		if 4+8*i+8 > len(cmap) {
			return errFont
		}
		at := uint64(binary.BigEndian.Uint32(cmap[4+8*i+4:]))
		if at+16 > uint64(len(cmap)) || binary.BigEndian.Uint16(cmap[at:]) != 12 {
			continue
		}
		n := uint64(binary.BigEndian.Uint32(cmap[at+12:]))
		if at+16+12*n > uint64(len(cmap)) {
			return errFont
		}
		f.groups = make([]group, n)
		for g := range f.groups {
			b := cmap[at+16+12*uint64(g):]
			f.groups[g] = group{binary.BigEndian.Uint32(b), binary.BigEndian.Uint32(b[4:]), binary.BigEndian.Uint32(b[8:])}
		}
		return nil
	}
	return fmt.Errorf("no character table of format 12: %w", errFont)
}

// glyph is the number of the outline for r, or 0 when the font has none. An outline that a thinned font left empty counts
// as none, save for spaces.
func (f *face) glyph(r rune) int {
	i := sort.Search(len(f.groups), func(i int) bool { return f.groups[i].last >= uint32(r) })
	if i == len(f.groups) || f.groups[i].first > uint32(r) {
		return 0
	}
	g := int(f.groups[i].glyph + uint32(r) - f.groups[i].first)
	if g >= f.glyphs || (len(f.outline(g)) == 0 && !blank(r)) {
		return 0
	}
	return g
}

func blank(r rune) bool {
	return r == ' ' || r == '\u00a0' || r == '\u3000' || r == '\u2002' || r == '\u2003'
}

// advance is the width of a glyph in thousandths of an em.
func (f *face) advance(g int) int {
	return int(binary.BigEndian.Uint16(f.tables["hmtx"][4*min(g, f.wide-1):])) * 1000 / f.em
}

func (f *face) offset(g int) int {
	loca := f.tables["loca"]
	if f.long && 4*g+4 <= len(loca) {
		return int(binary.BigEndian.Uint32(loca[4*g:]))
	}
	if !f.long && 2*g+2 <= len(loca) {
		return 2 * int(binary.BigEndian.Uint16(loca[2*g:]))
	}
	return len(f.tables["glyf"])
}

func (f *face) outline(g int) []byte {
	from, to := f.offset(g), f.offset(g+1)
	if from >= to || to > len(f.tables["glyf"]) {
		return nil
	}
	return f.tables["glyf"][from:to]
}

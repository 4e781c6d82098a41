package document

import (
	"bytes"
	"encoding/binary"
	"maps"
	"slices"
)

// subset writes a small font with the outlines of the given characters only, renumbered from 1. gopdf would take them out of
// the whole font by itself, but it writes the widths and offsets of all 30,000 glyphs into every file: about 15 ms and
// 40 KB for each font that a document uses, against half a millisecond this way.
//
// codes maps each character to the code (at most U+FFFF) under which the document's text names it.
func (f *face) subset(codes map[rune]rune, name string) []byte {
	glyphs := []int{0} // old numbers in their new order; 0 is the font's sign for a missing glyph
	renumbered := map[int]int{0: 0}
	add := func(g int) int {
		n, ok := renumbered[g]
		if !ok {
			n = len(glyphs)
			renumbered[g] = n
			glyphs = append(glyphs, g)
		}
		return n
	}
	characters := map[rune]int{}
	for _, r := range slices.Sorted(maps.Keys(codes)) {
		characters[codes[r]] = add(f.glyph(r))
	}
	var glyf, loca, hmtx bytes.Buffer
	for i := 0; i < len(glyphs); i++ { // grows while parts of composed glyphs are found
		_ = binary.Write(&loca, binary.BigEndian, uint32(glyf.Len()))
		glyf.Write(parts(f.outline(glyphs[i]), add))
		glyf.Write(make([]byte, -glyf.Len()&3))
		_ = binary.Write(&hmtx, binary.BigEndian, uint16(f.advance(glyphs[i])*f.em/1000))
		hmtx.Write(f.bearing(glyphs[i]))
	}
	_ = binary.Write(&loca, binary.BigEndian, uint32(glyf.Len()))

	head, hhea, maxp := bytes.Clone(f.tables["head"]), bytes.Clone(f.tables["hhea"]), bytes.Clone(f.tables["maxp"])
	binary.BigEndian.PutUint16(head[50:], 1)
	binary.BigEndian.PutUint16(hhea[34:], uint16(len(glyphs)))
	binary.BigEndian.PutUint16(maxp[4:], uint16(len(glyphs)))
	post := make([]byte, 32)
	copy(post, f.tables["post"])
	binary.BigEndian.PutUint32(post, 0x00030000) // without glyph names
	return assemble(map[string][]byte{
		"OS/2": f.tables["OS/2"], "cmap": characterTable(characters), "cvt ": f.tables["cvt "], "fpgm": f.tables["fpgm"],
		"glyf": glyf.Bytes(), "head": head, "hhea": hhea, "hmtx": hmtx.Bytes(), "loca": loca.Bytes(), "maxp": maxp,
		"name": nameTable(name), "post": post, "prep": f.tables["prep"],
	})
}

func (f *face) bearing(g int) []byte {
	at := 4*g + 2
	if g >= f.wide {
		at = 4*f.wide + 2*(g-f.wide)
	}
	return f.tables["hmtx"][at : at+2]
}

// parts renumbers the parts of a composed outline (glyf table, composite glyph description); a simple one stays as it is.
func parts(outline []byte, add func(int) int) []byte {
	if len(outline) < 10 || int16(binary.BigEndian.Uint16(outline)) >= 0 {
		return outline
	}
	outline = bytes.Clone(outline)
	for at := 10; at+4 <= len(outline); {
		flags := binary.BigEndian.Uint16(outline[at:])
		binary.BigEndian.PutUint16(outline[at+2:], uint16(add(int(binary.BigEndian.Uint16(outline[at+2:])))))
		at += 6
		if flags&0x0001 != 0 { // arguments are words
			at += 2
		}
		switch {
		case flags&0x0008 != 0: // one scale
			at += 2
		case flags&0x0040 != 0: // two scales
			at += 4
		case flags&0x0080 != 0: // a matrix
			at += 8
		}
		if flags&0x0020 == 0 { // no more parts
			break
		}
	}
	return outline
}

// characterTable is a format 4 table with one segment a character, under platform 3, encoding 1.
func characterTable(characters map[rune]int) []byte {
	codes := append(slices.Sorted(maps.Keys(characters)), 0xffff)
	n := len(codes)
	var ends, starts, deltas bytes.Buffer
	for _, c := range codes {
		_ = binary.Write(&ends, binary.BigEndian, uint16(c))
		_ = binary.Write(&starts, binary.BigEndian, uint16(c))
		_ = binary.Write(&deltas, binary.BigEndian, uint16(rune(characters[c])-c))
	}
	var b bytes.Buffer
	_ = binary.Write(&b, binary.BigEndian, []uint16{0, 1, 3, 1, 0, 12, 4, uint16(16 + 8*n), 0, uint16(2 * n), 0, 0, 0})
	b.Write(ends.Bytes())
	b.Write([]byte{0, 0})
	b.Write(starts.Bytes())
	b.Write(deltas.Bytes())
	b.Write(make([]byte, 2*n))
	return b.Bytes()
}

// nameTable holds the PostScript name only.
func nameTable(name string) []byte {
	var b bytes.Buffer
	_ = binary.Write(&b, binary.BigEndian, []uint16{0, 1, 18, 1, 0, 0, 6, uint16(len(name)), 0})
	b.WriteString(name)
	return b.Bytes()
}

func assemble(tables map[string][]byte) []byte {
	tags := slices.DeleteFunc(slices.Sorted(maps.Keys(tables)), func(t string) bool { return len(tables[t]) == 0 })
	var head, body bytes.Buffer
	_ = binary.Write(&head, binary.BigEndian, []uint16{1, 0, uint16(len(tags)), 0, 0, 0})
	for _, tag := range tags {
		head.WriteString(tag)
		_ = binary.Write(&head, binary.BigEndian, []uint32{0, uint32(12 + 16*len(tags) + body.Len()), uint32(len(tables[tag]))})
		body.Write(tables[tag])
		body.Write(make([]byte, -body.Len()&3))
	}
	head.Write(body.Bytes())
	return append(head.Bytes(), 0, 0, 0, 0) // gopdf reads its checksums four bytes at a time
}

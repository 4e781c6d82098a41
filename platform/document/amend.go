package document

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"unicode/utf16"
)

var errAmend = errors.New("the PDF writer's output has another form than expected")

var (
	lengthEntry  = regexp.MustCompile(`/Length \d+`)
	unicodeTable = []byte("/CMapName /Adobe-Identity-UCS")
)

// amend completes what gopdf cannot write: the document's language and title bar, which readers that speak the text
// aloud need (ISO 32000-2, 14.9.2), and characters beyond U+FFFF in the tables from codes to text, as UTF-16. It then
// writes the cross-reference table anew, because lengths have changed.
func amend(file []byte, language string, codes [faceCount]map[rune]rune) ([]byte, error) {
	at := bytes.LastIndex(file, []byte("startxref\n"))
	if at < 0 {
		return nil, errAmend
	}
	digits, _, _ := bytes.Cut(file[at+len("startxref\n"):], []byte("\n"))
	table, err := strconv.Atoi(string(digits))
	if err != nil || table >= len(file) {
		return nil, errAmend
	}
	offsets, err := readOffsets(file[table:])
	if err != nil {
		return nil, err
	}
	trailer := bytes.Index(file[table:], []byte("trailer\n"))
	if trailer < 0 {
		return nil, errAmend
	}
	var out bytes.Buffer
	out.Write(file[:offsets[0]])
	written := make([]int, len(offsets))
	ends := append(offsets[1:], table)
	for i, from := range offsets {
		object := file[from:ends[i]]
		written[i] = out.Len()
		switch {
		case i == 0:
			object = bytes.Replace(object, []byte("/Type /Catalog\n"), fmt.Appendf(nil,
				"/Type /Catalog\n  /Lang (%s)\n  /ViewerPreferences <</DisplayDocTitle true>>\n", language), 1)
		case bytes.Contains(object[:min(len(object), 400)], unicodeTable):
			object = widen(object, codes)
		}
		out.Write(object)
	}
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, w := range written {
		fmt.Fprintf(&out, "%010d 00000 n \n", w)
	}
	end := bytes.LastIndex(file, []byte("startxref\n"))
	out.Write(file[table+trailer : end])
	fmt.Fprintf(&out, "startxref\n%d\n%%%%EOF\n", start)
	return out.Bytes(), nil
}

// readOffsets reads the places of objects 1, 2, … , which gopdf writes in this order.
func readOffsets(table []byte) ([]int, error) {
	lines := bytes.Split(table, []byte("\n"))
	var offsets []int
	for _, line := range lines[3:] {
		if bytes.HasPrefix(line, []byte("trailer")) {
			if len(offsets) == 0 || !slices.IsSorted(offsets) {
				return nil, errAmend
			}
			return offsets, nil
		}
		n, err := strconv.Atoi(string(line[:min(10, len(line))]))
		if err != nil {
			return nil, errAmend
		}
		offsets = append(offsets, n)
	}
	return nil, errAmend
}

// widen replaces the stand-in codes of characters beyond U+FFFF by the characters in UTF-16.
func widen(object []byte, codes [faceCount]map[rune]rune) []byte {
	head, body, found := bytes.Cut(object, []byte("stream\n"))
	if !found {
		return object
	}
	for _, of := range codes {
		for _, r := range slices.Sorted(maps.Keys(of)) {
			if of[r] == r {
				continue
			}
			text := ""
			for _, unit := range utf16.Encode([]rune{r}) {
				text += fmt.Sprintf("%04X", unit)
			}
			body = bytes.Replace(body, fmt.Appendf(nil, "<%04X>\n", of[r]), fmt.Appendf(nil, "<%s>\n", text), 1)
		}
	}
	length := bytes.LastIndex(body, []byte("endstream"))
	head = lengthEntry.ReplaceAll(head, fmt.Appendf(nil, "/Length %d", length))
	return slices.Concat(head, []byte("stream\n"), body)
}

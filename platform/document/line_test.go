package document

import (
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"
)

func setterFor(t testing.TB, language string) *setter {
	t.Helper()
	f, err := LoadFonts(Shipped())
	if err != nil {
		t.Fatal(err)
	}
	s := newSetter(f)
	s.language = language
	return s
}

func broken(s *setter, text string, st style, width float64) []string {
	var all []string
	for _, l := range s.lines(plainSpan(text), st, width) {
		var b strings.Builder
		for _, r := range l.runs {
			b.WriteString(string(r.runes))
		}
		all = append(all, b.String())
	}
	return all
}

func TestLinesFollowTheRules(t *testing.T) {
	s := setterFor(t, "zh-Hans")
	for _, c := range []struct {
		text string
		ems  float64
		want string
	}{
		{"甲乙丙丁，戊己", 4, "甲乙丙|丁，戊己"},
		{"甲乙丙（丁）戊", 4, "甲乙丙|（丁）戊"},
		{"甲乙丙丁……戊己", 5, "甲乙丙|丁……戊己"},
		{"甲乙丙丁2026年戊", 5.5, "甲乙丙丁|2026年戊"},
		{"甲乙第12号文", 3.4, "甲乙|第12号|文"},
		{"赔偿¥1,234.50元整", 6, "赔偿|¥1,234.50元|整"},
		{"the mediation office", 5.5, "the|mediation|office"},
		{"甲乙https://example.org/abcdefghijklmnop", 6, "甲乙https://|example.org|/abcdefghijk|lmnop"},
		{"第一行\n\n第三行", 10, "第一行||第三行"},
		{"他说：“好。”然后走了", 5.6, "他说：“好。”|然后走了"},
	} {
		if got := strings.Join(broken(s, c.text, style{size: 10}, c.ems*10), "|"); got != c.want {
			t.Errorf("%s in %.1f ems: got %s, want %s", c.text, c.ems, got, c.want)
		}
	}
}

func TestEveryTextIsKeptAndFits(t *testing.T) {
	s := setterFor(t, "zh-Hans")
	letters := []rune("调解协议书人民，。、；：？！）》」』】…（《「『【—·“”abcXYZ0123456789 ¥%-/.年元第𠮷")
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.StringOfN(rapid.SampledFrom(letters), 0, 120, -1).Draw(rt, "text")
		ems := rapid.IntRange(12, 30).Draw(rt, "ems")
		st := style{size: 10, justify: rapid.Bool().Draw(rt, "justify"), indent: 20}
		width := float64(ems) * 10
		lines := s.lines(plainSpan(text), st, width)
		kept := ""
		for i, l := range lines {
			var b strings.Builder
			for _, r := range l.runs {
				b.WriteString(string(r.runes))
			}
			one := []rune(b.String())
			kept += b.String()
			if l.width > width+5.1 { // the empty half of a stop may hang over the edge
				rt.Errorf("line %d of %q is %.1f wide, room is %.1f", i, text, l.width, width)
			}
			if len(one) == 0 {
				continue
			}
			if before := []rune(kept); i > 0 && closes(one[0]) && !inseparable(before[:len(before)-len(one)]) {
				rt.Errorf("line %d of %q starts with %c", i, text, one[0])
			}
		}
		if strings.ReplaceAll(kept, " ", "") != strings.ReplaceAll(text, " ", "") {
			rt.Errorf("%q became %q", text, kept)
		}
	})
}

// inseparable reports whether the text ends in so many marks that cannot be parted that a line had to be cut among them.
func inseparable(text []rune) bool {
	n := 0
	for i := len(text) - 1; i > 0 && !mayBreak(text[i-1], text[i]); i-- {
		n++
	}
	return n > 4
}

func TestMarksThatMeetAreSqueezed(t *testing.T) {
	s := setterFor(t, "zh-Hans")
	loose, tight := s.one("甲，乙（丙）丁。", style{size: 10}), s.one("甲（乙），丙丁。", style{size: 10})
	if loose.width-tight.width < 4.9 || loose.width-tight.width > 5.1 {
		t.Errorf("），takes %.1f less than ） and ， apart, want half an em", loose.width-tight.width)
	}
}

func TestCharactersWithoutGlyph(t *testing.T) {
	s := setterFor(t, "zh-Hans")
	l := s.one("𠮷野", style{size: 10})
	if len(l.runs) != 2 || !l.runs[0].box || l.width != 20 {
		t.Errorf("𠮷 is not one em of open space: %+v", l)
	}
	if got := string(s.missed()); got != "𠮷" {
		t.Errorf("reported %q, want 𠮷", got)
	}
	// Written in Simplified type, missing there, found in the Traditional face.
	if s.one("啰裏綫", style{size: 10}); len(s.missed()) != 1 {
		t.Errorf("reported %q", string(s.missed()))
	}
}

func TestPaginationKeepsGroupsTogether(t *testing.T) {
	nothing := func(*canvas, float64, float64, bool, bool) {}
	head := piece{height: 10, draw: nothing}
	rapid.Check(t, func(rt *rapid.T) {
		var pieces []piece
		for range rapid.IntRange(1, 60).Draw(rt, "n") {
			p := piece{height: float64(rapid.IntRange(1, 30).Draw(rt, "height")), before: 3, keep: rapid.Bool().Draw(rt, "keep"), draw: nothing}
			if rapid.Bool().Draw(rt, "row") {
				p.head = &head
			}
			pieces = append(pieces, p)
		}
		pages := paginate(pieces, 100)
		count := 0
		for _, page := range pages {
			for i, p := range page {
				if p.y+p.height > 100.01 {
					rt.Errorf("a piece ends at %.1f of 100", p.y+p.height)
				}
				if i > 0 && p.y < page[i-1].y+page[i-1].height {
					rt.Error("pieces overlap")
				}
				if !(i == 0 && len(page) > 1 && page[1].head != nil && page[1].y == 10 && p.height == 10 && p.head == nil && !p.keep) {
					count++
				}
			}
		}
		if count < len(pieces)-len(pages) || count > len(pieces) {
			rt.Errorf("%d pieces became %d", len(pieces), count)
		}
	})
	group := []piece{{height: 60, draw: nothing}, {height: 20, keep: true, draw: nothing}, {height: 30, draw: nothing}}
	if pages := paginate(group, 100); len(pages) != 2 || len(pages[0]) != 1 || len(pages[1]) != 2 {
		t.Errorf("a group was split: %d pages", len(pages))
	}
}

func TestFontsThatAreNoFonts(t *testing.T) {
	if _, err := LoadFonts(fstest.MapFS{}); err == nil || !strings.Contains(err.Error(), "build/fonts") {
		t.Errorf("an empty folder: %v", err)
	}
	s := setterFor(t, "zh-Hans")
	whole, err := s.fonts.faces[hansBold]()
	if err != nil {
		t.Fatal(err)
	}
	for _, cut := range []int{0, 4, 12, 100, 300, 5000, len(whole.file) / 2} {
		if _, err := parseFace(whole.file[:cut]); err == nil {
			t.Errorf("a font cut after %d bytes is accepted", cut)
		}
	}
	small, err := subsetOutlines(whole)
	if err != nil || small == 0 {
		t.Errorf("a subset cannot be read: %v", err)
	}
}

// subsetOutlines makes a subset of composed and plain outlines and returns how many bytes of outlines it has.
func subsetOutlines(whole *face) (int, error) {
	codes := map[rune]rune{'é': 'é', '调': '调', 'A': 'A', '𠮟': 0xe000}
	file := whole.subset(codes, "Test")
	tables := int(file[5])
	for i := range tables {
		if string(file[12+16*i:16+16*i]) == "glyf" {
			return int(file[12+16*i+14])<<8 | int(file[12+16*i+15]), nil
		}
	}
	return 0, errFont
}

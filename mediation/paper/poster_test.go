package paper_test

import (
	"testing"
	"time"

	"linli/app/apptest"
	"linli/mediation/paper"
	"linli/platform/document"
	"linli/platform/i18n"
	"linli/testkit"
)

// TestAPosterFitsOneSheet: the longest text that can be written fills one sheet, in every language and size, and no
// character of it is left open.
func TestAPosterFitsOneSheet(t *testing.T) {
	p := press(t, apptest.New(t, testkit.Embedded(t, "cases")))
	long := map[i18n.Language]string{}
	for lang, word := range map[i18n.Language]string{i18n.English: "neighbour ", i18n.Hans: "邻里之间的事", i18n.Hant: "鄰里之間的事"} {
		for len([]rune(long[lang]+word)) <= 400 {
			long[lang] += word
		}
	}
	for lang, text := range long {
		for _, size := range document.PosterSheets {
			out, err := p.Poster(paper.Poster{Language: lang, Size: size, Title: string([]rune(text)[:40]), Text: text, Types: []string{string([]rune(text)[:6])},
				Office: paper.Office{Name: "柳树村调解室", Address: "柳树村村委会一楼", Phone: "0971-555-0101", Hours: "周一至周五 9:00-17:00"},
				Until:  time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC), Zone: time.UTC, URL: "https://linli.example.org/invitations/01890000-0000-7000-8000-000000000000", At: time.Unix(0, 0)})
			if err != nil {
				t.Fatal(err)
			}
			if out.Pages != 1 || len(out.Missing) > 0 {
				t.Errorf("%s on %s: %d pages, missing %q", lang, size, out.Pages, out.Missing)
			}
		}
	}
	if _, err := p.Poster(paper.Poster{Language: "xx"}); err == nil {
		t.Error("a poster in a language that linli does not speak")
	}
}

package document_test

import (
	"bytes"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"linli/platform/document"
	"linli/platform/fault"
)

var update = flag.Bool("update", false, "write the golden files anew")

// read runs one of poppler's readers over a PDF; anything that it complains about fails the test.
func read(t testing.TB, file []byte, program string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		t.Fatalf("%s is missing; install poppler-utils", program)
	}
	name := filepath.Join(t.TempDir(), "paper.pdf")
	if err := os.WriteFile(name, file, 0o600); err != nil {
		t.Fatal(err)
	}
	if program == "pdfinfo" {
		args = append(args, name)
	} else {
		args = append(args, name, "-")
	}
	cmd := exec.Command(program, args...) // #nosec G204 -- the tests' own arguments
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	out, err := cmd.Output()
	if err != nil || complaints.Len() > 0 {
		t.Fatalf("%s: %v %s", program, err, complaints.String())
	}
	return string(out)
}

func printed(t testing.TB, lang string, docs ...*document.Doc) document.Result {
	t.Helper()
	r, err := document.PDF(fonts(t), docs, options(t, lang))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func paper(t testing.TB, body string, data any) *document.Doc {
	t.Helper()
	doc, err := parse(t, body).Execute(locale(t, "zh-Hans"), data)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// TestGolden compares where each shipped paper's text stands on its pages.
func TestGolden(t *testing.T) {
	for _, lang := range []string{"zh-Hans", "zh-Hant", "en"} {
		for _, id := range papers {
			doc, err := shipped(t, id, lang).Execute(locale(t, lang), sample())
			if err != nil {
				t.Fatal(err)
			}
			r := printed(t, lang, doc)
			if len(r.Missing) > 0 {
				t.Errorf("%s.%s: no glyph for %q", id, lang, string(r.Missing))
			}
			got := read(t, r.Bytes, "pdftotext", "-layout")
			name := filepath.Join("testdata", id+"."+lang+".txt")
			if *update {
				if err := os.WriteFile(name, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("%s.%s differs from its golden text (go test -run TestGolden -update, then look):\n%s", id, lang, got)
			}
			if strings.Count(got, "\f") != r.Pages {
				t.Errorf("%s.%s: %d pages are reported, the file has %d", id, lang, r.Pages, strings.Count(got, "\f"))
			}
		}
	}
}

func TestSameInputSameBytes(t *testing.T) {
	docs := everyPaper(t, "zh-Hant")
	if !bytes.Equal(printed(t, "zh-Hant", docs...).Bytes, printed(t, "zh-Hant", docs...).Bytes) {
		t.Error("two prints of the same papers differ")
	}
}

func TestPropertiesHoldNoPersonalData(t *testing.T) {
	r := printed(t, "zh-Hans", everyPaper(t, "zh-Hans")[7])
	info := read(t, r.Bytes, "pdfinfo")
	for _, want := range []string{"人民调解协议书", "Producer:        linli", "2026"} {
		if !strings.Contains(info, want) {
			t.Errorf("the properties lack %q:\n%s", want, info)
		}
	}
	if strings.Contains(info, "陈晓岚") || strings.Contains(info, "柳林") {
		t.Errorf("the properties name somebody:\n%s", info)
	}
	if !bytes.Contains(r.Bytes, []byte("/Lang (zh-Hans)")) {
		t.Error("the file does not say its language")
	}
}

func TestMissingCharacterIsLeftOpen(t *testing.T) {
	r := printed(t, "zh-Hans", paper(t, "{{.V}}", m{"V": "姓名𠮷野先生"}))
	if string(r.Missing) != "𠮷" {
		t.Errorf("reported %q, want 𠮷", string(r.Missing))
	}
	text := read(t, r.Bytes, "pdftotext", "-layout")
	if !regexp.MustCompile(`姓名\s+野先生`).MatchString(text) {
		t.Errorf("the place of 𠮷 is not left open:\n%s", text)
	}
}

// TestRareCharactersExtract: characters beyond U+FFFF that the fonts have are read back as themselves.
func TestRareCharactersExtract(t *testing.T) {
	const rare = "𬭚𬶋𫖯𡐓䶮㙓"
	r := printed(t, "zh-Hans", paper(t, "**姓名** {{.V}}", m{"V": rare}))
	var want strings.Builder
	for _, c := range rare {
		if !strings.ContainsRune(string(r.Missing), c) {
			want.WriteRune(c)
		}
	}
	text := strings.Join(strings.Fields(read(t, r.Bytes, "pdftotext")), "")
	if len([]rune(want.String())) < 3 || !strings.Contains(text, want.String()) {
		t.Errorf("got %s, want %s (missing %s)", text, want.String(), string(r.Missing))
	}
}

func TestLongTableRepeatsItsHead(t *testing.T) {
	rows := make([]m, 90)
	for i := range rows {
		rows[i] = m{"N": i + 1, "T": "某项约定的内容，写得足够长，使这一行在表格里需要换到第二行才能放下全部文字，并且仍然保持完整。"}
	}
	r := printed(t, "zh-Hans", paper(t, "# 表\n\n| 序号 | 内容 |\n|---|---|\n{{range .Rows}}\n| {{.N}} | {{.T}} |\n{{end}}", m{"Rows": rows}))
	text := read(t, r.Bytes, "pdftotext", "-layout")
	if r.Pages < 4 || strings.Count(text, "序号") != r.Pages {
		t.Errorf("%d pages, the head stands %d times", r.Pages, strings.Count(text, "序号"))
	}
	for i, page := range strings.Split(strings.TrimSuffix(text, "\f"), "\f") {
		if !strings.Contains(page, "柳林人调字〔2026〕第12号") || !strings.Contains(page, "第 "+string(rune('1'+i))+" 页，共") {
			t.Errorf("page %d lacks the case number or its page number:\n%s", i+1, page)
		}
	}
}

func TestLongCellRunsOverPages(t *testing.T) {
	long := strings.Repeat("这是一段很长的陈述，需要占用很多行。", 400)
	r := printed(t, "zh-Hans", paper(t, "```form\n陈述 | {{.V}}\n```", m{"V": long}))
	text := strings.Join(strings.Fields(read(t, r.Bytes, "pdftotext")), "")
	if r.Pages < 4 || strings.Count(text, "需要占用很多行") < 380 {
		t.Errorf("%d pages with %d of 400 sentences", r.Pages, strings.Count(text, "需要占用很多行"))
	}
}

// TestSignaturesStayTogether fills a page line by line: at every length, all places to sign stand on one page, with text above.
func TestSignaturesStayTogether(t *testing.T) {
	for n := 14; n < 34; n++ {
		body := strings.Repeat("一行文字。\n\n", n) + "以上内容属实。\n\n```sign\n甲方 | signature fingerprint date\n乙方 | signature fingerprint date\n丙方 | seal date\n```\n"
		text := read(t, printed(t, "zh-Hans", paper(t, body, m{})).Bytes, "pdftotext", "-layout")
		for page := range strings.SplitSeq(text, "\f") {
			if strings.Contains(page, "甲方") != strings.Contains(page, "丙方") || strings.Contains(page, "甲方") && !strings.Contains(page, "以上内容属实") {
				t.Fatalf("after %d lines the signatures are parted, from each other or from the text:\n%s", n, text)
			}
		}
	}
}

func TestFile(t *testing.T) {
	docs := everyPaper(t, "zh-Hans")
	o := options(t, "zh-Hans")
	o.Contents, o.Title = &document.Contents{}, "卷宗"
	r, err := document.PDF(fonts(t), docs, o)
	if err != nil {
		t.Fatal(err)
	}
	pages := strings.Split(strings.TrimSuffix(read(t, r.Bytes, "pdftotext", "-layout"), "\f"), "\f")
	if len(pages) != r.Pages || !strings.Contains(pages[0], "卷内目录") {
		t.Fatalf("%d pages, %d reported", len(pages), r.Pages)
	}
	entry := regexp.MustCompile(`(?m)^\s*(\d+)\s+(\S+)\s+(\d+)$`)
	entries := entry.FindAllStringSubmatch(pages[0], -1)
	if len(entries) != len(docs) {
		t.Fatalf("the contents list %d of %d papers:\n%s", len(entries), len(docs), pages[0])
	}
	for i, e := range entries {
		at := 0
		for _, c := range e[3] {
			at = at*10 + int(c-'0')
		}
		if e[2] != docs[i].Title || !strings.Contains(pages[at-1], docs[i].Title) {
			t.Errorf("the contents say %q on page %d; that page has\n%s", e[2], at, pages[at-1])
		}
	}
	if got := bytes.Count(r.Bytes, []byte("/Dest [")); got != len(docs)+1 {
		t.Errorf("%d bookmarks, want %d", got, len(docs)+1)
	}
}

func TestFaultsOfPrinting(t *testing.T) {
	doc := paper(t, "x", m{})
	o := options(t, "zh-Hans")
	o.VerifyURL = strings.Repeat("https://x/", 1000)
	if _, err := document.PDF(fonts(t), []*document.Doc{doc}, o); fault.Of(err).Key != "document.code_too_long" {
		t.Errorf("got %v", err)
	}
	code := paper(t, "```code\n{{.V}}\n```", m{"V": strings.Repeat("x", 5000)})
	if _, err := document.PDF(fonts(t), []*document.Doc{code}, options(t, "zh-Hans")); fault.Of(err).Key != "document.code_too_long" {
		t.Errorf("got %v", err)
	}
	if _, err := document.PDF(fonts(t), nil, o); err == nil {
		t.Error("no paper is printed")
	}
	many := paper(t, strings.Repeat("```page\n```\n\nx\n\n", 1100), m{})
	if _, err := document.PDF(fonts(t), []*document.Doc{many}, options(t, "zh-Hans")); fault.Of(err).Key != "document.too_long" {
		t.Errorf("got %v", err)
	}
}

// TestTemplatesHaveGlyphs looks up every character of every shipped template and of the words around them.
func TestTemplatesHaveGlyphs(t *testing.T) {
	for _, lang := range []string{"zh-Hans", "zh-Hant", "en"} {
		names, err := filepath.Glob(filepath.Join(templates(t), "*."+lang+".md"))
		if err != nil || len(names) == 0 {
			t.Fatalf("no templates in %s: %v", lang, err)
		}
		for _, name := range append(names, filepath.Join("..", "i18n", "locales", "document."+lang+".yaml")) {
			src, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			doc, err := parse(t, "{{.V}}\n\n**{{.V}}**").Execute(locale(t, lang), m{"V": string(src)})
			if err != nil {
				t.Fatal(err)
			}
			doc.Language = lang
			if r := printed(t, lang, doc); len(r.Missing) > 0 {
				t.Errorf("%s: no glyph for %q", name, string(r.Missing))
			}
		}
	}
}

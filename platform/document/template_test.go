package document_test

import (
	"errors"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"linli/platform/document"
	"linli/platform/fault"
)

func parse(t testing.TB, body string) *document.Template {
	t.Helper()
	one, err := document.Parse("t.md", []byte("---\nid: t\ntitle: T\nlanguage: zh-Hans\n---\n"+body))
	if err != nil {
		t.Fatal(err)
	}
	return one
}

func html(t testing.TB, body string, data any) string {
	t.Helper()
	doc, err := parse(t, body).Execute(locale(t, "zh-Hans"), data)
	if err != nil {
		t.Fatal(err)
	}
	h, err := doc.HTML(locale(t, "zh-Hans"))
	if err != nil {
		t.Fatal(err)
	}
	return string(h)
}

func TestParseNamesFileLineAndColumn(t *testing.T) {
	const front = "---\nid: t\ntitle: T\nlanguage: en\n---\n"
	for _, c := range []struct{ src, want string }{
		{"# x", "t.md:1:1: the file must start with a front matter"},
		{"---\nid: t\n", "t.md:1:1: the front matter does not end"},
		{"---\nid: T 1\ntitle: x\nlanguage: en\n---\n", "t.md:1:1: id must be"},
		{"---\nid: t\nauthor: x\n---\n", "t.md:3:1: the front matter has"},
		{"---\nid: t\ntitle: x\nlanguage: en\npaper: B5\n---\n", "t.md:1:1: paper must be"},
		{front + "ok\n{{.A", "t.md:7:1: "},
		{front + "\n{{nothing .A}}", "t.md:7:1: function \"nothing\" not defined"},
		{front + "```poem\n```", "t.md:6:1: unknown block \"poem\""},
		{front + "```form\na | b | c\n```", "t.md:7:1: a form row"},
		{front + "```sign\nname | autograph\n```", "t.md:7:1: a signature line"},
		{front + "```form\na | b", "t.md:6:1: the block does not end"},
		{front + "a **b", "t.md:6:3: ** opens"},
		{front + "#### deep", "t.md:6:1: a heading"},
		{front + "safe\u202etxt", "t.md:6:5: the invisible character U+202E"},
		{front + "{{template \"x\"}}", "t.md:6:1: template is not allowed"},
		{front + "{{define \"x\"}}{{end}}", "t.md:1:1: define and block"},
		{front + "{{range 1000000000}}{{end}}", "t.md:6:1: range goes through data"},
		{front + "{{$a := printf \"%1000000d\" 1}}{{$b := (printf \"%s%s\" $a $a)}}x", "t.md:6:1: printf is not allowed"},
		{front + "{{if len (print .A .A)}}x{{end}}", "t.md:6:1: print is not allowed"},
		{front + strings.Repeat("{{range .A}}", 5) + "x" + strings.Repeat("{{end}}", 5), "t.md:6:1: more than 4 ranges stand inside each other"},
		{"---\nid: t\ntitle: x\nlanguage: en) /X\n---\n", "t.md:1:1: language must be"},
		{strings.Repeat("x", 300<<10), "t.md:1:1: the file is longer"},
		{"---\nid: \xff\n---\n", "t.md:1:1: the file is not UTF-8"},
	} {
		_, err := document.Parse("t.md", []byte(c.src))
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%.40q: got %v, want %s", c.src, err, c.want)
		}
	}
}

func TestMissingFieldNamesItsPlace(t *testing.T) {
	type party struct{ Name string }
	for _, data := range []any{m{"Party": m{}}, m{}, m{"Party": party{}}, m{"Party": m{"Age": nil}}} {
		_, err := parse(t, "{{if true}}\nfirst {{.Party.Age}}\n{{end}}").Execute(locale(t, "zh-Hans"), data)
		var p document.Problem
		if !errors.As(err, &p) || p.File != "t.md" || p.Line != 7 {
			t.Errorf("%v: got %v, want a problem in line 7", data, err)
		}
	}
	_, err := parse(t, "ab {{.Age}}").Execute(locale(t, "zh-Hans"), m{})
	var p document.Problem
	if !errors.As(err, &p) || p.Col != 6 {
		t.Errorf("got %v, want the column of .Age, 6", err)
	}
}

func TestLinesOfControlActionsPrintNothing(t *testing.T) {
	got := html(t, "| 名 | 额 |\n|---|---|\n{{range .Rows}}\n| {{.N}} | {{money .A \"CNY\"}} |\n{{end}}\n", m{"Rows": []m{{"N": "甲", "A": 100}, {"N": "乙", "A": 250}}})
	if strings.Count(got, "<tr>") != 3 || !strings.Contains(got, "<td>¥2.50</td>") {
		t.Errorf("the rows do not make one table:\n%s", got)
	}
}

func TestChineseStrongTextNeedsNoSpaces(t *testing.T) {
	if got := html(t, "**注意：**请**勿**签", m{}); !strings.Contains(got, "<p><strong>注意：</strong>请<strong>勿</strong>签</p>") {
		t.Error(got)
	}
	if got := html(t, "第一行\n第二行 and\nmore", m{}); !strings.Contains(got, "<p>第一行第二行 and more</p>") {
		t.Error(got)
	}
}

func TestTooLong(t *testing.T) {
	_, err := parse(t, "{{range .Rows}}{{.}}{{end}}").Execute(locale(t, "zh-Hans"), m{"Rows": slices.Repeat([]string{strings.Repeat("长", 1000)}, 1000)})
	if f := fault.Of(err); f.Code != fault.TooLarge || f.Key != "document.too_long" {
		t.Errorf("got %v", err)
	}
	body := ""
	for depth := range 7 {
		body += strings.Repeat("  ", depth) + "- x\n"
	}
	if _, err := parse(t, body).Execute(locale(t, "zh-Hans"), m{}); err == nil {
		t.Error("seven nested lists are accepted")
	}
}

func TestDates(t *testing.T) {
	if got := html(t, "{{date .At}}", m{"At": noon}); !strings.Contains(got, "<p>2026年11月21日</p>") {
		t.Error(got)
	}
	for _, number := range []string{"{{$n := 1000000000}}{{range $n}}{{end}}", "{{range (1000000000)}}{{end}}", "{{range $i, $x := 1000000000}}{{end}}", "{{range .At}}{{end}}"} {
		if _, err := parse(t, number).Execute(locale(t, "en"), m{"At": 1000000000}); err == nil || !strings.Contains(err.Error(), "not through a number") {
			t.Errorf("%s: %v", number, err)
		}
	}
	for template, at := range map[string]any{"{{date .At}}": time.Time{}, "{{clock .At}}": "noon", "{{.At}}": noon, "{{datetime .At}}": nil} {
		if _, err := parse(t, template).Execute(locale(t, "zh-Hans"), m{"At": at}); err == nil {
			t.Errorf("%s prints %v", template, at)
		}
	}
}

func TestSet(t *testing.T) {
	s, err := document.ReadSet(os.DirFS(templates(t)))
	if err != nil {
		t.Fatal(err)
	}
	want := slices.Sorted(slices.Values(papers))
	if !slices.Equal(s.IDs(), want) {
		t.Errorf("papers %v, want %v", s.IDs(), want)
	}
	for _, id := range s.IDs() {
		if got := s.Languages(id); !slices.Equal(got, []string{"en", "zh-Hans", "zh-Hant"}) {
			t.Errorf("%s exists in %v", id, got)
		}
	}
	if _, err := s.Execute("agreement", "fr", locale(t, "en"), m{}); fault.Of(err).Key != "document.language_missing" {
		t.Errorf("got %v", err)
	}
	_, err = document.ReadSet(fstest.MapFS{"other.en.md": {Data: []byte("---\nid: t\ntitle: T\nlanguage: en\n---\n")}})
	if err == nil || !strings.Contains(err.Error(), "t.en.md") {
		t.Errorf("a file under another paper's name is accepted: %v", err)
	}
}

var tag = regexp.MustCompile(`<[^>]*>`)

// TestTranslationsHaveOneStructure holds the three languages of a paper together: the same blocks, tables and places to sign.
func TestTranslationsHaveOneStructure(t *testing.T) {
	shape := func(id, lang string) string {
		doc, err := shipped(t, id, lang).Execute(locale(t, lang), sample())
		if err != nil {
			t.Fatal(err)
		}
		h, err := doc.HTML(locale(t, lang))
		if err != nil {
			t.Fatal(err)
		}
		text := regexp.MustCompile(`(?s)<svg.*?</svg>|<div class="document-note">.*?</div>|<article[^>]*>|<br>`).ReplaceAllString(string(h), "")
		return strings.Join(tag.FindAllString(text, -1), "")
	}
	for _, id := range papers {
		hans := shape(id, "zh-Hans")
		for _, lang := range []string{"zh-Hant", "en"} {
			if got := shape(id, lang); got != hans && !(id == "agreement" && strings.Count(got, "<h") == strings.Count(hans, "<h")) {
				t.Errorf("%s: %s has other blocks than zh-Hans:\n%s\n%s", id, lang, got, hans)
			}
		}
	}
}

// TestAgreementHoldsWhatTheLawAsksFor reads the fields of article 29 of the People's Mediation Law off the printed text.
func TestAgreementHoldsWhatTheLawAsksFor(t *testing.T) {
	doc, err := shipped(t, "agreement", "zh-Hans").Execute(locale(t, "zh-Hans"), sample())
	if err != nil {
		t.Fatal(err)
	}
	h, err := doc.HTML(locale(t, "zh-Hans"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"陈晓岚", "周大川", "纠纷的主要事实", "争议事项", "各方当事人的责任", "履行的方式、期限", "2026年12月11日前", "银行转账",
		"¥4,680.50（大写：人民币肆仟陆佰捌拾元伍角整）", "三十日内", "document-place-signature", "document-place-fingerprint", "document-place-seal",
	} {
		if !strings.Contains(string(h), want) {
			t.Errorf("the agreement lacks %q", want)
		}
	}
	for lang, want := range map[string]string{"zh-Hant": "以簡體中文文本為準", "en": "the Simplified Chinese text prevails"} {
		doc, err := shipped(t, "agreement", lang).Execute(locale(t, lang), sample())
		if err != nil {
			t.Fatal(err)
		}
		if h, err := doc.HTML(locale(t, lang)); err != nil || !strings.Contains(string(h), want) {
			t.Errorf("%s does not say which text prevails (%v)", lang, err)
		}
	}
}

func TestOrdinal(t *testing.T) {
	got := html(t, "{{range .N}}{{ordinal .}} {{end}}", m{"N": []int{1, 10, 11, 20, 21, 99, 100}})
	if !strings.Contains(got, "<p>一 十 十一 二十 二十一 九十九 100") {
		t.Error(got)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("# a\n\n{{range .Rows}}\n- {{.}}\n{{end}}\n\n```form\na | {{.V}}\n```\n", "x")
	f.Add("| a |\n|---|\n| {{.V}} |\n\n```sign\n{{.V}} | seal\n```\n", "**|`\n#")
	f.Fuzz(func(t *testing.T, body, value string) {
		one, err := document.Parse("t.md", []byte("---\nid: t\ntitle: T\nlanguage: zh-Hans\n---\n"+body))
		if err != nil {
			return
		}
		doc, err := one.Execute(locale(t, "zh-Hans"), m{"V": value, "Rows": []string{value}})
		if err != nil {
			return
		}
		if h, err := doc.HTML(locale(t, "zh-Hans")); err == nil && strings.Contains(strings.ToLower(string(h)), "<script") {
			t.Errorf("%q with %q gives a script", body, value)
		}
		if _, err := document.PDF(fonts(t), []*document.Doc{doc}, options(t, "zh-Hans")); err != nil && fault.Of(err).Code == fault.Internal {
			t.Error(err)
		}
	})
}

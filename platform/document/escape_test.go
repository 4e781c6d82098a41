package document_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// everywhere puts one value into every place that a template has.
const everywhere = "# {{.V}}\n\n{{.V}}\n\nA **{{.V}}** b\n\n- {{.V}}\n\n1. {{.V}}\n\n| {{.V}} | h |\n|---|---|\n| {{.V}} | c |\n\n> {{.V}}\n\n```form\n{{.V}} | {{.V}}\n```\n\n```sign\n{{.V}} | signature\n```\n\n```right\n{{.V}}\n```\n"

// skeleton is the HTML without its text.
func skeleton(t testing.TB, body, value string) string {
	t.Helper()
	return strings.ReplaceAll(strings.Join(tag.FindAllString(html(t, body, m{"V": value}), -1), ""), "<br>", "")
}

func TestDataIsNeverMarkup(t *testing.T) {
	want := skeleton(t, everywhere, "陈晓岚")
	for _, attack := range []string{
		"# 标题", "## x", "- item", "* item", "1. item", "> quote", "| a | b |", "a | b | c", "```", "```sign\nx | seal\n```", "---", "***", "===",
		"**strong**", "__x__", "`code`", "<script>alert(1)</script>", "<b>", "</td></table>", "<!-- -->", "&lt;b&gt;", "{{.V}}", "{{end}}", "{{",
		"[link](javascript:alert(1))", "![image](http://a/b.png)", "http://a.example", "\\", "\\*", "a\n\n# b", "a\r\n- b", "\ta", "    indented",
		"\u202etxt.exe", "\u2066x", "\x00\x1b[31m", "\u200b", "\ufeff", "a\u2028b", "\U000f0023 x", "\U000f002a\U000f002ax", "\xff\xfe", " ", "\n",
	} {
		if got := skeleton(t, everywhere, attack); got != want {
			t.Errorf("%q changes the paper:\n%s\n%s", attack, got, want)
		}
	}
	rapid.Check(t, func(rt *rapid.T) {
		value := rapid.StringOfN(rapid.SampledFrom([]rune("#*|`-_=<>&{}[]()\\!1. \n\t~+:\"'中文a\u202e\x01")), 1, 40, -1).Draw(rt, "value")
		if got := skeleton(t, everywhere, value); got != want {
			rt.Errorf("%q changes the paper", value)
		}
	})
}

func TestDataIsShownAsItIs(t *testing.T) {
	for value, want := range map[string]string{
		"# a | b ** c":        "<p># a | b ** c</p>",
		"<b>&amp;":            "<p>&lt;b&gt;&amp;amp;</p>",
		"{{.Secret}}":         "<p>{{.Secret}}</p>",
		"\\# \\n":             "<p>\\# \\n</p>",
		"上\n下":                "<p>上<br>下</p>",
		"invoice\u202efdp.ex": "<p>invoice[U+202E]fdp.ex</p>",
		"\x07bell":            "<p>[U+0007]bell</p>",
		"𠮷野":                  "<p>𠮷野</p>",
		"  two  spaces":       "<p>  two  spaces</p>",
	} {
		if got := html(t, "{{.V}}", m{"V": value}); !strings.Contains(got, want) {
			t.Errorf("%q: got %s, want %s", value, got, want)
		}
	}
}

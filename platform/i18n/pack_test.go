package i18n_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"linli/platform/fault"
	"linli/platform/i18n"
)

// folder is a folder of packs, by the names of its files.
func folder(files map[string]string) fstest.MapFS {
	out := fstest.MapFS{}
	for name, text := range files {
		out[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

const ugHead = "language.name: ئۇيغۇرچە\nlanguage.fallback: zh-Hans\n"

func spoken(t *testing.T, files map[string]string) (*i18n.Bundle, []*i18n.Pack) {
	t.Helper()
	b := open(t)
	packs, findings, err := b.Packs(folder(files))
	if err != nil || len(findings) > 0 {
		t.Fatal(findings, err)
	}
	return b.With(packs), packs
}

func TestAPackSpeaksOverItsFallback(t *testing.T) {
	b, _ := spoken(t, map[string]string{"language.ug.yaml": ugHead + "language.switch: تىل\n", "fault.ug.yaml": "fault.not_found: <b>يوق</b>\n",
		"date.ug.yaml": "date.left.days.other: \"{n} كۈن قالدى\"\n", "language.es.yaml": "language.name: Español\nlanguage.fallback: en\n"})
	if got := b.Languages(); len(got) != 5 || got[3] != "es" || got[4] != "ug" {
		t.Fatalf("offered are %v", got)
	}
	if len(i18n.Languages()) != 3 {
		t.Error("papers are offered in a pack's language")
	}
	for key, want := range map[string]string{"language.switch": "تىل", "language.and": "和"} {
		if got := b.Text("ug", key, nil); got != want {
			t.Errorf("%s reads %q, want %q", key, got, want)
		}
	}
	if got, want := b.Text("es", "language.switch", nil), "Language"; got != want {
		t.Errorf("a pack over English reads %q", got)
	}
	if got := b.Text("ug", "date.left.days", fault.Args{"n": 1}); got != "\u20681\u2069 كۈن قالدى" {
		t.Errorf("a number in a sentence that is written from right to left: %q", got)
	}
	if got := b.Text("es", "date.left.days", fault.Args{"n": 1}); got != "1 day left" {
		t.Errorf("the fallback's form for one: %q", got)
	}
	if len(b.Missing()) > 0 {
		t.Errorf("the log is told of %v", b.Missing())
	}
	if b.Name("ug") != "ئۇيغۇرچە" || b.Whole("ug") != i18n.Hans || b.Whole("es") != i18n.English || b.Whole(i18n.Hant) != i18n.Hant {
		t.Errorf("%s over %s, %s", b.Name("ug"), b.Whole("ug"), b.Whole("es"))
	}
	for accept, want := range map[string]i18n.Language{"ug-CN,zh-CN;q=0.8": "ug", "ug-Arab-CN": "ug", "zh-CN,ug;q=0.5": i18n.Hans, "es-MX": "es", "ar,fr": i18n.English} {
		if got := b.Accept(accept); got != want {
			t.Errorf("%s reads %s, want %s", accept, got, want)
		}
	}
	if open(t).Accept("ug-CN") != i18n.English || len(open(t).Languages()) != 3 {
		t.Error("the pack of one office is another's")
	}
}

func TestAPackHasTheFormsOfItsOwnPlural(t *testing.T) {
	b, packs := spoken(t, map[string]string{"language.ar.yaml": "language.name: العربية\nlanguage.fallback: en\n",
		"date.ar.yaml": "date.left.days.two: يومان\ndate.left.days.few: \"{n} أيام\"\ndate.left.days.other: \"{n} يوم\"\n"})
	for n, want := range map[int]string{2: "يومان", 5: "\u20685\u2069 أيام", 40: "\u206840\u2069 يوم", 1: "\u20681\u2069 يوم"} {
		if got := b.Text("ar", "date.left.days", fault.Args{"n": n}); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
	for _, f := range packs[0].Doubts {
		if strings.Contains(f.Reason, "date.left.days") {
			t.Errorf("of a text with forms of its own it is said: %s", f)
		}
	}
}

// TestWhatAPackLeavesOpenIsTold: each with file and line, and none of it is read, so that an office upgrades without its
// translator.
func TestWhatAPackLeavesOpenIsTold(t *testing.T) {
	b, packs := spoken(t, map[string]string{"language.ug.yaml": ugHead,
		"date.ug.yaml": "date.gone: x\ndate.late.days.other: \"كېچىكتى\"\ndate.left.days.other: \"{m} كۈن\"\ndate.time: \"{clock}\"\n"})
	var all []string
	for _, f := range packs[0].Doubts {
		all = append(all, f.String())
	}
	said := "\n" + strings.Join(all, "\n") + "\n"
	for _, want := range []string{
		"\ndate.ug.yaml:1:1: the key \"date.gone\" is unknown: linli asks for no such text\n",
		"\ndate.ug.yaml:2:1: the placeholders of \"date.late.days.other\" differ: zh-Hans has {n}, here stands none\n",
		"\ndate.ug.yaml:3:1: the placeholders of \"date.left.days.other\" differ: zh-Hans has {n}, here stands {m}\n",
		"\nlanguage.ug.yaml:1:1: the key \"language.switch\" is missing; its text is \"语言\"\n",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("it is not said: %s", want)
		}
	}
	if strings.Contains(said, "date.time") {
		t.Error("a language may leave out a part of a date")
	}
	if got := b.Text("ug", "date.left.days", fault.Args{"n": 2}); got != "还有 \u20682\u2069 天" {
		t.Errorf("a text that cannot be filled is read: %q", got)
	}
}

func TestABrokenPackIsRefusedWhereItIsBroken(t *testing.T) {
	whole := map[string]string{"language.bo.yaml": "language.name: བོད་ཡིག\nlanguage.fallback: zh-Hans\n"}
	for name, one := range map[string]struct{ file, text, want string }{
		"no YAML":             {"page.ug.yaml", "page.product: \"x\npage.home: y: z\n", "page.ug.yaml:"},
		"a list":              {"page.ug.yaml", "- page.product\n", "page.ug.yaml:1:1: the file must be a list"},
		"not UTF-8":           {"page.ug.yaml", "page.product: x\npage.home: a\xffb\n", "page.ug.yaml:2:13: this is not UTF-8"},
		"a key twice":         {"page.ug.yaml", "page.product: x\npage.home: y\npage.product: z\n", "page.ug.yaml:3:1: the key \"page.product\" is given twice, first at page.ug.yaml:1"},
		"another area's key":  {"page.ug.yaml", "nav.main: x\n", "page.ug.yaml:1:11: the key \"nav.main\" does not belong to the area \"page\""},
		"an empty text":       {"page.ug.yaml", "page.product: \" \"\n", "page.ug.yaml:1:15: the text of \"page.product\" is empty"},
		"a stray brace":       {"page.ug.yaml", "page.product: a}b\n", "page.ug.yaml:1:15: the text of \"page.product\": a closing brace"},
		"an override":         {"page.ug.yaml", "page.product: \"abc\u202egnp\"\n", "page.ug.yaml:1:15: the text of \"page.product\" has the invisible character U+202E"},
		"an embedding":        {"page.ug.yaml", "page.product: \"abc\u2067x\"\n", "U+2067"},
		"a reference":         {"page.ug.yaml", "page.product: &a x\npage.home: *a\n", "page.ug.yaml:1:15: expected a line \"key: text\""},
		"a list of texts":     {"page.ug.yaml", "page.product: [x]\n", "page.ug.yaml:1:15: expected a line"},
		"a wrong tag":         {"page.uyghur-text.yaml", "page.product: x\n", "page.uyghur-text.yaml:1:1: the name is not <area>.<language>.yaml"},
		"no tag":              {"page.yaml", "page.product: x\n", "page.yaml:1:1: the name is not"},
		"a case of letters":   {"page.UG.yaml", "page.product: x\n", "page.UG.yaml:1:1: the name is not"},
		"a built-in language": {"page.en.yaml", "page.product: x\n", "page.en.yaml:1:1: en is built in"},
		"too large":           {"page.ug.yaml", "page.product: " + strings.Repeat("x", 5<<20), "page.ug.yaml:1:1: the file is larger than 4 MiB"},
		"a text too long":     {"page.ug.yaml", "page.product: " + strings.Repeat("x", 20_001), "page.ug.yaml:1:15: the text of \"page.product\" is longer than 20000 characters"},
		"no name":             {"language.ug.yaml", "language.fallback: en\n", "language.ug.yaml:1:1: language.name is missing"},
		"another fallback":    {"language.ug.yaml", "language.name: x\nlanguage.fallback: fr\n", "language.ug.yaml:2:1: \"fr\" cannot stand in"},
	} {
		t.Run(name, func(t *testing.T) {
			files := map[string]string{"language.bo.yaml": whole["language.bo.yaml"], "language.ug.yaml": ugHead}
			files[one.file] = one.text
			packs, findings, err := open(t).Packs(folder(files))
			if err != nil || packs != nil {
				t.Fatalf("half is loaded: %v, %v", packs, err)
			}
			if len(findings) == 0 || !strings.Contains(findings[0].String(), one.want) {
				t.Errorf("it is said %v, want %s", findings, one.want)
			}
		})
	}
}

func FuzzPack(f *testing.F) {
	for _, s := range []string{ugHead, "language.name: \u202e", "a: &b [*b]", "language.name: {}", "%", "\xff", "language.switch: '{'", "---\n---\n"} {
		f.Add(s)
	}
	b, err := i18n.Open()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		packs, findings, err := b.Packs(folder(map[string]string{"language.ug.yaml": text}))
		if err != nil || len(findings) == 0 == (len(packs) == 0) {
			t.Errorf("%d packs, %v, %v", len(packs), findings, err)
		}
		for _, p := range packs {
			if _, err := b.With(packs).Lookup(p.Language, "language.switch", nil); err != nil {
				t.Error(err)
			}
		}
	})
}

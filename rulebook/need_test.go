package rulebook_test

import (
	"io/fs"
	"strings"
	"testing"

	"linli/rulebook"
	"linli/rulebooks"
)

// TestANeedNeverSaysWhoSomebodyIs: a code or label that describes a person's status, in plain words or in those that soften
// it, is refused with the file, its line and the word.
func TestANeedNeverSaysWhoSomebodyIs(t *testing.T) {
	cn, err := fs.Sub(rulebooks.FS, "cn")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ from, to, want string }{
		{"code: training", "code: former_prisoner", "former"},
		{"zh-Hans: 技能培训", "zh-Hans: 刑满释放人员", "刑满释放"},
		{"zh-Hans: 技能培训", "zh-Hans: 回归社会人员帮扶", "回归社会"},
		{"zh-Hant: 技能培訓", "zh-Hant: 弱勢群體支援", "群体"},
		{"zh-Hans: 技能培训", "zh-Hans: 困境家庭", "家庭"},
		{"zh-Hans: 技能培训", "zh-Hans: 失业援助对象", "失业"},
		{"en: Training", "en: Support for returning citizens", "returningcitizen"},
		{"en: Training", "en: Second-chance programme", "secondchance"},
		{"en: Training", "en: Help for vulnerable groups", "vulnerable"},
		{"en: Training", "en: Services for low-income families", "lowincome"},
		{"en: Training", "en: Programmes for veterans", "veterans"},
	} {
		files := folder(t, cn)
		text := string(files["needs.yaml"].Data)
		if !strings.Contains(text, c.from) {
			t.Fatalf("needs.yaml has no %q", c.from)
		}
		files["needs.yaml"].Data = []byte(strings.Replace(text, c.from, c.to, 1))
		book, findings, err := rulebook.Load(files)
		if err != nil || book != nil {
			t.Fatalf("%s: it is read: %v", c.to, err)
		}
		told := ""
		for _, f := range findings {
			told += f.String() + "\n"
		}
		if !strings.Contains(told, "needs.yaml:") || !strings.Contains(told, c.want) {
			t.Errorf("%s: want %q, got\n%s", c.to, c.want, told)
		}
	}
}

func TestBothRulebooksNameNeeds(t *testing.T) {
	for _, name := range []string{"cn", "us-ny"} {
		files, err := fs.Sub(rulebooks.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		b := load(t, folder(t, files))
		if n, ok := b.Help.Need("safety"); len(b.Help.Needs) != 16 || !ok || !n.Sensitive || b.Help.Kept.N == 0 {
			t.Errorf("%s: %+v", name, b.Help)
		}
	}
}

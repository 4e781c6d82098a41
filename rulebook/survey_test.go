package rulebook_test

import (
	"strings"
	"testing"

	"linli/rulebook"
)

func TestASurveyThatCouldNameSomebodyIsRefused(t *testing.T) {
	for _, x := range []struct{ old, put, want string }{
		{"minimum: 20\n", "minimum: 19\n", "the least is 20"},
		{"period: quarter\n  minimum", "period: week\n  minimum", `there is no period "week"`},
		{"answers: [{code: \"yes\", label: {zh-Hans: 有, zh-Hant: 有, en: \"Yes\"}}, {code: partly, label: {zh-Hans: 部分有, zh-Hant: 部分有, en: In part}}, {code: \"no\", label: {zh-Hans: 没有, zh-Hant: 沒有, en: \"No\"}}]",
			"answers: []", "no free text"},
		{"code: heard", "code: Heard!", "is no id"},
	} {
		files := cn(t)
		text := string(files["mediation.yaml"].Data)
		if !strings.Contains(text, x.old) {
			t.Fatalf("%q is not there", x.old)
		}
		files["mediation.yaml"].Data = []byte(strings.Replace(text, x.old, x.put, 1))
		_, findings, err := rulebook.Load(files)
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, f := range findings {
			found = found || strings.Contains(f.String(), x.want)
		}
		if !found {
			t.Errorf("%.40s: %v", x.put, findings)
		}
	}
}

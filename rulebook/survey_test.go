package rulebook_test

import (
	"strings"
	"testing"

	"linli/rulebook"
)

func TestASurveyThatCouldNameSomebodyIsRefused(t *testing.T) {
	for _, x := range []struct{ file, old, put, want string }{
		{"mediation.yaml", "minimum: 20\n", "minimum: 19\n", "the least is 20"},
		{"mediation.yaml", "period: quarter\n  minimum", "period: week\n  minimum", `there is no period "week"`},
		{"mediation.yaml", "answers: [{code: \"yes\", label: {zh-Hans: 有, zh-Hant: 有, en: \"Yes\"}}, {code: partly, label: {zh-Hans: 部分有, zh-Hant: 部分有, en: In part}}, {code: \"no\", label: {zh-Hans: 没有, zh-Hant: 沒有, en: \"No\"}}]",
			"answers: []", "no free text"},
		{"mediation.yaml", "code: heard", "code: Heard!", "is no id"},
		{"report.yaml", "minimum: 20\n", "minimum: 19\n", "the least is 20"},
		{"report.yaml", "id: reported\n", "id: after\n", "counted together"},
		{"report.yaml", "code: solved", "code: mended", `no survey after a case asks "reported.solved"`},
		{"indicators.yaml", "survey: reported.in_time", "survey: neighbourhood.service", "no survey after a case asks"},
	} {
		files := cn(t)
		text := string(files[x.file].Data)
		if !strings.Contains(text, x.old) {
			t.Fatalf("%q is not there", x.old)
		}
		files[x.file].Data = []byte(strings.Replace(text, x.old, x.put, 1))
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

package rulebook_test

import (
	"io/fs"
	"strings"
	"testing"

	"linli/rulebook"
	"linli/rulebooks"
)

// TestImpossibleReasonsAreRefused: no report is refused because of who speaks, how, or how often.
func TestImpossibleReasonsAreRefused(t *testing.T) {
	cn, err := fs.Sub(rulebooks.FS, "cn")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ from, to, want string }{
		{"code: in_court", "code: repeated", `"repeated" judges whoever complains ("repeat")`},
		{"en: A court or an arbitrator is deciding it", "en: Frivolous", `"Frivolous" judges whoever complains ("frivolous")`},
		{"zh-Hans: 法院或者仲裁机构正在审理", "zh-Hans: 多次投诉", `"多次投诉" judges whoever complains ("多次")`},
		{"zh-Hant: 法院或仲裁機構正在審理", "zh-Hant: 無理要求", `"無理要求" judges whoever complains ("无理")`},
		{"kind: complaint_mediator", "kind: complaint_party", `there is no kind "complaint_party"; known: hazard, defect, request, question, suggestion, praise, grievance, complaint_mediator, complaint_office`},
		{"kind: complaint_mediator", "kind: complaint_office", "a complaint always has a way"},
		{"length: 30 days", "length: 0 days", "the author needs time to say so"},
		{"elsewhere: complaint.elsewhere", "elsewhere: complaint.nowhere", `there is no text "complaint.nowhere" in texts/`},
		{"n: 730", "n: 99999", "nothing is kept for ever"},
	} {
		files := folder(t, cn)
		text := string(files["report.yaml"].Data)
		if !strings.Contains(text, c.from) {
			t.Fatalf("report.yaml has no %q", c.from)
		}
		files["report.yaml"].Data = []byte(strings.Replace(text, c.from, c.to, 1))
		book, findings, err := rulebook.Load(files)
		if err != nil || book != nil {
			t.Fatalf("%s: it is read: %v", c.to, err)
		}
		told := ""
		for _, f := range findings {
			told += f.String() + "\n"
		}
		if !strings.Contains(told, c.want) {
			t.Errorf("%s: want %q, got\n%s", c.to, c.want, told)
		}
	}
}

func TestBothRulebooksTakeComplaints(t *testing.T) {
	for _, name := range []string{"cn", "us-ny"} {
		files, err := fs.Sub(rulebooks.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		b := load(t, folder(t, files))
		if _, ok := b.Report.Category("complaint_mediator"); !ok || len(b.ReportPromises("complaint_office")) != 6 || b.Report.Kept.N == 0 {
			t.Errorf("%s: %+v", name, b.Report)
		}
	}
}

// TestNoCategoryIsAboutAResident: each of these files breaks one rule, and is refused with it.
func TestNoCategoryIsAboutAResident(t *testing.T) {
	cn, err := fs.Sub(rulebooks.FS, "cn")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ from, to, want string }{
		"conduct":            {"code: facility", "code: suspicious_person", `"suspicious_person" is about a resident's conduct`},
		"conduct, Chinese":   {"zh-Hans: 公共设施损坏", "zh-Hans: 不文明行为", `"不文明行为" is about a resident's conduct`},
		"belief":             {"en: A public facility is broken", "en: House church", `"House church" is about a resident's belief`},
		"belief, Chinese":    {"zh-Hant: 公共設施損壞", "zh-Hant: 傳教", `"傳教" is about a resident's belief`},
		"residence":          {"code: facility", "code: overcrowded_flat", `"overcrowded_flat" is about a resident's residence`},
		"residence, words":   {"zh-Hans: 健身器材、座椅、栏杆、指示牌等。", "zh-Hans: 群租房，或者新搬来的人。", `is about a resident's residence`},
		"association":        {"code: facility", "code: unlawful_assembly", `"unlawful_assembly" is about a resident's association`},
		"in a question":      {"zh-Hans: 灯杆编号", "zh-Hans: 聚集了多少人", `is about a resident's association`},
		"in an answer":       {"code: flicker", "code: gambling", `"gambling" is about a resident's conduct`},
		"status":             {"code: facility", "code: migrant_workers", "speaks of a person's status"},
		"a public complaint": {"kind: complaint_office\n", "kind: complaint_office\n    public: true\n", "never published"},
		"a short list":       {"          - {code: flicker, label: {zh-Hans: 一闪一闪, zh-Hant: 一閃一閃, en: It flickers}}\n          - {code: post, label: {zh-Hans: 灯杆歪了或者坏了, zh-Hant: 燈桿歪斜或損壞, en: The post leans or is broken}}\n", "", "at least two answers"},
		"values of no list":  {"datatype: singlevaluelist", "datatype: text", "only singlevaluelist and multivaluelist offer answers"},
		"rounding":           {"round_metres: 500", "round_metres: 50000", "100 to 5000 metres"},
		"rounding to a door": {"round_metres: 500", "round_metres: 10", "100 to 5000 metres"},
	} {
		files := folder(t, cn)
		text := string(files["report.yaml"].Data)
		if !strings.Contains(text, c.from) {
			t.Fatalf("%s: report.yaml has no %q", name, c.from)
		}
		files["report.yaml"].Data = []byte(strings.Replace(text, c.from, c.to, 1))
		book, findings, err := rulebook.Load(files)
		if err != nil || book != nil {
			t.Fatalf("%s: it is read: %v", name, err)
		}
		told := ""
		for _, f := range findings {
			told += f.String() + "\n"
		}
		if !strings.Contains(told, c.want) {
			t.Errorf("%s: want %q, got\n%s", name, c.want, told)
		}
	}
}

// TestAnswersOfTheRulebookAreFilledFromClearFacts: a part that nobody knows, an act in which nothing is told and a checklist about
// people are refused; what is known is filled in, and what is not stays for a person to write over.
func TestAnswersOfTheRulebookAreFilledFromClearFacts(t *testing.T) {
	cn, err := fs.Sub(rulebooks.FS, "cn")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ from, to, want string }{
		{"acts: [fix]", "acts: [note]", `"note"`},
		{"{unit} has planned", "{name} has planned", `"name"`},
		{"for: [suggestion, praise]", "for: [neighbours]", `there is no category and no kind "neighbours"`},
		{"code: cover_shut", "code: loitering_people", "is about a resident's conduct"},
	} {
		files := folder(t, cn)
		text := string(files["report.yaml"].Data)
		if !strings.Contains(text, c.from) {
			t.Fatalf("report.yaml has no %q", c.from)
		}
		files["report.yaml"].Data = []byte(strings.Replace(text, c.from, c.to, 1))
		_, findings, err := rulebook.Load(files)
		if err != nil {
			t.Fatal(err)
		}
		told := ""
		for _, f := range findings {
			told += f.String() + "\n"
		}
		if !strings.Contains(told, c.want) {
			t.Errorf("%s: want %q, got\n%s", c.to, c.want, told)
		}
	}
	a := rulebook.AnswerText{Text: rulebook.Label{"en": "{category} came on {received}; by {due}."}}
	if got := a.Fill("en", map[string]string{"category": "A lamp", "received": "2 March"}); got != "A lamp came on 2 March; by {due}." {
		t.Errorf("%q", got)
	}
}

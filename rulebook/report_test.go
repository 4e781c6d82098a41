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
		{"code: complaint_mediator", "code: complaint_party", `there is no category "complaint_party"; known: complaint_mediator, complaint_office`},
		{"length: 30 days", "length: 0 days", "the author needs time to ask for a review"},
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
		if _, ok := b.Report.Category("complaint_mediator"); !ok || len(b.Promises("report")) != 4 || b.Report.Kept.N == 0 {
			t.Errorf("%s: %+v", name, b.Report)
		}
	}
}

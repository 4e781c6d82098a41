package rulebook_test

import (
	"strings"
	"testing"

	"linli/rulebook"
)

func TestTheGradeFollowsTheWork(t *testing.T) {
	s := load(t, cn(t)).Mediation.Stipends
	for _, x := range []struct {
		sessions, minutes int
		want              string
	}{{1, 10, "basic"}, {1, 600, "basic"}, {2, 119, "basic"}, {2, 120, "larger"}, {3, 400, "larger"}, {4, 359, "larger"}, {4, 360, "extensive"}} {
		if got := s.Grade(map[string]int{"sessions": x.sessions, "minutes": x.minutes}); got.Code != x.want {
			t.Errorf("%d sessions, %d minutes: %q, want %q", x.sessions, x.minutes, got.Code, x.want)
		}
	}
	if s.Label("gone", "en") != "gone" || s.Label("basic", "zh-Hant") != "基本工作量" {
		t.Error("the names of grades")
	}
}

// No grade can be had for how a case ended, however it is called.
func TestAGradeThatNamesAnOutcomeIsRefused(t *testing.T) {
	for _, x := range []struct{ old, put, want string }{
		{"code: larger", "code: settled", `"settle" says how a case ended`},
		{"zh-Hans: 较大工作量", "zh-Hans: 达成协议", "says how a case ended"},
		{"zh-Hant: 較大工作量", "zh-Hant: 調解成功", "says how a case ended"},
		{"en: Larger work", "en: Agreement signed", "says how a case ended"},
		{"of: minutes, at_least: 120", "of: agreements, at_least: 1", "known here: sessions, minutes, parties, investigations"},
		{"of: minutes, at_least: 120", "of: performed_terms, at_least: 1", "says how a case ended"},
		{"of: minutes, at_least: 120", "of: miles, at_least: 1", `there is no kind of work "miles"`},
		{"amount: 20000", "amount: 5000", "a grade asks for more work than the one before it, and pays more"},
		{"reviews: [lead, parent.lead]", "reviews: [lead]", "two people look at a claim"},
		{"reviews: [lead, parent.lead]", "reviews: [lead, mediator]", `there is no reviewer "mediator"`},
		{"currency: CNY", "currency: yuan", "is no ISO 4217 currency"},
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
			t.Errorf("%s: %v", x.put, findings)
		}
	}
}

func TestNewYorkKnowsNoStipends(t *testing.T) {
	if load(t, newYork(t)).Mediation.Stipends != nil {
		t.Error("a stipend that no rule of New York knows")
	}
}

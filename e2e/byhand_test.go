package e2e_test

import (
	"os"
	"strings"
	"testing"
)

// byHand are ten of the cases that the specification of mediation lists, as a person would do them by hand, each with the
// scenario that does it in a browser and the act itself. Those marked are done on a telephone, 320 pixels wide, as the runner
// plays every scenario that names no widths of its own, in Simplified Chinese.
var byHand = []struct {
	what       string // as the list of cases calls it
	file, does string
	phone      bool
}{
	{"withdrawal in mid-session", "life.mjs", `press("/withdraw", "")`, true},
	{"a term that waives a petition", "road.mjs", `甲方今后不得再上访`, false},
	{"instalment overpaid", "life.mjs", `[name=surplus][value=return]`, true},
	{"late session on a closed case: controlled reopening", "life.mjs", `press("/reopening", "")`, true},
	{"two offices jointly", "joint.mjs", `press("answer_joint")`, false},
	{"erasure during retention", "archive.mjs", `/answer_erasure"] button`, false},
	{"a demand from outside for notes", "demand.mjs", `[name=answer][value=give]`, false},
	{"a party asks for the file: own and joint papers only", "demand.mjs", `/my-file"] button`, true},
	{"message to the wrong side", "mediators.mjs", `/take_back"] button`, true},
	{"death of a party and an heir", "succession.mjs", `press("succeed")`, false},
}

// TestTenListedCasesAreDoneByHand fails where one of the ten is no case of the list, has lost its act or, of those on a
// telephone, its width.
func TestTenListedCasesAreDoneByHand(t *testing.T) {
	read := func(name string) string {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	list := read("../house/cases_test.go")
	if !strings.Contains(read("runner.mjs"), `"zh-Hans": 320`) {
		t.Error("who acts in Simplified Chinese does not hold a telephone")
	}
	phones := 0
	for _, x := range byHand {
		if !strings.Contains(list, "{\""+x.what+"\", ") {
			t.Errorf("%s is none of the listed cases", x.what)
		}
		text := read("scenarios/" + x.file)
		if !strings.Contains(text, x.does) {
			t.Errorf("%s: %s does not do it", x.what, x.file)
		}
		if x.phone {
			phones++
			if strings.Contains(text, "widths:") {
				t.Errorf("%s: %s is not done on a telephone", x.what, x.file)
			}
		}
	}
	if len(byHand) != 10 || phones < 2 {
		t.Errorf("%d cases, %d on a telephone", len(byHand), phones)
	}
}

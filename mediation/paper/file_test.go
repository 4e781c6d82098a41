package paper_test

import (
	"strconv"
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/mediation"
	"linli/mediation/paper"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
)

// TestTheFileHoldsNothingThatWasSaidAlone: the complete file has no talk, no follow-up and no mediator's own record, though
// whoever prints it may read all of them.
func TestTheFileHoldsNothingThatWasSaidAlone(t *testing.T) {
	onSQLite(t, func(t *testing.T, w *apptest.World) {
		c := sign(t, w, whole(t, w))
		c = w.Act(w.As("mediator"), c, mediation.AgreeFollowUp{Party: c.Parties[1].ID, How: "oral", Language: "zh-Hans"})
		c = w.Act(w.As("mediator"), c, mediation.AskFollowUp{Party: c.Parties[1].ID, Mode: "phone", Outcome: "part", Text: "手头还是紧"})
		o := opened(t, w, w.As("mediator"), c)
		r, err := press(t, w).File(order(t, w, o, i18n.Hans), nil)
		if err != nil {
			t.Fatal(err)
		}
		got := text(t, r.Bytes)
		for _, not := range []string{"手头紧", "手头还是紧", "单独谈话，", "回访记录", "怕对方报复"} {
			if strings.Contains(got, not) {
				t.Errorf("the file says %q", not)
			}
		}
		pages := strings.Split(strings.TrimSuffix(got, "\f"), "\f")
		for i, want := range map[int][]string{0: {"调解卷宗", "阿依古丽欧阳与慕容雪松", "10 年", "单独谈话的记录"}, 1: {"卷内目录", "人民调解协议书", "身份证明", "缺"},
			len(pages) - 1: {"备考表", "尚缺必备材料", "身份证明"}} {
			for _, x := range want {
				if !strings.Contains(strings.ReplaceAll(pages[i], " ", ""), strings.ReplaceAll(x, " ", "")) {
					t.Errorf("page %d of %d lacks %q:\n%s", i+1, len(pages), x, pages[i])
				}
			}
		}
		if last := "共" + strconv.Itoa(len(pages)) + "页"; !strings.Contains(strings.ReplaceAll(pages[len(pages)-1], " ", ""), last) || r.Pages != len(pages) {
			t.Errorf("the back cover does not say %s of %d:\n%s", last, r.Pages, pages[len(pages)-1])
		}
		if len(paper.List(o, id.ID{})) == 0 {
			t.Error("nothing to file")
		}
	})
}

// TestAnEndedApplicationHasAFile: a case without a number, without mediators and without an agreement.
func TestAnEndedApplicationHasAFile(t *testing.T) {
	onSQLite(t, func(t *testing.T, w *apptest.World) {
		for state, reach := range states(w) {
			c := reach()
			o := opened(t, w, w.As(office(state)), c)
			for _, lang := range i18n.Languages() {
				if _, err := press(t, w).File(order(t, w, o, lang), nil); err != nil {
					t.Errorf("%s in %s: %v", state, lang, err)
				}
			}
		}
		o := opened(t, w, w.As("clerk"), w.To(mediation.Screening))
		bad := []paper.Scan{{Document: "evidence", Picture: []byte("no picture")}}
		if _, err := press(t, w).File(order(t, w, o, i18n.Hans), bad); err == nil || fault.Of(err).Code != fault.Internal {
			t.Errorf("a scan that is no picture: %v", err)
		}
	})
}

package paper_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/mediation"
	"linli/mediation/paper"
	"linli/platform/blob"
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
		r, err := press(t, w).File(order(t, w, o, i18n.Hans), nil, untold)
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

// TestASecondRecordStandsBesideTheFirst: what two devices recorded of one session is both read, on the screen and on paper.
func TestASecondRecordStandsBesideTheFirst(t *testing.T) {
	onSQLite(t, func(t *testing.T, w *apptest.World) {
		c := w.To(mediation.InSession)
		a, b, of := c.Parties[0].ID, c.Parties[1].ID, c.Sessions[0].ID
		c = w.Act(w.As("mediator"), c, mediation.Record{Session: of, Minutes: 50, Present: []id.ID{a}, Text: "先写的一份"})
		c = w.Act(w.As("mediator"), c, mediation.Record{Session: of, Minutes: 45, Present: []id.ID{a, b}, Text: "后传上来的一份"})
		if s := c.Sessions[0]; s.Minutes != 50 || len(s.Present) != 1 || len(s.More) != 1 || s.More[0].Minutes != 45 || len(s.More[0].Present) != 2 {
			t.Errorf("%+v", s)
		}
		o := opened(t, w, w.As("mediator"), c)
		if first, second := o.Passage(mediation.FieldRecord, of), o.Passage(mediation.FieldRecord, c.Sessions[0].More[0].ID); first != "先写的一份" || second != "后传上来的一份" {
			t.Errorf("%q and %q", first, second)
		}
		sheet, err := paper.Find(o, id.ID{}, "session-1")
		if err != nil {
			t.Fatal(err)
		}
		r, err := press(t, w).PDF(order(t, w, o, i18n.Hans), sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"先写的一份", "另一份记录", "后传上来的一份"} {
			if got := text(t, r.Bytes); !strings.Contains(strings.ReplaceAll(got, " ", ""), want) {
				t.Errorf("the paper lacks %s:\n%s", want, got)
			}
		}
	})
}

// TestScansLieInTheirPlace: pictures and PDFs are bound in behind the paper that they are an original of, each page of a PDF on
// a page of the file, with page numbers over all of them; what cannot be bound as it is lies apart, by its fingerprint.
func TestScansLieInTheirPlace(t *testing.T) {
	onSQLite(t, func(t *testing.T, w *apptest.World) {
		o := opened(t, w, w.As("mediator"), sign(t, w, whole(t, w)))
		p, by := press(t, w), order(t, w, o, i18n.Hans)
		agreement, err := paper.Find(o, id.ID{}, "agreement")
		if err != nil {
			t.Fatal(err)
		}
		sheets, err := p.PDF(by, agreement) // as a scanner with text would give it
		if err != nil || sheets.Pages < 2 {
			t.Fatalf("%d pages, %v", sheets.Pages, err)
		}
		came, err := blob.NewCleaner(blob.Limits{}).Clean(t.Context(), bytes.NewReader(sheets.Bytes), "签好.pdf")
		if err != nil {
			t.Fatal(err)
		}
		bare, err := p.File(by, nil, untold)
		if err != nil {
			t.Fatal(err)
		}
		hash := strings.Repeat("ab12", 16)
		r, err := p.File(by, []paper.Scan{{Document: "agreement", At: by.At, PDF: came.Bytes, Pages: came.Pages}, {Document: "agreement", At: by.At, PDF: []byte("%PDF-1.4"), Pages: 7, Hash: hash}}, untold)
		if err != nil {
			t.Fatal(err)
		}
		pages := strings.Split(strings.TrimSuffix(text(t, r.Bytes), "\f"), "\f")
		if len(pages) != r.Pages || r.Pages != bare.Pages+came.Pages {
			t.Fatalf("%d pages of %d, %d without the scan of %d", len(pages), r.Pages, bare.Pages, came.Pages)
		}
		first := 0
		for i, one := range pages {
			one = strings.ReplaceAll(one, " ", "")
			if strings.Contains(one, "（原件），2026年") && i > 1 {
				first = i + 1
			}
			if want := fmt.Sprintf("第%d页共%d页", i+1, len(pages)); !strings.Contains(strings.NewReplacer("，", "", "/", "").Replace(one), want) {
				t.Errorf("page %d does not say %s:\n%s", i+1, want, one)
			}
		}
		if first == 0 || !strings.Contains(pages[first-1], "赔偿雨棚损失") {
			t.Fatalf("the scan begins on page %d:\n%s", first, pages[max(first-1, 0)])
		}
		contents := strings.ReplaceAll(pages[1], " ", "")
		for _, want := range []string{fmt.Sprintf("人民调解协议书（原件）%d", first), "PDF另存"} {
			if !strings.Contains(contents, want) {
				t.Errorf("the contents lack %q:\n%s", want, pages[1])
			}
		}
		again, err := p.File(by, []paper.Scan{{Document: "agreement", At: by.At, PDF: came.Bytes, Pages: came.Pages}, {Document: "agreement", At: by.At, PDF: []byte("%PDF-1.4"), Pages: 7, Hash: hash}}, untold)
		if err != nil || !bytes.Equal(again.Bytes, r.Bytes) {
			t.Errorf("the same order makes another file: %v", err)
		}
		if dir := os.Getenv("LINLI_SAMPLES"); dir != "" {
			if err := os.WriteFile(filepath.Join(dir, "file.pdf"), r.Bytes, 0o600); err != nil {
				t.Fatal(err)
			}
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
				if _, err := press(t, w).File(order(t, w, o, lang), nil, untold); err != nil {
					t.Errorf("%s in %s: %v", state, lang, err)
				}
			}
		}
		o := opened(t, w, w.As("clerk"), w.To(mediation.Screening))
		bad := []paper.Scan{{Document: "evidence", Picture: []byte("no picture")}}
		if _, err := press(t, w).File(order(t, w, o, i18n.Hans), bad, untold); err == nil || fault.Of(err).Code != fault.Internal {
			t.Errorf("a scan that is no picture: %v", err)
		}
	})
}

package paper_test

import (
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/consent"
	"linli/mediation"
	"linli/mediation/paper"
	"linli/platform/id"
)

// TestALetterTellsNothingElse prints a letter of referral: each line that the party chose and no other, without the case's
// number, the party's own paper; and after the consent was taken back only the request to destroy it.
func TestALetterTellsNothingElse(t *testing.T) {
	onSQLite(t, func(t *testing.T, w *apptest.World) {
		p, clerk := press(t, w), w.As("clerk")
		c := sign(t, w, whole(t, w))
		a := c.Parties[0].ID
		letter := func(lines []string, words string) {
			t.Helper()
			c = w.Act(clerk, c, mediation.ReferOut{Party: a, To: "legal_aid", Body: "安平县法律援助中心", Lines: lines, Words: words, How: consent.Oral, Language: "zh-Hans"})
		}
		letter([]string{"name", "contact", "type"}, "")
		letter([]string{"words"}, "想问工资的事")
		print := func(which string) string {
			t.Helper()
			o := opened(t, w, clerk, c)
			x, err := paper.Find(o, id.ID{}, which)
			if err != nil {
				t.Fatal(err)
			}
			pdf, err := p.PDF(order(t, w, o, "zh-Hans"), x)
			if err != nil {
				t.Fatal(err)
			}
			return text(t, pdf.Bytes)
		}
		all := []string{"安平县法律援助中心", "阿依古丽欧阳", "邻里", "想问工资的事", "慕容雪松", "雨棚", "人调", "持函人"}
		says := func(name, got string, want ...string) {
			t.Helper()
			for _, part := range all {
				if told := strings.Contains(got, part); told != (strings.Contains(" "+strings.Join(want, " ")+" ", " "+part+" ")) {
					t.Errorf("%s: says %s: %v\n%s", name, part, told, got)
				}
			}
		}
		says("by name", print("onward-1-1"), "安平县法律援助中心", "阿依古丽欧阳", "邻里")
		says("the bearer", print("onward-1-2"), "安平县法律援助中心", "想问工资的事", "持函人")
		if _, err := paper.Find(opened(t, w, w.Party(c, 1), c), c.Parties[1].ID, "onward-1-1"); err == nil {
			t.Error("the other party finds the letter")
		}
		if _, err := paper.Find(opened(t, w, w.Party(c, 0), c), a, "onward-1-1"); err != nil {
			t.Errorf("the party has no copy: %v", err)
		}
		c = w.Act(w.Party(c, 0), c, mediation.EndReferral{Referral: c.Onward[0].ID, Party: a, How: consent.Screen})
		says("taken back", print("onward-1-1"), "安平县法律援助中心")
		says("the other letter", print("onward-1-2"), "安平县法律援助中心", "想问工资的事", "持函人")
	})
}

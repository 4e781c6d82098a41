package paper_test

import (
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/mediation"
	"linli/mediation/paper"
	"linli/platform/i18n"
	"linli/platform/id"
)

// TestAStatutoryReportSaysNothingElse prints a report that the law demands: its own text, without the number of the case,
// the names in it or what was said; the person has a copy once it was told, and the other party none.
func TestAStatutoryReportSaysNothingElse(t *testing.T) {
	onSQLite(t, func(t *testing.T, w *apptest.World) {
		p, mediator := press(t, w), w.As("mediator")
		c := w.To(mediation.InSession)
		a := c.Parties[0].ID
		c = w.Act(mediator, c, mediation.AskStatutory{Party: a, Ground: "danger_to_life", To: "police", Body: "安平县公安局", Text: "今晚有人声称要点燃燃气罐。",
			Reason: "单独说的", Silence: true, Endangers: "会危及家人"})
		if _, err := paper.Find(opened(t, w, mediator, c), id.ID{}, "statutory-1"); err == nil {
			t.Error("printed before a second person approved")
		}
		c = w.Act(w.As("lead"), c, mediation.AnswerStatutory{Report: c.Statutory[0].ID, Approve: true, Silence: true, Reason: "家人还在"})
		x, err := paper.Find(opened(t, w, mediator, c), id.ID{}, "statutory-1")
		if err != nil {
			t.Fatal(err)
		}
		for _, lang := range []i18n.Language{"zh-Hans", "zh-Hant", "en"} {
			o := opened(t, w, mediator, c)
			pdf, err := p.PDF(order(t, w, o, lang), x)
			if err != nil {
				t.Fatal(err)
			}
			got := text(t, pdf.Bytes)
			for part, want := range map[string]bool{"安平县公安局": true, "今晚有人声称要点燃燃气罐": true, "阿依古丽": false, "慕容雪松": false, "雨棚": false, "人调": false, "单独说的": false, "家人": false} {
				if strings.Contains(got, part) != want {
					t.Errorf("%s: says %s: %v\n%s", lang, part, !want, got)
				}
			}
		}
		for i, party := range c.Parties {
			if _, err := paper.Find(opened(t, w, w.Party(c, i), c), party.ID, "statutory-1"); err == nil {
				t.Errorf("party %d has the paper of a silence", i)
			}
		}
		c = w.Act(w.As("lead"), c, mediation.ReviewStatutory{Report: c.Statutory[0].ID, Tell: true, Reason: "家人安全"})
		if _, err := paper.Find(opened(t, w, w.Party(c, 0), c), a, "statutory-1"); err != nil {
			t.Errorf("the person has no copy: %v", err)
		}
		if _, err := paper.Find(opened(t, w, w.Party(c, 1), c), c.Parties[1].ID, "statutory-1"); err == nil {
			t.Error("the other party has the paper")
		}
	})
}

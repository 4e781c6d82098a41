package paper_test

import (
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/i18n"
)

// Whoever signs an agreement in instalments reads each of them on the paper.
func TestTheAgreementNamesItsInstalments(t *testing.T) {
	onSQLite(t, func(t *testing.T, w *apptest.World) {
		c := w.To(mediation.InSession)
		c = w.Act(w.As("mediator"), c, mediation.Record{Session: c.Sessions[0].ID, Minutes: 30, Present: c.Sessions[0].With, Text: "谈妥"})
		d := w.Draft(c, "")
		d.Terms[0].Instalments = mediation.Monthly(d.Terms[0].Amount, 3, time.Date(2026, 3, 31, 0, 0, 0, 0, time.UTC))
		o := opened(t, w, w.As("mediator"), w.Act(w.As("mediator"), c, d))
		html, err := press(t, w).HTML(order(t, w, o, i18n.Hans), find(t, o, "agreement"))
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"（1）2026年3月31日前支付", "（2）2026年4月30日前支付", "（3）2026年5月31日前支付", "166.68"} {
			if !strings.Contains(string(html), want) {
				t.Errorf("the agreement lacks %q:\n%s", want, html)
			}
		}
		if strings.Contains(string(html), "即行履行") {
			t.Error("the agreement says that everything is due at once")
		}
	})
}

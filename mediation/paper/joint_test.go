package paper_test

import (
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/consent"
	"linli/mediation"
	"linli/mediation/paper"
	"linli/platform/access"
	"linli/platform/id"
)

// TestTheAgreementNamesBothUnits: of a case that two units mediate the agreement names both, has a place for each seal, and
// every other paper of it stands under both names.
func TestTheAgreementNamesBothUnits(t *testing.T) {
	onSQLite(t, func(t *testing.T, w *apptest.World) {
		w.Hire("other.lead", "V2", access.Lead)
		p, c := press(t, w), whole2(t, w)
		o := opened(t, w, w.As("mediator"), c)
		in := order(t, w, o, "zh-Hans")
		in.Names.Joint = map[id.ID]string{w.Unit("V2"): "石桥村"}
		print := func(which string) string {
			t.Helper()
			x, err := paper.Find(o, id.ID{}, which)
			if err != nil {
				t.Fatal(err)
			}
			pdf, err := p.PDF(in, x)
			if err != nil {
				t.Fatal(err)
			}
			return text(t, pdf.Bytes)
		}
		agreement := print("agreement")
		if !strings.Contains(strings.ReplaceAll(strings.ReplaceAll(agreement, "\n", ""), " ", ""), "柳树村人民调解委员会与石桥村联合") || strings.Count(agreement, "盖章处") != 2 {
			t.Errorf("the agreement does not name both units with two seals:\n%s", agreement)
		}
		if acceptance := print("acceptance"); !strings.Contains(acceptance, "石桥村") {
			t.Errorf("a paper of the case stands under one name:\n%s", acceptance)
		}
		c = w.Sign(c)
		o = opened(t, w, w.As("mediator"), c)
		in.Opened = o
		if sealed := print("agreement"); !strings.Contains(sealed, "盖章：石桥村") || !strings.Contains(sealed, "盖章：柳树村人民调解委员会") {
			t.Errorf("the seals are not told apart:\n%s", sealed)
		}
	})
}

// whole2 is a case of two units with an agreement that waits for its signatures.
func whole2(t testing.TB, w *apptest.World) mediation.Case {
	t.Helper()
	c := w.To(mediation.InSession)
	c = w.Act(w.As("lead"), c, mediation.InviteJoint{Unit: w.Unit("V2")})
	for _, party := range c.Parties {
		c = w.Act(w.As("clerk"), c, mediation.AgreeJoint{Joint: c.Joint[0].ID, Party: party.ID, Yes: true, How: consent.Oral, Language: "zh-Hans"})
	}
	c = w.Act(w.As("other.lead"), c, mediation.AnswerJoint{Joint: c.Joint[0].ID, Yes: true})
	return w.Act(w.As("mediator"), c, w.Draft(c, "2026-05-31"))
}

package e2e_test

import (
	"testing"
	"time"

	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/i18n"
)

// TestLife has parties live with their agreements on their own pages: what was owed and did not come, what a court
// confirms, what is taken up again, and what is only spoken.
func TestLife(t *testing.T) {
	scene{scenarios: []string{"scenarios/life.mjs"}, data: func(t *testing.T, w *apptest.World) map[string]any {
		plays := each(func(lang i18n.Language) map[string]any { return lives(t, w, lang) })
		w.Clock.Add(10 * 24 * time.Hour) // what falls due in a week is late
		return plays
	}}.play(t)
}

// lives are a case for each thing that a party can say once the talks have begun, with the slips of those who say it.
func lives(t *testing.T, w *apptest.World, lang i18n.Language) map[string]any {
	t.Helper()
	mediator := w.As("mediator")
	spoken := w.To(mediation.InSession)
	a, b := spoken.Parties[0].ID, spoken.Parties[1].ID
	said := mediation.Oral{Language: "zh-Hans", Performed: true, NoWaiver: true,
		Terms: []mediation.Term{{Obligor: b, Obligee: a, Type: "apology", Text: "当面道歉", Delivery: "当场"}}}
	said.Parties = append(said.Parties, a, b)
	spoken = w.Act(mediator, spoken, said)
	court := w.Act(mediator, w.To(mediation.Effective), mediation.PrepareConfirmation{Court: "测试区人民法院", Venue: "office_place", Excluded: mediation.NothingExcluded})
	court = w.Act(mediator, court, mediation.JoinConfirmation{Party: court.Parties[1].ID})
	again := w.Act(w.As("lead"), w.After(mediation.Voided), mediation.Reopen{Text: "双方又愿意谈"})
	owed, talks := w.After(mediation.Performing), w.To(mediation.InSession)
	return map[string]any{"spoken": slipOf(t, w, spoken, 0), "court": slipOf(t, w, court, 0), "again": slipOf(t, w, again, 0),
		"payee": slipOf(t, w, owed, 0), "obligor": slipOf(t, w, owed, 1),
		"leaves": slipOf(t, w, talks, 1), "left": slipOf(t, w, talks, 0), "ended": w.App.Texts.For(lang, nil).Text("resident.state.terminated", nil)}
}

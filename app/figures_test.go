package app_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"linli/app/apptest"
	"linli/consent"
	"linli/insight"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/id"
	store "linli/store/insight"
	"linli/testkit"
)

// TestTheTalliesAreThoseOfTheCases leads cases along their roads through the services and holds every cell of the tallies
// to a recount of the cases' own rows, before and after the steps are folded, and the whole office to the sum of its units.
func TestTheTalliesAreThoseOfTheCases(t *testing.T) {
	after := []mediation.State{mediation.Performing, mediation.Performed, mediation.Voided}
	apptest.Each(t, func(t *testing.T, w *apptest.World) { talliesAreOfTheCases(t, w, append(after, mediation.Confirmed)) })
	t.Run("New York", func(t *testing.T) { // where no court confirms
		talliesAreOfTheCases(t, apptest.NewIn(t, testkit.Embedded(t, "cases"), apptest.Origin, apptest.NewYork()), after)
	})
}

func talliesAreOfTheCases(t *testing.T, w *apptest.World, after []mediation.State) {
	t.Helper()
	var cases []mediation.Case
	for _, s := range []mediation.State{mediation.Submitted, mediation.Accepted, mediation.InSession, mediation.Effective} {
		cases = append(cases, w.To(s))
	}
	for _, s := range after {
		cases = append(cases, w.After(s))
	}
	w.Hire("other.lead", "V2", access.Lead)
	joint := w.Act(w.As("lead"), w.To(mediation.InSession), mediation.InviteJoint{Unit: w.Unit("V2")})
	for i, p := range joint.Parties {
		joint = w.Act(w.Party(joint, i), joint, mediation.AgreeJoint{Joint: joint.Joint[0].ID, Party: p.ID, Yes: true, How: consent.Screen, Language: "en"})
	}
	joint = w.Act(w.As("other.lead"), joint, mediation.AnswerJoint{Joint: joint.Joint[0].ID, Yes: true})
	cases = append(cases, w.Act(w.As("other.lead"), joint, mediation.LeaveJoint{Joint: joint.Joint[0].ID}))
	want := map[insight.Dimension]map[insight.GridCell]insight.Counts{insight.ByUnit: {}, insight.ByType: {}, insight.BySource: {}}
	for _, c := range cases {
		rules, err := w.App.Mediation.Office.RulebookOf(w.Ctx, c.Tenant, c.Rulebook, c.RulebookVersion)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range mediation.Recount(c, rules) {
			on, err := calendar.ParseDate(d.Day)
			if err != nil {
				t.Fatal(err)
			}
			for by, of := range map[insight.Dimension]string{insight.ByUnit: "", insight.ByType: c.Type, insight.BySource: c.Source} {
				for _, unit := range []id.ID{c.Unit, {}} {
					at := insight.GridCell{Period: int64(on.Year)*100 + int64(on.Month), Unit: unit, Of: of}
					n := want[by][at]
					n[insight.Column(insight.Measure(d.Measure))]++
					want[by][at] = n
				}
			}
		}
	}
	tallies := store.New(w.App.Stores.Cases)
	for _, when := range []string{"before folding", "after folding"} {
		for by, cells := range want {
			got, err := tallies.Grid(w.Ctx, w.Tenant(), by, store.Months)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(cells, got); d != "" {
				t.Errorf("by %s, %s: %s", by, when, d)
			}
		}
		if n, err := tallies.Fold(w.Ctx, w.Tenant(), 1, 1000); err != nil || n == 0 == (when == "before folding") {
			t.Errorf("%s, %d steps are folded: %v", when, n, err)
		}
	}
}

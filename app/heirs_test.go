package app_test

import (
	"slices"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/insight"
	"linli/platform/calendar"
	"linli/platform/fault"
	"linli/platform/id"
)

// TestAMergedUnitKeepsWhatWasCounted merges one village into another: what was frozen and what is reckoned of the months before stand as they
// were, the old unit among them, and both units know the day from which they are others than before. The township above is the same.
func TestAMergedUnitKeepsWhatWasCounted(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		admin, lead := w.As("admin"), w.As("upper.lead")
		day := calendar.Date{Year: 2026, Month: 1, Day: 12}
		w.AMonth(w.Unit("V1"), day, 40, 4)
		w.AMonth(w.Unit("V2"), day, 30, 6)
		asked := func() insight.Asked {
			t.Helper()
			q, err := w.App.AskedReturn(w.Ctx, w.Tenant(), "", "2026-01")
			if err != nil {
				t.Fatal(err)
			}
			q.Form = "public_month"
			return q
		}
		frozen, err := w.App.Insight.Freeze(w.Ctx, lead, asked(), "")
		if err != nil {
			t.Fatal(err)
		}
		on := time.Date(2026, 3, 31, 16, 0, 0, 0, time.UTC)
		w.Clock.Set(on.Add(-24 * time.Hour))
		for name, heirs := range map[string][]id.ID{"itself": {w.Unit("V2")}, "the whole office": {w.Unit("T")}, "no unit": {w.App.IDs.New()}} {
			if err := w.App.Office.CloseUnit(w.Ctx, admin, w.Unit("V2"), on, heirs...); fault.Of(err) == nil || fault.Of(err).Field != "heirs" {
				t.Errorf("merged into %s: %v", name, err)
			}
		}
		if err := w.App.Office.CloseUnit(w.Ctx, admin, w.Unit("V2"), on, w.Unit("V1")); err != nil {
			t.Fatal(err)
		}
		w.Clock.Set(on.Add(24 * time.Hour))
		kept, err := w.App.Insight.Versions(w.Ctx, lead, asked())
		if err != nil || len(kept) != 1 || kept[0].Hash != frozen.Hash {
			t.Errorf("what was frozen is another: %v", err)
		}
		now, err := w.App.Insight.Reckon(w.Ctx, lead, asked())
		if err != nil || len(insight.Changes(frozen, now)) != 0 {
			t.Errorf("what is reckoned of the month before is another: %v %v", insight.Changes(frozen, now), err)
		}
		if i := slices.IndexFunc(now.Body.Tables[0].Lines, func(l insight.Line) bool { return l.Of == w.Unit("V2").String() }); i < 0 || now.Body.Tables[0].Lines[i].N[0] != 30 {
			t.Error("the merged unit has lost what was counted of it")
		}
		tree, err := w.App.Office.Tree(w.Ctx, w.Tenant())
		if err != nil {
			t.Fatal(err)
		}
		for _, unit := range []string{"V1", "V2"} {
			b := tree.Breaks(w.Unit(unit))
			if len(b) != 1 || !b[0].At.Equal(on) || b[0].Unit.ID != w.Unit("V2") || len(b[0].To) != 1 || b[0].To[0].ID != w.Unit("V1") {
				t.Errorf("%s does not know its break: %+v", unit, b)
			}
		}
		if b := tree.Breaks(w.Unit("T")); len(b) != 0 {
			t.Errorf("the township is another: %+v", b)
		}
	})
}

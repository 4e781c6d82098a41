package apptest

import (
	"testing"

	"linli/platform/access"
	"linli/platform/geo"
	"linli/report"
	"linli/report/inspection"
	"linli/testkit"
)

// EachTown is [Each] under the rulebook cn-town, with an inspector and a second one in V1, and a market in its register.
func EachTown(t *testing.T, test func(t *testing.T, w *World, market inspection.Place)) {
	t.Helper()
	testkit.EachPlace(t, "cases", func(t *testing.T, p testkit.Place) {
		w := NewIn(t, p, Origin, Town())
		test(t, w, w.Inspectors())
	})
}

// Inspectors hires the inspectors of V1 and lists its market.
func (w *World) Inspectors() inspection.Place {
	w.T.Helper()
	w.Hire("inspector", "V1", access.Inspector)
	w.Hire("inspector2", "V1", access.Inspector)
	market, err := w.App.Inspect.PutPlace(w.Ctx, w.As("inspector"), inspection.Place{KnownPlace: report.KnownPlace{Unit: w.Unit("V1"), Name: "柳树村市场",
		Point: geo.Point{Lat: 31.2, Long: 121.4}}, Kind: "market", Area: "村东", Keeper: access.Inspector, Operator: "柳树市场管理有限公司"}, "市场管理处，0000-555 0188")
	w.must(err)
	return market
}

// Inspect asks for events of an inspection and fails the test when one is refused.
func (w *World) Inspect(login string, c inspection.Case, cmds ...inspection.Command) inspection.Case {
	w.T.Helper()
	for _, cmd := range cmds {
		w.Clock.Add(60e9)
		out, err := w.App.Inspect.Act(w.Ctx, w.As(login), c.ID, cmd, nil)
		if err != nil {
			w.T.Fatalf("%s in %s: %v", cmd.Kind(), c.State, err)
		}
		c = out
	}
	return c
}

package app_test

import (
	"slices"
	"testing"

	"linli/app/apptest"
	"linli/platform/id"
	"linli/report"
)

// TestWhatIsPublishedIsListedByUnitAndCategory: page after page without a gap or a row twice, in one order whatever it is narrowed to,
// and nothing that no person let through.
func TestWhatIsPublishedIsListedByUnitAndCategory(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		w.Give("clerk", "V2", "handler")
		w.Handler()
		handler := w.As("clerk")
		var all []report.Case
		for i := range 12 {
			f := w.Issue()
			if i%3 == 0 {
				f.Unit = w.Unit("V2")
			}
			if i%4 == 0 {
				f.Category, f.Answers = "waste", nil
			}
			c, _ := w.Submit(f)
			if i == 7 {
				continue // nobody let it through
			}
			c = w.Answer(handler, c, report.Take{}, report.Accept{}, report.Publish{Text: "路灯不亮"})
			if i%2 == 0 {
				c = w.Answer(handler, c, report.Fix{Text: "换了灯"}, report.Close{})
			}
			all = append(all, c)
		}
		slices.Reverse(all)
		yes, no := true, false
		both := []id.ID{w.Unit("V1"), w.Unit("V2")}
		for _, f := range []report.PublishedFilter{{}, {Category: "waste"}, {Open: &yes}, {Open: &no, Category: "waste"}, {Units: both[:1]}, {Units: both}, {Units: both[1:], Category: "waste"},
			{Units: both, Open: &no}, {Units: both, Open: &yes, Category: "street_light"}} {
			var want, got []id.ID
			for _, c := range all {
				if (len(f.Units) == 0 || slices.Contains(f.Units, c.Home)) && (f.Category == "" || c.Category == f.Category) && (f.Open == nil || *f.Open == c.State.Open()) {
					want = append(want, c.PublicID)
				}
			}
			for f.Limit = 2; ; {
				rows, next, err := w.App.Report.Published(w.Ctx, w.Tenant(), f)
				if err != nil {
					t.Fatal(err)
				}
				for _, r := range rows {
					got = append(got, r.ID)
				}
				if f.After = next; next.IsZero() {
					break
				}
			}
			if len(want) == 0 || !slices.Equal(got, want) {
				t.Errorf("%+v: %d listed of %d", f, len(got), len(want))
			}
		}

	})
}

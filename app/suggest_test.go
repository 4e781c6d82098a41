package app_test

import (
	"slices"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/mediation"
	"linli/mediation/roster"
	"linli/platform/fault"
	"linli/platform/id"
)

// TestMediatorsAreSuggestedWithReasons: an order with words, and no number.
func TestMediatorsAreSuggestedWithReasons(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		if w.Place.URL != "" {
			t.Skip("the engine makes no difference to an order")
		}
		describe := func(login string, p roster.Profile) {
			t.Helper()
			if err := w.App.Roster.Describe(w.Ctx, w.As(login), w.Hired(login).Account, p); err != nil {
				t.Fatal(err)
			}
		}
		describe("mediator", roster.Profile{Types: []string{"neighbour"}, Languages: []string{"zh"}, Hours: []roster.Hours{{Day: time.Wednesday, From: 540, Until: 720}}})
		describe("second", roster.Profile{Languages: []string{"zh", "ug"}})
		c := w.To(mediation.Accepted)
		ask := func(languages ...string) (order []id.ID, why map[id.ID][]string) {
			t.Helper()
			all, err := w.App.Mediation.Suggest(w.Ctx, w.As("lead"), c.ID, languages)
			if err != nil {
				t.Fatal(err)
			}
			why = map[id.ID][]string{}
			for _, x := range all {
				order = append(order, x.Account)
				for _, r := range x.Reasons {
					why[x.Account] = append(why[x.Account], r.Key)
				}
			}
			return order, why
		}
		one, two := w.Hired("mediator").Account, w.Hired("second").Account
		order, why := ask()
		if !slices.Equal(order, []id.ID{one, two}) || !slices.Equal(why[one], []string{"knows", "near", "there", "no_case", "no_conflict"}) || !slices.Equal(why[two], []string{"hours_unsaid", "no_case", "no_conflict"}) {
			t.Errorf("without a language: %v %v", order, why)
		}
		if order, why = ask("ug-CN"); order[0] != two || !slices.Contains(why[two], "speaks") || slices.Contains(why[one], "speaks") {
			t.Errorf("who speaks the language that was asked for: %v %v", order, why)
		}
		if order, why = ask("ug", "fr"); slices.Contains(why[two], "speaks") || order[0] != one {
			t.Errorf("one of two languages is enough: %v %v", order, why)
		}

		// Leave comes before what somebody knows, and work is shared out.
		if err := w.App.Roster.TakeLeave(w.Ctx, w.As("mediator"), one, roster.Leave{From: "2026-03-01", Until: "2026-04-30"}); err != nil {
			t.Fatal(err)
		}
		if order, why = ask(); order[0] != two || !slices.Contains(why[one], "away") {
			t.Errorf("on leave: %v %v", order, why)
		}
		assigned(w, "second")
		if _, why = ask(); !slices.Contains(why[two], "more_cases") || !slices.Contains(why[one], "no_case") {
			t.Errorf("with a case more: %v", why)
		}

		// Who declared a conflict is not suggested again; who may not propose asks for nothing.
		c = w.Act(w.As("lead"), c, mediation.Propose{Account: two, Lead: true})
		c = w.Act(w.As("second"), c, mediation.Disclose{Engagement: c.Engagements[0].ID, Conflict: mediation.Disqualifying})
		if order, _ = ask(); !slices.Equal(order, []id.ID{one}) {
			t.Errorf("who declared a conflict is suggested: %v", order)
		}
		for login, code := range map[string]fault.Code{"mediator": fault.NotFound, "other.clerk": fault.NotFound, "admin": fault.NotFound} {
			if _, err := w.App.Mediation.Suggest(w.Ctx, w.As(login), c.ID, nil); fault.Of(err).Code != code {
				t.Errorf("%s is told: %v", login, err)
			}
		}
	})
}

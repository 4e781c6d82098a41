package e2e_test

import (
	"testing"
	"time"

	"linli/app/apptest"
	"linli/insight/survey"
	"linli/platform/calendar"
	"linli/platform/id"
)

// TestNeighbourhood asks the neighbourhood by letters, on a telephone and at the desk of the lead, and shows everybody what was answered.
func TestNeighbourhood(t *testing.T) {
	scene{scenarios: []string{"scenarios/neighbourhood.mjs"}, data: asksNeighbours, logins: []string{"upper.lead"}}.play(t)
}

// asksNeighbours are a survey that was closed, and one that runs with a letter for each variant.
func asksNeighbours(t *testing.T, w *apptest.World) map[string]any {
	t.Helper()
	lead := w.As("upper.lead")
	begin := func() (id.ID, map[string][]string) {
		wave, err := w.App.Survey.Begins(w.Ctx, lead, survey.Asked{Boxes: map[id.ID]int64{w.Unit("V1"): 900, w.Unit("V2"): 700}, Margin: 0.05, Expected: 0.5,
			Last: calendar.DateOf(w.Clock.Now(), time.UTC).AddDays(30)})
		if err != nil {
			t.Fatal(err)
		}
		codes := map[string][]string{}
		for _, unit := range []string{"V1", "V2"} {
			if _, codes[unit], err = w.App.Survey.Letters(w.Ctx, lead, wave.ID, w.Unit(unit)); err != nil {
				t.Fatal(err)
			}
		}
		return wave.ID, codes
	}
	closed, codes := begin()
	for _, unit := range []string{"V1", "V2"} {
		for n, c := range codes[unit][:90] {
			answers := map[string]string{"by_day": "very", "after_dark": []string{"very", "rather", "rather"}[n%3], "help": []string{"yes", "partly", "no"}[n%3], "service": []string{"very", "rather", "little"}[n%3]}
			if err := w.App.Survey.Answer(w.Ctx, w.Tenant(), c, answers); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.App.Survey.Close(w.Ctx, lead, closed); err != nil {
		t.Fatal(err)
	}
	runs, codes := begin()
	return map[string]any{"closed": closed.String(), "runs": runs.String(), "zh-Hans": codes["V1"][0], "zh-Hant": codes["V1"][1], "en": codes["V1"][2]}
}

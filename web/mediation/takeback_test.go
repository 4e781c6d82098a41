package mediation_test

import (
	"strings"
	"testing"

	"linli/mediation"
)

// A clerk ticks the refusal for the wrong party, and the case is declined; the unit's lead, who reads nothing of it, takes it back
// from a list that says what was entered when, and for which side.
func TestAWordOfTheWrongPartyIsTakenBackOnThePage(t *testing.T) {
	onSQLite(t, func(t *testing.T, s *site) {
		c := s.To(mediation.Invited)
		at := "/mediations/" + c.ID.String()
		clerk, lead := s.as("clerk"), s.as("lead")
		clerk.act(at, "refuse", func(f *filled) { f.fill("party", c.Parties[1].ID.String(), "how", "oral") })
		says(t, clerk.page(at), "Mediation did not start")
		form := lead.page(at + "/undo")
		for _, words := range []string{"A party answered that it does not want to mediate.", "Respondent"} {
			says(t, form, words)
		}
		hides(t, form, "阿依古丽")
		events := s.Events(c)
		entry := events[len(events)-2]
		lead.act(at, "undo", func(f *filled) { f.fill("event", entry.ID.String(), "why", "wrong_party") })
		body := clerk.page(at)
		for _, words := range []string{"Waiting for answers", "Taken back: A party answered that it does not want to mediate.", "It concerns another party"} {
			says(t, body, words)
		}
		if n := strings.Count(body, "Taken back since"); n != 2 { // the refusal, and what followed from it
			t.Errorf("%d lines are marked as taken back", n)
		}
		s.Clock.Add(mediation.UndoWithin)
		again := clerk.page(at + "/undo")
		says(t, again, "There is nothing that you could take back here. What you enter in a case can be taken back for 60 minutes")
		if hides(t, again, entry.ID.String()); strings.Contains(again, `action="`+at+`/undo"`) {
			t.Error("there is a form with nothing to choose")
		}
	})
}

package resident_test

import (
	"net/http"
	"strings"
	"testing"

	"linli/mediation"
	"linli/platform/id"
)

// TestFairness holds the lines of the section Fairness (mediation design) that a resident's pages keep; the machine's stand in
// mediation.
func TestFairness(t *testing.T) {
	pages(t, func(t *testing.T, s *site) {
		t.Run("quick exit on the resident's pages", func(t *testing.T) { quickExit(t, s) })
		t.Run("a party reads what the office wrote down for it and took back", func(t *testing.T) { unsaid(t, s) })
		t.Run("a party takes its time again that was ended in its name", func(t *testing.T) { timeAgain(t, s) })
	})
}

// quickExit: who is watched leaves in one press, without a script, from the first page to the last, and also from one that
// says what is wrong.
func quickExit(t *testing.T, s *site) {
	c := s.To(mediation.Signing)
	stranger := s.browser(t)
	_, door := stranger.get("/apply")
	b := s.browser(t)
	at, home := b.in(c, 0)
	_, contact := b.get(at + "/contact")
	_, wrong := b.post(at+"/contact", "reach", "mail", "email", "")
	for name, body := range map[string]string{"applying": door, "the own page": home, "how to reach me": contact, "what is wrong": wrong} {
		i := strings.Index(body, "govuk-exit-this-page")
		if i < 0 || !strings.Contains(body[i:min(len(body), i+600)], `href="http`) {
			t.Errorf("%s has no quick exit:\n%s", name, visible(body))
		}
	}
}

// timeAgain: the office ended a pause; the party's page says that its time is over and still gives it time.
func timeAgain(t *testing.T, s *site) {
	c := s.To(mediation.Signing)
	first := c.Parties[0].ID
	c = s.Act(s.Party(c, 0), c, mediation.Pause{Party: first, Days: 2})
	c = s.Act(s.As("mediator"), c, mediation.EndPause{Party: first})
	b := s.browser(t)
	at, _ := b.in(c, 0)
	if status, body := b.get(at + "/agreement/pause"); status != http.StatusOK {
		t.Fatalf("%d %s", status, visible(body))
	}
	if status, body := b.post(at+"/agreement/pause", "days", "3"); status != http.StatusSeeOther {
		t.Errorf("%d %s", status, visible(body))
	}
	kept, err := s.App.Mediation.Repo.Case(s.Ctx, s.Tenant(), c.ID)
	if err != nil || !kept.Agreement.PausedUntil().After(s.Clock.Now()) {
		t.Errorf("nothing is paused: %+v, %v", kept.Agreement.Pauses, err)
	}
}

// unsaid: the office wrote down that the other party received everything, and took it back: both read so.
func unsaid(t *testing.T, s *site) {
	c := s.To(mediation.Effective)
	x := c.Agreement.Instalments[0]
	c = s.Act(s.As("clerk"), c, mediation.ConfirmPerformance{Party: x.Obligee, Instalment: x.ID, Amount: x.Amount})
	var entry id.ID
	for _, e := range s.Events(c) {
		if e.Kind == "confirm_performance" {
			entry = e.ID
		}
	}
	s.Act(s.As("clerk"), c, mediation.Undo{Event: entry, Why: "wrong_words"})
	for i := range c.Parties {
		b := s.browser(t)
		at, _ := b.in(c, i)
		_, body := b.get(at + "/details")
		says(t, body, "What was corrected", "Taken back: ", "What it says is wrong")
	}
}

package resident_test

import (
	"net/http"
	"testing"

	"linli/mediation"
)

// What one party answers alone to the private questions changes no byte of what the other side can look at.
func TestPrivateAnswersLeaveNoTraceWithTheOtherSide(t *testing.T) {
	pages(t, func(t *testing.T, s *site) {
		c := s.To(mediation.Scheduled)
		other := s.browser(t)
		there, _ := other.in(c, 1)
		other.looks(there) // its own reading is the first of this quarter of an hour
		before := other.looks(there)
		talks := []mediation.Talk{
			{Party: c.Parties[0].ID, Concern: mediation.NoConcernTold},
			{Party: c.Parties[0].ID, Concern: mediation.SeparateOnly, Text: "怕他", Answers: []mediation.Screened{{Question: "one_room", Answer: "yes"}, {Question: "coming_and_going", Answer: "yes"}}},
			{Party: c.Parties[0].ID, Concern: mediation.Violence, Answers: []mediation.Screened{{Question: "hurt_or_threatened", Answer: "yes"}}, SafeContact: "只打白天的电话"},
		}
		for i, talk := range talks {
			if _, _, err := s.App.Mediation.Act(s.Ctx, s.As("mediator"), c.ID, talk, mediation.Ask{}); err != nil { // at the same minute
				t.Fatal(err)
			}
			for path, body := range other.looks(there) {
				if body != before[path] {
					t.Errorf("after talk %d the other side's page %q is another:\n%s\nbefore\n%s", i, path, visible(body), visible(before[path]))
				}
			}
		}
		if status, _ := other.get(there); status != http.StatusOK {
			t.Errorf("the other side's page: %d", status)
		}
	})
}

package house_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/consent"
	"linli/mediation"
	"linli/platform/access"
	"linli/testkit"
)

// stateOnly are the pages of a case that its joint unit's lead opens: how it stands, what that lead can do, its own seal, and its own
// word for the case.
var stateOnly = []string{"", "/propose", "/answer_joint", "/leave_joint", "/created", "/sign", "/signature/seal", "/signature/seal-2", "/nickname"}

// TestTheOtherUnitsPeopleFindNothing asks for every address about a case that two units mediate, as the other unit's people.
// Whoever is not assigned is answered everywhere as if there were no such case; its lead gets the state, and no word that anybody said.
func TestTheOtherUnitsPeopleFindNothing(t *testing.T) {
	w := apptest.New(t, testkit.Embedded(t, "cases"))
	w.Hire("other.lead", "V2", access.Lead)
	w.Hire("other.second", "V2", access.Mediator)
	c := w.To(mediation.InSession)
	c = w.Act(w.As("lead"), c, mediation.InviteJoint{Unit: w.Unit("V2")})
	for i := range c.Parties {
		c = w.Act(w.Party(c, i), c, mediation.AgreeJoint{Joint: c.Joint[0].ID, Party: c.Parties[i].ID, Yes: true, How: consent.Screen, Language: "zh-Hans"})
	}
	c = w.Act(w.As("other.lead"), c, mediation.AnswerJoint{Joint: c.Joint[0].ID, Yes: true})
	c = w.Act(w.As("other.lead"), c, mediation.Propose{Account: w.Hired("other.mediator").Account})
	e := c.Engagements[len(c.Engagements)-1].ID
	c = w.Act(w.As("other.mediator"), c, mediation.Disclose{Engagement: e, Conflict: mediation.NoConflict})
	for i := range c.Parties {
		c = w.Act(w.Party(c, i), c, mediation.AgreeMediator{Engagement: e, Party: c.Parties[i].ID, Agree: true})
	}
	s := newSite(t, w, c)
	at, tried := "/mediations/"+c.ID.String(), 0
	for _, route := range s.table(t) {
		if !strings.Contains(route, "/mediations/{id}") {
			continue
		}
		for _, x := range s.stops(t, route) {
			for _, login := range []string{"other.clerk", "other.second"} {
				got, want := s.send(t, s.account(login), x, nil), http.StatusNotFound
				if x.method != http.MethodGet { // what is sent empty may be refused before anybody asks for the case
					none := x
					none.path, none.label = strings.Replace(x.path, c.ID.String(), noSuch, 1), "nothing "+x.label
					want = s.send(t, s.account(login), none, nil).status
				}
				if got.status != want || got.opened > 0 {
					t.Errorf("%s gets %d from %s, and %d where there is no case", login, got.status, x.label, want)
				}
				tried++
			}
			lead := s.send(t, s.account("other.lead"), x, nil)
			own := slices.Contains(stateOnly, strings.TrimPrefix(x.path, at)) || strings.HasPrefix(x.path, "/api/")
			if lead.status == http.StatusOK && !own || lead.opened > 0 {
				t.Errorf("the other lead gets %d from %s and opens %d", lead.status, x.label, lead.opened)
			}
			for _, planted := range apptest.Planted {
				if strings.Contains(string(lead.body), planted) {
					t.Errorf("the other lead reads %q at %s", planted, x.label)
				}
			}
		}
	}
	if tried < 100 {
		t.Errorf("only %d addresses", tried)
	}
	if got := s.send(t, s.account("other.lead"), stop{"GET /mediations/{id}", "the case", http.MethodGet, at, 0, -1}, nil); got.status != http.StatusOK {
		t.Errorf("the other lead sees the state: %d", got.status)
	}
	if got := s.send(t, s.account("other.mediator"), stop{"GET /mediations/{id}", "the case", http.MethodGet, at, 0, -1}, nil); got.status != http.StatusOK || got.opened == 0 {
		t.Errorf("its mediator reads the content: %d", got.status)
	}
}

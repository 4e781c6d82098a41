package mediation

import (
	"strings"
	"testing"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/vault"
)

// The rulebook's questions are asked alone: what is answered lies in that party's own section, the clear event is the same
// with and without, and an answer proposes the concern without deciding it.
func TestPrivateQuestionsAreAnsweredBehindTheWall(t *testing.T) {
	eachBook(t, func(t *testing.T, r *road) {
		r.to(Screening).do(Talk{Party: r.a(), Concern: NoConcernTold})
		bare := r.last()
		r.refused("mediation.field.screening", Talk{Party: r.a(), Concern: NoConcernTold, Answers: []Screened{{"character", "yes"}}})
		r.refused("mediation.field.screening", Talk{Party: r.a(), Concern: NoConcernTold, Answers: []Screened{{"one_room", "often"}}})
		r.refused("mediation.field.screening", Talk{Party: r.a(), Concern: NoConcernTold, Answers: []Screened{{"one_room", "no"}, {"one_room", "yes"}}})
		afraid := Talk{Party: r.a(), Concern: NoConcernTold, Answers: []Screened{{"one_room", "yes"}, {"pressed", "no"}, {"reached_safely", "yes"}}}
		r.refused("mediation.field.concern_proposed", afraid)
		afraid.Weighed = true
		r.do(afraid) // the party thought about it, and wants to meet
		told := r.last()
		if string(told.Event.Body) != string(bare.Event.Body) || told.Event.Visibility != casefile.Only(r.a()) {
			t.Errorf("the clear event tells that questions were answered: %s, seen by %s", told.Event.Body, told.Event.Visibility)
		}
		if len(told.Secrets) != 1 || told.Secrets[0].Scope != (vault.Scope{Kind: vault.Private, Of: r.a()}) || !strings.Contains(string(told.Secrets[0].Text), `{"question":"one_room","answer":"yes"}`) {
			t.Errorf("the answers lie in %+v", told.Secrets)
		}
		afraid.Weighed, afraid.Concern = false, SeparateOnly
		r.do(afraid)
		afraid.Answers = append(afraid.Answers, Screened{"own_will", "no"})
		r.refused("mediation.field.concern_proposed", afraid)
		afraid.Concern = Violence
		r.do(afraid)
	})
}

func TestWhoToldOfFearMeetsNobody(t *testing.T) {
	r := newRoad(t).to(Scheduled)
	joint := r.c.Sessions[0].ID
	r.as(r.mediator, access.Mediator).do(Talk{Party: r.b(), Concern: SeparateOnly, Text: "后来才敢说"}) // told after the session was planned
	r.know.Concern[r.b()] = SeparateOnly
	err := r.try(Begin{Session: joint})
	if key(err) != "mediation.guard.separate_only" || len(faultOf(err).Args) > 0 {
		t.Fatalf("the session begins, or its refusal tells more than that: %v", err)
	}
	r.do(CancelSession{joint})
	both, start := []id.ID{r.a(), r.b()}, r.clock.Now().Add(24*time.Hour)
	for _, mode := range []string{"joint", "phone", "video"} {
		r.refused("mediation.guard.separate_only", Schedule{Mode: mode, With: both, Start: start, Place: "https://rooms.example/1"})
	}
	r.do(Schedule{Mode: "writing", With: both, Start: start, Until: "2026-03-20"}, Schedule{Mode: "separate", With: both[:1], Start: start},
		Schedule{Mode: "phone", With: both[1:], Start: start})
	r.know.Concern[r.b()] = Violence
	r.refused("mediation.guard.separate_only", Schedule{Mode: "writing", With: both, Start: start, Until: "2026-03-20"})
}

// In every case, whatever was told in it, the sides come at different times.
func TestTheSidesComeAtDifferentTimes(t *testing.T) {
	eachBook(t, func(t *testing.T, r *road) {
		r.to(Assigned).as(r.mediator, access.Mediator)
		start := r.clock.Now().Add(24 * time.Hour)
		r.do(Schedule{Mode: "separate", With: []id.ID{r.a()}, Start: start})
		for _, near := range []time.Duration{0, 29 * time.Minute, -29 * time.Minute} {
			r.refused("mediation.guard.arrivals_apart", Schedule{Mode: "separate", With: []id.ID{r.b()}, Start: start.Add(near)})
		}
		r.do(Schedule{Mode: "separate", With: []id.ID{r.a()}, Start: start.Add(10 * time.Minute)}, // the same side
			Schedule{Mode: "phone", With: []id.ID{r.b()}, Start: start}, Schedule{Mode: "separate", With: []id.ID{r.b()}, Start: start.Add(40 * time.Minute)})
	})
}

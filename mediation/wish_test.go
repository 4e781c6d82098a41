package mediation

import (
	"slices"
	"testing"
	"time"

	"linli/casefile"
	"linli/mediation/roster"
	"linli/platform/access"
	"linli/platform/id"
)

// TestAPartyWishesAMediator: from those listed alone, seen by the office and that party; a new wish takes the place of the
// old one, and none of it stays once somebody mediates.
func TestAPartyWishesAMediator(t *testing.T) {
	r := newRoad(t).to(Accepted)
	one, other := r.mediator, r.ids.New()
	r.refused("mediation.guard.not_listed", WishMediator{Party: r.a(), Account: r.ids.New()})
	r.know.Mediators = []id.ID{one, other}
	r.refused("mediation.field.said_so", WishMediator{Party: r.a()})
	r.do(WishMediator{Party: r.a(), Account: one})
	if e := r.last().Event; e.Visibility != casefile.Only(r.a()) {
		t.Errorf("%v reads whom one party wishes", e.Visibility)
	}
	r.refused("mediation.field.said_so", WishMediator{Party: r.a(), Account: one})
	r.do(WishMediator{Party: r.b(), Account: other})
	if !r.c.Wished().IsZero() {
		t.Error("two wishes are taken as one")
	}
	r.do(WishMediator{Party: r.b(), Account: one})
	if r.c.Wished() != one || len(r.c.Wishes) != 2 {
		t.Errorf("%+v", r.c.Wishes)
	}
	o := &Opened{Case: r.c, Rules: r.know.Rules}
	for _, s := range r.all {
		o.Events = append(o.Events, s.Event)
	}
	o.through(r.b(), r.clock.Now())
	if len(o.Case.Wishes) != 1 || o.Case.Wishes[0].Party != r.b() {
		t.Errorf("a party reads the wishes %+v", o.Case.Wishes)
	}
	sameOnReplay(t, r)
	r.do(WishMediator{Party: r.b()})
	if !r.c.Wished().IsZero() || !r.c.Wish(r.b()).IsZero() {
		t.Error("a wish that was taken back still counts")
	}
	r.do(WishMediator{Party: r.b(), Account: one})
	r.do(Propose{one, true})
	r.as(one, access.Mediator).do(Disclose{Engagement: r.c.Engagements[0].ID, Conflict: NoConflict})
	for _, p := range []id.ID{r.a(), r.b()} {
		r.do(AgreeMediator{Engagement: r.c.Engagements[0].ID, Party: p, Agree: true})
	}
	if r.c.State != Assigned {
		t.Fatalf("%s", r.c.State)
	}
	if len(r.c.Wishes) > 0 {
		t.Errorf("the wishes stay when they have done their work: %+v", r.c.Wishes)
	}
}

// TestAPartyIsToldWhyAMediatorMayFit: what fits the dispute and the party itself, and nothing of how much work anybody has.
func TestAPartyIsToldWhyAMediatorMayFit(t *testing.T) {
	now := time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)
	e := roster.Entry{Types: []string{"neighbour"}, Languages: []string{"zh", "ug"}, Hours: []roster.Hours{{Day: time.Wednesday, From: 540, Until: 720}}}
	for _, x := range []struct {
		entry          roster.Entry
		kind, language string
		want           []string
	}{
		{e, "neighbour", "zh-Hans", []string{"knows", "speaks_yours", "there"}},
		{e, "loan", "yue", []string{"there"}},
		{roster.Entry{}, "neighbour", "zh-Hans", nil},
	} {
		var got []string
		for _, w := range reasonsFor(x.entry, x.kind, x.language, now, time.UTC) {
			got = append(got, w.Key)
		}
		if !slices.Equal(got, x.want) {
			t.Errorf("%s, %s: %v, want %v", x.kind, x.language, got, x.want)
		}
	}
}

package mediation

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
)

// dated tells how the new dates stand that the office owes the two parties, such as "a running, b kept".
func (r *road) dated() string {
	var out []string
	keys := map[string]bool{}
	for _, p := range r.owes("new_date") {
		if keys[p.Key] {
			r.t.Errorf("two promises have one key: %s", p.Key)
		}
		keys[p.Key] = true
		state := string(p.State)
		if !p.PausedSince.IsZero() {
			state = "paused"
		}
		out = append(out, map[id.ID]string{r.a(): "a ", r.b(): "b "}[p.Subject]+state)
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

// plan makes an appointment with some of the parties and returns it.
func (r *road) plan(with ...id.ID) id.ID {
	r.t.Helper()
	mode := "joint"
	if len(with) == 1 {
		mode = "separate"
	}
	r.do(Schedule{Mode: mode, With: with, Start: r.clock.Now().Add(time.Duration(1+len(r.c.Sessions)) * time.Hour)})
	return r.c.Sessions[len(r.c.Sessions)-1].ID
}

// TestANewDateIsOwedToWhoeverWasToCome: when a session was cancelled or did not take place, to each party alone until it has a date.
func TestANewDateIsOwedToWhoeverWasToCome(t *testing.T) {
	for name, x := range map[string]struct {
		then func(*road)
		want string
	}{
		"nothing":               {func(*road) {}, "a running, b running"},
		"both have a date":      {func(r *road) { r.plan(r.a(), r.b()) }, "a kept, b kept"},
		"one has a date":        {func(r *road) { r.plan(r.a()) }, "a kept, b running"},
		"each has one":          {func(r *road) { r.plan(r.a()); r.plan(r.b()) }, "a kept, b kept"},
		"it is late":            {func(r *road) { r.clock.Add(9 * 24 * time.Hour) }, "a late, b late"},
		"the case ends":         {func(r *road) { r.do(Withdraw{Party: r.b()}) }, "a void, b void"},
		"the mediator leaves":   {func(r *road) { r.do(Recuse{Engagement: r.c.Engagements[0].ID, Reason: firstReason(r, "recuse")}) }, "a paused, b paused"},
		"one party has died":    {func(r *road) { r.do(PartyEnded{Party: r.b(), How: Died}) }, "a paused, b void"},
		"the new one fails too": {func(r *road) { r.do(NoShow{Session: r.plan(r.a(), r.b())}) }, "a kept, a running, b kept, b running"},
	} {
		for _, off := range []func(id.ID) Command{func(s id.ID) Command { return CancelSession{Session: s} }, func(s id.ID) Command { return NoShow{Session: s} }} {
			r := newRoad(t).to(Scheduled)
			cmd := off(r.c.Sessions[0].ID)
			r.do(cmd)
			x.then(r)
			if got := r.dated(); got != x.want {
				t.Errorf("%s, then %s: %s, want %s", cmd.Kind(), name, got, x.want)
			}
		}
	}
}

// TestWhoHasAnotherDateIsOwedNone, and a session that begins is a date that was kept.
func TestWhoHasAnotherDateIsOwedNone(t *testing.T) {
	r := newRoad(t).to(Scheduled)
	first := r.c.Sessions[0].ID
	alone := r.plan(r.a())
	r.do(CancelSession{Session: first})
	if got := r.dated(); got != "b running" {
		t.Errorf("one party has a date left: %s", got)
	}
	r.do(NoShow{Session: alone})
	if got := r.dated(); got != "a running, b running" {
		t.Errorf("nobody has a date left: %s", got)
	}
	r.do(Begin{Session: r.plan(r.a(), r.b())}, r.draft())
	if got := r.dated(); got != "a kept, b kept" {
		t.Errorf("they met: %s", got)
	}
}

// TestANewDateOfASeparateTalkIsNobodyElses: the other party reads neither that one was cancelled nor what is owed for it.
func TestANewDateOfASeparateTalkIsNobodyElses(t *testing.T) {
	r := newRoad(t).to(Assigned)
	r.as(r.mediator, access.Mediator)
	r.do(CancelSession{Session: r.plan(r.a())})
	seen := func(party id.ID) string {
		o := Opened{Case: r.c, Rules: r.know.Rules}
		for _, x := range r.all {
			o.Events = append(o.Events, x.Event)
		}
		o.through(party, r.clock.Now())
		owed := slices.DeleteFunc(o.Promises, func(p casefile.PromiseRow) bool { return p.Rule != "new_date" })
		return fmt.Sprint(o.Case.State, len(owed))
	}
	if got := seen(r.a()); got != "assigned1" {
		t.Errorf("its own party sees %s", got)
	}
	if got := seen(r.b()); got != "assigned0" {
		t.Errorf("the other sees %s", got)
	}
}

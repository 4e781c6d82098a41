package mediation

import (
	"testing"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/vault"
)

// Erasure during retention: the request restricts the file at once, the answer destroys what is no part of it, and the term
// of the rulebook ends the rest.
func TestARequestToBeErasedRestrictsTheFile(t *testing.T) {
	r := newRoad(t).to(Assigned)
	party := func(p id.ID) { r.by = casefile.By{Kind: access.Resident, Party: p} }
	party(r.b())
	r.refused("mediation.guard.state", AskErasure{Party: r.b()}) // an open mediation is withdrawn from first
	r.do(Withdraw{r.b()}, AskErasure{Party: r.b()})
	if !r.c.Facts().Restricted || r.all[len(r.all)-1].Event.Visibility != casefile.Only(r.b()) {
		t.Errorf("restricted %v, visible to %s", r.c.Facts().Restricted, r.all[len(r.all)-1].Event.Visibility)
	}
	r.refused("mediation.guard.erasure_asked", AskErasure{Party: r.b()})
	archivist(r).refused("mediation.guard.erasure_not_asked", AnswerErasure{Party: r.a()})
	var events []casefile.Event
	for _, s := range r.all {
		events = append(events, s.Event)
	}
	owed := false
	for _, p := range Promises(r.c, events, r.know.Rules, r.clock.Now()) {
		owed = owed || p.Rule == "erasure_answer" && p.Open() && p.Subject == r.b() && p.OwedBy == "records"
	}
	if !owed {
		t.Error("nobody owes an answer")
	}
	r.do(AnswerErasure{Party: r.b()})
	drop := r.all[len(r.all)-1].Drop
	for scope, want := range map[vault.Scope]bool{
		{Kind: vault.Contact, Of: r.b()}: true, {Kind: vault.Private, Of: r.b()}: true, {Kind: vault.Identity, Of: r.b()}: false, {Kind: vault.Joint}: false,
		{Kind: vault.Contact, Of: r.a()}: false, {Kind: vault.Private, Of: r.a()}: false,
	} {
		if drop(scope) != want {
			t.Errorf("%v is destroyed: %v, want %v", scope, !want, want)
		}
	}
	r.refused("mediation.guard.erasure_not_asked", AnswerErasure{Party: r.b()})
	r.do(Archive{})
	sameOnReplay(t, r)
	r.by = casefile.System
	r.clock.Add(r.c.Endings(r.know.Rules)[1].At.Sub(r.clock.Now()) - time.Second)
	r.refused("mediation.guard.retention_runs", Erase{})
	r.clock.Add(time.Second)
	r.do(Erase{})
	if r.c.Restricted() {
		t.Error("what is gone is still restricted")
	}
}

// An agreement in force is kept for those who perform it.
func TestAnAgreementInForceIsNotErasedOnRequest(t *testing.T) {
	r := newRoad(t).to(Effective)
	r.by = casefile.By{Kind: access.Resident, Party: r.b()}
	r.refused("mediation.guard.state", AskErasure{Party: r.b()})
}

package mediation

import (
	"testing"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/vault"
)

func TestAnInvestigationStaysBehindItsWall(t *testing.T) {
	r := newRoad(t).to(InSession)
	ask := Investigate{Scope: NoteJoint, Way: "ask", Place: "物业值班室", Whom: "值班员", Text: "风很大"}
	r.refused("mediation.guard.person_asked", ask)
	ask.Consented = true
	for _, x := range []struct {
		key    string
		change func(*Investigate)
	}{
		{"mediation.field.investigation_way", func(x *Investigate) { x.Way = "follow" }},
		{"mediation.field.investigation_scope", func(x *Investigate) { x.Scope = NoteOfParty }},
		{"form.required", func(x *Investigate) { x.Place = " " }},
		{"form.required", func(x *Investigate) { x.Whom = "" }},
		{"form.required", func(x *Investigate) { x.Text = "" }},
	} {
		bad := ask
		x.change(&bad)
		r.refused(x.key, bad)
	}
	r.do(ask)
	joint := r.all[len(r.all)-1]
	if joint.Event.Visibility != casefile.Joint || len(joint.Secrets) != 1 || joint.Secrets[0].Scope.Kind != vault.Joint {
		t.Errorf("%+v", joint)
	}
	r.do(Investigate{Scope: NoteOfMediator, Way: "inspect", Place: "楼顶", Text: "护栏锈断"}) // nobody was asked: nobody has to agree
	own := r.all[len(r.all)-1]
	if own.Event.Visibility != casefile.Office || own.Secrets[0].Scope.Kind != vault.Engagement {
		t.Errorf("%+v", own)
	}
	if len(r.c.Found) != 2 || !r.c.Found[0].Engagement.IsZero() || r.c.Found[1].Engagement.IsZero() || r.c.Found[0].Account.IsZero() {
		t.Errorf("%+v", r.c.Found)
	}
	seen := &Opened{Case: r.c, Rules: r.know.Rules, Events: []casefile.Event{joint.Event, own.Event}}
	seen.through(r.a(), r.clock.Now())
	if len(seen.Case.Found) != 1 || seen.Case.Found[0].ID != joint.Event.ID || len(seen.Events) != 1 {
		t.Errorf("a party sees %+v", seen.Case.Found)
	}
	sameOnReplay(t, r)
	r.as(r.clerk, access.Mediator).refused("mediation.guard.investigator", ask)
}

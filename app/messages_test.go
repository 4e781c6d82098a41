package app_test

import (
	"slices"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/id"
)

// waits are the instants at which the jobs of a kind run.
func waits(t *testing.T, w *apptest.World, kind string) (out []time.Time) {
	t.Helper()
	jobs, err := w.App.Queue.Due(w.Ctx, w.Tenant(), kind, w.Clock.Now().AddDate(1, 0, 0), 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, j := range jobs {
		out = append(out, j.RunAt)
	}
	return out
}

// TestAMessageLeavesAfterAMinute: until then it can be taken back, and its words are gone from the store.
func TestAMessageLeavesAfterAMinute(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c := w.To(mediation.InSession)
		mediator := w.As("mediator")
		reads := func(i int) []string {
			t.Helper()
			o, err := w.App.Mediation.Open(w.Ctx, w.Party(c, i), c.ID, access.ForParty)
			if err != nil {
				t.Fatal(err)
			}
			var out []string
			for _, x := range o.Texts {
				if x.Field == mediation.FieldMessage {
					out = append(out, x.Text)
				}
			}
			return out
		}
		send := func(i int, words string) id.ID {
			c = w.Act(mediator, c, mediation.SendMessage{Party: c.Parties[i].ID, Text: words})
			return c.Messages[len(c.Messages)-1].ID
		}
		wrong := send(1, "对方的底线是三百元")
		if at := waits(t, w, "mediation.deliver"); len(at) != 1 || !at[0].Equal(c.Messages[0].Held) {
			t.Errorf("it leaves at %v", at)
		}
		if len(reads(0)) > 0 || len(reads(1)) > 0 {
			t.Error("a message that waits is read")
		}
		c = w.Act(mediator, c, mediation.TakeBack{Message: wrong})
		right := send(0, "请带发票原件")
		w.Clock.Add(mediation.MessageHeld)
		for _, m := range []id.ID{wrong, right} {
			if err := w.App.Mediation.SendHeld(w.Ctx, w.Tenant(), c.ID, m); err != nil {
				t.Fatal(err)
			}
		}
		if got := reads(0); !slices.Equal(got, []string{"请带发票原件"}) {
			t.Errorf("its party reads %q", got)
		}
		if got := reads(1); len(got) > 0 {
			t.Errorf("the other party reads %q", got)
		}
		o, err := w.App.Mediation.Open(w.Ctx, mediator, c.ID, access.ForWork)
		if err != nil || o.Passage(mediation.FieldMessage, wrong) != "" {
			t.Errorf("the words of a message that was taken back: %q, %v", o.Passage(mediation.FieldMessage, wrong), err)
		}
		c = w.Act(w.Party(c, 0), c, mediation.Reply{Party: c.Parties[0].ID, Text: "好的"})
		_, _, err = w.App.Mediation.Act(w.Ctx, w.Party(c, 0), c.ID, mediation.Reply{Party: c.Parties[1].ID, Text: "好的"}, mediation.Ask{})
		apptest.Refused(t, err, "mediation.not_found")
		_, _, err = w.App.Mediation.Act(w.Ctx, w.As("lead"), c.ID, mediation.SendMessage{Party: c.Parties[0].ID, Text: "好的"}, mediation.Ask{})
		apptest.Refused(t, err, "access.refused.mediation.message")
	})
}

// TestASessionIsRemindedOf: parties who want e-mail and the mediators, a day before, unless it was called off.
func TestASessionIsRemindedOf(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		w.Tells = func() mediation.Apply {
			a := w.Application()
			a.Parties[0].Email = "a@example.org"
			return a
		}
		c := w.To(mediation.Assigned)
		mediator := w.As("mediator")
		plan := func() mediation.Session {
			c = w.Act(mediator, c, mediation.Schedule{Mode: "joint", With: []id.ID{c.Parties[0].ID, c.Parties[1].ID}, Start: w.Clock.Now().AddDate(0, 0, 3)})
			return c.Sessions[len(c.Sessions)-1]
		}
		near := func() int {
			t.Helper()
			all, err := w.App.Queue.OfAccount(w.Ctx, w.Tenant(), mediator.Account, id.ID{}, 50)
			if err != nil {
				t.Fatal(err)
			}
			n := 0
			for _, x := range all {
				if x.Key == "mediation.notice.session_near" {
					n++
				}
			}
			return n
		}
		first := plan()
		at := waits(t, w, "mediation.remind")
		if len(at) != 2 || !at[0].Equal(first.Start.AddDate(0, 0, -1)) {
			t.Errorf("one party and the mediators are reminded: %v", at)
		}
		c = w.Act(mediator, c, mediation.CancelSession{Session: first.ID})
		second := plan()
		for _, x := range []struct {
			session id.ID
			party   int
			want    bool
		}{{first.ID, 0, false}, {second.ID, 0, true}, {second.ID, 1, false}} {
			got, err := w.App.Mediation.Reminds(w.Ctx, w.Tenant(), c.ID, x.session, c.Parties[x.party].ID)
			if err != nil || got != x.want {
				t.Errorf("party %d: %v, %v", x.party, got, err)
			}
		}
		for _, s := range []id.ID{first.ID, second.ID} {
			if err := w.App.Mediation.RemindMediators(w.Ctx, w.Tenant(), c.ID, s); err != nil {
				t.Fatal(err)
			}
		}
		if near() != 1 {
			t.Errorf("the mediator is reminded %d times", near())
		}
	})
}

package app_test

import (
	"slices"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/casefile"
	"linli/mediation"
	"linli/platform/clock"
	"linli/platform/fault"
	"linli/platform/id"
	cases "linli/store/casefile"
)

// onDevice is a form as a device sends it: written an hour ago about what was two hours ago.
func onDevice(t *testing.T, w *apptest.World, login, key, stood, what string) casefile.Arrival {
	t.Helper()
	asked, err := casefile.NewRequest(w.Hired(login).Account, key, []byte(what))
	if err != nil {
		t.Fatal(err)
	}
	now := w.Clock.Now()
	return casefile.Arrival{Offline: casefile.Offline{Key: key, Said: now.Add(-2 * time.Hour), Written: now.Add(-time.Hour)}, Stood: stood, Asked: asked}
}

// heldSession is a case whose session was held without a line: planned, over by the clock, and nobody has begun it.
func heldSession(w *apptest.World) (mediation.Case, mediation.Record) {
	c := w.To(mediation.Scheduled)
	w.Clock.Add(26 * time.Hour)
	return c, mediation.Record{Session: c.Sessions[0].ID, Minutes: 40, Present: []id.ID{c.Parties[0].ID}, Text: "双方各退一步"}
}

func kinds(w *apptest.World, c mediation.Case) []string {
	var out []string
	for _, e := range w.Events(c) {
		out = append(out, string(e.Kind))
	}
	return out
}

// TestASessionHeldWithoutALineArrivesOnce: the session begins and has its record at the times that the device tells, beside
// the server's own; sent again, also long after, it is the same.
func TestASessionHeldWithoutALineArrivesOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c, record := heldSession(w)
		f := onDevice(t, w, "mediator", "one", c.Stands(record.Session), "a")
		before := len(w.Events(c))
		after, err := w.App.Mediation.ArriveRecord(w.Ctx, w.As("mediator"), c.ID, record, f)
		if err != nil {
			t.Fatal(err)
		}
		s := after.Sessions[0]
		if !s.Begun.Equal(f.Said) || s.Minutes != 40 {
			t.Errorf("begun %v, %d minutes", s.Begun, s.Minutes)
		}
		events := w.Events(c)[before:]
		if len(events) != 2 || events[0].Kind != "begin" || events[1].Kind != "record" {
			t.Fatalf("%v", kinds(w, c))
		}
		now := w.Clock.Now()
		if e := events[1]; !e.Claimed.Equal(f.Said.Add(40*time.Minute)) || !e.At.Equal(now) {
			t.Errorf("the record was taken %v, received %v", e.Claimed, e.At)
		}
		for _, later := range []time.Duration{time.Second, 25 * time.Hour, 40 * time.Hour} {
			w.Clock.Add(later)
			forget := cases.New(w.App.Stores.Cases).Forget(w.Tenant(), clock.Micros(w.Clock.Now())) // answers that nobody can ask for any more
			if err := w.App.Stores.Cases.Play(w.Ctx, forget); err != nil {
				t.Fatal(err)
			}
			if _, err := w.App.Mediation.ArriveRecord(w.Ctx, w.As("mediator"), c.ID, record, f); err != nil {
				t.Errorf("sent again: %v", err)
			}
		}
		other := f
		other.Asked = &casefile.Request{Who: f.Asked.Who, Key: f.Asked.Key, What: []byte("b")}
		_, err = w.App.Mediation.ArriveRecord(w.Ctx, w.As("mediator"), c.ID, record, other)
		apptest.Refused(t, err, "request.reused")
		w.Clock.Add(24 * time.Hour) // the device has deleted it by now
		if _, err := w.App.Mediation.ArriveRecord(w.Ctx, w.As("mediator"), c.ID, record, f); err != nil && fault.Of(err).Key != "offline.written_old" {
			t.Errorf("replayed: %v", err)
		}
		if n := len(w.Events(c)) - before; n != 2 {
			t.Errorf("%d events", n)
		}
	})
}

// TestTwoDevicesBringTheSameSession: what the second brings is not written over the first, and not beside it before somebody
// has seen both.
func TestTwoDevicesBringTheSameSession(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		c, record := heldSession(w)
		stood := c.Stands(record.Session)
		first, second := onDevice(t, w, "mediator", "first", stood, "a"), onDevice(t, w, "mediator", "second", stood, "b")
		if _, err := w.App.Mediation.ArriveRecord(w.Ctx, w.As("mediator"), c.ID, record, first); err != nil {
			t.Fatal(err)
		}
		before := len(w.Events(c))
		record.Minutes, record.Text = 35, "另一台设备上的记录"
		_, err := w.App.Mediation.ArriveRecord(w.Ctx, w.As("mediator"), c.ID, record, second)
		apptest.Refused(t, err, "offline.changed")
		if n := len(w.Events(c)); n != before {
			t.Errorf("%d events more", n-before)
		}
		seen, _, err := w.App.Mediation.See(w.Ctx, w.As("mediator"), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		second.Stood = seen.Stands(record.Session)
		if _, err := w.App.Mediation.ArriveRecord(w.Ctx, w.As("mediator"), c.ID, record, second); err != nil {
			t.Fatal(err)
		}
		seen, _, _ = w.App.Mediation.See(w.Ctx, w.As("mediator"), c.ID)
		if s := seen.Sessions[0]; s.Minutes != 40 || len(s.More) != 1 || s.More[0].Minutes != 35 {
			t.Errorf("%d minutes, beside it %v", s.Minutes, s.More)
		}
	})
}

// TestReorderedFormsWait: a form does not arrive before the one that was written before it, and a stranger's form is no
// such one.
func TestReorderedFormsWait(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		c := w.To(mediation.Effective)
		w.Clock.Add(26 * time.Hour)
		due := c.Agreement.Instalments[0]
		ask := mediation.ConfirmPerformance{Party: due.Obligee, Instalment: due.ID, Amount: due.Amount}
		first := onDevice(t, w, "mediator", "first", c.Stands(due.ID), "a")
		part := ask
		part.Amount.Minor /= 2
		second := onDevice(t, w, "mediator", "second", c.Stands(due.ID), "b")
		second.After = "first"
		_, err := w.App.Mediation.Arrive(w.Ctx, w.As("mediator"), c.ID, ask, second)
		apptest.Refused(t, err, "offline.out_of_order")
		clerks := onDevice(t, w, "clerk", "first", c.Stands(due.ID), "a")
		if _, err := w.App.Mediation.Arrive(w.Ctx, w.As("clerk"), c.ID, part, clerks); err != nil {
			t.Fatal(err)
		}
		before := len(w.Events(c))
		_, err = w.App.Mediation.Arrive(w.Ctx, w.As("mediator"), c.ID, ask, second)
		apptest.Refused(t, err, "offline.out_of_order")
		_, err = w.App.Mediation.Arrive(w.Ctx, w.As("mediator"), c.ID, part, first)
		apptest.Refused(t, err, "offline.changed")
		if n := len(w.Events(c)); n != before {
			t.Errorf("%d events", n-before)
		}
		seen, _, err := w.App.Mediation.See(w.Ctx, w.As("mediator"), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		first.Stood = seen.Stands(due.ID)
		after, err := w.App.Mediation.Arrive(w.Ctx, w.As("mediator"), c.ID, mediation.ConfirmPerformance{Party: due.Obligee, Instalment: due.ID, Amount: mediation.Money{Minor: 1, Currency: due.Amount.Currency}}, first)
		if err != nil {
			t.Fatal(err)
		}
		second.Stood = after.Stands(due.ID)
		rest := ask
		rest.Amount.Minor = due.Amount.Minor - part.Amount.Minor - 1
		if _, err := w.App.Mediation.Arrive(w.Ctx, w.As("mediator"), c.ID, rest, second); err != nil {
			t.Errorf("in its turn: %v", err)
		}
	})
}

// TestAFormOfAnotherTime: bad times are told in words, and write nothing.
func TestAFormOfAnotherTime(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		c, record := heldSession(w)
		now, before := w.Clock.Now(), len(w.Events(c))
		for _, x := range []struct {
			said, written time.Time
			minutes       int
			field, says   string
		}{
			{now.Add(time.Hour), now, 40, "said", "This time has not come yet. Check the day, the time and the clock of the device."},
			{now.Add(-time.Hour), now, 90, "minutes", "With so many minutes the session was not over when you wrote this. Check the beginning and the minutes."},
			{now.Add(-100 * time.Hour), now.Add(-73 * time.Hour), 40, "", "This form was put away more than 72 hours ago and is no longer taken from a device. Enter it on the case page."},
			{c.Accepted.Add(-time.Hour), now, 40, "said", "The case was only accepted on " + w.App.Texts.For("en", time.UTC).DateTime(c.Accepted) + ". Check the day and the time."},
			{now.Add(-2 * time.Hour), now, 0, "minutes", "Enter how long it lasted, between 1 and 1440 minutes."},
		} {
			f := onDevice(t, w, "mediator", "bad", c.Stands(record.Session), "a")
			f.Said, f.Written = x.said, x.written
			record.Minutes = x.minutes
			_, err := w.App.Mediation.ArriveRecord(w.Ctx, w.As("mediator"), c.ID, record, f)
			if err == nil {
				t.Errorf("%s: nothing is refused", x.says)
				continue
			}
			told := fault.Of(err)
			if said := w.App.Texts.For("en", time.UTC).Fault(told, ""); said != x.says || told.Field != x.field {
				t.Errorf("at %q it says %q", told.Field, said)
			}
		}
		f := onDevice(t, w, "clerk", "clerk", c.Stands(record.Session), "a")
		record.Minutes = 40
		if _, err := w.App.Mediation.ArriveRecord(w.Ctx, w.As("clerk"), c.ID, record, f); !slices.Contains([]fault.Code{fault.Forbidden, fault.NotFound}, fault.Of(err).Code) {
			t.Errorf("a clerk records a session: %v", err)
		}
		if n := len(w.Events(c)); n != before {
			t.Errorf("%d events were written: %v", n-before, kinds(w, c))
		}
	})
}

// TestADeviceIsEndedFromAfar: its token opens nothing, stands among the account's sessions, and is ended like one.
func TestADeviceIsEndedFromAfar(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		who, err := w.App.Office.Resolve(w.Ctx, w.Hired("mediator").Token, "api")
		if err != nil {
			t.Fatal(err)
		}
		token, err := w.App.Office.IssueDevice(w.Ctx, who)
		if err != nil {
			t.Fatal(err)
		}
		stands := func(want bool) {
			t.Helper()
			w.Clock.Add(2 * time.Second) // sign-ins are remembered for a second
			if a, err := w.App.Office.DeviceOf(w.Ctx, token); err != nil || (a == who.Actor.Account) != want {
				t.Errorf("the device is %v's, %v", a, err)
			}
		}
		stands(true)
		for _, door := range []string{"web", "api", "calendar"} {
			if _, err := w.App.Office.Resolve(w.Ctx, token, door); err == nil {
				t.Errorf("a device's token opens %s", door)
			}
		}
		if a, err := w.App.Office.DeviceOf(w.Ctx, w.Hired("mediator").Token); err != nil || !a.IsZero() {
			t.Errorf("a token of the API is a device's: %v, %v", a, err)
		}
		w.Clock.Add(72 * time.Hour)
		stands(true)
		all, err := w.App.Office.Sessions(w.Ctx, who.Actor)
		if err != nil {
			t.Fatal(err)
		}
		who.Since = w.Clock.Now() // signed in again
		for _, s := range all {
			if s.Method == "device" {
				if err := w.App.Office.EndSession(w.Ctx, who, s.ID); err != nil {
					t.Fatal(err)
				}
			}
		}
		stands(false)
	})
}

// TestAPersonLeavesTheCounterWithASlip: the slip was reserved beforehand and opens nothing until the application arrives;
// then it opens the case, which began when the person came. Nobody else can use it, it is used once, and what is not used is
// destroyed.
func TestAPersonLeavesTheCounterWithASlip(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		m, clerk := w.App.Mediation, w.As("clerk")
		if _, err := m.ReserveSlip(w.Ctx, w.As("mediator"), w.Unit("V1")); fault.Of(err).Code != fault.Forbidden {
			t.Errorf("a mediator reserves a slip: %v", err)
		}
		held, err := m.ReserveSlip(w.Ctx, clerk, w.Unit("V1"))
		if err != nil {
			t.Fatal(err)
		}
		unused, err := m.ReserveSlip(w.Ctx, clerk, w.Unit("V1"))
		if err != nil {
			t.Fatal(err)
		}
		enters := func(want bool) {
			t.Helper()
			if _, err := m.Enter(w.Ctx, w.Tenant(), held.Code.String(), held.Passphrase); (err == nil) != want {
				t.Errorf("with the slip: %v", err)
			}
		}
		enters(false)
		w.Clock.Add(20 * time.Hour)
		f := onDevice(t, w, "clerk", "one", "reserved", "a")
		other := onDevice(t, w, "other.clerk", "one", "reserved", "a")
		foreign := w.Application()
		foreign.Unit = w.Unit("V2")
		_, err = m.ArriveApply(w.Ctx, w.As("other.clerk"), foreign, held.Code, other)
		apptest.Refused(t, err, "offline.slip_gone")
		c, err := m.ArriveApply(w.Ctx, clerk, w.Application(), held.Code, f)
		if err != nil {
			t.Fatal(err)
		}
		if !c.Received.Equal(f.Said) || !w.Events(c)[0].At.Equal(w.Clock.Now()) {
			t.Errorf("received %v, said %v, arrived %v", c.Received, f.Said, w.Events(c)[0].At)
		}
		enters(true)
		who, _ := m.Enter(w.Ctx, w.Tenant(), held.Code.String(), held.Passphrase)
		if who.Case != c.ID || who.Party != c.Parties[0].ID {
			t.Errorf("the slip opens %v", who)
		}
		if again, err := m.ArriveApply(w.Ctx, clerk, w.Application(), held.Code, f); err != nil || !again.ID.IsZero() {
			t.Errorf("sent again: %v, %v", again.ID, err)
		}
		_, err = m.ArriveApply(w.Ctx, clerk, w.Application(), held.Code, onDevice(t, w, "clerk", "two", "reserved", "b"))
		apptest.Refused(t, err, "offline.slip_gone")
		row := func() error {
			_, err := m.Repo.Reservation(w.Ctx, w.Tenant(), w.Hired("clerk").Account, unused.Code)
			return err
		}
		if err := row(); err != nil {
			t.Errorf("a slip that waits: %v", err)
		}
		w.Clock.Add(54 * time.Hour)
		_, err = m.ArriveApply(w.Ctx, clerk, w.Application(), unused.Code, onDevice(t, w, "clerk", "three", "reserved", "c"))
		apptest.Refused(t, err, "offline.slip_gone")
		if err := w.App.Stores.Cases.Play(w.Ctx, cases.New(w.App.Stores.Cases).Forget(w.Tenant(), clock.Micros(w.Clock.Now()))); err != nil {
			t.Fatal(err)
		}
		if err := row(); fault.Of(err).Code != fault.NotFound {
			t.Errorf("a slip that nobody used: %v", err)
		}
	})
}

package app_test

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/casefile/breach"
	"linli/mediation"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/promise"
)

// TestABreachFromItsFindingToItsEnd: the authority is told within 72 hours of the finding, the parties of the cases named read
// words that a second person let go, and no other case does.
func TestABreachFromItsFindingToItsEnd(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		s, officer, lead := w.App.Breaches, w.As("privacy"), w.As("upper.lead")
		touched, mailed, other := w.To(mediation.Accepted), w.To(mediation.Accepted), w.To(mediation.Invited)
		mailed = w.Act(w.Party(mailed, 0), mailed, mediation.ChangeContact{Party: mailed.Parties[0].ID, Reach: mediation.ReachAny, Email: "someone@example.org"})
		mailed = w.Confirm(mailed, 0)
		for _, c := range []*mediation.Case{&touched, &mailed} { // with their numbers
			kept, err := w.App.Mediation.Repo.Case(w.Ctx, w.Tenant(), c.ID)
			if err != nil {
				t.Fatal(err)
			}
			*c = kept
		}
		found := w.Clock.Now().Add(-10 * time.Hour)
		e, err := s.Enter(w.Ctx, officer, breach.New{Kinds: []string{"contact", "identity"}, Cause: "misdirected", Found: found, Happened: apptest.Planted[3], Measures: "Called back"})
		if err != nil {
			t.Fatal(err)
		}
		owed, err := s.Owed(w.Ctx, officer)
		if err != nil || len(owed) != 1 || !owed[0].Due.Equal(found.Add(72*time.Hour)) {
			t.Fatalf("owed %+v %v", owed, err)
		}
		is := func(err error, key string) {
			t.Helper()
			if f := fault.Of(err); f == nil || f.Key != key {
				t.Errorf("%v, want %s", err, key)
			}
		}
		is(s.WriteNotice(w.Ctx, officer, e.ID, breach.Write{Text: "x", Nobody: true}), "breach.guard.no_cases")
		must := func(errs ...error) {
			t.Helper()
			if err := errors.Join(errs...); err != nil {
				t.Fatal(err)
			}
		}
		must(s.Name(w.Ctx, officer, e.ID, "", touched.Unit, touched.Year, touched.Number), s.Name(w.Ctx, officer, e.ID, "", mailed.Unit, mailed.Year, mailed.Number),
			s.Name(w.Ctx, officer, e.ID, "", mailed.Unit, mailed.Year, mailed.Number))
		is(s.Name(w.Ctx, officer, e.ID, "", touched.Unit, 2026, 999), "breach.field.code")
		must(s.WriteNotice(w.Ctx, officer, e.ID, breach.Write{Text: "A list with telephone numbers went to a wrong address.", Nobody: true}))
		is(s.Name(w.Ctx, officer, e.ID, "", touched.Unit, touched.Year, touched.Number), "breach.guard.cases_frozen")
		is(s.Release(w.Ctx, officer, e.ID), "breach.guard.own")
		if err := s.Release(w.Ctx, w.As("lead"), e.ID); fault.Of(err).Code != fault.Forbidden {
			t.Errorf("the lead of a unit below lets it go: %v", err)
		}
		if told, _ := s.OfCase(w.Ctx, w.Tenant(), touched.ID); len(told) != 0 {
			t.Error("the parties read it before a second person let it go")
		}
		if _, text, err := s.ForSecond(w.Ctx, lead, e.ID); err != nil || text == "" {
			t.Errorf("%q %v", text, err)
		}
		if _, _, _, err := s.Show(w.Ctx, lead, e.ID); fault.Of(err).Code != fault.Forbidden {
			t.Errorf("the second person reads the register: %v", err)
		}
		must(s.Release(w.Ctx, lead, e.ID))
		if _, err := w.App.DoDue(w.Ctx); err != nil {
			t.Error(err)
		}
		_, words, rows, err := s.Show(w.Ctx, officer, e.ID)
		if err != nil || words.Happened != apptest.Planted[3] || len(rows) != 2 || rows[0].Told.IsZero() || rows[1].Told.IsZero() || rows[0].Mailed+rows[1].Mailed != 1 {
			t.Fatalf("%+v %+v %v", words, rows, err)
		}
		for c, want := range map[id.ID]int{touched.ID: 1, mailed.ID: 1, other.ID: 0} {
			if told, err := s.OfCase(w.Ctx, w.Tenant(), c); err != nil || len(told) != want {
				t.Errorf("%d notices, want %d: %v", len(told), want, err)
			}
		}
		is(s.Close(w.Ctx, officer, e.ID), "breach.guard.authority_waits")
		w.Clock.Add(63 * time.Hour)
		is(s.TellAuthority(w.Ctx, officer, e.ID, breach.ToAuthority{At: w.Clock.Now(), Body: "The authority"}), "breach.field.late")
		early := breach.ToAuthority{At: found.Add(time.Hour), Body: "The authority", Reference: "7"} // so it is said, three days later
		is(s.TellAuthority(w.Ctx, officer, e.ID, early), "breach.field.late")
		early.Late = "The letter was sent, and entered afterwards."
		must(s.TellAuthority(w.Ctx, officer, e.ID, early))
		if e, err = s.Repo.Entry(w.Ctx, w.Tenant(), e.ID); err != nil || e.Cases != 2 {
			t.Fatalf("%+v %v", e, err)
		}
		if p, _, err := s.Promised(w.Ctx, officer, e); err != nil || p.State != promise.Late {
			t.Errorf("%+v %v", p, err)
		}
		must(s.Close(w.Ctx, officer, e.ID))
		is(s.Measure(w.Ctx, officer, e.ID, "more"), "breach.guard.closed")
		if n, err := s.Count(w.Ctx, w.Tenant()); err != nil || n != 1 {
			t.Errorf("%d counted, %v", n, err)
		}
		w.Clock.Add(breach.Kept)
		must(s.Forget(w.Ctx, w.Tenant()))
		if n, _ := s.Count(w.Ctx, w.Tenant()); n != 1 {
			t.Error("an entry is destroyed before its time")
		}
		w.Clock.Add(time.Minute)
		must(s.Forget(w.Ctx, w.Tenant()))
		if n, _ := s.Count(w.Ctx, w.Tenant()); n != 0 {
			t.Error("an entry outlives its time")
		}
	})
}

// TestAllCasesOfAUnitAreNamedOnce: what the unit has at that moment is listed; what comes later is not, and another unit's never.
func TestAllCasesOfAUnitAreNamedOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		s, officer := w.App.Breaches, w.As("privacy")
		w.To(mediation.Accepted)
		w.To(mediation.Submitted)
		e, err := s.Enter(w.Ctx, officer, breach.New{Kinds: []string{"told"}, Cause: "intrusion", Found: w.Clock.Now(), Happened: "A device was open"})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Whole(w.Ctx, officer, e.ID, w.Unit("V1")); err != nil {
			t.Fatal(err)
		}
		if err := s.Whole(w.Ctx, officer, e.ID, w.Unit("V2")); err != nil {
			t.Fatal(err)
		}
		w.To(mediation.Accepted)
		after, _, rows, err := s.Show(w.Ctx, officer, e.ID)
		if err != nil || after.Cases != 2 || len(rows) != 2 || len(after.Units) != 2 {
			t.Fatalf("%+v %+v %v", after, rows, err)
		}
		if err := s.Unname(w.Ctx, officer, e.ID, rows[0].Case); err != nil {
			t.Fatal(err)
		}
		if after, err = s.Repo.Entry(w.Ctx, w.Tenant(), e.ID); err != nil || after.Cases != 1 {
			t.Errorf("%d cases, %v", after.Cases, err)
		}
		after.Version = 2
		if err := s.Repo.Play(w.Ctx, w.Tenant(), breach.Change{Entry: &after}); !errors.Is(err, breach.ErrMoved) {
			t.Errorf("two at once: %v", err)
		}
		if bytes.Contains(after.Sealed, []byte("A device was open")) {
			t.Error("what happened stands there in clear")
		}
	})
}

// TestTheOfficerHearsOfTheAuthority: a day before the time is over, and when it is.
func TestTheOfficerHearsOfTheAuthority(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		s, officer := w.App.Breaches, w.As("privacy")
		if _, err := s.Enter(w.Ctx, officer, breach.New{Kinds: []string{"told"}, Cause: "lost", Found: w.Clock.Now(), Happened: "A folder was lost"}); err != nil {
			t.Fatal(err)
		}
		for _, x := range []struct {
			after time.Duration
			want  int
			key   string
		}{{47 * time.Hour, 0, ""}, {time.Hour, 1, "breach.notice.warn"}, {time.Hour, 1, "breach.notice.warn"}, {24 * time.Hour, 2, "breach.notice.late"}, {time.Hour, 2, "breach.notice.late"}} {
			w.Clock.Add(x.after)
			if err := s.Tick(w.Ctx, w.Tenant()); err != nil {
				t.Fatal(err)
			}
			n, err := w.App.Queue.Unread(w.Ctx, w.Tenant(), officer.Account, 10)
			if err != nil || len(n) != x.want || x.want > 0 && n[0].Key != x.key {
				t.Errorf("%d notices %+v %v, want %d %s", len(n), n, err, x.want, x.key)
			}
		}
	})
}

// TestWhatABreachNeeds: each thing that is wrong has its own words.
func TestWhatABreachNeeds(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		good := breach.New{Kinds: []string{"told"}, Cause: "lost", Found: w.Clock.Now(), Happened: "A folder was lost"}
		for want, edit := range map[string]func(*breach.New){
			"kinds: form.choose":          func(n *breach.New) { n.Kinds = []string{"religion"} },
			"cause: form.choose":          func(n *breach.New) { n.Cause = "" },
			"found: breach.field.found":   func(n *breach.New) { n.Found = n.Found.Add(time.Minute) },
			"happened: form.required":     func(n *breach.New) { n.Happened = "" },
			"measures: breach.field.long": func(n *breach.New) { n.Measures = string(bytes.Repeat([]byte("a"), 4001)) },
		} {
			n := good
			edit(&n)
			_, err := w.App.Breaches.Enter(w.Ctx, w.As("privacy"), n)
			f := fault.Of(err)
			if f == nil || f.Field+": "+f.Key != want {
				t.Errorf("%v, want %s", err, want)
			}
		}
		for _, login := range []string{"clerk", "lead", "upper.lead", "admin", "statistician"} {
			if _, err := w.App.Breaches.Enter(w.Ctx, w.As(login), good); fault.Of(err).Code != fault.Forbidden {
				t.Errorf("%s enters a breach: %v", login, err)
			}
		}
	})
}

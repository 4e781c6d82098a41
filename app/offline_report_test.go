package app_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/casefile"
	"linli/platform/blob"
	"linli/platform/fault"
	"linli/report"
	"linli/report/inspection"
)

func photograph(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, image.NewGray(image.Rect(0, 0, 64, 48)), nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func once(t *testing.T, f casefile.Arrival, n string) *casefile.Request {
	t.Helper()
	r, err := casefile.NewRequest(f.Asked.Who, f.Key+" file "+n, []byte(n))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestAReportTakenWithoutALineArrivesOnce: the person left with a slip; the report begins when it told, its promises run from
// then, and sent again it is the same report with the same photograph.
func TestAReportTakenWithoutALineArrivesOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		s, clerk := w.App.Report, w.Handler()
		if _, err := s.ReserveSlip(w.Ctx, w.As("mediator")); fault.Of(err) == nil || fault.Of(err).Code != fault.Forbidden {
			t.Errorf("a mediator reserves a slip: %v", err)
		}
		held, err := s.ReserveSlip(w.Ctx, clerk)
		if err != nil {
			t.Fatal(err)
		}
		w.Clock.Add(20 * time.Hour)
		f := onDevice(t, w, "clerk", "one", "reserved", "a")
		_, err = s.ArriveSubmit(w.Ctx, w.As("other.clerk"), w.Issue(), held.Code, onDevice(t, w, "other.clerk", "one", "reserved", "a"))
		apptest.Refused(t, err, "offline.slip_gone")
		filed, err := s.ArriveSubmit(w.Ctx, clerk, w.Issue(), held.Code, f)
		if err != nil {
			t.Fatal(err)
		}
		c := filed.Case
		if filed.Code != held.Code || !c.Received.Equal(f.Said) {
			t.Errorf("code %s, received %v; said %v", filed.Code, c.Received, f.Said)
		}
		events, err := s.Repo.Events(w.Ctx, w.Tenant(), c.ID)
		if err != nil || !events[0].Claimed.Equal(f.Said) || !events[0].At.Equal(w.Clock.Now()) {
			t.Errorf("claimed %v, arrived %v: %v", events[0].Claimed, events[0].At, err)
		}
		if again, err := report.Replay(w.Tenant(), events); err != nil || !again.Received.Equal(c.Received) {
			t.Errorf("replayed it was received %v: %v", again.Received, err)
		}
		owed, err := s.Repo.Promises(w.Ctx, w.Tenant(), c.ID)
		if err != nil || len(owed) == 0 || !owed[0].Start.Equal(f.Said) {
			t.Errorf("what is owed runs from %v: %v", owed, err)
		}
		who, err := w.App.Mediation.Enter(w.Ctx, w.Tenant(), held.Code.String(), held.Passphrase)
		if err != nil || who.Case != c.ID || who.Party != c.Author {
			t.Errorf("the slip opens %v: %v", who, err)
		}
		author := w.Anybody()
		author.Case, author.Party = c.ID, c.Author
		for range 2 {
			if again, err := s.ArriveSubmit(w.Ctx, clerk, w.Issue(), held.Code, f); err != nil || again.Code != held.Code || !again.Replayed {
				t.Errorf("sent again: %+v, %v", again, err)
			}
			if _, _, err := s.UploadOnce(w.Ctx, author, c.ID, "a.jpg", bytes.NewReader(photograph(t)), once(t, f, "1"), func(report.Attachment) []byte { return nil }); err != nil {
				t.Errorf("a photograph: %v", err)
			}
		}
		if after, _ := s.Repo.Case(w.Ctx, w.Tenant(), c.ID); len(after.Files) != 1 {
			t.Errorf("%d photographs", len(after.Files))
		}
		_, err = s.ArriveSubmit(w.Ctx, clerk, w.Issue(), held.Code, onDevice(t, w, "clerk", "two", "reserved", "b"))
		apptest.Refused(t, err, "offline.slip_gone")
		early := onDevice(t, w, "clerk", "three", "reserved", "c")
		early.After = "unknown"
		_, err = s.ArriveSubmit(w.Ctx, clerk, w.Issue(), held.Code, early)
		apptest.Refused(t, err, "offline.out_of_order")
		old := onDevice(t, w, "clerk", "four", "reserved", "d")
		old.Written, old.Said = w.Clock.Now().Add(-73*time.Hour), w.Clock.Now().Add(-74*time.Hour)
		_, err = s.ArriveSubmit(w.Ctx, clerk, w.Issue(), held.Code, old)
		apptest.Refused(t, err, "offline.written_old")
	})
}

// TestAnInspectionRecordedWithoutALineArrivesOnce: with the time at which it was looked at beside the server's own; sent again it is
// the same, and its photograph stands there once.
func TestAnInspectionRecordedWithoutALineArrivesOnce(t *testing.T) {
	apptest.EachTown(t, func(t *testing.T, w *apptest.World, place inspection.Place) {
		s := w.App.Inspect
		inspector, other := w.As("inspector"), w.As("inspector2")
		begin := func() inspection.Case {
			c, err := s.Begin(w.Ctx, inspector, inspection.Begin{Unit: place.Unit, Place: place.ID, Checklist: checklistOf(t, w, place)}, nil)
			if err != nil {
				t.Fatal(err)
			}
			return c
		}
		c := begin()
		record := inspection.Record{Answers: map[string]string{}, Found: map[string]string{}, NamesNobody: true}
		for _, q := range questionsOf(t, w, c) {
			record.Answers[q] = inspection.Fine
		}
		stood := c.Stands()
		w.Clock.Add(26 * time.Hour)
		f := onDevice(t, w, "inspector", "one", stood, "a")
		first := onDevice(t, w, "inspector", "early", stood, "a")
		first.Said = c.Begun.Add(-time.Hour)
		_, err := s.ArriveRecord(w.Ctx, inspector, c.ID, record, first)
		apptest.Refused(t, err, "offline.inspect.said_early")
		for range 2 {
			if _, err := s.ArriveRecord(w.Ctx, inspector, c.ID, record, f); err != nil {
				t.Fatal(err)
			}
			if _, err := s.UploadOnce(w.Ctx, inspector, c.ID, "a.jpg", blob.Prints{None: true}, once(t, f, "1"), bytes.NewReader(photograph(t))); err != nil {
				t.Fatal(err)
			}
		}
		after, err := s.See(w.Ctx, inspector, c.ID)
		if err != nil || after.State != inspection.Recorded || !after.Said.Equal(f.Said) || !after.Recorded.Equal(w.Clock.Now()) || len(after.Files) != 1 {
			t.Errorf("%s, looked at %v, recorded %v, %d photographs: %v", after.State, after.Said, after.Recorded, len(after.Files), err)
		}

		// Another one, which a colleague records meanwhile: nothing is written over it.
		c = begin()
		late := onDevice(t, w, "inspector", "two", c.Stands(), "b")
		late.Said = w.Clock.Now()
		late.Written = late.Said
		if _, err := s.Act(w.Ctx, other, c.ID, record, nil); err != nil {
			t.Fatal(err)
		}
		_, err = s.ArriveRecord(w.Ctx, inspector, c.ID, record, late)
		apptest.Refused(t, err, "offline.changed")
		after, err = s.See(w.Ctx, inspector, c.ID)
		if err != nil || after.RecordedBy != other.Account {
			t.Errorf("recorded by %v: %v", after.RecordedBy, err)
		}
		reordered := late
		reordered.After = "unknown"
		_, err = s.ArriveRecord(w.Ctx, inspector, c.ID, record, reordered)
		apptest.Refused(t, err, "offline.out_of_order")
		_, err = s.ArriveRecord(w.Ctx, w.As("mediator"), c.ID, record, onDevice(t, w, "mediator", "x", c.Stands(), "b"))
		if x := fault.Of(err); x == nil || x.Code != fault.NotFound && x.Code != fault.Forbidden {
			t.Errorf("a mediator records an inspection: %v", err)
		}
	})
}

func checklistOf(t *testing.T, w *apptest.World, p inspection.Place) string {
	t.Helper()
	rules, err := w.App.Inspect.Office.Rulebook(w.Ctx, w.Tenant(), w.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	return rules.Duties.ChecklistsOf(p.Kind)[0].ID
}

func questionsOf(t *testing.T, w *apptest.World, c inspection.Case) (out []string) {
	t.Helper()
	rules, err := w.App.Inspect.Office.RulebookOf(w.Ctx, w.Tenant(), c.Rulebook, c.RulebookVersion)
	if err != nil {
		t.Fatal(err)
	}
	list, _ := rules.Duties.Checklist(c.Checklist)
	for _, q := range list.Questions {
		out = append(out, q.ID)
	}
	return out
}

package house_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"linli/app"
	"linli/app/apptest"
	"linli/casefile"
	"linli/mediation"
	"linli/referral"
)

// What is taken off the case while its file is made holds: nothing leaves by a right that has ended.
func TestNothingLeavesOfACaseThatMovesMeanwhile(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		l := newLeaving(t, w)
		c := w.To(mediation.InSession)
		c, x := l.approved(c, "mediator", mediation.Aside(casefile.AskExport{Purpose: casefile.ForOwnCopy, Party: c.Parties[0].ID, Shown: casefile.Shown[0], To: l.to()}), "lead", "records")
		opened, err := w.App.Mediation.ForExport(w.Ctx, w.Tenant(), x, casefile.ExportResident, l.to())
		if err != nil {
			t.Fatal(err)
		}
		w.Act(w.As("mediator"), c, mediation.Recuse{Engagement: c.Engagements[0].ID, Reason: "mediator_unavailable"})
		if err := w.App.Mediation.Taken(w.Ctx, opened); !errors.Is(err, mediation.ErrMoved) {
			t.Errorf("a mediator who has left hands out a copy: %v", err)
		}
	})
}

// Of two commands at one time one writes the file, also under one name: the other does not take it away.
func TestOfTwoAtOneTimeOneWritesTheFile(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		l := newLeaving(t, w)
		for _, names := range [][2]string{{"one.age", "other.age"}, {"same.age", "same.age"}} {
			c := w.To(mediation.InSession)
			_, x := l.approved(c, "mediator", mediation.Aside(casefile.AskExport{Purpose: casefile.ForOwnCopy, Party: c.Parties[0].ID, Shown: casefile.Shown[0], To: l.to()}), "lead", "records")
			var both sync.WaitGroup
			var failed [2]error
			for i, name := range names {
				both.Go(func() {
					failed[i] = w.App.ExportCase(w.Ctx, w.Office.Tenant, app.Leave{Request: x, What: casefile.ExportResident, To: l.key.Recipient(), Out: filepath.Join(l.dir, name)})
				})
			}
			both.Wait()
			if (failed[0] == nil) == (failed[1] == nil) {
				t.Errorf("%v: %v and %v", names, failed[0], failed[1])
			}
			left, err := os.ReadDir(l.dir)
			if err != nil || len(left) != 1 {
				t.Fatalf("%v leave %v, %v", names, left, err)
			}
			if body := l.opened(filepath.Join(l.dir, left[0].Name())); !bytes.HasPrefix(body, []byte("PK")) {
				t.Errorf("the file holds %.20q", body)
			}
		}
	})
}

// The same of a request for help: who ran second is refused, and one file is there.
func TestOfTwoCommandsOneWritesTheCopyOfARequestForHelp(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		l := newLeaving(t, w)
		c, _ := w.Ask(w.Request())
		c = w.Help(w.Worker(), c, referral.Take{Apart: true}, referral.Aside(casefile.AskExport{Purpose: casefile.ForOwnCopy, Shown: casefile.Shown[0], To: l.to()}))
		x := c.Exports[0].ID
		w.Help(w.As("records"), w.Help(w.As("lead"), c, referral.Aside(casefile.ApproveExport{Export: x})), referral.Aside(casefile.ApproveExport{Export: x}))
		var both sync.WaitGroup
		failed := make([]error, 2)
		for i, name := range []string{"one.age", "two.age"} {
			both.Go(func() {
				failed[i] = w.App.ExportCase(w.Ctx, w.Office.Tenant, app.Leave{Request: x, What: casefile.ExportResident, To: l.key.Recipient(), Out: filepath.Join(l.dir, name)})
			})
		}
		both.Wait()
		left, err := os.ReadDir(l.dir)
		if (failed[0] == nil) == (failed[1] == nil) || err != nil || len(left) != 1 {
			t.Fatalf("%v, and %v, %v are left", failed, left, err)
		}
		if body := l.opened(filepath.Join(l.dir, left[0].Name())); !bytes.HasPrefix(body, []byte("%PDF")) {
			t.Errorf("the file holds %.20q", body)
		}
	})
}

package house_test

import (
	"bytes"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/casefile"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/blob"
	"linli/platform/fault"
	"linli/platform/id"
)

// TestTheScanOfAnOrderIsReadByWhoDecidesAlone: the scan of a court's order is no file of the case. Who decides on the demand reads
// it, and that is written down; to everybody else it is not there, and it goes when the case goes.
func TestTheScanOfAnOrderIsReadByWhoDecidesAlone(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		m, c := w.App.Mediation, w.To(mediation.Assigned)
		c = w.Act(w.Party(c, 1), c, mediation.Withdraw{Party: c.Parties[1].ID})
		ask := casefile.AskDemand{DemandText: casefile.DemandText{Body: "青杉区人民法院", Order: "（2026）青杉民初9号", Basis: "民事诉讼法第70条", Asks: "谈话笔记"}}
		enter := func(x casefile.AskDemand, said blob.Prints) (casefile.Aside, error) {
			return m.Asides().Demand(w.Ctx, w.As("lead"), c.ID, x, &casefile.ScanFile{Name: "调取文书.jpg", Prints: said, Reader: bytes.NewReader(photoFile(t))}, nil)
		}
		bare, nameless := blob.Prints{None: true}, ask
		nameless.Order = ""
		if _, err := enter(nameless, bare); fault.Of(err).Field != "order" {
			t.Errorf("without an order: %v", err)
		}
		_, err := enter(ask, blob.Prints{})
		apptest.Refused(t, err, "mediation.guard.thumbprint")
		if n := len(filesOf(t, w)); n != 0 {
			t.Fatalf("what was refused leaves %d files", n)
		}
		if _, err = enter(ask, bare); err != nil {
			t.Fatal(err)
		}
		if c, err = m.Repo.Case(w.Ctx, w.Tenant(), c.ID); err != nil {
			t.Fatal(err)
		}
		n := c.Demands[0].ID
		if len(filesOf(t, w)) != 1 || len(c.Attachments) != 0 {
			t.Errorf("%d blobs, %d files of the case", len(filesOf(t, w)), len(c.Attachments))
		}
		report(t, everywhere(t, w, inMetadata))
		unread := func(a access.Actor) {
			t.Helper()
			if _, _, err := m.Asides().DemandScan(w.Ctx, a, c.ID, n); err == nil {
				t.Errorf("%+v reads the order", a.Posts)
			}
			for _, f := range []id.ID{n, c.ID} {
				if _, err := m.Download(w.Ctx, a, c.ID, f); err == nil {
					t.Errorf("%+v reads it as a file of the case", a.Posts)
				}
			}
		}
		for _, login := range []string{"clerk", "mediator", "lead", "other.clerk", "upper.lead", "admin", "statistician", "records"} {
			unread(w.As(login))
		}
		unread(w.Party(c, 0))
		officer := w.As("privacy")
		kind, body, err := m.Asides().DemandScan(w.Ctx, officer, c.ID, n)
		if err != nil || kind != blob.JPEG || len(body) == 0 {
			t.Fatalf("who decides reads %d bytes of %q: %v", len(body), kind, err)
		}
		own, err := m.Open(w.Ctx, w.Party(c, 0), c.ID, access.ForParty)
		if err != nil || len(own.Reads) == 0 || own.Reads[0].Purpose != access.ForDemand {
			t.Errorf("the reading is not shown: %+v, %v", own.Reads, err)
		}
		w.Clock.Add(time.Minute)
		c = w.Act(officer, c, mediation.Aside(casefile.AnswerDemand{Demand: n, Answer: casefile.Refuses, Reason: "walled", Text: "笔记不能提供。"}))
		pass(t, w, 4000*24*time.Hour)
		pass(t, w, 2*time.Hour)
		if left := filesOf(t, w); len(left) != 0 {
			t.Errorf("%d blobs are left of a case that is erased", len(left))
		}
		if _, _, err := m.Asides().DemandScan(w.Ctx, officer, c.ID, n); err == nil {
			t.Error("the order of an erased case opens")
		}
	})
}

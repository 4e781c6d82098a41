package app_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/casefile"
	"linli/platform/access"
	"linli/platform/blob/blobtest"
	"linli/platform/fault"
	"linli/platform/geo"
	"linli/platform/id"
	"linli/platform/notify"
	"linli/report"
)

// TestAReportTakesItsRoad: from the form to the queue, the handler, the public page and back to the reporter.
func TestAReportTakesItsRoad(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		handler := w.Handler()
		c, reporter := w.Submit(w.Issue())
		if c.Desk.Unit != w.Unit("V1") || !c.InQueue() || c.State != report.Received {
			t.Fatalf("it goes to %+v", c.Desk)
		}
		_, err := w.App.Report.Open(w.Ctx, handler, c.ID)
		apptest.Refused(t, err, "access.refused.report.read") // taking it opens it
		c = w.Answer(handler, c, report.Take{}, report.Accept{}, report.Start{}, report.Note{Text: "先问供电所"}, report.ReplyMeanwhile{Text: "正在等配件"})
		o, err := w.App.Report.Open(w.Ctx, handler, c.ID)
		if err != nil || o.Account.Text != w.Issue().Text || o.Account.Address != w.Issue().Address || o.Name != w.Issue().Name || len(o.Notes) != 1 {
			t.Fatalf("the handler reads %+v, %v", o, err)
		}
		c = w.Answer(handler, c, report.Publish{Text: "路灯不亮", Place: "桂花巷"}, report.Fix{Text: "换了灯"})
		c = w.Answer(reporter, c, report.Reopen{Text: "还是不亮"}, report.Reply{Text: "晚上八点看的"})
		c = w.Answer(handler, c, report.Fix{Text: "换了线"}, report.Recheck{Text: "看过了"}, report.Close{})
		if o, err = w.App.Report.Open(w.Ctx, reporter, c.ID); err != nil || o.Answers[c.Answer].Text != "换了线" || len(o.Notes) != 0 || len(o.Case.Notes) != 0 || o.Name != "" {
			t.Fatalf("the reporter reads %+v, %v", o, err)
		}
		if strings.Contains(mustJSON(t, o.Events), "note") {
			t.Error("the reporter learns that there are notes")
		}
		all, err := w.App.Report.Repo.Events(w.Ctx, w.Tenant(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		again, err := report.Replay(w.Tenant(), all)
		if err != nil || again.State != report.Closed || mustJSON(t, again) != mustJSON(t, c) {
			t.Errorf("a replay gives %+v, %v", again, err)
		}
		p, err := w.App.Report.PublicView(w.Ctx, w.Tenant(), c.PublicID)
		if err != nil || p.Text != "路灯不亮" || p.Place != "桂花巷" || !p.Published || p.Open || p.Fixed.IsZero() || p.Closed.IsZero() || p.Unit != w.Unit("V1") {
			t.Errorf("everybody reads %+v, %v", p, err)
		}
		c = w.Answer(handler, c, report.Unpublish{})
		if p, err = w.App.Report.PublicView(w.Ctx, w.Tenant(), c.PublicID); err != nil || p.Published || p.Text != "" || p.Place != "" {
			t.Errorf("taken back, everybody reads %+v, %v", p, err)
		}
	})
}

// TestAQueueIsOfItsUnit: who works there sees state and promises, the filters filter, the pages meet without a gap, and
// nobody else has a list.
func TestAQueueIsOfItsUnit(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		handler := w.Handler()
		var all []id.ID
		for i := range 7 {
			f := w.Issue()
			if i%2 == 1 {
				f = report.Submit{Unit: w.Unit("V1"), Category: "question", Text: "几点开门"}
			}
			c, _ := w.Submit(f)
			all = append(all, c.ID)
			w.Clock.Add(time.Hour)
		}
		w.Complain(w.Complaint())
		seen := map[id.ID]bool{}
		f := report.QueueFilter{Limit: 3}
		var last time.Time
		for {
			rows, next, err := w.App.Report.Queue(w.Ctx, handler, f)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range rows {
				if seen[r.ID] || r.Due.Before(last) || r.Unit != w.Unit("V1") || r.Received.IsZero() || r.Taken {
					t.Errorf("row %+v", r)
				}
				seen[r.ID], last = true, r.Due
			}
			if f.After = next; next.ID.IsZero() {
				break
			}
		}
		if len(seen) != len(all) {
			t.Errorf("%d rows of %d", len(seen), len(all))
		}
		for want, f := range map[int]report.QueueFilter{3: {Category: "question", Limit: 9}, 4: {Sort: "defect", Limit: 9}, 7: {State: report.Received, Limit: 9}, 0: {State: report.Closed, Limit: 9}} {
			if rows, _, err := w.App.Report.Queue(w.Ctx, handler, f); err != nil || len(rows) != want {
				t.Errorf("%+v: %d rows, %v", f, len(rows), err)
			}
		}
		c, _ := w.App.Report.Repo.Case(w.Ctx, w.Tenant(), all[0])
		w.Answer(handler, c, report.Take{})
		if mine, err := w.App.Report.Mine(w.Ctx, handler, 10); err != nil || len(mine) != 1 || mine[0].ID != all[0] {
			t.Errorf("mine: %v, %v", mine, err)
		}
		for _, login := range []string{"upper.lead", "other.clerk", "mediator", "privacy", "admin", "statistician"} {
			if rows, _, err := w.App.Report.Queue(w.Ctx, w.As(login), report.QueueFilter{Unit: w.Unit("V1"), Limit: 9}); len(rows) > 0 || err == nil {
				t.Errorf("%s lists %v, %v", login, rows, err)
			}
			_, _, err := w.App.Report.See(w.Ctx, w.As(login), all[0])
			apptest.Refused(t, err, "access.not_found")
		}
	})
}

// TestAlikeSuggestsOnly: near in place and time, of one category, never a grievance; joining is undone.
func TestAlikeSuggestsOnly(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		handler := w.Handler()
		at := func(lat float64) report.Submit {
			f := w.Issue()
			f.Point = geo.Point{Lat: lat, Long: 121.4}
			return f
		}
		first, reporter := w.Submit(at(31.2))
		far, _ := w.Submit(at(31.3))
		c, _ := w.Submit(at(31.2005))
		got, err := w.App.Report.Alike(w.Ctx, handler, c.ID)
		if err != nil || len(got) != 1 || got[0].Case.ID != first.ID || got[0].Metres < 40 || got[0].Metres > 70 {
			t.Fatalf("alike %+v, %v (far is %s)", got, err, far.ID)
		}
		c = w.Answer(handler, c, report.Take{}, report.Accept{}, report.Join{Into: first.ID})
		o, err := w.App.Report.Open(w.Ctx, handler, c.ID)
		if err != nil || o.With == nil || o.With.ID != first.ID {
			t.Errorf("joined: %+v, %v", o, err)
		}
		c = w.Answer(handler, c, report.Part{})
		if c.State != report.Accepted {
			t.Errorf("parted: %s", c.State)
		}
		complaint, _ := w.Complain(w.Complaint())
		_, err = w.App.Report.Act(w.Ctx, handler, c.ID, report.Join{Into: complaint.ID}, nil)
		apptest.Refused(t, err, "issue.guard.no_such_report")
		_, err = w.App.Report.Act(w.Ctx, reporter, first.ID, report.Join{Into: c.ID}, nil)
		apptest.Refused(t, err, "access.refused.report.join")
	})
}

// TestAReportGoesToWhoWorksThere: listed places, transfers, and units in which nobody works.
func TestAReportGoesToWhoWorksThere(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		w.Handler()
		lead := w.As("lead")
		place, err := w.App.Report.ListPlace(w.Ctx, lead, report.KnownPlace{Unit: w.Unit("V1"), Name: "河边小广场", Point: geo.Point{Lat: 31.2, Long: 121.4}})
		if err != nil {
			t.Fatal(err)
		}
		f := report.Submit{Category: "waste", Text: "垃圾没有清运", Known: place.ID}
		c, _ := w.Submit(f)
		if c.Desk.Unit != w.Unit("V1") || c.Place.Known != place.ID || c.Place.Point != place.Point {
			t.Errorf("at a listed place: %+v", c)
		}
		f.Known = id.ID{9}
		_, err = w.App.Report.Submit(w.Ctx, w.Anybody(), f, nil, nil)
		if x := fault.Of(err); x == nil || x.Field != "place_id" {
			t.Errorf("a place that is not listed: %v", err)
		}
		f.Known, f.Unit = id.ID{}, id.ID{9}
		_, err = w.App.Report.Submit(w.Ctx, w.Anybody(), f, nil, nil)
		if x := fault.Of(err); x == nil || x.Field == "" {
			t.Errorf("a unit that does not exist: %v", err)
		}
		_, err = w.App.Report.ListPlace(w.Ctx, w.As("clerk"), place)
		apptest.Refused(t, err, "access.refused.report.places")
		if err := w.App.Report.SetArea(w.Ctx, lead, w.Unit("V1"), geo.Box(geo.Point{Lat: 31, Long: 121}, geo.Point{Lat: 32, Long: 122})); err != nil {
			t.Fatal(err)
		}
		f = w.Issue()
		f.Point = geo.Point{Lat: 50, Long: 8}
		_, err = w.App.Report.Submit(w.Ctx, w.Anybody(), f, nil, nil)
		apptest.Refused(t, err, "geo.outside")
		c = w.Answer(lead, c, report.Assign{To: []id.ID{w.Hired("clerk").Account}})
		c = w.Answer(w.As("clerk"), c, report.Transfer{Unit: w.Unit("T"), Text: "由镇里清运"})
		if c.Desk.Unit != w.Unit("T") || !c.Handler.IsZero() {
			t.Errorf("handed over: %+v", c)
		}
		_, err = w.App.Report.Open(w.Ctx, w.As("clerk"), c.ID)
		apptest.Refused(t, err, "access.not_found")
	})
}

// TestAReportIsForgotten is refusal R7 for reports about a place: contact at once where asked, all of it after the term, and what
// everybody could read with it.
func TestAReportIsForgotten(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		handler := w.Handler()
		c, reporter := w.Submit(w.Issue())
		c = w.Answer(reporter, c, report.ForgetContact{})
		_, err := w.App.Report.Act(w.Ctx, reporter, c.ID, report.ForgetContact{}, nil)
		apptest.Refused(t, err, "issue.guard.no_contact")
		file, err := w.App.Report.Upload(w.Ctx, reporter, c.ID, "xmp.jpg", bytes.NewReader(blobtest.Photographs()[3].Raw))
		if err != nil {
			t.Fatal(err)
		}
		if c, err = w.App.Report.Repo.Case(w.Ctx, w.Tenant(), c.ID); err != nil {
			t.Fatal(err)
		}
		c = w.Answer(handler, c, report.Take{}, report.Accept{})
		if c, err = w.App.Report.Publish(w.Ctx, handler, c.ID, report.Publish{Text: "路灯不亮"}, []report.ShowPicture{{File: file.ID, Clear: true}}, nil); err != nil {
			t.Fatal(err)
		}
		if shown, err := w.App.Report.PublishedPicture(w.Ctx, w.Tenant(), c.PublicID, 0); err != nil || len(shown) == 0 || bytes.Contains(shown, []byte(blobtest.Planted)) {
			t.Errorf("everybody sees %d bytes, %v", len(shown), err)
		}
		c = w.Answer(handler, c, report.Fix{Text: "换了灯"})
		if o, err := w.App.Report.Open(w.Ctx, handler, c.ID); err != nil || o.Name != "" || o.Contact != "" || o.Account.Text == "" {
			t.Errorf("without a contact: %+v, %v", o, err)
		}
		w.Clock.Add(732 * 24 * time.Hour)
		if _, err := w.App.DoDue(w.Ctx); err != nil {
			t.Fatal(err)
		}
		o, err := w.App.Report.Open(w.Ctx, reporter, c.ID)
		if err != nil || o.Account.Text != "" || o.Case.Erased.IsZero() || o.Case.Located || !o.Case.Place.Point.IsZero() {
			t.Errorf("after the term: %+v, %v", o, err)
		}
		_, err = w.App.Report.PublicView(w.Ctx, w.Tenant(), c.PublicID)
		apptest.Refused(t, err, "report.not_found")
		_, err = w.App.Report.Repo.PublicPicture(w.Ctx, w.Tenant(), c.PublicID, 0)
		apptest.Refused(t, err, "reported.not_found")
		gone, author := w.Submit(w.Issue())
		gone = w.Answer(author, gone, report.Withdraw{})
		_, err = w.App.Report.PublicView(w.Ctx, w.Tenant(), gone.PublicID)
		apptest.Refused(t, err, "report.not_found")
		for _, word := range apptest.Planted {
			if strings.Contains(w.Log.String(), word) {
				t.Errorf("the log says %s", word)
			}
		}
	})
}

// TestPublicListsPageByTime: newest first, by category and state, never a question, never one about a unit.
func TestPublicListsPageByTime(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		handler := w.Handler()
		var all []report.Case
		for range 5 {
			c, _ := w.Submit(w.Issue())
			all = append(all, c)
			w.Clock.Add(time.Hour)
		}
		w.Submit(report.Submit{Unit: w.Unit("V1"), Category: "question", Text: "几点开门"})
		w.Complain(w.Complaint())
		w.Answer(handler, all[0], report.Take{}, report.Accept{}, report.Publish{Text: "路灯不亮"}, report.Fix{Text: "x"}, report.Close{})
		var got []id.ID
		f := report.PublicFilter{Until: w.Clock.Now().Add(time.Hour), Limit: 2}
		for {
			rows, next, err := w.App.Report.PublicList(w.Ctx, w.Tenant(), f)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range rows {
				got = append(got, r.Case)
			}
			if f.After = next; next.ID.IsZero() {
				break
			}
		}
		want := []id.ID{all[4].ID, all[3].ID, all[2].ID, all[1].ID, all[0].ID}
		if !slices.Equal(got, want) {
			t.Errorf("listed %v, want %v", got, want)
		}
		no := false
		for n, f := range map[int]report.PublicFilter{1: {Open: &no, Limit: 9}, 0: {Categories: []string{"waste"}, Limit: 9}, 5: {Unit: w.Unit("V1"), Limit: 9}, 2: {From: all[3].Received, Limit: 9}} {
			f.Until = w.Clock.Now().Add(time.Hour)
			if rows, _, err := w.App.Report.PublicList(w.Ctx, w.Tenant(), f); err != nil || len(rows) != n {
				t.Errorf("%+v: %d, want %d, %v", f, len(rows), n, err)
			}
		}
		if rows, _, err := w.App.Report.PublicList(w.Ctx, w.Tenant(), report.PublicFilter{Until: w.Clock.Now().Add(time.Hour), Published: true}); err != nil || len(rows) != 1 || rows[0].Text != "路灯不亮" {
			t.Errorf("published %v, %v", rows, err)
		}
	})
}

// TestARequestSentTwiceFilesOnce: the same key and words give the same code; the same key with other words is refused.
func TestARequestSentTwiceFilesOnce(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		w.Handler()
		ask := func(what string) *casefile.Request {
			r, err := casefile.NewRequest(id.ID{}, "submit:once", []byte(what))
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
		first, err := w.App.Report.Submit(w.Ctx, w.Anybody(), w.Issue(), ask("a"), nil)
		if err != nil || first.Replayed {
			t.Fatal(err)
		}
		again, err := w.App.Report.Submit(w.Ctx, w.Anybody(), w.Issue(), ask("a"), nil)
		if err != nil || again.Code != first.Code || !again.Replayed {
			t.Errorf("%+v, %v", again, err)
		}
		if _, err = w.App.Report.Submit(w.Ctx, w.Anybody(), w.Issue(), ask("b"), nil); !errors.Is(err, casefile.ErrKeyReused) {
			t.Errorf("other words: %v", err)
		}
	})
}

// TestAGrievanceTouchesItsOwnRowsOnly: refusal R4. The unit that it is about has no list, count or notice that changes.
func TestAGrievanceTouchesItsOwnRowsOnly(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		w.Handler()
		w.Submit(w.Issue())
		f := w.Complaint()
		f.Category, f.Mediator = "grievance", id.ID{}
		c, author := w.Complain(f)
		if c.Desk.Unit != w.Unit("T") || c.Desk.Post != access.Lead || !c.PublicID.IsZero() {
			t.Fatalf("%+v", c)
		}
		for _, login := range append(slices.Clone(outside), "clerk") {
			a := w.As(login)
			for _, event := range report.Commands.Events() {
				cmd, err := report.Commands.Decode(event, nil)
				if err != nil {
					t.Fatal(err)
				}
				_, err = w.App.Report.Act(w.Ctx, a, c.ID, cmd, nil)
				apptest.Refused(t, err, "access.not_found")
			}
			_, err := w.App.Report.Alike(w.Ctx, a, c.ID)
			apptest.Refused(t, err, "access.not_found")
			if rows, _, _ := w.App.Report.Queue(w.Ctx, a, report.QueueFilter{Limit: 50}); slices.ContainsFunc(rows, func(r report.QueueRow) bool { return r.ID == c.ID }) {
				t.Errorf("%s lists it", login)
			}
			if told, err := w.App.Queue.Unread(w.Ctx, w.Tenant(), w.Hired(login).Account, 10); err != nil || slices.ContainsFunc(told, func(n notify.Notice) bool { return n.Case == c.ID }) {
				t.Errorf("%s is told: %v", login, err)
			}
		}
		if rows, _, err := w.App.Report.PublicList(w.Ctx, w.Tenant(), report.PublicFilter{Until: w.Clock.Now().Add(time.Hour)}); err != nil || len(rows) != 1 {
			t.Errorf("the public list has %d rows, %v", len(rows), err)
		}
		upper := w.As("upper.lead")
		c = w.Answer(upper, c, report.Take{}, report.Accept{}, report.GiveAnswer{Text: "已经查过"})
		c = w.Answer(author, c, report.AskReview{Text: "不同意"})
		c = w.Answer(w.As("privacy"), c, report.Take{}, report.DecideReview{Text: "维持"})
		_, err := w.App.Report.Act(w.Ctx, author, c.ID, report.AskSecondReview{Text: "还是不同意"}, nil)
		apptest.Refused(t, err, "report.guard.nobody_reviews") // one officer, who decided already
	})
}

func mustJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

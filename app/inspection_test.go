package app_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/platform/access"
	"linli/platform/blob"
	"linli/platform/calendar"
	"linli/platform/fault"
	"linli/promise"
	"linli/report"
	"linli/report/inspection"
)

// snap is a small photograph.
func snap(t *testing.T) *bytes.Buffer {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewRGBA(image.Rect(0, 0, 40, 30)), nil); err != nil {
		t.Fatal(err)
	}
	return &b
}

func shopRecord(wrong string) inspection.Record {
	r := inspection.Record{Answers: map[string]string{"exits": inspection.Fine, "extinguishers": inspection.Fine, "storage": inspection.NotHere}, NamesNobody: true}
	if wrong != "" {
		r.Answers["exits"], r.Found = inspection.Found, map[string]string{"exits": wrong}
	}
	return r
}

// TestAnInspectionToItsEnd goes from the spot over the order to the approved opinion, and to retention: what was written is sealed,
// read with a row that says so, and gone in the end. The fold of its events is the case.
func TestAnInspectionToItsEnd(t *testing.T) {
	apptest.EachTown(t, func(t *testing.T, w *apptest.World, market inspection.Place) {
		s, inspector := w.App.Inspect, w.As("inspector")
		c, err := s.Begin(w.Ctx, inspector, inspection.Begin{Unit: w.Unit("V1"), Place: market.ID, Checklist: "shop"}, nil)
		if err != nil {
			t.Fatal(err)
		}
		_, err = s.Upload(w.Ctx, inspector, c.ID, "a.jpg", blob.Prints{}, snap(t))
		apptest.Refused(t, err, "mask.say")
		upload := func() inspection.Attachment {
			t.Helper()
			w.Clock.Add(time.Minute)
			f, err := s.Upload(w.Ctx, inspector, c.ID, "a.jpg", blob.Prints{At: []blob.Area{{X: 0, Y: 0, W: 500, H: 500}}}, snap(t))
			if err != nil {
				t.Fatal(err)
			}
			return f
		}
		photo := upload()
		c = w.Inspect("inspector", c, shopRecord("东侧出口堆放纸箱"), inspection.GiveOrder{Days: 7, Text: "清理出口"})
		o, err := s.Open(w.Ctx, inspector, c.ID, access.ForWork)
		if err != nil {
			t.Fatal(err)
		}
		if order := o.Words[c.Order().ID]; order.Recipient != "柳树市场管理有限公司" || !strings.Contains(order.Contact, "0188") || o.Words[c.Record].Items[1] != "东侧出口堆放纸箱" {
			t.Errorf("%+v", o.Words)
		}
		if reads, err := s.Reads.Readings(w.Ctx, w.Tenant(), c.ID, inspector.Party, time.Time{}, 5); err != nil || len(reads) == 0 {
			t.Errorf("no reading was written down: %v", err)
		}
		if d, err := s.Download(w.Ctx, inspector, c.ID, photo.ID); err != nil || len(d.Small) == 0 {
			t.Errorf("%v", err)
		}
		rows, err := s.Due(w.Ctx, w.As("lead"), promise.Filter{Until: w.Clock.Now().AddDate(0, 1, 0), Limit: 10})
		if err != nil || len(rows) != 1 || rows[0].Rule != "inspection_recheck" {
			t.Errorf("%v, %v", rows, err)
		}
		upload()
		c = w.Inspect("inspector", c, inspection.Reinspect{Mended: []int{1}, Text: "出口已清理"})
		_, err = s.Act(w.Ctx, inspector, c.ID, inspection.Approve{}, nil)
		apptest.Refused(t, err, "access.refused.inspection.approve")
		c = w.Inspect("lead", c, inspection.Approve{}, inspection.Close{})

		events, err := s.Repo.Events(w.Ctx, w.Tenant(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		again, err := inspection.Replay(w.Tenant(), events)
		kept, err2 := s.Repo.Case(w.Ctx, w.Tenant(), c.ID)
		if err != nil || err2 != nil || !reflect.DeepEqual(again, kept) {
			t.Errorf("%v %v\n%+v\n%+v", err, err2, again, kept)
		}
		covered, err := s.Coverage(w.Ctx, w.Tenant(), w.Unit("T"), "market", calendar.Date{Year: 2026, Month: 3, Day: 1}, calendar.Date{Year: 2026, Month: 3, Day: 31})
		if err != nil || len(covered) != 1 || covered[0] != (inspection.Covered{Kind: "market", Listed: 1, Looked: 1}) {
			t.Errorf("%v, %v", covered, err)
		}

		w.Clock.Add(1096 * 24 * time.Hour)
		if err := s.RetentionOver(w.Ctx, w.Tenant(), c.ID); err != nil {
			t.Fatal(err)
		}
		if o, err = s.Open(w.Ctx, inspector, c.ID, access.ForWork); err != nil || len(o.Words) != 0 || o.Case.Erased.IsZero() {
			t.Errorf("%+v, %v", o, err)
		}
	})
}

// TestWhoInspects: every role × every act, of one's own unit and of another. Whoever has nothing to do with it learns nothing.
func TestWhoInspects(t *testing.T) {
	apptest.EachTown(t, func(t *testing.T, w *apptest.World, market inspection.Place) {
		w.Hire("inspector.V2", "V2", access.Inspector)
		c, err := w.App.Inspect.Begin(w.Ctx, w.As("inspector"), inspection.Begin{Unit: w.Unit("V1"), Place: market.ID, Checklist: "fire"}, nil)
		if err != nil {
			t.Fatal(err)
		}
		for login, want := range map[string]string{"inspector": "", "lead": "", "records": "", "clerk": "access.not_found", "mediator": "access.not_found", "inspector.V2": "access.not_found",
			"upper.lead": "access.not_found", "admin": "access.not_found", "privacy": "access.not_found", "statistician": "access.not_found"} {
			got := ""
			if _, err := w.App.Inspect.Open(w.Ctx, w.As(login), c.ID, access.ForWork); err != nil {
				got = fault.Of(err).Key
			}
			if got != want {
				t.Errorf("%s: %q, want %q", login, got, want)
			}
		}
		for login, want := range map[string]string{"lead": "access.refused.inspection.cancel", "records": "access.refused.inspection.cancel", "inspector.V2": "access.not_found"} {
			_, err := w.App.Inspect.Act(w.Ctx, w.As(login), c.ID, inspection.Cancel{}, nil)
			apptest.Refused(t, err, want)
		}
		_, err = w.App.Inspect.Begin(w.Ctx, w.As("inspector.V2"), inspection.Begin{Unit: w.Unit("V2"), Place: market.ID, Checklist: "fire"}, nil)
		apptest.Refused(t, err, "form.choose")
	})
}

// TestTheRegisterAsATable: a file with a bad row writes nothing; a good one is read again without a change, and taken back whole.
func TestTheRegisterAsATable(t *testing.T) {
	apptest.EachTown(t, func(t *testing.T, w *apptest.World, market inspection.Place) {
		s, lead, units := w.App.Inspect, w.As("upper.lead"), inspection.UnitCodes{"V1": w.Unit("V1"), "V2": w.Unit("V2"), "T": w.Unit("T")}
		bad := "unit,kind,name,lat,long,operator\nV1,square,中心广场,31.3,121.5,\nV9,square,没有的村,,,\nV1,home,三号楼,,,\nV2,shop,石桥小店,31.3,,\nV1,square,中心广场,,,\nV2,park,桥头公园,,,公园公司\n"
		out, err := s.ImportPlaces(w.Ctx, lead, w.Unit("T"), units, []byte(bad))
		if err != nil {
			t.Fatal(err)
		}
		var told []string
		for _, r := range out.Rejected {
			told = append(told, r.Field+" "+fault.Of(r.Err).Key)
		}
		if got := strings.Join(told, "; "); got != "unit form.choose; kind inspection.place.kind; long geo.long_missing; name inspection.import.twice; operator inspection.place.no_operator" {
			t.Error(got)
		}
		if all, _ := s.Register(w.Ctx, lead, w.Unit("T"), true); len(all) != 1 {
			t.Errorf("%d places after a file with bad rows", len(all))
		}
		good := "Unit,Kind,Name,Area,Lat,Long,Keeper,Operator,Contact,负责人,\nV1,square,中心广场,村中,31.3,121.5,handler,,,王某,\nV2,shop,石桥小店,,,,,石桥供销有限公司,小店办公室\nV1,market,柳树村市场,村西,31.2,121.4,inspector,柳树市场管理有限公司,\n"
		if out, err = s.ImportPlaces(w.Ctx, lead, w.Unit("T"), units, []byte(good)); err != nil || out.New != 2 || out.Changed != 1 || len(out.Rejected) > 0 || !slices.Equal(out.Unread, []string{"负责人"}) {
			t.Fatalf("%+v, %v", out, err)
		}
		var table bytes.Buffer
		if err := s.ExportPlaces(w.Ctx, lead, w.Unit("T"), units, &table); err != nil || strings.Contains(table.String(), "小店办公室") {
			t.Errorf("%v\n%s", err, table.String())
		}
		if again, err := s.ImportPlaces(w.Ctx, lead, w.Unit("T"), units, table.Bytes()); err != nil || again.Unchanged != 3 || !again.Run.IsZero() {
			t.Errorf("%+v, %v", again, err)
		}
		if n, err := s.UndoPlaces(w.Ctx, lead, w.Unit("T"), out.Run); err != nil || n != 3 {
			t.Errorf("%d, %v", n, err)
		}
		_, err = s.UndoPlaces(w.Ctx, lead, w.Unit("T"), out.Run)
		apptest.Refused(t, err, "inspection.import.undone")
		all, err := s.Register(w.Ctx, lead, w.Unit("T"), true)
		if err != nil || len(all) != 1 || all[0].Area != "村东" || !all[0].HasContact || !all[0].ClosedAt.IsZero() {
			t.Errorf("%+v, %v", all, err)
		}
		if listed, err := w.App.Report.Places(w.Ctx, w.Tenant()); err != nil || len(listed) != 1 || listed[0].Name != "柳树村市场" {
			t.Errorf("what a report can name: %+v, %v", listed, err)
		}
		_, err = s.ImportPlaces(w.Ctx, w.As("clerk"), w.Unit("V1"), units, []byte(good))
		apptest.Refused(t, err, "access.refused.inspection.places")
		if err := s.EndPlace(w.Ctx, w.As("lead"), market.ID); err != nil {
			t.Fatal(err)
		}
		if at, err := s.Contact(w.Ctx, w.As("lead"), market.ID); err != nil || at != "" {
			t.Errorf("the contact of a place that left the register: %q, %v", at, err)
		}
	})
}

// TestARoundOfPublicPlaces: a village goes to its own public places, writes down what the checklist says and nobody, and its return
// is counted by the month of the office's zone.
func TestARoundOfPublicPlaces(t *testing.T) {
	apptest.EachTown(t, func(t *testing.T, w *apptest.World, market inspection.Place) {
		s, inspector := w.App.Inspect, w.As("inspector")
		square, err := s.PutPlace(w.Ctx, inspector, inspection.Place{KnownPlace: report.KnownPlace{Unit: w.Unit("V1"), Name: "河边广场"}, Kind: "square", Keeper: access.Inspector}, "")
		if err != nil {
			t.Fatal(err)
		}
		visit := inspection.Visited{Unit: w.Unit("V1"), Place: square.ID, Checklist: "public_place",
			Answers: map[string]string{"lighting": inspection.Found, "surface": inspection.Fine, "barriers": inspection.Fine, "signs": inspection.NotHere}}
		_, err = s.Visit(w.Ctx, inspector, visit)
		apptest.Refused(t, err, "form.choose") // what follows of it
		visit.Became = inspection.FollowReport
		if _, err = s.Visit(w.Ctx, inspector, visit); err != nil {
			t.Fatal(err)
		}
		_, err = s.Visit(w.Ctx, w.As("lead"), visit)
		apptest.Refused(t, err, "access.refused.inspection.visit")
		day := calendar.DateOf(w.Clock.Now(), time.UTC)
		r, err := s.Round(w.Ctx, w.As("lead"), w.Unit("V1"), day)
		if err != nil || r.Count != (inspection.Count{Places: 2, Visited: 1, Visits: 1, Found: 1, Reports: 1}) || r.Count.Coverage() != 50 || r.By.String() != "2026-03-23" {
			t.Errorf("%+v, %v", r, err)
		}
		if next, err := s.Round(w.Ctx, w.As("lead"), w.Unit("V1"), day.AddMonths(1)); err != nil || next.Count.Visited != 0 {
			t.Errorf("%+v, %v", next, err)
		}
	})
}

// TestASupervisedCaseIsPublished: everybody reads the words that were written for it, and a deadline that passes is told up the chain.
func TestASupervisedCaseIsPublished(t *testing.T) {
	apptest.EachTown(t, func(t *testing.T, w *apptest.World, market inspection.Place) {
		s := w.App.Inspect
		c, err := s.Begin(w.Ctx, w.As("inspector"), inspection.Begin{Unit: w.Unit("V1"), Place: market.ID, Checklist: "shop"}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Upload(w.Ctx, w.As("inspector"), c.ID, "a.jpg", blob.Prints{None: true}, snap(t)); err != nil {
			t.Fatal(err)
		}
		c = w.Inspect("inspector", c, shopRecord("内部的话"), inspection.Escalate{Body: "fire", Text: "通道被占用"})
		c = w.Inspect("lead", c, inspection.Supervise{Days: 30, Text: "长期堵塞"})
		if err := s.Tick(w.Ctx, w.Tenant()); err != nil {
			t.Fatal(err)
		}
		w.Clock.Add(9 * 24 * time.Hour)
		if err := s.Tick(w.Ctx, w.Tenant()); err != nil {
			t.Fatal(err)
		}
		told, err := w.App.Queue.Unread(w.Ctx, w.Tenant(), w.Hired("upper.lead").Account, 10)
		if err != nil || len(told) == 0 || told[0].Key != "inspection.notice.late" {
			t.Errorf("%v, %v", told, err)
		}
		w.Inspect("lead", c, inspection.Publish{Text: "柳树村市场东侧出口堵塞，限期整改。", NamesNobody: true})
		all, err := s.Supervised(w.Ctx, w.Tenant())
		if err != nil || len(all) != 1 || all[0].Text != "柳树村市场东侧出口堵塞，限期整改。" || all[0].Place != "柳树村市场" {
			t.Errorf("%+v, %v", all, err)
		}
		site, err := w.App.Site(&url.URL{Scheme: "http", Host: "localhost:8080"})
		if err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequest(http.MethodGet, "/supervised", nil) // as anybody reads it, signed in nowhere
		r.Host, r.RemoteAddr = "localhost:8080", "127.0.0.1:4711"
		page := httptest.NewRecorder()
		site.Handler.ServeHTTP(page, r)
		if page.Code != http.StatusOK || !strings.Contains(page.Body.String(), all[0].Text) {
			t.Errorf("the public page: %d %.300s", page.Code, page.Body)
		}
	})
}

// TestTheRegisterCountsAsItStood: a place that is added, changed or taken out afterwards changes neither the coverage nor the round of a
// month that is over; it counts from then on.
func TestTheRegisterCountsAsItStood(t *testing.T) {
	apptest.EachTown(t, func(t *testing.T, w *apptest.World, market inspection.Place) {
		s, inspector := w.App.Inspect, w.As("inspector")
		put := func(p inspection.Place) inspection.Place {
			t.Helper()
			p.Unit, p.Keeper = w.Unit("V1"), access.Inspector
			p, err := s.PutPlace(w.Ctx, inspector, p, "")
			if err != nil {
				t.Fatal(err)
			}
			return p
		}
		first := calendar.Date{Year: 2026, Month: 3, Day: 1}
		counted := func(month calendar.Date) ([]inspection.Covered, inspection.Count) {
			t.Helper()
			covered, err := s.Coverage(w.Ctx, w.Tenant(), w.Unit("T"), "", month, month.AddMonths(1).AddDays(-1))
			if err != nil {
				t.Fatal(err)
			}
			r, err := s.Round(w.Ctx, w.As("lead"), w.Unit("V1"), month)
			if err != nil {
				t.Fatal(err)
			}
			return covered, r.Count
		}
		square := put(inspection.Place{KnownPlace: report.KnownPlace{Name: "河边广场"}, Kind: "square"})
		covered, count := counted(first)
		if len(covered) != 2 || covered[0].Listed != 1 || covered[1].Listed != 1 || count.Places != 2 {
			t.Fatalf("%+v, %+v", covered, count)
		}
		w.Clock.Set(time.Date(2026, 4, 10, 0, 0, 0, 0, time.UTC))
		put(inspection.Place{KnownPlace: report.KnownPlace{Name: "新市场"}, Kind: "market"})
		square.Kind = "market"
		put(square)
		if err := s.EndPlace(w.Ctx, inspector, market.ID); err != nil {
			t.Fatal(err)
		}
		if again, now := counted(first); !reflect.DeepEqual(again, covered) || now != count {
			t.Errorf("March was %+v, %+v and is %+v, %+v", covered, count, again, now)
		}
		if covered, count = counted(first.AddMonths(1)); len(covered) != 1 || covered[0] != (inspection.Covered{Kind: "market", Listed: 2}) || count.Places != 2 {
			t.Errorf("April: %+v, %+v", covered, count)
		}
		if past, _ := counted(first.AddMonths(-1)); len(past) != 0 {
			t.Errorf("February knows places that came in March: %+v", past)
		}
	})
}

package resident_test

import (
	"net/http"
	"testing"
	"time"

	"linli/platform/access"
	"linli/report"
	"linli/report/recipient"
)

// TestAPlaceOnTheMapGoesWithTheReport: what was chosen on a map is carried to the end, converted from the map's own numbers, and
// a place that is none is told where the address is asked.
func TestAPlaceOnTheMapGoesWithTheReport(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.Handler()
		b := s.browser(t)
		_, what := b.get("/report?lang=en")
		_, where := b.send("/report", with(fields(what), "category", "street_light"))
		says(t, where, "Where it is")
		_, wrong := b.send("/report", with(fields(where), "lat", "31.23", "datum", "gcj02"))
		says(t, wrong, "There is a latitude without a longitude.", `href="#address"`)
		_, tell := b.send("/report", with(fields(where), "lat", "31.228540", "long", "121.478319", "datum", "gcj02", "unit", s.Unit("V1").String()))
		_, you := b.send("/report", with(fields(tell), "description", "The second lamp at the bridge is dark.", "q_fault", "out"))
		_, check := b.send("/report", fields(you))
		says(t, check, "chosen on the map: 31.228540, 121.478319")
		if status, slip := b.send("/report", fields(check)); status != http.StatusOK || !digitsShown.MatchString(slip) {
			t.Fatalf("%d %s", status, visible(slip))
		}
		rows, _, err := s.App.Report.Queue(s.Ctx, s.As("clerk"), report.QueueFilter{})
		if err != nil || len(rows) != 1 {
			t.Fatalf("%v, %v", rows, err)
		}
		c, err := s.App.Report.Repo.Case(s.Ctx, s.Tenant(), rows[0].ID)
		if p := c.Place.Point; err != nil || p.Lat < 31.23 || p.Lat > 31.231 || p.Long < 121.4735 || p.Long > 121.474 {
			t.Errorf("the place is %v, want it in WGS 84: 31.2304, 121.4737 or so (%v)", p, err)
		}
	})
}

// TestTheReporterSeesWhatWasSentElsewhere: the words that another office got, how it stands there and what it says, in three
// languages; nobody is told to turn there.
func TestTheReporterSeesWhatWasSentElsewhere(t *testing.T) {
	pages(t, func(t *testing.T, s *site) {
		f := s.Issue()
		f.MayPass = true
		filed, err := s.App.Report.Submit(s.Ctx, s.Anybody(), f, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		passphrase, err := s.App.Report.FirstSlip(s.Ctx, s.Tenant(), filed.Code)
		if err != nil {
			t.Fatal(err)
		}
		to, err := s.App.Recipients.Add(s.Ctx, s.As("admin"), recipient.Entry{Name: "市路灯所", URL: "https://city.example/v2", Takes: map[string]string{f.Category: "1"}})
		if err != nil {
			t.Fatal(err)
		}
		c, _ := s.Complained(filed.Code)
		c = s.Answer(s.Handler(), c, report.Take{}, report.Accept{}, report.Forward{To: to.ID, Text: "路口的灯不亮", Place: "人民路口", Answers: []report.Choice{{Question: "fault", Values: []string{"out"}}}})
		b, at := s.browser(t), "/r/"+filed.Code.String()
		b.get(at)
		b.post(at, "digits", passphrase)
		_, body := b.get(at)
		says(t, body, "On its way", "路口的灯不亮")
		linli := access.Actor{Kind: access.System, Tenant: s.Tenant(), Via: "job"}
		s.Answer(linli, c, report.Delivered{To: to.ID, Remote: "0077"}, report.Hear{To: to.ID, Status: "open", As: s.Clock.Now(), Name: "市路灯所", Text: "已派人"})
		for lang, want := range map[string][]string{
			"en":      {"Sent to other offices", "They work on it · Their number: 0077", "The words for them", "Chosen answers Out", "What the other office says", "From 市路灯所"},
			"zh-Hans": {"转送给其他单位的内容", "对方正在处理 · 对方编号：0077", "转送的文字", "其他单位的答复", "没有您的姓名和联系方式"},
			"zh-Hant": {"轉送其他單位的內容", "對方正在處理 · 對方編號：0077", "轉送的文字", "其他單位的答覆", "不含您的姓名與聯絡方式"}} {
			b.lang = lang
			_, body := b.get(at)
			says(t, visible(body), append(want, "市路灯所", "路口的灯不亮", "人民路口", "已派人")...)
			silent(t, body, "Turn to", "应当找", "應找")
		}
	})
}

// TestTheReporterReadsWhoAnswersNow: the unit that handled a report has ended, and its page says who does now and where people are received.
func TestTheReporterReadsWhoAnswersNow(t *testing.T) {
	pages(t, func(t *testing.T, s *site) {
		filed, err := s.App.Report.Submit(s.Ctx, s.Anybody(), s.Issue(), nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		passphrase, err := s.App.Report.FirstSlip(s.Ctx, s.Tenant(), filed.Code)
		if err != nil {
			t.Fatal(err)
		}
		b, at := s.browser(t), "/r/"+filed.Code.String()
		b.get(at)
		b.post(at, "digits", passphrase)
		b.lang = "en"
		_, body := b.get(at)
		silent(t, body, "Another unit helps you now")
		s.Hire("other.lead", "V2", access.Lead, access.Handler)
		if err := s.App.Office.CloseUnit(s.Ctx, s.As("admin"), s.Unit("V1"), s.Clock.Now(), s.Unit("V2")); err != nil {
			t.Fatal(err)
		}
		s.Clock.Add(time.Minute)
		for range 2 { // from the instant of the end, and once the report has gone over
			for lang, want := range map[string]string{"en": "every day that was promised to you stays the same", "zh-Hans": "答应您的每个日期也不变", "zh-Hant": "答應您的每個日期也不變"} {
				b.lang = lang
				_, body := b.get(at)
				says(t, visible(body), want, s.Villages[0], s.Villages[1])
			}
			if err := s.App.Tick(s.Ctx); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// TestTheAuthorReadsWhoIsLeftToAnswer: where everybody at the desk of a complaint is barred its page says who has it now, and where nobody is
// left in the office, who outside it can be turned to.
func TestTheAuthorReadsWhoIsLeftToAnswer(t *testing.T) {
	pages(t, func(t *testing.T, s *site) {
		code, err := s.App.Report.File(s.Ctx, s.Anybody(), s.Complaint(), nil)
		if err != nil {
			t.Fatal(err)
		}
		passphrase, err := s.App.Report.FirstSlip(s.Ctx, s.Tenant(), code)
		if err != nil {
			t.Fatal(err)
		}
		b, at := s.browser(t), "/r/"+code.String()
		b.get(at)
		b.post(at, "digits", passphrase)
		reads := func(want map[string]string) {
			t.Helper()
			s.Clock.Add(time.Minute)
			if err := s.App.Tick(s.Ctx); err != nil {
				t.Fatal(err)
			}
			for lang, text := range want {
				b.lang = lang
				_, body := b.get(at)
				says(t, visible(body), text)
			}
		}
		s.Take("upper.lead", "T", access.Lead)
		s.Give("lead", "T", access.Lead)
		reads(map[string]string{"en": "everybody is barred from it by now", "zh-Hans": "答应您的每个日期都不变", "zh-Hant": "答應您的每個日期都不變"})
		s.Take("privacy", "T", access.Privacy)
		s.Give("mediator", "T", access.Privacy)
		reads(map[string]string{"en": "You need not wait", "zh-Hans": "您不必等待", "zh-Hant": "您不必等待"})
	})
}

package e2e_test

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/jpeg"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/platform/geo"
	"linli/platform/i18n"
	"linli/report"
)

// TestReports has somebody report a street lamp from a telephone without an account: a handler fixes it, the reporter says that
// it is not fixed, and reads what was done.
func TestReports(t *testing.T) {
	scene{scenarios: []string{"scenarios/reports.mjs"}, logins: []string{"clerk", "lead"}, data: func(t *testing.T, w *apptest.World) map[string]any {
		w.Handler()
		place, err := w.App.Report.ListPlace(w.Ctx, w.As("lead"), report.KnownPlace{Unit: w.Unit("V1"), Name: "河边小广场", Point: geo.Point{Lat: 31.2, Long: 121.4}})
		if err != nil {
			t.Fatal(err)
		}
		first := report.Submit{Category: "street_light", Text: "桥头路灯不亮", Known: place.ID, Answers: map[string][]string{"fault": {"out"}}}
		w.Submit(first)
		return map[string]any{"place": place.ID.String()}
	}}.play(t)
}

// TestAReportAtTheCounter has a clerk write down what somebody says on the telephone.
func TestAReportAtTheCounter(t *testing.T) {
	scene{scenarios: []string{"scenarios/counter_report.mjs"}, logins: []string{"clerk"}, data: func(t *testing.T, w *apptest.World) map[string]any {
		w.Handler()
		place, err := w.App.Report.ListPlace(w.Ctx, w.As("lead"), report.KnownPlace{Unit: w.Unit("V1"), Name: "3 栋门口", Point: geo.Point{Lat: 31.2, Long: 121.4}})
		if err != nil {
			t.Fatal(err)
		}
		return map[string]any{"place": place.ID.String()}
	}}.play(t)
}

// TestTheRightsOfAReporter has somebody without a name take a copy along, have something put right, and ask to be erased.
func TestTheRightsOfAReporter(t *testing.T) {
	scene{scenarios: []string{"scenarios/rights.mjs"}, logins: []string{"clerk", "records"}, data: func(t *testing.T, w *apptest.World) map[string]any {
		handler := w.Handler()
		return each(func(i18n.Language) map[string]any {
			c, reporter := w.Submit(report.Submit{Unit: w.Unit("V1"), Category: "street_light", Text: "灯杆歪了，晚上不亮。", Address: "桥头", Answers: map[string][]string{"fault": {"post"}}, MayPass: true})
			slips, err := w.App.Report.Repo.Slips(w.Ctx, w.Tenant(), c.ID)
			if err != nil {
				t.Fatal(err)
			}
			digits, err := w.App.Report.FirstSlip(w.Ctx, w.Tenant(), slips[0].Code)
			if err != nil {
				t.Fatal(err)
			}
			w.Answer(reporter, c, report.TellByMail{Address: "reporter@example.org", Language: "zh-Hans"})
			letter, err := w.App.Report.Letter(w.Ctx, w.Tenant(), c.ID, true)
			if err != nil {
				t.Fatal(err)
			}
			w.Answer(handler, c, report.Take{}, report.Accept{}, report.Note{Text: "先问供电所"}, report.Publish{Text: "路灯不亮"}, report.Fix{Text: "先换灯泡，再扶正灯杆。"})
			return map[string]any{"slip": map[string]string{"code": slips[0].Code.String(), "digits": digits}, "mail": letter.Digits, "at": "/reports/" + c.ID.String()}
		})
	}}.play(t)
}

// TestAReportWaitsForItsLine has somebody without an account write down a report where there is no line, and send it later.
func TestAReportWaitsForItsLine(t *testing.T) {
	scene{scenarios: []string{"scenarios/report_later.mjs"}, data: func(t *testing.T, w *apptest.World) map[string]any {
		w.Handler()
		var b bytes.Buffer
		if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 320, 240)), nil); err != nil {
			t.Fatal(err)
		}
		return map[string]any{"picture": base64.StdEncoding.EncodeToString(b.Bytes()), "now": w.Clock.Now().Format(time.RFC3339)}
	}}.play(t)
}

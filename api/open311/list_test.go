package open311_test

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/platform/blob/blobtest"
	"linli/platform/georeport"
	"linli/platform/id"
	"linli/report"
)

// TestListsAndPages: every filter, and pages under inserts.
func TestListsAndPages(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		c := open(t, w)
		var all []string
		for i := range 5 {
			all = append([]string{c.filed(t, c.lamp(fmt.Sprint("lamp ", i)))}, all...)
			w.Clock.Add(time.Minute)
		}
		hole := c.filed(t, url.Values{"api_key": {c.key}, "service_code": {"road_surface"}, "address_string": {"人民大道"}, "description": {"a hole"}})
		for query, want := range map[string]string{
			"service_code=street_light":                                             strings.Join(all, " "),
			"service_code=road_surface,street_light":                                hole + " " + strings.Join(all, " "),
			"service_code=%25":                                                      "",
			"service_code=street_light&page_size=2":                                 strings.Join(all[:2], " "),
			"service_code=street_light&page_size=2&page=3":                          all[4],
			"service_code=street_light&page_size=2&page=4":                          "",
			"status=closed":                                                         "",
			"status=open&service_code=road_surface":                                 hole,
			"service_request_id=" + all[3] + "," + hole + ",nonsense&status=closed": all[3] + " " + hole,
			"end_date=2001-01-01T00:00:00Z":                                         "",
			"service_code=road_surface&jurisdiction_id=" + w.Office.Tenant.Slug:     hole,
			"jurisdiction_id=" + w.Office.Tenant.Slug + ":V2":                       "",
		} {
			if got := ids(c.list(t, query)); got != want {
				t.Errorf("%s:\n%s\nwant\n%s", query, got, want)
			}
		}
		// With an end, a page does not shift when something new comes in between.
		end := url.QueryEscape(w.App.Clock.Now().Format(time.RFC3339))
		first := ids(c.list(t, "service_code=street_light&page_size=3&end_date="+end))
		w.Clock.Add(time.Minute)
		c.filed(t, c.lamp("in between"))
		second := ids(c.list(t, "service_code=street_light&page_size=3&page=2&end_date="+end))
		if first+" "+second != strings.Join(all, " ") {
			t.Errorf("%s and %s of %v", first, second, all)
		}
	})
}

// TestAHomeIsNotShown: where a category rounds places, it rounds times, too, and no filter tells more.
func TestAHomeIsNotShown(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		c := open(t, w)
		came := w.App.Clock.Now()
		waste := url.Values{"api_key": {c.key}, "service_code": {"waste"}, "lat": {"31.2304"}, "long": {"121.4737"}, "description": {"Rubbish at a door"}}
		one := c.filed(t, waste)
		if rows := c.list(t, "service_code=waste"); len(rows) != 0 {
			t.Errorf("it is listed before its week is over: %v", rows)
		}
		zone, err := time.LoadLocation(w.Office.Tenant.Zone)
		if err != nil {
			t.Fatal(err)
		}
		if r := c.list(t, "service_request_id="+one)[0]; !r.Requested.Equal(report.Week(came, zone)) || r.Updated != r.Requested {
			t.Errorf("who has its number: %v", r)
		}
		narrow := "service_code=waste&start_date=" + url.QueryEscape(came.Add(-time.Minute).Format(time.RFC3339)) + "&end_date=" + url.QueryEscape(came.Add(time.Minute).Format(time.RFC3339))
		w.Clock.Add(7 * 24 * time.Hour)
		if got := c.list(t, narrow); len(got) != 0 {
			t.Errorf("a filter tells the minute: %v", got)
		}
		if rows := c.list(t, "service_code=waste"); len(rows) != 1 || !rows[0].Requested.Equal(report.Week(came, zone).AddDate(0, 0, 7)) || rows[0].Updated != rows[0].Requested {
			t.Errorf("%v", rows)
		}
		k, _ := c.opened(t, one)
		w.Answer(w.As("clerk"), k, report.Accept{}, report.Publish{Text: "Rubbish"})
		shown := c.list(t, "service_code=waste")[0]
		if shown.Place.IsZero() || shown.Place.Lat == 31.2304 || shown.Place.Long == 121.4737 {
			t.Errorf("the place is not rounded: %v", shown.Place)
		}
	})
}

// TestGrievancesStayAway: nothing that is about a unit is ever listed, asked for or updated here.
func TestGrievancesStayAway(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		c := open(t, w)
		k, _ := w.Complain(w.Complaint())
		if rows := c.list(t, ""); len(rows) != 0 {
			t.Errorf("%v", rows)
		}
		for _, u := range []id.ID{k.ID, k.Author, k.PublicID} {
			if status, body := c.get(t, "v2/requests/"+u.String()+".json"); status != 404 {
				t.Errorf("%d %s", status, body)
			}
		}
		if _, body := c.get(t, "v2/servicerequestupdates.json"); body != "[]\n" {
			t.Error(body)
		}
	})
}

// TestBlackbox: a question is never public, and gets no id that could be asked for.
func TestBlackbox(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		c := open(t, w)
		status, body := c.post(t, "requests.json", url.Values{"api_key": {c.key}, "service_code": {"question"}, "address_string": {"x"}, "description": {"When are you open?"}})
		r, err := georeport.DecodeReceipt(georeport.JSON, []byte(body))
		if status != 200 || err != nil || r.ID != "" || r.Token != "" {
			t.Errorf("%d %s", status, body)
		}
	})
}

// TestPicturesOfAProgram are cleaned like all others; one that is none does not lose the report.
func TestPicturesOfAProgram(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		c := open(t, w)
		var picture bytes.Buffer
		if err := jpeg.Encode(&picture, image.NewGray(image.Rect(0, 0, 40, 30)), nil); err != nil {
			t.Fatal(err)
		}
		post := func(address string, values url.Values, files ...[]byte) string {
			var body bytes.Buffer
			form := multipart.NewWriter(&body)
			for name, values := range values {
				_ = form.WriteField(name, values[0])
			}
			for _, f := range files {
				part, err := form.CreateFormFile("media", "x.jpg")
				if err != nil {
					t.Fatal(err)
				}
				_, _ = part.Write(f)
			}
			_ = form.Close()
			r := httptest.NewRequest(http.MethodPost, "/open311/v2/"+address, &body)
			r.Header.Set("Content-Type", form.FormDataContentType())
			status, answer := c.do(t, r)
			if status != 200 {
				t.Fatalf("%d %s", status, answer)
			}
			return answer
		}
		send := func(description string, files ...[]byte) (string, string) {
			lamp := c.lamp(description)
			lamp.Del("media_url")
			receipt, err := georeport.DecodeReceipt(georeport.JSON, []byte(post("requests.json", lamp, files...)))
			if err != nil {
				t.Fatal(err)
			}
			return receipt.ID, receipt.Notice
		}
		one, notice := send("with a picture", picture.Bytes())
		if k, _ := c.opened(t, one); len(k.Files) != 1 || strings.Contains(notice, "picture") {
			t.Errorf("%+v %s", k.Files, notice)
		}
		two, notice := send("with something else", []byte("<html><script>alert(1)</script>"))
		k, _ := c.opened(t, two)
		if len(k.Files) != 0 || !strings.Contains(notice, "A picture could not be read and was left out.") {
			t.Errorf("%+v %s", k.Files, notice)
		}
		update := url.Values{"api_key": {c.key}, "service_request_id": {two}, "update_id": {"u-2"}, "status": {"OPEN"}, "updated_datetime": {"2026-11-22T08:00:00+08:00"},
			"description": {"Here it is."}, "media_url": {"https://example.org/a.jpg"}}
		for range 2 { // sent twice, added once
			if answer := post("servicerequestupdates.json", update, picture.Bytes()); !strings.Contains(answer, `"service_notice":"The address in media_url was not opened`) || strings.Contains(answer, "could not be read") {
				t.Error(answer)
			}
		}
		opened, err := w.App.Report.Open(w.Ctx, w.As("clerk"), k.ID)
		if err != nil {
			t.Fatal(err)
		}
		k = opened.Case
		if said := opened.Written[k.Messages[len(k.Messages)-1].ID]; len(k.Files) != 1 || said != "Here it is.\nmedia_url: https://example.org/a.jpg" {
			t.Errorf("%+v %q", k.Files, said)
		}
		update.Set("update_id", "u-3")
		if answer := post("servicerequestupdates.json", update, []byte("no picture")); !strings.Contains(answer, "A picture could not be read and was left out.") {
			t.Error(answer)
		}
	})
}

// TestAPublishedPictureHasItsAddress: where the office's public pages are here, and once a person let the picture through.
func TestAPublishedPictureHasItsAddress(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		c := open(t, w)
		c.server.Picture = func(_ *http.Request, tenant, publicID id.ID) string {
			return "https://linli.example/" + tenant.String() + "/" + publicID.String()
		}
		lamp := c.filed(t, c.lamp("dark"))
		k, _ := c.opened(t, lamp)
		file, err := w.App.Report.Upload(w.Ctx, w.As("clerk"), k.ID, "x.jpg", bytes.NewReader(blobtest.Photographs()[3].Raw))
		if err != nil {
			t.Fatal(err)
		}
		w.Answer(w.As("clerk"), k, report.Accept{}, report.Publish{Text: "A lamp is out"})
		if r := c.list(t, "service_request_id="+lamp)[0]; r.MediaURL != "" {
			t.Errorf("%q", r.MediaURL)
		}
		if _, err := w.App.Report.Publish(w.Ctx, w.As("clerk"), k.ID, report.Publish{Text: "A lamp is out"}, []report.ShowPicture{{File: file.ID, Clear: true}}, nil); err != nil {
			t.Fatal(err)
		}
		if r := c.list(t, "service_request_id="+lamp)[0]; r.MediaURL != "https://linli.example/"+w.Tenant().String()+"/"+lamp {
			t.Errorf("%q", r.MediaURL)
		}
	})
}

// TestAFloodIsHeldUp: the limit is the program's, and says how long to wait.
func TestAFloodIsHeldUp(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		c := open(t, w)
		c.server.Allow = func(id.ID) (bool, time.Duration) { return false, 1500 * time.Millisecond }
		r := httptest.NewRequest(http.MethodPost, "/open311/v2/requests.xml", strings.NewReader(c.lamp("x").Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		rec := httptest.NewRecorder()
		c.server.ServeHTTP(rec, r)
		if rec.Code != 429 || rec.Header().Get("Retry-After") != "2" {
			t.Errorf("%d %s", rec.Code, rec.Header())
		}
	})
}

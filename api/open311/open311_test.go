package open311_test

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/api/open311"
	"linli/app/apptest"
	"linli/platform/access"
	"linli/platform/georeport"
	"linli/platform/id"
	"linli/report"
)

// client is another city's program.
type client struct {
	*apptest.World
	server *open311.Server
	key    string
}

func open(t testing.TB, w *apptest.World) *client {
	t.Helper()
	origin, err := url.Parse("https://linli.example")
	if err != nil {
		t.Fatal(err)
	}
	key, err := w.App.Office.FurnishProgram(w.Ctx, access.Actor{Kind: access.System, Tenant: w.Tenant(), Via: "cli"}, "another city")
	if err != nil {
		t.Fatal(err)
	}
	w.Give("clerk", "T", access.Handler)
	return &client{w, open311.New(open311.Options{Report: w.App.Report, Office: w.App.Office, Origin: origin, Texts: w.App.Texts, Clock: w.App.Clock, Log: slog.New(slog.DiscardHandler)}), key}
}

func (c *client) do(t testing.TB, r *http.Request) (int, string) {
	t.Helper()
	r.Header.Set("Accept-Language", "en")
	rec := httptest.NewRecorder()
	c.server.ServeHTTP(rec, r)
	out := rec.Result()
	body, err := io.ReadAll(out.Body)
	if err != nil {
		t.Fatal(err)
	}
	want := "text/xml; charset=utf-8"
	if strings.HasSuffix(r.URL.Path, ".json") {
		want = "application/json; charset=utf-8"
	}
	if got := out.Header.Get("Content-Type"); got != want {
		t.Errorf("%s %s: %s", r.Method, r.URL, got)
	}
	return out.StatusCode, string(body)
}

func (c *client) get(t testing.TB, address string) (int, string) {
	t.Helper()
	return c.do(t, httptest.NewRequest(http.MethodGet, "/open311/"+address, nil))
}

func (c *client) post(t testing.TB, address string, form url.Values) (int, string) {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, "/open311/v2/"+address, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
	return c.do(t, r)
}

func (c *client) lamp(description string) url.Values {
	return url.Values{"api_key": {c.key}, "service_code": {"street_light"}, "lat": {"31.2304"}, "long": {"121.4737"}, "address_string": {"人民大道"},
		"description": {description}, "attribute[fault]": {"out"}, "attribute[lamp_number]": {"007"}, "attribute[somebody]": {"dropped"},
		"email": {"reporter@example.org"}, "first_name": {"Ada"}, "last_name": {"Li"}, "phone": {"13812345678"}, "device_id": {"tt222111"}, "account_id": {"123456"},
		"media_url": {"http://127.0.0.1:1/x.jpg"}}
}

// filed files a report and returns its id.
func (c *client) filed(t testing.TB, form url.Values) string {
	t.Helper()
	status, body := c.post(t, "requests.json", form)
	r, err := georeport.DecodeReceipt(georeport.JSON, []byte(body))
	if status != 200 || err != nil || r.ID == "" || r.Token != "" {
		t.Fatalf("%d %s", status, body)
	}
	return r.ID
}

func (c *client) list(t testing.TB, query string) []georeport.Request {
	t.Helper()
	status, body := c.get(t, "v2/requests.json?"+query)
	rows, err := georeport.DecodeRequests(georeport.JSON, []byte(body))
	if status != 200 || err != nil {
		t.Fatalf("%s: %d %s", query, status, body)
	}
	return rows
}

func ids(rows []georeport.Request) string {
	var out []string
	for _, r := range rows {
		out = append(out, r.ID)
	}
	return strings.Join(out, " ")
}

// instant tells whether a changeset has the form of the specification's examples.
func instant(changeset string) bool {
	_, err := time.Parse("2006-01-02 15:04", changeset)
	return err == nil
}

// TestAProgramReportsALamp goes the whole way of another city's program, on both engines.
func TestAProgramReportsALamp(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c := open(t, w)
		for _, f := range georeport.Formats {
			status, body := c.get(t, "discovery."+string(f))
			d, err := georeport.DecodeDiscovery(f, []byte(body))
			if status != 200 || err != nil || len(d.Endpoints) != 1 || d.Endpoints[0].URL != "https://linli.example/open311/v2" || d.Endpoints[0].Specification != georeport.Specification ||
				!instant(d.Changeset) || !instant(d.Endpoints[0].Changeset) || d.Contact == "" || d.KeyService == "" || len(d.Endpoints[0].Formats) != 2 || d.Endpoints[0].Type != "production" {
				t.Errorf("%d %s", status, body)
			}
			status, body = c.get(t, "v2/services."+string(f))
			services, err := georeport.DecodeServices(f, []byte(body))
			if status != 200 || err != nil || !slices.ContainsFunc(services, func(s georeport.Service) bool {
				return s.Code == "street_light" && s.Metadata && s.Type == georeport.Realtime && s.Name != "" && s.Group != ""
			}) || slices.ContainsFunc(services, func(s georeport.Service) bool {
				return s.Code == "grievance" || strings.HasPrefix(s.Code, "complaint")
			}) {
				t.Errorf("%d %s", status, body)
			}
			status, body = c.get(t, "v2/services/street_light."+string(f))
			def, err := georeport.DecodeDefinition(f, []byte(body))
			if status != 200 || err != nil || len(def.Attributes) != 2 || def.Attributes[1].Code != "fault" || !def.Attributes[1].Required || len(def.Attributes[1].Values) != 3 {
				t.Errorf("%d %s", status, body)
			}
		}
		lamp := c.filed(t, c.lamp("The lamp before number 7 is out."))
		status, body := c.get(t, "v2/requests/"+lamp+".xml")
		if status != 200 || !strings.Contains(body, "<service_code>street_light</service_code>") || !strings.Contains(body, "<status>open</status>") {
			t.Errorf("%d %s", status, body)
		}
		for _, word := range []string{"number 7", "人民大道", "reporter@", "Ada", "13812345678", "tt222111", "123456", "31.23", "127.0.0.1"} {
			if strings.Contains(body, word) {
				t.Errorf("%q is in public before a person let it through: %s", word, body)
			}
		}
		if status, body := c.get(t, "v2/tokens/"+lamp+".json"); status != 200 || body != fmt.Sprintf("[{\"service_request_id\":%q,\"token\":%q}]\n", lamp, lamp) {
			t.Errorf("%d %s", status, body)
		}
		k, opened := c.opened(t, lamp)
		if opened.Account.Text != "The lamp before number 7 is out.\nmedia_url: http://127.0.0.1:1/x.jpg" || opened.Account.Address != "人民大道" || opened.Name != "Ada Li" ||
			opened.Contact != "13812345678, reporter@example.org" || opened.Account.Answers["lamp_number"][0] != "007" || len(opened.Account.Answers) != 2 {
			t.Errorf("%+v", opened)
		}
		// The office publishes it in its own words, and calls it fixed.
		handler := w.As("clerk")
		w.Answer(handler, k, report.Accept{}, report.Publish{Text: "A lamp is out", Place: "People's Avenue", Answer: "A new lamp"}, report.Fix{Text: "The lamp was changed."})
		status, body = c.get(t, "v2/requests/"+lamp+".json")
		rows, err := georeport.DecodeRequests(georeport.JSON, []byte(body))
		if status != 200 || err != nil || rows[0].Description != "A lamp is out" || rows[0].Address != "People's Avenue" || rows[0].Notes != "Fixed\nA new lamp" || rows[0].Place.IsZero() ||
			rows[0].Status != georeport.Closed || rows[0].Agency == "" {
			t.Errorf("%d %s", status, body)
		}
		c.follows(t, lamp)
	})
}

// TestClosedIsNotFixed: what was published as the answer does not hide which of the two facts holds.
func TestClosedIsNotFixed(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		c := open(t, w)
		closed := func(of string, cmds ...report.Command) georeport.Request {
			public := c.filed(t, c.lamp(of))
			k, _ := c.opened(t, public)
			w.Answer(w.As("clerk"), k, append([]report.Command{report.Accept{}, report.Publish{Text: "A lamp is out", Answer: "Seen to"}}, cmds...)...)
			return c.list(t, "service_request_id="+public)[0]
		}
		if r := closed("one", report.GiveAnswer{Text: "There is none here."}, report.Close{}); r.Status != georeport.Closed || r.Notes != "Closed. It was not called fixed.\nSeen to" {
			t.Errorf("%+v", r)
		}
		if r := closed("two", report.Fix{Text: "Changed."}, report.Close{}); r.Status != georeport.Closed || r.Notes != "Closed. It was called fixed before.\nSeen to" {
			t.Errorf("%+v", r)
		}
	})
}

// opened is what a handler reads of a report.
func (c *client) opened(t testing.TB, public string) (report.Case, *report.Opened) {
	t.Helper()
	u, err := id.Parse(public)
	if err != nil {
		t.Fatal(err)
	}
	p, err := c.App.Report.PublicView(c.Ctx, c.Tenant(), u)
	if err != nil {
		t.Fatal(err)
	}
	handler := c.As("clerk")
	if _, err := c.App.Report.Act(c.Ctx, handler, p.Case, report.Take{}, nil); err != nil {
		t.Fatal(err)
	}
	o, err := c.App.Report.Open(c.Ctx, handler, p.Case)
	if err != nil {
		t.Fatal(err)
	}
	return o.Case, o
}

// follows: updates tell what happened, and the program that filed the report, and no other, answers.
func (c *client) follows(t *testing.T, lamp string) {
	t.Helper()
	status, body := c.get(t, "v2/servicerequestupdates.xml")
	updates, err := georeport.DecodeUpdates(georeport.XML, []byte(body))
	var told []string
	for _, u := range updates {
		if u.RequestID == lamp {
			told = append(told, string(u.Status)+" "+u.Description)
		}
	}
	if want := []string{"investigating Taken on", "fixed A new lamp"}; status != 200 || err != nil || !slices.Equal(told, want) {
		t.Errorf("%d %q: %s", status, told, body)
	}
	update := url.Values{"api_key": {c.key}, "service_request_id": {lamp}, "update_id": {"u-1"}, "status": {"OPEN"}, "updated_datetime": {"2026-11-22T08:00:00 08:00"},
		"description": {"It is dark again."}, "email": {"somebody@example.org"}}
	for range 2 { // sent twice, done once
		if status, body := c.post(t, "servicerequestupdates.xml", update); status != 200 || !strings.Contains(body, "<update_id>u-1</update_id>") {
			t.Fatalf("%d %s", status, body)
		}
	}
	if rows := c.list(t, "service_request_id="+lamp); rows[0].Status != georeport.Open {
		t.Errorf("it stays closed: %+v", rows[0])
	}
	other, err := c.App.Office.FurnishProgram(c.Ctx, access.Actor{Kind: access.System, Tenant: c.Tenant(), Via: "cli"}, "a third")
	if err != nil {
		t.Fatal(err)
	}
	update.Set("api_key", other)
	if status, body := c.post(t, "servicerequestupdates.json", update); status != 403 || !strings.Contains(body, "Only the program that filed this report may add to it.") {
		t.Errorf("another program adds to it: %d %s", status, body)
	}
}

// TestSentAgain: a client without keys gets the same report, one with keys its own answer; another form under a used key is refused.
func TestSentAgain(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		c := open(t, w)
		first := c.filed(t, c.lamp("The lamp is out."))
		if again := c.filed(t, c.lamp("The lamp is out.")); again != first {
			t.Errorf("sent twice, it became %s and %s", first, again)
		}
		if other := c.filed(t, c.lamp("Another lamp is out.")); other == first {
			t.Error("two reports became one")
		}
		keyed := func(form url.Values) (int, string) {
			r := httptest.NewRequest(http.MethodPost, "/open311/v2/requests.xml", strings.NewReader(form.Encode()))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Header.Set("Idempotency-Key", "k-1")
			return c.do(t, r)
		}
		_, one := keyed(c.lamp("With a key."))
		if status, two := keyed(c.lamp("With a key.")); status != 200 || one != two {
			t.Errorf("%s\n%s", one, two)
		}
		if status, body := keyed(c.lamp("With a key, and other words.")); status != 400 {
			t.Errorf("%d %s", status, body)
		}
		answers := make(chan string)
		for range 4 {
			go func() {
				_, body := c.post(t, "requests.json", c.lamp("Four at once."))
				answers <- body
			}()
		}
		seen := map[string]bool{}
		for range 4 {
			if r, err := georeport.DecodeReceipt(georeport.JSON, []byte(<-answers)); err == nil && r.ID != "" {
				seen[r.ID] = true
			}
		}
		if len(seen) != 1 {
			t.Errorf("four at once became %v", seen)
		}
	})
}

// TestWhatIsRefused: each with the specification's status, in both formats.
func TestWhatIsRefused(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		c := open(t, w)
		lamp := c.filed(t, c.lamp("The lamp is out."))
		form := func(change ...string) url.Values {
			f := c.lamp("x")
			for i := 0; i < len(change); i += 2 {
				if f.Set(change[i], change[i+1]); change[i+1] == "" {
					f.Del(change[i])
				}
			}
			return f
		}
		for _, x := range []struct {
			address string
			form    url.Values
			status  int
			want    string
		}{
			{"requests.json", form("api_key", ""), 403, "api_key: The api_key is missing or not valid."},
			{"requests.json", form("api_key", "wrong"), 403, "api_key: The api_key is missing or not valid."},
			{"requests.json", form("api_key", w.Hired("clerk").Token), 403, "api_key: The api_key is missing or not valid."},
			{"requests.json", form("service_code", ""), 400, "service_code: service_code was not provided."},
			{"requests.json", form("service_code", "grievance"), 404, "service_code: There is no service with this service_code."},
			{"requests.json", form("service_code", "complaint_office"), 404, "service_code: There is no service with this service_code."},
			{"requests.json", form("service_code", "%"), 404, "service_code: There is no service with this service_code."},
			{"requests.json", form("long", ""), 400, "long: There is a latitude without a longitude."},
			{"requests.json", form("lat", "", "long", "", "address_string", ""), 400, "lat: Please provide lat and long, an address_string or an address_id."},
			{"requests.json", form("lat", "", "long", "", "address_string", "", "address_id", "7"), 400, "address_id: There is no place with this address_id."},
			{"requests.json", form("attribute[fault]", ""), 400, "attribute[fault]: This question must be answered."},
			{"requests.json", form("attribute[fault]", "odd"), 400, "attribute[fault]: This is none of the choices."},
			{"requests.json", form("jurisdiction_id", "elsewhere"), 404, "jurisdiction_id: There is no jurisdiction with this jurisdiction_id."},
			{"requests.json", form("jurisdiction_id", w.Office.Tenant.Slug+":nowhere"), 404, "jurisdiction_id: There is no jurisdiction with this jurisdiction_id."},
			{"requests.json?status=nonsense", nil, 400, "status: The status is open or closed."},
			{"requests.json?start_date=2026-01-01", nil, 400, "start_date: This date has no time zone. Please add Z or an offset, like 2026-05-24T00:00:00+08:00."},
			{"requests.json?start_date=2026-01-01T00:00:00Z&end_date=2026-04-01T00:00:01Z", nil, 400, "end_date: The two dates may not be more than 90 days apart."},
			{"requests/" + id.ID{1}.String() + ".json", nil, 404, "service_request_id: There is no public service request with this service_request_id."},
			{"requests/1%25.json", nil, 404, "service_request_id: There is no public service request with this service_request_id."},
			{"tokens/1.json", nil, 404, "token: There is no such token."},
			{"services/grievance.json", nil, 404, "service_code: There is no service with this service_code."},
			{"services.json?jurisdiction_id=elsewhere", nil, 404, "jurisdiction_id: There is no jurisdiction with this jurisdiction_id."},
			{"nothing.json", nil, 404, "There is nothing here. Addresses end in .xml or .json."},
			{"services.json", form(), 400, "This address takes GET only."},
			{"requests/" + lamp + ".json", form(), 400, "This address takes GET only."},
			{"servicerequestupdates.json", form("service_request_id", lamp), 400, "update_id_ext: update_id was not provided."},
		} {
			var status int
			var body string
			if x.form != nil {
				status, body = c.post(t, x.address, x.form)
			} else {
				status, body = c.get(t, "v2/"+x.address)
			}
			var errs []struct {
				Code        int
				Description string
			}
			if err := json.Unmarshal([]byte(body), &errs); err != nil || status != x.status || len(errs) == 0 || errs[0].Code != x.status || errs[0].Description != x.want {
				t.Errorf("%s: %d %s\nwant %d %s", x.address, status, body, x.status, x.want)
			}
		}
		if status, body := c.get(t, "v2/requests.xml?status=x"); status != 400 || body != `<?xml version="1.0" encoding="utf-8"?>`+"\n<errors><error><code>400</code><description>status: The status is open or closed.</description></error></errors>\n" {
			t.Errorf("%d %s", status, body)
		}
		r := httptest.NewRequest(http.MethodPost, "/open311/v2/requests.xml", strings.NewReader(`<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>`))
		r.Header.Set("Content-Type", "text/xml")
		if status, body := c.do(t, r); status != 400 || strings.Contains(body, "root:") {
			t.Errorf("%d %s", status, body)
		}
	})
}

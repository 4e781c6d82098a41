package app_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"linli/api/open311"
	"linli/app/apptest"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/notify"
	"linli/platform/outbound"
	"linli/report"
	"linli/report/recipient"
)

// city is another city's server of Open311, as the test has it answer.
type city struct {
	*httptest.Server
	mu      sync.Mutex
	status  int
	answers map[string]string // by path
	got     []*http.Request
}

func newCity(t *testing.T) *city {
	t.Helper()
	c := &city{status: http.StatusOK, answers: map[string]string{}}
	c.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err != nil {
			t.Error(err)
		}
		c.mu.Lock()
		defer c.mu.Unlock()
		c.got = append(c.got, r)
		w.Header().Set("Content-Type", "text/xml; charset=utf-8")
		w.WriteHeader(c.status)
		fmt.Fprint(w, c.answers[r.URL.Path])
	}))
	t.Cleanup(c.Close)
	return c
}

func (c *city) says(status int, answers map[string]string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.status, c.answers, c.got = status, answers, nil
}

func (c *city) asked() []*http.Request {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.got)
}

// taken is the list of recipients with one entry for each server, and a report that its reporter let be passed on, with its handler.
func taken(t *testing.T, w *apptest.World, servers ...*httptest.Server) (report.Case, access.Actor, []recipient.Office) {
	t.Helper()
	w.App.Recipients.Out = outbound.New(true)
	var all []recipient.Office
	for i, s := range servers {
		o, err := w.App.Recipients.Add(w.Ctx, w.As("admin"), recipient.Entry{Name: fmt.Sprintf("市路灯所 %d", i+1), URL: s.URL + "/v2/", Jurisdiction: "city", Key: "secret-key",
			Takes: map[string]string{"street_light": "001"}, Updates: true})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, o)
	}
	handler := w.Handler()
	f := w.Issue()
	f.MayPass = true
	c, _ := w.Submit(f)
	return w.Answer(handler, c, report.Take{}, report.Accept{}), handler, all
}

func (c *city) form(t *testing.T) url.Values {
	t.Helper()
	if got := c.asked(); len(got) == 1 && got[0].Method == http.MethodPost {
		return got[0].PostForm
	}
	t.Fatalf("asked %d times", len(c.asked()))
	return nil
}

func work(t *testing.T, w *apptest.World, later time.Duration) {
	t.Helper()
	w.Clock.Add(later)
	if _, err := w.App.DoDue(w.Ctx); err != nil {
		t.Fatal(err)
	}
}

const number = `<service_requests><request><service_request_id>%s</service_request_id><token>%s</token></request></service_requests>`

// TestAReportGoesToAnotherCity: what a person decided on is sent, and nothing that leads to the reporter; what the other office says is
// read by both sides, in the order in which it happened there, and closes nothing here.
func TestAReportGoesToAnotherCity(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		there := newCity(t)
		c, handler, to := taken(t, w, there.Server)
		there.says(http.StatusCreated, map[string]string{"/v2/requests.xml": fmt.Sprintf(number, "", "tok/1")})
		c = w.Answer(handler, c, report.Forward{To: to[0].ID, Text: "路口的灯不亮", Place: "人民路和中山路口", Answers: []report.Choice{{Question: "fault", Values: []string{"out"}}}})
		work(t, w, time.Second)
		f := there.form(t)
		for field, want := range map[string]string{"service_code": "001", "jurisdiction_id": "city", "api_key": "secret-key", "address_string": "人民路和中山路口", "attribute[fault]": "out"} {
			if f.Get(field) != want {
				t.Errorf("%s is %q", field, f.Get(field))
			}
		}
		if !strings.HasPrefix(f.Get("description"), "路口的灯不亮\n\n[linli ") {
			t.Errorf("the words are %q", f.Get("description"))
		}
		for _, planted := range apptest.Planted {
			if strings.Contains(f.Encode(), url.QueryEscape(planted)) {
				t.Errorf("%s is sent", planted)
			}
		}
		for _, field := range []string{"email", "first_name", "last_name", "phone", "device_id", "account_id"} {
			if f.Has(field) {
				t.Errorf("%s is sent", field)
			}
		}
		there.says(http.StatusOK, map[string]string{"/v2/tokens/tok/1.xml": fmt.Sprintf(number, "0077", "tok/1"), "/v2/tokens/tok%2F1.xml": fmt.Sprintf(number, "0077", "tok/1"),
			"/v2/requests/0077.xml": `<service_requests><request><service_request_id>0077</service_request_id><status>open</status></request></service_requests>`,
			"/v2/servicerequestupdates.xml": `<service_request_updates>
<request_update><update_id>2</update_id><service_request_id>0077</service_request_id><status>closed</status><updated_datetime>2026-03-05T10:00:00Z</updated_datetime><description>Done</description></request_update>
<request_update><update_id>1</update_id><service_request_id>0077</service_request_id><status>open</status><updated_datetime>2026-03-04T10:00:00Z</updated_datetime><description>A team` + "\u202e" + ` was sent</description></request_update>
<request_update><update_id>9</update_id><service_request_id>0078</service_request_id><status>open</status><updated_datetime>2026-03-04T10:00:00Z</updated_datetime><description>of another</description></request_update>
</service_request_updates>`})
		work(t, w, 2*time.Hour)
		o, err := w.App.Report.Open(w.Ctx, handler, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		var said []string
		for _, e := range o.Events {
			if e.Kind == "heard" {
				said = append(said, o.Answers[e.ID].Right+": "+o.Answers[e.ID].Text)
			}
		}
		if s := o.Case.Sent[0]; s.Remote != "0077" || s.Status != "open" || !slices.Equal(s.Heard, []string{"1", "2"}) {
			t.Errorf("it stands there as %+v", s)
		}
		if !slices.Equal(said, []string{"市路灯所 1: A team was sent\n\nDone"}) {
			t.Errorf("heard %q", said)
		}
		work(t, w, 2*time.Hour) // the same again is no news
		closed := map[string]string{"/v2/requests/0077.xml": `<service_requests><request><service_request_id>0077</service_request_id><status>closed</status><status_notes>all done</status_notes></request></service_requests>`,
			"/v2/servicerequestupdates.xml": `<service_request_updates/>`}
		there.says(http.StatusOK, closed)
		work(t, w, 2*time.Hour)
		o, err = w.App.Report.Open(w.Ctx, handler, c.ID)
		if err != nil || o.Case.Sent[0].Status != "closed" || o.Case.State != report.Accepted || len(o.Events) != 7 {
			t.Errorf("after it closed there: %+v %s %d events, %v", o.Case.Sent, o.Case.State, len(o.Events), err)
		}
		there.says(http.StatusOK, closed)
		work(t, w, 48*time.Hour)
		if n := len(there.asked()); n != 0 {
			t.Errorf("what is closed there is asked after %d times", n)
		}
	})
}

// TestTwoRecipientsOfWhichOneFails: each has its own attempts; what fails is tried again under the same key, and given up in the end,
// which the handler is told.
func TestTwoRecipientsOfWhichOneFails(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		good, bad := newCity(t), newCity(t)
		c, handler, to := taken(t, w, good.Server, bad.Server)
		good.says(http.StatusOK, map[string]string{"/v2/requests.xml": fmt.Sprintf(number, "1", "")})
		bad.says(http.StatusServiceUnavailable, nil)
		c = w.Answer(handler, c, report.Forward{To: to[0].ID, Text: "灯不亮", Place: "路口"}, report.Forward{To: to[1].ID, Text: "灯不亮", Place: "路口"})
		for range report.ForwardAttempts + 1 {
			work(t, w, 2*time.Hour)
		}
		if n := len(good.asked()); n == 0 || good.asked()[0].Method != http.MethodPost {
			t.Error("the one that answers got nothing")
		}
		keys := map[string]bool{}
		for _, r := range bad.asked() {
			keys[r.Header.Get("Idempotency-Key")] = true
		}
		if len(bad.asked()) != report.ForwardAttempts || len(keys) != 1 {
			t.Errorf("the other was tried %d times under %d keys", len(bad.asked()), len(keys))
		}
		c, _, err := w.App.Report.See(w.Ctx, handler, c.ID)
		if err != nil || c.Sent[0].Remote != "1" || !c.Sent[0].Given.IsZero() || c.Sent[1].Given.IsZero() {
			t.Errorf("%+v, %v", c.Sent, err)
		}
		unread, err := w.App.Queue.Unread(w.Ctx, w.Tenant(), handler.Account, 50)
		if err != nil || !slices.ContainsFunc(unread, func(n notify.Notice) bool { return n.Key == "issue.notice.undelivered" }) {
			t.Errorf("the handler is not told: %v, %v", unread, err)
		}
		bad.says(http.StatusForbidden, nil)
	})
}

// TestWhatIsNotSent: without the reporter's word and before anything is public nothing can be sent; nothing that reaches a person; to
// nobody who does not take it; not twice; and only by whoever handles it.
func TestWhatIsNotSent(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		there := newCity(t)
		c, handler, to := taken(t, w, there.Server)
		own, _ := w.Submit(w.Issue())
		own = w.Answer(handler, own, report.Take{}, report.Accept{})
		send := report.Forward{To: to[0].ID, Text: "灯不亮", Place: "路口"}
		try := func(a access.Actor, of report.Case, cmd report.Forward) error {
			_, err := w.App.Report.Act(w.Ctx, a, of.ID, cmd, nil)
			return err
		}
		apptest.Refused(t, try(handler, own, send), "issue.guard.may_not_send")
		apptest.Refused(t, try(handler, c, report.Forward{To: to[0].ID, Text: "请打 13812345678", Place: "路口"}), "issue.field.reaches")
		apptest.Refused(t, try(handler, c, report.Forward{To: w.App.IDs.New(), Text: "灯不亮", Place: "路口"}), "form.choose")
		apptest.Refused(t, try(handler, c, report.Forward{To: to[0].ID, Text: "灯不亮"}), "form.required")
		apptest.Refused(t, try(handler, c, report.Forward{To: to[0].ID, Text: "灯不亮", Place: "路口", Answers: []report.Choice{{Question: "lamp_number", Values: []string{"王家门口"}}}}), "issue.field.question")
		for _, login := range []string{"lead", "mediator", "admin"} {
			if err := try(w.As(login), c, send); fault.Of(err) == nil {
				t.Errorf("%s sends it", login)
			}
		}
		w.Answer(handler, c, send)
		apptest.Refused(t, try(handler, c, send), "form.choose")
		if err := w.App.Recipients.Pause(w.Ctx, w.As("admin"), to[0].ID); err != nil {
			t.Fatal(err)
		}
		work(t, w, time.Hour)
		if n := len(there.asked()); n != 0 {
			t.Errorf("a paused office is sent %d", n)
		}
		if c, _, err := w.App.Report.See(w.Ctx, handler, c.ID); err != nil || c.Sent[0].Given.IsZero() {
			t.Errorf("%+v, %v", c.Sent, err)
		}
		if _, err := w.App.Recipients.List(w.Ctx, w.As("lead")); fault.Of(err) == nil {
			t.Error("a lead sees the list of recipients")
		}
	})
}

// TestWhatWasTakenBackIsNotSent: between the decision and the sending the reporter takes it back, or what was public is public no
// more; an office that could not be reached meanwhile gets nothing, and nobody is asked to tell it otherwise.
func TestWhatWasTakenBackIsNotSent(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		there := newCity(t)
		c, handler, to := taken(t, w, there.Server)
		public, _ := w.Submit(w.Issue())
		public = w.Answer(handler, public, report.Take{}, report.Accept{}, report.Publish{Text: "灯不亮", Place: "路口"})
		send := report.Forward{To: to[0].ID, Text: "灯不亮", Place: "路口"}
		there.says(http.StatusServiceUnavailable, nil)
		w.Answer(handler, public, send, report.Unpublish{})
		c = w.Answer(handler, c, send)
		work(t, w, time.Second)
		if n := len(there.asked()); n != 1 {
			t.Fatalf("before it was taken back it was sent %d times", n)
		}
		reporter := access.Actor{Kind: access.Resident, Tenant: w.Tenant(), Case: c.ID, Party: c.Author}
		w.Answer(reporter, c, report.Withdraw{})
		there.says(http.StatusOK, map[string]string{"/v2/requests.xml": fmt.Sprintf(number, "1", "")})
		for range 3 {
			work(t, w, 2*time.Hour)
		}
		if n := len(there.asked()); n != 0 {
			t.Errorf("after it was taken back it is sent %d times", n)
		}
		for _, x := range []report.Case{c, public} {
			if k, _, err := w.App.Report.See(w.Ctx, handler, x.ID); err != nil || k.Sent[0].Given.IsZero() || !k.Sent[0].Arrived.IsZero() {
				t.Errorf("%+v, %v", k.Sent, err)
			}
		}
		unread, err := w.App.Queue.Unread(w.Ctx, w.Tenant(), handler.Account, 50)
		if err != nil || slices.ContainsFunc(unread, func(n notify.Notice) bool { return n.Key == "issue.notice.undelivered" }) {
			t.Errorf("somebody is to tell it otherwise: %v, %v", unread, err)
		}
	})
}

// TestAYesThatCannotBeReadIsNotAskedForAgain: an office that took it and says so in words that cannot be read would have it thirty times.
func TestAYesThatCannotBeReadIsNotAskedForAgain(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		there := newCity(t)
		c, handler, to := taken(t, w, there.Server)
		there.says(http.StatusOK, map[string]string{"/v2/requests.xml": "<html><p>Thank you<br></html>"})
		c = w.Answer(handler, c, report.Forward{To: to[0].ID, Text: "灯不亮", Place: "路口"})
		for range 3 {
			work(t, w, 2*time.Hour)
		}
		if n := len(there.asked()); n != 1 {
			t.Errorf("it is sent %d times", n)
		}
		if k, _, err := w.App.Report.See(w.Ctx, handler, c.ID); err != nil || k.Sent[0].Given.IsZero() {
			t.Errorf("%+v, %v", k.Sent, err)
		}
	})
}

// TestLinliTalksToLinli: one linli sends to another, which takes it as any program's; what is published there comes back.
func TestLinliTalksToLinli(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		origin, err := url.Parse("https://linli.example")
		if err != nil {
			t.Fatal(err)
		}
		server := open311.New(open311.Options{Report: w.App.Report, Office: w.App.Office, Origin: origin, Texts: w.App.Texts, Clock: w.App.Clock, Log: slog.New(slog.DiscardHandler)})
		there := httptest.NewServer(server)
		t.Cleanup(there.Close)
		key, err := w.App.Office.FurnishProgram(w.Ctx, access.Actor{Kind: access.System, Tenant: w.Tenant(), Via: "cli"}, "another city")
		if err != nil {
			t.Fatal(err)
		}
		w.Give("upper.lead", "T", access.Handler)
		c, handler, _ := taken(t, w)
		o, err := w.App.Recipients.Add(w.Ctx, w.As("admin"), recipient.Entry{Name: "县里", URL: there.URL + "/open311/v2", Key: key, Takes: map[string]string{"street_light": "street_light"}})
		if err != nil {
			t.Fatal(err)
		}
		services, err := w.App.Recipients.Services(w.Ctx, w.As("admin"), o.ID)
		if err != nil || len(services) < 5 {
			t.Fatalf("it takes %v, %v", services, err)
		}
		c = w.Answer(handler, c, report.Forward{To: o.ID, Text: "灯不亮", Place: "人民路口", Answers: []report.Choice{{Question: "fault", Values: []string{"out"}}}})
		work(t, w, time.Second)
		c, _, err = w.App.Report.See(w.Ctx, handler, c.ID)
		if err != nil || c.Sent[0].Remote == "" {
			t.Fatalf("%+v, %v", c.Sent, err)
		}
		work(t, w, 2*time.Hour)
		c, _, err = w.App.Report.See(w.Ctx, handler, c.ID)
		if err != nil || c.Sent[0].Status != "open" {
			t.Errorf("%+v, %v", c.Sent, err)
		}
	})
}

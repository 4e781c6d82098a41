package recipient_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/platform/outbound"
	"linli/report"
)

// TestARecipientThroughThePages: an administrator lists another office and asks what it takes; whoever handles a report sends it there and
// reads how it stands.
func TestARecipientThroughThePages(t *testing.T) {
	o := apptest.OpenSite(t)
	o.App.Recipients.Out = outbound.New(true)
	there := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/services.xml") {
			fmt.Fprint(w, `<services><service><service_code>001</service_code><service_name>Street &lt;lamps&gt;</service_name><group>Roads</group></service></services>`)
			return
		}
		fmt.Fprint(w, `<service_requests><request><service_request_id>0077</service_request_id></request></service_requests>`)
	}))
	defer there.Close()
	status, body := o.Ask("admin", http.MethodPost, "/office/recipients/new", url.Values{"name": {""}, "url": {"ftp://x"}})
	if status != http.StatusBadRequest {
		t.Errorf("%d", status)
	}
	apptest.Says(t, body, "Enter an address that begins with https://", "href=\"#name\"")
	written := url.Values{"name": {"City lamps"}, "url": {there.URL}, "key": {"k-123"}, "takes_street_light": {"001"}}
	status, at := o.Ask("admin", http.MethodPost, "/office/recipients/new", written)
	if status != http.StatusSeeOther {
		t.Fatalf("%d %.800s", status, at)
	}
	body = o.Page("admin", at)
	apptest.Says(t, body, "City lamps", "In use", "A key is kept.", `value="001"`)
	if strings.Contains(body, "k-123") {
		t.Error("the key is shown")
	}
	_, body = o.Ask("admin", http.MethodPost, at, url.Values{"do": {"services"}})
	apptest.Says(t, body, "What its server says that it takes", "Street &lt;lamps&gt;")
	if status, _ := o.Ask("lead", http.MethodGet, at, nil); status != http.StatusForbidden && status != http.StatusNotFound {
		t.Errorf("a lead sees it: %d", status)
	}

	handler := o.Handler()
	f := o.Issue()
	f.MayPass = true
	c, _ := o.Submit(f)
	o.Answer(handler, c, report.Take{}, report.Accept{})
	of := "/reports/" + c.ID.String()
	apptest.Says(t, o.Page("clerk", of), "Send it to another office")
	body = o.Page("clerk", of+"/forward")
	apptest.Says(t, body, "City lamps", "阳台花盆坠落处的路灯不亮")
	i := strings.Index(body, `name="to" type="radio" value="`)
	if i < 0 {
		t.Fatalf("no choice: %.3000s", body)
	}
	to := body[i+len(`name="to" type="radio" value="`):][:36]
	status, body = o.Ask("clerk", http.MethodPost, of+"/forward", url.Values{"to": {to}, "text": {"Call 13812345678"}, "place": {"Corner"}})
	if status != http.StatusBadRequest || !strings.Contains(body, "Call 13812345678") {
		t.Errorf("%d %.300s", status, body)
	}
	if status, body = o.Ask("clerk", http.MethodPost, of+"/forward", url.Values{"_key": {"IMHVPEE6AEPEAHTKZBQ4MTTJXG"}, "to": {to}, "text": {"The lamp is out"}, "place": {"Corner"}}); status != http.StatusSeeOther {
		t.Fatalf("%d %s", status, body[strings.Index(body, "error-summary"):])
	}
	apptest.Says(t, o.Page("clerk", of), "Sent to other offices", "On its way")
	o.Clock.Add(time.Second)
	if _, err := o.App.DoDue(o.Ctx); err != nil {
		t.Fatal(err)
	}
	body = o.Page("clerk", of)
	apptest.Says(t, body, "They have it", "Their number: 0077", "City lamps\nThe lamp is out")
	if strings.Contains(body, of+"/forward") {
		t.Error("it can be sent to the same office again")
	}
	for _, do := range []string{"pause", "resume", "remove"} {
		if status, body := o.Ask("admin", http.MethodPost, at, url.Values{"do": {do}}); status != http.StatusSeeOther {
			t.Errorf("%s: %d %.300s", do, status, body)
		}
	}
	apptest.Says(t, o.Page("admin", "/office/recipients"), "No other office is listed yet.")
}

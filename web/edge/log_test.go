package edge_test

import (
	"net/http"
	"strings"
	"testing"

	"linli/platform/fault"
	"linli/web/edge"
)

func TestTheLogKnowsNobody(t *testing.T) {
	o := open(t, "https://office.example")
	r := https("GET", "/r/7KD4-93MX-0ZQ8-TWP5/reads?phone=13800000000", nil)
	r.Header.Set("User-Agent", "Phone of Wang")
	r.Header.Set("X-Request-Id", "chosen-by-reader")
	r.Method = "GET"
	o.do(fine, r)
	log := o.log.String()
	if !strings.Contains(log, "path=/r/CODE/CODE") || !strings.Contains(log, "status=200") || !strings.Contains(log, "bytes=4") {
		t.Errorf("the log is %s", log)
	}
	for _, secret := range []string{"7KD4", "138", "203.0.113.9", "Wang", "chosen-by-reader"} {
		if strings.Contains(log, secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
}

// A line of an answer to the survey would say when somebody answered.
func TestTheLogSaysNothingOfTheSurvey(t *testing.T) {
	o := open(t, "https://office.example")
	o.do(fine, https("GET", "/survey", nil))
	o.do(fine, https("POST", "/survey/answers", nil))
	if log := o.log.String(); strings.Contains(log, "survey") {
		t.Errorf("the log is %s", log)
	}
	o.do(refusing(&o, fault.New(fault.TooMany, "fault.too_many")), https("POST", "/survey/answers", nil))
	if log := o.log.String(); log != "" {
		t.Errorf("a refused answer is logged: %s", log)
	}
	o.do(fine, https("GET", "/surveyed", nil))
	if log := o.log.String(); !strings.Contains(log, "path=/surveyed") {
		t.Errorf("the log is %s", log)
	}
}

// TestTheLogTellsWhatWasRefused: which control of security, under the number of the request, and nothing of who or of a case.
func TestTheLogTellsWhatWasRefused(t *testing.T) {
	o := open(t, "https://office.example")
	for _, x := range []struct {
		err  error
		told string
	}{
		{fault.New(fault.Forbidden, "access.refused.office.audit"), "msg=refused request=NUMBER code=forbidden by=access.refused.office.audit"},
		{fault.New(fault.Forbidden, "edge.cross_site"), "by=edge.cross_site"},
		{fault.New(fault.TooMany, "fault.too_many"), "code=too_many by=fault.too_many"},
		{fault.New(fault.Guard, "mediation.guard.consents_missing"), ""},
	} {
		o.log.Reset()
		res := o.do(refusing(&o, x.err), https("GET", "/office/record", nil))
		log := strings.ReplaceAll(o.log.String(), res.Header.Get("X-Request-Id"), "NUMBER")
		if told := strings.Contains(log, "msg=refused"); told != (x.told != "") || !strings.Contains(log, x.told) {
			t.Errorf("%v: the log is %s", x.err, log)
		}
	}
}

func refusing(o *office, err error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { o.pages.RenderError(w, r, err) }
}

func TestMask(t *testing.T) {
	for path, want := range map[string]string{
		"/": "/", "/mediation/accept": "/mediation/accept", "/r/": "/r/", "/r/anything": "/r/CODE", "/static/site.css": "/static/site.css",
	} {
		if got := edge.Mask(path); got != want {
			t.Errorf("%s is logged as %s", path, got)
		}
	}
}

package edge_test

import (
	"strings"
	"testing"

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
	o.do(fine, https("GET", "/surveyed", nil))
	if log := o.log.String(); !strings.Contains(log, "path=/surveyed") {
		t.Errorf("the log is %s", log)
	}
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

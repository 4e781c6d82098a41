package app

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus/promhttp"
)

func TestMetricsCountAnswersAndNameNobody(t *testing.T) {
	m := newMetrics()
	h := m.watch(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	for _, path := range []string{"/", "/r/PEPK45NWX1WEDJPD", "/mediations/1"} {
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", path, nil))
	}
	out := httptest.NewRecorder()
	promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{}).ServeHTTP(out, httptest.NewRequest("GET", "/metrics", nil))
	body := out.Body.String()
	for _, want := range []string{`linli_http_answers_total{status="200"} 1`, `linli_http_answers_total{status="404"} 2`, "linli_http_answer_seconds_count 3"} {
		if !strings.Contains(body, want) {
			t.Errorf("the metrics lack %s", want)
		}
	}
	if strings.Contains(body, "PEPK") || strings.Contains(body, "/mediations") {
		t.Error("the metrics say what was asked for")
	}
}

package e2e_test

import (
	"strings"
	"testing"

	"linli/e2e"
)

// TestLighthouse: a page that anybody opens without a slip has full marks of Lighthouse for accessibility and best practices and,
// unless it is one that must not show what its reader looks for, for being found; and a first visit brings at most 100 KB.
func TestLighthouse(t *testing.T) {
	t.Parallel()
	_, site, l := scene{}.set(t)
	at := e2e.Serve(t, site, l)
	found := []string{"/?lang=en", "/where?lang=zh-Hans", "/reported?lang=zh-Hant", "/services?lang=zh-Hans"}
	discreet := []string{"/apply?lang=zh-Hant", "/report?lang=zh-Hans", "/ask?lang=en", "/r?lang=zh-Hans"}
	var urls []string
	for _, path := range append(found, discreet...) {
		urls = append(urls, at+path)
	}
	for i, m := range e2e.Lighthouse(t, urls...) {
		path := strings.TrimPrefix(m.URL, at)
		if m.Error != "" {
			t.Errorf("%s could not be looked at: %s", path, m.Error)
			continue
		}
		for _, category := range []string{"accessibility", "best-practices", "seo"} {
			if score, ok := m.Scores[category]; (!ok || score < 100) && (category != "seo" || i < len(found)) {
				t.Errorf("%s: %s is %d of 100: %v", path, category, score, m.Faults)
			}
		}
		if m.Bytes == 0 || m.Bytes > 100_000 {
			t.Errorf("%s: a first visit brings %.0f bytes", path, m.Bytes)
		}
	}
}

package resident_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"linli/report"
)

// TestAReportIsWrittenWithoutALine: the page that a device keeps is the same for everybody, with no token, no complaint and no question for a
// name; what it sends comes in by the form of /report, once, with the time at which it was written beside the one at which it came.
func TestAReportIsWrittenWithoutALine(t *testing.T) {
	pages(t, func(t *testing.T, s *site) {
		s.Handler()
		b := s.browser(t)
		b.lang = "en"
		_, kept := b.get("/report/later?in=en")
		says(t, kept, "Report without a connection", "street_light", "at most", "whoever can open this device")
		silent(t, kept, "complaint_mediator", "&#34;grievance&#34;", `name="name"`, `name="contact"`, `name="_csrf"`)
		other := s.browser(t)
		if _, same := other.get("/report/later?in=en"); same != kept {
			t.Error("the page is not the same for everybody")
		}
		_, script := b.get("/report-worker.js")
		says(t, script, `"at":"/report/later"`, `"name":"linli-later"`)
		if _, door := b.get("/report/later/door"); !strings.HasPrefix(door, `{"_csrf":"`) {
			t.Errorf("the door says %s", door)
		}

		send := func(attempt string, written time.Time) (int, string) {
			return b.post("/report", "at", "check", "attempt", attempt, "written", written.Format(time.RFC3339), "category", "street_light", "unit", s.Unit("V1").String(), "q_fault", "out", "address", "Bridge", "description", "The lamp is out.")
		}
		b.get("/report") // where there is a line, its form has a fresh token
		first, now := strings.Repeat("A", 26), s.Clock.Now()
		status, slip := send(first, now.Add(-20*time.Hour))
		if status != http.StatusOK || !digitsShown.MatchString(slip) {
			t.Fatalf("%d %s", status, visible(slip))
		}
		says(t, slip, `data-arrived="`+first+`"`)
		s.Clock.Add(30 * time.Hour)
		_, again := send(first, now.Add(-20*time.Hour))
		says(t, again, `data-arrived="`+first+`"`)
		silent(t, again, "linli-slip__qr")
		rows, _, err := s.App.Report.Queue(s.Ctx, s.As("clerk"), report.QueueFilter{})
		if err != nil || len(rows) != 1 {
			t.Fatalf("%d reports, %v", len(rows), err)
		}
		c, err := s.App.Report.Repo.Case(s.Ctx, s.Tenant(), rows[0].ID)
		if err != nil || !c.Received.Equal(now) || now.Sub(c.Written).Round(time.Hour) != 20*time.Hour {
			t.Errorf("received %v, written %v, %v", c.Received, c.Written, err)
		}
		for attempt, written := range map[string]time.Duration{strings.Repeat("B", 26): -96 * time.Hour, strings.Repeat("C", 26): 24 * time.Hour} { // a telephone whose clock goes wrong
			b.get("/report")
			if status, body := send(attempt, s.Clock.Now().Add(written)); status != http.StatusOK || !strings.Contains(body, `data-arrived="`+attempt+`"`) {
				t.Errorf("written %s from now: %d %s", written, status, visible(body))
			}
		}
		rows, _, err = s.App.Report.Queue(s.Ctx, s.As("clerk"), report.QueueFilter{})
		if err != nil || len(rows) != 3 {
			t.Fatalf("%d reports, %v", len(rows), err)
		}
		for _, row := range rows {
			if c, err := s.App.Report.Repo.Case(s.Ctx, s.Tenant(), row.ID); err != nil || c.Received.After(now) && !c.Written.IsZero() {
				t.Errorf("a time that cannot be is kept: %v, %v", c.Written, err)
			}
		}
	})
}

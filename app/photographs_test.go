package app_test

import (
	"bytes"
	"testing"

	"linli/app/apptest"
	"linli/platform/blob/blobtest"
	"linli/platform/fault"
)

// TestPhotographsOfAReport sends each photograph into a report, as the form and the reporter's page do. What comes out again, in
// full and small, holds nothing but pixels; who is refused reads why.
func TestPhotographsOfAReport(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		handler := w.Handler()
		c, reporter := w.Submit(w.Issue())
		taken := 0
		for _, p := range blobtest.Photographs() {
			if taken == 15 { // a report takes in twenty files
				c, reporter = w.Submit(w.Issue())
				taken = 0
			}
			a, err := w.App.Report.Upload(w.Ctx, reporter, c.ID, p.Name, bytes.NewReader(p.Raw))
			if p.Refused != "" {
				if f := fault.Of(err); err == nil || f.Key != p.Refused || f.Code != p.Kind {
					t.Errorf("%s: %v, want %s", p.What, err, p.Refused)
				}
				continue
			}
			if err != nil {
				t.Errorf("%s: %v", p.What, err)
				continue
			}
			taken++
			out, err := w.App.Report.Download(w.Ctx, reporter, c.ID, a.ID)
			if err != nil || len(out.Small) == 0 || bytes.Contains(out.Bytes, []byte(blobtest.Planted)) || bytes.Contains(out.Small, []byte(blobtest.Planted)) {
				t.Errorf("%s: %d bytes, %d small, %v", p.What, len(out.Bytes), len(out.Small), err)
			}
		}
		_, err := w.App.Report.Download(w.Ctx, handler, c.ID, w.App.IDs.New())
		if err == nil {
			t.Error("a file that is not there was handed out")
		}
	})
}

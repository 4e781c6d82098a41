package app_test

import (
	"bytes"
	"image"
	"image/png"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/report"
)

// TestAPhotographIsCleanedAndSealed: what is not a picture or a paper is refused, and what is kept opens for two sides only.
func TestAPhotographIsCleanedAndSealed(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		handler := w.Handler()
		c, reporter := w.Submit(w.Issue())
		var picture bytes.Buffer
		if err := png.Encode(&picture, image.NewRGBA(image.Rect(0, 0, 20, 10))); err != nil {
			t.Fatal(err)
		}
		file, err := w.App.Report.Upload(w.Ctx, reporter, c.ID, "阿依古丽欧阳.png", bytes.NewReader(picture.Bytes()))
		if err != nil || file.Ours || file.Size == 0 {
			t.Fatalf("%+v, %v", file, err)
		}
		_, err = w.App.Report.Upload(w.Ctx, reporter, c.ID, "x.svg", strings.NewReader("<svg onload=alert(1)>"))
		if fault.Of(err) == nil {
			t.Errorf("a drawing with a script: %v", err)
		}
		_, err = w.App.Report.Download(w.Ctx, handler, c.ID, file.ID)
		apptest.Refused(t, err, "access.refused.report.read")
		w.Answer(handler, c, report.Take{})
		for _, a := range []access.Actor{reporter, handler} {
			got, err := w.App.Report.Download(w.Ctx, a, c.ID, file.ID)
			if err != nil || got.Name == "" || !bytes.HasPrefix(got.Bytes, []byte("\x89PNG")) {
				t.Errorf("%s: %q %v", a.Kind, got.Name, err)
			}
		}
		other, stranger := w.Submit(w.Issue())
		_, err = w.App.Report.Download(w.Ctx, stranger, c.ID, file.ID)
		apptest.Refused(t, err, "access.not_found")
		_, err = w.App.Report.Download(w.Ctx, stranger, other.ID, file.ID)
		apptest.Refused(t, err, "report.not_found")
	})
}

// TestAReportTakesTwentyFiles: no more than anybody looks at.
func TestAReportTakesTwentyFiles(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		w.Handler()
		c, reporter := w.Submit(w.Issue())
		var picture bytes.Buffer
		if err := png.Encode(&picture, image.NewRGBA(image.Rect(0, 0, 2, 2))); err != nil {
			t.Fatal(err)
		}
		for i := range 21 {
			_, err := w.App.Report.Upload(w.Ctx, reporter, c.ID, "x.png", bytes.NewReader(picture.Bytes()))
			if i == 20 {
				apptest.Refused(t, err, "issue.guard.too_many_files")
			} else if err != nil {
				t.Fatal(err)
			}
		}
		c = w.Answer(reporter, c, report.Withdraw{}) // a job names sixteen keys, and here are more
		w.Clock.Add(20 * 366 * 24 * time.Hour)
		if err := w.App.Report.RetentionOver(w.Ctx, w.Tenant(), c.ID); err != nil {
			t.Fatal(err)
		}
		if keys, err := w.App.Report.Repo.Keys(w.Ctx, w.Tenant(), c.ID); err != nil || len(keys) > 0 {
			t.Errorf("%d keys are left: %v", len(keys), err)
		}
	})
}

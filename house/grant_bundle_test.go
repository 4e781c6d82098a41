package house_test

import (
	"errors"
	"fmt"
	"net/url"
	"testing"
	"time"

	"linli/app"
	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/id"
	reports "linli/report"
)

// printing has the clerk ask an app for the whole file of a case; the press comes with the site.
func printing(t *testing.T, w *apptest.World, a *app.App, capability string, c id.ID) {
	t.Helper()
	_, err := a.Site(&url.URL{Scheme: "http", Host: "localhost:8080"})
	if err := errors.Join(err, a.Bundles.Ask(w.Ctx, w.As("clerk"), capability, c, "en")); err != nil {
		t.Fatal(err)
	}
}

// TestNoFileIsPutTogetherWithoutAnAccessRow: while the row cannot be written the job opens nothing and waits; with room for
// it, it is done.
func TestNoFileIsPutTogetherWithoutAnAccessRow(t *testing.T) {
	for capability, of := range map[string]func(w *apptest.World) id.ID{
		mediation.Capability: func(w *apptest.World) id.ID { return w.To(mediation.Effective).ID },
		reports.Capability: func(w *apptest.World) id.ID {
			handler := w.Handler()
			c, _ := w.Submit(w.Issue())
			return w.Answer(handler, c, reports.Take{}).ID
		},
	} {
		t.Run(capability, func(t *testing.T) {
			apptest.Each(t, func(t *testing.T, w *apptest.World) { noFileWithoutARow(t, w, capability, of(w)) })
		})
	}
}

func noFileWithoutARow(t *testing.T, w *apptest.World, capability string, c id.ID) {
	t.Helper()
	a, spy := mailing(t, w, newLetterbox(t))
	printing(t, w, a, capability, c)
	w.Clock.Add(time.Hour) // into a quarter without a row
	made := full(t, w)
	refused := func() (found []string) {
		if _, err := a.DoDue(w.Ctx); err != nil {
			t.Fatal(err)
		}
		waits := jobsOf(t, w, "bundle.bind")
		if spy.opened > 0 || len(waits) != 1 || waits[0]["last_error"] != "access.unrecorded" {
			found = append(found, fmt.Sprintf("%d texts were opened, and what waits is %v", spy.opened, waits))
		}
		return found
	}
	report(t, refused())
	made()
	w.Clock.Add(time.Hour)
	if _, err := a.DoDue(w.Ctx); err != nil {
		t.Fatal(err)
	}
	if b, err := a.Bundles.Repo.Latest(w.Ctx, w.Tenant(), c, w.As("clerk").Account); err != nil || b.Ready.IsZero() || spy.opened == 0 {
		t.Errorf("with room for the row: %+v, %v", b, err)
	}
	made = full(t, w)
	defer made()
	recordedBy(a, careless{a.Bundles.Recorder})
	spy.opened = 0
	w.Clock.Add(time.Hour)
	if err := a.Bundles.Ask(w.Ctx, w.As("clerk"), capability, c, "en"); err != nil {
		t.Fatal(err)
	}
	if len(refused()) == 0 {
		t.Error("the recorder swallows that it failed, and nothing was found")
	}
}

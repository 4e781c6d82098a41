package e2e_test

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/png"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/e2e"
	"linli/platform/id"
	"linli/store/dialect"
	"linli/testkit"
	"linli/web/static"
)

// TestReferralIn takes a court's letter from the counter to the reply.
func TestReferralIn(t *testing.T) {
	if assets, err := static.Open(); err != nil || !assets.Built() {
		t.Skip("browser tests skipped: the assets are not built (node build/assets.mjs)")
	}
	testkit.EachPlace(t, "cases", func(t *testing.T, p testkit.Place) {
		if p.Engine != dialect.SQLite {
			t.Skip("the pages are the same on both engines; the browser sees one")
		}
		w := apptest.New(t, p)
		site, err := w.App.Site(&url.URL{Scheme: "http", Host: "localhost"})
		if err != nil {
			t.Fatal(err)
		}
		e2e.Run(t, e2e.Play{Handler: ticking(w, replying(t, w, site.Handler)), Scenarios: []string{"scenarios/referral.mjs"},
			Data: map[string]any{"sessions": signedIn(w, "clerk"), "scan": scan(t)}})
	})
}

// replying does after a refusal what the office's work does: it opens the reply to a court.
func replying(t *testing.T, w *apptest.World, site http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		site.ServeHTTP(rw, r)
		if rest, ok := strings.CutSuffix(r.URL.Path, "/refuse"); ok && r.Method == http.MethodPost {
			c, err := id.Parse(strings.TrimPrefix(rest, "/mediations/"))
			if err != nil {
				t.Error(err)
				return
			}
			if err := w.App.Mediation.ReplyOver(w.Ctx, w.Tenant(), c); err != nil {
				t.Error(err)
			}
		}
	})
}

// scan is the picture of a sheet of paper, of more pixels than the server takes.
func scan(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 5100, 5000))); err != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(b.Bytes())
}

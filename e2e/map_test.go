package e2e_test

import (
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"linli/e2e"
	"linli/platform/clock"
	"linli/platform/geo"
	"linli/platform/i18n"
	"linli/platform/tiles"
	"linli/platform/tiles/tilestest"
	"linli/web/edge"
	"linli/web/maps"
	"linli/web/page"
	"linli/web/static"
)

const mapPage = `{{define "layout"}}resident{{end}}{{define "title"}}{{t "map.label"}}{{end}}
<h1 class="govuk-heading-l">{{t "map.label"}}</h1>{{form "/place"}}{{show .Map}}{{button "text" (t "flood.send")}}</form>`

type placing struct {
	*page.Form
	Map page.PlaceMap
}

// TestAPlaceIsChosenOnTheMap: with the mouse, and with the keyboard alone, on a shifted map, whose numbers are converted when they
// come in. Without a script the page has no map.
func TestAPlaceIsChosenOnTheMap(t *testing.T) {
	t.Parallel()
	assets, err := static.Open()
	if err != nil {
		t.Fatal(err)
	}
	if !assets.Built() {
		t.Skip("browser tests skipped: the assets are not built (node build/assets.mjs)")
	}
	name := filepath.Join(t.TempDir(), "map.pmtiles")
	if err := os.WriteFile(name, tilestest.Archive(tilestest.Options{Zoom: 5, Metadata: `{"attribution":"<b>© Example</b>","datum":"gcj02"}`}), 0o600); err != nil {
		t.Fatal(err)
	}
	base, err := tiles.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = base.Close() })
	texts, err := i18n.Open()
	if err != nil {
		t.Fatal(err)
	}
	pages, err := page.New(page.Config{Texts: texts, Clock: clock.System{}, Templates: []fs.FS{fstest.MapFS{"place.html": {Data: []byte(mapPage)}}}, Asset: assets.URL, Strict: true})
	if err != nil {
		t.Fatal(err)
	}
	door, err := edge.New(edge.Config{Origin: &url.URL{Scheme: "http", Host: "localhost"}, Key: make([]byte, 32), Pages: pages, Texts: texts, Clock: clock.System{}, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("GET "+static.Prefix, assets)
	mux.Handle(maps.Pattern, maps.Tiles(base, pages.RenderError))
	mux.HandleFunc("GET /place", func(w http.ResponseWriter, r *http.Request) {
		pages.Render(w, r, http.StatusOK, "place", placing{page.NewForm(nil), page.PlaceMap{Base: base}})
	})
	mux.HandleFunc("GET /areas", func(w http.ResponseWriter, r *http.Request) {
		marks := []page.PlaceMark{{At: geo.Point{Lat: 31.2, Long: 121.4}, Text: "柳树村：10–14"}, {At: geo.Point{Lat: 26, Long: 112}, Text: "石桥村：5–9"}}
		pages.Render(w, r, http.StatusOK, "place", placing{page.NewForm(nil), page.PlaceMap{Base: base, Marks: marks}})
	})
	mux.HandleFunc("POST /place", func(w http.ResponseWriter, r *http.Request) {
		form, err := page.ReadForm(r)
		if err == nil {
			var p geo.Point
			if p, err = geo.Read(form.Value("lat"), form.Value("long"), geo.Datum(form.Value("datum"))); err == nil {
				_, _ = w.Write([]byte(template.HTMLEscapeString(p.String())))
				return
			}
		}
		pages.RenderError(w, r, err)
	})
	e2e.Run(t, e2e.Play{Handler: door.Wrap(mux), Scenarios: []string{"scenarios/map.mjs"}})
}

package e2e_test

import (
	"embed"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"testing"
	"time"

	"linli/e2e"
	"linli/platform/clock"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/web/edge"
	"linli/web/page"
	"linli/web/static"
)

//go:embed gallery
var gallery embed.FS

type parts struct {
	Code      id.Code
	Crumbs    []page.Crumb
	Cases     page.Table
	Tags      []page.Tag
	Todo      page.Tag
	Pages     page.Pagination
	Names     []string
	Print     page.Attributes
	At        time.Time
	Due, Late time.Time
}

// TestGallery shows every part of a page, so that all of them are seen in all languages, widths and themes.
func TestGallery(t *testing.T) {
	t.Parallel()
	e2e.Run(t, e2e.Play{Handler: galleryHandler(t), Scenarios: []string{"scenarios/gallery.mjs", "scenarios/plain.mjs"}})
}

func galleryHandler(t *testing.T) http.Handler {
	t.Helper()
	assets, err := static.Open()
	if err != nil {
		t.Fatal(err)
	}
	if !assets.Built() {
		t.Skip("browser tests skipped: the assets are not built (node build/assets.mjs)")
	}
	now := time.Date(2026, 11, 21, 7, 0, 0, 0, time.UTC)
	texts := galleryTexts(t)
	templates, err := fs.Sub(gallery, "gallery")
	if err != nil {
		t.Fatal(err)
	}
	pages, err := page.New(page.Config{
		Texts: texts, Clock: clock.NewManual(now), Templates: []fs.FS{templates}, Asset: assets.URL, Strict: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	door, err := edge.New(edge.Config{
		Origin: &url.URL{Scheme: "http", Host: "localhost"}, Key: make([]byte, 32), Pages: pages, Texts: texts,
		Clock: clock.System{}, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("GET "+static.Prefix, assets)
	mux.HandleFunc("GET /parts", func(w http.ResponseWriter, r *http.Request) {
		dress(r, texts)
		pages.Render(w, r, http.StatusOK, "parts", partsOf(r, texts, now))
	})
	mux.HandleFunc("GET /form", func(w http.ResponseWriter, r *http.Request) {
		page.Of(r).Exit = "/parts"
		pages.Render(w, r, http.StatusOK, "form", page.NewForm(nil))
	})
	mux.HandleFunc("POST /form", func(w http.ResponseWriter, r *http.Request) {
		f, err := page.ReadForm(r)
		if err != nil {
			pages.RenderError(w, r, err)
			return
		}
		page.Of(r).Exit = "/parts"
		f.Require("name", "summary")
		f.Number("amount")
		f.Date("day", time.UTC)
		if f.Value("way") == "" {
			f.Add("way", "form.choose")
		}
		if f.Err() == nil {
			door.Notify(w, "page.success")
			http.Redirect(w, r, "/parts", http.StatusSeeOther)
			return
		}
		pages.Render(w, r, f.Status(), "form", f)
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		pages.RenderError(w, r, fault.New(fault.NotFound, "fault.not_found"))
	})
	return door.Wrap(mux)
}

func dress(r *http.Request, texts *i18n.Bundle) {
	v := page.Of(r)
	say := func(key string) string { return texts.Text(v.Language, key, nil) }
	v.Zone = time.FixedZone("CST", 8*3600)
	v.Office, v.Demo = say("gallery.office"), true
	v.Account = &page.Account{Name: say("gallery.account"), Href: "/parts", SignOut: "/parts"}
	v.Nav = []page.Link{{Text: say("gallery.due"), Href: "/parts", Current: true}, {Text: say("gallery.case"), Href: "/form"}}
}

func partsOf(r *http.Request, texts *i18n.Bundle, now time.Time) parts {
	say := func(key string) string { return texts.Text(page.Of(r).Language, key, nil) }
	p := parts{
		Code: id.NewCode("DEM", zeros{}), At: now.Add(-26 * time.Hour), Due: now.Add(75 * time.Hour), Late: now.Add(-5 * time.Hour),
		Names:  []string{say("gallery.kind.noise"), say("gallery.kind.water"), say("gallery.done")},
		Pages:  page.Paging("/parts?before=1", "/parts?after=2"),
		Print:  page.Attributes{"data-print": true, "hidden": true},
		Todo:   page.Tag{Text: say("gallery.todo"), Classes: "govuk-tag--blue"},
		Crumbs: []page.Crumb{{Text: say("nav.home"), Href: "/parts"}, {Text: say("gallery.case"), Href: "/form"}, {Text: say("gallery.title")}},
		Cases: page.Table{Caption: say("gallery.table"), FirstCellIsHeader: true,
			Head: []page.Cell{{Text: say("gallery.number")}, {Text: say("gallery.kind")}, {Text: say("gallery.sum"), Format: "numeric"}},
			Rows: [][]page.Cell{
				{{Text: "2026-031"}, {Text: say("gallery.kind.noise")}, {Text: "1,200.00", Format: "numeric"}},
				{{Text: "2026-032"}, {Text: say("gallery.kind.water")}, {Text: "86.50", Format: "numeric"}},
			}},
	}
	for _, colour := range []string{"", "grey", "green", "teal", "blue", "purple", "magenta", "red", "orange", "yellow"} {
		p.Tags = append(p.Tags, page.Tag{Text: say("gallery.open"), Classes: "govuk-tag--" + colour})
	}
	return p
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

// galleryTexts are linli's own texts and those of the gallery, which no reader of linli ever sees.
func galleryTexts(t *testing.T) *i18n.Bundle {
	t.Helper()
	own, err := i18n.Sources()
	if err != nil {
		t.Fatal(err)
	}
	texts, err := fs.Sub(gallery, "gallery")
	if err != nil {
		t.Fatal(err)
	}
	b, err := i18n.Read(own, texts)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

package report_test

import (
	"bytes"
	"crypto/rand"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/platform/redact/picture/sample"
	"linli/report"
	"linli/testkit"
	"linli/web/page"
)

// desk is the whole site before an office on SQLite: the engine makes no difference to a page.
type desk struct {
	*apptest.World
	t       *testing.T
	handler http.Handler
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	w := apptest.New(t, testkit.Embedded(t, "cases"))
	site, err := w.App.Site(&url.URL{Scheme: "http", Host: "localhost:8080"})
	if err != nil {
		t.Fatal(err)
	}
	return &desk{w, t, site.Handler}
}

// ask sends a request as an account; "" is anybody.
func (d *desk) ask(login, method, path string, values url.Values) *httptest.ResponseRecorder {
	d.t.Helper()
	if values != nil {
		values.Set(page.KeyField, rand.Text()) // as each form that is shown has one of its own
	}
	r := httptest.NewRequest(method, path, strings.NewReader(values.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.Host, r.RemoteAddr = "localhost:8080", "127.0.0.1:4711"
	r.Header.Set("Accept", "text/html")
	r.Header.Set("Accept-Language", "en")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if login != "" {
		r.Header.Set("Authorization", "Bearer "+d.Hired(login).Token)
	}
	w := httptest.NewRecorder()
	d.handler.ServeHTTP(w, r)
	return w
}

func has(t *testing.T, body string, texts ...string) {
	t.Helper()
	for _, x := range texts {
		if !strings.Contains(body, x) {
			t.Errorf("the page does not say %q", x)
		}
	}
}

// TestAPersonDecidesWhatIsPublished: what seems to point at somebody is marked and proposed to go; what is left is shown once more and
// stays only by that person's word; without it, nothing is public.
func TestAPersonDecidesWhatIsPublished(t *testing.T) {
	d := newDesk(t)
	f := d.Issue()
	f.Text, f.Address = "王先生家楼下的路灯不亮，电话13812345678，车牌京A·12345", "桂花巷7号院3栋"
	c, _ := d.Submit(f)
	at := "/reports/" + c.ID.String() + "/publish"
	if w := d.ask("clerk", http.MethodGet, at, nil); w.Code != http.StatusNotFound && w.Code != http.StatusForbidden {
		t.Errorf("who has not read it decides: %d", w.Code)
	}
	c = d.Answer(d.Handler(), c, report.Take{}, report.Accept{})
	body := d.ask("clerk", http.MethodGet, at, nil).Body.String()
	has(t, body, `<mark class="linli-found">王先生<span class="govuk-visually-hidden"> (a name)</span></mark>`, `13812345678<span`, `京A·12345<span`,
		"somebody家楼下的路灯不亮，电话[telephone number]，车牌[plate]</textarea>", `value="桂花巷"`, "has not agreed that the answer may be read")
	form := url.Values{"text": {"王先生家楼下的路灯不亮"}, "place": {"桂花巷"}}
	w := d.ask("clerk", http.MethodPost, at, form)
	if w.Code != http.StatusBadRequest {
		t.Errorf("%d", w.Code)
	}
	has(t, w.Body.String(), "Here seems to stand a name, a plate or the number of a house.", "It stays: I have read it, and it points at nobody", "This is still there")
	form.Set("stays", "yes")
	form.Set("text", "电话13812345678")
	has(t, d.ask("clerk", http.MethodPost, at, form).Body.String(), "Here stands a telephone number or an address of e-mail.")
	if p, err := d.App.Report.PublicView(d.Ctx, d.Tenant(), c.PublicID); err != nil || p.Published {
		t.Errorf("it is public without a decision: %+v, %v", p, err)
	}
	form.Set("text", "巷口的路灯不亮")
	if w := d.ask("clerk", http.MethodPost, at, form); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %.300s", w.Code, w.Body)
	}
	has(t, d.ask("", http.MethodGet, "/reported/"+c.PublicID.String(), nil).Body.String(), "巷口的路灯不亮")
	for _, login := range []string{"other.clerk", "lead", "upper.lead", "admin", "privacy"} {
		if w := d.ask(login, http.MethodGet, at, nil); w.Code == http.StatusOK {
			t.Errorf("%s has the page", login)
		}
	}
}

// TestAPhotographIsShownAsAPersonCoveredIt: the copy is black where it was covered, is small and new, and nothing is shown of which
// nobody said that it is clear. Taking it back, withdrawing and the end of its term take the copy away.
func TestAPhotographIsShownAsAPersonCoveredIt(t *testing.T) {
	d := newDesk(t)
	c, reporter := d.Submit(d.Issue())
	var photo bytes.Buffer
	white := image.NewRGBA(image.Rect(0, 0, 640, 480))
	draw.Draw(white, white.Bounds(), image.White, image.Point{}, draw.Src)
	if err := jpeg.Encode(&photo, white, nil); err != nil {
		t.Fatal(err)
	}
	file, err := d.App.Report.Upload(d.Ctx, reporter, c.ID, "lamp.jpg", &photo)
	if err != nil {
		t.Fatal(err)
	}
	d.Answer(d.Handler(), c, report.Take{}, report.Accept{})
	at, public := "/reports/"+c.ID.String()+"/publish", "/reported/"+c.PublicID.String()+"/pictures/1"
	has(t, d.ask("clerk", http.MethodGet, at, nil).Body.String(), `name="cover_1" value="64"`, file.ID.String()+"?small=yes", "lamp.jpg")
	form := url.Values{"text": {"路灯不亮"}, "show_1": {"yes"}, "cover_1": {"1", "10"}}
	w := d.ask("clerk", http.MethodPost, at, form)
	has(t, w.Body.String(), "Say that nobody can be recognised on the copy", `value="10" aria-label="Part 10" checked`)
	if w := d.ask("", http.MethodGet, public, nil); w.Code != http.StatusNotFound {
		t.Errorf("a picture without a word: %d", w.Code)
	}
	form.Set("clear_1", "yes")
	wrong := url.Values{"text": form["text"], "show_1": form["show_1"], "clear_1": {"yes"}, "cover_1": {"65"}}
	if w := d.ask("clerk", http.MethodPost, at, wrong); w.Code != http.StatusBadRequest {
		t.Errorf("a part that there is not: %d", w.Code)
	}
	if w := d.ask("clerk", http.MethodPost, at, form); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %.300s", w.Code, w.Body)
	}
	has(t, d.ask("", http.MethodGet, "/reported/"+c.PublicID.String(), nil).Body.String(), public)
	w = d.ask("", http.MethodGet, public, nil)
	img, err := jpeg.Decode(w.Body)
	if err != nil || w.Header().Get("Content-Type") != "image/jpeg" || img.Bounds().Dx() != 320 || img.Bounds().Dy() != 240 {
		t.Fatalf("%d %v %v", w.Code, w.Header(), err)
	}
	for _, x := range []struct {
		x, y int
		dark bool
	}{{20, 15, true}, {60, 45, true}, {100, 45, false}, {300, 200, false}} {
		if r, _, _, _ := img.At(x.x, x.y).RGBA(); (r < 0x4000) != x.dark {
			t.Errorf("%d,%d is %x", x.x, x.y, r)
		}
	}
	if o, err := d.App.Report.Download(d.Ctx, d.As("clerk"), c.ID, file.ID); err != nil || len(o.Bytes) == 0 {
		t.Errorf("the original: %v", err)
	}
	shown := func() int { return d.ask("", http.MethodGet, public, nil).Code }
	k, err := d.App.Report.Repo.Case(d.Ctx, d.Tenant(), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	k = d.Answer(d.As("clerk"), k, report.Unpublish{})
	if shown() != http.StatusNotFound {
		t.Error("what was taken back is still shown")
	}
	if _, err := d.App.Report.Repo.PublicPicture(d.Ctx, d.Tenant(), c.PublicID, 0); err == nil {
		t.Error("the copy of what was taken back is still there")
	}
	if w := d.ask("clerk", http.MethodPost, at, form); w.Code != http.StatusSeeOther || shown() != http.StatusOK {
		t.Fatalf("published again: %d", w.Code)
	}
	if k, err = d.App.Report.Repo.Case(d.Ctx, d.Tenant(), k.ID); err != nil {
		t.Fatal(err)
	}
	d.Answer(reporter, k, report.Withdraw{})
	if _, err := d.App.Report.Repo.PublicPicture(d.Ctx, d.Tenant(), c.PublicID, 0); err == nil {
		t.Error("what was withdrawn keeps its picture")
	}
}

// TestWhatCameInAFloodIsMarked: at the desk, and nowhere in public.
func TestWhatCameInAFloodIsMarked(t *testing.T) {
	d := newDesk(t)
	f := d.Issue()
	f.Look = true
	c, _ := d.Submit(f)
	d.Handler()
	has(t, d.ask("clerk", http.MethodGet, "/reports", nil).Body.String(), "waiting for a look")
	has(t, d.ask("clerk", http.MethodGet, "/reports/"+c.ID.String(), nil).Body.String(), "until then nothing of it is public")
	if body := d.ask("", http.MethodGet, "/open311/v2/requests.json", nil).Body.String(); strings.Contains(body, c.PublicID.String()) {
		t.Error("it is public before somebody has looked")
	}
	d.Answer(d.As("clerk"), c, report.Take{})
	if body := d.ask("clerk", http.MethodGet, "/reports", nil).Body.String(); strings.Contains(body, "waiting for a look") {
		t.Error("somebody has looked")
	}
	if body := d.ask("", http.MethodGet, "/open311/v2/requests.json", nil).Body.String(); !strings.Contains(body, c.PublicID.String()) {
		t.Error("it is not public after somebody has looked")
	}
}

// TestAPhotographIsCoveredBeforehand: what looks like a face and a plate is black when the page opens, what is let through is what the person
// left black, and the word that somebody looked is asked for all the same. Nothing of what was found is kept.
func TestAPhotographIsCoveredBeforehand(t *testing.T) {
	d := newDesk(t)
	c, reporter := d.Submit(d.Issue())
	street := image.NewRGBA(image.Rect(0, 0, 1280, 960))
	draw.Draw(street, street.Bounds(), image.NewUniform(color.Gray{Y: 150}), image.Point{}, draw.Src)
	sample.Place(street)
	var photo bytes.Buffer
	if err := jpeg.Encode(&photo, street, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := d.App.Report.Upload(d.Ctx, reporter, c.ID, "street.jpg", &photo); err != nil {
		t.Fatal(err)
	}
	d.Answer(d.Handler(), c, report.Take{}, report.Accept{})
	at := "/reports/" + c.ID.String() + "/publish"
	body := d.ask("clerk", http.MethodGet, at, nil).Body.String()
	has(t, body, "It finds some and never all", `value="19" aria-label="Part 19" checked`, `value="54" aria-label="Part 54" checked`)
	for _, absent := range []string{`value="8" aria-label="Part 8" checked`, `value="57" aria-label="Part 57" checked`, `name="clear_1" type="checkbox" value="yes" checked`, "could not look"} {
		if strings.Contains(body, absent) {
			t.Errorf("the page has %s", absent)
		}
	}
	form := url.Values{"text": {"路灯不亮"}, "show_1": {"yes"}, "cover_1": {"54"}}
	has(t, d.ask("clerk", http.MethodPost, at, form).Body.String(), "Say that nobody can be recognised on the copy")
	form.Set("clear_1", "yes")
	if w := d.ask("clerk", http.MethodPost, at, form); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %.300s", w.Code, w.Body)
	}
	img, err := jpeg.Decode(d.ask("", http.MethodGet, "/reported/"+c.PublicID.String()+"/pictures/1", nil).Body)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		x, y int
		dark bool
	}{{220, 195, true}, {80, 76, false}} { // uncovered by whoever decided
		if r, _, _, _ := img.At(x.x, x.y).RGBA(); (r < 0x2000) != x.dark {
			t.Errorf("at %d, %d: %x", x.x, x.y, r)
		}
	}
}

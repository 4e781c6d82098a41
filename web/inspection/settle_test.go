package inspection_test

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/platform/redact/picture/sample"
)

var asideField = regexp.MustCompile(`name="aside" value="([A-Za-z0-9_-]{64})"`)

// street is a photograph of a place with a head and a plate on it, which are nobody's.
func street(t *testing.T) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 1280, 960))
	draw.Draw(img, img.Bounds(), image.NewUniform(color.Gray{Y: 150}), image.Point{}, draw.Src)
	sample.Place(img)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestAPhotographIsSettledBeforeItIsKept: it is shown with a head and a plate covered, and nothing of it is kept; it is kept as the inspector
// left it, black where it was black and without what was below, and what it was held in is gone.
func TestAPhotographIsSettledBeforeItIsKept(t *testing.T) {
	v := begun(t)
	before, err := v.App.Inspect.Files.Names(v.Ctx, v.Tenant())
	if err != nil {
		t.Fatal(err)
	}
	status, body := v.SendFile("inspector", v.at("attach"), url.Values{}, "街.jpg", street(t))
	if status != http.StatusOK {
		t.Fatalf("%d %.500s", status, body)
	}
	apptest.Says(t, body, "Nothing of this is kept yet", "It finds some and never all", "街.jpg: is it kept?", "data:image/jpeg;base64,",
		`value="19" aria-label="Part 19" checked`, `value="54" aria-label="Part 54" checked`)
	if strings.Contains(body, `value="8" aria-label="Part 8" checked`) || strings.Contains(body, `value="keep" checked`) {
		t.Error("a wall is covered, or the answer is given beforehand")
	}
	kept := func() int {
		c, err := v.App.Inspect.Repo.Case(v.Ctx, v.Tenant(), v.of)
		if err != nil {
			t.Fatal(err)
		}
		return len(c.Files)
	}
	token := asideField.FindStringSubmatch(body)
	if token == nil || kept() != 0 {
		t.Fatalf("no token on the page, or %d files kept", kept())
	}
	form := url.Values{"aside": {token[1]}, "cover_1": {"54", "64"}}
	v.refused("inspector", "attach", form, "Look at the picture, and say whether it is kept.")
	if status, _ := v.send("inspector2", "attach", url.Values{"aside": form["aside"], "settle_1": {"keep"}}); status == http.StatusSeeOther {
		t.Error("somebody else settles it")
	}
	form.Set("settle_1", "keep")
	v.done("inspector", "attach", form)
	if kept() != 1 {
		t.Fatalf("%d files", kept())
	}
	c, _ := v.App.Inspect.Repo.Case(v.Ctx, v.Tenant(), v.of)
	file, err := v.App.Inspect.Download(v.Ctx, v.As("inspector"), v.of, c.Files[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	img, err := jpeg.Decode(bytes.NewReader(file.Bytes))
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		x, y int
		dark bool
	}{{900, 780, true}, {1250, 940, true}, {320, 330, false}, {640, 100, false}} { // the plate and a corner; the head was uncovered
		if r, g, b, _ := img.At(x.x, x.y).RGBA(); (r+g+b < 0x1800) != x.dark {
			t.Errorf("at %d, %d: %x %x %x", x.x, x.y, r, g, b)
		}
	}
	after, err := v.App.Inspect.Files.Names(v.Ctx, v.Tenant())
	if err != nil || len(after) != len(before)+1 {
		t.Errorf("%d blobs before, %d after (%v)", len(before), len(after), err)
	}
	v.refused("inspector", "attach", form, "This file is not held any more")
}

// TestAPhotographThatIsNotKept leaves nothing behind, and a file that is no picture is asked of all the same.
func TestAPhotographThatIsNotKept(t *testing.T) {
	v := begun(t)
	names := func() int {
		all, err := v.App.Inspect.Files.Names(v.Ctx, v.Tenant())
		if err != nil {
			t.Fatal(err)
		}
		return len(all)
	}
	before := names()
	_, body := v.SendFile("inspector", v.at("attach"), url.Values{}, "a.jpg", street(t))
	token := asideField.FindStringSubmatch(body)
	if token == nil {
		t.Fatalf("%.500s", body)
	}
	v.done("inspector", "attach", url.Values{"aside": {token[1]}, "settle_1": {"leave"}})
	apptest.Says(t, v.Page("inspector", v.at("")), "Being looked at")
	if names() != before {
		t.Errorf("%d blobs before, %d after", before, names())
	}
	for name, raw := range map[string][]byte{"a.jpg": []byte("no picture"), "b.pdf": street(t)} {
		if status, body := v.SendFile("inspector", v.at("attach"), url.Values{}, name, raw); status < 400 || strings.Contains(body, `name="aside"`) {
			t.Errorf("%s: %d", name, status)
		}
	}
	if status, _ := v.SendFile("clerk", v.at("attach"), url.Values{}, "a.jpg", street(t)); status < 400 || names() != before {
		t.Errorf("who is no inspector sends one: %d", status)
	}
}

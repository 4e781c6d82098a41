package duty_test

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
	"time"

	"linli/platform/redact/picture/sample"
)

// TestAPhotographOfADutyIsSettled: it counts as evidence once whoever owes the duty has looked at it and said so, and is kept as it was
// covered.
func TestAPhotographOfADutyIsSettled(t *testing.T) {
	o := newTown(t)
	due := o.first("V1", "outreach")
	o.Clock.Set(due.Last.Add(-3 * 24 * time.Hour))
	at := "/duties/" + due.Case.ID.String()
	img := image.NewRGBA(image.Rect(0, 0, 1280, 960))
	draw.Draw(img, img.Bounds(), image.NewUniform(color.Gray{Y: 150}), image.Point{}, draw.Src)
	sample.Place(img)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	status, body := o.SendFile("clerk", at+"/evidence?kind=photographs", url.Values{"_key": {"one"}}, "街.jpg", b.Bytes())
	token := regexp.MustCompile(`name="aside" value="([A-Za-z0-9_-]{64})"`).FindStringSubmatch(body)
	if status != http.StatusOK || token == nil || !strings.Contains(body, `value="19" aria-label="Part 19" checked`) {
		t.Fatalf("%d %.800s", status, body)
	}
	form := url.Values{"aside": {token[1]}, "cover_1": {"19"}}
	o.sends("clerk", at+"/evidence?kind=photographs", form, "Look at the picture, and say whether it is kept.")
	c, err := o.App.Duty.Repo.Case(o.Ctx, o.Tenant(), due.Case.ID)
	if err != nil || len(c.Evidence) != 0 {
		t.Fatalf("%d pieces are kept, %v", len(c.Evidence), err)
	}
	form.Set("settle_1", "keep")
	o.sends("clerk", at+"/evidence?kind=photographs", form, at)
	if c, err = o.App.Duty.Repo.Case(o.Ctx, o.Tenant(), due.Case.ID); err != nil || len(c.Evidence) != 1 {
		t.Fatalf("%d pieces are kept, %v", len(c.Evidence), err)
	}
	file, err := o.App.Duty.Download(o.Ctx, o.As("clerk"), due.Case.ID, c.Evidence[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := jpeg.Decode(bytes.NewReader(file.Bytes))
	if err != nil {
		t.Fatal(err)
	}
	if r, _, _, _ := kept.At(400, 300).RGBA(); r > 0x0800 {
		t.Errorf("what was covered is there: %x", r)
	}
	if r, _, _, _ := kept.At(1200, 60).RGBA(); r < 0x8000 {
		t.Errorf("what was not covered is dark: %x", r)
	}
}

package e2e_test

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"testing"

	"linli/app/apptest"
	"linli/platform/access"
	"linli/platform/redact/picture/sample"
	"linli/report"
	"linli/report/inspection"
)

// TestInspections has an inspector look at a market from a telephone: photograph, record, order; the lead approves what was found
// again, and a square is ticked in the round of the month.
func TestInspections(t *testing.T) {
	scene{scenarios: []string{"scenarios/inspections.mjs"}, where: apptest.Town, logins: []string{"inspector", "lead"}, data: func(t *testing.T, w *apptest.World) map[string]any {
		market := w.Inspectors()
		square, err := w.App.Inspect.PutPlace(w.Ctx, w.As("inspector"), inspection.Place{KnownPlace: report.KnownPlace{Unit: w.Unit("V1"), Name: "河边小广场"}, Kind: "square", Keeper: access.Inspector}, "")
		if err != nil {
			t.Fatal(err)
		}
		picture := image.NewRGBA(image.Rect(0, 0, 1280, 960))
		draw.Draw(picture, picture.Bounds(), image.NewUniform(color.Gray{Y: 150}), image.Point{}, draw.Src)
		sample.Place(picture)
		var b bytes.Buffer
		if err := jpeg.Encode(&b, picture, nil); err != nil {
			t.Fatal(err)
		}
		return map[string]any{"market": market.ID.String(), "square": square.ID.String(), "picture": base64.StdEncoding.EncodeToString(b.Bytes())}
	}}.play(t)
}

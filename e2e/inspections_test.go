package e2e_test

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/color"
	"image/jpeg"
	"testing"

	"linli/app/apptest"
	"linli/platform/access"
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
		picture := image.NewRGBA(image.Rect(0, 0, 320, 240))
		for x := range 320 {
			for y := range 240 {
				picture.Set(x, y, color.RGBA{uint8(x), uint8(y), 120, 255})
			}
		}
		var b bytes.Buffer
		if err := jpeg.Encode(&b, picture, nil); err != nil {
			t.Fatal(err)
		}
		return map[string]any{"market": market.ID.String(), "square": square.ID.String(), "picture": base64.StdEncoding.EncodeToString(b.Bytes())}
	}}.play(t)
}

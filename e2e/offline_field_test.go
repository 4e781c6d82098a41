package e2e_test

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/jpeg"
	"testing"

	"linli/app/apptest"
	"linli/platform/i18n"
	"linli/report/inspection"
)

// TestOfflineField has a clerk and an inspector work on a telephone while there is no line: a report with a reserved slip and a
// photograph, an inspection with a photograph, and one that a colleague records meanwhile.
func TestOfflineField(t *testing.T) {
	scene{scenarios: []string{"scenarios/offline_field.mjs"}, where: apptest.Town, logins: []string{"clerk", "inspector", "inspector2", "lead", "second"}, data: func(t *testing.T, w *apptest.World) map[string]any {
		market := w.Inspectors()
		w.Handler()
		var b bytes.Buffer
		if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 320, 240)), nil); err != nil {
			t.Fatal(err)
		}
		begin := func() string {
			c, err := w.App.Inspect.Begin(w.Ctx, w.As("inspector"), inspection.Begin{Unit: market.Unit, Place: market.ID, Checklist: "shop"}, nil)
			if err != nil {
				t.Fatal(err)
			}
			return c.ID.String()
		}
		data := each(func(i18n.Language) map[string]any { return map[string]any{"held": begin(), "moved": begin()} })
		data["picture"], data["place"] = base64.StdEncoding.EncodeToString(b.Bytes()), market.ID.String()
		data["now"] = w.Clock.Now().Format("2006-01-02T15:04:05Z07:00")
		return data
	}}.play(t)
}

package house_test

import (
	"bytes"
	"image"
	"image/png"
	"testing"

	"linli/app/apptest"
	"linli/platform/blob"
	"linli/report/inspection"
)

// inspected leads an inspection to its end, and takes its place out of the register: its retention runs, and a contact is destroyed.
func inspected(t *testing.T, w *apptest.World) {
	t.Helper()
	market := w.Inspectors()
	looked, err := w.App.Inspect.Begin(w.Ctx, w.As("inspector"), inspection.Begin{Unit: w.Unit("V1"), Place: market.ID, Checklist: "shop"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	looked = w.Inspect("inspector", looked, inspection.Record{Answers: map[string]string{"exits": inspection.Fine, "extinguishers": inspection.Fine, "storage": inspection.Fine}, NamesNobody: true})
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewNRGBA(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	if _, err := w.App.Inspect.Upload(w.Ctx, w.As("inspector"), looked.ID, "a.png", blob.Prints{None: true}, &picture); err != nil {
		t.Fatal(err)
	}
	w.Inspect("inspector", looked, inspection.Pass{})
	if err := w.App.Inspect.EndPlace(w.Ctx, w.As("lead"), market.ID); err != nil {
		t.Fatal(err)
	}
}

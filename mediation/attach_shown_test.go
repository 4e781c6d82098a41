package mediation_test

import (
	"bytes"
	"slices"
	"testing"

	"linli/app/apptest"
	"linli/casefile"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
)

// TestAFileIsShownToChosenPartiesAlone: to the others it does not exist, not by its key, its event, nor among what they read.
func TestAFileIsShownToChosenPartiesAlone(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c := w.Third(w.To(mediation.InSession))
		parties := []access.Actor{w.Party(c, 0), w.Party(c, 1), w.Party(c, 2)}
		a, b, third := c.Parties[0].ID, c.Parties[1].ID, c.Parties[2].ID
		for name, x := range map[string]struct {
			by    access.Actor
			in    mediation.UploadInput
			reads [3]bool
		}{
			"a party's, to one other": {parties[0], mediation.UploadInput{Party: a, With: []id.ID{third}}, [3]bool{true, false, true}},
			"a party's, to both":      {parties[1], mediation.UploadInput{Party: b, With: []id.ID{third, a}}, [3]bool{true, true, true}},
			"the office's, to one":    {w.As("clerk"), mediation.UploadInput{With: []id.ID{b}}, [3]bool{false, true, false}},
		} {
			f := upload(t, w, x.by, c, x.in)
			for i, reader := range parties {
				_, err := w.App.Mediation.Download(w.Ctx, reader, c.ID, f.ID)
				if x.reads[i] != (err == nil) || err != nil && fault.Of(err).Code != fault.NotFound {
					t.Errorf("%s: party %d: %v", name, i, err)
				}
				o, err := w.App.Mediation.Open(w.Ctx, reader, c.ID, access.ForParty)
				if err != nil {
					t.Fatal(err)
				}
				listed := slices.IndexFunc(o.Case.Attachments, func(y mediation.Attachment) bool { return y.ID == f.ID })
				told := slices.ContainsFunc(o.Events, func(e casefile.Event) bool {
					return e.Kind == "attach" && bytes.Contains(e.Body, []byte(f.ID.String()))
				})
				if x.reads[i] != (listed >= 0) || x.reads[i] != told || x.reads[i] != (o.Passage(mediation.FieldFileName, f.ID) != "") {
					t.Errorf("%s: party %d: listed at %d, told %v", name, i, listed, told)
				}
				if listed >= 0 && f.Owner != reader.Party && !slices.Equal(o.Case.Attachments[listed].With, []id.ID{reader.Party}) {
					t.Errorf("%s: party %d reads to whom else it is shown: %v", name, i, o.Case.Attachments[listed].With)
				}
			}
			if _, err := w.App.Mediation.Download(w.Ctx, w.As("mediator"), c.ID, f.ID); err != nil {
				t.Errorf("%s: who works on the case: %v", name, err)
			}
		}
		for name, in := range map[string]mediation.UploadInput{
			"to its owner":          {Party: a, With: []id.ID{a}},
			"to one twice":          {Party: a, With: []id.ID{b, b}},
			"to one and everybody":  {Party: a, With: []id.ID{b}, Shared: true},
			"to nobody of the case": {Party: a, With: []id.ID{id.ID{9}}},
		} {
			in.Reader, in.Name = bytes.NewReader(photo(t)), "x.png"
			_, err := w.App.Mediation.Upload(w.Ctx, parties[0], c.ID, in)
			if err == nil || fault.Of(err).Key != "attach.with" {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

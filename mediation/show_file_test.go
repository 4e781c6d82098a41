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

// TestAFileIsShownLater: by the party who gave it, or by the office once that party agrees; to those named from then on, and to nobody
// else; it stays shown.
func TestAFileIsShownLater(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c := w.Third(w.To(mediation.InSession))
		parties := []access.Actor{w.Party(c, 0), w.Party(c, 1), w.Party(c, 2)}
		a, b, third := c.Parties[0].ID, c.Parties[1].ID, c.Parties[2].ID
		mediator := w.As("mediator")
		sees := func(f mediation.Attachment, want ...bool) {
			t.Helper()
			for i, reader := range parties {
				o, err := w.App.Mediation.Open(w.Ctx, reader, c.ID, access.ForParty)
				if err != nil {
					t.Fatal(err)
				}
				_, err = w.App.Mediation.Download(w.Ctx, reader, c.ID, f.ID)
				told := slices.ContainsFunc(o.Events, func(e casefile.Event) bool {
					return e.Kind == "show_file" && bytes.Contains(e.Body, []byte(f.ID.String()))
				})
				if want[i] != (err == nil) || want[i] != told || want[i] != (o.Passage(mediation.FieldFileName, f.ID) != "") {
					t.Errorf("party %d: %v, told %v", i, err, told)
				}
			}
		}
		refused := func(by access.Actor, x mediation.ShowFile, key string) {
			t.Helper()
			if _, _, err := w.App.Mediation.Act(w.Ctx, by, c.ID, x, mediation.Ask{}); err == nil || fault.Of(err).Key != key {
				t.Errorf("%+v: %v", x, err)
			}
		}
		f := upload(t, w, parties[0], c, mediation.UploadInput{Party: a})
		refused(mediator, mediation.ShowFile{Attachment: f.ID, Party: a, With: []id.ID{b}}, "mediation.guard.file_not_agreed")
		refused(mediator, mediation.ShowFile{Attachment: f.ID, With: []id.ID{b}}, "mediation.guard.no_such_file") // it is not the office's own
		refused(parties[1], mediation.ShowFile{Attachment: f.ID, Party: b, With: []id.ID{third}}, "mediation.guard.no_such_file")
		refused(parties[1], mediation.ShowFile{Attachment: f.ID, Party: a, With: []id.ID{third}}, "mediation.not_found")
		refused(parties[0], mediation.ShowFile{Attachment: f.ID, Party: a}, "form.choose")
		refused(parties[0], mediation.ShowFile{Attachment: f.ID, Party: a, With: []id.ID{a}}, "attach.shown")
		refused(parties[0], mediation.ShowFile{Attachment: f.ID, Party: a, With: []id.ID{{9}}}, "attach.with")

		w.Act(parties[0], c, mediation.ShowFile{Attachment: f.ID, Party: a, With: []id.ID{third}})
		sees(f, true, false, true)
		refused(parties[0], mediation.ShowFile{Attachment: f.ID, Party: a, With: []id.ID{third}}, "attach.shown")
		c = w.Act(mediator, c, mediation.ShowFile{Attachment: f.ID, Party: a, With: []id.ID{b}, Agreed: true})
		o, err := w.App.Mediation.Open(w.Ctx, parties[2], c.ID, access.ForParty)
		if err != nil {
			t.Fatal(err)
		}
		if n := slices.IndexFunc(o.Case.Attachments, func(x mediation.Attachment) bool { return x.ID == f.ID }); !slices.Equal(o.Case.Attachments[n].With, []id.ID{third}) {
			t.Errorf("who saw it before reads to whom else it is shown: %v", o.Case.Attachments[n].With)
		}
		if n := len(slices.DeleteFunc(o.Events, func(e casefile.Event) bool { return e.Kind != "show_file" })); n != 1 {
			t.Errorf("who saw it before is told %d times", n)
		}

		office := upload(t, w, mediator, c, mediation.UploadInput{})
		c = w.Act(mediator, c, mediation.ShowFile{Attachment: office.ID, Shared: true})
		sees(office, true, true, true)
		refused(mediator, mediation.ShowFile{Attachment: office.ID, With: []id.ID{b}}, "attach.shown")
		for _, e := range w.Events(c) { // what was shown is not taken back, neither by itself nor with the file
			if e.Kind == "show_file" && e.By.Account == mediator.Account {
				undo(t, w, mediator, c, e.ID, "mediation.guard.undo_stands")
			}
			if e.Kind == "attach" && e.By.Account == mediator.Account {
				undo(t, w, mediator, c, e.ID, "mediation.guard.undo_rests")
			}
		}
	})
}

func undo(t *testing.T, w *apptest.World, by access.Actor, c mediation.Case, event id.ID, key string) {
	t.Helper()
	_, _, err := w.App.Mediation.Act(w.Ctx, by, c.ID, mediation.Undo{Event: event, Why: "not_so"}, mediation.Ask{})
	if err == nil || fault.Of(err).Key != key {
		t.Errorf("taken back: %v", err)
	}
}

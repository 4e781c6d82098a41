package house_test

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/platform/access"
	"linli/platform/blob/blobtest"
	"linli/platform/id"
	"linli/platform/vault"
	reports "linli/report"
)

// TestWhatIsTakenOutIsGoneForEver is refusal R7 for words and photographs that lead to a person: from an older backup of the tables
// and of the keys nothing of the sections opens in which they stood, though the same words stay readable where they do not stand; no
// file, row or log says one before or after it, and the names of who told it are untouched.
func TestWhatIsTakenOutIsGoneForEver(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		handler := w.Handler()
		c, reporter := w.Submit(w.Issue())
		file, err := w.App.Report.Upload(w.Ctx, reporter, c.ID, "x.jpg", bytes.NewReader(blobtest.Photographs()[3].Raw))
		if err != nil {
			t.Fatal(err)
		}
		c = w.Answer(handler, c, reports.Take{}, reports.Accept{}, reports.Note{Text: "先问供电所"}, reports.ReplyMeanwhile{Text: apptest.Planted[3]})
		aside := backUpOf(t, w, w.App.Report.Repo, c.ID)
		c = w.TakeOut(handler, w.As("lead"), c, reports.ProposeTakeOut{Words: []string{w.Issue().Text, apptest.Planted[3]}, Files: []id.ID{file.ID}, Reason: "somebody"})
		pass(t, w, 2*time.Hour)
		g, err := w.App.Rights.Open(w.Ctx, w.App.Report.Recorder, w.Clock.Now(), handler, c.Facts(), access.ForWork)
		if err != nil {
			t.Fatal(err)
		}
		aside.goneFor(t, w, g, func(s vault.Scope) bool {
			return slices.Contains([]vault.Kind{vault.Joint, vault.Attachment}, s.Kind) || s == vault.Scope{Kind: vault.Private, Of: c.Author}
		})
		nowhere(t, w)
		if o, err := w.App.Report.Open(w.Ctx, reporter, c.ID); err != nil || o.Account.Text != reports.Blank || o.Name == "" || len(o.Case.Files) > 0 {
			t.Errorf("what stays: %+v, %v", o, err)
		}
	})
}

package app_test

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"strings"
	"sync"
	"testing"

	"linli/app/apptest"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/report"
)

func smallPicture(t *testing.T) *bytes.Buffer {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewRGBA(image.Rect(0, 0, 20, 10))); err != nil {
		t.Fatal(err)
	}
	return &b
}

// TestWordsAreTakenOutOfEverythingThatIsWritten: of what the author told and wrote, of the office's answer and notes, and of the name
// of a file, whose picture stays; a photograph goes as a whole. The author reads that it was, when and why, and never what.
func TestWordsAreTakenOutOfEverythingThatIsWritten(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		handler := w.Handler()
		f := w.Issue()
		f.Text, f.Address = "王小美家门口的灯不亮，找王小美", "桂花巷 王小美家"
		c, reporter := w.Submit(f)
		named, err := w.App.Report.Upload(w.Ctx, reporter, c.ID, "王小美.png", smallPicture(t))
		if err != nil {
			t.Fatal(err)
		}
		face, err := w.App.Report.Upload(w.Ctx, reporter, c.ID, "face.png", smallPicture(t))
		if err != nil {
			t.Fatal(err)
		}
		c = w.Answer(handler, c, report.Take{}, report.Accept{}, report.Note{Text: "王小美不在家"}, report.ReplyMeanwhile{Text: "已联系王小美"}, report.Write{Text: "请稍等"})
		c = w.Answer(reporter, c, report.Reply{Text: "王小美今天在"})
		for want, cmd := range map[string]report.ProposeTakeOut{
			"takeout.field.absent": {Words: []string{"李大山"}, Reason: "somebody"},
			"takeout.field.words":  {Words: []string{" "}, Reason: "somebody"},
			"form.choose":          {Words: []string{"家门口"}, Reason: "vexatious"},
		} {
			_, err := w.App.Report.Act(w.Ctx, handler, c.ID, cmd, nil)
			if x := fault.Of(err); x == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%+v: %v", cmd, err)
			}
		}
		_, err = w.App.Report.Act(w.Ctx, reporter, c.ID, report.ProposeTakeOut{Words: []string{"王小美"}, Reason: "somebody"}, nil)
		apptest.Refused(t, err, "access.refused.report.propose_take_out")
		before := c.Version
		c = w.TakeOut(handler, reporter, c, report.ProposeTakeOut{Words: []string{"王小", "王小美"}, Files: []id.ID{face.ID}, Reason: "somebody"})
		for _, a := range []struct {
			name   string
			opened *report.Opened
		}{{"handler", mustOpen(t, w, handler, c.ID)}, {"reporter", mustOpen(t, w, reporter, c.ID)}} {
			if text := mustJSON(t, a.opened); strings.Contains(text, "王小美") || strings.Contains(text, "美") && strings.Contains(text, "王小") {
				t.Errorf("the %s reads it still: %s", a.name, text)
			}
			if a.opened.Account.Text != "[…]家门口的灯不亮，找[…]" || a.opened.Account.Address != "桂花巷 […]家" || a.opened.Names[named.ID] != "[…].png" || a.opened.Name != f.Name {
				t.Errorf("the %s reads %+v, %v", a.name, a.opened.Account, a.opened.Names)
			}
			if x := a.opened.Case.TakenOut; len(x) != 1 || x[0].Reason != "somebody" || !x[0].Words || x[0].Files != 1 || !x[0].ByAuthor || len(x[0].Of) != 2 || !x[0].At.Equal(w.Clock.Now()) {
				t.Errorf("the %s is told %+v", a.name, x)
			}
		}
		for _, a := range []struct{ file, name string }{{named.ID.String(), "[…].png"}, {face.ID.String(), ""}} {
			file, err := id.Parse(a.file)
			if err != nil {
				t.Fatal(err)
			}
			got, err := w.App.Report.Download(w.Ctx, reporter, c.ID, file)
			if a.name == "" && !errors.Is(err, report.ErrNotFound) || got.Name != a.name || a.name != "" && !bytes.HasPrefix(got.Bytes, []byte("\x89PNG")) {
				t.Errorf("%q: %q, %v", a.name, got.Name, err)
			}
		}
		if names, err := w.App.Blobs.Names(w.Ctx, w.Tenant()); err != nil || len(names) != 1 {
			t.Errorf("%d blobs are left, %v", len(names), err)
		}
		all, err := w.App.Report.Repo.Events(w.Ctx, w.Tenant(), c.ID)
		if err != nil || c.Version != before+2 {
			t.Fatal(c.Version, err)
		}
		if again, err := report.Replay(w.Tenant(), all); err != nil || mustJSON(t, again) != mustJSON(t, c) {
			t.Errorf("a replay gives %+v, %v", again, err)
		}
		c = w.TakeOut(handler, w.As("lead"), c, report.ProposeTakeOut{Words: []string{"不在家"}, Reason: "needless"})
		w.Answer(handler, c, report.Publish{Text: "桂花巷路灯不亮"})
		_, err = w.App.Report.Act(w.Ctx, handler, c.ID, report.ProposeTakeOut{Words: []string{"桂花巷"}, Reason: "needless"}, nil)
		if x := fault.Of(err); x == nil || !strings.Contains(err.Error(), "takeout.field.public") {
			t.Errorf("what everybody reads: %v", err)
		}
	})
}

// TestWhatWasChosenFromAListIsNoWord: the code of an answer leads to nobody, and the handler does not see it among the texts. It stays,
// and alone it is no word that stands in the report.
func TestWhatWasChosenFromAListIsNoWord(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		handler, f := w.Handler(), w.Issue()
		f.Text, f.Address = "Ms Scout says that the lamp is dark", "7 Osmanthus Lane"
		c, _ := w.Submit(f)
		c = w.TakeOut(handler, w.As("lead"), w.Answer(handler, c, report.Take{}, report.Accept{}), report.ProposeTakeOut{Words: []string{"out"}, Reason: "somebody"})
		o := mustOpen(t, w, handler, c.ID)
		if o.Account.Text != "Ms Sc[…] says that the lamp is dark" || mustJSON(t, o.Account.Answers) != mustJSON(t, f.Answers) {
			t.Errorf("%+v", o.Account)
		}
		_, err := w.App.Report.Act(w.Ctx, handler, c.ID, report.ProposeTakeOut{Words: []string{"out"}, Reason: "somebody"}, nil)
		if x := fault.Of(err); x == nil || !strings.Contains(err.Error(), "takeout.field.absent") {
			t.Errorf("the code alone: %v", err)
		}
	})
}

func mustOpen(t *testing.T, w *apptest.World, a access.Actor, c id.ID) *report.Opened {
	t.Helper()
	o, err := w.App.Report.Open(w.Ctx, a, c)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// TestWordsAreTakenOutWhileSomebodyWrites: whoever comes second decides anew under the new key; no message is lost or sealed under a
// key that is destroyed, and no word comes back.
func TestWordsAreTakenOutWhileSomebodyWrites(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		handler := w.Handler()
		f := w.Issue()
		f.Text = "王小美甲乙丙家门口的灯不亮"
		lead := w.As("lead")
		c, reporter := w.Submit(f)
		c = w.Answer(handler, c, report.Take{}, report.Accept{})
		for _, word := range []string{"王小美", "甲", "乙", "丙"} {
			c = w.Answer(handler, mustOpen(t, w, handler, c.ID).Case, report.ProposeTakeOut{Words: []string{word}, Reason: "somebody"})
			var both sync.WaitGroup
			var taken, written error
			both.Go(func() {
				for seen := c.Version; ; seen++ { // whoever lets it looks again where something was written meanwhile
					if _, taken = w.App.Report.Act(w.Ctx, lead, c.ID, report.TakeOut{Seen: seen}, nil); fault.Of(taken) == nil || fault.Of(taken).Key != "takeout.guard.taking_moved" {
						return
					}
				}
			})
			both.Go(func() {
				_, written = w.App.Report.Act(w.Ctx, reporter, c.ID, report.Reply{Text: "还是不亮"}, nil)
			})
			both.Go(func() {
				if _, err := w.App.Report.Open(w.Ctx, handler, c.ID); err != nil {
					t.Errorf("reading meanwhile: %v", err)
				}
			})
			if both.Wait(); taken != nil || written != nil {
				t.Fatal(taken, written)
			}
		}
		o := mustOpen(t, w, reporter, c.ID)
		if len(o.Case.Messages) != 4 || o.Account.Text != strings.Repeat(report.Blank, 4)+"家门口的灯不亮" {
			t.Errorf("%d messages, %q", len(o.Case.Messages), o.Account.Text)
		}
		for _, m := range o.Case.Messages {
			if o.Written[m.ID] != "还是不亮" {
				t.Errorf("a message reads %q", o.Written[m.ID])
			}
		}
	})
}

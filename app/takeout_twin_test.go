package app_test

import (
	"bytes"
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/platform/access"
	"linli/platform/blob/blobtest"
	"linli/platform/id"
	"linli/report"
)

// split makes two of a report that tells of two things, each handled by an account of its own.
func split(t *testing.T, w *apptest.World, c report.Case, words string) (report.Case, report.Case, access.Actor) {
	t.Helper()
	handler := w.Handler()
	c, _, err := w.App.Report.Split(w.Ctx, handler, c.ID, report.Split{Category: "road_surface", Text: words, Address: "河边路口"}, nil, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	w.Give("mediator", "V1", access.Handler)
	part, err := w.App.Report.Repo.Case(w.Ctx, w.Tenant(), c.Parts[len(c.Parts)-1])
	if err != nil {
		t.Fatal(err)
	}
	author := access.Actor{Kind: access.Resident, Tenant: w.Tenant(), Case: part.ID, Party: part.Author, Via: "web"}
	return c, w.Answer(w.As("mediator"), part, report.Take{}, report.Accept{}), author
}

// TestWordsOfASplitReportGoFromBothHalves: whichever half it is proposed in, two decide once, the other half's handler is told and its
// author reads that words went; before the decision nothing is gone, and what was let before the split is in neither.
func TestWordsOfASplitReportGoFromBothHalves(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		reports, ctx, handler, lead := w.App.Report, w.Ctx, w.Handler(), w.As("lead")
		f := w.Issue()
		f.Text = "王先生家楼下的灯不亮，李大山门口的路也坏了，张三看到"
		whole, author := w.Submit(f)
		whole = w.Answer(handler, whole, report.Take{}, report.Accept{})
		text := func(c report.Case) string {
			o, err := reports.Open(ctx, access.Actor{Kind: access.Resident, Tenant: w.Tenant(), Case: c.ID, Party: c.Author, Via: "web"}, c.ID)
			if err != nil {
				t.Fatal(err)
			}
			return o.Account.Text
		}
		says := func(c report.Case, word string, want bool) {
			t.Helper()
			if got := strings.Contains(text(c), word); got != want {
				t.Errorf("%q stands in %q: %v", word, text(c), got)
			}
		}
		// What waits is decided before a report is split: its words would go on in a half of which nobody decided.
		waits := w.Answer(handler, whole, report.ProposeTakeOut{Words: []string{"张三"}, Reason: "somebody"})
		_, _, err := reports.Split(ctx, handler, whole.ID, report.Split{Category: "road_surface", Text: text(whole)}, nil, nil, nil)
		apptest.Refused(t, err, "takeout.guard.taking_waits")
		whole = w.Answer(lead, waits, report.TakeOut{Seen: waits.Version})
		whole, part, partAuthor := split(t, w, whole, text(whole))
		says(part, "张三", false)

		// Proposed in the whole, let by a second person, who reads both halves before.
		whole = w.Answer(handler, whole, report.ProposeTakeOut{Words: []string{"王先生"}, Reason: "somebody"})
		says(part, "王先生", true)
		o, err := reports.OpenTakeOut(ctx, lead, whole.ID)
		if err != nil || !strings.Contains(strings.Join(o.Twins, " "), "王先生") {
			t.Fatalf("the second reads %v of the other half, %v", o, err)
		}
		whole = w.Answer(lead, whole, report.TakeOut{Seen: whole.Version})
		says(whole, "王先生", false)
		says(part, "王先生", false)
		part = reload(t, w, part.ID)
		if len(part.TakenOut) != 1 || part.TakenOut[0].Reason != "somebody" || part.TakenOut[0].ByAuthor {
			t.Errorf("the other half says %+v", part.TakenOut)
		}
		told := func(login string) (n int) {
			lines, err := w.App.Queue.Unread(ctx, w.Tenant(), w.Hired(login).Account, 50)
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range lines {
				if x.Key == "issue.notice.take_out_too" {
					n++
				}
			}
			return n
		}
		if told("mediator") != 1 || told("clerk") != 0 {
			t.Errorf("told: %d and %d", told("mediator"), told("clerk"))
		}
		if seen, err := reports.Open(ctx, partAuthor, part.ID); err != nil || len(seen.Reads) == 0 {
			t.Errorf("nobody is seen to have read the other half: %v, %v", seen, err)
		}

		// Proposed in the part, let by its author.
		part = w.Answer(w.As("mediator"), part, report.ProposeTakeOut{Words: []string{"李大山"}, Reason: "somebody"})
		part = w.Answer(partAuthor, part, report.TakeOut{Seen: part.Version})
		says(part, "李大山", false)
		says(whole, "李大山", false)
		if whole = reload(t, w, whole.ID); len(whole.TakenOut) != 3 || !whole.TakenOut[2].ByAuthor {
			t.Errorf("the first half says %+v", whole.TakenOut)
		}

		// What the author wants kept in one half is kept in the other.
		part = w.Answer(w.As("mediator"), part, report.ProposeTakeOut{Words: []string{"路"}, Reason: "needless"})
		part = w.Answer(partAuthor, part, report.RefuseTakeOut{})
		whole = w.Answer(handler, whole, report.ProposeTakeOut{Words: []string{"路"}, Reason: "needless"})
		_, err = reports.Act(ctx, lead, whole.ID, report.TakeOut{Seen: whole.Version}, nil)
		apptest.Refused(t, err, "takeout.guard.taking_kept")
		whole = w.Answer(author, whole, report.RefuseTakeOut{})

		// Joined again, a half is still read on its own page, and goes along.
		part = w.Answer(w.As("mediator"), part, report.Join{Into: whole.ID})
		whole = w.Answer(handler, whole, report.ProposeTakeOut{Words: []string{"门口"}, Reason: "somebody"})
		w.Answer(author, whole, report.TakeOut{Seen: whole.Version})
		says(whole, "门口", false)
		says(part, "门口", false)
		for _, c := range []report.Case{reload(t, w, whole.ID), reload(t, w, part.ID)} {
			events, err := reports.Repo.Events(ctx, w.Tenant(), c.ID)
			if err != nil {
				t.Fatal(err)
			}
			if again, err := report.Replay(w.Tenant(), events); err != nil || len(again.TakenOut) != len(c.TakenOut) || again.Version != c.Version {
				t.Errorf("a replay gives %+v, %v", again, err)
			}
		}
	})
}

// TestWhatWaitsInTheOtherHalfStillWaits: of what is proposed there nobody has decided, neither the words nor the file.
func TestWhatWaitsInTheOtherHalfStillWaits(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		reports, ctx, handler, lead := w.App.Report, w.Ctx, w.Handler(), w.As("lead")
		f := w.Issue()
		f.Text = "王先生家楼下的灯不亮，李大山门口的路也坏了"
		whole, _ := w.Submit(f)
		whole = w.Answer(handler, whole, report.Take{}, report.Accept{})
		whole, part, author := split(t, w, whole, f.Text)
		raw := blobtest.Photographs()[3].Raw
		file, err := reports.Upload(ctx, author, part.ID, "王先生.jpg", bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		part = w.Answer(w.As("mediator"), reload(t, w, part.ID), report.ProposeTakeOut{Words: []string{"李大山"}, Files: []id.ID{file.ID}, Reason: "needless"})
		whole = w.Answer(handler, whole, report.ProposeTakeOut{Words: []string{"王先生"}, Reason: "somebody"})
		w.Answer(lead, whole, report.TakeOut{Seen: whole.Version})
		for _, c := range []report.Case{reload(t, w, whole.ID), reload(t, w, part.ID)} {
			o, err := reports.Open(ctx, access.Actor{Kind: access.Resident, Tenant: w.Tenant(), Case: c.ID, Party: c.Author, Via: "web"}, c.ID)
			if err != nil {
				t.Fatal(err)
			}
			if text := o.Account.Text; strings.Contains(text, "王先生") || !strings.Contains(text, "李大山") {
				t.Errorf("what was decided and nothing else goes: %q stands", text)
			}
		}
		part = reload(t, w, part.ID)
		if part.Taking == nil || len(part.Files) != 1 {
			t.Fatalf("what waited is gone: %+v, %+v", part.Taking, part.Files)
		}
		if got, err := reports.Download(ctx, author, part.ID, file.ID); err != nil || len(got.Bytes) == 0 || strings.Contains(got.Name, "王先生") {
			t.Errorf("the file of which nobody decided: %q, %d bytes, %v", got.Name, len(got.Bytes), err)
		}
	})
}

func reload(t *testing.T, w *apptest.World, c id.ID) report.Case {
	t.Helper()
	out, err := w.App.Report.Repo.Case(w.Ctx, w.Tenant(), c)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

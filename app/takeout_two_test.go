package app_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/report"
)

// everybody are the accounts of the office.
var everybody = append(slices.Clone(outside), "upper.lead")

// brought is a grievance with a paper of its author, a message, an answer and a note, as it stands at some point of its road.
func brought(t *testing.T, w *apptest.World) (report.Case, access.Actor, report.Attachment) {
	t.Helper()
	f := w.Complaint()
	f.Category, f.Mediator = "grievance", id.ID{}
	c, author := w.Complain(f)
	paper, err := w.App.Report.Upload(w.Ctx, author, c.ID, "receipt.png", smallPicture(t))
	if err != nil {
		t.Fatal(err)
	}
	c = w.Answer(w.As("upper.lead"), c, report.Take{}, report.Accept{}, report.Note{Text: "问过调解员"})
	c = w.Answer(author, c, report.Reply{Text: "我有收据"})
	return c, author, paper
}

// TestNobodyAloneTakesAnythingOutOfAGrievance: every account tries every act, again and again, wherever the grievance stands. What its
// author brought and what the office told is read afterwards as before, every word and the paper.
func TestNobodyAloneTakesAnythingOutOfAGrievance(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		c, author, paper := brought(t, w)
		upper, privacy := w.As("upper.lead"), w.As("privacy")
		words := []string{w.Complaint().Text, "我有收据", "已经查过", "不同意", "维持", "问过调解员", "receipt"}
		for _, on := range []struct {
			by  access.Actor
			cmd report.Command
		}{{}, {upper, report.GiveAnswer{Text: "已经查过"}}, {author, report.AskReview{Text: "不同意"}}, {privacy, report.Take{}}, {privacy, report.DecideReview{Text: "维持"}}} {
			if on.cmd != nil {
				c = w.Answer(on.by, c, on.cmd)
			}
			before := mustOpen(t, w, author, c.ID)
			for _, login := range everybody {
				a := w.As(login)
				asks := []report.Command{report.Erase{}}
				for _, word := range words {
					asks = append(asks, report.ProposeTakeOut{Words: []string{word}, Reason: report.Danger})
				}
				asks = append(asks, report.ProposeTakeOut{Files: []id.ID{paper.ID}, Reason: "needless"})
				for _, ask := range asks {
					_, _ = w.App.Report.Act(w.Ctx, a, c.ID, ask, nil)
					for seen := c.Version - 1; seen < c.Version+40; seen++ {
						if _, err := w.App.Report.Act(w.Ctx, a, c.ID, report.TakeOut{Seen: seen}, nil); err == nil {
							t.Errorf("%s alone, in %s: %+v", login, c.State, ask)
						}
					}
					_, _ = w.App.Report.Act(w.Ctx, a, c.ID, report.RefuseTakeOut{}, nil)
				}
			}
			after := mustOpen(t, w, author, c.ID)
			if mustJSON(t, after.Texts()) != mustJSON(t, before.Texts()) || len(after.Case.TakenOut) > 0 {
				t.Errorf("in %s: %v became %v", c.State, before.Texts(), after.Texts())
			}
			if got, err := w.App.Report.Download(w.Ctx, author, c.ID, paper.ID); err != nil || !bytes.HasPrefix(got.Bytes, []byte("\x89PNG")) {
				t.Errorf("the paper: %v", err)
			}
			c = after.Case
		}
	})
}

// TestTwoDecideWhatIsTakenOut: who handles it proposes; the privacy officer is told, reads what would go and lets it, in one version of the
// report and once. Nobody else sees that something waits.
func TestTwoDecideWhatIsTakenOut(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c, author, paper := brought(t, w)
		upper, privacy := w.As("upper.lead"), w.As("privacy")
		if o, err := w.App.Report.OpenTakeOut(w.Ctx, privacy, c.ID); err == nil {
			t.Errorf("nothing waits, and it opens: %+v", o)
		}
		c = w.Answer(upper, c, report.GiveAnswer{Text: "已经查过收据"}, report.ProposeTakeOut{Words: []string{"收据"}, Files: []id.ID{paper.ID}, Reason: "somebody"})
		if got := waiting(t, w, "report.notice.propose_take_out"); !slices.Equal(got, []string{"privacy"}) {
			t.Errorf("it waits for %v", got)
		}
		_, err := w.App.Report.Act(w.Ctx, upper, c.ID, report.ProposeTakeOut{Words: []string{"查过"}, Reason: "somebody"}, nil)
		apptest.Refused(t, err, "takeout.guard.taking_waits")
		_, err = w.App.Report.Act(w.Ctx, upper, c.ID, report.TakeOut{Seen: c.Version}, nil)
		apptest.Refused(t, err, "takeout.guard.taking_own")
		for _, login := range everybody {
			o, err := w.App.Report.OpenTakeOut(w.Ctx, w.As(login), c.ID)
			if may := login == "privacy" || login == "upper.lead"; may != (err == nil) {
				t.Errorf("%s: %v", login, err)
			} else if may && !slices.Equal(o.Taking, []string{"收据"}) {
				t.Errorf("%s sees %v", login, o.Taking)
			}
		}
		if got, err := w.App.Report.Download(w.Ctx, privacy, c.ID, paper.ID); err != nil || len(got.Bytes) == 0 {
			t.Errorf("who lets it does not see the paper: %v", err)
		}
		if _, err := w.App.Report.Open(w.Ctx, privacy, c.ID); err == nil {
			t.Error("who lets it has the report as if it were its handler")
		}
		seen := c.Version
		_, err = w.App.Report.Act(w.Ctx, upper, c.ID, report.TakeOut{Seen: seen}, nil)
		if fault.Of(err) == nil {
			t.Error("the proposer lets it")
		}
		c = w.Answer(upper, c, report.RefuseTakeOut{}, report.ProposeTakeOut{Words: []string{"收据", "已经"}, Reason: "somebody"})
		_, err = w.App.Report.Act(w.Ctx, privacy, c.ID, report.TakeOut{Seen: seen}, nil)
		apptest.Refused(t, err, "takeout.guard.taking_moved") // what was looked at was another proposal
		c = w.Answer(privacy, c, report.TakeOut{Seen: c.Version})
		_, err = w.App.Report.Act(w.Ctx, privacy, c.ID, report.TakeOut{Seen: c.Version}, nil)
		if fault.Of(err) == nil {
			t.Error("one approval is good for two")
		}
		o := mustOpen(t, w, author, c.ID)
		if text := mustJSON(t, o); strings.Contains(text, "收据") || o.Answers[c.Answer].Text != "[…]查过[…]" || len(o.Taking) > 0 {
			t.Errorf("it reads %s", text)
		}
		x := o.Case.TakenOut[0]
		if !slices.Equal(x.Of, []string{report.OfTheAuthor, report.OfTheOffice}) || x.ByAuthor || x.Despite {
			t.Errorf("the author is told %+v", x)
		}
		if !slices.ContainsFunc(o.Reads, func(r access.Row) bool { return r.Purpose == access.ForSecond && r.Post == access.Privacy }) {
			t.Errorf("the author does not see that a second person read it: %+v", o.Reads)
		}
		if left, err := w.App.Report.Repo.Sealed(w.Ctx, w.Tenant(), c.ID); err != nil || strings.Contains(mustJSON(t, left), report.FieldTakeOut) {
			t.Errorf("the proposal's words are kept: %v", err)
		}
		all, err := w.App.Report.Repo.Events(w.Ctx, w.Tenant(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := report.Replay(w.Tenant(), all); err != nil || mustJSON(t, again) != mustJSON(t, c) {
			t.Errorf("a replay gives %+v, %v", again, err)
		}
	})
}

// TestWhatTheAuthorWantsKeptStays: its no holds as long as it can ask for a review, for whatever is proposed after it; only the author takes
// it back. Where somebody is in danger two people decide all the same, and the author reads that they did.
func TestWhatTheAuthorWantsKeptStays(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		c, author, _ := brought(t, w)
		upper, privacy := w.As("upper.lead"), w.As("privacy")
		c = w.Answer(upper, c, report.GiveAnswer{Text: "已经查过"}, report.ProposeTakeOut{Words: []string{"收据"}, Reason: "somebody"})
		c = w.Answer(author, c, report.RefuseTakeOut{})
		c = w.Answer(upper, c, report.ProposeTakeOut{Words: []string{"我有"}, Reason: "needless"})
		_, err := w.App.Report.Act(w.Ctx, privacy, c.ID, report.TakeOut{Seen: c.Version}, nil)
		apptest.Refused(t, err, "takeout.guard.taking_kept")
		c = w.Answer(author, c, report.TakeOut{Seen: c.Version}) // the author thinks otherwise
		if x := c.TakenOut[0]; !x.ByAuthor || x.Despite {
			t.Errorf("%+v", x)
		}
		c = w.TakeOut(upper, privacy, c, report.ProposeTakeOut{Words: []string{"阳台"}, Reason: report.Danger})
		if x := c.TakenOut[1]; !x.Despite || x.Reason != report.Danger {
			t.Errorf("%+v", x)
		}
		c = w.Answer(upper, c, report.ProposeTakeOut{Words: []string{"收据"}, Reason: "somebody"})
		w.Clock.Add(40 * 24 * time.Hour) // no review can be asked for any more
		w.Answer(privacy, c, report.TakeOut{Seen: c.Version})
	})
}

// TestWhatStandsInNotesIsNoQuestionToTheAuthor: words that stand in notes alone are not shown to it, though it is told that they went.
func TestWhatStandsInNotesIsNoQuestionToTheAuthor(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		c, author, _ := brought(t, w)
		c = w.Answer(w.As("upper.lead"), c, report.ProposeTakeOut{Words: []string{"问过", "收据"}, Reason: "somebody"})
		if o := mustOpen(t, w, author, c.ID); !slices.Equal(o.Taking, []string{"收据"}) {
			t.Errorf("the author sees %v", o.Taking)
		}
		c = w.Answer(w.As("privacy"), c, report.TakeOut{Seen: c.Version})
		if o := mustOpen(t, w, w.As("upper.lead"), c.ID); o.Notes[o.Case.Notes[0].ID] != "[…]调解员" {
			t.Errorf("the note reads %v", o.Notes)
		}
	})
}

// TestAProposalEndsWithWhoeverMadeIt: another who takes the report has proposed nothing, and the words of the proposal are gone. Whoever
// answered, or lost the post meanwhile, is no second person.
func TestAProposalEndsWithWhoeverMadeIt(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		w.Give("other.clerk", "T", access.Lead)
		c, _, _ := brought(t, w)
		upper, other := w.As("upper.lead"), w.As("other.clerk")
		c = w.Answer(upper, c, report.ProposeTakeOut{Words: []string{"收据"}, Reason: "somebody"})
		c = w.Answer(other, c, report.Take{})
		if c.Taking != nil {
			t.Errorf("%+v", c.Taking)
		}
		if left, err := w.App.Report.Repo.Sealed(w.Ctx, w.Tenant(), c.ID); err != nil || strings.Contains(mustJSON(t, left), report.FieldTakeOut) {
			t.Errorf("the proposal's words are kept: %v", err)
		}
		c = w.Answer(other, c, report.ProposeTakeOut{Words: []string{"收据"}, Reason: "somebody"})
		o, err := w.App.Report.OpenTakeOut(w.Ctx, upper, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		w.Take("upper.lead", "T", access.Lead)
		_, err = w.App.Report.Act(w.Ctx, w.As("upper.lead"), c.ID, report.TakeOut{Seen: o.Case.Version}, nil)
		apptest.Refused(t, err, "access.not_found")
	})
}

// TestABlobIsKeptAnewOnlyForWhatIsLet: a refusal leaves no second copy of a file behind.
func TestABlobIsKeptAnewOnlyForWhatIsLet(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		c, _, _ := brought(t, w)
		upper, privacy := w.As("upper.lead"), w.As("privacy")
		c = w.Answer(upper, c, report.ProposeTakeOut{Words: []string{"receipt"}, Reason: "somebody"})
		_, err := w.App.Report.Act(w.Ctx, privacy, c.ID, report.TakeOut{Seen: c.Version - 1}, nil)
		apptest.Refused(t, err, "takeout.guard.taking_moved")
		if names, err := w.App.Blobs.Names(w.Ctx, w.Tenant()); err != nil || len(names) != 1 {
			t.Errorf("%d blobs, %v", len(names), err)
		}
	})
}

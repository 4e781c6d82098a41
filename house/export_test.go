package house_test

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"linli/app"
	"linli/app/apptest"
	"linli/casefile"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
)

// leaving is an office whose cases leave to one recipient.
type leaving struct {
	*apptest.World
	t   *testing.T
	key *age.X25519Identity
	dir string
}

func newLeaving(t *testing.T, w *apptest.World) *leaving {
	t.Helper()
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return &leaving{w, t, key, t.TempDir()}
}

func (l *leaving) to() string { return l.key.Recipient().String() }

// act is the rule that refuses a command of an account, or empty.
func (l *leaving) act(login string, c mediation.Case, cmd mediation.Command) string {
	_, _, err := l.App.Mediation.Act(l.Ctx, l.As(login), c.ID, cmd, mediation.Ask{})
	if err == nil {
		return ""
	}
	return fault.Of(err).Key
}

// approved is a request that an account made and two approved.
func (l *leaving) approved(c mediation.Case, asker string, ask mediation.Command, seconds ...string) (mediation.Case, id.ID) {
	c = l.Act(l.As(asker), c, ask)
	x := c.Exports[len(c.Exports)-1].ID
	for _, login := range seconds {
		c = l.Act(l.As(login), c, mediation.Aside(casefile.ApproveExport{Export: x}))
	}
	return c, x
}

// try takes a request as the command line does.
func (l *leaving) try(request id.ID, what string, to *age.X25519Recipient) (string, error) {
	out := filepath.Join(l.dir, "copy.age")
	return out, l.App.ExportCase(l.Ctx, l.Office.Tenant, app.Leave{Request: request, What: what, To: to, Out: out})
}

// refused holds that a request is refused, and that no file, nor half of one, is left behind.
func (l *leaving) refused(request id.ID, what, rule string) {
	l.t.Helper()
	_, err := l.try(request, what, l.key.Recipient())
	l.nothing(err, rule)
}

func (l *leaving) nothing(err error, rule string) {
	l.t.Helper()
	if err == nil || fault.Of(err).Key != rule {
		l.t.Errorf("refused is %v, not %s", err, rule)
	}
	if left, err := os.ReadDir(l.dir); err != nil || len(left) > 0 {
		l.t.Errorf("%s leaves %v, %v", rule, left, err)
	}
}

// take writes the file, and opens and removes it.
func (l *leaving) take(request id.ID, what string) []byte {
	l.t.Helper()
	out, err := l.try(request, what, l.key.Recipient())
	if err != nil {
		l.t.Fatal(err)
	}
	if info, err := os.Stat(out); err != nil || info.Mode().Perm() != 0o600 {
		l.t.Errorf("the file is %v, %v", info, err)
	}
	return l.opened(out)
}

// opened is what a file holds for its recipient; it is removed.
func (l *leaving) opened(out string) []byte {
	l.t.Helper()
	f, err := os.Open(out)
	if err != nil {
		l.t.Fatal(err)
	}
	defer f.Close()
	plain, err := age.Decrypt(f, l.key)
	if err != nil {
		l.t.Fatal(err)
	}
	body, err := io.ReadAll(plain)
	if err != nil {
		l.t.Fatal(err)
	}
	if err := os.Remove(out); err != nil {
		l.t.Fatal(err)
	}
	return body
}

// readings are those of a case for a purpose that a party is shown.
func (l *leaving) readings(c mediation.Case, party int, why access.Purpose) (n int) {
	l.t.Helper()
	rows, err := l.App.Mediation.Reads.Readings(l.Ctx, l.Tenant(), c.ID, c.Parties[party].ID, time.Time{}, 100)
	if err != nil {
		l.t.Fatal(err)
	}
	for _, r := range rows {
		if r.Purpose == why {
			n++
		}
	}
	return n
}

// The court that all parties applied to gets the application and the agreement: by one who asks and two others, once, for one key.
func TestPapersLeaveForTheCourtThatAllAppliedTo(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		l := newLeaving(t, w)
		c := w.After(mediation.ConfirmationApplied)
		ask := mediation.Aside(casefile.AskExport{Purpose: mediation.ForCourt, To: l.to()})
		for _, login := range []string{"other.clerk", "upper.lead", "admin", "privacy", "statistician", "records", "lead"} {
			if l.act(login, c, ask) == "" {
				t.Errorf("%s asks that papers leave", login)
			}
		}
		l.refused(w.App.IDs.New(), casefile.ExportCase, "export.none_such")
		c, x := l.approved(c, "mediator", ask)
		l.refused(x, casefile.ExportCase, "export.guard.export_not_approved")
		w.Hire("leads.and.runs.it", "V1", access.Lead, access.Administrator)
		if l.act("leads.and.runs.it", c, mediation.Aside(casefile.ApproveExport{Export: x})) == "" {
			t.Error("whoever runs the server is one of the two besides")
		}
		for _, login := range []string{"mediator", "clerk", "other.clerk", "upper.lead", "admin", "statistician"} {
			if l.act(login, c, mediation.Aside(casefile.ApproveExport{Export: x})) == "" {
				t.Errorf("%s approves", login)
			}
			if _, err := w.App.Mediation.Asides().ExportTo(w.Ctx, w.As(login), c.ID, x); err == nil && login != "mediator" && login != "clerk" {
				t.Errorf("%s reads the key", login)
			}
		}
		if got, err := w.App.Mediation.Asides().ExportTo(w.Ctx, w.As("lead"), c.ID, x); err != nil || got != l.to() {
			t.Errorf("the lead is shown %q, %v", got, err)
		}
		if _, err := w.App.Mediation.Open(w.Ctx, w.As("lead"), c.ID, access.ForWork); err == nil {
			t.Error("whoever approves opens the case")
		}
		c = w.Act(w.As("lead"), c, mediation.Aside(casefile.ApproveExport{Export: x}))
		if got := l.act("lead", c, mediation.Aside(casefile.ApproveExport{Export: x})); got != "export.guard.export_twice" {
			t.Errorf("approved twice: %s", got)
		}
		l.refused(x, casefile.ExportCase, "export.guard.export_not_approved")
		c = w.Act(w.As("records"), c, mediation.Aside(casefile.ApproveExport{Export: x}))
		l.refused(x, casefile.ExportResident, "export.guard.export_other")

		w.Clock.Add(time.Hour)
		before := l.readings(c, 0, access.ForExport)
		another, err := age.GenerateX25519Identity()
		if err != nil {
			t.Fatal(err)
		}
		recorder := w.App.Mediation.Recorder
		w.App.Mediation.Recorder = noRoom{}
		l.refused(x, casefile.ExportCase, "access.unrecorded")
		w.App.Mediation.Recorder = recorder
		_, err = l.try(x, casefile.ExportCase, another.Recipient())
		l.nothing(err, "export.other_recipient")
		there := filepath.Join(l.dir, "copy.age")
		if err := os.WriteFile(there, []byte("another"), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := l.try(x, casefile.ExportCase, l.key.Recipient()); fault.Of(err).Key != app.ErrFileExists.Key {
			t.Errorf("over another file: %v", err)
		}
		if got, err := os.ReadFile(there); err != nil || string(got) != "another" || os.Remove(there) != nil {
			t.Errorf("the other file is %q, %v", got, err)
		}
		opened, err := w.App.Mediation.ForExport(w.Ctx, w.Tenant(), x, casefile.ExportCase, l.to())
		if err != nil || opened.Agreement == nil || opened.Name(c.Parties[1].ID) == "" {
			t.Fatalf("the agreement is not opened, %v", err)
		}
		if opened.Application.Summary != "" || len(opened.Records)+len(opened.Findings)+len(opened.Talk)+len(opened.Contact)+len(opened.Calls) > 0 {
			t.Error("for the court more is opened than the two papers are printed from")
		}
		if pdf := l.take(x, casefile.ExportCase); !bytes.HasPrefix(pdf, []byte("%PDF")) {
			t.Errorf("the file holds %.20q", pdf)
		}
		for party := range 2 {
			if got := l.readings(c, party, access.ForExport) - before; got != 3 {
				t.Errorf("party %d reads of %d who answer for it", party, got)
			}
			o, err := w.App.Mediation.Open(w.Ctx, w.Party(c, party), c.ID, access.ForParty)
			if err != nil || o.Events[len(o.Events)-1].Kind != "export" {
				t.Errorf("party %d is not told, %v", party, err)
			}
		}
		l.refused(x, casefile.ExportCase, "export.guard.export_used")
		if n, err := w.App.Mediation.Exported(w.Ctx, w.Tenant(), w.Clock.Now().Add(time.Second)); err != nil || n != 1 {
			t.Errorf("%d are counted, %v", n, err)
		}
		for _, found := range whereIs(t, w, []string{l.to()}) { // the same key in two requests would join two cases
			t.Errorf("the key of the recipient is in %s", found)
		}
	})
}

// A party's own copy holds what its page holds: nothing that another party or the mediator said in confidence.
func TestAPartysOwnCopyHoldsNothingOfTheOthers(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		l := newLeaving(t, w)
		c := w.To(mediation.InSession)
		m := w.As("mediator")
		c = w.Act(m, c, mediation.WriteNote{Scope: "party", Party: c.Parties[1].ID, Text: confided[0]})
		c = w.Act(m, c, mediation.WriteNote{Scope: mediation.NoteOfMediator, Text: confided[1]})
		c = w.Act(w.Party(c, 1), c, mediation.Statement{Party: c.Parties[1].ID, Text: confided[2]})
		own := w.Act(w.Party(c, 0), c, mediation.Statement{Party: c.Parties[0].ID, Text: "这是我自己说的"})
		c, x := l.approved(own, "mediator", mediation.Aside(casefile.AskExport{Purpose: casefile.ForOwnCopy, Party: c.Parties[0].ID, Shown: casefile.Shown[0], To: l.to()}), "lead", "privacy")
		opened, err := w.App.Mediation.ForExport(w.Ctx, w.Tenant(), x, casefile.ExportResident, l.to())
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range opened.Texts {
			for _, word := range confided {
				if strings.Contains(text.Text, word) {
					t.Errorf("for one party's copy %q is opened", word)
				}
			}
		}
		body := l.take(x, casefile.ExportResident)
		z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
		if err != nil {
			t.Fatal(err)
		}
		f, err := z.Open("record.json")
		if err != nil {
			t.Fatal(err)
		}
		record, err := io.ReadAll(f)
		if err != nil || !strings.Contains(string(record), x.String()) || !strings.Contains(string(record), "这是我自己说的") {
			t.Errorf("the record is %s, %v", record, err)
		}
		for _, word := range confided {
			if strings.Contains(string(record), word) {
				t.Errorf("the record tells %q", word)
			}
		}
		if one, other := l.readings(c, 0, access.ForExport), l.readings(c, 1, access.ForExport); one != 3 || other != 0 {
			t.Errorf("the party reads of %d, the other of %d", one, other)
		}
	})
}

// What a demand was given leaves as the privacy officer decided it; while the law forbids to tell the parties, they read of nothing.
func TestWhatADemandWasGivenLeavesAsAFile(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		l := newLeaving(t, w)
		c, n := demanded(w, 20)
		c = w.Act(w.As("privacy"), c, mediation.Aside(casefile.AnswerDemand{Demand: n, Answer: casefile.Gives, Papers: []string{"agreement"}, Text: "只提供协议。"}))
		ask := mediation.Aside(casefile.AskGiven{Demand: n, To: l.to()})
		for _, login := range []string{"clerk", "mediator", "lead", "records", "admin", "statistician"} {
			if l.act(login, c, ask) == "" {
				t.Errorf("%s asks that what a demand was given leaves", login)
			}
		}
		c, x := l.approved(c, "privacy", ask, "lead", "records")
		for login, wants := range map[string]int{"mediator": 0, "lead": 1, "records": 1, "privacy": 1} { // who works on the case may meet the parties
			if seen, _, err := w.App.Mediation.SeeExports(w.Ctx, w.As(login), c.ID); err != nil || len(seen.Exports) != wants {
				t.Errorf("%s is shown %+v, %v", login, seen.Exports, err)
			}
		}
		if key, err := w.App.Mediation.Asides().ExportTo(w.Ctx, w.As("mediator"), c.ID, x); err == nil {
			t.Errorf("the mediator reads the key %s of a silent demand's request", key)
		}
		opened, err := w.App.Mediation.ForExport(w.Ctx, w.Tenant(), x, casefile.ExportCase, l.to())
		if err != nil || len(opened.Talk)+len(opened.Contact)+len(opened.Answered) > 0 {
			t.Fatalf("for a court a talk or a contact is opened, %v", err)
		}
		if pdf := l.take(x, casefile.ExportCase); !bytes.HasPrefix(pdf, []byte("%PDF")) {
			t.Errorf("the file holds %.20q", pdf)
		}
		o, err := w.App.Mediation.Open(w.Ctx, w.Party(c, 0), c.ID, access.ForParty)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range o.Reads {
			if r.Purpose == access.ForDemand || r.Purpose == access.ForExport {
				t.Errorf("a silent demand shows by the reading %+v", r)
			}
		}
		for _, e := range o.Events {
			if strings.Contains(string(e.Kind), "export") {
				t.Errorf("a silent demand shows by the event %s", e.Kind)
			}
		}
	})
}

// What was approved is looked at again when the command runs: the posts, the work on the case, the case itself.
func TestAnApprovedExportIsLookedAtAgain(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		l := newLeaving(t, w)
		request := func() (mediation.Case, id.ID) {
			c := w.To(mediation.InSession)
			return l.approved(c, "mediator", mediation.Aside(casefile.AskExport{Purpose: casefile.ForOwnCopy, Party: c.Parties[0].ID, Shown: casefile.Shown[0], To: l.to()}), "lead", "records")
		}
		c, x := request()
		w.Act(w.As("mediator"), c, mediation.Recuse{Engagement: c.Engagements[0].ID, Reason: "mediator_unavailable"})
		l.refused(x, casefile.ExportResident, "export.asker_gone")

		c, x = request()
		w.Act(w.As("lead"), c, mediation.Aside(casefile.EndExport{Export: x}))
		l.refused(x, casefile.ExportResident, "export.guard.export_ended")

		_, x = request()
		w.Take("records", "V1", access.Records)
		l.refused(x, casefile.ExportResident, "export.approver_gone")
		w.Give("records", "V1", access.Records)

		_, x = request()
		w.Clock.Add(casefile.ExportLasts)
		l.refused(x, casefile.ExportResident, "export.guard.export_over")
	})
}

// Of an erased case nothing leaves, whoever approved it.
func TestNothingLeavesOfAnErasedCase(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		l := newLeaving(t, w)
		c := w.To(mediation.InSession)
		c = w.Act(w.Party(c, 1), c, mediation.Withdraw{Party: c.Parties[1].ID})
		_, x := l.approved(c, "clerk", mediation.Aside(casefile.AskExport{Purpose: casefile.ForOwnCopy, Party: c.Parties[0].ID, Shown: casefile.Shown[0], To: l.to()}), "lead", "records")
		rules, err := w.App.Mediation.Office.RulebookOf(w.Ctx, w.Tenant(), c.Rulebook, c.RulebookVersion)
		if err != nil {
			t.Fatal(err)
		}
		ends := c.Endings(rules)
		w.Clock.Add(ends[len(ends)-1].At.Sub(w.Clock.Now()) + time.Hour)
		if _, _, err := w.App.Mediation.Act(w.Ctx, access.Actor{Kind: access.System, Tenant: w.Tenant(), Via: "job"}, c.ID, mediation.Erase{}, mediation.Ask{}); err != nil {
			t.Fatal(err)
		}
		l.refused(x, casefile.ExportResident, "mediation.guard.erased")
	})
}

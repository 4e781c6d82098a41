package app_test

import (
	"encoding/base64"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/casefile"
	"linli/casefile/signing"
	"linli/duty"
	"linli/office"
	"linli/platform/access"
	"linli/platform/blob"
	"linli/platform/id"
	"linli/platform/passkey/passkeytest"
)

// toSign is what a village has to sign, and the words that its lead reads.
func (w *town) toSign(unit string) (duty.Case, duty.Sign) {
	w.T.Helper()
	c := w.of(unit, "unit_statements")[0].Case
	rules, err := w.App.Duty.Office.RulebookOf(w.Ctx, w.Tenant(), c.Rulebook, c.RulebookVersion)
	if err != nil {
		w.T.Fatal(err)
	}
	text, _ := rules.Duties.Statement("unit_year")
	return c, duty.Sign{Text: text.Hash("zh-Hans"), Language: "zh-Hans"}
}

// code is what the authenticator of an account shows now.
func (w *town) code(login string) string {
	return office.TOTPCode(w.Hired(login).Secret, w.Clock.Now())
}

func (w *town) draws(login string, c duty.Case, cmd duty.Sign, code string) (duty.Case, error) {
	return w.App.Duty.SignDrawn(w.Ctx, w.As(login), c.ID, cmd, code, base64.NewDecoder(base64.StdEncoding, strings.NewReader(picture)))
}

// TestAStatementIsDrawnWithTheSecondFactor: by the post that owes it alone, with a code that counts once; the drawing is kept, opens for
// whoever reads it, and goes with the evidence.
func TestAStatementIsDrawnWithTheSecondFactor(t *testing.T) {
	inTown(t, func(t *testing.T, w *town) {
		c, sign := w.toSign("V1")
		w.Give("records", "V1", access.Clerk)
		w.Clock.Add(time.Minute)
		for login, key := range map[string]string{"clerk": "access.refused.duty.sign", "upper.lead": "access.refused.duty.sign", "records": "access.refused.duty.sign", "admin": "access.not_found",
			"other.clerk": "access.not_found"} {
			_, err := w.draws(login, c, sign, w.code(login))
			apptest.Refused(t, err, key)
		}
		other := sign
		other.Text = strings.Repeat("0", 64)
		_, err := w.draws("lead", c, other, w.code("lead"))
		apptest.Refused(t, err, "duty.sign.other_text")
		for _, wrong := range []string{"", "123", "000000", office.TOTPCode(w.Hired("lead").Secret, w.Clock.Now().Add(-10*time.Minute)), w.code("clerk")} {
			_, err := w.draws("lead", c, sign, wrong)
			apptest.Refused(t, err, "signin.prove.wrong")
			w.Clock.Add(2 * time.Minute) // each wrong one costs a wait
		}
		code := w.code("lead") // what was refused before used no code up
		if c, err = w.draws("lead", c, sign, code); err != nil {
			t.Fatal(err)
		}
		e := c.Evidence[0]
		if c.State != duty.Done || e.Signed.Means != duty.Drawn || e.Signed.Post != "lead" || e.Signed.Text != sign.Text || e.By != w.Hired("lead").Account || !e.At.Equal(w.Clock.Now()) {
			t.Errorf("%+v, %+v", c, e.Signed)
		}
		if got := w.told("upper.lead", c.ID); !slices.Contains(got, "duty.notice.done") {
			t.Errorf("whoever checks it is told %v", got)
		}
		owed, err := w.App.Duty.Repo.Promises(w.Ctx, w.Tenant(), c.ID)
		if err != nil || len(owed) != 2 || !slices.ContainsFunc(owed, func(p casefile.PromiseRow) bool { return p.Open() && p.OwedBy == "parent.lead" }) {
			t.Errorf("nobody owes to look at it: %+v (%v)", owed, err)
		}
		again, _ := w.toSign("V2")
		w.Give("lead", "V2", access.Lead) // of two villages
		_, err = w.draws("lead", again, sign, code)
		apptest.Refused(t, err, "signin.prove.wrong") // the code was used
		w.refused("lead", c, duty.Check{}, "access.refused.duty.check")
		w.Give("lead", "T", access.Lead) // of the unit above as well: whoever signed does not check it, whatever posts it holds
		w.refused("lead", c, duty.Check{}, "duty.guard.own_work")
		if file, err := w.App.Duty.Download(w.Ctx, w.As("upper.lead"), c.ID, e.ID); err != nil || len(file.Bytes) == 0 {
			t.Errorf("who checks it does not see the signature: %v", err)
		}
		if _, err := w.App.Duty.Download(w.Ctx, w.As("clerk"), c.ID, e.ID); err == nil {
			t.Error("who neither owes nor checks it sees the signature")
		}
		c = w.act("upper.lead", c, duty.Check{})
		files, err := w.App.Duty.Printed(w.Ctx, w.As("lead"), c.ID)
		if err != nil || files.Check(e) != signing.NotChecked {
			t.Errorf("%v (%v)", files, err)
		}
		all, err := w.App.Duty.Statements(w.Ctx, w.As("upper.lead"), 2026)
		if err != nil || len(all) != 4 || all[0].Signatures != (duty.Signatures{Owed: 2, Signed: 1, Screen: 1}) {
			t.Errorf("%+v (%v)", all, err)
		}
		if none, err := w.App.Duty.Statements(w.Ctx, w.As("other.clerk"), 2026); err != nil || len(none) > 0 && len(none[0].Rows) != 1 {
			t.Errorf("whoever works in one village sees %+v (%v)", none, err)
		}
		reader := w.As("upper.lead")
		w.Clock.Add(1100 * 24 * time.Hour)
		if _, err := w.App.Duty.Act(w.Ctx, casefile.Itself(w.Tenant()), c.ID, duty.Erase{}, nil); err != nil {
			t.Fatal(err)
		}
		if _, err := w.App.Duty.Download(w.Ctx, reader, c.ID, e.ID); err == nil {
			t.Error("the signature outlives its evidence")
		}
	})
}

// TestAStatementIsSignedByPasskey: in five minutes, once, by a key of the account, at this address; and it is checked anew for each reader.
func TestAStatementIsSignedByPasskey(t *testing.T) {
	inTown(t, func(t *testing.T, w *town) {
		c, sign := w.toSign("V1")
		begin := func(login string, c duty.Case) (signing.Ceremony, error) {
			return w.App.Duty.BeginPasskey(w.Ctx, w.As(login), c.ID, sign)
		}
		finish := func(login string, c duty.Case, signed []byte) error {
			_, err := w.App.Duty.FinishPasskey(w.Ctx, w.As(login), c.ID, sign, signing.Answer{Signed: signed})
			return err
		}
		_, err := begin("lead", c)
		apptest.Refused(t, err, "passkey.none")
		_, err = begin("clerk", c)
		apptest.Refused(t, err, "access.refused.duty.sign")
		phone, others := ready(t, w.World, "lead"), ready(t, w.World, "clerk")
		apptest.Refused(t, finish("lead", c, nil), "passkey.over") // nothing was begun
		asked, err := begin("lead", c)
		if err != nil {
			t.Fatal(err)
		}
		w.Clock.Add(6 * time.Minute)
		apptest.Refused(t, finish("lead", c, phone.Get(t, asked.Sign)), "passkey.over") // too late
		for key, device := range map[string]*passkeytest.Device{"passkey.refused": others} {
			if asked, err = begin("lead", c); err != nil {
				t.Fatal(err)
			}
			apptest.Refused(t, finish("lead", c, device.Get(t, asked.Sign)), key)
		}
		stale := phone.Get(t, asked.Sign)
		if asked, err = begin("lead", c); err != nil {
			t.Fatal(err)
		}
		apptest.Refused(t, finish("lead", c, stale), "passkey.other_words") // of the beginning before
		if asked, err = begin("lead", c); err != nil {
			t.Fatal(err)
		}
		if err := finish("lead", c, phone.Get(t, asked.Sign)); err != nil {
			t.Fatal(err)
		}
		o, err := w.App.Duty.Open(w.Ctx, w.As("upper.lead"), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		e := o.Case.Evidence[0]
		if e.Signed.Means != duty.ByPasskey || o.Check(e) != signing.CheckHolds {
			t.Errorf("%+v: %s", e.Signed, o.Check(e))
		}
		moved := *o
		moved.Case.ID = id.ID{1}
		if moved.Check(e) != signing.CheckBroken {
			t.Error("it holds in another occurrence")
		}
		text := *e.Signed
		text.Text = strings.Repeat("0", 64)
		forged := e
		if forged.Signed = &text; o.Check(forged) != signing.CheckBroken {
			t.Error("it holds for another text")
		}
		if err := w.App.Integrate(w.Ctx, w.Office.Tenant); err != nil {
			t.Error(err)
		}
	})
}

// TestAStatementIsSignedOnPaper: its scan is the evidence, and no words stand for it.
func TestAStatementIsSignedOnPaper(t *testing.T) {
	inTown(t, func(t *testing.T, w *town) {
		c, _ := w.toSign("V1")
		w.refused("lead", c, duty.AddEvidence{Sort: "statement"}, "duty.sign.scan")
		c, err := w.App.Duty.Attach(w.Ctx, w.As("lead"), c.ID, duty.AddEvidence{Sort: "statement", Claimed: w.Clock.Now().Add(-time.Hour)}, "scan.png", blob.Prints{None: true},
			base64.NewDecoder(base64.StdEncoding, strings.NewReader(picture)), nil)
		if err != nil {
			t.Fatal(err)
		}
		c = w.act("lead", c, duty.Do{})
		c = w.act("upper.lead", c, duty.Check{})
		if s := c.Evidence[0].Signed; c.State != duty.Checked || s.Means != duty.OnPaper || s.Text != "" {
			t.Errorf("%+v", c)
		}
	})
}

// TestWhatWasSignedStaysAsItWasRead: a later version has another text, and whoever signed has signed the one that stood there.
func TestWhatWasSignedStaysAsItWasRead(t *testing.T) {
	inTown(t, func(t *testing.T, w *town) {
		c, sign := w.toSign("V1")
		phone := ready(t, w.World, "lead")
		asked, err := w.App.Duty.BeginPasskey(w.Ctx, w.As("lead"), c.ID, sign)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.App.Duty.FinishPasskey(w.Ctx, w.As("lead"), c.ID, sign, signing.Answer{Signed: phone.Get(t, asked.Sign)}); err != nil {
			t.Fatal(err)
		}
		amend(w.World, "2026.2", "duties.yaml", "五、只留存规程要求的佐证，到期销毁。", "五、只留存规程要求的佐证，三年后销毁。")
		w.Clock.Add(15 * 24 * time.Hour)
		now, err := w.App.Duty.Office.Rulebook(w.Ctx, w.Tenant(), w.Clock.Now())
		if err != nil || now.Version != "2026.2" {
			t.Fatalf("the office works under %s (%v)", now.Version, err)
		}
		text, _ := now.Duties.Statement("unit_year")
		o, err := w.App.Duty.Open(w.Ctx, w.As("upper.lead"), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		kept, _ := o.Rules.Duties.Statement(o.Rule.Statement)
		if e := o.Case.Evidence[0]; text.Hash("zh-Hans") == sign.Text || kept.Hash("zh-Hans") != e.Signed.Text || o.Rules.Version != "2026.1" || o.Check(e) != signing.CheckHolds {
			t.Errorf("under %s it reads %s", o.Rules.Version, kept.In("zh-Hans"))
		}
		if c, sign := w.toSign("V2"); c.RulebookVersion == "2026.1" && sign.Text != kept.Hash("zh-Hans") {
			t.Error("what was planned under the old version asks for another text")
		}
	})
}

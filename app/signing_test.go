package app_test

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/casefile/signing"
	"linli/mediation"
	"linli/office"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/passkey/passkeytest"
)

// picture is a PNG of one dot.
const picture = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

func drawing(party id.ID) mediation.UploadInput {
	return mediation.UploadInput{Party: party, Name: "signature.png", Reader: base64.NewDecoder(base64.StdEncoding, strings.NewReader(picture))}
}

func signOf(c mediation.Case, i int) mediation.Sign {
	return mediation.Sign{As: "party", Party: c.Parties[i].ID, Text: c.Agreement.Text}
}

func TestAOneTimeCodeSignsOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c := w.To(mediation.Signing)
		draw := func(c mediation.Case, i int, code string) error {
			_, err := w.App.Mediation.SignDrawn(w.Ctx, w.Party(c, i), c.ID, signOf(c, i), code, drawing(c.Parties[i].ID))
			return err
		}
		give := func(c mediation.Case, i int) string {
			t.Helper()
			code, until, err := w.App.Mediation.GiveCode(w.Ctx, w.As("mediator"), c.ID, mediation.GiveCode{Party: c.Parties[i].ID})
			if err != nil || len(code) != 6 || !until.Equal(w.Clock.Now().Add(15*time.Minute)) {
				t.Fatalf("%q until %s: %v", code, until, err)
			}
			return code
		}
		wrong := func(code string) string { return fmt.Sprintf("%06d", (atoi(code)+1)%1_000_000) }

		apptest.Refused(t, draw(c, 0, "123456"), "mediation.code.none")
		for _, who := range []access.Actor{w.Party(c, 0), w.As("lead"), w.As("admin")} {
			if _, _, err := w.App.Mediation.GiveCode(w.Ctx, who, c.ID, mediation.GiveCode{Party: c.Parties[0].ID}); err == nil {
				t.Errorf("%s gives codes", who.Kind)
			}
		}
		code := give(c, 0)
		apptest.Refused(t, draw(c, 1, code), "mediation.code.none") // another party's
		w.Clock.Add(15 * time.Minute)
		apptest.Refused(t, draw(c, 0, code), "mediation.code.over")

		code = give(c, 0)
		for range 4 {
			apptest.Refused(t, draw(c, 0, wrong(code)), "mediation.code.wrong")
		}
		apptest.Refused(t, draw(c, 0, wrong(code)), "mediation.code.tried")
		apptest.Refused(t, draw(c, 0, code), "mediation.code.tried")

		// Many at once are no more than five.
		code = give(c, 0)
		var tries sync.WaitGroup
		said := make(chan error, 12)
		for range 12 {
			tries.Add(1)
			go func() { defer tries.Done(); said <- draw(c, 0, wrong(code)) }()
		}
		tries.Wait()
		close(said)
		looked := 0
		for err := range said {
			if !errors.Is(err, mediation.ErrCodeTried) {
				looked++
			}
		}
		if looked > 5 {
			t.Errorf("%d guesses were looked at", looked)
		}
		apptest.Refused(t, draw(c, 0, code), "mediation.code.tried")

		// A code for one text is none for the next.
		code = give(c, 0)
		c = w.Act(w.Party(c, 1), c, mediation.RefuseSign{Party: c.Parties[1].ID})
		c = w.Offered(w.Act(w.As("mediator"), c, draft(c)))
		apptest.Refused(t, draw(c, 0, code), "mediation.code.wrong")

		old := give(c, 0)
		code = give(c, 0)
		if old != code {
			apptest.Refused(t, draw(c, 0, old), "mediation.code.wrong") // the newer takes its place
		}
		if err := draw(c, 0, code[:3]+"　"+code[3:]); err != nil {
			t.Fatal(err)
		}
		apptest.Refused(t, draw(c, 0, code), "mediation.guard.signature_not_needed")
		given := 0
		for _, e := range w.Events(c) {
			if e.Kind == "sign_code" {
				given++
				if strings.Contains(string(e.Body), code) || strings.Contains(string(e.Body), "argon2") || e.Visibility.To(c.Parties[1].ID) {
					t.Errorf("the event tells too much: %s to %s", e.Body, e.Visibility)
				}
			}
		}
		if given != 6 {
			t.Errorf("%d codes are in the history, want 6", given)
		}
		if _, err := w.App.Mediation.Repo.HalfSigned(w.Ctx, w.Tenant(), c.ID, "party:"+c.Parties[0].ID.String(), "code"); !errors.Is(err, signing.ErrGone) {
			t.Errorf("a used code is kept: %v", err)
		}
		give(c, 1)
		w.Clock.Add(15 * time.Minute)
		if err := w.App.Mediation.ForgetHalfSigned(w.Ctx, w.Tenant()); err != nil {
			t.Fatal(err)
		}
		if _, err := w.App.Mediation.Repo.HalfSigned(w.Ctx, w.Tenant(), c.ID, "party:"+c.Parties[1].ID.String(), "code"); !errors.Is(err, signing.ErrGone) {
			t.Errorf("a code that nobody used is kept: %v", err)
		}
	})
}

func atoi(s string) (n int) {
	for _, r := range s {
		n = n*10 + int(r-'0')
	}
	return n
}

func draft(c mediation.Case) mediation.Draft {
	a, b := c.Parties[0].ID, c.Parties[1].ID
	return mediation.Draft{Language: "zh-Hans", Parties: []id.ID{a, b}, Facts: "阳台花盆坠落", Issues: "雨棚由谁修", Responsibility: "乙方修", NoWaiver: true,
		Terms: []mediation.Term{{Obligor: b, Obligee: a, Type: "act", Text: "乙方修好雨棚", Due: "2026-05-31", Delivery: "上门"}}}
}

// ready gives an account a passkey on a device.
func ready(t *testing.T, w *apptest.World, login string) *passkeytest.Device {
	t.Helper()
	d := passkeytest.New(t)
	h := w.Hired(login)
	w.Clock.Add(time.Minute) // a code of the authenticator is good once
	step, err := w.App.Office.Begin(w.Ctx, office.SignIn{Login: login, Password: apptest.Password, Client: login})
	if err != nil {
		t.Fatal(err)
	}
	token, err := w.App.Office.Finish(w.Ctx, step, office.TOTPCode(h.Secret, w.Clock.Now()), login)
	if err != nil {
		t.Fatal(err)
	}
	who, err := w.App.Office.Resolve(w.Ctx, token, office.Web)
	if err != nil {
		t.Fatal(err)
	}
	begun, err := w.App.Office.BeginPasskey(w.Ctx, who)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.App.Office.FinishPasskey(w.Ctx, who, begun.Step, "phone", d.Create(t, begun.Options)); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestAnAgreementSignedByPasskeys(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		m := w.App.Mediation
		c := w.To(mediation.Signing)
		party := w.Party(c, 0)
		apptest.Refused(t, sealWith(w, c, nil, t), "passkey.none")
		devices := map[string]*passkeytest.Device{"mediator": ready(t, w, "mediator"), "lead": ready(t, w, "lead")}

		// A party: a key for this one signature.
		phone := passkeytest.New(t)
		begun, err := m.BeginPasskey(w.Ctx, party, c.ID, signOf(c, 0))
		if err != nil {
			t.Fatal(err)
		}
		if s := string(begun.Make); !strings.Contains(s, `"residentKey":"discouraged"`) || strings.Contains(s, "阿依古丽") || strings.Contains(s, c.ID.String()) {
			t.Errorf("a key is made with %s", s)
		}
		answer := signing.Answer{Made: phone.Create(t, begun.Make), Signed: phone.Get(t, begun.Sign)}
		// Who reads the text out is named by the office; the party needs no code for its key.
		if _, _, err := m.GiveCode(w.Ctx, w.As("mediator"), c.ID, mediation.GiveCode{Party: c.Parties[0].ID,
			Interpreter: &mediation.Interpreting{Name: "译者丙", Language: "彝语", Unbound: true, Consented: true}}); err != nil {
			t.Fatal(err)
		}
		_, err = m.FinishPasskey(w.Ctx, party, c.ID, signOf(c, 0), answer)
		if err != nil {
			t.Fatal(err)
		}
		o, err := m.Open(w.Ctx, w.Party(c, 1), c.ID, access.ForParty)
		if err != nil {
			t.Fatal(err)
		}
		if i := o.ReadOut(o.Case.Agreement.Acts[0]); i.Name != "译者丙" || i.Party != c.Parties[0].ID {
			t.Errorf("the other party reads that %+v read it out", i)
		}
		handle := phone.Handle
		if _, err := m.FinishPasskey(w.Ctx, party, c.ID, signOf(c, 0), answer); err == nil {
			t.Error("the same answer signs twice")
		}
		// The mediator and the seal: their own passkeys.
		mediator := mediation.Sign{As: "mediator", Engagement: c.Engagements[0].ID, Text: c.Agreement.Text}
		asked, err := m.BeginPasskey(w.Ctx, w.As("mediator"), c.ID, mediator)
		if err != nil {
			t.Fatal(err)
		}
		if asked.Make != nil || !strings.Contains(string(asked.Sign), base64.RawURLEncoding.EncodeToString(devices["mediator"].ID)) {
			t.Errorf("asked with %s", asked.Sign)
		}
		after, err := m.FinishPasskey(w.Ctx, w.As("mediator"), c.ID, mediator, signing.Answer{Signed: devices["mediator"].Get(t, asked.Sign)})
		if err != nil {
			t.Fatal(err)
		}
		if err := sealWith(w, c, devices["lead"], t); err != nil {
			t.Fatal(err)
		}
		paper := signOf(c, 1)
		paper.Method = "paper"
		after = w.Act(w.As("mediator"), after, paper)
		if after.State != mediation.Effective {
			t.Fatalf("%s with %+v", after.State, after.Agreement.Acts)
		}
		for _, who := range []access.Actor{w.As("mediator"), party, w.Party(c, 1)} {
			o, err := m.Open(w.Ctx, who, c.ID, access.ForWork)
			if err != nil {
				t.Fatal(err)
			}
			for _, act := range o.Case.Agreement.Acts {
				want := signing.CheckHolds
				if act.Method == "paper" {
					want = signing.NotChecked
				}
				if got := o.Check(act); got != want {
					t.Errorf("%s sees the %s's signature as %q, want %q", who.Kind, act.As, got, want)
				}
				if act.Method != "passkey" {
					continue
				}
				moved := act
				moved.Of = c.Parties[1].ID
				if act.As == "party" && o.Check(moved) != signing.CheckBroken {
					t.Error("one party's signature passes for another's")
				}
				text := o.Case.Agreement.Text
				o.Case.Agreement.Text = strings.Repeat("0", 64)
				if o.Check(act) != signing.CheckBroken {
					t.Error("a signature passes for another text")
				}
				o.Case.Agreement.Text = text
				o.Agreement.Facts += "。"
				if o.Check(act) != signing.CheckBroken {
					t.Error("a signature passes though the text was changed")
				}
				o.Agreement.Facts = strings.TrimSuffix(o.Agreement.Facts, "。")
			}
		}
		// The same telephone in another case: nothing of it is the same.
		other := w.To(mediation.Signing)
		again, err := m.BeginPasskey(w.Ctx, w.Party(other, 0), other.ID, signOf(other, 0))
		if err != nil {
			t.Fatal(err)
		}
		phone.Create(t, again.Make)
		if string(phone.Handle) == string(handle) || strings.Contains(string(again.Sign), base64.RawURLEncoding.EncodeToString(phone.ID)) {
			t.Error("two cases of one telephone can be joined")
		}
	})
}

func sealWith(w *apptest.World, c mediation.Case, d *passkeytest.Device, t *testing.T) error {
	sign := mediation.Sign{As: "seal", Text: c.Agreement.Text}
	asked, err := w.App.Mediation.BeginPasskey(w.Ctx, w.As("lead"), c.ID, sign)
	if err != nil {
		return err
	}
	_, err = w.App.Mediation.FinishPasskey(w.Ctx, w.As("lead"), c.ID, sign, signing.Answer{Signed: d.Get(t, asked.Sign)})
	return err
}

func TestPasskeySignaturesThatAreRefused(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		m := w.App.Mediation
		c, other := w.To(mediation.Signing), w.To(mediation.Signing)
		phone := passkeytest.New(t)
		begin := func(c mediation.Case, i int) signing.Ceremony {
			t.Helper()
			begun, err := m.BeginPasskey(w.Ctx, w.Party(c, i), c.ID, signOf(c, i))
			if err != nil {
				t.Fatal(err)
			}
			return begun
		}
		answer := func(d *passkeytest.Device, b signing.Ceremony) signing.Answer {
			return signing.Answer{Made: phone.Create(t, b.Make), Signed: d.Get(t, b.Sign)}
		}
		finish := func(c mediation.Case, i int, a signing.Answer) error {
			_, err := m.FinishPasskey(w.Ctx, w.Party(c, i), c.ID, signOf(c, i), a)
			return err
		}
		apptest.Refused(t, finish(c, 0, signing.Answer{}), "passkey.over") // nothing was begun

		used := answer(phone, begin(c, 0))
		elsewhere := *phone
		elsewhere.Origin = "https://evil.example"
		apptest.Refused(t, finish(c, 0, signing.Answer{Made: used.Made, Signed: elsewhere.Get(t, begin(c, 0).Sign)}), "passkey.refused") // made for another beginning
		b := begin(c, 0)
		made := phone.Create(t, b.Make)
		elsewhere.Count, elsewhere.Handle = phone.Count, phone.Handle
		apptest.Refused(t, finish(c, 0, signing.Answer{Made: made, Signed: elsewhere.Get(t, b.Sign)}), "passkey.other_origin")
		apptest.Refused(t, finish(c, 0, answer(phone, b)), "passkey.over") // one beginning is answered once, also wrongly

		b = begin(c, 0)
		w.Clock.Add(5 * time.Minute)
		apptest.Refused(t, finish(c, 0, answer(phone, b)), "passkey.over")

		first, mine := begin(c, 0), begin(other, 0)
		apptest.Refused(t, finish(other, 0, signing.Answer{Made: phone.Create(t, mine.Make), Signed: phone.Get(t, first.Sign)}), "passkey.other_words") // another case
		first, mine = begin(c, 0), begin(c, 1)
		apptest.Refused(t, finish(c, 1, signing.Answer{Made: phone.Create(t, mine.Make), Signed: phone.Get(t, first.Sign)}), "passkey.other_words") // another signer
		if _, err := m.BeginPasskey(w.Ctx, w.Party(c, 0), c.ID, signOf(c, 1)); !errors.Is(err, mediation.ErrNotFound) {
			t.Errorf("one party begins for another: %v", err)
		}
		if _, err := m.BeginPasskey(w.Ctx, w.As("mediator"), c.ID, signOf(c, 0)); err == nil {
			t.Error("the mediator signs for a party")
		}
		unseen := *phone
		unseen.Bits = 0x01
		b = begin(c, 0)
		made = phone.Create(t, b.Make)
		unseen.Count, unseen.Handle = phone.Count, phone.Handle
		apptest.Refused(t, finish(c, 0, signing.Answer{Made: made, Signed: unseen.Get(t, b.Sign)}), "passkey.unverified")

		// The text was changed between beginning and end.
		before := signOf(c, 0)
		late := answer(phone, begin(c, 0))
		c = w.Act(w.Party(c, 1), c, mediation.RefuseSign{Party: c.Parties[1].ID})
		c = w.Offered(w.Act(w.As("mediator"), c, draft(c)))
		_, err := m.FinishPasskey(w.Ctx, w.Party(c, 0), c.ID, before, late)
		apptest.Refused(t, err, "mediation.field.other_text")
		apptest.Refused(t, finish(c, 0, late), "passkey.refused") // the key was made for the other text

		c = w.Act(w.Party(c, 1), c, mediation.RefuseSign{Party: c.Parties[1].ID})
		c = w.Act(w.As("mediator"), c, draft(c))
		_, err = m.BeginPasskey(w.Ctx, w.Party(c, 0), c.ID, signOf(c, 0))
		apptest.Refused(t, err, "mediation.guard.support_not_offered")
		_, _, err = m.GiveCode(w.Ctx, w.As("mediator"), c.ID, mediation.GiveCode{Party: c.Parties[0].ID})
		apptest.Refused(t, err, "mediation.guard.support_not_offered")
		c = w.Offered(c)
		direct := signOf(c, 0)
		direct.Method = "passkey"
		_, _, err = m.Act(w.Ctx, w.Party(c, 0), c.ID, direct, mediation.Ask{})
		apptest.Refused(t, err, "mediation.guard.not_proven")
		if c, _, err = m.See(w.Ctx, w.Party(c, 0), c.ID); err != nil || len(c.Agreement.Acts) != 0 {
			t.Errorf("%d acts stand (%v)", len(c.Agreement.Acts), err)
		}
		m.Passkeys = nil
		_, err = m.BeginPasskey(w.Ctx, w.Party(c, 0), c.ID, signOf(c, 0))
		apptest.Refused(t, err, "passkey.off")
	})
}

package office_test

import (
	"bytes"
	"testing"
	"time"

	"linli/office"
	"linli/platform/passkey/passkeytest"
)

// register adds the device's passkey to an account.
func (w *world) register(d *passkeytest.Device, who office.SignedIn) {
	w.t.Helper()
	c, err := w.BeginPasskey(w.t.Context(), who)
	if err != nil {
		w.t.Fatal(err)
	}
	if err := w.FinishPasskey(w.t.Context(), who, c.Step, "my phone", d.Create(w.t, c.Options)); err != nil {
		w.t.Fatal(err)
	}
}

func TestPasskeySignIn(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		_, who := w.enrol(w.Code)
		d := passkeytest.New(t)
		w.register(d, who)
		keys, err := w.Passkeys(t.Context(), who.Actor)
		if err != nil || len(keys) != 1 || keys[0].Name != "my phone" || bytes.Contains(keys[0].Body, []byte("attStmt")) {
			t.Fatalf("%+v %v", keys, err)
		}
		w.clock.Add(time.Hour)
		c, err := w.BeginPasskeySignIn(t.Context(), "", "desk")
		if err != nil {
			t.Fatal(err)
		}
		answer := d.Get(t, c.Options)
		token, err := w.FinishPasskeySignIn(t.Context(), c.Step, answer)
		if err != nil {
			t.Fatal(err)
		}
		if again := w.resolve(token); again.Actor.Account != who.Actor.Account {
			t.Errorf("signed in as %+v", again)
		}
		_, err = w.FinishPasskeySignIn(t.Context(), c.Step, answer)
		wants(t, err, "signin.step.over") // an answer is used once
	})
}

func TestPasskeysThatDoNotFit(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		_, who := w.enrol(w.Code)
		d := passkeytest.New(t)
		w.register(d, who)
		stranger := passkeytest.New(t) // the same credential id and owner, another key
		stranger.Handle, stranger.ID = d.Handle, d.ID
		elsewhere := *d
		elsewhere.Origin = "http://evil.example"
		unknown := *d
		unknown.ID = []byte("a credential that linli never saw")
		cloned := *d
		cloned.Count = 0
		for name, x := range map[string]*passkeytest.Device{"another key": stranger, "another origin": &elsewhere, "unknown credential": &unknown} {
			c, err := w.BeginPasskeySignIn(t.Context(), "", name)
			if err != nil {
				t.Fatal(err)
			}
			_, err = w.FinishPasskeySignIn(t.Context(), c.Step, x.Get(t, c.Options))
			if err == nil {
				t.Errorf("%s is accepted", name)
				continue
			}
			wants(t, err, "signin.passkey.refused")
		}
		c, _ := w.BeginPasskeySignIn(t.Context(), "", "desk")
		if _, err := w.FinishPasskeySignIn(t.Context(), c.Step, d.Get(t, c.Options)); err != nil {
			t.Fatal(err)
		}
		c, _ = w.BeginPasskeySignIn(t.Context(), "", "desk")
		_, err := w.FinishPasskeySignIn(t.Context(), c.Step, cloned.Get(t, c.Options))
		wants(t, err, "signin.passkey.refused") // its counter has run backwards
		_, err = w.FinishPasskeySignIn(t.Context(), c.Step, []byte(`{"id":`))
		wants(t, err, "signin.passkey.refused")
	})
}

func TestChangingPasskeysWantsAFreshSignIn(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		_, who := w.enrol(w.Code)
		d := passkeytest.New(t)
		w.register(d, who)
		w.clock.Add(15 * time.Minute)
		_, err := w.BeginPasskey(t.Context(), who)
		wants(t, err, "signin.not_fresh")
		wants(t, w.DropPasskey(t.Context(), who, d.ID), "signin.not_fresh")
		w.clock.Add(-10 * time.Minute)
		wants(t, w.DropPasskey(t.Context(), who, []byte("another")), "office.not_found")
		if err := w.DropPasskey(t.Context(), who, d.ID); err != nil {
			t.Fatal(err)
		}
		c, err := w.BeginPasskeySignIn(t.Context(), "", "desk")
		if err != nil {
			t.Fatal(err)
		}
		_, err = w.FinishPasskeySignIn(t.Context(), c.Step, d.Get(t, c.Options))
		wants(t, err, "signin.passkey.refused")
	})
}

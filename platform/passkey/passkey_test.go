package passkey_test

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"linli/platform/passkey"
	"linli/platform/passkey/passkeytest"
)

func TestAddressesHaveNoPasskeys(t *testing.T) {
	for _, origin := range []string{"http://127.0.0.1:8080", "https://[::1]", "", "office"} {
		if _, err := passkey.New(origin); err == nil {
			t.Errorf("%q has passkeys", origin)
		}
	}
}

// signed makes a key on a device and has it sign a challenge.
func signed(t *testing.T, d *passkeytest.Device, challenge []byte) (passkey.Proof, error) {
	t.Helper()
	site, err := passkey.New("http://localhost:8080")
	if err != nil {
		t.Fatal(err)
	}
	h := passkey.Holder{Handle: bytes.Repeat([]byte{1}, 32)}
	honest := *d
	honest.Origin, honest.Party, honest.Bits = "http://localhost:8080", "localhost", 0x05
	options, err := site.OfferKey(h, challenge)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"residentKey":"discouraged"`, `"requireResidentKey":false`, `"userVerification":"required"`, `"attestation":"none"`, `"displayName":"linli"`} {
		if !strings.Contains(string(options), want) {
			t.Errorf("the options lack %s: %s", want, options)
		}
	}
	key, err := site.TakeKey(h, challenge, honest.Create(t, options))
	if err != nil {
		t.Fatal(err)
	}
	h.Keys, d.Count = []passkey.Key{key}, honest.Count
	if options, err = site.Ask(h, challenge); err != nil {
		t.Fatal(err)
	}
	p, _, err := site.Take(h, challenge, d.Get(t, options))
	return p, err
}

func TestAProofIsCheckedFromWhatWasKept(t *testing.T) {
	random := make([]byte, 32)
	_, _ = rand.Read(random)
	challenge := passkey.Challenge("a statement", random)
	p, err := signed(t, passkeytest.New(t), challenge)
	if err != nil {
		t.Fatal(err)
	}
	kept, _ := json.Marshal(p)
	var read passkey.Proof
	if err := json.Unmarshal(kept, &read); err != nil {
		t.Fatal(err)
	}
	if err := read.Check(passkey.Challenge("a statement", random)); err != nil {
		t.Errorf("what was kept does not pass: %v", err)
	}
	if err := read.Check(passkey.Challenge("another statement", random)); !errors.Is(err, passkey.ErrChallenge) {
		t.Errorf("another statement: %v", err)
	}
	for name, change := range map[string]func(*passkey.Proof){
		"one bit of the signature": func(p *passkey.Proof) { p.Signature[len(p.Signature)-1] ^= 1 },
		"the counter":              func(p *passkey.Proof) { p.Authenticator[36] ^= 1 },
		"no signature":             func(p *passkey.Proof) { p.Signature = nil },
		"no key":                   func(p *passkey.Proof) { p.PublicKey = nil },
		"no client data":           func(p *passkey.Proof) { p.Client = nil },
		"short authenticator data": func(p *passkey.Proof) { p.Authenticator = p.Authenticator[:30] },
		"client data of a creation": func(p *passkey.Proof) {
			p.Client = bytes.Replace(p.Client, []byte("webauthn.get"), []byte("webauthn.create"), 1)
		},
	} {
		x := read
		x.Signature, x.Authenticator, x.Client = bytes.Clone(read.Signature), bytes.Clone(read.Authenticator), bytes.Clone(read.Client)
		change(&x)
		if err := x.Check(challenge); !errors.Is(err, passkey.ErrSignature) {
			t.Errorf("%s: %v", name, err)
		}
	}
	elsewhere := read
	elsewhere.Origin = "https://another.example"
	if err := elsewhere.Check(challenge); !errors.Is(err, passkey.ErrOrigin) {
		t.Errorf("kept with another origin: %v", err)
	}
}

func TestSignaturesThatAreNotTaken(t *testing.T) {
	challenge := passkey.Challenge("a statement", make([]byte, 32))
	for name, x := range map[string]struct {
		change func(*passkeytest.Device)
		want   error
	}{
		"another address":         {func(d *passkeytest.Device) { d.Origin = "http://evil.example" }, passkey.ErrOrigin},
		"another port":            {func(d *passkeytest.Device) { d.Origin = "http://localhost:8081" }, passkey.ErrOrigin},
		"another relying party":   {func(d *passkeytest.Device) { d.Party = "evil.example" }, passkey.ErrOrigin},
		"nobody was verified":     {func(d *passkeytest.Device) { d.Bits = 0x01 }, passkey.ErrUnverified},
		"nobody was there":        {func(d *passkeytest.Device) { d.Bits = 0x04 }, passkey.ErrUnverified},
		"another person's handle": {func(d *passkeytest.Device) { d.Handle = []byte("somebody else") }, passkey.ErrSignature},
	} {
		d := passkeytest.New(t)
		x.change(d)
		if _, err := signed(t, d, challenge); !errors.Is(err, x.want) {
			t.Errorf("%s: %v, want %v", name, err, x.want)
		}
	}
	site, _ := passkey.New("http://localhost:8080")
	for _, answer := range []string{"", "{", `{"id":""}`} {
		if _, _, err := site.Take(passkey.Holder{Handle: []byte{1}}, challenge, []byte(answer)); !errors.Is(err, passkey.ErrSignature) {
			t.Errorf("%q: %v", answer, err)
		}
		if _, err := site.TakeKey(passkey.Holder{Handle: []byte{1}}, challenge, []byte(answer)); !errors.Is(err, passkey.ErrSignature) {
			t.Errorf("made %q: %v", answer, err)
		}
	}
}

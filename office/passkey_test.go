package office_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"testing"
	"time"

	"linli/office"
)

// device is an authenticator with one ES256 key, written from the specification (W3C Web Authentication Level 3, sections
// 6.1 and 6.5.4; CTAP2 canonical CBOR).
type device struct {
	key    *ecdsa.PrivateKey
	id     []byte
	handle []byte
	count  uint32
	origin string
}

func newDevice(t *testing.T) *device {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return &device{key: key, id: []byte("credential of a phone"), origin: "http://localhost:8080"}
}

var b64 = base64.RawURLEncoding

func (d *device) client(kind, challenge string) []byte {
	b, _ := json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": d.origin, "crossOrigin": false})
	return b
}

// data is the authenticator data: relying party, flags (user present and verified), counter.
func (d *device) data(flags byte) []byte {
	rp := sha256.Sum256([]byte("localhost"))
	d.count++
	return binary.BigEndian.AppendUint32(append(rp[:], flags), d.count)
}

// create answers the options of a registration.
func (d *device) create(t *testing.T, options json.RawMessage) []byte {
	t.Helper()
	var o struct {
		PublicKey struct {
			Challenge string
			User      struct{ ID string }
		}
	}
	if err := json.Unmarshal(options, &o); err != nil {
		t.Fatal(err)
	}
	var err error
	if d.handle, err = b64.DecodeString(o.PublicKey.User.ID); err != nil {
		t.Fatal(err)
	}
	point, err := d.key.PublicKey.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	x, y := point[1:33], point[33:]
	auth := d.data(0x45) // UP, UV, attested credential data
	auth = append(auth, make([]byte, 16)...)
	auth = binary.BigEndian.AppendUint16(auth, uint16(len(d.id))) //nolint:gosec // short
	auth = append(auth, d.id...)
	auth = append(auth, 0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20) // EC2, ES256, P-256, x
	auth = append(auth, x...)
	auth = append(auth, 0x22, 0x58, 0x20)
	auth = append(auth, y...)
	var object bytes.Buffer
	object.WriteString("\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58")
	object.WriteByte(byte(len(auth)))
	object.Write(auth)
	return d.answer(map[string]string{"clientDataJSON": b64.EncodeToString(d.client("webauthn.create", o.PublicKey.Challenge)),
		"attestationObject": b64.EncodeToString(object.Bytes())})
}

// get answers the options of a sign-in.
func (d *device) get(t *testing.T, options json.RawMessage) []byte {
	t.Helper()
	var o struct{ PublicKey struct{ Challenge string } }
	if err := json.Unmarshal(options, &o); err != nil {
		t.Fatal(err)
	}
	client, auth := d.client("webauthn.get", o.PublicKey.Challenge), d.data(0x05)
	hash := sha256.Sum256(client)
	signed := sha256.Sum256(append(bytes.Clone(auth), hash[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, d.key, signed[:])
	if err != nil {
		t.Fatal(err)
	}
	return d.answer(map[string]string{"clientDataJSON": b64.EncodeToString(client), "authenticatorData": b64.EncodeToString(auth),
		"signature": b64.EncodeToString(signature), "userHandle": b64.EncodeToString(d.handle)})
}

func (d *device) answer(response map[string]string) []byte {
	b, _ := json.Marshal(map[string]any{"id": b64.EncodeToString(d.id), "rawId": b64.EncodeToString(d.id), "type": "public-key",
		"clientExtensionResults": map[string]any{}, "response": response})
	return b
}

// register adds the device's passkey to an account.
func (w *world) register(d *device, who office.SignedIn) {
	w.t.Helper()
	c, err := w.BeginPasskey(w.t.Context(), who)
	if err != nil {
		w.t.Fatal(err)
	}
	if err := w.FinishPasskey(w.t.Context(), who, c.Step, "my phone", d.create(w.t, c.Options)); err != nil {
		w.t.Fatal(err)
	}
}

func TestPasskeySignIn(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		_, who := w.enrol(w.Code)
		d := newDevice(t)
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
		answer := d.get(t, c.Options)
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
		d := newDevice(t)
		w.register(d, who)
		stranger := newDevice(t) // the same credential id and owner, another key
		stranger.handle = d.handle
		elsewhere := *d
		elsewhere.origin = "http://evil.example"
		unknown := *d
		unknown.id = []byte("a credential that linli never saw")
		cloned := *d
		cloned.count = 0
		for name, x := range map[string]*device{"another key": stranger, "another origin": &elsewhere, "unknown credential": &unknown} {
			c, err := w.BeginPasskeySignIn(t.Context(), "", name)
			if err != nil {
				t.Fatal(err)
			}
			_, err = w.FinishPasskeySignIn(t.Context(), c.Step, x.get(t, c.Options))
			if err == nil {
				t.Errorf("%s is accepted", name)
				continue
			}
			wants(t, err, "signin.passkey.refused")
		}
		c, _ := w.BeginPasskeySignIn(t.Context(), "", "desk")
		if _, err := w.FinishPasskeySignIn(t.Context(), c.Step, d.get(t, c.Options)); err != nil {
			t.Fatal(err)
		}
		c, _ = w.BeginPasskeySignIn(t.Context(), "", "desk")
		_, err := w.FinishPasskeySignIn(t.Context(), c.Step, cloned.get(t, c.Options))
		wants(t, err, "signin.passkey.refused") // its counter has run backwards
		_, err = w.FinishPasskeySignIn(t.Context(), c.Step, []byte(`{"id":`))
		wants(t, err, "signin.passkey.refused")
	})
}

func TestChangingPasskeysWantsAFreshSignIn(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		_, who := w.enrol(w.Code)
		d := newDevice(t)
		w.register(d, who)
		w.clock.Add(15 * time.Minute)
		_, err := w.BeginPasskey(t.Context(), who)
		wants(t, err, "signin.not_fresh")
		wants(t, w.DropPasskey(t.Context(), who, d.id), "signin.not_fresh")
		w.clock.Add(-10 * time.Minute)
		wants(t, w.DropPasskey(t.Context(), who, []byte("another")), "office.not_found")
		if err := w.DropPasskey(t.Context(), who, d.id); err != nil {
			t.Fatal(err)
		}
		c, err := w.BeginPasskeySignIn(t.Context(), "", "desk")
		if err != nil {
			t.Fatal(err)
		}
		_, err = w.FinishPasskeySignIn(t.Context(), c.Step, d.get(t, c.Options))
		wants(t, err, "signin.passkey.refused")
	})
}

func TestPasskeysRefuseAnAddress(t *testing.T) {
	for _, origin := range []string{"http://127.0.0.1:8080", "https://[::1]", "", "office"} {
		if _, err := office.NewPasskeys(origin); err == nil {
			t.Errorf("%q has passkeys", origin)
		}
	}
}

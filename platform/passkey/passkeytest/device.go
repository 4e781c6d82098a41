// Package passkeytest is an authenticator for tests: a device with one ES256 key, written from the specification (W3C Web
// Authentication Level 3, sections 6.1 and 6.5.4; CTAP2 canonical CBOR).
package passkeytest

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
)

// Device is an authenticator. Its fields may be set to make it misbehave.
type Device struct {
	Key    *ecdsa.PrivateKey
	ID     []byte // of its credential
	Handle []byte // of its user; told with each signature where it is set
	Count  uint32 // of signatures
	Origin string // that its browser stands at
	Party  string // relying party: the origin's name
	Bits   byte   // of a signature: user present 1, user verified 4
}

// New returns a device whose browser stands at http://localhost:8080.
func New(t testing.TB) *Device {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	name := make([]byte, 16)
	_, _ = rand.Read(name)
	return &Device{Key: key, ID: name, Origin: "http://localhost:8080", Party: "localhost", Bits: 0x05}
}

var b64 = base64.RawURLEncoding

func (d *Device) client(kind, challenge string) []byte {
	b, _ := json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": d.Origin, "crossOrigin": false})
	return b
}

// data is the authenticator data: relying party, flags, counter.
func (d *Device) data(flags byte) []byte {
	rp := sha256.Sum256([]byte(d.Party))
	d.Count++
	return binary.BigEndian.AppendUint32(append(rp[:], flags), d.Count)
}

// Create answers the options of a registration.
func (d *Device) Create(t testing.TB, options json.RawMessage) []byte {
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
	if d.Handle, err = b64.DecodeString(o.PublicKey.User.ID); err != nil {
		t.Fatal(err)
	}
	point, err := d.Key.PublicKey.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	x, y := point[1:33], point[33:]
	auth := d.data(d.Bits | 0x40) // attested credential data
	auth = append(auth, make([]byte, 16)...)
	auth = binary.BigEndian.AppendUint16(auth, uint16(len(d.ID)))
	auth = append(auth, d.ID...)
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

// Get answers the options of a sign-in or of a signature.
func (d *Device) Get(t testing.TB, options json.RawMessage) []byte {
	t.Helper()
	var o struct{ PublicKey struct{ Challenge string } }
	if err := json.Unmarshal(options, &o); err != nil {
		t.Fatal(err)
	}
	client, auth := d.client("webauthn.get", o.PublicKey.Challenge), d.data(d.Bits)
	hash := sha256.Sum256(client)
	signed := sha256.Sum256(append(bytes.Clone(auth), hash[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, d.Key, signed[:])
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]string{"clientDataJSON": b64.EncodeToString(client), "authenticatorData": b64.EncodeToString(auth),
		"signature": b64.EncodeToString(signature)}
	if d.Handle != nil {
		said["userHandle"] = b64.EncodeToString(d.Handle)
	}
	return d.answer(said)
}

func (d *Device) answer(response map[string]string) []byte {
	b, _ := json.Marshal(map[string]any{"id": b64.EncodeToString(d.ID), "rawId": b64.EncodeToString(d.ID), "type": "public-key",
		"clientExtensionResults": map[string]any{}, "response": response})
	return b
}

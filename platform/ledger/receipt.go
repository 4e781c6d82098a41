package ledger

import (
	"crypto/ed25519"
	_ "embed"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"linli/platform/id"
)

// MediaType of a receipt (90-contract).
const MediaType = "application/vnd.linli.receipt+json"

// Schema is the JSON Schema (2020-12) of a receipt, published at /schema/receipt.json.
//
//go:embed receipt.schema.json
var Schema []byte

// Receipt 回执 is the office's signed promise that an event is in its ledger, and the proof once there is one. It holds no
// personal data.
type Receipt struct {
	V          int     `json:"v"`          // 1
	Tenant     string  `json:"tenant"`     // the tenant's public name
	Code       string  `json:"code"`       // the case's tracking code, 16 characters
	Event      string  `json:"event"`      // the event's commitment, 64 hex digits
	Time       string  `json:"time"`       // when linli recorded the event: RFC 3339, UTC, microseconds
	Leaf       string  `json:"leaf"`       // the leaf hash of event, 64 hex digits
	Signature  string  `json:"signature"`  // Ed25519 over Text, base64
	Checkpoint *string `json:"checkpoint"` // a signed note, or null until the leaf is under a checkpoint
	Proof      *Proof  `json:"proof"`      // inclusion under that checkpoint, or null
}

// Proof shows that a leaf is in the tree of a size (RFC 6962 section 2.1.1).
type Proof struct {
	Index  int64   `json:"index"` // of the leaf, from 0
	Size   int64   `json:"size"`  // of the tree
	Hashes []HexID `json:"hashes"`
}

// HexID is a hash in JSON: 64 lower-case hex digits.
type HexID tlog.Hash

// MarshalText writes the hex digits.
func (h HexID) MarshalText() ([]byte, error) { return []byte(hex.EncodeToString(h[:])), nil }

// UnmarshalText reads exactly 64 lower-case hex digits.
func (h *HexID) UnmarshalText(b []byte) error {
	got, err := parseHex(string(b))
	*h = HexID(got)
	return err
}

// Text is what the signature covers: a first line that no other signed text of linli has, then every field that the
// office vouches for, one a line, in the receipt's order. No field can hold a line break.
func (r *Receipt) Text() string {
	return fmt.Sprintf("linli receipt v1\ntenant %s\ncode %s\nevent %s\ntime %s\nleaf %s\n", r.Tenant, r.Code, r.Event, r.Time, r.Leaf)
}

// Sign gives the receipt of one event. It is called after the event's transaction is committed, never before: a receipt
// for an event that was rolled back would accuse the office of a loss that never was.
func (s *Signer) Sign(code id.Code, commitment [32]byte, at time.Time) Receipt {
	leaf := LeafHash(commitment)
	r := Receipt{
		V: 1, Tenant: s.tenant, Code: string(code), Event: hex.EncodeToString(commitment[:]),
		Time: at.UTC().Format(timeLayout), Leaf: hex.EncodeToString(leaf[:]),
	}
	r.Signature = base64.StdEncoding.EncodeToString(ed25519.Sign(s.private, []byte(r.Text())))
	return r
}

// Prove returns the receipt with a checkpoint and the proof under it.
func (r Receipt) Prove(c Checkpoint, p Proof) Receipt {
	text := string(c.Note)
	r.Checkpoint, r.Proof = &text, &p
	return r
}

// JSON is the receipt as a file, with its fields in order and a line break at its end.
func (r Receipt) JSON() ([]byte, error) {
	b, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("writing a receipt: %w", err)
	}
	return append(b, '\n'), nil
}

// parseHex reads 64 lower-case hex digits.
func parseHex(s string) (h [32]byte, err error) {
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return h, fmt.Errorf("ledger: %q is not a lower-case hex digit", c)
		}
	}
	if len(s) != 64 {
		return h, fmt.Errorf("ledger: a hash has 64 hex digits, not %d", len(s))
	}
	_, err = hex.Decode(h[:], []byte(s))
	return h, err
}

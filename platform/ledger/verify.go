package ledger

import (
	"encoding/base64"
	"errors"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Reason says why a receipt is proven or not; its sentence has the message key "ledger.verdict.<reason>".
type Reason string

// The reasons, in the order in which a receipt is checked. cmd/linli-verify gives the same ones.
const (
	Proven          Reason = "proven"
	Malformed       Reason = "malformed"               // not a receipt
	UnknownVersion  Reason = "version_unknown"         // v is not 1
	UnknownKey      Reason = "key_unknown"             // no key of this office is known
	LeafDiffers     Reason = "leaf_differs"            // leaf is not the leaf hash of event
	WrongSignature  Reason = "signature_wrong"         // a field was changed, or another office signed
	Pending         Reason = "pending"                 // signed, and not yet under a checkpoint
	BadCheckpoint   Reason = "checkpoint_malformed"    //
	OtherTenant     Reason = "checkpoint_other_tenant" // the checkpoint is another office's
	Unsigned        Reason = "checkpoint_unsigned"     // the checkpoint's signature is missing or wrong
	WrongProof      Reason = "proof_wrong"             // the leaf is not in the tree of the checkpoint
	Forked          Reason = "forked"                  // the office's ledger no longer contains what it signed
	CheckpointOlder Reason = "checkpoint_older"        // the given checkpoint is older than the receipt's
	NeedConsistency Reason = "consistency_needed"      // the given checkpoint is newer: its consistency proof is needed
	WrongLink       Reason = "consistency_wrong"       // the consistency proof does not hold
)

// Key is the message key of the reason's sentence.
func (r Reason) Key() string { return "ledger.verdict." + string(r) }

// Reasons lists every reason, for the tests of translations.
func Reasons() []Reason {
	return []Reason{Proven, Malformed, UnknownVersion, UnknownKey, LeafDiffers, WrongSignature, Pending, BadCheckpoint, OtherTenant,
		Unsigned, WrongProof, Forked, CheckpointOlder, NeedConsistency, WrongLink}
}

// Result of a verification.
type Result struct {
	Proven    bool     `json:"proven"`
	Reason    Reason   `json:"reason"`
	Signed    bool     `json:"-"` // the office signed these fields, whether or not the proof is there yet
	Witnesses []string `json:"-"` // known witnesses whose countersignatures were checked
}

// VerifyJSON is ParseReceipt and Verify in one.
func VerifyJSON(data []byte, keys []note.Verifier) Result {
	r, err := ParseReceipt(data)
	switch {
	case errors.Is(err, ErrVersion):
		return Result{Reason: UnknownVersion}
	case err != nil:
		return Result{Reason: Malformed}
	}
	return Verify(r, keys)
}

// Verify checks a receipt that ParseReceipt has read. keys are the office's verifiers (with the name "linli/<tenant>")
// and those of witnesses.
func Verify(r *Receipt, keys []note.Verifier) Result {
	event, err := parseHex(r.Event)
	if err != nil {
		return Result{Reason: Malformed}
	}
	leaf := LeafHash(event)
	if HexID(leaf) != mustHex(r.Leaf) {
		return Result{Reason: LeafDiffers}
	}
	if reason := checkSignature(r, keys); reason != "" {
		return Result{Reason: reason}
	}
	if r.Checkpoint == nil || r.Proof == nil {
		return Result{Signed: true, Reason: Pending}
	}
	head, witnesses, err := OpenCheckpoint(r.Tenant, []byte(*r.Checkpoint), keys)
	if reason := reasonOf(err); reason != "" {
		return Result{Signed: true, Reason: reason}
	}
	if head.Size != r.Proof.Size || !r.Proof.holds(leaf, head.Root) {
		return Result{Signed: true, Reason: WrongProof}
	}
	return Result{Proven: true, Signed: true, Reason: Proven, Witnesses: witnesses}
}

func checkSignature(r *Receipt, keys []note.Verifier) Reason {
	sig, err := base64.StdEncoding.DecodeString(r.Signature)
	if err != nil {
		return Malformed
	}
	reason := UnknownKey
	for _, k := range keys {
		if k.Name() != Origin(r.Tenant) {
			continue
		}
		if k.Verify([]byte(r.Text()), sig) {
			return ""
		}
		reason = WrongSignature
	}
	return reason
}

func (p *Proof) holds(leaf, root tlog.Hash) bool {
	if p.Size < 1 || p.Size > maxSize || p.Index < 0 || p.Index >= p.Size {
		return false
	}
	path := make(tlog.RecordProof, len(p.Hashes))
	for i, h := range p.Hashes {
		path[i] = tlog.Hash(h)
	}
	return tlog.CheckRecord(path, p.Size, root, p.Index, leaf) == nil
}

func reasonOf(err error) Reason {
	switch {
	case err == nil:
		return ""
	case errors.Is(err, ErrOtherTenant):
		return OtherTenant
	case errors.Is(err, ErrUnsigned):
		return Unsigned
	default:
		return BadCheckpoint
	}
}

// mustHex reads a field whose form ParseReceipt has checked; anything else is the zero hash, which no leaf has.
func mustHex(s string) HexID {
	h, err := parseHex(s)
	if err != nil {
		return HexID{}
	}
	return HexID(h)
}

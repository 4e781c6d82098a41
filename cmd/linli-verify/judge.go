package main

import "crypto/ed25519"

// The reasons. docs/ledger.md says what each one means.
const (
	proven          = "proven"
	provenOwnKey    = "proven_own_key"
	malformed       = "malformed"
	unknownVersion  = "version_unknown"
	unknownKey      = "key_unknown"
	leafDiffers     = "leaf_differs"
	wrongSignature  = "signature_wrong"
	pending         = "pending"
	badCheckpoint   = "checkpoint_malformed"
	otherTenant     = "checkpoint_other_tenant"
	unsigned        = "checkpoint_unsigned"
	wrongProof      = "proof_wrong"
	forked          = "forked"
	checkpointOlder = "checkpoint_older"
	needConsistency = "consistency_needed"
	wrongLink       = "consistency_wrong"
)

// evidence is everything that the judgment rests on.
type evidence struct {
	receipt, checkpoint, consistency []byte
	hasCheckpoint, hasConsistency    bool
	keys                             []verifier
}

// judge says why the receipt is proven or not.
func judge(in evidence) string {
	r, reason := parseReceipt(in.receipt)
	if reason != "" {
		return reason
	}
	if leafHash(r.commitment) != r.leafHash {
		return leafDiffers
	}
	keys, ownKey, reason := trusted(in, r)
	if reason != "" {
		return reason
	}
	var given checkpoint
	if in.hasCheckpoint {
		if given, reason = openCheckpoint(string(in.checkpoint), r.tenant, keys); reason != "" {
			return reason
		}
	}
	if reason := checkSignature(r, keys); reason != "" {
		return reason
	}
	if r.note == "" {
		return pending
	}
	c, reason := openCheckpoint(r.note, r.tenant, keys)
	switch {
	case reason != "":
		return reason
	case c.size != r.size || !included(r.leafHash, r.index, r.size, r.path, c.root):
		return wrongProof
	case in.hasCheckpoint:
		return link(in, c, given)
	case ownKey:
		return provenOwnKey
	default:
		return proven
	}
}

// trusted chooses the keys, see the command's comment.
func trusted(in evidence, r *receipt) (keys []verifier, ownKey bool, reason string) {
	if len(in.keys) > 0 {
		return in.keys, false, ""
	}
	from := r.note
	if in.hasCheckpoint {
		from = string(in.checkpoint)
	}
	if from == "" {
		return nil, false, pending
	}
	c, _, _, ok := parseCheckpoint(from)
	switch {
	case !ok:
		return nil, false, badCheckpoint
	case c.tenant != r.tenant:
		return nil, false, otherTenant
	case len(c.keys) == 0:
		return nil, false, unknownKey
	}
	return c.keys, !in.hasCheckpoint, ""
}

func checkSignature(r *receipt, keys []verifier) string {
	reason := unknownKey
	for _, k := range keys {
		if k.name != "linli/"+r.tenant {
			continue
		}
		if ed25519.Verify(k.key, []byte(r.text()), r.signature) {
			return ""
		}
		reason = wrongSignature
	}
	return reason
}

// link compares the receipt's checkpoint with the one that was given.
func link(in evidence, own, given checkpoint) string {
	switch {
	case given.size < own.size:
		return checkpointOlder
	case given.size == own.size && given.root != own.root:
		return forked
	case given.size == own.size:
		return proven
	case !in.hasConsistency:
		return needConsistency
	}
	v, ok := parseJSON(string(in.consistency))
	o, isObject := v.(map[string]any)
	if !ok || !isObject || !exactly(o, "from", "size", "hashes") {
		return wrongLink
	}
	from, okFrom := parseNumber(o["from"])
	size, okSize := parseNumber(o["size"])
	path, okPath := parsePath(o["hashes"])
	if !okFrom || !okSize || !okPath || from != own.size || size != given.size || !extends(from, size, path, own.root, given.root) {
		return wrongLink
	}
	return proven
}

package main

import (
	"encoding/base64"
	"encoding/hex"
	"regexp"
	"strconv"
	"time"
)

// receipt is what an office handed out, in the form of docs/ledger.md.
type receipt struct {
	tenant, code, event, time, leaf string
	commitment, leafHash            [32]byte
	signature                       []byte
	note                            string // empty while there is no proof
	index, size                     uint64
	path                            [][32]byte
}

var (
	tenantForm = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)
	codeForm   = regexp.MustCompile(`^[0-9A-HJKMNP-TV-Z]{16}$`)
	hashForm   = regexp.MustCompile(`^[0-9a-f]{64}$`)
	timeForm   = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$`)
	countForm  = regexp.MustCompile(`^(0|[1-9][0-9]{0,15})$`)
)

const (
	maxReceipt = 128 << 10
	maxNote    = 64 << 10
	maxPath    = 64
	maxTree    = 1 << 53
)

// parseReceipt returns the receipt, or the reason why it is none.
func parseReceipt(data []byte) (*receipt, string) {
	if len(data) > maxReceipt {
		return nil, malformed
	}
	v, ok := parseJSON(string(data))
	o, isObject := v.(map[string]any)
	if !ok || !isObject {
		return nil, malformed
	}
	if n, ok := o["v"].(number); ok && n != "1" && isCount(string(n)) {
		return nil, unknownVersion
	}
	r := &receipt{}
	if o["v"] != number("1") || !exactly(o, "v", "tenant", "code", "event", "time", "leaf", "signature", "checkpoint", "proof") ||
		!r.fields(o) || !r.evidence(o["checkpoint"], o["proof"]) {
		return nil, malformed
	}
	return r, ""
}

func (r *receipt) fields(o map[string]any) bool {
	r.tenant, _ = o["tenant"].(string)
	r.code, _ = o["code"].(string)
	r.event, _ = o["event"].(string)
	r.time, _ = o["time"].(string)
	r.leaf, _ = o["leaf"].(string)
	signature, _ := o["signature"].(string)
	var err error
	r.signature, err = base64.StdEncoding.Strict().DecodeString(signature)
	if err != nil || len(r.signature) != 64 || len(signature) != 88 {
		return false
	}
	var okEvent, okLeaf bool
	r.commitment, okEvent = parseHash(r.event)
	r.leafHash, okLeaf = parseHash(r.leaf)
	return okEvent && okLeaf && tenantForm.MatchString(r.tenant) && codeForm.MatchString(r.code) && isInstant(r.time)
}

// evidence reads the checkpoint and the proof, which are both there or both null.
func (r *receipt) evidence(checkpoint, proof any) bool {
	if checkpoint == nil && proof == nil {
		return true
	}
	r.note, _ = checkpoint.(string)
	p, ok := proof.(map[string]any)
	if !ok || r.note == "" || len(r.note) > maxNote || !exactly(p, "index", "size", "hashes") {
		return false
	}
	var okIndex, okSize bool
	r.index, okIndex = parseNumber(p["index"])
	r.size, okSize = parseNumber(p["size"])
	r.path, ok = parsePath(p["hashes"])
	return ok && okIndex && okSize && r.index < r.size
}

// text is what the office signed.
func (r *receipt) text() string {
	return "linli receipt v1\ntenant " + r.tenant + "\ncode " + r.code + "\nevent " + r.event + "\ntime " + r.time + "\nleaf " + r.leaf + "\n"
}

func exactly(o map[string]any, names ...string) bool {
	for _, n := range names {
		if _, ok := o[n]; !ok {
			return false
		}
	}
	return len(o) == len(names)
}

func parseHash(s string) (h [32]byte, ok bool) {
	if !hashForm.MatchString(s) {
		return h, false
	}
	_, err := hex.Decode(h[:], []byte(s))
	return h, err == nil
}

func parsePath(v any) ([][32]byte, bool) {
	list, ok := v.([]any)
	if !ok || len(list) > maxPath {
		return nil, false
	}
	path := make([][32]byte, len(list))
	for i, x := range list {
		s, _ := x.(string)
		if path[i], ok = parseHash(s); !ok {
			return nil, false
		}
	}
	return path, true
}

func parseNumber(v any) (uint64, bool) {
	n, ok := v.(number)
	if !ok {
		return 0, false
	}
	return parseCount(string(n))
}

func isCount(s string) bool { _, ok := parseCount(s); return ok }

func parseCount(s string) (uint64, bool) {
	if !countForm.MatchString(s) {
		return 0, false
	}
	n, err := strconv.ParseUint(s, 10, 64)
	return n, err == nil && n <= maxTree
}

// isInstant checks the form and that there is such a day and hour.
func isInstant(s string) bool {
	if !timeForm.MatchString(s) {
		return false
	}
	_, err := time.Parse(time.RFC3339Nano, s)
	return err == nil
}

package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// verifier is a public key in the form NAME+HASH+BASE64(0x01 ‖ Ed25519 key) of signed notes.
type verifier struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func parseVerifier(s string) (v verifier, ok bool) {
	name, rest, _ := strings.Cut(s, "+")
	hash, key64, _ := strings.Cut(rest, "+")
	h, err := strconv.ParseUint(hash, 16, 32)
	key, err2 := base64.StdEncoding.DecodeString(key64)
	if err != nil || err2 != nil || len(hash) != 8 || !isName(name) || len(key) != 33 || key[0] != 1 {
		return v, false
	}
	sum := sha256.Sum256(append([]byte(name+"\n"), key...))
	v = verifier{name, uint32(h), key[1:]}
	return v, binary.BigEndian.Uint32(sum[:4]) == v.hash
}

func isName(s string) bool {
	return s != "" && utf8.ValidString(s) && !strings.Contains(s, "+") && strings.IndexFunc(s, unicode.IsSpace) < 0
}

// checkpoint is the signed content of a note: origin, size, root, time, and the keys that the office says are its own.
type checkpoint struct {
	tenant string
	size   uint64
	root   [32]byte
	keys   []verifier
}

type signature struct {
	name string
	hash uint32
	sig  []byte
}

// splitNote takes a note apart: the text with its last line break, and the signatures under the blank line.
func splitNote(s string) (text string, sigs []signature, ok bool) {
	if !utf8.ValidString(s) || strings.IndexFunc(s, func(r rune) bool { return r < 0x20 && r != '\n' }) >= 0 {
		return "", nil, false
	}
	i := strings.LastIndex(s, "\n\n")
	if i < 0 || !strings.HasSuffix(s, "\n") || i+2 == len(s) {
		return "", nil, false
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(s[i+2:], "\n"), "\n") {
		rest, ok := strings.CutPrefix(line, "— ")
		name, b64, _ := strings.Cut(rest, " ")
		raw, err := base64.StdEncoding.DecodeString(b64)
		if !ok || err != nil || !isName(name) || len(raw) < 5 || len(sigs) == 100 {
			return "", nil, false
		}
		sigs = append(sigs, signature{name, binary.BigEndian.Uint32(raw), raw[4:]})
	}
	return s[:i+1], sigs, true
}

// parseCheckpoint reads a note without checking who signed it.
func parseCheckpoint(note string) (c checkpoint, text string, sigs []signature, ok bool) {
	text, sigs, ok = splitNote(note)
	if !ok {
		return c, "", nil, false
	}
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if len(lines) < 4 {
		return c, "", nil, false
	}
	var okTenant, okSize bool
	c.tenant, okTenant = strings.CutPrefix(lines[0], "linli/")
	c.size, okSize = parseCount(lines[1])
	root, err := base64.StdEncoding.Strict().DecodeString(lines[2])
	stamp, okTime := strings.CutPrefix(lines[3], "time ")
	if !okTenant || !tenantForm.MatchString(c.tenant) || !okSize || err != nil || len(root) != 32 || !okTime || !isInstant(stamp) {
		return c, "", nil, false
	}
	c.root = [32]byte(root)
	for _, line := range lines[4:] {
		if line == "" {
			return c, "", nil, false
		}
		if k, isKey := strings.CutPrefix(line, "key "); isKey {
			if v, good := parseVerifier(k); good && v.name == lines[0] {
				c.keys = append(c.keys, v)
			}
		}
	}
	return c, text, sigs, true
}

// openCheckpoint reads a note that must be the tenant's, signed by one of its keys, with no wrong signature of a known key.
func openCheckpoint(note, tenant string, keys []verifier) (checkpoint, string) {
	c, text, sigs, ok := parseCheckpoint(note)
	switch {
	case !ok:
		return c, badCheckpoint
	case c.tenant != tenant:
		return c, otherTenant
	}
	own := false
	checked := map[int]bool{} // a key's first signature counts, later ones are not looked at
	for _, s := range sigs {
		for i, k := range keys {
			if k.name != s.name || k.hash != s.hash || checked[i] {
				continue
			}
			checked[i] = true
			if !ed25519.Verify(k.key, []byte(text), s.sig) {
				return c, unsigned
			}
			own = own || k.name == "linli/"+tenant
		}
	}
	if !own {
		return c, unsigned
	}
	return c, ""
}

package ledger

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"unicode/utf8"
)

// MaxReceipt is the greatest length of a receipt in bytes; readers of untrusted input stop there.
const MaxReceipt = 128 << 10

const (
	maxDepth      = 8
	maxCheckpoint = 64 << 10
	maxHashes     = 64 // a proof in a tree of 2^64 leaves
)

// Errors of ParseReceipt, compared with errors.Is.
var (
	ErrReceipt = errors.New("ledger: malformed receipt")
	ErrVersion = errors.New("ledger: a receipt of another version")
)

var (
	codeForm   = regexp.MustCompile(`^[0-9A-HJKMNP-TV-Z]{16}$`)
	receiptKey = []string{"v", "tenant", "code", "event", "time", "leaf", "signature", "checkpoint", "proof"}
	proofKey   = []string{"index", "size", "hashes"}
)

// ParseReceipt reads a receipt strictly: every field once, no other field, each in its exact form. What two readers might
// understand differently is refused, so that all verifiers give the same answer.
func ParseReceipt(data []byte) (*Receipt, error) {
	if len(data) > MaxReceipt || !utf8.Valid(data) || !json.Valid(data) {
		return nil, ErrReceipt
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	v, err := readValue(d, 0)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrReceipt, err)
	}
	o, ok := v.(map[string]any)
	if !ok {
		return nil, ErrReceipt
	}
	if n, ok := o["v"].(json.Number); ok && n != "1" {
		if _, err := parseCount(string(n)); err == nil {
			return nil, ErrVersion
		}
	}
	r, err := receiptOf(o)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrReceipt, err)
	}
	return r, nil
}

// readValue reads one JSON value and refuses what encoding/json lets pass: a name given twice and deep nesting.
func readValue(d *json.Decoder, depth int) (any, error) {
	if depth > maxDepth {
		return nil, errors.New("nested too deeply")
	}
	t, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch t {
	case json.Delim('{'):
		o := map[string]any{}
		for d.More() {
			name, err := d.Token()
			if err != nil {
				return nil, err
			}
			key, _ := name.(string)
			if _, twice := o[key]; twice {
				return nil, fmt.Errorf("%q stands twice", key)
			}
			if o[key], err = readValue(d, depth+1); err != nil {
				return nil, err
			}
		}
		_, err := d.Token()
		return o, err
	case json.Delim('['):
		list := []any{}
		for d.More() {
			v, err := readValue(d, depth+1)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		_, err := d.Token()
		return list, err
	}
	return t, nil
}

func receiptOf(o map[string]any) (*Receipt, error) {
	if err := exactly(o, receiptKey); err != nil {
		return nil, err
	}
	if n, ok := o["v"].(json.Number); !ok || n != "1" {
		return nil, errors.New("v is not 1")
	}
	r := &Receipt{V: 1}
	for _, f := range []struct {
		name string
		to   *string
		ok   func(string) bool
	}{
		{"tenant", &r.Tenant, tenantName.MatchString},
		{"code", &r.Code, codeForm.MatchString},
		{"event", &r.Event, isHash},
		{"time", &r.Time, func(s string) bool { _, err := parseTime(s); return err == nil }},
		{"leaf", &r.Leaf, isHash},
		{"signature", &r.Signature, isSignature},
	} {
		s, ok := o[f.name].(string)
		if !ok || !f.ok(s) {
			return nil, fmt.Errorf("%s has another form", f.name)
		}
		*f.to = s
	}
	if o["checkpoint"] == nil && o["proof"] == nil {
		return r, nil
	}
	text, ok := o["checkpoint"].(string)
	if !ok || text == "" || len(text) > maxCheckpoint {
		return nil, errors.New("checkpoint has another form")
	}
	p, err := proofOf(o["proof"])
	r.Checkpoint, r.Proof = &text, p
	return r, err
}

func proofOf(v any) (*Proof, error) {
	o, _ := v.(map[string]any)
	if err := exactly(o, proofKey); err != nil {
		return nil, fmt.Errorf("proof: %w", err)
	}
	var p Proof
	for name, to := range map[string]*int64{"index": &p.Index, "size": &p.Size} {
		n, ok := o[name].(json.Number)
		if !ok {
			return nil, fmt.Errorf("proof: %s is not a number", name)
		}
		var err error
		if *to, err = parseCount(string(n)); err != nil {
			return nil, fmt.Errorf("proof: %w", err)
		}
	}
	list, ok := o["hashes"].([]any)
	if !ok || len(list) > maxHashes || p.Index >= p.Size {
		return nil, errors.New("proof has another form")
	}
	p.Hashes = make([]HexID, len(list))
	for i, v := range list {
		s, ok := v.(string)
		if !ok {
			return nil, errors.New("proof: a hash is not text")
		}
		if err := p.Hashes[i].UnmarshalText([]byte(s)); err != nil {
			return nil, fmt.Errorf("proof: %w", err)
		}
	}
	return &p, nil
}

func exactly(o map[string]any, names []string) error {
	if len(o) != len(names) {
		return fmt.Errorf("%d fields, not %d", len(o), len(names))
	}
	for _, n := range names {
		if _, ok := o[n]; !ok {
			return fmt.Errorf("%s is missing", n)
		}
	}
	return nil
}

func isHash(s string) bool { _, err := parseHex(s); return err == nil }

func isSignature(s string) bool {
	b, err := base64.StdEncoding.Strict().DecodeString(s)
	return err == nil && len(b) == 64 && len(s) == 88
}

// ReadReceipt reads a receipt from r up to MaxReceipt bytes.
func ReadReceipt(r io.Reader) (*Receipt, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxReceipt+1))
	if err != nil {
		return nil, fmt.Errorf("reading a receipt: %w", err)
	}
	return ParseReceipt(data)
}

package main

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"linli/platform/ledger"
	"linli/platform/ledger/ledgertest"
)

// pieces are what a mutation may put into a receipt, besides single bytes.
var pieces = []string{
	"null", "true", "1", "1.0", "-1", "01", "1e0", "2", `"`, `\`, `\n`, `\u0000`, `\ud800`, `\ud83d\ude00`, "\n\n", "— ", "{", "}", "[", "]", ",", ":", " ",
	`"v":1`, `"V":1`, `"proof":null`, `"checkpoint":null`, `"x":[[[[[[[[[[]]]]]]]]]]`, "9007199254740992", "9007199254740993", "99999999999999999999", "é", "\xff", "=", "+", "/",
}

func mutate(r *rand.Rand, b []byte) []byte {
	b = bytes.Clone(b)
	for range 1 + r.IntN(3) {
		i := r.IntN(len(b) + 1)
		j := i + r.IntN(min(8, len(b)-i)+1)
		switch r.IntN(6) {
		case 0: // one bit
			if i < len(b) {
				b[i] ^= 1 << r.IntN(8)
			}
		case 1: // a piece instead of a stretch
			b = append(append(bytes.Clone(b[:i]), pieces[r.IntN(len(pieces))]...), b[j:]...)
		case 2: // a stretch is gone
			b = append(bytes.Clone(b[:i]), b[j:]...)
		case 3: // a stretch twice
			b = append(append(bytes.Clone(b[:j]), b[i:j]...), b[j:]...)
		case 4: // another letter or digit
			if i < len(b) {
				b[i] = "0123456789abcdefABCDEF+/=Z"[r.IntN(26)]
			}
		case 5: // the end is gone
			if r.IntN(10) == 0 {
				b = b[:i]
			}
		}
	}
	return b
}

// Two verifiers that share no code must never differ: where they do, one of them believes what the other refuses.
func TestBothVerifiersAgree(t *testing.T) {
	d := open(t)
	sign, press := ledgertest.Key(t, "press.example")
	c := d.checkpoints[1]
	line, err := ledger.CosignatureLine(c.Note, sign)
	if err != nil {
		t.Fatal(err)
	}
	if c.Note, err = ledger.AddCosignature(c.Note, line); err != nil {
		t.Fatal(err)
	}
	seeds := [][]byte{d.json(d.receipt), d.json(d.fresh), d.json(d.receipt.Prove(c, *d.receipt.Proof))}
	own, ok := parseVerifier(d.key)
	if !ok {
		t.Fatal("the office's key is none")
	}
	serverKeys := append(d.Signer.Verifiers(), press)
	_, public := ledgertest.KeyText(t, "press.example")
	witness, ok := parseVerifier(public)
	if !ok {
		t.Fatal("the witness's key is none")
	}
	keys := []verifier{own, witness}
	r := rand.New(ledgertest.Random("agree"))
	reasons := map[string]int{}
	for n := range 12_000 {
		data := seeds[n%len(seeds)]
		if n >= len(seeds) {
			data = mutate(r, data)
		}
		here := judge(evidence{receipt: data, keys: keys})
		there := ledger.VerifyJSON(data, serverKeys)
		if here != string(there.Reason) {
			t.Fatalf("the program says %s, the server %s, of\n%q", here, there.Reason, data)
		}
		reasons[here]++
	}
	if len(reasons) < 8 || reasons[malformed] > 11_000 {
		t.Errorf("the mutations are too dull: %v", reasons)
	}
}

func FuzzReceipt(f *testing.F) {
	d := open(f)
	f.Add(d.json(d.receipt))
	f.Add(d.json(d.fresh))
	for _, p := range pieces {
		f.Add([]byte(p))
	}
	own, _ := parseVerifier(d.key)
	f.Fuzz(func(t *testing.T, data []byte) {
		here := judge(evidence{receipt: data, keys: []verifier{own}})
		if there := ledger.VerifyJSON(data, d.Signer.Verifiers()); here != string(there.Reason) {
			t.Errorf("the program says %s, the server %s", here, there.Reason)
		}
	})
}

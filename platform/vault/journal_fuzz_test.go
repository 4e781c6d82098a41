package vault_test

import (
	"bytes"
	"strings"
	"testing"

	"linli/platform/fault"
	"linli/platform/vault"
)

// FuzzReadJournal: a journal gives whole entries or names the line that is wrong. An entry that is missed would bring a case back,
// so that no line is passed over but a last one without its end.
func FuzzReadJournal(f *testing.F) {
	entry := `{"v":1,"tenant":"01890000-0000-7000-8000-000000000001","journal":"01890000-0000-7000-8000-000000000002","key":"01890000-0000-7000-8000-000000000003","at":"2026-03-02T01:00:00Z"}`
	for _, seed := range []string{"", "\n", entry + "\n", entry + "\n" + entry + "\n", entry + "\n" + entry[:40], entry[:40] + "\n", strings.Replace(entry, `"v":1`, `"v":2`, 1) + "\n",
		"{}\n", "null\n", "[]\n", strings.Repeat("[", 5000) + "\n", strings.Repeat("x", 1<<16), "\x00\n" + entry + "\n", entry + "\r\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		entries, err := vault.ReadJournal(bytes.NewReader(raw))
		if err != nil {
			if x := fault.Of(err); x.Key != vault.ErrJournal.Key || x.Args["line"] == nil || len(entries) > 0 {
				t.Fatalf("%d entries, %v", len(entries), err)
			}
			return
		}
		full := 0
		whole, _, _ := bytes.Cut(append(raw[:bytes.LastIndexByte(raw, '\n')+1:bytes.LastIndexByte(raw, '\n')+1], 0xff), []byte{0xff})
		for line := range bytes.Lines(whole) {
			if len(bytes.TrimSpace(line)) > 0 {
				full++
			}
		}
		if !bytes.Contains(raw, []byte{0xff}) && full != len(entries) {
			t.Errorf("%d lines give %d entries", full, len(entries))
		}
		for _, e := range entries {
			if e.Tenant.IsZero() || e.Key.IsZero() || e.Journal.IsZero() {
				t.Errorf("an entry without its ids: %+v", e)
			}
		}
	})
}

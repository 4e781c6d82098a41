package directory_test

import (
	"os"
	"path/filepath"
	"testing"

	"linli/platform/fault"
	"linli/referral/directory"
)

// FuzzRead: whatever a file holds, each object of it stands at a line and is whole or says what is wrong; a file that cannot be
// read is refused with a sentence.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{"", "null", "[]", "{}", `[{"id":"a","name":"b"}]`, `{"id":"0d2ee1ea-1ad5-4d2c-9ba5-d1b7f3b2c1a0","name":"x","organization":{"id":"1"}}`, `{"organizations":[{"phones":[{"number":1}]}]}`,
		`[{"id":"a"}`, `[1,"x",null,[]]`, `{"id":"a","id":"b"}`, "\xef\xbb\xbf[]", "[\xff]", `{"services":` + "[[[[[[", `[{"name":"\ud800"}]`, "PK\x03\x04", "PK\x05\x06"} {
		f.Add([]byte(seed), false)
		f.Add([]byte(seed), true)
	}
	f.Fuzz(func(t *testing.T, body []byte, archive bool) {
		name := "services.json"
		if archive {
			name = "services.zip"
		}
		from := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(from, body, 0o600); err != nil {
			t.Fatal(err)
		}
		err := directory.Read(from, func(r directory.Row) error {
			if r.File == "" || r.Line < 1 || r.Reason == "" && (r.Shape == nil || r.Body == nil) {
				t.Errorf("%q: %+v", body, r)
			}
			return nil
		}, func(m directory.Mapping) {
			if m.File == "" || m.Line < 1 || m.Field == "" {
				t.Errorf("%q: %+v", body, m)
			}
		}, nil)
		if err != nil && (fault.Of(err).Code != fault.Invalid || fault.Of(err).Key == "") {
			t.Errorf("%q: %v", body, err)
		}
	})
}

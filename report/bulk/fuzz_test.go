package bulk

import (
	"bytes"
	"io/fs"
	"testing"

	"linli/platform/fault"
)

// FuzzLoadMap: a map of columns is whole or refused with a sentence.
func FuzzLoadMap(f *testing.F) {
	err := fs.WalkDir(shipped, ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		body, err := fs.ReadFile(shipped, path)
		f.Add(body)
		return err
	})
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{"", "null", "[]", "columns: 1", "columns: {ref: [a], requested: [b], type: [c]}\nother: [d]\ndatum: moon", "a: &a [*a]", "\xff", "columns: {ref: ", "types: {x: {y: z}}"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		m, err := LoadMap(bytes.NewReader(body))
		if err != nil {
			if x := fault.Of(err); x.Code != fault.Invalid || x.Key == "" {
				t.Errorf("%q: %v", body, err)
			}
			return
		}
		if len(m.Columns.Ref) == 0 || len(m.Columns.Requested) == 0 || len(m.Columns.Type) == 0 || len(m.Other) == 0 {
			t.Errorf("%q is read as %+v", body, m)
		}
	})
}

package release

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"
)

// FuzzRead: whatever is sent as a folder becomes one within its bounds, or is told with its place; never both.
func FuzzRead(f *testing.F) {
	add := func(files ...string) {
		var out bytes.Buffer
		z := zip.NewWriter(&out)
		for _, name := range files {
			w, err := z.Create(name)
			if err != nil {
				f.Fatal(err)
			}
			if _, err := w.Write([]byte("id: x\n")); err != nil {
				f.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			f.Fatal(err)
		}
		f.Add(out.Bytes())
		f.Add(out.Bytes()[:out.Len()/2])
	}
	add("rulebook.yaml")
	add("cn/rulebook.yaml", "cn/documents/agreement.md")
	add("../rulebook.yaml", "/etc/x.yaml", `a\b.yaml`, "a\x00.yaml")
	add("rulebook.yaml", "rulebook.yaml", "\xff.yaml", strings.Repeat("a/", 200)+"x.yaml")
	f.Add([]byte("PK\x05\x06"))
	f.Fuzz(func(t *testing.T, archive []byte) {
		folder, bad := Read(archive)
		if (folder == nil) != (len(bad) > 0) {
			t.Fatalf("%d files and %d findings", len(folder), len(bad))
		}
		for _, x := range bad {
			if x.File == "" || x.Reason == "" {
				t.Errorf("a finding without its place: %+v", x)
			}
		}
		total := 0
		for name, body := range folder {
			if total += len(body); name == "" || strings.HasPrefix(name, "/") || strings.Contains(name, "..") || strings.ContainsAny(name, "\\\x00") {
				t.Errorf("a file called %q", name)
			}
		}
		if total > maxFolder || len(folder) > maxFiles {
			t.Errorf("%d files of %d bytes", len(folder), total)
		}
	})
}

package main

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const root = "../.."

// TestTwoFoldersGiveOneProgram: whoever builds the same source somewhere else has the same bytes, and the list of what is in
// them has every module that the program imports, in its version, and no other.
func TestTwoFoldersGiveOneProgram(t *testing.T) {
	if testing.Short() {
		t.Skip("links the program twice")
	}
	here, elsewhere := filepath.Join(t.TempDir(), "linli"), filepath.Join(t.TempDir(), "linli")
	build(t, root, here)
	build(t, copied(t), elsewhere)
	if !bytes.Equal(read(t, here), read(t, elsewhere)) {
		t.Error("the same source, built in another folder, is another program")
	}
	b, err := bill(here, filepath.Join(root, lockFile))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range b.Components {
		if strings.HasPrefix(c.PURL, "pkg:golang/") && c.Name != "stdlib" {
			got = append(got, c.Name+" "+c.Version)
		}
	}
	want := imported(t)
	slices.Sort(got)
	if len(want) < 20 || !slices.Equal(got, want) {
		t.Errorf("the list has\n%s\nthe program imports\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if h := b.Metadata.Component.Hashes; len(h) != 1 || len(h[0].Content) != 64 {
		t.Errorf("the hash of the program is not in its list: %v", h)
	}
}

// TestCarriedPackages: a package from which the build takes files is in the list, and the list has no other.
func TestCarriedPackages(t *testing.T) {
	var sources []byte
	for _, name := range []string{"build/assets.mjs", "build/bundle.mjs", "build/fonts/main.go"} {
		sources = append(sources, read(t, filepath.Join(root, name))...)
	}
	text := strings.NewReplacer(`node_modules/@expo-google-fonts"`, "", `{"noto-sans-`, `"node_modules/@expo-google-fonts/noto-sans-`).Replace(string(sources))
	var taken []string
	for _, m := range regexp.MustCompile(`node_modules/((?:@[\w-]+/)?[\w-]+)`).FindAllStringSubmatch(text, -1) {
		taken = append(taken, m[1])
	}
	slices.Sort(taken)
	if taken = slices.Compact(taken); !slices.Equal(taken, carried) {
		t.Errorf("the build takes files of %v, and the list has %v", taken, carried)
	}
	if _, err := packages(filepath.Join(root, lockFile)); err != nil {
		t.Error(err)
	}
}

func build(t *testing.T, folder, to string) {
	t.Helper()
	run(t, folder, "go", "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w -funcalign=16", "-o", to, "./cmd/linli")
}

// imported are the modules of all packages of the program, and their versions.
func imported(t *testing.T) []string {
	t.Helper()
	const form = `{{with .Module}}{{if not .Main}}{{with .Replace}}{{.Path}} {{.Version}}{{else}}{{.Path}} {{.Version}}{{end}}{{end}}{{end}}`
	lines := strings.Split(run(t, root, "go", "list", "-deps", "-f", form, "./cmd/linli"), "\n")
	slices.Sort(lines)
	return slices.DeleteFunc(slices.Compact(lines), func(s string) bool { return s == "" })
}

func run(t *testing.T, folder, name string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	var failed bytes.Buffer
	cmd.Stderr = &failed
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, failed.String())
	}
	return string(out)
}

// copied is a copy of the source and of what the build brought into it.
func copied(t *testing.T) string {
	t.Helper()
	to := t.TempDir()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		switch {
		case err != nil:
			return err
		case slices.Contains([]string{".git", "node_modules", "var", "linli", "linli-verify"}, name):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir():
			return os.MkdirAll(filepath.Join(to, name), 0o700)
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, name), b, 0o600)
	})
	if err != nil {
		t.Fatal(err)
	}
	return to
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

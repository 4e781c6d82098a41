package rulebook

import (
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// headerFile names the rulebook, its version and its day.
const headerFile = "rulebook.yaml"

// Whole are the files of a sound rulebook under the name of another version. Those of a built-in rulebook on which it stands
// become its own, and it stands on none any more: what an office released must not change with the program that serves it.
func Whole(fsys fs.FS, version string) (map[string][]byte, error) {
	fsys, _ = layered(fsys, &report{})
	files := map[string][]byte{}
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files[name], err = fs.ReadFile(fsys, name)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading the rulebook: %w", err)
	}
	files[headerFile] = renamed(files[headerFile], version)
	return files, nil
}

// renamed is rulebook.yaml with another version and without a base.
func renamed(body []byte, version string) []byte {
	root := parse(headerFile, body, &report{})
	if root == nil {
		return body
	}
	lines := strings.Split(string(body), "\n")
	if value := entry(root, "version"); value != nil {
		at := value.Line - 1
		lines[at] = string([]rune(lines[at])[:value.Column-1]) + strconv.Quote(version)
	}
	for i := 0; i+1 < len(root.Content); i += 2 {
		if root.Content[i].Value != "extends" {
			continue
		}
		from, to := root.Content[i].Line-1, len(lines)
		if i+2 < len(root.Content) {
			to = root.Content[i+2].Line - 1
		}
		lines = slices.Delete(lines, from, to)
	}
	return []byte(strings.Join(lines, "\n"))
}

// InHeader is a finding at a key of rulebook.yaml, or at the whole file where it has none of that name. found reports whether it has.
func InHeader(body []byte, key, reason string) (_ Finding, found bool) {
	f := Finding{File: headerFile, Line: 1, Col: 1, Reason: reason}
	var at *yaml.Node
	if root := parse(headerFile, body, &report{}); root != nil {
		at = entry(root, key)
	}
	if at == nil {
		return f, false
	}
	f.Line, f.Col = at.Line, at.Column
	return f, true
}

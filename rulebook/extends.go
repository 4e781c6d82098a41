package rulebook

import (
	"errors"
	"io/fs"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"linli/rulebooks"
)

// Extended names a built-in rulebook on which another stands: each file that it has none of its own for is the base's (docs/decisions/0032).
type Extended struct {
	Rulebook string `rb:"rulebook"` // id of a built-in rulebook
	Version  string `rb:"version"`  // the base's version that was read when this one was written
}

// layered is the folder with the base's files below its own, where rulebook.yaml names a base. It reports a base that is
// not there, and then the folder as it is cannot be read further.
func layered(own fs.FS, r *report) (files fs.FS, ok bool) {
	const file = "rulebook.yaml"
	extends := entry(headerOf(own), "extends")
	if extends == nil {
		return own, true
	}
	id, version := entry(extends, "rulebook"), entry(extends, "version")
	if id == nil || version == nil {
		return own, true // the decoder tells what is missing
	}
	shipped := shippedIDs()
	if !slices.Contains(shipped, id.Value) {
		r.addf(place{file, id.Line, id.Column}, "there is no built-in rulebook %q to stand on; known: %s", id.Value, strings.Join(shipped, ", "))
		return nil, false
	}
	base, err := fs.Sub(rulebooks.FS, id.Value)
	if err != nil {
		return own, true // an embedded folder that was just listed
	}
	there := headerOf(base)
	if entry(there, "extends") != nil {
		r.addf(place{file, id.Line, id.Column}, "the rulebook %q stands on another itself: name that one", id.Value)
		return nil, false
	}
	if has := entry(there, "version"); has != nil && has.Value != version.Value {
		r.addf(place{file, version.Line, version.Column}, "the built-in rulebook %s is version %s now, not %s: read what changed, then name it", id.Value, has.Value, version.Value)
		return nil, false
	}
	return overlay{own, base}, true
}

func shippedIDs() []string {
	folders, err := fs.ReadDir(rulebooks.FS, ".")
	if err != nil {
		return nil
	}
	var out []string
	for _, f := range folders {
		out = append(out, f.Name())
	}
	return out
}

// headerOf is rulebook.yaml as a tree; nil where it cannot be read, which is told when the folder is.
func headerOf(fsys fs.FS) *yaml.Node {
	body, err := fs.ReadFile(fsys, "rulebook.yaml")
	if err != nil {
		return nil
	}
	return parse("rulebook.yaml", body, &report{})
}

// entry is the value under a key of a group, or nil.
func entry(n *yaml.Node, key string) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}

// overlay shows a folder's own files, and those of the base where it has none.
type overlay struct{ own, base fs.FS }

// Open opens the own file, or else the base's.
func (o overlay) Open(name string) (fs.File, error) {
	f, err := o.own.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return o.base.Open(name)
	}
	return f, err
}

// ReadDir lists the files of both, each name once, in order.
func (o overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	all, err := fs.ReadDir(o.own, name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	below, missing := fs.ReadDir(o.base, name)
	if missing != nil {
		return all, err
	}
	for _, e := range below {
		if !slices.ContainsFunc(all, func(own fs.DirEntry) bool { return own.Name() == e.Name() }) {
			all = append(all, e)
		}
	}
	slices.SortFunc(all, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return all, nil
}

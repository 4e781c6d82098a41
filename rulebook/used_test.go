package rulebook

import (
	"io/fs"
	"path"
	"reflect"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"linli/rulebooks"
)

// TestEveryKeyIsUsed: each key that a rulebook can have stands in one that linli ships, so that whoever writes a rulebook finds an
// example of it. The keys are those of the structs that the decoder fills.
func TestEveryKeyIsUsed(t *testing.T) {
	unused := map[string]bool{}
	var known func(reflect.Type)
	known = func(x reflect.Type) {
		x = bare(x)
		for name, f := range keysOf(x) {
			if key := x.Name() + "." + name; !unused[key] {
				unused[key] = true
				known(f)
			}
		}
	}
	files := (&draft{}).files()
	files["tests"] = &testsFile{}
	for _, into := range files {
		known(reflect.TypeOf(into))
	}
	if len(unused) < 250 {
		t.Fatalf("only %d keys were found", len(unused))
	}
	err := fs.WalkDir(rulebooks.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".yaml" {
			return err
		}
		_, file, _ := strings.Cut(name, "/")
		into := files[file]
		if path.Dir(file) == "tests" {
			into = files["tests"]
		}
		if into == nil { // texts have keys of their own
			return nil
		}
		body, err := fs.ReadFile(rulebooks.FS, name)
		if err == nil {
			used(parse(name, body, &report{}), reflect.TypeOf(into), unused)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var left []string
	for key, is := range unused {
		if is {
			left = append(left, key)
		}
	}
	slices.Sort(left)
	if len(left) > 0 {
		t.Errorf("no shipped rulebook shows %v: give it an example in rulebooks/demo, or take it out of the format", left)
	}
}

// used strikes out the keys of a tree.
func used(n *yaml.Node, x reflect.Type, unused map[string]bool) {
	x = bare(x)
	keys := keysOf(x)
	switch {
	case n == nil:
	case n.Kind == yaml.SequenceNode:
		for _, c := range n.Content {
			used(c, x, unused)
		}
	case n.Kind == yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			if of, known := keys[n.Content[i].Value]; known {
				unused[x.Name()+"."+n.Content[i].Value] = false
				used(n.Content[i+1], of, unused)
			} else if len(keys) > 0 { // one entry for each language
				used(n.Content[i+1], x, unused)
			}
		}
	}
}

// bare is what a list, a pointer or an entry for each language holds.
func bare(x reflect.Type) reflect.Type {
	for x.Kind() == reflect.Pointer || x.Kind() == reflect.Slice || x.Kind() == reflect.Map {
		x = x.Elem()
	}
	return x
}

// keysOf are the keys of a struct with what each holds.
func keysOf(x reflect.Type) map[string]reflect.Type {
	out := map[string]reflect.Type{}
	if x.Kind() != reflect.Struct {
		return out
	}
	for f := range x.Fields() {
		if name, _, _ := strings.Cut(f.Tag.Get("rb"), ","); name != "" && name != "-" {
			out[name] = f.Type
		}
	}
	return out
}

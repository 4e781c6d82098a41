package rulebook

import (
	"bytes"
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// A Difference is one thing that a new version of a rulebook says otherwise than the old one. Its reason says so where it
// counts for cases that are open already: these keep the version under which they began, but for holidays, which are facts for
// all of them, and for the clocks of rules that say so ([Library.Counted]).
type Difference struct {
	Finding
	// Gone is true where the new version has no place for it any more: file, line and column are then the old folder's.
	Gone bool
}

// longestShown is how much of a text a difference shows, in characters.
const longestShown = 60

// Diff lists what the rulebook in the root of now says otherwise than the one in the root of was, in the order of files and
// lines. Both have to be sound ([Load]); a file that cannot be read is an error.
func Diff(was, now fs.FS) ([]Difference, error) {
	was, _ = layered(was, &report{})
	now, _ = layered(now, &report{})
	old, err := readFolder(was, &report{})
	if err != nil {
		return nil, err
	}
	new, err := readFolder(now, &report{})
	if err != nil {
		return nil, err
	}
	c := &comparison{open: map[string][]string{}}
	for _, name := range []string{"promises.yaml", inspectionFile} {
		c.open[name] = pending(name, new.trees[name])
	}
	for _, name := range slices.Sorted(maps.Keys(joined(old.names, new.names))) {
		c.file = name
		switch {
		case !new.names[name]:
			c.add(nil, true, "the file is gone")
		case !old.names[name]:
			c.add(nil, false, "the file is new")
		case path.Ext(name) == ".yaml":
			c.node("", old.trees[name], new.trees[name])
		default:
			if err := c.bytes(was, now); err != nil {
				return nil, err
			}
		}
	}
	slices.SortStableFunc(c.found, func(a, b Difference) int { return cmp.Or(strings.Compare(a.File, b.File), a.Line-b.Line) })
	return c.found, nil
}

func joined(a, b map[string]bool) map[string]bool {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}

// comparison collects the differences of one file after the other.
type comparison struct {
	file  string
	open  map[string][]string // the paths of what the new version gives open cases, by file
	found []Difference
}

// pending are the paths of what the rules of a file give open cases: their clocks.
func pending(name string, tree *yaml.Node) (paths []string) {
	var file promisesFile
	quiet := &decoder{file: name, report: &report{places: map[string]place{}}}
	if tree != nil {
		quiet.value(tree, reflect.ValueOf(&file).Elem(), "")
	}
	for _, p := range file.Promises {
		for _, key := range []string{"clock", "calendar", "next_working_day", "open_cases"} {
			if p.OpenCases {
				paths = append(paths, "promises["+p.ID+"]."+key+":")
			}
		}
	}
	return paths
}

func (c *comparison) add(at *yaml.Node, gone bool, format string, args ...any) {
	d := Difference{Finding{File: c.file, Line: 1, Col: 1, Reason: fmt.Sprintf(format, args...)}, gone}
	if at != nil {
		d.Line, d.Col = at.Line, at.Column
	}
	if c.file == "calendars.yaml" || slices.ContainsFunc(c.open[c.file], func(path string) bool { return strings.HasPrefix(d.Reason, path) }) {
		d.Reason += " (for open cases too)"
	}
	c.found = append(c.found, d)
}

// bytes tells in which line the template of a paper begins to differ.
func (c *comparison) bytes(was, now fs.FS) error {
	old, err := fs.ReadFile(was, c.file)
	if err != nil {
		return fmt.Errorf("reading the old rulebook: %w", err)
	}
	new, err := fs.ReadFile(now, c.file)
	if err != nil {
		return fmt.Errorf("reading the new rulebook: %w", err)
	}
	if bytes.Equal(old, new) {
		return nil
	}
	if path.Ext(c.file) == ".xlsx" {
		c.add(nil, false, "the workbook is another")
		return nil
	}
	a, b := strings.Split(string(old), "\n"), strings.Split(string(new), "\n")
	line := 0
	for line < min(len(a), len(b))-1 && a[line] == b[line] {
		line++
	}
	c.add(&yaml.Node{Line: line + 1, Column: 1}, false, "the text differs from this line on")
	return nil
}

// node compares two values that stand at the same path.
func (c *comparison) node(at string, was, now *yaml.Node) {
	switch {
	case was.Kind != now.Kind:
		c.add(now, false, "%s: %s → %s", at, short(shown(was)), short(shown(now)))
	case was.Kind == yaml.MappingNode:
		c.members(at, entries(was, ""), entries(now, ""))
	case was.Kind == yaml.SequenceNode && named(was) && named(now):
		c.members(at, entries(was, at), entries(now, at))
		c.order(at, was, now)
	case shown(was) != shown(now):
		a, b := apart(shown(was), shown(now))
		c.add(now, false, "%s: %s → %s", at, a, b)
	}
}

// member is one entry of a group, or of a list whose items have names.
type member struct {
	name, at string
	node     *yaml.Node
}

func (c *comparison) members(at string, was, now []member) {
	find := func(in []member, name string) (member, bool) {
		i := slices.IndexFunc(in, func(m member) bool { return m.name == name })
		if i < 0 {
			return member{}, false
		}
		return in[i], true
	}
	for _, n := range now {
		o, known := find(was, n.name)
		if !known {
			c.add(n.node, false, "%s: new%s", under(at, n), told(n.node))
			continue
		}
		c.node(under(at, n), o.node, n.node)
	}
	for _, o := range was {
		if _, stays := find(now, o.name); !stays {
			c.add(o.node, true, "%s: gone%s", under(at, o), told(o.node))
		}
	}
}

// order tells of a list whose items are the same in another order: the order of routes and reasons is what people read.
func (c *comparison) order(at string, was, now *yaml.Node) {
	names := func(n *yaml.Node, in *yaml.Node) []string {
		others := entries(in, at)
		var out []string
		for _, m := range entries(n, at) {
			if slices.ContainsFunc(others, func(o member) bool { return o.name == m.name }) {
				out = append(out, m.name)
			}
		}
		return out
	}
	if a, b := names(was, now), names(now, was); !slices.Equal(a, b) {
		c.add(now, false, "%s: another order: %s", at, short(strings.Join(b, ", ")))
	}
}

func under(at string, m member) string {
	if m.at != "" {
		return m.at + "[" + m.name + "]"
	}
	return join(at, m.name)
}

// entries are the members of a group, or the items of a list by their names; at is the path of the list.
func entries(n *yaml.Node, at string) []member {
	var out []member
	if n.Kind == yaml.MappingNode {
		for i := 0; i+1 < len(n.Content); i += 2 {
			out = append(out, member{n.Content[i].Value, "", n.Content[i+1]})
		}
		return out
	}
	for _, item := range n.Content {
		out = append(out, member{nameOf(item), at, item})
	}
	return out
}

// naming are the keys by which the items of lists are told apart, as the structs of this package name them.
var naming = []string{"id", "code", "year", "right", "rows", "counts", "name"}

func nameOf(n *yaml.Node) string {
	if n.Kind != yaml.MappingNode {
		return ""
	}
	for _, key := range naming {
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == key && n.Content[i+1].Kind == yaml.ScalarNode {
				return n.Content[i+1].Value
			}
		}
	}
	return ""
}

// named reports whether each item of a list has a name of its own.
func named(n *yaml.Node) bool {
	seen := map[string]bool{}
	for _, item := range n.Content {
		name := nameOf(item)
		if name == "" || seen[name] {
			return false
		}
		seen[name] = true
	}
	return true
}

// told is what a member says, where it is short enough to be read in one line.
func told(n *yaml.Node) string {
	if n.Kind == yaml.ScalarNode {
		return ": " + short(n.Value)
	}
	return ""
}

// shown writes a value in one line; two values that are shown alike are equal.
func shown(n *yaml.Node) string {
	switch n.Kind {
	case yaml.ScalarNode:
		return n.Value
	case yaml.SequenceNode:
		all := make([]string, len(n.Content))
		for i, item := range n.Content {
			all[i] = shown(item)
		}
		return "[" + strings.Join(all, ", ") + "]"
	}
	var all []string
	for i := 0; i+1 < len(n.Content); i += 2 {
		all = append(all, n.Content[i].Value+": "+shown(n.Content[i+1]))
	}
	return "{" + strings.Join(all, ", ") + "}"
}

// apart shows two texts from a little before the place where they part.
func apart(was, now string) (string, string) {
	const before = 12
	a, b := []rune(was), []rune(now)
	same := 0
	for same < min(len(a), len(b)) && a[same] == b[same] {
		same++
	}
	if max(len(a), len(b)) <= longestShown || same <= before {
		return short(was), short(now)
	}
	return "…" + short(string(a[same-before:])), "…" + short(string(b[same-before:]))
}

func short(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > longestShown {
		return string(r[:longestShown]) + "…"
	}
	return s
}

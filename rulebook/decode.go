package rulebook

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"linli/platform/calendar"
)

// maxText is the longest single text, in characters.
const maxText = 20_000

// decoder fills a struct from a tree. A field is named by its tag `rb:"name"`; each is mandatory unless ",optional";
// ",key" must differ over the list; ",positive" is at least 1. Every mistake is reported, and the rest still read.
type decoder struct {
	file      string
	languages []string
	report    *report
}

func (d *decoder) fail(n *yaml.Node, format string, args ...any) {
	d.report.addf(place{d.file, n.Line, n.Column}, format, args...)
}

// value decodes n into v and remembers where it stands.
func (d *decoder) value(n *yaml.Node, v reflect.Value, path string) {
	d.report.places[d.file+"#"+path] = place{d.file, n.Line, n.Column}
	switch v.Interface().(type) {
	case calendar.Date:
		if s, ok := d.text(n, "a day such as 2026-01-31"); ok {
			date, err := calendar.ParseDate(s)
			if err != nil {
				d.fail(n, "%s", strings.TrimPrefix(err.Error(), "calendar: "))
			}
			v.Set(reflect.ValueOf(date))
		}
		return
	case Length:
		if s, ok := d.text(n, "a length of time such as \"30 days\""); ok {
			l, err := ParseLength(s)
			if err != nil {
				d.fail(n, "%s", err)
			}
			v.Set(reflect.ValueOf(l))
		}
		return
	case Moment:
		if s, ok := d.text(n, "a moment such as 2026-01-31 or \"2026-01-31 17:30\""); ok {
			m, err := ParseMoment(s)
			if err != nil {
				d.fail(n, "%q is no moment: write for instance 2026-01-31 or \"2026-01-31 17:30\"", s)
			}
			v.Set(reflect.ValueOf(m))
		}
		return
	case Label:
		d.label(n, v, path)
		return
	case WaivedBy:
		if n.Kind != yaml.ScalarNode || n.Value != string(ByPerson) {
			d.fail(n, "a promise belongs to whom it was made to: that person alone can waive it, and no post of the office; write \"waiver: person\" or leave it out, not %s", show(n))
			return
		}
		v.Set(reflect.ValueOf(ByPerson))
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		d.value(n, v.Elem(), path)
	case reflect.Struct:
		d.group(n, v, path)
	case reflect.Slice:
		d.list(n, v, path)
	case reflect.Map:
		d.table(n, v, path)
	case reflect.String:
		if s, ok := d.text(n, "a text"); ok {
			v.SetString(s)
		}
	case reflect.Int:
		d.number(n, v)
	case reflect.Bool:
		if n.Kind != yaml.ScalarNode || n.Value != "true" && n.Value != "false" || n.ShortTag() != "!!bool" {
			d.fail(n, "expected true or false, not %s", show(n))
			return
		}
		v.SetBool(n.Value == "true")
	}
}

// text is a scalar that is a text; a number or a yes that was meant as a text needs quotes.
func (d *decoder) text(n *yaml.Node, want string) (string, bool) {
	if n.Kind != yaml.ScalarNode {
		d.fail(n, "expected %s, not %s", want, show(n))
		return "", false
	}
	switch n.ShortTag() {
	case "!!str", "!!timestamp":
	case "!!null":
		d.fail(n, "expected %s, but nothing is written here", want)
		return "", false
	default:
		d.fail(n, "expected %s: write %q in quotes", want, n.Value)
		return "", false
	}
	s := n.Value
	if strings.TrimSpace(s) == "" {
		d.fail(n, "expected %s, but it is empty", want)
		return "", false
	}
	if utf8.RuneCountInString(s) > maxText {
		d.fail(n, "the text is longer than %d characters", maxText)
		return "", false
	}
	for _, c := range s {
		if unicode.IsControl(c) && c != '\n' || unicode.In(c, unicode.Bidi_Control) || c == '\uFEFF' {
			d.fail(n, "the text holds an invisible control character (U+%04X)", c)
			return "", false
		}
	}
	return s, true
}

func (d *decoder) number(n *yaml.Node, v reflect.Value) {
	i, err := strconv.Atoi(n.Value)
	if n.Kind != yaml.ScalarNode || n.ShortTag() != "!!int" || err != nil || strconv.Itoa(i) != n.Value {
		d.fail(n, "expected a whole number, not %s", show(n))
		return
	}
	if i < 0 {
		d.fail(n, "%d is negative: the number is at least 0", i)
		return
	}
	if i > 1_000_000 {
		d.fail(n, "%d is too large", i)
		return
	}
	v.SetInt(int64(i))
}

func (d *decoder) list(n *yaml.Node, v reflect.Value, path string) {
	if n.Kind != yaml.SequenceNode {
		d.fail(n, "expected a list (lines that begin with \"-\"), not %s", show(n))
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content)))
	seen := map[string]int{}
	for i, c := range n.Content {
		item := v.Index(i)
		d.value(c, item, fmt.Sprintf("%s[%d]", path, i))
		name, key := "value", ""
		switch {
		case item.Kind() == reflect.Struct:
			name, key = keyOf(item)
		case item.Kind() == reflect.String:
			key = item.String()
		}
		if key == "" {
			continue
		}
		if first, twice := seen[key]; twice {
			d.report.at(d.file, fmt.Sprintf("%s[%d].%s", path, i, name), "%s %q stands here a second time; the first is on line %d", name, key, first)
		} else {
			seen[key] = c.Line
		}
	}
}

// keyOf is the name and the value of the field that tells the items of a list apart.
func keyOf(v reflect.Value) (string, string) {
	for f := range v.Type().Fields() {
		name, options, _ := strings.Cut(f.Tag.Get("rb"), ",")
		if strings.Contains(options, "key") {
			return name, v.FieldByIndex(f.Index).String()
		}
	}
	return "", ""
}

func (d *decoder) group(n *yaml.Node, v reflect.Value, path string) {
	if n.Kind != yaml.MappingNode {
		d.fail(n, "expected a group of \"key: value\" lines, not %s", show(n))
		return
	}
	fields, names := map[string]reflect.StructField{}, []string{}
	for f := range v.Type().Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("rb"), ",")
		if name != "" && name != "-" {
			fields[name] = f
			names = append(names, name)
		}
	}
	given := d.keys(n, func(key, value *yaml.Node) {
		f, ok := fields[key.Value]
		if !ok {
			d.unknown(key, names)
			return
		}
		d.value(value, v.FieldByIndex(f.Index), join(path, key.Value))
		if _, options, _ := strings.Cut(f.Tag.Get("rb"), ","); strings.Contains(options, "positive") && value.Value == "0" {
			d.fail(value, "%s must be at least 1", key.Value)
		}
	})
	for _, name := range names {
		_, options, _ := strings.Cut(fields[name].Tag.Get("rb"), ",")
		if !given[name] && !strings.Contains(options, "optional") {
			d.fail(n, "%q is missing here", name)
		}
	}
}

// keys calls each for the entries of a mapping and reports a key that stands there twice.
func (d *decoder) keys(n *yaml.Node, each func(key, value *yaml.Node)) map[string]bool {
	lines := map[string]int{}
	given := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if first, twice := lines[key.Value]; twice {
			d.fail(key, "the key %q stands here a second time; the first is on line %d", key.Value, first)
			continue
		}
		lines[key.Value], given[key.Value] = key.Line, true
		each(key, n.Content[i+1])
	}
	return given
}

func (d *decoder) unknown(key *yaml.Node, names []string) {
	if near := nearest(key.Value, names); near != "" {
		d.fail(key, "unknown key %q; did you mean %q?", key.Value, near)
		return
	}
	d.fail(key, "unknown key %q; known here: %s", key.Value, strings.Join(names, ", "))
}

// label decodes a text in each language of the rulebook.
func (d *decoder) label(n *yaml.Node, v reflect.Value, path string) {
	if n.Kind != yaml.MappingNode {
		d.fail(n, "expected a text in each language (%s), not %s", strings.Join(d.languages, ", "), show(n))
		return
	}
	l := Label{}
	given := d.keys(n, func(key, value *yaml.Node) {
		if !d.language(key) {
			return
		}
		d.report.places[d.file+"#"+join(path, key.Value)] = place{d.file, value.Line, value.Column}
		if s, ok := d.text(value, "a text"); ok {
			l[key.Value] = s
		}
	})
	for _, lang := range d.languages {
		if !given[lang] {
			d.fail(n, "the text is missing in the language %s", lang)
		}
	}
	v.Set(reflect.ValueOf(l))
}

func (d *decoder) language(key *yaml.Node) bool {
	if len(d.languages) > 0 && !slices.Contains(d.languages, key.Value) {
		d.fail(key, "%q is no language of this rulebook (%s)", key.Value, strings.Join(d.languages, ", "))
		return false
	}
	return true
}

// table decodes lists by language.
func (d *decoder) table(n *yaml.Node, v reflect.Value, path string) {
	if n.Kind != yaml.MappingNode {
		d.fail(n, "expected a group with one entry for each language, not %s", show(n))
		return
	}
	v.Set(reflect.MakeMap(v.Type()))
	given := d.keys(n, func(key, value *yaml.Node) {
		if !d.language(key) {
			return
		}
		item := reflect.New(v.Type().Elem()).Elem()
		d.value(value, item, join(path, key.Value))
		v.SetMapIndex(reflect.ValueOf(key.Value), item)
	})
	for _, lang := range d.languages {
		if !given[lang] {
			d.fail(n, "the entry is missing in the language %s", lang)
		}
	}
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// show names a value in a finding without repeating much of it.
func show(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a group"
	case yaml.SequenceNode:
		return "a list"
	}
	if n.ShortTag() == "!!null" {
		return "nothing"
	}
	if r := []rune(n.Value); len(r) > 40 {
		return strconv.Quote(string(r[:40]) + "…")
	}
	return strconv.Quote(n.Value)
}

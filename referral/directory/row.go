package directory

import (
	"strconv"
	"strings"
)

// Row is one object of a file, read and checked: its values, or what is wrong with it.
type Row struct {
	File   string
	Line   int // from 1; where the object begins
	Shape  *Shape
	Body   Body
	Field  string // what is wrong: a field, with the way to it in a nested document ("phones[0].number")
	Reason Reason
}

// Mapping is a field that was understood otherwise than it is written; To is empty where it was left out.
type Mapping struct {
	File  string `json:"file"`
	Line  int    `json:"line"`
	Field string `json:"field"`
	From  string `json:"from"`
	To    string `json:"to"`
}

// Rejection is a row that was not taken.
type Rejection struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Field  string `json:"field"`
	Reason Reason `json:"reason"`
}

// sink takes what a file holds, row after row.
type sink struct {
	file   string
	row    func(Row) error
	mapped func(Mapping)
	told   map[string]bool // fields without a place that were mentioned already
}

func (k *sink) unknown(s *Shape, line int, values map[string]any) {
	for _, name := range s.unknown(values) {
		at := string(s.Kind) + "." + name
		if !k.told[at] {
			k.told[at] = true
			k.mapped(Mapping{File: k.file, Line: line, Field: at, From: name})
		}
	}
}

// reject hands on a row that cannot be taken.
func (k *sink) reject(line int, field string, reason Reason) error {
	return k.row(Row{File: k.file, Line: line, Field: field, Reason: reason})
}

// flatten takes a nested object apart: first what it names by an id, then itself, then what belongs to it. given are values
// that its place in the document tells: the id of what it belongs to.
func (k *sink) flatten(n *node, s *Shape, path string, given map[string]any, orphan bool) (string, error) {
	values := map[string]any{}
	for name, v := range given {
		values[name] = v
	}
	k.unknown(s, n.line, n.names())
	for i := range s.Fields {
		f := &s.Fields[i]
		v, ok := n.fields[f.Name]
		if !ok || v.null() {
			continue
		}
		switch {
		case f.Value():
			values[f.Name] = v.value()
		case f.By != "":
			named, err := k.one(v, f, path)
			if err != nil {
				return "", err
			}
			if values[f.By] == nil && n.fields[f.By] == nil && named != "" {
				values[f.By] = named
			}
		}
	}
	row := Row{File: k.file, Line: n.line, Shape: s}
	row.Body, row.Field, row.Reason = s.check(values)
	if orphan {
		row.Body, row.Field, row.Reason = nil, "", Parent
	}
	if row.Reason != "" {
		row.Field = strings.TrimSuffix(path+row.Field, ".")
	}
	if err := k.row(row); err != nil {
		return "", err
	}
	for i := range s.Fields {
		if f := &s.Fields[i]; f.Many && n.fields[f.Name] != nil && !n.fields[f.Name].null() {
			if err := k.many(n.fields[f.Name], f, s, path, row); err != nil {
				return "", err
			}
		}
	}
	return row.Body.Text("id"), nil
}

// one reads the object that a field nests, and returns its id. An object with an id and nothing else names another.
func (k *sink) one(v *node, f *FieldShape, path string) (string, error) {
	if v.fields == nil {
		return "", k.reject(v.line, path+f.Name, NotObject)
	}
	if u := v.fields["id"]; len(v.fields) == 1 && u != nil {
		text, _ := u.value().(string)
		return text, nil
	}
	return k.flatten(v, ShapeOf(f.Child), path+f.Name+".", nil, false)
}

func (k *sink) many(list *node, f *FieldShape, of *Shape, path string, owner Row) error {
	if !list.isList {
		return k.reject(list.line, path+f.Name, NotObject)
	}
	for i, v := range list.items {
		at := path + f.Name + "[" + strconv.Itoa(i) + "]"
		if v.fields == nil {
			if err := k.reject(v.line, at, NotObject); err != nil {
				return err
			}
			continue
		}
		if len(v.fields) == 1 && v.fields["id"] != nil {
			continue
		}
		given := map[string]any{f.Of: owner.Body["id"]}
		if f.Of == "link_id" && v.fields["link_entity"] == nil {
			given["link_entity"] = string(of.Kind)
		}
		if f.Of == "resource_id" && v.fields["resource_type"] == nil {
			given["resource_type"] = string(of.Kind)
		}
		if _, err := k.flatten(v, ShapeOf(f.Child), at+".", given, owner.Reason != ""); err != nil {
			return err
		}
	}
	return nil
}

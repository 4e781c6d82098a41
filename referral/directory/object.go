package directory

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"

	"linli/platform/id"
)

// Body are the values of an object: strings and numbers, without what is nested.
type Body map[string]any

// Text is a value as it is written; empty where it is not there.
func (b Body) Text(name string) string {
	switch v := b[name].(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	}
	return ""
}

// ID is a value that is an id; zero where there is none.
func (b Body) ID(name string) id.ID {
	u, err := id.Parse(b.Text(name))
	if err != nil {
		return id.ID{}
	}
	return u
}

// Object is one HSDS object by itself, as it is kept.
type Object struct {
	Kind Kind
	ID   id.ID
	Run  id.ID // the import that wrote it last; zero where a person did
	Body Body
}

// Links are the ids of the objects that this one belongs to or speaks of.
func (o *Object) Links() []id.ID {
	var out []id.ID
	s := ShapeOf(o.Kind)
	for i := range s.Fields {
		if s.Fields[i].Link == "" {
			continue
		}
		if u := o.Body.ID(s.Fields[i].Name); !u.IsZero() {
			out = append(out, u)
		}
	}
	return out
}

// into fills one of the model's structs with the object's own values.
func (o *Object) into(v any) error {
	b, err := json.Marshal(o.Body)
	if err == nil {
		err = json.Unmarshal(b, v)
	}
	if err != nil {
		return fmt.Errorf("directory: read a %s: %w", o.Kind, err)
	}
	return nil
}

// ObjectOf is the object of one of the model's structs; what is nested in it is left out.
func ObjectOf(k Kind, v any) (*Object, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("directory: write a %s: %w", k, err)
	}
	body, err := DecodeBody(b)
	if err != nil {
		return nil, err
	}
	s := ShapeOf(k)
	maps.DeleteFunc(body, func(name string, v any) bool {
		f, ok := s.Field(name)
		return !ok || !f.Value() || v == "" && !f.Empty
	})
	return &Object{Kind: k, ID: body.ID("id"), Body: body}, nil
}

// DecodeBody reads values; numbers keep the digits with which they were written.
func DecodeBody(b []byte) (Body, error) {
	var out Body
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	if err := d.Decode(&out); err != nil {
		return nil, fmt.Errorf("directory: read an object: %w", err)
	}
	return out, nil
}

// overlay puts new values over those that are kept: what a file leaves out stays. It reports whether anything changed.
func overlay(kept, said Body) (Body, bool) {
	out, changed := maps.Clone(kept), false
	for name, v := range said {
		if out[name] != v {
			out[name], changed = v, true
		}
	}
	return out, changed
}

// contradicts names a value in which two sayings of one object differ; empty where there is none.
func contradicts(s *Shape, kept, said Body) string {
	for i := range s.Fields {
		name := s.Fields[i].Name
		a, ok := kept[name]
		b, both := said[name]
		if ok && both && a != b {
			return name
		}
	}
	return ""
}

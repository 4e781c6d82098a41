package route

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"linli/platform/fault"
	"linli/platform/id"
)

// Limits of a body.
const (
	maxBody   = 1 << 20  // bytes
	maxLarge  = 14 << 20 // with a file of blob.MaxBytes in base64
	maxDepth  = 8        // nested objects and lists; the deepest body of linli has 4
	maxFaults = 20       // wrong fields that one answer names
)

// shape is what a body may look like, read off a Go type once. It is stricter than encoding/json, which takes names in
// any case, keeps the last of two equal names and says of a wrong id what the person had typed.
type shape struct {
	kind   string // object, list, text, number, yesno, id, instant
	fields map[string]*shape
	item   *shape // of a list; of an object whose names are the caller's
	// said are the yes-or-no fields and the numbers that must be given: a no, or a none, that nobody said is not an answer.
	// What else has to be there the command itself says.
	said []string
}

// unsaid are the kinds of which encoding/json makes an answer where there is none: no, or 0.
var unsaid = []string{"yesno", "number", "decimal"}

var (
	typeOfID   = reflect.TypeFor[id.ID]()
	typeOfTime = reflect.TypeFor[time.Time]()
)

func shapeOf(t reflect.Type) *shape {
	switch t {
	case typeOfID:
		return &shape{kind: "id"}
	case typeOfTime:
		return &shape{kind: "instant"}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return shapeOf(t.Elem())
	case reflect.String:
		return &shape{kind: "text"}
	case reflect.Bool:
		return &shape{kind: "yesno"}
	case reflect.Int, reflect.Int32, reflect.Int64:
		return &shape{kind: "number"}
	case reflect.Float64:
		return &shape{kind: "decimal"}
	case reflect.Slice:
		return &shape{kind: "list", item: shapeOf(t.Elem())}
	case reflect.Map:
		return &shape{kind: "object", item: shapeOf(t.Elem())}
	case reflect.Struct:
		s := &shape{kind: "object", fields: map[string]*shape{}}
		for _, f := range reflect.VisibleFields(t) {
			name, option, _ := strings.Cut(f.Tag.Get("json"), ",")
			if !f.IsExported() || f.Anonymous || name == "-" || name == "" {
				continue
			}
			s.fields[name] = shapeOf(f.Type)
			if option == "" && slices.Contains(unsaid, s.fields[name].kind) {
				s.said = append(s.said, name)
			}
		}
		return s
	}
	panic(fmt.Sprintf("api: a body cannot hold a %s", t)) //nolint:forbidigo // found by the first test that builds the routes
}

// check reads a whole body against the shape. Its faults name each wrong field by its path, such as parties[1].name,
// and never repeat a value.
func (s *shape) check(body []byte) error {
	if !utf8.Valid(body) {
		return fault.New(fault.Invalid, "form.json")
	}
	c := &checker{d: json.NewDecoder(bytes.NewReader(body))}
	c.d.UseNumber()
	if err := c.value(s, "", 0); err != nil {
		return err
	}
	if _, err := c.d.Token(); !errors.Is(err, io.EOF) {
		return fault.New(fault.Invalid, "form.json")
	}
	return c.faults.Err()
}

type checker struct {
	d      *json.Decoder
	faults fault.List
}

// value reads one value; s is nil where nothing is expected and the value is only read over.
func (c *checker) value(s *shape, at string, depth int) error {
	token, err := c.d.Token()
	if err != nil {
		return fault.Wrap(fault.Invalid, "form.json", errors.New("not JSON")) // encoding/json's own words quote the input
	}
	if depth >= maxDepth {
		return fault.Field(at, "api.body.deep").With(fault.Args{"max": maxDepth})
	}
	switch token {
	case json.Delim('{'):
		if s != nil && s.kind != "object" {
			c.wrong(s, at)
			s = nil
		}
		return c.object(s, at, depth)
	case json.Delim('['):
		if s != nil && s.kind != "list" {
			c.wrong(s, at)
			s = nil
		}
		return c.list(s, at, depth)
	}
	if s != nil && !s.fits(token) {
		c.wrong(s, at)
	}
	return nil
}

func (c *checker) object(s *shape, at string, depth int) error {
	seen := make(map[string]bool, 8)
	for c.d.More() {
		token, err := c.d.Token()
		name, ok := token.(string)
		if err != nil || !ok {
			return fault.New(fault.Invalid, "form.json")
		}
		inner := join(at, name)
		var field *shape
		if s != nil {
			var known bool
			if field, known = s.fields[name]; !known && s.item != nil {
				field = s.item
			} else if !known {
				c.add(inner, "api.body.unknown")
			}
		}
		if seen[name] {
			c.add(inner, "api.body.twice")
		}
		seen[name] = true
		if err := c.value(field, inner, depth+1); err != nil {
			return err
		}
	}
	if s != nil {
		for _, name := range s.said {
			if !seen[name] {
				c.add(join(at, name), "form.required")
			}
		}
	}
	return c.end()
}

func join(at, name string) string {
	if at == "" {
		return name
	}
	return at + "." + name
}

func (c *checker) list(s *shape, at string, depth int) error {
	var item *shape
	if s != nil {
		item = s.item
	}
	for i := 0; c.d.More(); i++ {
		if err := c.value(item, fmt.Sprintf("%s[%d]", at, i), depth+1); err != nil {
			return err
		}
	}
	return c.end()
}

func (c *checker) end() error {
	if _, err := c.d.Token(); err != nil {
		return fault.New(fault.Invalid, "form.json")
	}
	return nil
}

// fits reports whether a token that opens no object and no list is one of the shape.
func (s *shape) fits(token json.Token) bool {
	switch v := token.(type) {
	case string:
		switch s.kind {
		case "text":
			return true
		case "id":
			_, err := id.Parse(v)
			return err == nil
		case "instant":
			_, err := time.Parse(time.RFC3339, v)
			return err == nil
		}
	case json.Number:
		if s.kind == "decimal" {
			_, err := v.Float64() // a number beyond what a float holds is none
			return err == nil
		}
		_, err := v.Int64()
		return s.kind == "number" && err == nil
	case bool:
		return s.kind == "yesno"
	}
	return false
}

func (c *checker) wrong(s *shape, at string) { c.add(at, "api.body."+s.kind) }

func (c *checker) add(at, key string) {
	const long = 100 // a name that somebody made up can be a megabyte
	if len(at) > long {
		at = strings.ToValidUTF8(at[:long], "") + "…"
	}
	if len(c.faults) < maxFaults {
		c.faults.Add(at, key)
	}
}

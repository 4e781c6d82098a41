package directory

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
)

// maxDepth bounds the nesting of one object: HSDS nests no deeper than eight.
const maxDepth = 24

var errDeep = errors.New("directory: nested too deeply")

// node is one value of a JSON document with the line on which it begins.
type node struct {
	line   int
	scalar any // string, json.Number, bool or nil
	fields map[string]*node
	items  []*node
	isList bool
}

func (n *node) null() bool { return n.fields == nil && !n.isList && n.scalar == nil }

// value is what a field holds; a list or an object where a value belongs is no text.
func (n *node) value() any {
	if n.fields != nil || n.isList {
		return n
	}
	return n.scalar
}

func (n *node) names() map[string]any {
	out := make(map[string]any, len(n.fields))
	for name := range n.fields {
		out[name] = nil
	}
	return out
}

// lined counts the lines of what is read through it, for a reader that looks ahead.
type lined struct {
	in   io.Reader
	read int64
	ends []int64 // offsets behind the ends of lines that line has not passed
	line int
}

func (l *lined) Read(p []byte) (int, error) {
	n, err := l.in.Read(p)
	for i, c := range p[:n] {
		if c == '\n' {
			l.ends = append(l.ends, l.read+int64(i)+1)
		}
	}
	l.read += int64(n)
	return n, err
}

// at is the line of an offset; offsets only grow.
func (l *lined) at(offset int64) int {
	i := 0
	for i < len(l.ends) && l.ends[i] <= offset {
		i++
	}
	l.line += i
	l.ends = append(l.ends[:0], l.ends[i:]...)
	return l.line + 1
}

type jsonReader struct {
	*sink
	d     *json.Decoder
	lines *lined
}

// readJSON reads one object, a list of objects, a page of the interface ({"contents": […]}) or the tabular form as JSON
// ({"services.csv": […]}), one object at a time.
func readJSON(in io.Reader, k *sink) error {
	lines := &lined{in: in}
	r := &jsonReader{k, json.NewDecoder(lines), lines}
	r.d.UseNumber()
	err := r.document()
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) || errors.Is(err, errDeep) {
		return k.reject(lines.at(r.d.InputOffset()), "", NotJSON)
	}
	return err
}

func (r *jsonReader) document() error {
	token, err := r.d.Token()
	if err != nil {
		return err
	}
	switch token {
	case json.Delim('['):
		return r.list(nil)
	case json.Delim('{'):
	default:
		return r.reject(1, "", UnknownKind)
	}
	whole := &node{line: r.lines.at(r.d.InputOffset()), fields: map[string]*node{}}
	for r.d.More() {
		token, err := r.d.Token()
		if err != nil {
			return err
		}
		name, _ := token.(string)
		shape := shapeOfFile(name)
		table := shape != nil && len(whole.fields) == 0
		v, streamed, err := r.member(shape, table || name == "contents")
		if err != nil {
			return err
		}
		if !streamed {
			whole.fields[name] = v
		}
	}
	if _, err := r.d.Token(); err != nil {
		return err
	}
	for name := range whole.fields {
		if name != "id" && !pageFields[name] {
			return r.object(whole, nil)
		}
	}
	return nil
}

var pageFields = map[string]bool{"total_items": true, "total_pages": true, "page_number": true, "size": true, "first_page": true, "last_page": true, "empty": true}

// member reads the value of one name of the outermost object: where it is a table, object by object.
func (r *jsonReader) member(shape *Shape, table bool) (_ *node, streamed bool, err error) {
	token, err := r.d.Token()
	if err != nil {
		return nil, false, err
	}
	if token == json.Delim('[') && table {
		return nil, true, r.list(shape)
	}
	v, err := r.value(token, 1)
	return v, false, err
}

func (r *jsonReader) list(shape *Shape) error {
	for r.d.More() {
		token, err := r.d.Token()
		if err != nil {
			return err
		}
		v, err := r.value(token, 0)
		if err != nil {
			return err
		}
		if err := r.object(v, shape); err != nil {
			return err
		}
	}
	_, err := r.d.Token()
	return err
}

// object hands on one whole object.
func (r *jsonReader) object(v *node, shape *Shape) error {
	if v.fields == nil {
		return r.reject(v.line, "", NotObject)
	}
	if shape == nil {
		if shape = ShapeOf(guess(v.fields, r.file)); shape == nil {
			return r.reject(v.line, "", UnknownKind)
		}
	}
	_, err := r.flatten(v, shape, "", nil, false)
	return err
}

func (r *jsonReader) value(token json.Token, depth int) (*node, error) {
	n := &node{line: r.lines.at(r.d.InputOffset())}
	if depth > maxDepth {
		return nil, errDeep
	}
	switch token {
	case json.Delim('{'):
		n.fields = map[string]*node{}
		for r.d.More() {
			name, err := r.d.Token()
			if err != nil {
				return nil, err
			}
			if n.fields[name.(string)], err = r.next(depth); err != nil { //nolint:forcetypeassert // the decoder gives names as strings
				return nil, err
			}
		}
	case json.Delim('['):
		n.isList = true
		for r.d.More() {
			item, err := r.next(depth)
			if err != nil {
				return nil, err
			}
			n.items = append(n.items, item)
		}
	default:
		n.scalar = token
		return n, nil
	}
	_, err := r.d.Token()
	return n, err
}

func (r *jsonReader) next(depth int) (*node, error) {
	token, err := r.d.Token()
	if err != nil {
		return nil, err
	}
	return r.value(token, depth+1)
}

// tells are fields of which one is enough to know a kind, in the order in which they are asked.
var tells = []struct {
	kind  Kind
	names []string
}{
	{KindPlace, []string{"location", "service", "service_id"}},
	{KindService, []string{"status", "service_at_locations", "application_process"}},
	{KindLocation, []string{"location_type"}},
	{KindTerm, []string{"taxonomy_detail", "taxonomy_id", "term_uri", "parent_id", "code", "taxonomy"}},
	{KindTaxonomy, []string{"version"}},
	{KindOrganization, []string{"services", "website", "legal_status", "tax_status", "year_incorporated", "organization_identifiers", "locations", "programs", "email", "phones"}},
}

// guess tells the kind of an object in a list without a name, by its fields and else by the name of its file.
func guess(fields map[string]*node, file string) Kind {
	for _, t := range tells {
		for _, name := range t.names {
			if fields[name] != nil {
				return t.kind
			}
		}
	}
	switch {
	case fields["id"] == nil || fields["name"] == nil:
		return ""
	case strings.Contains(file, "taxonomy_term"):
		return KindTerm
	case strings.Contains(file, "taxonom"):
		return KindTaxonomy
	}
	return KindOrganization
}

package georeport

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// Bounds of what another server may send.
const (
	MaxAnswer = 16 << 20 // bytes
	maxDepth  = 12       // the specification's deepest answer has seven
	maxParts  = 400_000
)

// Errors of an answer that cannot be read. They are for a log; nobody who reports anything sees them.
var (
	errShape   = errors.New("georeport: the answer has another shape")
	errDoctype = errors.New("georeport: a document type in XML is refused")
	errDepth   = errors.New("georeport: the answer is nested too deep or has too many parts")
)

// part is one element of an answer, whichever format it came in.
type part struct {
	name  string
	chars []byte
	parts []*part
}

var none = &part{}

// part is the first child of a name, or an empty part.
func (p *part) part(name string) *part {
	for _, c := range p.parts {
		if c.name == name {
			return c
		}
	}
	return none
}

// own is the text of a part without the space around it.
func (p *part) own() string { return strings.TrimSpace(string(p.chars)) }

func (p *part) text(name string) string { return p.part(name).own() }

func (p *part) number(name string) int {
	n, err := strconv.Atoi(p.text(name))
	if err != nil {
		return 0
	}
	return n
}

func (p *part) instant(name string) time.Time {
	at, err := ReadInstant(name, p.text(name))
	if err != nil {
		return time.Time{}
	}
	return at
}

// items are the members of the outermost list; some servers of JSON name it nevertheless.
func (p *part) items(name string) []*part {
	if inner := p.part(name); inner != none {
		return inner.parts
	}
	return p.parts
}

func parse(f Format, body []byte) (*part, error) {
	if len(body) > MaxAnswer {
		return nil, errDepth
	}
	if f == JSON {
		return parseJSON(body)
	}
	return parseXML(body)
}

// parseXML reads elements and text. encoding/xml expands no entity but the five of XML; a document type, from which others
// would come, is refused, and so is every instruction but the declaration.
func parseXML(body []byte) (*part, error) {
	d := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")))) //nolint:gosec // token by token, into no type
	top := &part{}
	open, count := []*part{top}, 0
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("georeport: %w", err)
		}
		now := open[len(open)-1]
		switch t := token.(type) {
		case xml.Directive:
			return nil, errDoctype
		case xml.StartElement:
			if count++; len(open) > maxDepth || count > maxParts {
				return nil, errDepth
			}
			child := &part{name: t.Name.Local}
			now.parts = append(now.parts, child)
			open = append(open, child)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			now.chars = append(now.chars, t...)
		}
	}
	if len(top.parts) != 1 {
		return nil, errShape
	}
	return top.parts[0], nil
}

func parseJSON(body []byte) (*part, error) {
	d := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))))
	d.UseNumber() // an id of twenty digits stays what it is
	count := 0
	root, err := readJSON(d, "", 0, &count)
	if err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errShape
	}
	return root, nil
}

// readJSON reads one value token by token, so that depth and number are bounded before anything is kept.
func readJSON(d *json.Decoder, name string, depth int, count *int) (*part, error) {
	if *count++; depth > maxDepth || *count > maxParts {
		return nil, errDepth
	}
	token, err := d.Token()
	if err != nil {
		return nil, fmt.Errorf("georeport: %w", err)
	}
	p := &part{name: name}
	switch t := token.(type) {
	case json.Delim:
		for d.More() {
			key := ""
			if t == '{' {
				k, err := d.Token()
				if err != nil {
					return nil, fmt.Errorf("georeport: %w", err)
				}
				key, _ = k.(string)
			}
			child, err := readJSON(d, key, depth+1, count)
			if err != nil {
				return nil, err
			}
			p.parts = append(p.parts, child)
		}
		_, err = d.Token()
		return p, err
	case string:
		p.chars = []byte(t)
	case json.Number:
		p.chars = []byte(t)
	case bool:
		p.chars = strconv.AppendBool(nil, t)
	}
	return p, nil
}

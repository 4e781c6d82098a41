package georeport

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"linli/platform/geo"
)

// Format is one of the two in which everything is sent.
type Format string

// The formats, as addresses end.
const (
	XML  Format = "xml"
	JSON Format = "json"
)

// Formats lists both, the required one first.
var Formats = []Format{XML, JSON}

// ContentType is what the specification demands, to the letter.
func (f Format) ContentType() string {
	if f == JSON {
		return "application/json; charset=utf-8"
	}
	return "text/xml; charset=utf-8"
}

// Media is the type without its parameter, as discovery names it.
func (f Format) Media() string { media, _, _ := strings.Cut(f.ContentType(), ";"); return media }

// node is one element of XML and one value of JSON.
type node struct {
	name  string
	kind  kind
	text  string
	parts []node
}

type kind int

const (
	words  kind = iota // JSON: a string, or null where it is empty
	bare               // JSON: as it stands, a number or a boolean; null where it is empty
	object             // JSON: names and values
	list               // JSON: values alone
)

func text(name, value string) node { return node{name: name, text: clean(value)} }

func boolean(name string, value bool) node {
	return node{name: name, kind: bare, text: strconv.FormatBool(value)}
}

func number(name string, value int) node {
	return node{name: name, kind: bare, text: strconv.Itoa(value)}
}

// instant is a date as the W3C note has it, with its zone.
func instant(name string, at time.Time) node {
	if at.IsZero() {
		return node{name: name}
	}
	return node{name: name, text: at.Format(time.RFC3339)}
}

func degrees(name string, p geo.Point, value float64) node {
	if p.IsZero() {
		return node{name: name, kind: bare}
	}
	return node{name: name, kind: bare, text: geo.Degrees(value)}
}

func objectOf(name string, parts ...node) node { return node{name: name, kind: object, parts: parts} }

func listOf[T any](name string, items []T, each func(T) node) node {
	n := node{name: name, kind: list, parts: []node{}}
	for _, x := range items {
		n.parts = append(n.parts, each(x))
	}
	return n
}

// clean takes out what XML 1.0 cannot hold, in both formats alike: U+FFFD stands in its place, so that nothing joins what
// did not stand together.
func clean(s string) string {
	if !strings.ContainsFunc(s, illegal) && utf8.ValidString(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if illegal(r) {
			return utf8.RuneError
		}
		return r
	}, strings.ToValidUTF8(s, string(utf8.RuneError)))
}

// illegal are the characters that no escape brings into XML 1.0 (section 2.2).
func illegal(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xfffe || r == 0xffff
}

// encode writes a tree in a format.
func encode(f Format, n node) []byte {
	var b bytes.Buffer
	if f == JSON {
		n.writeJSON(&b)
	} else {
		b.WriteString(`<?xml version="1.0" encoding="utf-8"?>` + "\n")
		n.writeXML(&b)
	}
	b.WriteByte('\n')
	return b.Bytes()
}

// escapes: ">" as well, so that "]]>" never stands in text; a carriage return, which a reader of XML would else swallow.
var escapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\r", "&#xD;")

func (n node) writeXML(b *bytes.Buffer) {
	b.WriteString("<" + n.name + ">")
	_, _ = escapes.WriteString(b, n.text)
	for _, p := range n.parts {
		p.writeXML(b)
	}
	b.WriteString("</" + n.name + ">")
}

func (n node) writeJSON(b *bytes.Buffer) {
	switch {
	case n.kind == object || n.kind == list:
		n.writeParts(b)
	case n.text == "":
		b.WriteString("null")
	case n.kind == bare:
		b.WriteString(n.text)
	default:
		b.Write(quoted(n.text))
	}
}

func (n node) writeParts(b *bytes.Buffer) {
	brackets := "{}"
	if n.kind == list {
		brackets = "[]"
	}
	b.WriteByte(brackets[0])
	for i, p := range n.parts {
		if i > 0 {
			b.WriteByte(',')
		}
		if n.kind == object {
			b.Write(quoted(p.name))
			b.WriteByte(':')
		}
		p.writeJSON(b)
	}
	b.WriteByte(brackets[1])
}

func quoted(s string) []byte {
	q, err := json.Marshal(s)
	if err != nil {
		panic("georeport: a string always encodes: " + err.Error()) //nolint:forbidigo // as it says
	}
	return q
}

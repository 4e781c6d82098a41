package rulebook

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// Limits of a folder. A rulebook of a whole township is a tenth of them.
const (
	maxFiles     = 1000
	maxFileBytes = 1 << 20
	maxBytes     = 16 << 20
	maxDepth     = 24
	maxNodes     = 200_000
)

// folder is the read folder: each YAML file as a tree, and the hash over all files.
type folder struct {
	trees map[string]*yaml.Node
	names map[string]bool // all files, for references to templates
	hash  string
}

// readFolder reads every file once. Its error is a failure of reading; what is wrong with a file is a finding.
func readFolder(fsys fs.FS, r *report) (*folder, error) {
	f := &folder{trees: map[string]*yaml.Node{}, names: map[string]bool{}}
	sum, total := sha256.New(), 0
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if len(f.names) >= maxFiles {
			return fmt.Errorf("the folder has more than %d files", maxFiles)
		}
		f.names[name] = true
		body, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		if total += len(body); total > maxBytes {
			return fmt.Errorf("the folder has more than %d MiB", maxBytes>>20)
		}
		for _, part := range [][]byte{[]byte(name), body} { // each with its length, so that no two folders read alike
			_ = binary.Write(sum, binary.BigEndian, uint64(len(part)))
			sum.Write(part)
		}
		switch path.Ext(name) {
		case ".yaml":
			if n := parse(name, body, r); n != nil {
				f.trees[name] = n
			}
		case ".yml":
			r.addf(place{file: name}, "the name of a rulebook file ends in .yaml, not .yml")
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading the rulebook: %w", err)
	}
	f.hash = hex.EncodeToString(sum.Sum(nil))
	return f, nil
}

// parse reads one file as a tree; nil when it is no sound YAML.
func parse(name string, body []byte, r *report) *yaml.Node {
	whole := place{file: name, line: 1, col: 1}
	switch {
	case len(body) > maxFileBytes:
		r.addf(whole, "the file is larger than %d KiB", maxFileBytes>>10)
		return nil
	case !utf8.Valid(body):
		r.addf(badByte(name, body), "this is not UTF-8: save the file as UTF-8")
		return nil
	}
	var doc yaml.Node
	if err := yaml.Load(body, &doc); err != nil {
		r.addf(syntaxPlace(name, err), "%s", syntaxReason(err))
		return nil
	}
	if doc.Kind != yaml.DocumentNode || len(doc.Content) != 1 {
		r.addf(whole, "the file is empty")
		return nil
	}
	root := doc.Content[0]
	nodes := 0
	sound := examine(name, root, 1, &nodes, r)
	if root.Kind != yaml.MappingNode && sound {
		r.addf(whole, "the file must be a list of \"key: value\" lines")
		sound = false
	}
	if !sound {
		return nil
	}
	return root
}

// examine refuses what a rulebook does not need and an attacker does: anchors, aliases, tags, merges, depth and mass.
// It stops at the first mass or depth that is too large.
func examine(file string, n *yaml.Node, depth int, nodes *int, r *report) bool {
	at := place{file, n.Line, n.Column}
	if *nodes++; *nodes > maxNodes {
		if *nodes == maxNodes+1 {
			r.addf(at, "the file has more than %d values", maxNodes)
		}
		return false
	}
	if depth > maxDepth {
		r.addf(at, "lists and groups are nested more than %d deep", maxDepth)
		return false
	}
	sound := true
	switch {
	case n.Kind == yaml.AliasNode:
		r.addf(at, "*%s repeats another value: references (& and *) are not allowed, write the value out", n.Value)
		return false
	case n.Anchor != "":
		r.addf(at, "&%s names a value: references (& and *) are not allowed, write the value out", n.Anchor)
		sound = false
	case n.Style&yaml.TaggedStyle != 0:
		r.addf(at, "type marks (%s) are not allowed", n.Tag)
		sound = false
	}
	for i, c := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 0 {
			if c.Kind != yaml.ScalarNode || c.ShortTag() == "!!merge" {
				r.addf(place{file, c.Line, c.Column}, "a key must be a plain word")
				sound = false
				continue
			}
		}
		if !examine(file, c, depth+1, nodes, r) {
			sound = false
			if *nodes > maxNodes {
				return false
			}
		}
	}
	return sound
}

func badByte(name string, body []byte) place {
	p := place{file: name, line: 1, col: 1}
	for len(body) > 0 {
		c, size := utf8.DecodeRune(body)
		switch {
		case c == utf8.RuneError && size == 1:
			return p
		case c == '\n':
			p.line, p.col = p.line+1, 1
		default:
			p.col++
		}
		body = body[size:]
	}
	return p
}

func syntaxPlace(name string, err error) place {
	p := place{file: name, line: 1, col: 1}
	var e *yaml.LoadError
	if errors.As(err, &e) && e.Mark.Line > 0 {
		p.line, p.col = e.Mark.Line, e.Mark.Column
	}
	return p
}

var marks = regexp.MustCompile(`^go-yaml load error in [a-z]+ (\([^)]*\) )?at [^:]*: |^yaml: construct errors: |<unknown position>: |yaml: `)

func syntaxReason(err error) string {
	text := err.Error()
	switch {
	case strings.Contains(text, "multiple"):
		return "the file holds more than one document: remove the line \"---\""
	case strings.Contains(text, "no documents"):
		return "the file is empty"
	}
	return "this is not well-formed YAML: " + strings.TrimSpace(marks.ReplaceAllString(text, ""))
}

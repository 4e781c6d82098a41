package i18n

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// Limits of the folder; all texts of a language are a fifth of a file's.
const (
	maxPackFile  = 4 << 20
	maxPackFiles = 2000
	maxPackText  = 20_000 // characters
)

// packReader reads the packs of a folder and remembers where each text stands.
type packReader struct {
	bundle   *Bundle
	folder   fs.FS
	packs    map[Language]*Pack
	stands   map[Language]map[string]Finding
	findings []Finding
}

func (r *packReader) add(file string, line, col int, format string, args ...any) {
	r.findings = append(r.findings, Finding{file, line, col, fmt.Sprintf(format, args...)})
}

func (r *packReader) read() error {
	entries, err := fs.ReadDir(r.folder, ".")
	if err != nil {
		return err
	}
	if len(entries) > maxPackFiles {
		return fmt.Errorf("the folder has more than %d files", maxPackFiles)
	}
	for _, e := range entries {
		if e.IsDir() || path.Ext(e.Name()) != ".yaml" {
			continue
		}
		area, lang, wrong := languageOf(e.Name())
		if wrong != "" {
			r.add(e.Name(), 1, 1, "%s", wrong)
			continue
		}
		info, err := fs.Stat(r.folder, e.Name())
		if err != nil {
			return err
		}
		if info.Size() > maxPackFile {
			r.add(e.Name(), 1, 1, "the file is larger than %d MiB", maxPackFile>>20)
			continue
		}
		body, err := fs.ReadFile(r.folder, e.Name())
		if err != nil {
			return err
		}
		if r.packs[lang] == nil {
			r.packs[lang], r.stands[lang] = &Pack{Language: lang, texts: map[string]string{}, rightward: Direction(string(lang)) == "rtl"}, map[string]Finding{}
		}
		r.file(e.Name(), area, lang, body)
	}
	return nil
}

func (r *packReader) file(name, area string, lang Language, body []byte) {
	if !utf8.Valid(body) {
		before := string(body[:len(body)-len(strings.TrimLeftFunc(string(body), func(c rune) bool { return c != utf8.RuneError }))])
		r.add(name, 1+strings.Count(before, "\n"), 1+utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]), "this is not UTF-8: save the file as UTF-8")
		return
	}
	var doc yaml.Node
	if err := yaml.Load(body, &doc); err != nil {
		line, col := 1, 1
		if e := (*yaml.LoadError)(nil); errors.As(err, &e) && e.Mark.Line > 0 {
			line, col = e.Mark.Line, e.Mark.Column
		}
		r.add(name, line, col, "this is not well-formed YAML: %s", strings.TrimSpace(yamlPrefix.ReplaceAllString(err.Error(), "")))
		return
	}
	if len(doc.Content) != 1 || doc.Content[0].Kind != yaml.MappingNode {
		r.add(name, 1, 1, "the file must be a list of \"key: text\" lines")
		return
	}
	pairs := doc.Content[0].Content
	for i := 0; i+1 < len(pairs); i += 2 {
		r.text(name, area, lang, pairs[i], pairs[i+1])
	}
}

var yamlPrefix = regexp.MustCompile(`^go-yaml load error in [a-z]+ (\([^)]*\) )?at [^:]*: |^yaml: construct errors: |<unknown position>: |yaml: `)

// text takes one line of a pack.
func (r *packReader) text(name, area string, lang Language, key, value *yaml.Node) {
	switch wrong := refused(area, key, value); {
	case wrong != "":
		r.add(name, value.Line, value.Column, "%s", wrong)
	case r.stands[lang][key.Value].File != "":
		first := r.stands[lang][key.Value]
		r.add(name, key.Line, key.Column, "the key %q is given twice, first at %s:%d", key.Value, first.File, first.Line)
	default:
		r.packs[lang].texts[key.Value] = value.Value
		r.stands[lang][key.Value] = Finding{File: name, Line: key.Line, Col: key.Column}
	}
}

// refused is what is wrong with a text by itself.
func refused(area string, key, value *yaml.Node) string {
	for _, n := range []*yaml.Node{key, value} {
		if n.Kind != yaml.ScalarNode || n.Anchor != "" || n.Style&yaml.TaggedStyle != 0 {
			return "expected a line \"key: text\", without references (& and *), type marks and lists"
		}
	}
	if !strings.HasPrefix(key.Value, area+".") {
		return fmt.Sprintf("the key %q does not belong to the area %q", key.Value, area)
	}
	if strings.TrimSpace(value.Value) == "" {
		return fmt.Sprintf("the text of %q is empty", key.Value)
	}
	if utf8.RuneCountInString(value.Value) > maxPackText {
		return fmt.Sprintf("the text of %q is longer than %d characters", key.Value, maxPackText)
	}
	for _, c := range value.Value {
		// U+061C, U+200E and U+200F say how a neighbouring sign is read; the others turn what follows about (Unicode TR 36, 2.5).
		if turns := unicode.In(c, unicode.Bidi_Control) && c != '\u061C' && c != '\u200E' && c != '\u200F'; turns || unicode.IsControl(c) && c != '\n' || c == '\uFEFF' {
			return fmt.Sprintf("the text of %q has the invisible character U+%04X, which can hide or turn about what is read", key.Value, c)
		}
	}
	if _, err := split(value.Value); err != nil {
		return fmt.Sprintf("the text of %q: %s", key.Value, err)
	}
	return ""
}

package document

import (
	"errors"
	"fmt"
	"strings"
	"text/template"

	"linli/platform/fault"
)

// Locale gives a document its words, its days and its lists in the reader's language; i18n.Locale is one.
type Locale interface {
	Text(key string, args fault.Args) string
	List(items []string) string
	Days
}

// Template is one paper in one language.
type Template struct {
	ID       string // the paper, the same in every language: "agreement"
	Title    string // shown in the contents and the PDF's properties; holds no data
	Language string // BCP 47: zh-Hans, zh-Hant, en
	Paper    string // A4, Letter, A6, 80mm, 58mm or poster (a sheet with large text)
	source   *source
	text     *template.Template
}

// Parse reads a template. name is the file's name as its author should see it. The error is a [Problems], each with file,
// line and column.
func Parse(name string, src []byte) (*Template, error) {
	s := readSource(name, src)
	if len(s.problems) > 0 {
		return nil, s.problems
	}
	text, err := template.New("document").Option("missingkey=error").Funcs(functions(s.front.language, nil)).Parse(s.body)
	if err != nil {
		return nil, Problems{s.place(err)}
	}
	s.guard(text)
	if len(s.problems) > 0 {
		return nil, s.problems
	}
	return &Template{
		ID: s.front.id, Title: s.front.title, Language: s.front.language, Paper: s.front.paper, source: s, text: text,
	}, nil
}

// Execute fills the template with data: a struct, or maps with string keys. A field that the data lacks is a [Problem];
// text beyond the limits is the fault document.too_long.
func (t *Template) Execute(locale Locale, data any) (*Doc, error) {
	text, err := t.text.Clone()
	if err != nil {
		return nil, fmt.Errorf("copying the template %s: %w", t.ID, err)
	}
	return t.fill(text.Funcs(functions(t.Language, locale)), data)
}

func (t *Template) fill(text *template.Template, data any) (*Doc, error) {
	var out limited
	if err := text.Execute(&out, data); err != nil {
		if errors.Is(err, errTooLong) {
			return nil, fault.New(fault.TooLarge, "document.too_long")
		}
		return nil, t.source.place(err)
	}
	blocks, err := readBlocks(out.String())
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", t.source.name, err)
	}
	return &Doc{ID: t.ID, Title: t.Title, Language: t.Language, Paper: t.Paper, blocks: blocks}, nil
}

var errTooLong = errors.New("the document is too long")

// limited is a text that ends at the limit.
type limited struct{ strings.Builder }

func (l *limited) Write(p []byte) (int, error) {
	if l.Len()+len(p) > maxText {
		return 0, errTooLong
	}
	return l.Builder.Write(p)
}

// WriteString goes through the limit as well.
func (l *limited) WriteString(s string) (int, error) { return l.Write([]byte(s)) }

// Doc is a paper with its data: what HTML shows and PDF prints.
type Doc struct {
	ID, Title, Language, Paper string
	blocks                     []block
}

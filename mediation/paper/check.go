package paper

import (
	"errors"
	"io/fs"
	"maps"
	"path"
	"time"

	"linli/platform/document"
	"linli/platform/i18n"
	"linli/rulebook"
)

// Check finds the mistakes in the templates of a rulebook: how each is written, and what it asks for that no case has.
func Check(folder fs.FS, language string) ([]rulebook.Finding, error) {
	names, err := fs.Glob(folder, "documents/*.md")
	if err != nil {
		return nil, err
	}
	texts, err := i18n.Open()
	if err != nil {
		return nil, err
	}
	var all []rulebook.Finding
	for _, name := range names {
		src, err := fs.ReadFile(folder, name)
		if err != nil {
			return nil, err
		}
		doc, problems, err := Fill(name, src, texts.For(i18n.Language(language), time.UTC))
		if err != nil {
			return nil, err
		}
		if doc != nil {
			if want := doc.ID + "." + doc.Language + ".md"; want != path.Base(name) {
				problems = append(problems, rulebook.Finding{File: name, Line: 1, Col: 1, Reason: "by its id and language this file's name would be " + want})
			}
		}
		all = append(all, problems...)
	}
	return all, nil
}

// Fill is a template with the invented case in it; without findings, the paper.
func Fill(name string, src []byte, words i18n.Locale) (*document.Doc, []rulebook.Finding, error) {
	one, err := document.Parse(name, src)
	if err == nil {
		var doc *document.Doc
		data := Invented()
		maps.Copy(data, otherwise[one.ID])
		if doc, err = one.Execute(words, data); err == nil {
			return doc, nil, nil
		}
	}
	var many document.Problems
	var single document.Problem
	switch {
	case errors.As(err, &many):
	case errors.As(err, &single):
		many = document.Problems{single}
	default:
		return nil, nil, err
	}
	var out []rulebook.Finding
	for _, p := range many {
		out = append(out, rulebook.Finding{File: p.File, Line: p.Line, Col: p.Col, Reason: p.Reason})
	}
	return nil, out, nil
}

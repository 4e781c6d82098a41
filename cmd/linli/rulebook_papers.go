package main

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"time"

	"linli/mediation/paper"
	"linli/platform/document"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/rulebook"
)

// rulebookPreviewCommand prints one paper of a rulebook with an invented case.
type rulebookPreviewCommand struct {
	rulebookFolder
	Document string `required:"" placeholder:"ID" help:"The paper, as the rulebook calls it: agreement."`
	Language string `default:"zh-Hans" placeholder:"TAG" help:"The paper's language."`
	Out      string `required:"" placeholder:"FILE.pdf" help:"Where the PDF is written."`
}

// Run is called by kong.
func (c *rulebookPreviewCommand) Run(t *terminal) error {
	if err := c.there(); err != nil {
		return err
	}
	folder := os.DirFS(c.Dir)
	name := path.Join("documents", c.Document+"."+c.Language+".md")
	src, err := fs.ReadFile(folder, name)
	if err != nil {
		return fault.New(fault.NotFound, "cli.rulebook.no_paper").With(fault.Args{"file": filepath.Join(c.Dir, name)})
	}
	texts, err := i18n.Open()
	if err != nil {
		return err
	}
	words := texts.For(i18n.Language(c.Language), time.FixedZone("UTC+8", 8*3600))
	doc, problems, err := filled(name, src, words)
	if err != nil {
		return err
	}
	if err := t.findings(c.Dir, problems); err != nil {
		return err
	}
	fonts, err := document.LoadFonts(document.Shipped())
	if err != nil {
		return err
	}
	data := paper.Invented()
	result, err := document.PDF(fonts, []*document.Doc{doc}, document.Options{Number: data["Case"].(map[string]any)["Number"].(string),
		Office: data["Office"].(map[string]any)["Name"].(string), VerifyURL: data["VerifyURL"].(string), At: data["At"].(time.Time), Locale: words})
	if err != nil {
		return err
	}
	if err := os.WriteFile(c.Out, result.Bytes, 0o600); err != nil {
		return err
	}
	t.say("cli.rulebook.previewed", fault.Args{"file": c.Out, "n": result.Pages})
	if len(result.Missing) > 0 {
		t.say("cli.rulebook.glyphs", fault.Args{"characters": string(result.Missing)})
	}
	return nil
}

// papers are the mistakes in the templates of a rulebook: how each is written, and what it asks for that no case has.
func papers(folder fs.FS, languages []string) ([]rulebook.Finding, error) {
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
		doc, problems, err := filled(name, src, texts.For(i18n.Language(languages[0]), time.UTC))
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

// filled is a template with the invented case in it; without findings, the paper.
func filled(name string, src []byte, words i18n.Locale) (*document.Doc, []rulebook.Finding, error) {
	one, err := document.Parse(name, src)
	if err == nil {
		var doc *document.Doc
		if doc, err = one.Execute(words, paper.Invented()); err == nil {
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

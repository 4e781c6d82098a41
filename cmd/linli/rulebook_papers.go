package main

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"time"

	"linli/mediation/paper"
	"linli/platform/document"
	"linli/platform/fault"
	"linli/platform/i18n"
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
	doc, problems, err := paper.Fill(name, src, words)
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

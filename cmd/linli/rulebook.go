package main

import (
	"fmt"
	"os"
	"path/filepath"

	"linli/platform/fault"
	"linli/promise"
	"linli/rulebook"
)

// rulebookCommand looks at rulebooks.
type rulebookCommand struct {
	Check rulebookCheckCommand `cmd:"" help:"Read a rulebook and print every mistake as FILE:LINE:COL: reason."`
	Test  rulebookTestCommand  `cmd:"" help:"Check a rulebook, then run its own examples."`

	Preview rulebookPreviewCommand `cmd:"" help:"Print one paper of a rulebook as a PDF, with an invented case."`
}

type rulebookFolder struct {
	Dir string `arg:"" help:"Folder of the rulebook."`
}

type rulebookCheckCommand struct{ rulebookFolder }

// Run is called by kong.
func (c *rulebookCheckCommand) Run(t *terminal) error {
	if err := c.there(); err != nil {
		return err
	}
	book, findings, err := rulebook.Load(os.DirFS(c.Dir))
	if err != nil {
		return err
	}
	if len(findings) == 0 {
		if findings, err = papers(os.DirFS(c.Dir), book.Languages); err != nil {
			return err
		}
	}
	if err := t.findings(c.Dir, findings); err != nil {
		return err
	}
	t.say("cli.rulebook.checked", fault.Args{"id": book.ID, "version": book.Version})
	return nil
}

type rulebookTestCommand struct{ rulebookFolder }

// Run is called by kong.
func (c *rulebookTestCommand) Run(t *terminal) error {
	if err := c.there(); err != nil {
		return err
	}
	ran, findings, err := promise.TestRulebook(os.DirFS(c.Dir))
	if err != nil {
		return err
	}
	if err := t.findings(c.Dir, findings); err != nil {
		return err
	}
	t.say("cli.rulebook.tested", fault.Args{"count": ran})
	return nil
}

func (f rulebookFolder) there() error {
	if info, err := os.Stat(f.Dir); err != nil || !info.IsDir() {
		return fault.New(fault.Invalid, "cli.rulebook.folder").With(fault.Args{"dir": f.Dir})
	}
	return nil
}

// findings prints what was found; anything at all is errFindings.
func (t *terminal) findings(dir string, all []rulebook.Finding) error {
	for _, f := range all {
		f.File = filepath.Join(dir, f.File)
		fmt.Fprintln(t.stdout, f)
	}
	if len(all) > 0 {
		return errFindings
	}
	return nil
}

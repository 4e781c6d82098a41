package main

import (
	"fmt"
	"os"
	"path/filepath"

	"linli/app"
	"linli/platform/fault"
	"linli/promise"
	"linli/rulebook"
)

// rulebookCommand looks at rulebooks.
type rulebookCommand struct {
	Check rulebookCheckCommand `cmd:"" help:"Read a rulebook and print every mistake as FILE:LINE:COL: reason."`
	Test  rulebookTestCommand  `cmd:"" help:"Check a rulebook, then run its own examples."`

	Diff    rulebookDiffCommand    `cmd:"" help:"Print what a new version says otherwise than the old one, and what of it counts for open cases."`
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
	book, findings, err := app.ReadRulebook(os.DirFS(c.Dir))
	if err != nil {
		return err
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

type rulebookDiffCommand struct {
	Old string `arg:"" help:"Folder of the version that is in use."`
	New string `arg:"" help:"Folder of the new version."`
}

// Run is called by kong. A difference is no mistake: both folders sound, it ends with 0.
func (c *rulebookDiffCommand) Run(t *terminal) error {
	var books []*rulebook.Rulebook
	for _, dir := range []string{c.Old, c.New} {
		if err := (rulebookFolder{dir}).there(); err != nil {
			return err
		}
		book, findings, err := app.ReadRulebook(os.DirFS(dir))
		if err != nil {
			return err
		}
		if err := t.findings(dir, findings); err != nil {
			return err
		}
		books = append(books, book)
	}
	if books[0].ID != books[1].ID {
		return fault.New(fault.Invalid, "cli.rulebook.two").With(fault.Args{"old": books[0].ID, "new": books[1].ID})
	}
	all, err := rulebook.Diff(os.DirFS(c.Old), os.DirFS(c.New))
	if err != nil {
		return err
	}
	for _, d := range all {
		dir := c.New
		if d.Gone {
			dir = c.Old
		}
		d.File = filepath.Join(dir, d.File)
		fmt.Fprintln(t.stdout, d.Finding)
	}
	t.say("cli.rulebook.compared", fault.Args{"n": len(all), "id": books[0].ID, "old": books[0].Version, "new": books[1].Version})
	if len(all) > 0 && books[0].Version == books[1].Version {
		t.say("cli.rulebook.same_version", fault.Args{"version": books[0].Version})
	}
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

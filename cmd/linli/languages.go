package main

import (
	"fmt"
	"os"
	"path/filepath"

	"linli/app"
	"linli/platform/fault"
	"linli/platform/i18n"
)

// languagesCommand looks at the languages that an office adds.
type languagesCommand struct {
	Check languagesCheckCommand `cmd:"" help:"Read a folder of language packs and print every mistake, and every text that is missing, unknown or filled otherwise, as FILE:LINE:COL: reason."`
}

type languagesCheckCommand struct {
	Dir string `arg:"" help:"Folder of the packs."`
}

// Run is called by kong. A pack that is not whole serves, and has findings.
func (c *languagesCheckCommand) Run(t *terminal) error {
	texts, err := i18n.Open()
	if err != nil {
		return err
	}
	packs, findings, err := texts.Packs(os.DirFS(c.Dir))
	if err != nil {
		return fault.Wrap(app.ErrLanguages.Code, app.ErrLanguages.Key, err).With(fault.Args{"dir": c.Dir})
	}
	for _, p := range packs {
		findings = append(findings, p.Doubts...)
	}
	for _, f := range findings {
		f.File = filepath.Join(c.Dir, f.File)
		fmt.Fprintln(t.stdout, f)
	}
	if len(findings) > 0 {
		return errFindings
	}
	t.say("cli.languages.checked", fault.Args{"n": len(packs)})
	return nil
}

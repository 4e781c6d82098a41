package main

import (
	"context"
	"io"

	"filippo.io/age"

	"linli/app"
	"linli/platform/archive"
	"linli/platform/fault"
)

// backupCommand copies the cases and the files, without keys, while the office works on.
type backupCommand struct {
	File string `arg:"" help:"File to write; it must not exist."`
	storage
	JSON bool `help:"Print what was saved as JSON."`
}

// Run is called by kong.
func (c *backupCommand) Run(ctx context.Context, t *terminal) error {
	return t.save(ctx, c.storage, c.File, c.JSON, func(a *app.App, w io.Writer) (app.Saved, error) { return a.Backup(ctx, w) })
}

// keysBackupCommand copies the wrapped keys and the erasure journal, encrypted.
type keysBackupCommand struct {
	File string `arg:"" help:"File to write; it must not exist."`
	storage
	To   []string `placeholder:"RECIPIENT" sep:"none" help:"Encrypt to this age recipient (age1…) instead of the operator key; may be repeated."`
	JSON bool     `help:"Print what was saved as JSON."`
}

// Run is called by kong.
func (c *keysBackupCommand) Run(ctx context.Context, t *terminal) error {
	var to []age.Recipient
	for _, text := range c.To {
		r, err := age.ParseX25519Recipient(text)
		if err != nil {
			return fault.Wrap(fault.Invalid, "cli.keys.recipient", err).At("to").With(fault.Args{"recipient": text})
		}
		to = append(to, r)
	}
	return t.save(ctx, c.storage, c.File, c.JSON, func(a *app.App, w io.Writer) (app.Saved, error) { return a.BackupKeys(ctx, w, to) })
}

// save writes a backup to a file and tells what is in it.
func (t *terminal) save(ctx context.Context, place storage, file string, asJSON bool, write func(a *app.App, w io.Writer) (app.Saved, error)) error {
	return t.with(ctx, place, func(a *app.App) error {
		var s app.Saved
		err := app.SaveFile(file, func(w io.Writer) (err error) {
			s, err = write(a, w)
			return err
		})
		if err != nil {
			return err
		}
		s.File = file
		if err := a.Config.Remember(s); err != nil {
			return err
		}
		if s.Kind == archive.Keys {
			t.say("cli.keys.saved", fault.Args{"file": file})
		} else {
			t.say("cli.backup.saved", fault.Args{"file": file, "rows": s.Rows, "blobs": s.Blobs})
		}
		if asJSON {
			return t.json(s)
		}
		return nil
	})
}

// eraseCommand does what retention makes due.
type eraseCommand struct {
	Due bool `required:"" help:"Erase what the rulebook's retention makes due now. Nothing else can be erased from the command line."`
	storage
	JSON bool `help:"Print what was done as JSON."`
}

// Run is called by kong.
func (c *eraseCommand) Run(ctx context.Context, t *terminal) error {
	return t.with(ctx, c.storage, func(a *app.App) error {
		done, err := a.EraseDue(ctx)
		if err != nil {
			return err
		}
		if c.JSON {
			err = t.json(done)
		} else {
			t.tell("cli.erase.done", fault.Args{"cases": done.Cases, "contacts": done.Contacts, "parties": done.Parties, "keys": done.Keys,
				"orphans": done.Orphans, "files": done.Files})
		}
		if done.Held > 0 {
			t.say("cli.erase.held", nil)
		}
		if err == nil && done.Failed > 0 {
			t.say("cli.erase.failed", fault.Args{"failed": done.Failed})
			return errFindings
		}
		return err
	})
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"linli/app"
	"linli/platform/archive"
	"linli/platform/fault"
)

// doctorCommand looks whether anything is wrong, a line a check.
type doctorCommand struct{ storage }

// diagnosis prints checks and remembers whether one failed.
type diagnosis struct {
	*terminal
	wrong bool
}

func (d *diagnosis) tellCheck(c app.Check) {
	name := d.words.Text("cli.doctor."+c.Name, nil)
	if c.Of != "" {
		name += " (" + c.Of + ")"
	}
	if c.Problem == nil {
		fmt.Fprintln(d.stdout, d.words.Text("cli.doctor.ok", fault.Args{"name": name}))
		return
	}
	d.wrong = true
	fmt.Fprintln(d.stdout, d.words.Text("cli.doctor.problem", fault.Args{"name": name, "problem": d.sentence(c.Problem)}))
}

// tellBackups says when the last backups were made here, and whether a restore waits to be confirmed.
func (d *diagnosis) tellBackups(ctx context.Context, a *app.App) error {
	last, err := a.Config.LastBackups()
	if err != nil {
		return err
	}
	held, err := a.Unconfirmed(ctx)
	if err != nil {
		return err
	}
	tell := func(key string, args fault.Args) {
		fmt.Fprintln(d.stdout, d.words.Text("cli.doctor.ok", fault.Args{"name": d.words.Text(key, args)}))
	}
	if at, ok := last[archive.Cases]; ok {
		tell("cli.doctor.backup", fault.Args{"at": d.words.DateTime(at)})
	} else {
		tell("cli.doctor.backup_none", nil)
	}
	if at, ok := last[archive.Keys]; ok {
		tell("cli.doctor.keys_backup", fault.Args{"at": d.words.DateTime(at)})
	} else {
		tell("cli.doctor.keys_backup_none", nil)
	}
	if held {
		tell("cli.doctor.held", nil)
	}
	return nil
}

// Run is called by kong.
func (c *doctorCommand) Run(ctx context.Context, t *terminal) error {
	config, err := c.config()
	if err != nil {
		return err
	}
	d := &diagnosis{terminal: t}
	if err := d.examine(ctx, config); err != nil {
		return err
	}
	if d.wrong {
		return errFindings
	}
	return nil
}

// examine goes from the folder to what is in it; what rests on something that is wrong is not looked at.
func (d *diagnosis) examine(ctx context.Context, c app.Config) (err error) {
	d.tellCheck(app.Check{Name: "folder", Problem: fault.Of(checkFolder(c.Data))})
	d.tellCheck(app.Check{Name: "room", Problem: fault.Of(c.CheckRoom())})
	s, err := d.open(ctx, c)
	if err != nil {
		d.tellCheck(app.Check{Name: "open", Problem: fault.Of(err)})
		return nil
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	err = s.Check(ctx)
	d.tellCheck(app.Check{Name: "schema", Problem: fault.Of(err)})
	if err != nil {
		return nil
	}
	return d.on(ctx, c, s, app.Options{}, func(a *app.App) error {
		checks, err := a.Checkup(ctx)
		for _, x := range checks {
			d.tellCheck(x)
		}
		if err != nil {
			return err
		}
		return d.tellBackups(ctx, a)
	})
}

// checkFolder wants a folder that nobody but its owner can read.
func checkFolder(dir string) error {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist) || err == nil && !info.IsDir():
		return fault.New(fault.Unavailable, "cli.doctor.no_folder").With(fault.Args{"data": dir})
	case err != nil:
		return fault.Wrap(fault.Unavailable, "cli.doctor.no_folder", err).With(fault.Args{"data": dir})
	case info.Mode().Perm()&0o077 != 0:
		return fault.New(fault.Internal, "cli.doctor.folder_open").With(fault.Args{"data": dir, "mode": fmt.Sprintf("%04o", info.Mode().Perm())})
	}
	return nil
}

package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"linli/app"
	"linli/platform/fault"
	"linli/referral/directory"
)

// importHSDSCommand brings services into the directory.
type importHSDSCommand struct {
	From string `arg:"" name:"file" help:"A .json file, a .zip of tables, or a folder of tables."`
	storage
	named
	JSON bool `help:"Print the result as JSON."`
}

// Run is called by kong.
func (c *importHSDSCommand) Run(ctx context.Context, t *terminal) error {
	if _, err := os.Stat(c.From); err != nil {
		return directory.ErrFile.With(fault.Args{"file": c.From})
	}
	return t.withOrBegin(ctx, c.storage, func(a *app.App) error {
		tenant, err := a.TenantNamed(ctx, c.Tenant)
		if err != nil {
			return err
		}
		out, err := a.ImportHSDS(ctx, tenant, c.From, t.bar().step)
		if err != nil {
			return err
		}
		for _, r := range out.Rejected {
			field := ""
			if r.Field != "" { // else the whole line cannot be read
				field = r.Field + ": "
			}
			fmt.Fprintf(t.stderr, "%s:%d: %s%s\n", r.File, r.Line, field, t.words.Text(app.HSDSReason(r.Reason), nil))
		}
		args := fault.Args{"run": out.Run.String(), "rows": out.Rows, "accepted": out.Accepted, "unchanged": out.Unchanged,
			"rejected": len(out.Rejected), "mapped": len(out.Mapped)}
		if c.JSON {
			t.say("cli.import.done", args)
			return t.json(out)
		}
		t.tell("cli.import.done", args)
		return nil
	})
}

// exportHSDSCommand writes the directory for other programs.
type exportHSDSCommand struct {
	Out string `required:"" help:"A new file: .zip for the tables of the whole directory, .json for the services with all that belongs to them."`
	storage
	named
}

// Run is called by kong.
func (c *exportHSDSCommand) Run(ctx context.Context, t *terminal) error {
	return t.with(ctx, c.storage, func(a *app.App) (err error) {
		tenant, err := a.TenantNamed(ctx, c.Tenant)
		if err != nil {
			return err
		}
		f, err := os.OpenFile(c.Out+".new", os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
		if err != nil {
			return fault.New(fault.Invalid, "cli.export.file").With(fault.Args{"file": c.Out})
		}
		n, err := a.ExportHSDS(ctx, tenant, c.Out, f)
		if err = errors.Join(err, f.Close()); err != nil {
			return errors.Join(err, os.Remove(c.Out+".new"))
		}
		if err := os.Rename(c.Out+".new", c.Out); err != nil {
			return err
		}
		t.say("cli.export.hsds", fault.Args{"n": n, "file": c.Out})
		return nil
	})
}

package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"linli/app"
	"linli/office"
	"linli/platform/fault"
)

// importCommand brings in what was kept before linli.
type importCommand struct {
	Mediation importMediationCommand `cmd:"" help:"Mediations: four CSV tables (registered, source, relationship, outcome), joined by case number."`
	HSDS      importHSDSCommand      `cmd:"" name:"hsds" help:"Services: HSDS 3 as JSON, or as a folder or archive of tables."`
	Open311   importReportsCommand   `cmd:"" name:"open311-csv" help:"Reports: a CSV file or Excel workbook of service requests, as cities publish them."`
	Undo      importUndoCommand      `cmd:"" help:"Take back an import."`
}

// importMediationCommand imports a folder of tables. The default data folder is made when it is not there, so that an
// import can be tried before an office is set up.
type importMediationCommand struct {
	Dir string `arg:"" help:"Folder with the tables."`
	storage
	named
	Unit string `placeholder:"CODE" help:"Unit that takes the cases; default the office's first."`
	JSON bool   `help:"Print the result as JSON."`
}

// Run is called by kong.
func (c *importMediationCommand) Run(ctx context.Context, t *terminal) error {
	if info, err := os.Stat(c.Dir); err != nil || !info.IsDir() {
		return fault.New(fault.Invalid, "cli.import.folder").With(fault.Args{"dir": c.Dir})
	}
	return t.withOrBegin(ctx, c.storage, func(a *app.App) error { return c.bringIn(ctx, t, a) })
}

// withOrBegin runs f over the office; where there is none yet, one with plain names is opened first.
func (t *terminal) withOrBegin(ctx context.Context, c storage, f func(*app.App) error) (err error) {
	config, err := c.config()
	if err != nil {
		return err
	}
	s, err := t.open(ctx, config)
	fresh := errors.Is(err, errNoOffice)
	if fresh {
		s, err = t.make(ctx, config)
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if fresh {
		err = t.migrate(ctx, s)
	} else {
		err = s.Check(ctx)
	}
	if err != nil {
		return err
	}
	return t.on(ctx, config, s, app.Options{}, func(a *app.App) error {
		if fresh {
			if err := t.beginPlain(ctx, a); err != nil {
				return err
			}
		}
		return f(a)
	})
}

// beginPlain opens an office with plain names, to be set up with `linli init` later.
func (t *terminal) beginPlain(ctx context.Context, a *app.App) error {
	plain := initCommand{Slug: "default", Rulebook: "cn", Level: string(office.Township), Code: "A"}
	found, err := plain.found(t, a.Library)
	if err != nil {
		return err
	}
	begun, err := a.Begin(ctx, found, false)
	if err != nil {
		return err
	}
	t.say("cli.import.began", fault.Args{"data": a.Config.Data, "tenant": begun.Tenant.Slug})
	return nil
}

func (c *importMediationCommand) bringIn(ctx context.Context, t *terminal, a *app.App) error {
	tenant, err := a.TenantNamed(ctx, c.Tenant)
	if err != nil {
		return err
	}
	unit, _, err := a.UnitNamed(ctx, tenant.ID, c.Unit)
	if err != nil {
		return err
	}
	out, err := a.ImportMediation(ctx, tenant, unit.ID, c.Dir, os.DirFS(c.Dir), t.bar().step)
	if err != nil {
		return err
	}
	return t.told(ctx, a, tenant, out, c.JSON)
}

// told prints what became of an import.
func (t *terminal) told(ctx context.Context, a *app.App, tenant office.Tenant, out app.Imported, asJSON bool) error {
	for _, r := range out.Rejected {
		field := ""
		if r.Field != "" { // else the whole line cannot be read
			field = r.Field + ": "
		}
		fmt.Fprintf(t.stderr, "%s:%d: %s%s\n", r.File, r.Line, field, t.words.Text(app.ReasonKey(r.Reason), nil))
	}
	for _, m := range out.Paired {
		t.say("cli.import.paired", fault.Args{"file": m.File, "line": fmt.Sprint(m.Line), "from": m.From, "to": m.To})
	}
	if err := a.Integrate(ctx, tenant); err != nil {
		return err
	}
	args := fault.Args{"run": out.Run.String(), "rows": out.Rows, "accepted": out.Accepted, "unchanged": out.Unchanged,
		"rejected": len(out.Rejected), "mapped": len(out.Mapped)}
	if asJSON {
		t.say("cli.import.done", args)
		return t.json(out)
	}
	t.tell("cli.import.done", args)
	return nil
}

// importUndoCommand takes back an import.
type importUndoCommand struct {
	RunID string `arg:"" name:"run" help:"The run, as the import printed it."`
	storage
	named
	JSON bool `help:"Print the result as JSON."`
}

// Run is called by kong.
func (c *importUndoCommand) Run(ctx context.Context, t *terminal) error {
	return t.with(ctx, c.storage, func(a *app.App) error {
		tenant, err := a.TenantNamed(ctx, c.Tenant)
		if err != nil {
			return err
		}
		out, err := a.UndoImport(ctx, tenant, c.RunID)
		if err != nil {
			return err
		}
		args := fault.Args{"undone": out.Undone, "kept": out.Kept}
		if c.JSON {
			t.say("cli.import.undone", args)
			return t.json(out)
		}
		t.tell("cli.import.undone", args)
		return nil
	})
}

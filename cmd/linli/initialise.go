package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"linli/app"
	"linli/office"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/rulebook"
	"linli/rulebooks"
)

// initCommand opens an office. Run again, it prints a new code while nobody has enrolled.
type initCommand struct {
	storage
	Slug     string `name:"tenant" default:"default" help:"Public name in addresses and receipts; it never changes."`
	Name     string `help:"Name of the office, as people know it."`
	Zone     string `help:"Time zone (IANA). Without it: the rulebook's."`
	Rulebook string `default:"cn" help:"Rulebook."`
	Level    string `enum:"county,township,village" default:"township" help:"What the office is: county, township or village."`
	Code     string `default:"A" help:"Code of its first unit, on papers and case numbers."`
	Login    string `help:"Login name of the first administrator (without it admin), or of whom --recover resets."`
	Person   string `help:"Name of the first administrator."`
	Recover  bool   `help:"Reset an administrator whose phone and passkeys are lost, or the account named by --login."`
}

// Run is called by kong.
func (c *initCommand) Run(ctx context.Context, t *terminal) (err error) {
	config, err := c.config()
	if err != nil {
		return err
	}
	s, err := t.make(ctx, config)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if err := t.migrate(ctx, s); err != nil {
		return err
	}
	return t.on(ctx, config, s, app.Options{}, func(a *app.App) error {
		found, err := c.found(t, a.Library)
		if err != nil {
			return err
		}
		begun, err := a.Begin(ctx, found, c.Recover)
		if err != nil {
			return err
		}
		if begun.Again {
			t.say("cli.init.again", fault.Args{"tenant": begun.Tenant.Slug, "login": begun.Login})
		} else {
			t.say("cli.init.begun", fault.Args{"tenant": begun.Tenant.Slug, "data": config.Data, "key": config.Operator})
		}
		t.say("cli.init.enrol", fault.Args{"login": begun.Login})
		fmt.Fprintln(t.stdout, begun.Code)
		return nil
	})
}

// found is the office to open: in the rulebook's zone and in those of linli's languages that the rulebook has texts in.
// What was not named gets a plain name in the language of the terminal.
func (c *initCommand) found(t *terminal, l *rulebook.Library) (office.Found, error) {
	versions := l.Versions(c.Rulebook)
	if len(versions) == 0 {
		known := slices.DeleteFunc(l.IDs(), func(id string) bool { return id == rulebooks.Imagined })
		return office.Found{}, fault.New(fault.Invalid, "cli.init.rulebook").With(fault.Args{"rulebook": c.Rulebook, "known": strings.Join(known, ", ")})
	}
	book := versions[len(versions)-1]
	f := office.Found{Slug: c.Slug, Name: c.Name, Zone: c.Zone, Rulebook: c.Rulebook, Level: office.Level(c.Level), Code: c.Code, Login: c.Login, Person: c.Person}
	if f.Zone == "" {
		f.Zone = book.Zone.String()
	}
	for _, lang := range book.Languages {
		if _, spoken := i18n.Parse(lang); spoken {
			f.Languages = append(f.Languages, lang)
		}
	}
	if f.Name == "" {
		f.Name = t.words.Text("cli.init.office", nil)
	}
	if f.Person == "" {
		f.Person = t.words.Text("cli.init.person", nil)
	}
	return f, nil
}

// migrateCommand brings the databases to this program's schema.
type migrateCommand struct{ storage }

// Run is called by kong.
func (c *migrateCommand) Run(ctx context.Context, t *terminal) (err error) {
	config, err := c.config()
	if err != nil {
		return err
	}
	s, err := t.make(ctx, config)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if err := t.migrate(ctx, s); err != nil {
		return err
	}
	t.say("cli.migrate.done", nil)
	return nil
}

package main

import (
	"context"
	"os"

	"filippo.io/age"

	"linli/app"
	"linli/platform/clock"
	"linli/platform/fault"
)

// restoreCommand brings an office back into an empty place.
type restoreCommand struct {
	File     string   `arg:"" help:"Backup of the cases."`
	Keys     string   `required:"" placeholder:"FILE" help:"Backup of the keys (linli keys backup)."`
	Journal  []string `placeholder:"FILE" sep:"none" help:"Erasure journal that is newer than the backup of the keys; may be repeated."`
	Identity string   `placeholder:"FILE" help:"File with the age identity of a recipient that the keys were encrypted to."`
	Data     string   `env:"LINLI_DATA" default:"var/linli" help:"Folder to restore into; it holds no database and no files."`
	Database string   `env:"LINLI_DATABASE" placeholder:"URL" help:"postgres://… of an empty database; empty: SQLite in the data folder."`
	Place    string   `env:"LINLI_KEYS" name:"key-store" placeholder:"PLACE" help:"Key store to restore into: a folder, or postgres:// of another empty database; default DATA/keys."`
	Operator string   `env:"LINLI_OPERATOR_KEY" name:"operator-key" placeholder:"FILE" help:"Operator key; default KEYS/operator.key."`
	KMS      string   `env:"LINLI_KMS" placeholder:"URL" help:"Key service that locks the operator key: hcvault://TOKEN@HOST/MOUNT/keys/NAME, better in the environment than on the command line; empty: none."`
	Mirror   string   `env:"LINLI_ERASURE_JOURNAL" name:"erasure-journal" placeholder:"FILE" help:"Mirror of the erasure journal; default erasures.jsonl beside the key store."`
	JSON     bool     `help:"Print what was restored as JSON."`
}

// Run is called by kong.
func (c *restoreCommand) Run(ctx context.Context, t *terminal) error {
	config, err := app.Config{Data: c.Data, Database: c.Database, Keys: c.Place, Operator: c.Operator, KMS: c.KMS, Journal: c.Mirror}.Complete()
	if err != nil {
		return err
	}
	r := &app.Restoring{Config: config, Cases: c.File, Keys: c.Keys, Journals: c.Journal, Ask: t.passphrase, Clock: clock.System{}, Log: t.log(),
		Step: func(step string) error {
			t.say(stepWords[step], nil)
			return ctx.Err()
		}}
	if c.Identity != "" {
		if r.Identities, err = identities(c.Identity); err != nil {
			return err
		}
	}
	done, err := r.Run(ctx)
	if err != nil {
		return err
	}
	t.sayRestored(c, done)
	if c.JSON {
		return t.json(done)
	}
	return nil
}

// stepWords tells each step of a restore.
var stepWords = map[string]string{
	app.StepChecked: "cli.restore.checked", app.StepMarked: "cli.restore.marked", app.StepKeys: "cli.restore.keys", app.StepCases: "cli.restore.cases",
	app.StepErasures: "cli.restore.erasures", app.StepHeld: "cli.restore.held", app.StepDone: "cli.restore.done",
}

func (t *terminal) sayRestored(c *restoreCommand, done app.Restored) {
	t.say("cli.restore.result", fault.Args{"made": t.words.DateTime(done.Made), "rows": done.Rows, "blobs": done.Blobs, "erasures": done.Journal, "left": done.Left})
	if !done.Newer {
		t.say("cli.restore.no_journal", fault.Args{"made": t.words.DateTime(done.KeysOf)})
	}
	if done.Missing > 0 {
		t.say("cli.restore.missing", fault.Args{"count": done.Missing, "keys": c.Keys})
	}
	t.say("cli.restore.next", nil)
}

func identities(path string) ([]age.Identity, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fault.Wrap(app.ErrNoFile.Code, app.ErrNoFile.Key, err).With(fault.Args{"file": path})
	}
	defer f.Close()
	all, err := age.ParseIdentities(f)
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, "cli.restore.identity", err).At("identity").With(fault.Args{"file": path})
	}
	return all, nil
}

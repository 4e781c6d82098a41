package main

import (
	"context"

	"linli/app"
	"linli/platform/fault"
)

// keysCommand looks after the key store.
type keysCommand struct {
	Backup  keysBackupCommand  `cmd:"" help:"Copy the keys and the erasure journal, encrypted. Keep the copy for days, not months."`
	Check   keysCheckCommand   `cmd:"" help:"Open every key once and tell what the key store holds."`
	Rotate  keysRotateCommand  `cmd:"" help:"Put new keys in the place of the tenants' keys or of the operator key; sealed text is not touched."`
	Confirm keysConfirmCommand `cmd:"" help:"Say that a restored office is complete, so that keys without a case are swept again."`
}

// keysCheckCommand opens every key once.
type keysCheckCommand struct {
	storage
	JSON bool `help:"Print the states as JSON."`
}

// Run is called by kong.
func (c *keysCheckCommand) Run(ctx context.Context, t *terminal) error {
	return t.with(ctx, c.storage, func(a *app.App) error {
		states, err := a.KeyStates(ctx)
		if err != nil {
			return err
		}
		wrong := false
		for _, s := range states {
			wrong = wrong || s.Problem != nil || s.Former > 0
			if !c.JSON {
				t.tellKeys(s)
			}
		}
		if c.JSON {
			err = t.json(states)
		}
		if err == nil && wrong {
			return errFindings
		}
		return err
	})
}

func (t *terminal) tellKeys(s app.KeyState) {
	t.tell("cli.keys.state", fault.Args{"tenant": s.Tenant, "operator": s.Operator, "generation": s.Generation, "since": t.words.DateTime(s.Since),
		"opened": s.Opened, "used": s.Used, "fresh": s.Fresh, "marked": s.Marked})
	if s.Erasing > 0 {
		t.tell("cli.keys.erasing", fault.Args{"count": s.Erasing})
	}
	if s.Held {
		t.tell("cli.keys.held", nil)
	}
	if s.Former > 0 {
		t.tell("cli.keys.half", nil)
	}
	if s.Problem != nil {
		t.tell("cli.keys.problem", fault.Args{"problem": t.sentence(fault.Of(s.Problem))})
	}
}

// keysRotateCommand puts new keys in the place of old ones.
type keysRotateCommand struct {
	What string `arg:"" optional:"" enum:"tenants,operator" default:"tenants" help:"tenants (the office works on) or operator (stop the servers first)."`
	storage
	JSON bool `help:"Print what was done as JSON."`
}

// Run is called by kong.
func (c *keysRotateCommand) Run(ctx context.Context, t *terminal) error {
	return t.with(ctx, c.storage, func(a *app.App) error {
		if c.What == "operator" {
			return c.operator(ctx, t, a)
		}
		n, err := a.RotateTenants(ctx)
		if err != nil {
			return err
		}
		t.say("cli.keys.rotated_tenants", fault.Args{"count": n})
		if c.JSON {
			return t.json(map[string]int{"tenants": n})
		}
		return nil
	})
}

func (c *keysRotateCommand) operator(ctx context.Context, t *terminal, a *app.App) error {
	done, err := a.RotateOperator(ctx, t.typed)
	if err != nil {
		return err
	}
	t.say("cli.keys.rotated_operator", fault.Args{"file": done.File, "beside": done.Beside})
	if c.JSON {
		return t.json(done)
	}
	return nil
}

// keysConfirmCommand ends the pause of the sweep after a restore.
type keysConfirmCommand struct{ storage }

// Run is called by kong.
func (c *keysConfirmCommand) Run(ctx context.Context, t *terminal) error {
	return t.with(ctx, c.storage, func(a *app.App) error {
		n, err := a.Confirm(ctx)
		switch {
		case err != nil:
			return err
		case n == 0:
			t.say("cli.keys.nothing_held", nil)
		default:
			t.say("cli.keys.confirmed", nil)
		}
		return nil
	})
}

package main

import (
	"context"

	"linli/bench"
)

// benchCommand measures; package bench reads its arguments.
type benchCommand struct {
	Args []string `arg:"" optional:"" passthrough:"all" help:"Scenarios and settings; see linli bench --help."`
}

// Run is called by kong.
func (c *benchCommand) Run(ctx context.Context, t *terminal) error {
	code, err := bench.Run(ctx, c.Args, t.stdout, t.stderr)
	switch {
	case err == nil && code == exitFindings:
		return errFindings
	case err != nil && code == exitUsage:
		return usage{err}
	}
	return err
}

package main

import (
	"bytes"
	"context"
	"os"
	"strings"

	"linli/app"
	"linli/insight"
	"linli/platform/fault"
)

// insightReturnCommand shows a statistical return, or writes it into a file.
type insightReturnCommand struct {
	Period string `arg:"" help:"The period, as 2026-10, 2026-Q3, 2026-H1 or 2026, as the rulebook's form has it."`
	storage
	named
	Unit string `placeholder:"CODE" help:"A unit with all below it; default the whole office."`
	Out  string `type:"path" placeholder:"FILE" help:"Write a workbook (.xlsx) or CSV (.csv)."`
	JSON bool   `help:"Print the return as JSON."`
}

// Run is called by kong.
func (c *insightReturnCommand) Run(ctx context.Context, t *terminal) error {
	return t.with(ctx, c.storage, func(a *app.App) error {
		tenant, err := a.TenantNamed(ctx, c.Tenant)
		if err != nil {
			return err
		}
		r, rules, err := a.ShowReturn(ctx, tenant, c.Unit, c.Period)
		if err != nil {
			return err
		}
		words := t.words
		words.Zone = rules.Zone
		printed := insight.Print(r, rules, words)
		if c.Out != "" {
			var body bytes.Buffer
			if !strings.HasSuffix(strings.ToLower(c.Out), ".xlsx") {
				body.Write(insight.CSV(printed, words))
			} else if err := a.Insight.Write(ctx, &body, tenant.ID, r, printed, words); err != nil {
				return err
			}
			if err := os.WriteFile(c.Out, body.Bytes(), 0o600); err != nil {
				return fault.Wrap(fault.Unavailable, "cli.insight.unwritten", err).With(fault.Args{"file": c.Out})
			}
		}
		if c.JSON {
			return t.json(r)
		}
		if c.Out == "" {
			_, err = t.stdout.Write(insight.CSV(printed, words))
		}
		return err
	})
}

package main

import (
	"context"

	"linli/app"
	"linli/insight"
	"linli/platform/fault"
)

// insightCommand shows figures.
type insightCommand struct {
	Show insightShowCommand `cmd:"" help:"Show one indicator: mediation.uptake, .settlement, .overall, .performance, .part_performance or .confirmation; with --period one that the rulebook declares."`

	Return insightReturnCommand `cmd:"" help:"Show a statistical return: its last frozen version, or what is known now."`
}

// insightShowCommand shows one indicator.
type insightShowCommand struct {
	ID string `arg:"" help:"The indicator."`
	storage
	named
	Unit   string `placeholder:"CODE" help:"A unit with all below it; default the whole office."`
	From   string `placeholder:"DAY" help:"First day of registration, in the office's zone."`
	To     string `placeholder:"DAY" help:"Last day of registration, in the office's zone."`
	Period string `placeholder:"PERIOD" help:"A month (2026-10), a quarter (2026-Q3) or a year that is over, for an indicator that the rulebook declares."`
	JSON   bool   `help:"Print the figure as JSON."`
}

// Run is called by kong.
func (c *insightShowCommand) Run(ctx context.Context, t *terminal) error {
	return t.with(ctx, c.storage, func(a *app.App) error {
		tenant, err := a.TenantNamed(ctx, c.Tenant)
		if err != nil {
			return err
		}
		f, err := a.ShowInsight(ctx, tenant, app.Window{ID: c.ID, Unit: c.Unit, From: c.From, To: c.To, Period: c.Period})
		if err != nil {
			return err
		}
		if c.JSON {
			return t.json(f)
		}
		t.tellFigure(f)
		return nil
	})
}

func (t *terminal) tellFigure(f insight.Figure) {
	switch {
	case f.Suppressed:
		t.tell("cli.insight.suppressed", fault.Args{"id": f.ID})
	case f.Value == nil:
		t.tell("cli.insight.empty", fault.Args{"id": f.ID})
	default:
		percent := func(x float64) string { return t.words.Decimal(100*x, 1) }
		t.tell("cli.insight.figure", fault.Args{"id": f.ID, "numerator": *f.Numerator, "denominator": *f.Denominator,
			"value": percent(*f.Value), "low": percent(*f.Low), "high": percent(*f.High), "cutoff": f.Cutoff.Format("2006-01-02 15:04")})
	}
}

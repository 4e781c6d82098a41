package main

import (
	"context"
	"net/url"

	"linli/app"
	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/id"
)

// exportCommand writes what the office publishes, and one case where two accounts approved it.
type exportCommand struct {
	Case     exportCaseCommand    `cmd:"" help:"Papers of one case for a court, encrypted, by a request that two accounts approved."`
	Resident exportPartyCommand   `cmd:"" help:"A person's own copy of its case, encrypted, by a request that two accounts approved."`
	Open311  exportReportsCommand `cmd:"" name:"open311-csv" help:"Reports as everybody may read them, in the GeoReport bulk form."`
	HSDS     exportHSDSCommand    `cmd:"" name:"hsds" help:"The directory of services, without what is redacted."`
}

// oneCase is what both commands for one case are told.
type oneCase struct {
	storage
	named
	URL     string `env:"LINLI_URL" placeholder:"ORIGIN" help:"Public origin: the codes on the pages lead there; empty: no codes."`
	Request string `required:"" placeholder:"ID" help:"The request, as the page of the case shows it."`
	To      string `required:"" placeholder:"RECIPIENT" help:"The age recipient (age1…) that the request names."`
	Out     string `required:"" placeholder:"FILE" help:"File to write; it must not exist."`
}

// exportCaseCommand writes the papers of a case that a court gets.
type exportCaseCommand struct{ oneCase }

// Run is called by kong.
func (c *exportCaseCommand) Run(ctx context.Context, t *terminal) error {
	return c.write(ctx, t, casefile.ExportCase)
}

// exportPartyCommand writes a person's own copy.
type exportPartyCommand struct{ oneCase }

// Run is called by kong.
func (c *exportPartyCommand) Run(ctx context.Context, t *terminal) error {
	return c.write(ctx, t, casefile.ExportResident)
}

func (c *oneCase) write(ctx context.Context, t *terminal, what string) error {
	request, err := id.Parse(c.Request)
	if err != nil || request.IsZero() {
		return fault.New(fault.Invalid, "export.request").With(fault.Args{"request": c.Request})
	}
	to, err := casefile.Recipient(c.To)
	if err != nil {
		return fault.Wrap(fault.Invalid, "cli.keys.recipient", err).At("to").With(fault.Args{"recipient": c.To})
	}
	verify := ""
	if c.URL != "" {
		origin, err := url.Parse(c.URL)
		if err != nil {
			return usage{err}
		}
		verify = origin.JoinPath("verify").String()
	}
	return t.with(ctx, c.storage, func(a *app.App) error {
		tenant, err := a.TenantNamed(ctx, c.Tenant)
		if err != nil {
			return err
		}
		if err := a.ExportCase(ctx, tenant, app.Leave{Request: request, What: what, To: to, Verify: verify, Out: c.Out}); err != nil {
			return err
		}
		t.say("export.written", fault.Args{"file": c.Out})
		return nil
	})
}

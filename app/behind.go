package app

import (
	"context"
	"slices"

	"linli/casefile"
	"linli/duty"
	"linli/mediation"
	"linli/platform/access"
	"linli/referral"
	"linli/report"
	"linli/rulebook"
	insightpages "linli/web/insight"
)

// behind is a case behind a figure, asked of its own capability: what that does not let the actor see is not named.
func (a *App) behind(ctx context.Context, who access.Actor, p casefile.PromiseRow) (out insightpages.Behind, err error) {
	rules := func(book, version string) (*rulebook.Rulebook, error) {
		x, err := (&officeOf{a}).RulebookOf(ctx, who.Tenant, book, version)
		if err == nil {
			rule, _ := x.Promise(p.Rule)
			out.Promised, out.Answers = rule.Title, slices.Contains(rule.KeptBy, "answer")
		}
		return x, err
	}
	switch p.Capability {
	case mediation.Capability:
		c, _, err := a.Mediation.See(ctx, who, p.Case)
		if err != nil {
			return out, err
		}
		out.Href, out.Received, out.Number = "/mediations/"+c.ID.String(), c.Received, c.Ref // one from paper keeps its number
		book, err := rules(c.Rulebook, c.RulebookVersion)
		if err != nil {
			return out, err
		}
		tree, err := a.Office.Tree(ctx, who.Tenant)
		if x, ok := tree.Unit(c.Unit); ok && c.Number > 0 {
			out.Number = book.Mediation.Number.Format(x.Name, c.Year, c.Number)
		}
		return out, err
	case report.Capability:
		c, _, err := a.Report.See(ctx, who, p.Case)
		if err != nil {
			return out, err
		}
		out.Href, out.Received = "/complaints/"+c.ID.String(), c.Received
		if c.IsIssue() {
			out.Href = "/reports/" + c.ID.String()
		}
		_, err = rules(c.Rulebook, c.RulebookVersion)
		return out, err
	case referral.Capability:
		c, _, err := a.Referral.See(ctx, who, p.Case)
		if err != nil {
			return out, err
		}
		out.Href, out.Received = "/help/"+c.ID.String(), c.Received
		_, err = rules(c.Rulebook, c.RulebookVersion)
		return out, err
	case duty.Capability:
		c, err := a.Duty.See(ctx, who, p.Case)
		if err != nil {
			return out, err
		}
		out.Href, out.Promised = "/duties/"+c.Case.ID.String(), c.Rule.Label
		return out, nil
	}
	return out, access.ErrNotFound
}

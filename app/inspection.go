package app

import (
	"context"

	"linli/platform/id"
	"linli/rulebook"
)

// inspected are the papers of the rulebook that an inspection keeps.
func (a *App) inspected(ctx context.Context, tenant, c id.ID) ([]rulebook.Document, error) {
	of, err := a.Inspect.Repo.Case(ctx, tenant, c)
	if err != nil {
		return nil, err
	}
	rules, err := (&officeOf{a}).RulebookOf(ctx, of.Tenant, of.Rulebook, of.RulebookVersion)
	if err != nil {
		return nil, err
	}
	return rules.Inspection.Documents, nil
}

package app

import (
	"context"

	"linli/insight/survey"
	"linli/platform/id"
	"linli/rulebook"
	surveys "linli/store/insight/survey"
)

// openSurvey builds the service of surveys. Its key is the operator's: who holds the database alone can neither make a code nor
// tell which one a hash is of.
func (a *App) openSurvey() error {
	key, err := a.Stores.Operator.Derive("survey")
	if err != nil {
		return err
	}
	o := &officeOf{a}
	a.Survey = &survey.Service{Repo: surveys.New(a.Stores.Cases), Gate: a.Rights, Clock: a.Clock, IDs: a.IDs, Key: key, Begin: o.Tag, Tree: a.Office.Tree,
		Secrets: a.Vault.Secrets(), Shred: a.Vault.Shred,
		Rules: func(ctx context.Context, tenant id.ID) (*rulebook.Rulebook, error) {
			return o.Rulebook(ctx, tenant, a.Clock.Now())
		}}
	return nil
}

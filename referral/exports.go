package referral

import (
	"context"
	"slices"

	"linli/casefile"
	"linli/platform/id"
	"linli/platform/vault"
)

// Copy is a request for help as it leaves by an approved request: what can be printed of it, and nothing else.
type Copy struct {
	*Opened
	Export casefile.Export
	Papers []string // that leave, of [Demandable]
	was    int64    // version of the case on which its accounts had the right
}

// ForExport opens a request for help for an approved request, with the right that its accounts have at this moment, for the recipient whose key it names.
// An access row of each account is committed before anything is unsealed. Neither who the person is and how it is reached, nor its health and safety, nor what services were told or answered, nor letters are opened for it. Errors:
// [casefile.ErrExportNone], the guards of event "export", those of [casefile.Asides.OpenExport].
func (s *Service) ForExport(ctx context.Context, tenant, request id.ID, what, recipient string) (_ *Copy, err error) {
	defer wrap(&err, "open for an export")
	caseID, err := s.Asides().ExportCase(ctx, tenant, request)
	if err != nil {
		return nil, err
	}
	c, err := s.Repo.Case(ctx, tenant, caseID)
	if err != nil {
		return nil, err
	}
	rules, err := s.Office.RulebookOf(ctx, tenant, c.Rulebook, c.RulebookVersion)
	if err != nil {
		return nil, err
	}
	if _, err := Decide(c, Aside(casefile.TakeExport{Export: request, What: what}), by(casefile.Exporting(tenant), &c), s.Clock.Now(), Knowledge{Rules: rules}, s.IDs); err != nil {
		return nil, err // before anybody is said to have opened it
	}
	x := c.Export(request)
	grant, err := s.Asides().OpenExport(ctx, tenant, c.ID, request, recipient)
	if err != nil {
		return nil, err
	}
	l := &Copy{Opened: &Opened{Case: c, Rules: rules, Demands: map[id.ID]casefile.DemandText{}, Words: map[id.ID]Words{}, Written: map[id.ID]string{}, Names: map[id.ID]string{}}, Export: *x, Papers: Demandable}
	if x.Purpose == casefile.ForOrder {
		l.Papers = c.Demand(x.Demand).Papers
	}
	l.was = c.Version
	if at := c.GivenAt(x); !at.IsZero() { // what came since was not given
		if l.Case, err = s.stood(ctx, &c, at); err != nil {
			return nil, err
		}
	}
	plan := l.Case.planned()
	err = s.unseal(ctx, grant, func(f vault.Sealed) bool {
		return f.Field == FieldAsked || f.Field == FieldWritten && slices.Contains(plan, f.Owner) || f.Field == FieldDemand && f.Owner == x.Demand
	}, l.put)
	return l, err
}

// Taken writes down that an approved request was used, which it is once: of two at a time one is refused. So is one of a case that moved
// since it was opened: whoever asked may have been taken off it. Errors: [ErrMoved], the guards of event "export".
func (s *Service) Taken(ctx context.Context, l *Copy) error {
	_, err := s.Act(ctx, casefile.Exporting(l.Case.Tenant), l.Case.ID, Aside(casefile.TakeExport{Export: l.Export.ID, What: l.Export.What(), Was: l.was}), nil)
	return err
}

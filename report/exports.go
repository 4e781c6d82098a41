package report

import (
	"context"
	"fmt"
	"slices"

	"linli/casefile"
	"linli/platform/id"
	"linli/platform/vault"
)

// exportOpens is all that a file that leaves can be printed from: what was reported, what its author was told, and what author and office wrote to
// each other ([Demandable]). Who spoke, how to reach it, files and notes are never opened for one (docs/decisions/0104).
var exportOpens = []string{FieldAccount, FieldAnswer, FieldWritten}

// Copy is a report as it leaves by an approved request: what can be printed of it, and nothing else.
type Copy struct {
	*Opened
	Export casefile.Export
	Papers []string // that leave, of [Demandable]
	was    int64    // version of the case on which its accounts had the right
}

// ForExport opens a report for an approved request, with the right that its accounts have at this moment, for the recipient whose key it names.
// An access row of each account is committed before anything is unsealed. Errors:
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
	l := &Copy{Opened: &Opened{Case: c, Rules: rules, Demands: map[id.ID]casefile.DemandText{}, Answers: map[id.ID]Answer{}, Written: map[id.ID]string{}, Notes: map[id.ID]string{}, Names: map[id.ID]string{}}, Export: *x, Papers: Demandable}
	if x.Purpose == casefile.ForOrder {
		l.Papers = c.Demand(x.Demand).Papers
	}
	l.was = c.Version
	fields, err := s.Repo.Sealed(ctx, tenant, c.ID)
	if err != nil {
		return nil, err
	}
	fields = slices.DeleteFunc(fields, func(f vault.Sealed) bool {
		return !slices.Contains(exportOpens, f.Field) && (f.Field != FieldDemand || f.Owner != x.Demand)
	})
	texts, err := s.Vault.OpenAll(ctx, grant, fields)
	if err != nil {
		return nil, err
	}
	for i, t := range texts {
		if err := l.put(fields[i].Field, fields[i].Owner, t); err != nil {
			return nil, fmt.Errorf("read %s: %w", fields[i].Field, err)
		}
	}
	if l.Events, err = s.Repo.Events(ctx, tenant, c.ID); err != nil {
		return nil, err
	}
	at := c.GivenAt(x) // what was told and written since was not given
	l.Events = slices.DeleteFunc(l.Events, func(e casefile.Event) bool { return e.Kind.Aside() || !at.IsZero() && e.At.After(at) })
	return l, nil
}

// Taken writes down that an approved request was used, which it is once: of two at a time one is refused. So is one of a case that moved
// since it was opened: whoever asked may have been taken off it. Errors: [ErrMoved], the guards of event "export".
func (s *Service) Taken(ctx context.Context, l *Copy) error {
	_, err := s.Act(ctx, casefile.Exporting(l.Case.Tenant), l.Case.ID, Aside(casefile.TakeExport{Export: l.Export.ID, What: l.Export.What(), Was: l.was}), nil)
	return err
}

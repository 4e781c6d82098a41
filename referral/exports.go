package referral

import (
	"context"
	"slices"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
	"linli/rulebook"
)

// exports are what is the same of copies of every kind of case.
func (s *Service) exports() *casefile.Exports {
	return casefile.NewExports(s.Service, s.Repo, s.Office, casefile.ExportsOf{Capability: Capability, NotFound: ErrNotFound, To: FieldExportTo,
		Case: func(ctx context.Context, tenant, caseID id.ID) (casefile.Outgoing, error) {
			c, err := s.Repo.Case(ctx, tenant, caseID)
			return casefile.Outgoing{Facts: c.Facts(), Exported: c.Exported, Demanded: c.Demanded}, err
		}})
}

// exportFacts are the facts of a case for whoever approves a request, or takes it back.
func (s *Service) exportFacts(ctx context.Context, c *Case, export id.ID) (access.Facts, error) {
	x := c.Export(export)
	if x == nil {
		return c.Facts(), nil
	}
	return s.exports().FactsFor(ctx, c.Facts(), x.Account)
}

// ExportsSeen is a request for help without a word of it, for whoever has to do with a copy of it that leaves.
type ExportsSeen struct {
	Case  Case
	Rules *rulebook.Rulebook
	casefile.ExportsSeen
}

// SeeExports returns a request for help for whoever asks that a copy of it leaves, or approves it. It opens nothing and writes no row. Errors:
// ErrNotFound for everybody else.
func (s *Service) SeeExports(ctx context.Context, a access.Actor, caseID id.ID) (out ExportsSeen, err error) {
	defer wrap(&err, "see exports")
	out.ExportsSeen, err = s.exports().See(ctx, a, caseID)
	if f := fault.Of(err); err != nil && (f.Code == fault.Forbidden || f.Code == fault.NotFound) {
		err = ErrNotFound
	}
	if err != nil {
		return out, err
	}
	if out.Case, err = s.Repo.Case(ctx, a.Tenant, caseID); err != nil {
		return out, err
	}
	out.Case.Exported = out.Exported
	out.Rules, err = s.Office.RulebookOf(ctx, a.Tenant, out.Case.Rulebook, out.Case.RulebookVersion)
	return out, err
}

// ExportTo tells whoever approves a request, or asked for it, the key that the file would be encrypted to. Errors: as [casefile.Exports.To].
func (s *Service) ExportTo(ctx context.Context, a access.Actor, caseID, export id.ID) (string, error) {
	return s.exports().To(ctx, a, caseID, export)
}

// Copy is a request for help as it leaves by an approved request: what can be printed of it, and nothing else.
type Copy struct {
	*Opened
	Export casefile.Export
	Papers []string // that leave, of [Demandable]
	was    int64    // version of the case on which its accounts had the right
}

// ForExport opens a request for help for an approved request, with the right that its accounts have at this moment, for the recipient whose key it names.
// An access row of each account is committed before anything is unsealed. Neither who the person is and how it is reached, nor its health and safety, nor what services were told or answered, nor letters are opened for it. Errors:
// [casefile.ErrExportNone], the guards of event "export", those of [casefile.Exports.Open].
func (s *Service) ForExport(ctx context.Context, tenant, request id.ID, what, recipient string) (_ *Copy, err error) {
	defer wrap(&err, "open for an export")
	caseID, err := s.exports().CaseOf(ctx, tenant, request)
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
	if _, err := Decide(c, TakeExport{Export: request, What: what}, by(casefile.Exporting(tenant), &c), s.Clock.Now(), Knowledge{Rules: rules}, s.IDs); err != nil {
		return nil, err // before anybody is said to have opened it
	}
	x := c.Export(request)
	grant, err := s.exports().Open(ctx, tenant, c.ID, request, recipient)
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
	_, err := s.Act(ctx, casefile.Exporting(l.Case.Tenant), l.Case.ID, TakeExport{l.Export.ID, l.Export.What(), l.was}, nil)
	return err
}

// moved reports whether a case is another than the one that was opened for a file; one whose request was used meanwhile is the machine's to refuse.
func (x TakeExport) moved(c *Case) bool {
	of := c.Export(x.Export)
	return c.Version != x.was && (of == nil || of.Taken.IsZero())
}

package mediation

import (
	"context"
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/vault"
)

// SeeExports returns a case for whoever asks that papers of it leave or approves it: its state and no word of it. Errors: as [casefile.Asides.SeeExports].
func (s *Service) SeeExports(ctx context.Context, a access.Actor, caseID id.ID) (Case, casefile.ExportsSeen, error) {
	seen, err := s.Asides().SeeExports(ctx, a, caseID)
	if err != nil {
		return Case{}, seen, err
	}
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	wrap(&err, "see exports")
	c.Exported = seen.Case.Exported
	return c, seen, err
}

// Exported counts the files that left before an instant, of whatever kind their cases are.
func (s *Service) Exported(ctx context.Context, tenant id.ID, before time.Time) (int64, error) {
	n, err := s.Repo.Ended(ctx, tenant, casefile.RegisterExport, before)
	wrap(&err, "count exports")
	return n, err
}

// Leaving is a case as it leaves by an approved request: what the purpose covers, and nothing else of it.
type Leaving struct {
	*Opened
	Export casefile.Export
	Party  access.Actor // the party whose own copy it is
	was    int64        // version of the case on which its accounts had the right
	grant  access.Grant
	wanted func(Attachment) (document string, wanted bool)
}

// ForExport opens a case for an approved request, with the right that its accounts have at this moment, for the recipient whose key it names. An
// access row of each account is committed before anything is unsealed; of a party's own copy they stand in that party's list alone. Errors:
// [casefile.ErrExportNone], the guards of event "export", those of [casefile.Asides.OpenExport].
func (s *Service) ForExport(ctx context.Context, tenant, request id.ID, what, recipient string) (_ *Leaving, err error) {
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
	if _, err := Decide(c, Aside(casefile.TakeExport{Export: request, What: what}), by(casefile.Exporting(tenant), c), s.Clock.Now(), time.Time{}, Knowledge{Rules: rules}, s.IDs); err != nil {
		return nil, err // before anybody is said to have opened it
	}
	x := c.Export(request)
	grant, err := s.Asides().OpenExport(ctx, tenant, caseID, request, recipient)
	if err != nil {
		return nil, err
	}
	l := &Leaving{Opened: newOpened(c), Export: *x, was: c.Version, grant: grant}
	l.Rules = rules
	if err := s.unseal(ctx, grant, tenant, l.Opened, l.section()); err != nil {
		return nil, err
	}
	if l.Events, err = s.Repo.Events(ctx, tenant, c.ID); err != nil {
		return nil, err
	}
	if x.Purpose == casefile.ForOwnCopy {
		if l.Reads, err = s.Reads.Readings(ctx, tenant, c.ID, x.Party, time.Time{}, maxReads); err != nil {
			return nil, err
		}
		l.through(x.Party, s.Clock.Now())
	}
	return l, nil
}

// section says which sections the purpose of a request opens, and which files: of a party's own copy what that party reads on its page; for
// the court what the joint application is printed from; for a demand the joint section and who the parties are, and no file. A talk with
// one party, a mediator's note and what a party told the office alone are in none of them.
func (l *Leaving) section() func(field string, section vault.Scope) bool {
	c, x := &l.Case, &l.Export
	l.wanted = func(Attachment) (string, bool) { return "", false }
	switch x.Purpose {
	case casefile.ForOwnCopy:
		l.Party = access.Actor{Kind: access.Resident, Tenant: c.Tenant, Case: c.ID, Party: x.Party}
		l.wanted = func(f Attachment) (string, bool) {
			return "", mayOpen(l.Party, c, vault.Scope{Kind: vault.Attachment, Of: f.ID})
		}
		return func(field string, section vault.Scope) bool {
			return mayOpen(l.Party, c, section) && field != FieldFormer && field != FieldOriginal && field != FieldUndone && !toldAlone(l.Party, c, field, section)
		}
	case ForCourt:
		l.wanted = func(f Attachment) (string, bool) {
			document := c.Filed(f)
			return document, slices.Contains(CourtPapers, document)
		}
		return func(field string, section vault.Scope) bool {
			party := section.Kind == vault.Identity && slices.Contains(c.Binding(c.Agreement), section.Of)
			return slices.Contains(courtFields, field) && (section.Kind == vault.Joint || party)
		}
	}
	return func(field string, section vault.Scope) bool { return forDemanded(x.Demand, field, section) }
}

// courtFields are what [CourtPapers] are printed from.
var courtFields = []string{FieldAgreement, FieldProof, FieldCourt, FieldIdentity}

// EachLeaving opens the files that leave with a case, one after the other. It is the reading that [Service.ForExport] wrote down.
func (s *Service) EachLeaving(ctx context.Context, l *Leaving, take func(document string, f Attachment, content []byte) error) (err error) {
	defer wrap(&err, "files for an export")
	return s.eachFile(ctx, l.grant, &l.Case, l.wanted, take)
}

// Taken writes down that an approved request was used, which it is once: of two at a time one is refused. So is one of a case that moved
// since it was opened: whoever asked may have been taken off it. Errors: [ErrMoved], the guards of event "export".
func (s *Service) Taken(ctx context.Context, l *Leaving) error {
	act := casefile.TakeExport{Export: l.Export.ID, What: l.Export.What(), Was: l.was}
	_, _, err := s.Act(ctx, casefile.Exporting(l.Case.Tenant), l.Case.ID, Aside(act), Ask{})
	return err
}

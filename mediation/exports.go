package mediation

import (
	"context"
	"slices"
	"time"

	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
)

// RegisterExport is the register of files that were asked for to leave.
const RegisterExport = "export"

// Refusals of an export that are no rule of one event: no such request, one of its accounts may not do any more what it did, or the
// file would go to another key.
var (
	ErrExportNone         = fault.New(fault.Guard, "export.none_such")
	ErrExportAskerGone    = fault.New(fault.Guard, "export.asker_gone")
	ErrExportApproverGone = fault.New(fault.Guard, "export.approver_gone")
	ErrExportRecipient    = fault.New(fault.Guard, "export.other_recipient")
)

// exportSeconds are the accounts that may approve an export of a case now, without the one that asks: those who lead its unit or keep its files,
// the people of the unit above where these stand in, and the privacy officers.
func (s *Service) exportSeconds(ctx context.Context, c Case, asker id.ID) (out []id.ID, err error) {
	facts, _, _, err := s.facts(ctx, c)
	if err != nil {
		return nil, err
	}
	for _, post := range []access.PostKind{access.Lead, access.Records, access.Privacy} {
		held, err := s.Office.Holders(ctx, c.Tenant, c.Unit, post, false)
		if err != nil {
			return nil, err
		}
		for _, x := range held {
			if x == asker || slices.Contains(out, x) {
				continue
			}
			who, err := s.Office.Account(ctx, c.Tenant, x)
			if err != nil {
				return nil, err
			}
			if s.Access.Check(who, "mediation.approve_export", facts) == nil {
				out = append(out, x)
			}
		}
	}
	return out, nil
}

// SeeExports returns a case for whoever asks that papers of it leave or approves it: its state and no word of it. Who only asks is shown
// no request of a demand, which may be one that nobody is told of. It opens nothing and writes no row. Errors: those of access for everybody else.
func (s *Service) SeeExports(ctx context.Context, a access.Actor, caseID id.ID) (_ Case, asks, approves bool, err error) {
	defer wrap(&err, "see exports")
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return Case{}, false, false, err
	}
	facts, _, _, err := s.facts(ctx, c)
	if err != nil {
		return Case{}, false, false, err
	}
	err = s.Access.Check(a, "mediation.approve_export", facts)
	approves = err == nil
	if asks = s.Access.Check(a, "mediation.ask_export", facts) == nil; asks || s.Access.Check(a, "mediation.ask_given", facts) == nil {
		err = nil
	}
	if !approves {
		c.Exports = slices.DeleteFunc(slices.Clone(c.Exports), func(x Export) bool { return x.Purpose == ForOrder })
	}
	return c, asks, approves, err
}

// ExportTo tells whoever approves a request, or asked for it, the key that the file would be encrypted to, and nothing else of the case. The
// access row is committed before. Errors: as [Service.SeeExports] and [access.Engine.Open]; ErrNotFound.
func (s *Service) ExportTo(ctx context.Context, a access.Actor, caseID, export id.ID) (_ string, err error) {
	defer wrap(&err, "the key of an export")
	c, _, _, err := s.SeeExports(ctx, a, caseID)
	if err != nil {
		return "", err
	}
	x := c.export(export)
	if x == nil {
		return "", ErrNotFound
	}
	facts, _, _, err := s.facts(ctx, c)
	if err != nil {
		return "", err
	}
	facts.Demanded = true // to approve, it is opened as for a demand
	a.Party = x.Party
	grant, err := s.Access.Open(ctx, s.Recorder, s.Clock.Now(), a, facts, x.reading())
	if err != nil {
		return "", err
	}
	return s.exportTo(ctx, grant, c, x)
}

func (s *Service) exportTo(ctx context.Context, g access.Grant, c Case, x *Export) (string, error) {
	o := newOpened(c)
	err := s.unseal(ctx, g, c.Tenant, o, func(_ string, section vault.Scope) bool {
		return section == vault.Scope{Kind: vault.Register, Of: x.ID}
	})
	return o.Passage(FieldExportTo, x.ID), err
}

// reading is what the readings for a request are written down as: those for a demand are told when the demand is.
func (x *Export) reading() access.Purpose {
	if x.Purpose == ForOrder {
		return access.ForDemand
	}
	return access.ForExport
}

// Exported counts the files that left before an instant.
func (s *Service) Exported(ctx context.Context, tenant id.ID, before time.Time) (int64, error) {
	n, err := s.Repo.Ended(ctx, tenant, RegisterExport, before)
	wrap(&err, "count exports")
	return n, err
}

// Leaving is a case as it leaves by an approved request: what the purpose covers, and nothing else of it.
type Leaving struct {
	*Opened
	Export Export
	Party  access.Actor // the party whose own copy it is
	was    int64        // version of the case on which its accounts had the right
	grant  access.Grant
	wanted func(Attachment) (document string, wanted bool)
}

// ForExport opens a case for an approved request, with the right that its accounts have at this moment, for the recipient whose key it names. An
// access row of each account is committed before anything is unsealed; of a party's own copy they stand in that party's list alone. Errors:
// [ErrExportNone], [ErrExportAskerGone], [ErrExportApproverGone], [ErrExportRecipient], the guards of event "export", those of
// [access.Engine.Open].
func (s *Service) ForExport(ctx context.Context, tenant, request id.ID, what, recipient string) (_ *Leaving, err error) {
	defer wrap(&err, "open for an export")
	caseID, err := s.Repo.Entered(ctx, tenant, RegisterExport, request)
	if isNotFound(err) {
		return nil, ErrExportNone
	}
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
	if _, err := Decide(c, TakeExport{request, what}, by(exporting(tenant), c), s.Clock.Now(), time.Time{}, Knowledge{Rules: rules}, s.IDs); err != nil {
		return nil, err // before anybody is said to have opened it
	}
	x := c.export(request)
	grant, err := s.exportGrant(ctx, c, x)
	if err != nil {
		return nil, err
	}
	to, err := s.exportTo(ctx, grant, c, x)
	if err != nil {
		return nil, err
	}
	if to != recipient {
		return nil, ErrExportRecipient
	}
	l := &Leaving{Opened: newOpened(c), Export: *x, was: c.Version, grant: grant}
	l.Rules = rules
	if err := s.unseal(ctx, grant, tenant, l.Opened, l.section()); err != nil {
		return nil, err
	}
	if l.Events, err = s.Repo.Events(ctx, tenant, c.ID); err != nil {
		return nil, err
	}
	if x.Purpose == ForOwnCopy {
		if l.Reads, err = s.Reads.Readings(ctx, tenant, c.ID, x.Party, time.Time{}, maxReads); err != nil {
			return nil, err
		}
		l.through(x.Party, s.Clock.Now())
	}
	return l, nil
}

// exporting is whoever runs the command line: linli itself, without a right to read.
func exporting(tenant id.ID) access.Actor {
	return access.Actor{Kind: access.System, Tenant: tenant, Via: "cli"}
}

// exportGrant opens the case by the right of whoever asked, once the readings of all three are written down.
func (s *Service) exportGrant(ctx context.Context, c Case, x *Export) (none access.Grant, err error) {
	facts, _, _, err := s.facts(ctx, c)
	if err != nil {
		return none, err
	}
	account := func(n id.ID) (access.Actor, error) {
		who, err := s.Office.Account(ctx, c.Tenant, n)
		who.Via, who.Party = "cli", x.Party
		return who, err
	}
	ask := "mediation.ask_export"
	if x.Purpose == ForOrder {
		ask = "mediation.ask_given"
	}
	asker, err := account(x.Account)
	if err != nil {
		return none, err
	}
	if s.Access.Check(asker, ask, facts) != nil {
		return none, ErrExportAskerGone
	}
	var seconds []access.Actor
	for _, a := range x.Approved {
		who, err := account(a.Account)
		if err != nil {
			return none, err
		}
		if s.Access.Check(who, "mediation.approve_export", facts) != nil {
			return none, ErrExportApproverGone
		}
		seconds = append(seconds, who)
	}
	now := s.Clock.Now()
	for _, who := range seconds {
		if err := s.Access.Answers(ctx, s.Recorder, now, who, "mediation.approve_export", facts, x.reading()); err != nil {
			return none, err
		}
	}
	facts.Demanded = x.Purpose == ForOrder
	return s.Access.Open(ctx, s.Recorder, now, asker, facts, x.reading())
}

// section says which sections the purpose of a request opens, and which files: of a party's own copy what that party reads on its page; for
// the court what the joint application is printed from; for a demand the joint section and who the parties are, and no file. A talk with
// one party, a mediator's note and what a party told the office alone are in none of them.
func (l *Leaving) section() func(field string, section vault.Scope) bool {
	c, x := &l.Case, &l.Export
	l.wanted = func(Attachment) (string, bool) { return "", false }
	switch x.Purpose {
	case ForOwnCopy:
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
	_, _, err := s.Act(ctx, exporting(l.Case.Tenant), l.Case.ID, TakeExport{l.Export.ID, l.Export.What()}, Ask{Holds: func(c *Case) error {
		if x := c.export(l.Export.ID); c.Version != l.was && (x == nil || x.Taken.IsZero()) {
			return ErrMoved
		}
		return nil
	}})
	return err
}

package casefile

import (
	"context"
	"encoding/json"
	"slices"

	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
	"linli/rulebook"
)

// Refusals of an export that are no rule of one event: no such request, one of its accounts may not do any more what it did, or the
// file would go to another key.
var (
	ErrExportNone         = fault.New(fault.Guard, "export.none_such")
	ErrExportAskerGone    = fault.New(fault.Guard, "export.asker_gone")
	ErrExportApproverGone = fault.New(fault.Guard, "export.approver_gone")
	ErrExportRecipient    = fault.New(fault.Guard, "export.other_recipient")
)

// Exporting is whoever runs the command line: linli itself, without a right to read.
func Exporting(tenant id.ID) access.Actor {
	return access.Actor{Kind: access.System, Tenant: tenant, Via: "cli"}
}

func (s *Asides) may(a access.Actor, act string, f access.Facts) bool {
	return s.check(a, act, f) == nil
}

// ExportFacts are the facts of a case for whoever approves a request, or takes it back; those that were given for every other act.
func (s *Asides) ExportFacts(ctx context.Context, f access.Facts, of *Exported, act AsideAct) (access.Facts, error) {
	switch act.(type) {
	case ApproveExport, EndExport:
		if x := of.Export(act.of()); x != nil {
			return s.standIn(ctx, f, x.Account)
		}
	}
	return f, nil
}

// standIn are the facts of a case with the unit above whose people stand in where two others than who asks do not lead it or keep its files.
func (s *Asides) standIn(ctx context.Context, f access.Facts, asker id.ID) (access.Facts, error) {
	if !f.Above.IsZero() {
		return f, nil
	}
	at, err := CounterOf(ctx, s.office, f.Tenant, f.Unit, []access.PostKind{access.Lead, access.Records}, func(access.Actor, id.ID) bool { return false },
		func(a access.Actor, above id.ID) bool {
			of := f
			of.Above = above
			return a.Account != asker && s.may(a, "approve_export", of)
		})
	f.Above = at.Above
	return f, err
}

// Approvers are the accounts that may approve an export of a case now, without the one that asks: those who lead its unit or keep its files,
// the people of the unit above where these stand in, and the privacy officers.
func (s *Asides) Approvers(ctx context.Context, f access.Facts, asker id.ID) (out []id.ID, err error) {
	if f, err = s.standIn(ctx, f, asker); err != nil {
		return nil, err
	}
	for _, unit := range []id.ID{f.Unit, f.Above} {
		if unit.IsZero() {
			continue
		}
		for _, post := range []access.PostKind{access.Lead, access.Records, access.Privacy} {
			held, err := s.office.Holders(ctx, f.Tenant, unit, post, false)
			if err != nil {
				return nil, err
			}
			for _, x := range held {
				if x == asker || slices.Contains(out, x) {
					continue
				}
				who, err := s.office.Account(ctx, f.Tenant, x)
				if err != nil {
					return nil, err
				}
				if s.may(who, "approve_export", f) {
					out = append(out, x)
				}
			}
		}
	}
	return out, nil
}

// ExportsSeen is a case without a word of it, with those of its requests that somebody sees who has to do with them.
type ExportsSeen struct {
	Case     Aside
	Rules    *rulebook.Rulebook
	Asks     bool    // the reader may ask that a copy leaves
	Approves []id.ID // the requests that are the reader's to approve, as far as its posts tell
}

// SeeExports returns the requests of a case for whoever asks that papers of it leave or approves it, and no word of it. Who only asks is shown
// no request of a demand, which may be one that nobody is told of. It opens nothing and writes no row. Errors: those of access for everybody else.
func (s *Asides) SeeExports(ctx context.Context, a access.Actor, c id.ID) (out ExportsSeen, err error) {
	defer s.wrap(&err, "see exports")
	x, err := s.of.Case(ctx, a.Tenant, c)
	if err != nil {
		return out, err
	}
	f, err := s.standIn(ctx, x.Facts, id.ID{})
	if err != nil {
		return out, err
	}
	refused := s.check(a, "approve_export", f)
	approves := refused == nil
	for i := range x.Exports {
		of, err := s.standIn(ctx, x.Facts, x.Exports[i].Account)
		if err != nil {
			return out, err
		}
		if s.may(a, "approve_export", of) {
			approves, out.Approves = true, append(out.Approves, x.Exports[i].ID)
		}
	}
	out.Asks = s.may(a, "ask_export", x.Facts)
	if !approves && !out.Asks && !s.may(a, "ask_given", x.Facts) {
		return ExportsSeen{}, refused
	}
	if out.Case = x; !approves {
		out.Case.Exports = slices.DeleteFunc(slices.Clone(x.Exports), func(e Export) bool { return e.Purpose == ForOrder })
	}
	out.Rules, err = s.rules(ctx, &x)
	return out, err
}

// ExportTo tells whoever approves a request, or asked for it, the key that the file would be encrypted to, and nothing else of the case. The
// access row is committed before. Errors: as [Asides.SeeExports] and [access.Engine.Open]; NotFound.
func (s *Asides) ExportTo(ctx context.Context, a access.Actor, c, export id.ID) (_ string, err error) {
	defer s.wrap(&err, "the key of an export")
	seen, err := s.SeeExports(ctx, a, c)
	if err != nil {
		return "", err
	}
	e := seen.Case.Export(export)
	if e == nil {
		return "", s.of.NotFound
	}
	facts, err := s.standIn(ctx, seen.Case.Facts, e.Account)
	if err != nil {
		return "", err
	}
	facts.Demanded = true // to approve, it is opened as for a demand
	a.Party = e.Party
	grant, err := s.with.Access.Open(ctx, s.with.Recorder, s.with.Clock.Now(), a, facts, e.reading())
	if err != nil {
		return "", err
	}
	return s.exportKey(ctx, grant, e.ID)
}

// exportKey opens the recipient's key of a request, and nothing else.
func (s *Asides) exportKey(ctx context.Context, g access.Grant, export id.ID) (to string, err error) {
	fields, err := s.kept.Sealed(ctx, g.Tenant(), g.Case())
	if err != nil {
		return "", err
	}
	fields = slices.DeleteFunc(fields, func(f vault.Sealed) bool { return f.Owner != export || f.Field != s.of.Fields.ExportTo })
	texts, err := s.with.Vault.OpenAll(ctx, g, fields)
	if err != nil || len(texts) == 0 {
		return "", err
	}
	return to, json.Unmarshal(texts[0], &to)
}

// ExportCase is the case of a request. Error: [ErrExportNone], also for one of another capability.
func (s *Asides) ExportCase(ctx context.Context, tenant, request id.ID) (id.ID, error) {
	entry, err := s.kept.Entry(ctx, tenant, RegisterExport, request)
	if err == nil && entry.Capability != s.of.Capability || err != nil && fault.Of(err).Code == fault.NotFound {
		err = ErrExportNone
	}
	return entry.Case, err
}

// OpenExport opens a case for an approved request, by the right of whoever asked, as its accounts have it at this moment, for the recipient whose key it
// names. An access row of each account is committed before anything is unsealed; of a party's own copy they stand in that party's list alone.
// That the machine lets the request be used is asked before. Errors: [ErrExportAskerGone], [ErrExportApproverGone], [ErrExportRecipient], those
// of [access.Engine.Open].
func (s *Asides) OpenExport(ctx context.Context, tenant, c, request id.ID, recipient string) (none access.Grant, err error) {
	x, err := s.of.Case(ctx, tenant, c)
	if err != nil {
		return none, err
	}
	e := x.Export(request)
	if e == nil {
		return none, ErrExportNone
	}
	facts, err := s.standIn(ctx, x.Facts, e.Account)
	if err != nil {
		return none, err
	}
	account := func(n id.ID) (access.Actor, error) {
		who, err := s.office.Account(ctx, tenant, n)
		who.Via, who.Party = "cli", e.Party
		return who, err
	}
	ask := "ask_export"
	if e.Purpose == ForOrder {
		ask = "ask_given"
	}
	asker, err := account(e.Account)
	if err != nil {
		return none, err
	}
	if !s.may(asker, ask, facts) {
		return none, ErrExportAskerGone
	}
	var seconds []access.Actor
	for _, a := range e.Approved {
		who, err := account(a.Account)
		if err != nil {
			return none, err
		}
		if !s.may(who, "approve_export", facts) {
			return none, ErrExportApproverGone
		}
		seconds = append(seconds, who)
	}
	now := s.with.Clock.Now()
	for _, who := range seconds {
		if err := s.with.Access.Answers(ctx, s.with.Recorder, now, who, s.of.Capability+".approve_export", facts, e.reading()); err != nil {
			return none, err
		}
	}
	facts.Demanded = e.Purpose == ForOrder
	grant, err := s.with.Access.Open(ctx, s.with.Recorder, now, asker, facts, e.reading())
	if err != nil {
		return none, err
	}
	to, err := s.exportKey(ctx, grant, e.ID)
	if err == nil && to != recipient {
		err = ErrExportRecipient
	}
	if err != nil {
		return none, err
	}
	return grant, nil
}

package mediation

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/vault"
	"linli/rulebook"
)

// know loads what the machine needs to decide the command, and no more.
func (s *Service) know(ctx context.Context, a access.Actor, c Case, cmd Command) (k Knowledge, rules *rulebook.Rulebook, err error) {
	if rules, err = s.Office.RulebookOf(ctx, c.Tenant, c.Rulebook, c.RulebookVersion); err != nil {
		return k, nil, err
	}
	k.Rules, k.Leading, k.For = rules, leadsOf(a, &c), forUnit(a, &c)
	switch cmd := cmd.(type) {
	case Propose:
		k.Mediators, err = s.candidates(ctx, a, c)
	case WishMediator:
		k.Mediators, err = s.listed(ctx, c)
	case AskAbove:
		if k.Mediators, err = s.Office.Mediators(ctx, c.Tenant, c.Unit); err == nil {
			k.Above, err = s.Office.Above(ctx, c.Tenant, c.Unit)
		}
	case ChangeContact:
		k.Contact, err = s.contactOf(ctx, a, c, cmd.Party)
	case InviteJoint:
		k.Other, err = s.other(ctx, c.Tenant, cmd.Unit)
	case AgreeJoint:
		if j := c.JointUnit(cmd.Joint); j != nil {
			k.Other, err = s.other(ctx, c.Tenant, j.Unit)
		}
		if err == nil {
			k.Records, err = s.Repo.Consents(ctx, c.Tenant, c.ID)
		}
	case CorrectApplication, CorrectParty:
		err = s.before(ctx, a, c, cmd, &k)
	case Withdraw, Refuse, StopFollowUp, EndAuthority, EndReferral:
		k.Records, err = s.Repo.Consents(ctx, c.Tenant, c.ID)
	case Waive:
		var rows []casefile.PromiseRow
		rows, err = s.Repo.Promises(ctx, c.Tenant, c.ID)
		k.Promised = casefile.Promised{Rows: c.madeTo(cmd.Party, rows, rules), Rules: rules, Now: s.Clock.Now()}
	case Expire, AskExtension, AgreeExtension:
		k.Due, err = s.due(ctx, c)
	case Invite, Accept:
		k.Concern, err = s.concerns(ctx, c)
	case Begin:
		if x := c.Session(cmd.Session); x != nil && len(x.With) > 1 { // as of an appointment
			k.Concern, err = s.concerns(ctx, c)
		}
	case Schedule:
		if len(cmd.With) > 1 { // a talk with one party asks nothing of the others, and leaves no trace of a reading with them
			if k.Concern, err = s.concerns(ctx, c); err != nil {
				return k, nil, err
			}
		}
		if err == nil && cmd.Mode == "video" {
			k.Room, err = s.room(ctx, c.Tenant)
		}
		if err == nil {
			err = s.free(ctx, a, c, cmd, rules, &k)
		}
	case aside:
		k.Aside, err = s.asidePeople(ctx, a, c, cmd.Kind())
	case AskStatutory:
		k.Seconds, err = s.statutorySeconds(ctx, c, a.Account)
	case Undo:
		k.Leads = a.Holds(access.Lead, c.Unit)
		if k.Entry, err = s.entry(ctx, a, c, cmd.Event); err == nil && k.Entry != nil && undoable[k.Entry.Event.Kind].also != nil {
			k.Slips, err = s.Repo.Slips(ctx, c.Tenant, c.ID)
		}
		if err == nil && k.Entry != nil && undoable[k.Entry.Event.Kind].word {
			k.Records, err = s.Repo.Consents(ctx, c.Tenant, c.ID)
		}
	case Transfer:
		var coheirs []id.ID
		if k.Colleagues, err = s.intake(ctx, c.Tenant, cmd.Unit); err == nil {
			coheirs, err = s.coheirs(ctx, &c)
		}
		if k.Coheir = slices.Contains(coheirs, cmd.Unit); err == nil {
			err = s.inheriting(ctx, &c, &k)
		}
	case Inherit:
		if err = s.inheriting(ctx, &c, &k); err == nil {
			k.Colleagues, err = s.Office.Leads(ctx, c.Tenant, c.Unit)
		}
	case StrikeParty:
		k.Slips, err = s.Repo.Slips(ctx, c.Tenant, c.ID)
	case ReleaseOffer:
		k.Words, err = s.offerWords(ctx, a, c, cmd.Offer)
	case Shred, Erase, PartyEnded:
		k.Slips, err = s.Repo.Slips(ctx, c.Tenant, c.ID)
	case AskSlip, GiveSlip:
		if k.Slips, err = s.Repo.Slips(ctx, c.Tenant, c.ID); err == nil {
			k.Seconds, k.Askers, _, err = s.counter(ctx, c)
		}
	case HandOver:
		k.Leads = a.Holds(access.Lead, c.Unit)
		k.Colleagues, err = s.Office.Colleagues(ctx, c.Tenant, c.Unit)
	case Draft, Oral, Vary:
		k.Names, err = s.names(ctx, a, c)
	}
	return k, rules, err
}

// candidates are the accounts that the actor may propose: mediators of the unit and above it, and for the lead above who
// was asked, those of the other units too.
func (s *Service) candidates(ctx context.Context, a access.Actor, c Case) ([]id.ID, error) {
	if asksAbove(a, &c) {
		return s.Office.MediatorsWithin(ctx, c.Tenant, c.Asked)
	}
	if u := forUnit(a, &c); !u.IsZero() {
		return s.Office.MediatorsWithin(ctx, c.Tenant, u)
	}
	return s.Office.Mediators(ctx, c.Tenant, c.Unit)
}

// Candidates are the accounts that the actor may propose as mediators of a case. Errors: those of access.
func (s *Service) Candidates(ctx context.Context, a access.Actor, caseID id.ID) (_ []id.ID, err error) {
	defer wrap(&err, "candidates")
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return nil, err
	}
	if err := s.Access.Check(a, "mediation.propose", c.Facts()); err != nil {
		return nil, err
	}
	return s.candidates(ctx, a, c)
}

func (s *Service) due(ctx context.Context, c Case) (map[string]time.Time, error) {
	rows, err := s.Repo.Promises(ctx, c.Tenant, c.ID)
	if err != nil {
		return nil, err
	}
	due := map[string]time.Time{}
	for _, p := range rows {
		if p.Open() && p.PausedSince.IsZero() {
			due[p.Rule] = p.Due
		}
	}
	return due, nil
}

// concerns reads what the parties said in their private talks, for the guards alone: linli reads it, not the person who
// asks, who may be a lead without a right to the content.
func (s *Service) concerns(ctx context.Context, c Case) (map[id.ID]Concern, error) {
	told := map[id.ID]Concern{}
	self := casefile.Itself(c.Tenant)
	return told, each(ctx, s, self, c, FieldTalk, func(party id.ID, t PrivateTalk) { told[party] = t.Concern })
}

// names reads the parties' names, which an agreement states.
func (s *Service) names(ctx context.Context, a access.Actor, c Case) (map[id.ID]string, error) {
	names := map[id.ID]string{}
	return names, each(ctx, s, a, c, FieldIdentity, func(party id.ID, i Identity) { names[party] = i.Name })
}

// each opens one field of every owner. It is a read like any other: it needs the right, and it is written down.
func each[T any](ctx context.Context, s *Service, a access.Actor, c Case, field string, yield func(owner id.ID, v T)) error {
	grant, err := s.Access.Open(ctx, s.Recorder, s.Clock.Now(), a, c.Facts(), access.ForWork)
	if err != nil {
		return err
	}
	fields, err := s.Repo.Sealed(ctx, c.Tenant, c.ID)
	if err != nil {
		return err
	}
	fields = slices.DeleteFunc(fields, func(f vault.Sealed) bool { return f.Field != field })
	texts, err := s.Vault.OpenAll(ctx, grant, fields)
	if err != nil {
		return err
	}
	for i, t := range texts {
		var v T
		if err := json.Unmarshal(t, &v); err != nil {
			return fmt.Errorf("read %s: %w", field, err)
		}
		yield(fields[i].Owner, v)
	}
	return nil
}

package mediation

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/vault"
)

// StatutoryFile is what two people read of the reports of a case: these, and nothing else of it.
type StatutoryFile struct {
	Case, Unit   id.ID
	Type         string
	Received     time.Time
	Year, Number int
	Ref          string
	Parties      []Party // as numbers
	Reports      []StatutoryReport
	Answers      bool // the reader may be the second person
}

// StatutoryReport is one report with its words.
type StatutoryReport struct {
	Statutory
	Words   StatutoryText
	Reasons []string // of the second person
	Ward    bool     // the page is read by a guardian: the person is not told there
	May     bool     // the reader may decide on it now
}

// StatutoryReports opens the reports of a case, for whoever works on it and for whoever may be the second person: to decide
// on a document is to be assigned to this one document, as long as that takes. The reading is written down in the list of
// the one person whom a report concerns, and in nobody else's. Errors: ErrNotFound, those of [access.Engine.Open].
func (s *Service) StatutoryReports(ctx context.Context, a access.Actor, caseID id.ID) (_ StatutoryFile, err error) {
	defer wrap(&err, "statutory reports")
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return StatutoryFile{}, err
	}
	second := s.Access.Check(a, "mediation.answer_statutory", c.Facts())
	if works := a.Kind == access.Staff && slices.Contains(c.Assigned(), a.Account); second != nil && !works {
		return StatutoryFile{}, second
	}
	out := StatutoryFile{Case: c.ID, Unit: c.Unit, Type: c.Type, Received: c.Received, Year: c.Year, Number: c.Number, Ref: c.Ref, Answers: second == nil}
	for _, p := range c.Parties {
		out.Parties = append(out.Parties, Party{ID: p.ID, Role: p.Role, Kind: p.Kind})
	}
	keys, err := s.Repo.Keys(ctx, a.Tenant, c.ID)
	if err != nil {
		return StatutoryFile{}, err
	}
	sealed, err := s.Repo.Sealed(ctx, a.Tenant, c.ID)
	if err != nil {
		return StatutoryFile{}, err
	}
	for _, r := range c.Statutory {
		x := StatutoryReport{Statutory: r, Ward: c.Ward(r.Party), May: second == nil && r.Waits() && r.Account != a.Account}
		if err := s.openStatutory(ctx, a, &c, keys, sealed, &x); err != nil {
			return StatutoryFile{}, err
		}
		out.Reports = append(out.Reports, x)
	}
	return out, nil
}

// openStatutory opens one report. The facts are those of the case with the reader assigned to the document; that the file
// lies in the archive keeps nobody from looking at a silence again.
func (s *Service) openStatutory(ctx context.Context, a access.Actor, c *Case, keys []vault.Key, sealed []vault.Sealed, x *StatutoryReport) error {
	key, ok := vault.Find(keys, vault.Scope{Kind: vault.Statutory, Of: x.ID})
	if !ok {
		return nil // it was refused, or erased with its case
	}
	f := c.Facts()
	f.Assigned, f.Archived, f.Restricted = append(slices.Clone(f.Assigned), a.Account), false, false
	a.Party = x.Party
	grant, err := s.Access.Open(ctx, s.Recorder, s.Clock.Now(), a, f, access.ForWork)
	if err != nil {
		return err
	}
	own := slices.DeleteFunc(slices.Clone(sealed), func(v vault.Sealed) bool { return v.Key != key })
	texts, err := s.Vault.OpenAll(ctx, grant, own)
	if err != nil {
		return err
	}
	said := map[id.ID]string{}
	for i, t := range texts {
		into := any(&x.Words)
		var reason string
		if own[i].Field == FieldStatutoryReason {
			into = &reason
		}
		if err := json.Unmarshal(t, into); err != nil {
			return fmt.Errorf("read %s: %w", own[i].Field, err)
		}
		said[own[i].Owner] = reason
	}
	for _, owner := range x.Statutory.Reasons {
		if said[owner] != "" {
			x.Reasons = append(x.Reasons, said[owner])
		}
	}
	return nil
}

// statutorySeconds are the accounts that are told of a report that waits: the leads of the unit, or where that is only
// who asks, its privacy officers.
func (s *Service) statutorySeconds(ctx context.Context, c Case, asker id.ID) ([]id.ID, error) {
	not := func(account id.ID) bool { return account == asker }
	for _, post := range []access.PostKind{access.Lead, access.Privacy} {
		all, err := s.Office.Holders(ctx, c.Tenant, c.Unit, post, false)
		if err != nil {
			return nil, err
		}
		if post == access.Lead {
			all, err = s.leadsHere(ctx, c, all)
			if err != nil {
				return nil, err
			}
		}
		if all = slices.DeleteFunc(slices.Clone(all), not); len(all) > 0 {
			return all, nil
		}
	}
	return nil, nil
}

// leadsHere leaves out the leads of a unit above, whom the policies do not let decide: there the privacy officer does.
func (s *Service) leadsHere(ctx context.Context, c Case, found []id.ID) ([]id.ID, error) {
	seconds, err := s.Office.Colleagues(ctx, c.Tenant, c.Unit)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(found), func(a id.ID) bool { return !slices.Contains(seconds, a) }), nil
}

// dropsStatutory says which sections of reports end with a party.
func (c *Case) dropsStatutory(party id.ID) func(vault.Scope) bool {
	return func(k vault.Scope) bool {
		r := c.statutory(k.Of)
		return k.Kind == vault.Statutory && r != nil && r.Party == party
	}
}

// without is the list without what concerns a party.
func without(list []Statutory, party id.ID) []Statutory {
	return slices.DeleteFunc(slices.Clone(list), func(r Statutory) bool { return r.Party == party })
}

package report

import (
	"context"
	"errors"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/blob"
	"linli/platform/id"
	"linli/platform/vault"
)

// notPrinted is what stands in no printed file: it can be handed on, and paper cannot follow the reporter who has its contact destroyed.
// Who spoke and how to reach it is left out for everybody (30-report, "Protecting who speaks"), and notes stay among those who handle it.
var notPrinted = []string{FieldIdentity, FieldContact, FieldMail, FieldNote, FieldTakeOut}

// MayPrint refuses whoever may not read a report, for whoever reads it may print it, and says what the rights follow from. It opens nothing.
func (s *Service) MayPrint(ctx context.Context, a access.Actor, caseID id.ID) (_ access.Facts, err error) {
	defer wrap(&err, "may print")
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return access.Facts{}, err
	}
	if err := s.Access.Check(a, "report.read", c.Facts()); err != nil {
		return access.Facts{}, err
	}
	if c.Restricted() { // a print leaves the office
		return access.Facts{}, c.refuse(casefile.Unrestricted.Name)
	}
	return c.Facts(), nil
}

// Print opens a report for its printed file, without what stands in none. Errors: as [Service.Open].
func (s *Service) Print(ctx context.Context, a access.Actor, caseID id.ID) (_ *Opened, err error) {
	defer wrap(&err, "print")
	return s.open(ctx, a, caseID, access.ForPrint, notPrinted)
}

// Pictures opens the photographs and papers of a report, one after the other, for print: it is one reading. One that was destroyed since is
// left out. Errors: as [Service.Open], and those of take.
func (s *Service) Pictures(ctx context.Context, a access.Actor, caseID id.ID, take func(f Attachment, content []byte) error) (err error) {
	defer wrap(&err, "pictures")
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil || len(c.Files) == 0 {
		return err
	}
	grant, err := s.Access.Open(ctx, s.Recorder, s.Clock.Now(), a, c.Facts(), access.ForPrint)
	if err != nil {
		return err
	}
	keys, err := s.Repo.Keys(ctx, a.Tenant, caseID)
	if err != nil {
		return err
	}
	for _, f := range c.Files {
		key, there := vault.Find(keys, vault.Scope{Kind: vault.Attachment, Of: f.ID})
		if !there {
			continue
		}
		body, err := s.Files.Get(ctx, a.Tenant, key)
		if errors.Is(err, blob.ErrMissing) {
			continue
		}
		if err != nil {
			return err
		}
		packed, err := s.Vault.OpenAll(ctx, grant, []vault.Sealed{{Case: caseID, Owner: f.ID, Field: FieldFile, Key: key, Version: 1, Body: body}})
		if errors.Is(err, vault.ErrShredded) {
			continue
		}
		if err != nil {
			return err
		}
		whole, _, err := blob.Unpack(packed[0])
		if err != nil {
			return err
		}
		if err := take(f, whole); err != nil {
			return err
		}
	}
	return nil
}

package mediation

import (
	"context"
	"errors"

	"linli/platform/access"
	"linli/platform/blob"
	"linli/platform/id"
	"linli/platform/vault"
)

// Originals opens the originals that lie in the file of a case, one after the other, for print: it is one reading. One that
// was destroyed since is left out. Errors: as [Service.Download], and those of take.
func (s *Service) Originals(ctx context.Context, a access.Actor, caseID id.ID, take func(document string, f Attachment, content []byte) error) (err error) {
	defer wrap(&err, "originals")
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return err
	}
	if err := s.Access.Check(a, "mediation.print", c.Facts()); err != nil {
		return err
	}
	grant, err := s.Access.Open(ctx, s.Recorder, s.Clock.Now(), a, c.FactsAt(s.Clock.Now()), access.ForPrint)
	if err != nil {
		return err
	}
	return s.eachFile(ctx, grant, &c, originals(a, &c), take)
}

// originals are the originals in the file of a case that an account may print.
func originals(a access.Actor, c *Case) func(Attachment) (document string, wanted bool) {
	return func(f Attachment) (string, bool) {
		document := c.Filed(f)
		return document, document != "" && mayOpen(a, c, vault.Scope{Kind: vault.Attachment, Of: f.ID})
	}
}

// eachFile opens the wanted files of a case, one after the other. One that was destroyed since is left out.
func (s *Service) eachFile(ctx context.Context, grant access.Grant, c *Case, wanted func(Attachment) (document string, wanted bool), take func(document string, f Attachment, content []byte) error) error {
	keys, err := s.Repo.Keys(ctx, c.Tenant, c.ID)
	if err != nil {
		return err
	}
	fields, err := s.Repo.Sealed(ctx, c.Tenant, c.ID)
	if err != nil {
		return err
	}
	for _, f := range c.Attachments {
		document, ok := wanted(f)
		if !ok {
			continue
		}
		packed, _, err := s.opened(ctx, grant, c, keys, fields, f.ID)
		if errors.Is(err, blob.ErrMissing) {
			continue
		}
		if err != nil {
			return err
		}
		whole, _, err := blob.Unpack(packed)
		if err != nil {
			return err
		}
		if err := take(document, f, whole); err != nil {
			return err
		}
	}
	return nil
}

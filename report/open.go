package report

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
	"linli/rulebook"
)

// maxReads is how many of the latest readings a page shows.
const maxReads = 200

// Opened is a complaint with everything that the reader may read. There are two sides: the author, and the handler, who reads
// what the author wrote, and its name where it gave one.
type Opened struct {
	Case     Case
	Rules    *rulebook.Rulebook
	Account  Account
	Name     string
	Contact  string
	Answers  map[id.ID]Answer
	Written  map[id.ID]string // messages, words for the unit, why a review is asked for
	Events   []casefile.Event
	Promises []casefile.PromiseRow
	Reads    []access.Row
}

// Open reads a complaint. The access row is committed before anything is unsealed. Errors: those of [access.Engine.Open],
// and ErrNotFound.
func (s *Service) Open(ctx context.Context, a access.Actor, caseID id.ID) (_ *Opened, err error) {
	defer wrap(&err, "open")
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return nil, err
	}
	why := access.ForWork
	if a.Kind == access.Resident {
		why = access.ForParty
	}
	grant, err := s.Access.Open(ctx, s.Recorder, s.Clock.Now(), a, c.Facts(), why)
	if err != nil {
		return nil, err
	}
	o := &Opened{Case: c, Answers: map[id.ID]Answer{}, Written: map[id.ID]string{}}
	if o.Rules, err = s.Office.RulebookOf(c.Rulebook, c.RulebookVersion); err != nil {
		return nil, err
	}
	if err := s.unseal(ctx, grant, o); err != nil {
		return nil, err
	}
	if o.Events, err = s.Repo.Events(ctx, a.Tenant, caseID); err != nil {
		return nil, err
	}
	if o.Promises, err = s.Repo.Promises(ctx, a.Tenant, caseID); err != nil {
		return nil, err
	}
	o.Reads, err = s.Reads.Readings(ctx, a.Tenant, caseID, a.Party, time.Time{}, maxReads)
	return o, err
}

func (s *Service) unseal(ctx context.Context, g access.Grant, o *Opened) error {
	fields, err := s.Repo.Sealed(ctx, g.Tenant(), g.Case(), true)
	if err != nil {
		return err
	}
	texts, err := s.Vault.OpenAll(ctx, g, fields)
	if err != nil {
		return err
	}
	for i, t := range texts {
		if err := o.put(fields[i].Field, fields[i].Owner, t); err != nil {
			return fmt.Errorf("read %s: %w", fields[i].Field, err)
		}
	}
	return nil
}

func (o *Opened) put(field string, owner id.ID, text []byte) (err error) {
	switch field {
	case FieldAccount:
		return json.Unmarshal(text, &o.Account)
	case FieldIdentity:
		return json.Unmarshal(text, &o.Name)
	case FieldContact:
		return json.Unmarshal(text, &o.Contact)
	case FieldAnswer:
		var a Answer
		err = json.Unmarshal(text, &a)
		o.Answers[owner] = a
	default:
		var words string
		err = json.Unmarshal(text, &words)
		o.Written[owner] = words
	}
	return err
}

// See returns a complaint without its content: state, promises. It opens nothing and writes no row.
func (s *Service) See(ctx context.Context, a access.Actor, caseID id.ID) (_ Case, _ []casefile.PromiseRow, err error) {
	defer wrap(&err, "see")
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return Case{}, nil, err
	}
	if err := s.Access.Check(a, "report.see", c.Facts()); err != nil {
		return Case{}, nil, err
	}
	p, err := s.Repo.Promises(ctx, a.Tenant, caseID)
	return c, p, err
}

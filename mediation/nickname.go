package mediation

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
)

// FieldNickname is what one account calls a case, for itself: a list without names is hard to find one's way in.
const FieldNickname = "mediation.nickname"

// maxNickname is in characters, maxNamed how many cases one account has names for.
const maxNickname, maxNamed = 40, 500

// Nicknames keeps what accounts call cases.
type Nicknames interface {
	// Nicknames returns those of one account, sealed.
	Nicknames(ctx context.Context, tenant, account id.ID, limit int) ([]vault.Sealed, error)
	// Nickname writes one, with its key where that is new; without a body it and its key are removed. It returns ErrMoved when the
	// case is not in the version any more: an erasure takes every key that is there, and none comes after it.
	Nickname(ctx context.Context, tenant id.ID, version int64, s vault.Sealed, fresh bool) error
}

// CallCase has an account call a case something that nobody else ever reads; empty takes it back. It is no event of the case, and
// is sealed under a key of its own that goes with the case. Errors: those of [access.Engine.Check] for "mediation.see",
// Invalid "form.too_long" for "name", Guard "nickname.erased" and "nickname.too_many".
func (s *Service) CallCase(ctx context.Context, a access.Actor, caseID id.ID, name string) (err error) {
	defer wrap(&err, "call a case")
	name = strings.TrimSpace(name)
	var l fault.List
	text(&l, "name", name, maxNickname, false)
	if err := l.Err(); err != nil {
		return err
	}
	for range 3 { // the case moves on meanwhile
		if err = s.callCase(ctx, a, caseID, name); !errors.Is(err, ErrMoved) {
			return err
		}
	}
	return err
}

func (s *Service) callCase(ctx context.Context, a access.Actor, caseID id.ID, name string) error {
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return err
	}
	if err := s.Access.Check(a, "mediation.see", c.FactsAt(s.Clock.Now())); err != nil {
		return err
	}
	if !c.Erased.IsZero() {
		return fault.New(fault.Guard, "nickname.erased")
	}
	known, err := s.Repo.Nicknames(ctx, a.Tenant, a.Account, maxNamed)
	if err != nil {
		return err
	}
	row := vault.Sealed{Case: caseID, Owner: a.Account, Field: FieldNickname}
	i := slices.IndexFunc(known, func(x vault.Sealed) bool { return x.Case == caseID })
	switch {
	case i >= 0:
		row.Key, row.Version = known[i].Key, known[i].Version
	case name == "":
		return nil
	case len(known) == maxNamed:
		return fault.New(fault.Guard, "nickname.too_many").With(fault.Args{"max": maxNamed})
	}
	if name == "" {
		if err := s.Repo.Nickname(ctx, a.Tenant, c.Version, row, false); err != nil {
			return err
		}
		return s.Vault.Shred(ctx, a.Tenant, []id.ID{row.Key}, s.IDs.New())
	}
	if i < 0 {
		if row.Key, err = s.Vault.Take(ctx, a.Tenant); err != nil {
			return err
		}
	}
	if row.Body, err = json.Marshal(name); err != nil {
		return err
	}
	row.Version++
	if row, err = s.Vault.Seal(ctx, a.Tenant, row); err != nil {
		return err
	}
	return s.Repo.Nickname(ctx, a.Tenant, c.Version, row, i < 0)
}

// CalledBy is what an account calls cases, by case. Nobody else's are ever read.
func (s *Service) CalledBy(ctx context.Context, a access.Actor) (_ map[id.ID]string, err error) {
	defer wrap(&err, "names of cases")
	if a.Kind != access.Staff {
		return nil, nil
	}
	rows, err := s.Repo.Nicknames(ctx, a.Tenant, a.Account, maxNamed)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	texts, err := s.Vault.OpenOwn(ctx, a.Tenant, a.Account, rows)
	if err != nil {
		return nil, err
	}
	out := make(map[id.ID]string, len(rows))
	for i, x := range rows {
		var name string
		if err := json.Unmarshal(texts[i], &name); err != nil {
			return nil, err
		}
		out[x.Case] = name
	}
	return out, nil
}

// Called are the cases that an account calls something and may still see, by what it calls them.
func (s *Service) Called(ctx context.Context, a access.Actor) (_ []Row, names map[id.ID]string, err error) {
	defer wrap(&err, "cases by name")
	if names, err = s.CalledBy(ctx, a); err != nil {
		return nil, nil, err
	}
	var out []Row
	for of := range names {
		c, err := s.Repo.Case(ctx, a.Tenant, of)
		if isNotFound(err) {
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		if s.Access.Check(a, "mediation.see", c.FactsAt(s.Clock.Now())) != nil {
			continue // no longer the account's to see; the name goes with the case
		}
		out = append(out, Row{ID: c.ID, Unit: c.Unit, State: c.State, Type: c.Type, Received: c.Received, Year: c.Year, Number: c.Number, Ref: c.Ref})
	}
	slices.SortFunc(out, func(x, y Row) int { return strings.Compare(names[x.ID]+x.ID.String(), names[y.ID]+y.ID.String()) })
	return out, names, nil
}

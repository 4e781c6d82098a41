package mediation

import (
	"context"
	"slices"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/vault"
)

// entry loads an event that is to be taken back, with its words as they are sealed. nil: the case has no such event.
func (s *Service) entry(ctx context.Context, a access.Actor, c Case, event id.ID) (*Entry, error) {
	events, err := s.Repo.Events(ctx, c.Tenant, c.ID)
	if err != nil {
		return nil, err
	}
	out := entryOf(events, event)
	if out == nil || stays(out.Event) != "" {
		return out, nil
	}
	fields, err := s.Repo.Sealed(ctx, c.Tenant, c.ID)
	if err != nil {
		return nil, err
	}
	keys, err := s.Repo.Keys(ctx, c.Tenant, c.ID)
	if err != nil {
		return nil, err
	}
	if i := slices.IndexFunc(fields, func(f vault.Sealed) bool { return f.Field == FieldInterpreters && f.Owner == event }); i >= 0 {
		out.Spoken, _ = section(keys, fields[i].Key)
	}
	if undoable[out.Event.Kind].field == "" {
		return out, nil
	}
	if out.Event.By.Account != a.Account {
		if !undoable[out.Event.Kind].forOthers() {
			return out, nil // another's words are not opened for this
		}
		a = casefile.Itself(c.Tenant) // they are put aside by linli: who leads need not read them
	}
	out.Words, err = s.entryWords(ctx, a, c, out.Event, keys, fields)
	return out, err
}

// Entries are what the actor can take back of a case at present, as far as each tells by itself; the newest first. They are facts,
// without a word of what was written. Errors: those of access, and the store's.
func (s *Service) Entries(ctx context.Context, a access.Actor, caseID id.ID) (out []casefile.Event, err error) {
	defer wrap(&err, "entries")
	c, err := s.Repo.Case(ctx, a.Tenant, caseID)
	if err != nil {
		return nil, err
	}
	now := s.Clock.Now()
	if err := s.Access.Check(a, "mediation.undo", c.FactsAt(now)); err != nil {
		return nil, err
	}
	events, err := s.Repo.Events(ctx, c.Tenant, c.ID)
	if err != nil {
		return nil, err
	}
	gone := undoneAll(events)
	for _, e := range slices.Backward(events) {
		if !gone[e.ID] && MayUndo(e, a.Account, a.Holds(access.Lead, c.Unit), now) {
			out = append(out, e)
		}
	}
	return out, nil
}

// entryOf is an event among those of its case, with what else was entered of the same kind for the same party.
func entryOf(events []casefile.Event, event id.ID) *Entry {
	i := slices.IndexFunc(events, func(e casefile.Event) bool { return e.ID == event })
	if i < 0 {
		return nil
	}
	out := &Entry{Event: events[i], Events: events}
	gone := undoneAll(events)
	out.Undone = gone[event]
	party := partyOf(nil, out.Event)
	for n, e := range events {
		if n > i {
			out.Since = append(out.Since, e.Kind)
		}
		switch {
		case n == i || e.Kind != out.Event.Kind || gone[e.ID] || partyOf(nil, e) != party:
		case n < i:
			out.Before = e.Happened()
		default:
			out.Again = true
		}
	}
	return out
}

// entryWords opens the words of an entry, for its author, and writes the reading down.
func (s *Service) entryWords(ctx context.Context, a access.Actor, c Case, e casefile.Event, keys []vault.Key, fields []vault.Sealed) (casefile.Secret, error) {
	u := undoable[e.Kind]
	owner := u.sealedIn(&c, e)
	i := slices.IndexFunc(fields, func(f vault.Sealed) bool { return f.Field == u.field && f.Owner == owner })
	if i < 0 {
		return casefile.Secret{}, nil // it was entered without words
	}
	scope, known := section(keys, fields[i].Key)
	if !known || !mayOpen(a, &c, scope) {
		return casefile.Secret{}, ErrNotFound
	}
	grant, err := s.Access.Open(ctx, s.Recorder, s.Clock.Now(), a, c.FactsAt(s.Clock.Now()), access.ForWork)
	if err != nil {
		return casefile.Secret{}, err
	}
	words, err := s.Vault.OpenAll(ctx, grant, fields[i:i+1])
	if err != nil {
		return casefile.Secret{}, err
	}
	return casefile.Secret{Scope: scope, Owner: owner, Field: u.field, Text: words[0]}, nil
}

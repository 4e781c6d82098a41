package office

import (
	"context"
	"slices"
	"strings"
	"time"

	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
)

// Open311 is the door of a program that speaks Open311; it files what anybody may file, and has no right of anybody who works here.
const Open311 = "open311"

// Program is another organisation's program that reports here over Open311 接入程序: an entry of the office, and of no account. What it
// filed is its own whatever key it asks with, and stays so when its keys are over.
type Program struct {
	Tenant, ID id.ID
	Name       string
	MadeAt     time.Time
	Version    int64
	Keys       []ProgramKey // the newest first
	Ending     bool         // it needs a new one soon
}

// ProgramKey is an api_key of a program. The store knows the hash of its secret only.
type ProgramKey struct {
	Program id.ID
	Hash    Hash
	MadeAt  time.Time
	SeenAt  time.Time // when it was last used, to the hour; zero: never
	EndsAt  time.Time
}

// Lasts reports whether the key stands at t.
func (k ProgramKey) Lasts(t time.Time) bool { return t.Before(k.EndsAt) }

// Bounds of programs and their keys.
const (
	keyOverlaps = 14 * 24 * time.Hour // for how long the key before goes on, so that a program can change to the new one
	keyEnding   = 21 * 24 * time.Hour
	seenEvery   = time.Hour
	maxPrograms = 100
)

// Programs lists the programs of the office, by name. It needs office.manage on the top unit.
func (s *Service) Programs(ctx context.Context, a access.Actor) ([]Program, error) {
	if _, err := s.manageAll(ctx, a); err != nil {
		return nil, err
	}
	all, err := s.repo.Programs(ctx, a.Tenant)
	now := s.clock.Now()
	for i := range all {
		all[i].Keys = slices.DeleteFunc(all[i].Keys, func(k ProgramKey) bool { return !k.Lasts(now) })
		all[i].Ending = len(all[i].Keys) > 0 && all[i].Keys[0].EndsAt.Sub(now) < keyEnding
	}
	return all, err
}

// Program returns one of them.
func (s *Service) Program(ctx context.Context, a access.Actor, program id.ID) (Program, error) {
	all, err := s.Programs(ctx, a)
	if err != nil {
		return Program{}, err
	}
	i := slices.IndexFunc(all, func(p Program) bool { return p.ID == program })
	if i < 0 {
		return Program{}, ErrNotFound
	}
	return all[i], nil
}

// manageAll is the first line of what concerns the whole office. It returns the top unit.
func (s *Service) manageAll(ctx context.Context, a access.Actor) (id.ID, error) {
	tree, err := s.tree(ctx, a.Tenant)
	if err != nil {
		return id.ID{}, err
	}
	top, _ := tree.Root()
	return top.ID, s.manage(a, top.ID)
}

// AddProgram enters a program, with its first key, which is shown once. It needs office.manage on the top unit and a fresh sign-in.
// Errors: Invalid at name.
func (s *Service) AddProgram(ctx context.Context, who SignedIn, name string) (Program, string, error) {
	top, err := s.manageAll(ctx, who.Actor)
	if err != nil {
		return Program{}, "", err
	}
	if !who.Fresh(s.clock.Now()) {
		return Program{}, "", ErrNotFresh
	}
	return s.addProgram(ctx, who.Actor, top, name)
}

// FurnishProgram is for the command line only: a program with its key, for the demo office and for tests.
func (s *Service) FurnishProgram(ctx context.Context, a access.Actor, name string) (string, error) {
	top, err := s.manageAll(ctx, a)
	if err == nil && a.Kind != access.System {
		err = fault.New(fault.Forbidden, "access.refused.office.manage")
	}
	if err != nil {
		return "", err
	}
	_, key, err := s.addProgram(ctx, a, top, name)
	return key, err
}

func (s *Service) addProgram(ctx context.Context, a access.Actor, top id.ID, name string) (Program, string, error) {
	all, err := s.repo.Programs(ctx, a.Tenant)
	if err != nil {
		return Program{}, "", err
	}
	p := Program{Tenant: a.Tenant, ID: s.ids.New(), MadeAt: s.clock.Now(), Version: 1}
	l := p.call(name, all)
	if len(all) >= maxPrograms {
		l.Add("name", "program.field.many")
	}
	if err := l.Err(); err != nil {
		return Program{}, "", err
	}
	key, k, err := s.newKey(ctx, p)
	if err != nil {
		return Program{}, "", err
	}
	p.Keys = []ProgramKey{k}
	return p, key, s.repo.Play(ctx, Change{Tenant: a.Tenant, Programs: []Program{p}, Events: []Event{s.event(a, "program.added", top, id.ID{}, "")}})
}

// call gives a program its name, which no other of the office has.
func (p *Program) call(name string, all []Program) (l fault.List) {
	p.Name = strings.TrimSpace(name)
	checkName(&l, p.Name)
	if slices.ContainsFunc(all, func(other Program) bool { return other.ID != p.ID && strings.EqualFold(other.Name, p.Name) }) {
		l.Add("name", "program.field.taken")
	}
	return l
}

func (s *Service) newKey(ctx context.Context, p Program) (string, ProgramKey, error) {
	t, err := s.repo.Tenant(ctx, p.Tenant)
	if err != nil {
		return "", ProgramKey{}, err
	}
	key, hash, err := newToken(t.Tag)
	now := s.clock.Now()
	return key, ProgramKey{Program: p.ID, Hash: hash, MadeAt: now, EndsAt: now.Add(tokenEnds)}, err
}

// RenewProgram gives a program a new key, which is shown once. The newest of those that hold goes on for a fortnight at most, or ends at
// once; all before it end. It needs office.manage on the top unit and a fresh sign-in.
func (s *Service) RenewProgram(ctx context.Context, who SignedIn, program id.ID, atOnce bool) (key string, err error) {
	err = s.changeProgram(ctx, who, program, "program.renewed", func(p *Program, _ []Program) error {
		now := s.clock.Now()
		for i := range p.Keys {
			until := now
			if i == 0 && !atOnce {
				until = now.Add(keyOverlaps)
			}
			if until.Before(p.Keys[i].EndsAt) {
				p.Keys[i].EndsAt = until
			}
		}
		made, k, err := s.newKey(ctx, *p)
		key, p.Keys = made, append([]ProgramKey{k}, p.Keys...)
		return err
	})
	return key, err
}

// RevokeProgram ends all keys of a program now. What it filed stays its own, for the day on which it gets a new one.
func (s *Service) RevokeProgram(ctx context.Context, who SignedIn, program id.ID) error {
	return s.changeProgram(ctx, who, program, "program.revoked", func(p *Program, _ []Program) error {
		for i := range p.Keys {
			p.Keys[i].EndsAt = s.clock.Now()
		}
		return nil
	})
}

// RenameProgram calls it otherwise. Errors: Invalid at name.
func (s *Service) RenameProgram(ctx context.Context, who SignedIn, program id.ID, name string) error {
	return s.changeProgram(ctx, who, program, "program.changed", func(p *Program, all []Program) error { return p.call(name, all).Err() })
}

func (s *Service) changeProgram(ctx context.Context, who SignedIn, program id.ID, event string, change func(p *Program, all []Program) error) error {
	top, err := s.manageAll(ctx, who.Actor)
	if err != nil {
		return err
	}
	if !who.Fresh(s.clock.Now()) {
		return ErrNotFresh
	}
	return decide(func() error {
		all, err := s.Programs(ctx, who.Actor)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(p Program) bool { return p.ID == program })
		if i < 0 {
			return ErrNotFound
		}
		p := all[i]
		if err := change(&p, all); err != nil {
			return err
		}
		p.Version++
		return s.repo.Play(ctx, Change{Tenant: p.Tenant, Programs: []Program{p}, Sweep: s.clock.Now(), Events: []Event{s.event(who.Actor, event, top, id.ID{}, "")}})
	})
}

// ProgramOf turns an api_key into the program that asks. Error: Unauthenticated "signin.session.over" for one that is unknown, over or
// revoked.
func (s *Service) ProgramOf(ctx context.Context, key string) (Program, error) {
	type asks struct {
		tag  string
		hash Hash
	}
	tag, h, err := splitToken(key)
	if err != nil {
		return Program{}, err
	}
	now := s.clock.Now()
	p, err := recall(s.known, asks{tag, h}, func() (Program, error) {
		tenant, err := s.repo.TenantOf(ctx, tag)
		if err != nil {
			return Program{}, err
		}
		return s.repo.ProgramAt(ctx, tenant, h)
	})
	if err != nil {
		return Program{}, absent(err, errToken)
	}
	k := p.Keys[0]
	if !k.Lasts(now) {
		return Program{}, errToken
	}
	if now.Sub(k.SeenAt) >= seenEvery {
		k.SeenAt = now
		if err := s.repo.Play(ctx, Change{Tenant: p.Tenant, Seen: []ProgramKey{k}}); err != nil {
			s.log.WarnContext(ctx, "use of a key not written down", "err", err) // it stands; it only looks unused
		}
	}
	return p, nil
}

package directory

import (
	"context"
	"maps"
	"slices"

	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
)

// ErrNamed refuses to take out what other entries name: the place of a service, a term of one.
var ErrNamed = fault.New(fault.Conflict, "part.named")

// RemovePart takes an object out with what belongs to it alone; what belongs to something else too stays there. A service to which
// somebody is being referred is not taken out but closed, so that no referral loses its service without a word. It needs the right
// directory.edit. Errors: Forbidden, ErrNotFound, ErrMoved, ErrNamed, and what [Service.InUse] says.
func (s *Service) RemovePart(ctx context.Context, a access.Actor, kind Kind, u id.ID, version int64) (err error) {
	defer wrap(&err, "remove")
	p, err := s.Part(ctx, a, kind, u)
	if err != nil {
		return err
	}
	if p.Version != version {
		return ErrMoved
	}
	if kind == KindService {
		if err := s.inUse(ctx, a.Tenant, u); err != nil {
			return err
		}
	}
	gone, left, err := s.falling(ctx, a.Tenant, &p.Object)
	if err != nil {
		return err
	}
	var writes []Write
	for _, o := range gone {
		writes = append(writes, Write{Before: &Kept{Object: *o}})
	}
	for _, o := range left {
		writes = append(writes, Write{After: o})
	}
	if writes, err = s.versions(ctx, a.Tenant, writes); err != nil {
		return err
	}
	return s.put(ctx, a, writes)
}

// falling are an object and what belongs to nothing but it, and what else belonged to it, without that. Error: ErrNamed.
func (s *Service) falling(ctx context.Context, tenant id.ID, root *Object) (gone, left []*Object, err error) {
	fell := map[id.ID]bool{root.ID: true}
	touched := map[id.ID]*Object{}
	gone = []*Object{root}
	for front := []id.ID{root.ID}; len(front) > 0; {
		linked, err := s.Repo.Linked(ctx, tenant, front)
		if err != nil {
			return nil, nil, err
		}
		for _, list := range linked {
			for i := range list {
				touched[list[i].ID] = &list[i]
			}
		}
		front = nil
		for _, o := range touched {
			if !fell[o.ID] && o.without(fell) == nil {
				fell[o.ID] = true
				gone, front = append(gone, o), append(front, o.ID)
			}
		}
	}
	for _, o := range touched {
		if fell[o.ID] {
			continue
		}
		stays := o.without(fell)
		if slices.ContainsFunc(stays.Links(), func(u id.ID) bool { return fell[u] }) {
			return nil, nil, ErrNamed
		}
		left = append(left, stays)
	}
	return gone, left, nil
}

// without is an object that no longer belongs to what fell; nil where it belonged to nothing else.
func (o *Object) without(fell map[id.ID]bool) *Object {
	out := &Object{o.Kind, o.ID, o.Run, maps.Clone(o.Body)}
	belonged, stays := false, false
	s := ShapeOf(o.Kind)
	for i := range s.Fields {
		f := &s.Fields[i]
		u := o.Body.ID(f.Name)
		switch {
		case !f.Owner || u.IsZero():
		case fell[u]:
			belonged = true
			delete(out.Body, f.Name)
		default:
			stays = true
		}
	}
	if belonged && !stays {
		return nil
	}
	return out
}

func (s *Service) inUse(ctx context.Context, tenant, service id.ID) error {
	if s.InUse == nil {
		return nil
	}
	return s.InUse(ctx, tenant, service)
}

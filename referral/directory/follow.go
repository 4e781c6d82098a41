package directory

import (
	"context"
	"slices"

	"linli/platform/access"
	"linli/platform/id"
)

// put makes the changes of a person: it writes down who made them, and brings the index to them. Errors: ErrMoved, the store's.
func (s *Service) put(ctx context.Context, a access.Actor, writes []Write) error {
	now := s.Clock.Now()
	for i := range writes {
		writes[i].Note = noteOf(&writes[i], s.IDs.New(), a.Account, now)
	}
	if err := s.Repo.Write(ctx, a.Tenant, now, writes); err != nil {
		return err
	}
	return s.follow(context.WithoutCancel(ctx), a.Tenant, writes) // the objects are written: who stops waiting leaves no index behind them
}

// follow brings the index to objects that were written.
func (s *Service) follow(ctx context.Context, tenant id.ID, writes []Write) error {
	var changed []*Object
	lost := map[Kind][]id.ID{}
	for i := range writes {
		w := &writes[i]
		if w.Before != nil {
			changed = append(changed, &w.Before.Object)
		}
		if w.After != nil {
			changed = append(changed, w.After)
		} else {
			lost[w.Before.Kind] = append(lost[w.Before.Kind], w.Before.ID)
		}
	}
	entries, err := s.concerned(ctx, tenant, changed)
	if err != nil {
		return err
	}
	for kind, ids := range entries {
		for part := range slices.Chunk(ids, batch) {
			if err := s.index(ctx, tenant, kind, part); err != nil {
				return err
			}
		}
	}
	for kind, ids := range lost {
		if err := s.drop(ctx, tenant, kind, ids); err != nil {
			return err
		}
	}
	return nil
}

// concerned are the listed objects whose entries tell of some that were changed: what these belong to, and what names them. A
// location is told of by the services there, an organisation and a term by their name alone.
func (s *Service) concerned(ctx context.Context, tenant id.ID, changed []*Object) (map[Kind][]id.ID, error) {
	out := map[Kind][]id.ID{}
	seen := map[id.ID]bool{}
	for front, first := changed, true; len(front) > 0; first = false {
		above := map[Kind][]id.ID{}
		var named []id.ID
		for _, o := range front {
			if slices.Contains(listed, o.Kind) && !slices.Contains(out[o.Kind], o.ID) {
				out[o.Kind] = append(out[o.Kind], o.ID)
			}
			for kind, ids := range o.owners() {
				above[kind] = append(above[kind], ids...)
			}
			if o.Kind == KindLocation || first && (o.Kind == KindOrganization || o.Kind == KindTerm) {
				named = append(named, o.ID)
			}
		}
		front = nil
		next := func(o *Object) {
			if !seen[o.ID] {
				seen[o.ID] = true
				front = append(front, o)
			}
		}
		for kind, ids := range above {
			found, err := s.Repo.Objects(ctx, tenant, kind, ids)
			if err != nil {
				return nil, err
			}
			for i := range found {
				next(&found[i].Object)
			}
		}
		linked, err := s.Repo.Linked(ctx, tenant, named)
		if err != nil {
			return nil, err
		}
		for u, list := range linked {
			for i := range list {
				if list[i].points(u) {
					next(&list[i])
				}
			}
		}
	}
	return out, nil
}

// points reports whether an object names another without belonging to it.
func (o *Object) points(to id.ID) bool {
	s := ShapeOf(o.Kind)
	return slices.ContainsFunc(s.Fields, func(f FieldShape) bool { return f.Link != "" && !f.Owner && o.Body.ID(f.Name) == to })
}

package directory

import (
	"context"
	"maps"

	"linli/platform/id"
)

// hiding knows which objects nothing public may show: a redacted location, and what belongs to such a one and to nothing
// else. What belongs to something else too is shown without naming the location.
type hiding struct {
	locations map[id.ID]bool // those that are redacted
}

// hidingOf reads which of the locations that nodes name are redacted.
func (s *Service) hidingOf(ctx context.Context, tenant id.ID, objects []*Object) (hiding, error) {
	h := hiding{map[id.ID]bool{}}
	asked := map[id.ID]bool{}
	var ids []id.ID
	for _, o := range objects {
		for _, u := range o.Links() {
			if !asked[u] {
				asked[u] = true
				ids = append(ids, u)
			}
		}
		if o.Kind == KindLocation && o.Body.Text("location_type") == Redacted {
			h.locations[o.ID] = true
		}
	}
	found, err := s.Repo.Objects(ctx, tenant, KindLocation, ids)
	for i := range found {
		if found[i].Body.Text("location_type") == Redacted {
			h.locations[found[i].ID] = true
		}
	}
	return h, err
}

// public is an object as it may be shown, or nil.
func (h hiding) public(o *Object) *Object {
	if h.locations[o.ID] {
		return nil
	}
	owners, secret := 0, false
	body := o.Body
	s := ShapeOf(o.Kind)
	for i := range s.Fields {
		f := &s.Fields[i]
		if f.Link == "" || o.Body.ID(f.Name).IsZero() {
			continue
		}
		if !h.locations[o.Body.ID(f.Name)] {
			if f.Name != "taxonomy_term_id" {
				owners++
			}
			continue
		}
		if !secret {
			body, secret = maps.Clone(o.Body), true
		}
		delete(body, f.Name)
	}
	if !secret {
		return o
	}
	if owners == 0 {
		return nil
	}
	if o.Kind == KindPlace {
		delete(body, "description") // words about a place tell where it is
	}
	return &Object{o.Kind, o.ID, o.Run, body}
}

// redact takes out of documents what nothing public shows.
func (s *Service) redact(ctx context.Context, tenant id.ID, roots []*Node) error {
	var all []*Object
	for _, n := range roots {
		n.each(func(n *Node) { all = append(all, &n.Object) })
	}
	h, err := s.hidingOf(ctx, tenant, all)
	if err != nil || len(h.locations) == 0 {
		return err
	}
	for _, n := range roots {
		h.prune(n)
	}
	return nil
}

func (h hiding) prune(n *Node) {
	if p := h.public(&n.Object); p != nil {
		n.Object = *p
	}
	for name, child := range n.One {
		if h.public(&child.Object) == nil {
			delete(n.One, name)
			continue
		}
		h.prune(child)
	}
	for name, list := range n.Many {
		kept := list[:0]
		for _, child := range list {
			if h.public(&child.Object) != nil {
				h.prune(child)
				kept = append(kept, child)
			}
		}
		n.Many[name] = kept
	}
}

func (n *Node) each(do func(*Node)) {
	do(n)
	for _, child := range n.One {
		child.each(do)
	}
	for _, list := range n.Many {
		for _, child := range list {
			child.each(do)
		}
	}
}

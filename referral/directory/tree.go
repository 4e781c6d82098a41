package directory

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"linli/platform/id"
)

// Node is an object with what is nested in it.
type Node struct {
	Object
	One  map[string]*Node
	Many map[string][]*Node
}

// MarshalJSON writes the fields in the order of the schema.
func (n *Node) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	out.WriteByte('{')
	put := func(name string, v any) error {
		b, err := json.Marshal(v)
		if err != nil {
			return fmt.Errorf("directory: write %s of a %s: %w", name, n.Kind, err)
		}
		if out.Len() > 1 {
			out.WriteByte(',')
		}
		fmt.Fprintf(&out, "%q:%s", name, b)
		return nil
	}
	s := ShapeOf(n.Kind)
	for i := range s.Fields {
		f := &s.Fields[i]
		var err error
		switch {
		case f.Value() && n.Body[f.Name] != nil:
			err = put(f.Name, n.Body[f.Name])
		case f.Many && len(n.Many[f.Name]) > 0:
			err = put(f.Name, n.Many[f.Name])
		case f.By != "" && n.One[f.Name] != nil:
			err = put(f.Name, n.One[f.Name])
		}
		if err != nil {
			return nil, err
		}
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

// Detail says how much is nested.
type Detail int

// What is nested: only the object that something is of; all but a root's further documents; those too.
const (
	Short Detail = iota // one-to-one fields, as the lists of HSDS have them
	Whole
	WithServices // an organisation's services in full
)

// maxTree bounds how many rounds of reading a document takes: HSDS nests no deeper.
const maxTree = 9

// grown is a node on its way, with where it stands.
type grown struct {
	*Node
	depth  int
	within Kind // the kind of the document, or of what it is nested in where that would lead back
}

// Trees puts documents together, in the order of the ids; what is not there is left out. What is redacted is not in them.
func (s *Service) Trees(ctx context.Context, tenant id.ID, kind Kind, ids []id.ID, detail Detail) ([]*Node, error) {
	out, err := s.trees(ctx, tenant, kind, ids, detail)
	if err != nil {
		return nil, err
	}
	return out, s.redact(ctx, tenant, out)
}

// trees are the documents with what is redacted.
func (s *Service) trees(ctx context.Context, tenant id.ID, kind Kind, ids []id.ID, detail Detail) ([]*Node, error) {
	found, err := s.Repo.Objects(ctx, tenant, kind, ids)
	if err != nil {
		return nil, err
	}
	at := map[id.ID]*Node{}
	var front []grown
	for i := range found {
		n := &Node{Object: found[i].Object}
		at[n.ID] = n
		front = append(front, grown{n, 0, ""})
	}
	for round := 0; len(front) > 0 && round < maxTree; round++ {
		if front, err = s.grow(ctx, tenant, front, detail); err != nil {
			return nil, err
		}
	}
	var out []*Node
	for _, u := range ids {
		if n := at[u]; n != nil {
			out = append(out, n)
			delete(at, u)
		}
	}
	return out, nil
}

// grow reads what is nested in each of the nodes, and returns that.
func (s *Service) grow(ctx context.Context, tenant id.ID, front []grown, detail Detail) ([]grown, error) {
	var next []grown
	if detail != Short {
		owners := make([]id.ID, len(front))
		for i, g := range front {
			owners[i] = g.ID
		}
		linked, err := s.Repo.Linked(ctx, tenant, owners)
		if err != nil {
			return nil, err
		}
		for _, g := range front {
			next = append(next, g.adopt(linked[g.ID], detail)...)
		}
	}
	named := map[Kind][]id.ID{}
	for _, g := range front {
		for _, f := range g.names(detail) {
			named[f.Child] = append(named[f.Child], g.Body.ID(f.By))
		}
	}
	for kind, ids := range named {
		found, err := s.Repo.Objects(ctx, tenant, kind, ids)
		if err != nil {
			return nil, err
		}
		for _, g := range front {
			for _, f := range g.names(detail) {
				i := slices.IndexFunc(found, func(k Kept) bool { return f.Child == kind && k.ID == g.Body.ID(f.By) })
				if i < 0 {
					continue
				}
				n := &Node{Object: found[i].Object}
				if g.One == nil {
					g.One = map[string]*Node{}
				}
				g.One[f.Name] = n
				next = append(next, grown{n, g.depth + 1, g.Kind})
			}
		}
	}
	return next, nil
}

// leadsBack reports whether a field would nest again what the node itself is nested in.
func (g *grown) leadsBack(f *FieldShape) bool {
	return f.Root && g.depth > 0 || f.Child == g.within || g.within == KindPlace && g.Kind == KindService && f.Child == KindPlace
}

// names are the fields that name one object each.
func (g *grown) names(detail Detail) []*FieldShape {
	var out []*FieldShape
	s := ShapeOf(g.Kind)
	for i := range s.Fields {
		f := &s.Fields[i]
		if f.By != "" && !g.leadsBack(f) && !g.Body.ID(f.By).IsZero() && (detail != Short || g.depth < 2) {
			out = append(out, f)
		}
	}
	return out
}

// adopt nests what links to a node.
func (g *grown) adopt(linked []Object, detail Detail) []grown {
	var next []grown
	s := ShapeOf(g.Kind)
	for _, o := range linked {
		i := slices.IndexFunc(s.Fields, func(f FieldShape) bool { return f.Many && f.Child == o.Kind && o.Body.ID(f.Of) == g.ID })
		if i < 0 || g.leadsBack(&s.Fields[i]) {
			continue
		}
		n := &Node{Object: o}
		if g.Many == nil {
			g.Many = map[string][]*Node{}
		}
		g.Many[s.Fields[i].Name] = append(g.Many[s.Fields[i].Name], n)
		if s.Fields[i].Root && detail != WithServices {
			continue // a service of an organisation by itself
		}
		next = append(next, grown{n, g.depth + 1, g.Kind})
	}
	return next
}

package directory

import (
	"context"
	"errors"
	"slices"
	"strings"

	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/geo"
	"linli/platform/id"
	"linli/rulebook"
)

// Free are the kinds that belong to nothing: what services share, and how tables are written.
var Free = []Kind{KindOrganization, KindTaxonomy, KindTerm, KindUnit, KindTable}

// Part is one object by itself as whoever keeps the directory sees it: with what belongs to it, and with what is redacted.
type Part struct {
	*Node
	Version int64
	Above   []Object // what it belongs to; of a location and a programme also the services that name it
}

// Spot is where an object is added: to a list of its owner, or, where that is zero, among the [Free] ones of a kind.
type Spot struct {
	Of    Kind
	Owner id.ID
	Field string // the owner's list; of a free object its kind
}

// Kind is what is added there. Errors: ErrNotFound where the owner has no such list.
func (p Spot) Kind() (Kind, error) {
	if p.Owner.IsZero() && slices.Contains(Free, Kind(p.Field)) {
		return Kind(p.Field), nil
	}
	if s := ShapeOf(p.Of); s != nil && !p.Owner.IsZero() {
		if f, ok := s.Field(p.Field); ok && f.Many && !f.Root {
			return f.Child, nil
		}
	}
	return "", ErrNotFound
}

// Object is a new object there, without an id: what its place says of it.
func (p Spot) Object(kind Kind) *Object {
	if p.Owner.IsZero() {
		return &Object{Kind: kind, Body: Body{}}
	}
	f, _ := ShapeOf(p.Of).Field(p.Field)
	out := Body{f.Of: p.Owner.String()}
	switch f.Of {
	case "link_id":
		out["link_entity"] = string(p.Of)
	case "resource_id":
		out["resource_type"] = string(p.Of)
	}
	return &Object{Kind: kind, Body: out}
}

// Part opens an object of any kind for editing. It needs the right directory.edit. Errors: Forbidden, ErrNotFound.
func (s *Service) Part(ctx context.Context, a access.Actor, kind Kind, u id.ID) (_ Part, err error) {
	defer wrap(&err, "open a part")
	if err := s.check(a, "directory.edit"); err != nil {
		return Part{}, err
	}
	if ShapeOf(kind) == nil {
		return Part{}, ErrNotFound
	}
	kept, err := s.Repo.Objects(ctx, a.Tenant, kind, []id.ID{u})
	if err != nil {
		return Part{}, err
	}
	trees, err := s.trees(ctx, a.Tenant, kind, []id.ID{u}, Whole)
	if err != nil {
		return Part{}, err
	}
	if len(kept) == 0 || len(trees) == 0 {
		return Part{}, ErrNotFound
	}
	out := Part{Node: trees[0], Version: kept[0].Version}
	out.Above, err = s.above(ctx, a.Tenant, &out.Object)
	return out, err
}

// above are the objects that one belongs to.
func (s *Service) above(ctx context.Context, tenant id.ID, o *Object) ([]Object, error) {
	owners := []*Object{o}
	if o.Kind == KindLocation || o.Kind == KindProgram { // few name one of these; a term or an organisation may be named by thousands
		linked, err := s.Repo.Linked(ctx, tenant, []id.ID{o.ID})
		if err != nil {
			return nil, err
		}
		for _, x := range linked[o.ID] {
			if x.Kind == KindPlace || x.Kind == KindService {
				owners = append(owners, &x)
			}
		}
	}
	var out []Object
	for _, x := range owners {
		if x.Kind == KindService && x != o {
			out = append(out, *x)
		}
		for kind, ids := range x.owners() {
			found, err := s.Repo.Objects(ctx, tenant, kind, ids)
			if err != nil {
				return nil, err
			}
			for i := range found {
				out = append(out, found[i].Object)
			}
		}
	}
	return out, nil
}

// owners are the ids of what an object belongs to, by kind.
func (o *Object) owners() map[Kind][]id.ID {
	out := map[Kind][]id.ID{}
	s := ShapeOf(o.Kind)
	for i := range s.Fields {
		f := &s.Fields[i]
		if u := o.Body.ID(f.Name); f.Owner && !u.IsZero() {
			kind := f.Link
			if kind == "*" {
				kind = Kind(o.Body.Text("link_entity") + o.Body.Text("resource_type"))
			}
			if ShapeOf(kind) != nil {
				out[kind] = append(out[kind], u)
			}
		}
	}
	return out
}

// All are objects of a kind that belongs to nothing, those after one. It needs the right directory.edit.
func (s *Service) All(ctx context.Context, a access.Actor, kind Kind, after id.ID, limit int) (_ []Object, err error) {
	defer wrap(&err, "list a kind")
	if err := s.check(a, "directory.edit"); err != nil {
		return nil, err
	}
	if !slices.Contains(Free, kind) {
		return nil, ErrNotFound
	}
	found, err := s.Repo.Following(ctx, a.Tenant, kind, after, limit)
	return objectsOf(found), err
}

func objectsOf(kept []Kept) []Object {
	out := make([]Object, len(kept))
	for i := range kept {
		out[i] = kept[i].Object
	}
	return out
}

// Choices are what a field of an object can name: places and programmes of its organisation, and of other kinds the first ones that there are.
func (s *Service) Choices(ctx context.Context, tenant id.ID, o *Object, f *FieldShape) (out []Object, err error) {
	defer wrap(&err, "choices of a field")
	switch f.Link {
	case KindLocation, KindProgram:
		by := o.Body.ID("organization_id")
		if u := o.Body.ID("service_id"); !u.IsZero() {
			services, err := s.Repo.Objects(ctx, tenant, KindService, []id.ID{u})
			if err != nil {
				return nil, err
			}
			for i := range services {
				by = services[i].Body.ID("organization_id")
			}
		}
		linked, err := s.Repo.Linked(ctx, tenant, []id.ID{by})
		if err != nil {
			return nil, err
		}
		out = slices.DeleteFunc(linked[by], func(x Object) bool { return x.Kind != f.Link })
	default:
		found, err := s.Repo.Following(ctx, tenant, f.Link, id.ID{}, maxChoices)
		if err != nil {
			return nil, err
		}
		out = objectsOf(found)
	}
	now := o.Body.ID(f.Name)
	if now.IsZero() || slices.ContainsFunc(out, func(x Object) bool { return x.ID == now }) {
		return out, nil
	}
	kept, err := s.Repo.Objects(ctx, tenant, f.Link, []id.ID{now})
	return append(out, objectsOf(kept)...), err
}

// AddPart writes a new object. It needs the right directory.edit. Errors: Forbidden, Invalid at a field, ErrNotFound.
func (s *Service) AddPart(ctx context.Context, a access.Actor, at Spot, said map[string]string) (_ *Object, err error) {
	defer wrap(&err, "add a part")
	if err := s.check(a, "directory.edit"); err != nil {
		return nil, err
	}
	kind, err := at.Kind()
	if err != nil {
		return nil, err
	}
	if !at.Owner.IsZero() {
		if _, err := s.Part(ctx, a, at.Of, at.Owner); err != nil {
			return nil, err
		}
	}
	o := at.Object(kind)
	o.ID = s.IDs.New()
	o.Body["id"] = o.ID.String()
	if o.Body, err = s.written(ctx, a.Tenant, o, said); err != nil {
		return nil, err
	}
	return o, s.put(ctx, a, []Write{{After: o}})
}

// SavePart changes an object of any kind. It needs the right directory.edit. Errors: Forbidden, Invalid at a field, ErrNotFound, ErrMoved
// where it is no longer of the version that was read.
func (s *Service) SavePart(ctx context.Context, a access.Actor, kind Kind, u id.ID, version int64, said map[string]string) (err error) {
	defer wrap(&err, "save a part")
	p, err := s.Part(ctx, a, kind, u)
	if err != nil {
		return err
	}
	if p.Version != version {
		return ErrMoved
	}
	body, err := s.written(ctx, a.Tenant, &p.Object, said)
	if err != nil {
		return err
	}
	return s.put(ctx, a, []Write{{Before: &Kept{Object: p.Object, Version: p.Version}, After: &Object{Kind: kind, ID: u, Body: body}}})
}

// written are the values of an object with what was said of the fields that a person fills in.
func (s *Service) written(ctx context.Context, tenant id.ID, o *Object, said map[string]string) (Body, error) {
	shape := ShapeOf(o.Kind)
	values := map[string]any{}
	for name, v := range o.Body {
		values[name] = v
	}
	for _, f := range shape.Asked() {
		values[f.Name] = strings.TrimSpace(strings.ReplaceAll(said[f.Name], "\r\n", "\n"))
	}
	now := s.Clock.Now().UTC().Format("2006-01-02T15:04:05.000Z")
	switch o.Kind {
	case KindService:
		values["last_modified"] = now
	case KindCapacity:
		values["updated"] = now
	}
	body, wrong := shape.read(values)
	for _, name := range required[o.Kind] {
		if f, _ := shape.Field(name); values[name] == "" && !f.Owner {
			wrong.Add(name, Missing.Key())
		}
	}
	for _, f := range shape.Asked() {
		u := body.ID(f.Name)
		if f.Link == "" || u.IsZero() {
			continue
		}
		found, err := s.Repo.Objects(ctx, tenant, f.Link, []id.ID{u})
		if err != nil {
			return nil, err
		}
		if len(found) == 0 || u == o.ID {
			wrong.Add(f.Name, "part.unknown")
		}
	}
	switch o.Kind {
	case KindLocation:
		if lat, long := body.Text("latitude"), body.Text("longitude"); lat+long != "" {
			_, err := geo.Read(lat, long, geo.WGS84)
			var off *fault.Error
			if errors.As(err, &off) {
				wrong = append(wrong, off.At(map[string]string{"lat": "latitude", "long": "longitude"}[off.Field]))
			}
		}
	case KindTerm:
		for _, name := range []string{"name", "code"} {
			if rulebook.NamesPeople(body.Text(name)) {
				wrong.Add(name, "part.person")
			}
		}
	}
	if asked := shape.Asked(); len(wrong) == 0 && !slices.ContainsFunc(asked, func(f *FieldShape) bool { return values[f.Name] != "" }) {
		wrong.Add(asked[0].Name, "part.nothing") // HSDS asks for no field of most kinds
	}
	for i, w := range wrong {
		if w.Key == Missing.Key() { // of a row in a file
			wrong[i] = fault.Field(w.Field, "form.required")
		}
	}
	return body, wrong.Err()
}

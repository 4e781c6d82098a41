package inspection

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/geo"
	"linli/platform/id"
	"linli/platform/notify"
	"linli/platform/tabular"
	"linli/platform/vault"
	"linli/report"
	"linli/rulebook"
)

// Place is a public place of the register: one that reports can name ([report.KnownPlace]), with what the office needs to look at
// it. A place that was only listed for reports has no kind yet and is in no round.
type Place struct {
	report.KnownPlace
	Version    int64           // 0: it has nothing beside its name yet
	Kind       string          // one of [rulebook.PlaceKinds]
	Area       string          // in which part of the town
	Keeper     access.PostKind // which post of its unit answers for it
	Operator   string          // the organisation that runs it and gets an order
	HasContact bool            // how that organisation is reached is sealed beside it
	Key        id.ID           // the data key of the contact; zero: there is none
	Run        id.ID           // the import that wrote it last
	Former     json.RawMessage // what stood there before that import; empty: nothing
}

// Facts are what the policies need to know of a place, for somebody of a unit.
func (p *Place) facts(tenant, unit id.ID) access.Facts {
	return access.Facts{Tenant: tenant, Unit: unit, Case: p.ID, Kind: Capability}
}

// Kept is a place on its way into the register.
type Kept struct {
	Place  Place
	At     time.Time // when: the register is kept as it stood
	Gone   bool      // it is taken out again, as if it had never been there
	Drop   vault.Key
	Key    vault.Key
	Sealed *vault.Sealed
}

// Keepers are the posts that can answer for a place.
func Keepers() []access.PostKind {
	return []access.PostKind{access.Inspector, access.Handler, access.Lead}
}

// Check refuses a place that a register cannot hold: a kind that is none of a public place, a name that speaks of a dwelling, a
// household or a belief, the number of a person, an operator where nobody gets an order. Errors: fault.Field "name", "kind",
// "area", "keeper", "operator", "contact", "lat", "long".
func (p *Place) Check(rules *rulebook.Rulebook, contact string) error {
	var l fault.List
	for _, s := range []*string{&p.Name, &p.Area, &p.Operator} {
		*s = strings.TrimSpace(*s)
	}
	text(&l, "name", p.Name, maxName, true)
	text(&l, "area", p.Area, maxName, false)
	text(&l, "operator", p.Operator, maxName, false)
	text(&l, "contact", contact, maxName, false)
	if _, ok := rules.Duties.PlaceKind(p.Kind); !ok || !slices.Contains(rulebook.PlaceKinds(), p.Kind) {
		l.Add("kind", "inspection.place.kind")
	}
	for field, s := range map[string]string{"name": p.Name, "area": p.Area, "operator": p.Operator} {
		switch {
		case rulebook.NoPlace(s) != "":
			l.Add(field, "inspection.place.none")
		case tabular.OfPerson(s):
			l.Add(field, "inspection.place.number")
		}
	}
	if !slices.Contains(Keepers(), p.Keeper) {
		l.Add("keeper", "form.choose")
	}
	gets := rules.Inspection.Gets(p.Kind)
	if p.Operator != "" && !gets {
		l.Add("operator", "inspection.place.no_operator")
	}
	if contact != "" && (p.Operator == "" || !gets) {
		l.Add("contact", "inspection.place.no_operator")
	}
	if !p.Point.IsZero() {
		if _, err := geo.New(p.Point.Lat, p.Point.Long, geo.WGS84); err != nil {
			l = append(l, fault.Of(err))
		}
	}
	return l.Err()
}

// Register is the register as somebody of a unit sees it: the places of that unit and of those below it, by kind and name.
func (s *Service) Register(ctx context.Context, a access.Actor, unit id.ID, ended bool) (_ []Place, err error) {
	defer wrap(&err, "register")
	if err := s.Access.Check(a, "inspection.list", access.Facts{Tenant: a.Tenant, Unit: unit, Kind: Capability}); err != nil {
		return nil, err
	}
	return s.places(ctx, a.Tenant, unit, ended)
}

func (s *Service) places(ctx context.Context, tenant, unit id.ID, ended bool) ([]Place, error) {
	all, err := s.Repo.Places(ctx, tenant)
	if err != nil {
		return nil, err
	}
	all, err = s.below(ctx, tenant, unit, all)
	if !ended {
		all = slices.DeleteFunc(all, func(p Place) bool { return !p.ClosedAt.IsZero() })
	}
	return all, err
}

// below are the places of a unit and of those below it.
func (s *Service) below(ctx context.Context, tenant, unit id.ID, all []Place) ([]Place, error) {
	below := map[id.ID]bool{}
	var out []Place
	for _, p := range all {
		is, known := below[p.Unit]
		if !known {
			line, err := s.Office.Line(ctx, tenant, p.Unit)
			if err != nil {
				return nil, err
			}
			is = slices.Contains(line, unit)
			below[p.Unit] = is
		}
		if is {
			out = append(out, p)
		}
	}
	return out, nil
}

// within is a place of a unit or of one below it. Error: fault.Field "place".
func (s *Service) within(ctx context.Context, tenant, unit, place id.ID) (Place, error) {
	p, err := s.Repo.Place(ctx, tenant, place)
	if err != nil {
		return Place{}, fault.Field("place", "form.choose")
	}
	line, err := s.Office.Line(ctx, tenant, p.Unit)
	if err == nil && !slices.Contains(line, unit) {
		err = fault.Field("place", "form.choose")
	}
	return p, err
}

// Place returns a place for somebody of its unit or of one above, in which the account has to do with inspections; that unit comes
// with it. Errors: ErrNotFound.
func (s *Service) Place(ctx context.Context, a access.Actor, place id.ID) (_ Place, unit id.ID, err error) {
	defer wrap(&err, "place")
	p, err := s.Repo.Place(ctx, a.Tenant, place)
	if err != nil {
		return Place{}, unit, err
	}
	line, err := s.Office.Line(ctx, a.Tenant, p.Unit)
	if err != nil {
		return Place{}, unit, err
	}
	for _, u := range line {
		if slices.Contains(s.Units(a), u) {
			return p, u, nil
		}
	}
	return Place{}, unit, ErrNotFound
}

// Contact is how the organisation that runs a place is reached. The reading is written down before. Errors: as [Service.Place].
func (s *Service) Contact(ctx context.Context, a access.Actor, place id.ID) (_ string, err error) {
	p, _, err := s.Place(ctx, a, place)
	if err != nil || !p.HasContact {
		return "", err
	}
	return s.contact(ctx, a, p)
}

func (s *Service) contact(ctx context.Context, a access.Actor, p Place) (out string, err error) {
	_, unit, err := s.Place(ctx, a, p.ID)
	if err != nil {
		return "", err
	}
	grant, err := s.Access.Open(ctx, s.Recorder, s.Clock.Now(), a, p.facts(a.Tenant, unit), access.ForWork)
	if err != nil {
		return "", err
	}
	fields, err := s.Repo.Sealed(ctx, a.Tenant, p.ID)
	if err != nil || len(fields) == 0 {
		return "", err
	}
	texts, err := s.Vault.OpenAll(ctx, grant, fields[:1])
	if err != nil {
		return "", err
	}
	if err := json.Unmarshal(texts[0], &out); err != nil {
		return "", fmt.Errorf("read %s: %w", FieldContact, err)
	}
	return out, nil
}

// PutPlace adds a place to the register, or changes one; a contact takes the place of the one before. Errors: those of
// [Place.Check], of access, ErrMoved where the place is no longer of the version that was read.
func (s *Service) PutPlace(ctx context.Context, a access.Actor, p Place, contact string) (_ Place, err error) {
	defer wrap(&err, "put place")
	if err := s.Access.Check(a, "inspection.places", access.Facts{Tenant: a.Tenant, Unit: p.Unit, Kind: Capability}); err != nil {
		return Place{}, err
	}
	rules, err := s.Office.Rulebook(ctx, a.Tenant, s.Clock.Now())
	if err != nil {
		return Place{}, err
	}
	if err := p.Check(rules, contact); err != nil {
		return Place{}, err
	}
	if !p.ID.IsZero() {
		was, err := s.Repo.Place(ctx, a.Tenant, p.ID)
		if err != nil {
			return Place{}, err
		}
		if was.Version != p.Version {
			return Place{}, ErrMoved
		}
		if err := s.Access.Check(a, "inspection.places", access.Facts{Tenant: a.Tenant, Unit: was.Unit, Kind: Capability}); err != nil {
			return Place{}, err // handed from a unit of another
		}
		p.Key, p.HasContact, p.Run, p.Former = was.Key, was.HasContact, id.ID{}, nil
	}
	k, err := s.kept(ctx, a.Tenant, p, contact)
	if err != nil {
		return Place{}, err
	}
	return k.Place, s.keep(ctx, a.Tenant, []Kept{k})
}

// EndPlace takes a place out of the register: it is offered and visited no more, and its contact is destroyed.
func (s *Service) EndPlace(ctx context.Context, a access.Actor, place id.ID) (err error) {
	defer wrap(&err, "end place")
	p, err := s.Repo.Place(ctx, a.Tenant, place)
	if err != nil {
		return err
	}
	if err := s.Access.Check(a, "inspection.places", access.Facts{Tenant: a.Tenant, Unit: p.Unit, Kind: Capability}); err != nil {
		return err
	}
	return s.keep(ctx, a.Tenant, []Kept{ended(p, s.Clock.Now())})
}

// ended is a place that leaves the register, with its contact.
func ended(p Place, now time.Time) Kept {
	k := Kept{Place: p}
	k.Place.Version, k.Place.ClosedAt = p.Version+1, now
	k.drop()
	return k
}

func (k *Kept) drop() {
	if k.Place.HasContact {
		k.Drop = vault.Key{Case: k.Place.ID, Scope: vault.Scope{Kind: vault.Contact}, ID: k.Place.Key}
		k.Place.HasContact, k.Place.Key = false, id.ID{}
	}
}

// kept is the next version of a place, with its contact sealed under a key of its own.
func (s *Service) kept(ctx context.Context, tenant id.ID, p Place, contact string) (Kept, error) {
	if p.ID.IsZero() {
		p.ID = s.IDs.New()
	}
	p.Version++
	k := Kept{Place: p}
	if p.Operator == "" || contact != "" {
		k.drop()
	}
	if contact == "" {
		return k, nil
	}
	body, err := json.Marshal(contact)
	if err != nil {
		return k, fmt.Errorf("encode a contact: %w", err)
	}
	key, err := s.Vault.Take(ctx, tenant)
	if err != nil {
		return k, err
	}
	sealed, err := s.Vault.Seal(ctx, tenant, vault.Sealed{Case: p.ID, Owner: p.ID, Field: FieldContact, Key: key, Version: 1, Body: body})
	if err != nil {
		return k, err
	}
	k.Key, k.Sealed = vault.Key{Case: p.ID, Scope: vault.Scope{Kind: vault.Contact}, ID: key}, &sealed
	k.Place.HasContact, k.Place.Key = true, key
	return k, nil
}

// keep writes places, with the lines that tell of it and the job that destroys the contacts that they no longer have, and destroys them at once.
func (s *Service) keep(ctx context.Context, tenant id.ID, all []Kept, told ...notify.Notice) error {
	var gone []vault.Key
	for i, k := range all {
		all[i].At = s.Clock.Now()
		if !k.Drop.ID.IsZero() {
			gone = append(gone, k.Drop)
		}
	}
	jobs, err := casefile.Destroying(Capability, tenant, gone, s.IDs, s.Clock.Now())
	if err != nil {
		return err
	}
	if err := s.Repo.Keep(ctx, tenant, all, jobs, told); err != nil {
		return err
	}
	for _, j := range jobs {
		_ = s.Destroy(ctx, j) // a failure is the job's to repeat
	}
	return nil
}

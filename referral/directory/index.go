package directory

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"time"

	"linli/platform/geo"
	"linli/platform/id"
)

// listed are the kinds that have entries.
var listed = []Kind{KindTaxonomy, KindTerm, KindOrganization, KindService}

// Reindex brings the index to what the objects say; entries that are right stay untouched. Memory does not grow with the
// directory.
func (s *Service) Reindex(ctx context.Context, tenant id.ID) error {
	for _, kind := range listed {
		for after := (id.ID{}); ; {
			page, err := s.Repo.Following(ctx, tenant, kind, after, batch)
			if err != nil {
				return err
			}
			if len(page) == 0 {
				break
			}
			ids := make([]id.ID, len(page))
			for i := range page {
				ids[i] = page[i].ID
			}
			after = ids[len(ids)-1]
			if err := s.index(ctx, tenant, kind, ids); err != nil {
				return err
			}
		}
	}
	return s.dropLost(ctx, tenant)
}

// looks is how often entries are looked at again after they were written, while the objects go on changing.
const looks = 5

// index writes the entries of some objects of a kind, and with services those of their places. It looks again at what it wrote: between
// its reading and its writing a place can have become secret, and its entry have been taken away by whoever did that.
func (s *Service) index(ctx context.Context, tenant id.ID, kind Kind, ids []id.ID) error {
	for range looks {
		if moved, err := s.write(ctx, tenant, kind, ids); err != nil || !moved {
			return err
		}
	}
	return nil
}

// write brings the entries to the objects as they are read now; moved is false where they said the same already.
func (s *Service) write(ctx context.Context, tenant id.ID, kind Kind, ids []id.ID) (moved bool, _ error) {
	detail := Whole
	if kind != KindService {
		detail = Short
	}
	trees, err := s.Trees(ctx, tenant, kind, ids, detail)
	if err != nil {
		return false, err
	}
	want := map[Kind][]*Entry{}
	for _, n := range trees {
		for _, e := range entriesOf(n) {
			want[e.Kind] = append(want[e.Kind], e)
		}
	}
	now := s.Clock.Now()
	for kind, entries := range want {
		asked := make([]id.ID, len(entries))
		for i, e := range entries {
			asked[i] = e.ID
		}
		kept, err := s.Repo.Entries(ctx, tenant, kind, asked)
		if err != nil {
			return false, err
		}
		var pairs [][2]*Entry
		for _, e := range entries {
			var before *Entry
			if i := slices.IndexFunc(kept, func(k Entry) bool { return k.ID == e.ID }); i >= 0 {
				before = &kept[i]
				e.Changed = before.Changed
				if reflect.DeepEqual(*before, *e) {
					continue
				}
			}
			e.Changed = now
			pairs = append(pairs, [2]*Entry{before, e})
		}
		if len(pairs) == 0 {
			continue
		}
		moved = true
		if err := s.Repo.Index(ctx, tenant, pairs); err != nil {
			return moved, err
		}
	}
	return moved, nil
}

// dropLost removes entries of what is no longer there.
func (s *Service) dropLost(ctx context.Context, tenant id.ID) error {
	for _, kind := range append(slices.Clone(listed), KindPlace) {
		for after := (id.ID{}); ; {
			ids, err := s.Repo.IDs(ctx, tenant, Selection{Kind: kind, After: after, Limit: batch})
			if err != nil {
				return err
			}
			if len(ids) == 0 {
				break
			}
			after = ids[len(ids)-1]
			there, err := s.Repo.Objects(ctx, tenant, kind, ids)
			if err != nil {
				return err
			}
			lost := slices.DeleteFunc(ids, func(u id.ID) bool { return slices.ContainsFunc(there, func(k Kept) bool { return k.ID == u }) })
			if err := s.drop(ctx, tenant, kind, lost); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Service) drop(ctx context.Context, tenant id.ID, kind Kind, ids []id.ID) error {
	if len(ids) == 0 {
		return nil
	}
	kept, err := s.Repo.Entries(ctx, tenant, kind, ids)
	if err != nil {
		return err
	}
	pairs := make([][2]*Entry, len(kept))
	for i := range kept {
		pairs[i][0] = &kept[i]
	}
	return s.Repo.Index(ctx, tenant, pairs)
}

// entriesOf are the entries that a document gives.
func entriesOf(n *Node) []*Entry {
	e := &Entry{Kind: n.Kind, ID: n.ID, Card: Card{Name: n.Body.Text("name")}}
	words := bag{}
	words.text(n.Body.Text("name"), n.Body.Text("alternate_name"), n.Body.Text("description"))
	switch n.Kind {
	case KindTerm:
		words.add(wordTaxonomy, n.Body.Text("taxonomy_id"))
		words.add(wordParent, n.Body.Text("parent_id"))
		words.text(n.Body.Text("code"))
		if n.Body.Text("parent_id") == "" {
			words[wordTop] = true
		}
	case KindService:
		return ofService(n, e, words)
	}
	e.Words = words.sorted()
	return []*Entry{e}
}

// ofService is a service's entry with those of its places. An index of public text: what is redacted is not in the document.
func ofService(n *Node, e *Entry, words bag) []*Entry {
	b := n.Body
	e.Listed = b.Text("status") == "active" || b.Text("status") == "temporarily closed"
	e.Confirmed = day(b.Text("assured_date"))
	c := &e.Card
	c.Status, c.Description, c.Alert, c.Fees = b.Text("status"), short(b.Text("description")), b.Text("alert"), b.Text("fees_description")
	if e.Listed {
		words[wordListed] = true
	}
	words.add(wordOrganization, b.Text("organization_id"))
	if o := n.One["organization"]; o != nil {
		c.Organization = o.Body.Text("name")
		words.text(c.Organization, o.Body.Text("alternate_name"))
	}
	for _, p := range n.Many["phones"] {
		if c.Phone == "" {
			c.Phone = p.Body.Text("number")
		}
	}
	for _, a := range n.Many["attributes"] {
		words.add(wordTerm, a.Body.Text("taxonomy_term_id"))
		if t := a.One["taxonomy_term"]; t != nil {
			c.Needs = append(c.Needs, t.Body.Text("name"))
			words.text(t.Body.Text("name"))
			words.add(wordTaxonomy, t.Body.Text("taxonomy_id"))
			words.add(wordTerm, t.Body.Text("parent_id")) // who asks for the wider need finds the narrower one
		}
	}
	for _, a := range n.Many["service_areas"] {
		if name := cut(strings.TrimSpace(a.Body.Text("name"))); name != "" {
			c.Areas = append(c.Areas, name)
			words.add(wordArea, name)
			words.text(name)
		}
		for part := range strings.SplitSeq(a.Body.Text("extent"), ",") {
			if t := a.Body.Text("extent_type"); t == "text" || t == "postcode" {
				words.add(wordPostcode, postcode(part))
			}
		}
	}
	speak(n, c)
	open(n, c)
	var out []*Entry
	for _, place := range n.Many["service_at_locations"] {
		speak(place, c)
		open(place, c)
		at := &Entry{Kind: KindPlace, ID: place.ID, Listed: e.Listed, Confirmed: e.Confirmed, Card: Card{Name: c.Name, Organization: c.Organization, Status: c.Status}}
		own := bag{}
		if l := place.One["location"]; l != nil {
			speak(l, c)
			open(l, c)
			at.locate(l, c, own)
		}
		e.Places = append(e.Places, at.Places...)
		at.Words = own.sorted()
		out = append(out, at)
	}
	for _, l := range c.Languages {
		words.add(wordLanguage, l)
	}
	shared := words.sorted()
	for _, at := range out {
		for _, w := range at.Words {
			words[w] = true
		}
		at.Words = slices.Compact(slices.Sorted(slices.Values(append(at.Words, shared...))))
	}
	e.Words = words.sorted()
	return append(out, e)
}

// locate puts a location into the entry of a service there, and its address on the service's card.
func (e *Entry) locate(l *Node, c *Card, words bag) {
	lat, long := l.Body.Text("latitude"), l.Body.Text("longitude")
	if lat != "" && long != "" {
		if p, err := geo.Read(lat, long, geo.WGS84); err == nil {
			e.Places = append(e.Places, p)
		}
	}
	for _, a := range l.Many["addresses"] {
		words.add(wordPostcode, postcode(a.Body.Text("postal_code")))
		if a.Body.Text("address_type") == "physical" && len(c.Addresses) < 5 {
			c.Addresses = append(c.Addresses, AddressLine(a.Body))
		}
	}
}

// AddressLine is an address in one line: from the larger to the smaller where it is written in Chinese, else the other way round.
func AddressLine(b Body) string {
	parts := []string{b.Text("state_province"), b.Text("region"), b.Text("city"), b.Text("address_1"), b.Text("address_2")}
	parts = slices.DeleteFunc(parts, func(s string) bool { return strings.TrimSpace(s) == "" })
	if len(parts) > 0 && strings.ContainsFunc(parts[len(parts)-1], func(r rune) bool { return r >= 0x4e00 && r <= 0x9fff }) {
		return strings.Join(parts, "")
	}
	slices.Reverse(parts)
	return strings.Join(parts, ", ")
}

func speak(n *Node, c *Card) {
	for _, l := range n.Many["languages"] {
		code := strings.ToLower(strings.TrimSpace(l.Body.Text("code")))
		if code != "" && !slices.Contains(c.Languages, code) {
			c.Languages = append(c.Languages, code)
		}
	}
}

// open takes over the schedules of a service, or of a place where the service has none of its own that say more.
func open(n *Node, c *Card) {
	if n.Kind == KindLocation && len(c.Schedules) > 0 {
		return // a house may be open longer than what is offered in it
	}
	for _, s := range n.Many["schedules"] {
		var read Schedule
		if s.into(&read) == nil && len(c.Schedules) < 30 {
			read.ServiceID, read.LocationID, read.ServiceAtLocationID = "", "", ""
			c.Schedules = append(c.Schedules, read)
		}
	}
}

const maxShort = 300

func short(s string) string {
	r := []rune(s)
	if len(r) > maxShort {
		return string(r[:maxShort-1]) + "…"
	}
	return s
}

// OpenAt reports whether a service is open at an instant, by its schedules.
func (c *Card) OpenAt(at time.Time, holiday func(time.Time) bool) bool {
	return slices.ContainsFunc(c.Schedules, func(s Schedule) bool { return s.Open(at, holiday) })
}

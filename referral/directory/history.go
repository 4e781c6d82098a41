package directory

import (
	"cmp"
	"context"
	"slices"
	"time"

	"linli/platform/access"
	"linli/platform/id"
)

// Acts of a [Change].
const (
	ActAdd     = "add"
	ActChange  = "change"
	ActRemove  = "remove"
	ActConfirm = "confirm" // somebody said that a service is still as its entry has it
)

// Change is one line of the history of an object that a person changed on a page.
type Change struct {
	ID      id.ID
	At      time.Time
	Account id.ID
	Kind    Kind
	Object  id.ID
	Of      []id.ID // in whose history it stands: the object's own, and of what it belongs to
	Said    Said
}

// Said is what a change says: of one that added or took something out the name alone.
type Said struct {
	Act    string    `json:"act"`
	Name   string    `json:"name,omitempty"`
	Fields []Changed `json:"fields,omitempty"`
}

// Changed is one field of a change. Of a contact, who is a person, and of metadata, which may tell of one, neither value is kept.
type Changed struct {
	Name string `json:"name"`
	Was  string `json:"was,omitempty"`
	Now  string `json:"now,omitempty"`
}

// noteOf is the line of history that a write leaves; nil where nothing changed that a person said.
func noteOf(w *Write, change, account id.ID, at time.Time) *Change {
	o := w.After
	out := &Change{ID: change, At: at, Account: account, Said: Said{Act: ActChange}}
	switch {
	case w.Before == nil:
		out.Said.Act = ActAdd
	case w.After == nil:
		out.Said.Act, o = ActRemove, &w.Before.Object
	}
	out.Kind, out.Object, out.Of = o.Kind, o.ID, []id.ID{o.ID}
	person := o.Kind == KindContact || o.Kind == KindMetadata || !o.Body.ID("contact_id").IsZero()
	if !person {
		out.Said.Name = o.Title()
	}
	for _, ids := range o.owners() {
		out.Of = append(out.Of, ids...)
	}
	if w.Before != nil {
		for _, ids := range w.Before.owners() {
			out.Of = append(out.Of, ids...)
		}
	}
	slices.SortFunc(out.Of, func(a, b id.ID) int { return cmp.Compare(string(a[:]), string(b[:])) })
	out.Of = slices.Compact(out.Of)
	if out.Said.Act != ActChange {
		return out
	}
	was, now := w.Before.Body, w.After.Body
	for _, f := range ShapeOf(o.Kind).Asked() {
		if c := (Changed{f.Name, was.Text(f.Name), now.Text(f.Name)}); c.Was != c.Now {
			if person {
				c.Was, c.Now = "", ""
			}
			out.Said.Fields = append(out.Said.Fields, c)
		}
	}
	if len(out.Said.Fields) == 0 {
		if was.Text("assured_date") == now.Text("assured_date") {
			return nil
		}
		out.Said.Act = ActConfirm
	}
	return out
}

// maxHistory is how many lines of history are shown.
const maxHistory = 50

// History is who changed an object and what belongs to it on a page, the latest first. It needs the right directory.edit.
func (s *Service) History(ctx context.Context, a access.Actor, n *Node) (out []Change, err error) {
	defer wrap(&err, "history")
	if err := s.check(a, "directory.edit"); err != nil {
		return nil, err
	}
	var of []id.ID
	n.each(func(x *Node) {
		if n == x || x.Kind != KindService { // the services of an organisation have their own
			of = append(of, x.ID)
		}
	})
	out, err = s.Repo.History(ctx, a.Tenant, of, maxHistory)
	slices.SortFunc(out, func(a, b Change) int { return cmp.Compare(string(b.ID[:]), string(a.ID[:])) })
	out = slices.CompactFunc(out, func(a, b Change) bool { return a.ID == b.ID })
	return out[:min(len(out), maxHistory)], err
}

// Title is the value by which an object is told from others of its kind.
func (o *Object) Title() string {
	for _, name := range []string{"name", "number", "address_1", "document", "identifier", "description", "code", "label", "url", "source", "option", "amount", "opens_at", "field_name", "value"} {
		if v := o.Body.Text(name); v != "" {
			return v
		}
	}
	return ""
}

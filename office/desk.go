package office

import (
	"context"
	"regexp"
	"strings"
	"unicode/utf8"

	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
)

// Desk is where a unit receives people 服务窗口: what the public page, a party's page and the papers say of it. Every part
// may be empty; what is empty is left open on paper.
type Desk struct {
	Address string
	Phone   string
	Hours   string // as people read them, in the office's own words
}

// IsZero reports whether nothing is known of the desk.
func (d Desk) IsZero() bool { return d == Desk{} }

const (
	maxAddress = 120 // characters
	maxPhone   = 40
	maxHours   = 80
)

// phoneForm is a telephone number as people write it, with an extension (转 801, ext. 801).
var phoneForm = regexp.MustCompile(`^\+?[0-9(（][0-9 ()（）/,，、—-]*(?: ?(?:转|轉|分机|分機|ext\.?) ?[0-9]+)?$`)

// tidy is the desk without space around its parts.
func (d Desk) tidy() Desk {
	return Desk{strings.TrimSpace(d.Address), strings.TrimSpace(d.Phone), strings.TrimSpace(d.Hours)}
}

func (d Desk) check(l *fault.List) {
	fits := func(s string, longest int) bool { return utf8.RuneCountInString(s) <= longest && printable(s) }
	if !fits(d.Address, maxAddress) {
		l.Add("address", "office.desk.address_unfit")
	}
	if d.Phone != "" && (!fits(d.Phone, maxPhone) || !phoneForm.MatchString(d.Phone) || digits(d.Phone) < 3) {
		l.Add("phone", "office.desk.phone_unfit")
	}
	if !fits(d.Hours, maxHours) {
		l.Add("hours", "office.desk.hours_unfit")
	}
}

func digits(s string) int {
	n := 0
	for _, r := range s {
		if r >= '0' && r <= '9' {
			n++
		}
	}
	return n
}

// SetDesk says where a unit receives people. It needs office.manage on the unit. Errors: Invalid for "address", "phone"
// and "hours".
func (s *Service) SetDesk(ctx context.Context, a access.Actor, unit id.ID, d Desk) error {
	if err := s.manage(a, unit); err != nil {
		return err
	}
	var l fault.List
	d = d.tidy()
	if d.check(&l); l.Err() != nil {
		return l.Err()
	}
	return decide(func() error {
		u, err := s.unit(ctx, a.Tenant, unit)
		if err != nil || u.Desk == d {
			return err
		}
		u.Desk = d
		u.Version++
		return s.repo.Play(ctx, Change{Tenant: a.Tenant, Units: []Unit{u}, Events: []Event{s.event(a, "unit.desk", u.ID, id.ID{}, u.Code)}})
	})
}

// Desk is where people of a unit go: its own desk, or that of the nearest unit above it which has one. A village room
// without a telephone of its own sends people to the township, with the township's address and hours.
func (t Tree) Desk(unit id.ID) Desk {
	for u, ok := t.Unit(unit); ok; u, ok = t.Unit(u.Parent) {
		if !u.Desk.IsZero() {
			return u.Desk
		}
	}
	return Desk{}
}

// Line says in one line how to reach people: telephone, hours, address, as far as the unit has said them; empty where it has said none of
// them.
func (d Desk) Line(l i18n.Locale) string {
	var where []string
	d.Phone = strings.ReplaceAll(d.Phone, " ", "\u00a0") // a number stays on one line
	switch {
	case d.Phone != "" && d.Hours != "":
		where = append(where, l.Text("resident.contact.phone", fault.Args{"phone": d.Phone, "hours": d.Hours}))
	case d.Phone != "":
		where = append(where, d.Phone)
	}
	if d.Address != "" {
		where = append(where, d.Address)
	}
	if len(where) == 0 {
		return ""
	}
	return l.Text("resident.contact.line", fault.Args{"where": strings.Join(where, " · ")})
}

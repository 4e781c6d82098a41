package app

import (
	"context"
	"fmt"
	"slices"

	"linli/duty"
	"linli/office"
	"linli/platform/access"
	"linli/platform/id"
)

// demoFirst are the units that worked from the first day: the county, half of its townships and one village with a room of its
// own. The others were connected today, so that nothing is owed of their past.
var demoFirst = []string{demoRoot, "QS01", "QS02", "QS03", "QS04", "QS05", "QS06", "QS0101"}

// demoLed are the units of which the demo shows the office's own duties since the first day.
var demoLed = []string{"QS01", "QS0101"}

// demoLater are the units and people that come today.
type demoLater struct {
	units []UnitPlan
	staff []Hire
}

// plan parts units and people into those of the first day and those of today. The names are drawn in one order whichever it is.
func (d *demo) plan() (units []UnitPlan, staff []Hire) {
	for _, u := range demoUnits() {
		if slices.Contains(demoFirst, u.Code) {
			units = append(units, u)
		} else {
			d.later.units = append(d.later.units, u)
		}
	}
	for _, h := range append(demoLogins(), demoColleagues(d.names)...) {
		if slices.Contains(demoFirst, h.Unit) {
			staff = append(staff, h)
		} else {
			d.later.staff = append(d.later.staff, h)
		}
	}
	guest, guests := demoGuests(d.names, d.now)
	return append(units, guest), append(staff, guests...)
}

// grow connects the other units.
func (d *demo) grow(ctx context.Context) error {
	self := commandLine(d.office.Tenant.ID)
	for _, p := range d.later.units {
		u, err := d.app.Office.AddUnit(ctx, self, office.AddUnit{Parent: d.office.Units[p.Parent], Level: p.Level, Code: p.Code, Name: p.Name, Desk: p.Desk})
		if err != nil {
			return fmt.Errorf("opening the unit %s: %w", p.Code, err)
		}
		d.office.Units[p.Code] = u.ID
	}
	known := len(d.office.Staff)
	for _, h := range d.later.staff {
		if err := d.app.Hire(ctx, d.office, h); err != nil {
			return err
		}
	}
	d.employ(d.office.Staff[known:])
	if err := d.register(ctx); err != nil {
		return err
	}
	return d.directory(ctx, known)
}

// employ notes who holds which post where.
func (d *demo) employ(staff []Hired) {
	for _, h := range staff {
		unit := d.office.Units[h.Unit]
		for _, k := range h.Posts {
			if d.staff[h.Unit] == nil {
				d.staff[h.Unit] = map[access.PostKind][]access.Actor{}
			}
			d.staff[h.Unit][k] = append(d.staff[h.Unit][k], access.Actor{Kind: access.Staff, Tenant: d.office.Tenant.ID, Account: h.Account,
				Posts: []access.Post{{Kind: k, Unit: unit, Below: []id.ID{unit}}}, Language: h.Language, Via: "web"})
		}
	}
}

// demoOffice tells the calendar of duties of the units alone that the demo shows. What the others owe is written down once the
// office is served, as in every office that has just begun.
type demoOffice struct {
	duty.Office
	d *demo
}

// DutyUnits are the units that the demo shows.
func (o demoOffice) DutyUnits(ctx context.Context, tenant id.ID) ([]duty.Unit, error) {
	all, err := o.Office.DutyUnits(ctx, tenant)
	return slices.DeleteFunc(all, func(u duty.Unit) bool {
		return !slices.ContainsFunc(demoLed, func(code string) bool { return o.d.office.Units[code] == u.ID })
	}), err
}

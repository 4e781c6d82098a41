package app

import (
	"context"
	"fmt"
	"time"

	"linli/mediation/roster"
	"linli/platform/access"
	"linli/platform/id"
)

// demoProfiles are what the demo's mediators say of themselves, in turn.
var demoProfiles = []struct {
	types, languages []string
	days             []time.Weekday
	from, until      int // hours of the day
	listed           bool
	topic            string
	minutes          int
}{
	{[]string{"neighbour", "property_service", "consumer"}, []string{"zh"}, []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}, 8, 18, true, "倾听与复述", 180},
	{[]string{"marriage_family", "support", "inheritance"}, []string{"zh", "yue"}, []time.Weekday{time.Monday, time.Wednesday, time.Friday}, 8, 18, true, "家事调解中的未成年人", 240},
	{[]string{"labour", "contract", "loan"}, []string{"zh", "ug"}, []time.Weekday{time.Monday, time.Tuesday, time.Thursday, time.Friday}, 8, 18, true, "劳动报酬纠纷案例研讨", 120},
	{[]string{"housing_land", "forest_land", "expropriation"}, []string{"zh", "sgn"}, []time.Weekday{time.Tuesday, time.Wednesday, time.Thursday}, 8, 18, false, "民法典相邻关系", 90},
}

// directory has every mediator from the given one on write its entry, and the lead of its unit confirm it; some wait for that.
func (d *demo) directory(ctx context.Context, from int) error {
	n := from
	for _, h := range d.office.Staff[from:] {
		if h.Unit == demoGuest {
			continue // the directory is of the office's own people
		}
		var me access.Actor
		for _, a := range d.staff[h.Unit][access.Mediator] {
			if a.Account == h.Account {
				me = a
			}
		}
		if me.Account.IsZero() {
			continue
		}
		if err := d.entry(ctx, me, d.office.Units[h.Unit], n); err != nil {
			return fmt.Errorf("the entry of %s: %w", h.Login, err)
		}
		if leads := d.staff[h.Unit][access.Lead]; len(leads) > 0 && n%5 != 4 && leads[0].Account != me.Account {
			e, _, err := d.app.Roster.Show(ctx, leads[0], me.Account)
			if err != nil {
				return err
			}
			if err := d.app.Roster.Confirm(ctx, leads[0], me.Account, e.Version); err != nil {
				return fmt.Errorf("confirming the entry of %s: %w", h.Login, err)
			}
		}
		n++
	}
	return nil
}

func (d *demo) entry(ctx context.Context, me access.Actor, unit id.ID, n int) error {
	x := demoProfiles[n%len(demoProfiles)]
	p := roster.Profile{Types: x.types, Languages: x.languages, Units: []id.ID{unit}, Listed: x.listed}
	for _, day := range x.days {
		p.Hours = append(p.Hours, roster.Hours{Day: day, From: x.from * 60, Until: x.until * 60})
	}
	if err := d.app.Roster.Describe(ctx, me, me.Account, p); err != nil {
		return err
	}
	last := d.clock.Now().AddDate(0, 0, -7*(n+1)).In(d.zone).Format(time.DateOnly)
	if err := d.app.Roster.AddTraining(ctx, me, me.Account, roster.Training{Day: last, Topic: x.topic, Minutes: x.minutes}); err != nil {
		return err
	}
	if n%4 != 1 {
		return nil
	}
	away := d.now.AddDate(0, 0, 9).In(d.zone).Format(time.DateOnly)
	return d.app.Roster.TakeLeave(ctx, me, me.Account, roster.Leave{From: away, Until: away})
}

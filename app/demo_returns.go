package app

import (
	"context"
	"errors"
	"fmt"

	"linli/insight"
	"linli/platform/access"
	"linli/platform/calendar"
	"linli/rulebook"
)

// returns freezes the returns of the two months before this one: of the whole office and of the first township, by the
// lead of each; the last quarter that is over; and publishes the scorecards of two quarters, with the months whose counts they show.
func (d *demo) returns(ctx context.Context) error {
	today := calendar.DateOf(d.now, d.zone)
	for _, quarter := range insight.Closed("quarter", today.AddDays(-60), 2) {
		from, _, err := insight.PeriodDays("quarter", quarter)
		if err != nil {
			return err
		}
		for _, x := range []struct{ form, period string }{{"public_month", insight.PeriodOf("month", from)}, {"public_month", insight.PeriodOf("month", from.AddMonths(1))},
			{"public_month", insight.PeriodOf("month", from.AddMonths(2))}, {rulebook.PublicCard, quarter}} {
			if err := d.app.freezeReturn(ctx, d.staff[demoRoot][access.Lead][0], demoRoot, x.form, x.period, ""); err != nil && !errors.Is(err, insight.ErrUnchanged) {
				return fmt.Errorf("publishing %q of %s: %w", x.form, x.period, err)
			}
		}
	}
	quarter := insight.Closed("quarter", today, 1)[0] // of mediation, as the sum of its months
	from, _, err := insight.PeriodDays("quarter", quarter)
	if err != nil {
		return err
	}
	for _, period := range []string{insight.PeriodOf("month", from), insight.PeriodOf("month", from.AddMonths(1)), insight.PeriodOf("month", from.AddMonths(2)), quarter} {
		if err := d.app.freezeReturn(ctx, d.staff[demoRoot][access.Lead][0], demoRoot, "", period, ""); err != nil && !errors.Is(err, insight.ErrUnchanged) {
			return fmt.Errorf("freezing the return of %s: %w", period, err)
		}
	}
	for _, period := range insight.Closed("month", today, 2) {
		for _, unit := range []string{demoRoot, demoRoot + "01"} {
			for _, form := range []string{"", "public_month"} { // of mediation, and of promises and reports
				if err := d.app.freezeReturn(ctx, d.staff[unit][access.Lead][0], unit, form, period, ""); err != nil && !errors.Is(err, insight.ErrUnchanged) {
					return fmt.Errorf("freezing the return %q of %s: %w", form, period, err)
				}
			}
		}
	}
	return nil
}

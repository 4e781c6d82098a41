package app

import (
	"context"
	"fmt"

	"linli/insight"
	"linli/platform/access"
	"linli/platform/calendar"
)

// returns freezes the returns of the two months before this one: of the whole office and of the first township, by the
// lead of each.
func (d *demo) returns(ctx context.Context) error {
	for _, period := range insight.Closed("month", calendar.DateOf(d.now, d.zone), 2) {
		for _, unit := range []string{demoRoot, demoRoot + "01"} {
			for _, form := range []string{"", "public_month"} { // of mediation, and of promises and reports
				if err := d.app.freezeReturn(ctx, d.staff[unit][access.Lead][0], unit, form, period, ""); err != nil {
					return fmt.Errorf("freezing the return %q of %s: %w", form, period, err)
				}
			}
		}
	}
	return nil
}

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
			if err := d.app.freezeReturn(ctx, d.staff[unit][access.Lead][0], unit, period, ""); err != nil {
				return fmt.Errorf("freezing the return of %s: %w", period, err)
			}
		}
	}
	return nil
}

package app

import (
	"context"
	"fmt"
	"time"

	"linli/insight"
	"linli/platform/calendar"
	"linli/platform/clock"
)

// demoSheets are how many parties of the demo's units answered the survey in the quarter that is over; the second township has
// too few to be shown, and so hides the third.
var demoSheets = []struct {
	unit   string
	sheets int
}{{demoRoot + "01", 31}, {demoRoot + "02", 9}, {demoRoot + "03", 26}}

// surveys has parties answer in the last weeks of the quarter that is over, each with a code of its own.
func (d *demo) surveys(ctx context.Context) error {
	_, last, err := insight.PeriodDays("quarter", insight.Closed("quarter", calendar.DateOf(d.now, d.zone), 1)[0])
	if err != nil {
		return err
	}
	then := *d.app.Survey
	then.Clock = clock.NewManual(last.Start(d.zone).Add(-7 * 24 * time.Hour))
	tenant := d.office.Tenant.ID
	for _, x := range demoSheets {
		for n := range x.sheets {
			code, form, _, err := then.Issue(ctx, tenant, d.office.Units[x.unit])
			if err != nil {
				return err
			}
			answers := map[string]string{}
			for i, q := range form.Questions {
				answers[q.Code] = q.Answers[min((n*(i+3))%11/6, len(q.Answers)-1)].Code
			}
			if err := then.Answer(ctx, tenant, code, answers); err != nil {
				return fmt.Errorf("a survey of %s: %w", x.unit, err)
			}
		}
	}
	return nil
}

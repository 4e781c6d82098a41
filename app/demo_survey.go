package app

import (
	"context"
	"fmt"
	"time"

	"linli/insight"
	"linli/insight/survey"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/clock"
	"linli/platform/id"
	"linli/report"
)

// demoSheets are how many parties, and how many reporters, of the demo's units answered their survey in the quarter that is over; the second township has
// too few to be shown, and so hides the third.
var demoSheets = []struct {
	of, unit string
	sheets   int
}{{mediation.Capability, demoRoot + "01", 31}, {mediation.Capability, demoRoot + "02", 9}, {mediation.Capability, demoRoot + "03", 26},
	{report.Capability, demoRoot + "01", 44}, {report.Capability, demoRoot + "02", 12}, {report.Capability, demoRoot + "03", 37}}

// surveys has them answer in the last weeks of the quarter that is over, each with a code of its own.
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
			code, form, _, err := then.Issue(ctx, tenant, x.of, d.office.Units[x.unit])
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
	return d.neighbourhood(ctx)
}

// demoBoxes are the letterboxes of the demo's units, and how many answered of the survey that is closed: one unit has too few to stand alone.
var demoBoxes = []struct {
	unit            string
	boxes, answered int64
}{{demoRoot + "01", 1840, 96}, {demoRoot + "02", 1210, 71}, {demoRoot + "03", 760, 52}, {demoRoot + "04", 430, 14}, {demoRoot + "05", 980, 64}}

// neighbourhood has the lead of the office close a survey of the neighbourhood, half a year ago, and begin another.
func (d *demo) neighbourhood(ctx context.Context) error {
	tenant := d.office.Tenant.ID
	lead := d.staff[demoRoot][access.Lead][0]
	asked := survey.Asked{Boxes: map[id.ID]int64{}, Margin: survey.Margins[1], Expected: survey.Expectations[1]}
	for _, x := range demoBoxes {
		asked.Boxes[d.office.Units[x.unit]] = x.boxes
	}
	then := *d.app.Survey
	for _, ago := range []int{190, 9} {
		day := calendar.DateOf(d.now, d.zone).AddDays(-ago)
		then.Clock, asked.Last = clock.NewManual(day.Start(d.zone).Add(9*time.Hour)), day.AddDays(30)
		wave, err := then.Begins(ctx, lead, asked)
		if err != nil {
			return err
		}
		for _, x := range demoBoxes {
			if ago < 100 {
				break // nobody has written back yet
			}
			_, codes, err := then.Letters(ctx, lead, wave.ID, d.office.Units[x.unit])
			if err != nil {
				return err
			}
			for n, code := range codes[:x.answered] {
				answers := map[string]string{}
				for i, q := range wave.Plan.Form.Questions {
					answers[q.Code] = q.Answers[min((n*(i+3))%17/7, len(q.Answers)-1)].Code
				}
				if err := then.Answer(ctx, tenant, code, answers); err != nil {
					return fmt.Errorf("a letter of %s: %w", x.unit, err)
				}
			}
		}
	}
	then.Clock = d.app.Clock
	return then.Forget(ctx, tenant)
}

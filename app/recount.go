package app

import (
	"context"
	"errors"
	"fmt"

	"linli/casefile"
	"linli/duty"
	"linli/mediation"
	"linli/platform/job"
	"linli/referral"
	"linli/report"
	"linli/report/inspection"
)

// recount counts the promises of one case again that a recount of all could not count.
func (a *App) recount(ctx context.Context, j job.Job) error {
	again := map[string]casefile.Again{mediation.Capability: a.Mediation.CountAgain, report.Capability: a.Report.CountAgain, referral.Capability: a.Referral.CountAgain,
		inspection.Capability: a.Inspect.CountAgain, duty.Capability: a.Duty.CountAgain}[j.Payload["capability"]]
	c, err := j.Payload.ID("case")
	if again == nil {
		err = errors.Join(err, fmt.Errorf("no capability %q has promises", j.Payload["capability"]))
	}
	if err != nil {
		return job.Permanent(err)
	}
	return again(ctx, j.Tenant, c)
}

package app

import (
	"context"
	"time"

	"linli/mediation"
	"linli/platform/id"
	residentpages "linli/web/resident"
)

// fewest is the smallest count of reports that is published as a number: a smaller one could be recognised by whoever
// suspects that it was reported.
const fewest = 5

// reported counts the reports that the law demands, for everybody on /transparency: those of years that are over, so that
// none of them shows on the day on which it is made.
func (a *App) reported(ctx context.Context, tenant id.ID) (residentpages.Counter, error) {
	over := a.Clock.Now().Add(-12 * time.Hour).UTC().Year() // the year that has begun everywhere on earth
	n, err := a.Mediation.Repo.CountedBefore(ctx, tenant, mediation.StatutoryCount, over)
	if err != nil {
		return residentpages.Counter{}, err
	}
	out := residentpages.Counter{Key: "statutory.counted", N: n}
	if n < fewest {
		out.N, out.Under = 0, fewest
	}
	return out, nil
}

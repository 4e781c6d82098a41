package mediation

import (
	"context"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
)

// DemandWith enters a demand with the scan of its order on paper. Whether it can be entered at all is asked first, so that a
// refused one leaves no file. Errors: as [Service.Act] and [casefile.Service.ScanOrder].
func (s *Service) DemandWith(ctx context.Context, a access.Actor, caseID id.ID, x AskDemand, file casefile.ScanFile, ask Ask) (_ Case, err error) {
	defer wrap(&err, "demand with a scan")
	if _, err := s.wouldDo(ctx, a, caseID, x, time.Time{}); err != nil {
		return Case{}, err
	}
	scanned, err := s.ScanOrder(ctx, a.Tenant, caseID, demandFields, casefile.DemandAsk(x), file)
	if err != nil {
		return Case{}, err
	}
	c, _, err := s.Act(ctx, a, caseID, AskDemand(scanned), ask)
	return c, err
}

package mediation

import (
	"context"
	"time"

	"linli/mediation"
	"linli/office"
	"linli/platform/id"
	"linli/rulebook"
)

// Numbering writes case numbers in a list as the rulebook has it that was in force at an instant of the case. It lives
// as long as one request.
type Numbering struct {
	Service *mediation.Service
	Tenant  id.ID

	known map[string]rulebook.NumberFormat // by day
}

// Of is the number of a case, or empty before it has one. A case that reached the office before its first rulebook
// (entered later) is numbered by the present one.
func (n *Numbering) Of(ctx context.Context, unit office.Unit, at time.Time, year, number int) (string, error) {
	if number == 0 {
		return "", nil
	}
	day := at.Format(time.DateOnly)
	format, ok := n.known[day]
	if !ok {
		rules, err := n.Service.Office.Rulebook(ctx, n.Tenant, at)
		if err != nil {
			if rules, err = n.Service.Office.Rulebook(ctx, n.Tenant, n.Service.Clock.Now()); err != nil {
				return "", err
			}
		}
		format = rules.Mediation.Number
		if n.known == nil {
			n.known = map[string]rulebook.NumberFormat{}
		}
		n.known[day] = format
	}
	return format.Format(unit.Name, year, number), nil
}

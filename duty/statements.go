package duty

import (
	"context"
	"slices"

	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/id"
	"linli/rulebook"
)

// OfStatement is one duty by which statements are signed, in one year: an occurrence of each unit that the reader sees, and how many of
// their statements are signed.
type OfStatement struct {
	Rule rulebook.DutyRule
	Rows []Row // in the order of the office's tree, and of time
	Signatures
}

// Statements tells which units have signed what they owe in a year, and which have not. It is about units, and tells of no account. Errors: those of access.
func (s *Service) Statements(ctx context.Context, a access.Actor, year int) (out []OfStatement, err error) {
	defer wrap(&err, "statements")
	rules, err := s.Office.Rulebook(ctx, a.Tenant, s.Clock.Now())
	if err != nil {
		return nil, err
	}
	units, err := s.Units(ctx, a)
	if err == nil && len(units) == 0 {
		err = s.Access.Check(a, "duty.list", access.Facts{Tenant: a.Tenant, Kind: Capability})
	}
	if err != nil {
		return nil, err
	}
	first := calendar.Date{Year: year, Month: 1, Day: 1}
	span := Span{From: first.Start(rules.Zone), Until: first.AddMonths(12).Start(rules.Zone)}
	for _, rule := range rules.Duties.Duties {
		if rule.Kind != "statement" {
			continue
		}
		x := OfStatement{Rule: rule}
		for _, u := range units {
			if span.Unit = u.ID; !slices.Contains(rule.Units, u.Kind) {
				continue
			}
			rows, err := s.Repo.OfRule(ctx, a.Tenant, rule.ID, span)
			if err != nil {
				return nil, err
			}
			for _, row := range rows {
				if row.Case.State == Void {
					continue
				}
				n := row.Case.Signatures(rule)
				x.Rows = append(x.Rows, row)
				x.Owed, x.Signed, x.Screen = x.Owed+n.Owed, x.Signed+n.Signed, x.Screen+n.Screen
			}
		}
		if len(x.Rows) > 0 {
			out = append(out, x)
		}
	}
	return out, nil
}

// Printed is an occurrence that is opened to be printed. Errors: as [Service.Open].
func (s *Service) Printed(ctx context.Context, a access.Actor, caseID id.ID) (_ *Opened, err error) {
	defer wrap(&err, "print")
	o, _, err := s.opened(ctx, a, caseID, access.ForPrint)
	return o, err
}

package mediation

import (
	"context"
	"slices"
	"time"

	"linli/platform/access"
	"linli/platform/id"
	"linli/rulebook"
)

// ArchiveFilter narrows the archive of one unit.
type ArchiveFilter struct {
	Unit     id.ID
	Archived bool // what lies in it; else what is to be put into it
	After    Cursor
	Limit    int
}

// ArchiveRow is what the archive shows of a case: clear facts, and no name.
type ArchiveRow struct {
	Row
	Closed  time.Time           // when the case had ended
	Since   time.Time           // when it was archived; zero while it is not
	Lacking []rulebook.Document // mandatory papers that are not there
	Endings []Ending            // what retention still brings
	Erased  time.Time
}

// ArchivePage is one page of an archive.
type ArchivePage struct {
	Rows []ArchiveRow
	Next Cursor // zero on the last page
}

// Archive returns one page of what a unit's archivist puts into the archive or keeps there. Cases that an import brought in
// have their papers in the register that they came from, and are not among them. Errors: those of access.
func (s *Service) Archive(ctx context.Context, a access.Actor, f ArchiveFilter) (_ ArchivePage, err error) {
	defer wrap(&err, "archive")
	if err := s.Access.Check(a, "mediation.archive", access.Facts{Tenant: a.Tenant, Unit: f.Unit, Kind: Capability, Closed: true}); err != nil {
		return ArchivePage{}, err
	}
	states := slices.Concat(archivable, longDone)
	if f.Archived {
		states = []State{Archived}
	}
	f.Limit = bounded(f.Limit)
	var p ArchivePage
	for {
		found, err := s.Repo.Files(ctx, a.Tenant, f.Unit, states, f.After, f.Limit+1)
		if err != nil {
			return ArchivePage{}, err
		}
		for i, x := range found {
			rules, err := s.Office.RulebookOf(ctx, x.Case.Tenant, x.Case.Rulebook, x.Case.RulebookVersion)
			if err != nil {
				return ArchivePage{}, err
			}
			if len(p.Rows) == f.Limit {
				p.Next = f.After
				return p, nil
			}
			if i == f.Limit {
				break // it was read to see whether anything follows
			}
			f.After = Cursor{Due: x.Due, ID: x.Case.ID}
			if !s.Clock.Now().Before(x.Case.QuietFrom(rules)) { // what still falls due is no task of the archivist
				p.Rows = append(p.Rows, x.row(rules))
			}
		}
		if len(found) <= f.Limit {
			return p, nil
		}
	}
}

// File is a closed case with the instant at which the office owes something next, by which lists are ordered.
type File struct {
	Case Case
	Due  time.Time // zero where nothing is owed
}

func (x File) row(rules *rulebook.Rulebook) ArchiveRow {
	c := &x.Case
	out := ArchiveRow{Row: Row{ID: c.ID, Unit: c.Unit, State: c.State, Type: c.Type, Year: c.Year, Number: c.Number, Ref: c.Ref, Received: c.Received, Due: x.Due},
		Closed: c.over(), Endings: c.Endings(rules), Erased: c.Erased}
	if c.Deposit != nil {
		out.Since = c.Deposit.At
	} else {
		out.Lacking = c.Lacking(rules)
	}
	return out
}

// over is when the case was over: by its end, by a court's ruling, or when the last of an agreement was done.
func (c *Case) over() time.Time {
	at := c.Ended
	if a := c.Agreement; a != nil && at.IsZero() {
		at = a.Effective
		for _, i := range a.Instalments {
			if i.Fulfilled.After(at) {
				at = i.Fulfilled
			}
		}
		if a.Voided.After(at) {
			at = a.Voided
		}
	}
	return at
}

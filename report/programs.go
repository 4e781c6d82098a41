package report

import (
	"context"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/georeport"
	"linli/platform/id"
	"linli/rulebook"
)

// Statuses say what an event of a report is in the words of mySociety's updates. Events that are not here change nothing that
// everybody may know.
var Statuses = map[casefile.Kind]georeport.Status{
	"accept": georeport.StatusInvestigating, "not_accept": georeport.StatusElsewhere, "assign": georeport.StatusScheduled, "transfer": georeport.StatusReferred,
	"start": georeport.StatusInProgress, "answer": georeport.StatusNoAction, "fix": georeport.StatusFixed, "recheck": georeport.StatusFixed,
	"recheck_failed": georeport.StatusInProgress, "close": georeport.StatusClosed, "reopen": georeport.StatusReopen, "ask_review": georeport.StatusTriage,
	"decide_review": georeport.StatusClosed, "send_back": georeport.StatusInProgress, "join": georeport.StatusDuplicate, "part": georeport.StatusOpen,
}

// publicUpdates is what a repository tells of public reports that moved.
type publicUpdates interface {
	// PublicUpdates returns what everybody is told of public reports until an instant, itself included, in the order in which it is
	// told, after a place in it.
	PublicUpdates(ctx context.Context, tenant id.ID, until time.Time, after UpdateCursor, limit int) ([]Update, error)
}

// Update is something that happened to a public report, as everybody is told of it: nobody's name, and beside it what of the
// report is read now.
type Update struct {
	UpdateCursor
	Event     id.ID
	Kind      casefile.Kind // one of [Statuses]
	Unit      id.ID         // that handles the report
	Published bool
	Answer    string // what a person let through
}

// UpdateCursor is a place in what is told: by the instant, and within one by report, each in its own order. A report's public id
// is random, so that the place says nothing of when in a week something happened.
type UpdateCursor struct {
	Told   time.Time // for everybody: the instant itself, or the end of its week
	Report id.ID     // the public id
	Seq    int64     // of the event
}

// maxUpdates is how much one question reads of what is told.
const maxUpdates = 1000

// PublicUpdates are what everybody is told from an instant until another, both included, in that order, and the place after which
// the next begins: zero at the end. after is zero at the beginning. It opens nothing.
func (s *Service) PublicUpdates(ctx context.Context, tenant id.ID, from, until time.Time, after UpdateCursor) (rows []Update, next UpdateCursor, err error) {
	defer wrap(&err, "public updates")
	if after.Told.IsZero() {
		after = UpdateCursor{Told: from, Seq: -1}
	}
	if rows, err = s.Repo.PublicUpdates(ctx, tenant, until, after, maxUpdates); err != nil || len(rows) < maxUpdates {
		return rows, UpdateCursor{}, err
	}
	return rows, rows[len(rows)-1].UpdateCursor, nil
}

// update is when everybody is told of an event of a public report; zero: never.
func update(c *Case, e casefile.Event, rules *rulebook.Rulebook) time.Time {
	category, known := rules.Report.Category(c.Category)
	switch _, tells := Statuses[e.Kind]; {
	case !tells:
		return time.Time{}
	case !known || category.Round > 0:
		return WeekEnd(e.At, rules.Zone)
	default:
		return e.At
	}
}

// FiledBy is the reporter of a report that a program filed, for that program: what it says later is said as the reporter; and when the
// office last called it answered, fixed, looked at again or closed, zero where it did not. Error: ErrNotFound for a report that another
// filed, or a person.
func (s *Service) FiledBy(ctx context.Context, tenant, publicID, program id.ID) (_ access.Actor, settled time.Time, err error) {
	defer wrap(&err, "filed by")
	p, err := s.Repo.Public(ctx, tenant, publicID)
	if err != nil {
		return access.Actor{}, settled, err
	}
	c, err := s.Repo.Case(ctx, tenant, p.Case)
	if err != nil {
		return access.Actor{}, settled, err
	}
	if program.IsZero() || c.Program != program {
		return access.Actor{}, settled, ErrNotFound
	}
	for _, at := range []time.Time{c.Answered, c.Fixed, c.Rechecked, c.Closed} {
		if at.After(settled) {
			settled = at
		}
	}
	return access.Actor{Kind: access.Resident, Tenant: tenant, Case: c.ID, Party: c.Author}, settled, nil
}

package report

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/rulebook"
)

// inQueue is the post by which a report about a place or a service waits in its unit's own queue.
const inQueue = access.Handler

// ofQueue are the posts that work a unit's queue, those that are asked first before the others.
var ofQueue = []access.PostKind{access.Handler, access.Inspector, access.Lead, access.Clerk}

// queue is who handles a report: the unit in which it is, or that the category names, or the next above in which somebody
// works a queue. It is zero where nobody does.
func (s *Service) queue(ctx context.Context, tenant, unit id.ID, category rulebook.Category) (Desk, error) {
	line, err := s.Office.Line(ctx, tenant, unit)
	if err != nil || len(line) == 0 {
		return Desk{}, err
	}
	switch category.HandledBy {
	case "above":
		line = line[min(1, len(line)-1):]
	case "root":
		line = line[len(line)-1:]
	}
	for _, u := range line {
		people, err := s.workers(ctx, tenant, u)
		if err != nil || len(people) > 0 {
			return Desk{u, inQueue}, err
		}
	}
	return Desk{}, nil
}

// workers are the accounts that handle reports in a unit: its handlers and inspectors, else its leads, else its clerks.
func (s *Service) workers(ctx context.Context, tenant, unit id.ID) ([]id.ID, error) {
	var out []id.ID
	for i, post := range ofQueue {
		if i > 1 && len(out) > 0 {
			break
		}
		holders, err := s.Office.At(ctx, tenant, unit, post)
		if err != nil {
			return nil, err
		}
		for _, account := range holders {
			if !slices.Contains(out, account) {
				out = append(out, account)
			}
		}
	}
	return out, nil
}

// Workers are the accounts to which a report of a unit can be given, for whoever assigns it.
func (s *Service) Workers(ctx context.Context, a access.Actor, unit id.ID) (_ []id.ID, err error) {
	defer wrap(&err, "workers")
	if err := s.Access.Check(a, "report.assign", access.Facts{Tenant: a.Tenant, Unit: unit, Kind: Capability, Desk: inQueue}); err != nil {
		return nil, err
	}
	return s.here(ctx, a.Tenant, unit)
}

// here are all accounts that may handle a report in a unit.
func (s *Service) here(ctx context.Context, tenant, unit id.ID) ([]id.ID, error) {
	return s.Office.At(ctx, tenant, unit, ofQueue...)
}

// Filed is what filing a report gives.
type Filed struct {
	Case     Case
	Code     id.Code // the reporter's
	Body     []byte  // the answer that is stored for a request that is sent again; empty where none was asked for
	Replayed bool    // the request was answered before: only Body is given
}

// Answering makes the answer that is stored with the change, from the case after it and, of a new one, the reporter's code.
type Answering func(c Case, code id.Code) []byte

// Submit opens a report about a place or a service. Whoever submits it is a person without an account, or an account that
// writes down what somebody says. Errors: fault.Field for what is wrong with the fields ("category", "description", "address",
// "lat", "long", "place_id", "unit", "q_CODE", "attribute", "name", "contact"), the guard "nobody_handles", those of access, and
// the store's.
func (s *Service) Submit(ctx context.Context, a access.Actor, cmd Submit, r *casefile.Request, answer Answering) (_ Filed, err error) {
	defer wrap(&err, "submit")
	return s.filed(ctx, a.Tenant, r, answer, func(answer Answering) ([]byte, error) { return s.submit(ctx, a, cmd, r, answer) })
}

// filed opens a report, or repeats the answer that was stored when it was opened.
func (s *Service) filed(ctx context.Context, tenant id.ID, r *casefile.Request, answer Answering, do func(Answering) ([]byte, error)) (out Filed, err error) {
	noting := func(c Case, code id.Code) []byte {
		out.Case, out.Code = c, code
		if answer == nil {
			return []byte(code)
		}
		return answer(c, code)
	}
	body, err := s.Once(ctx, tenant, r, s.Repo, func() ([]byte, error) {
		b, err := do(noting)
		if err != nil {
			out = Filed{}
		}
		return b, err
	})
	out.Body, out.Replayed = body, err == nil && out.Case.ID.IsZero()
	if answer == nil {
		out.Code = id.Code(body)
	}
	return out, err
}

func (s *Service) submit(ctx context.Context, a access.Actor, cmd Submit, r *casefile.Request, answer Answering) ([]byte, error) {
	know, err := s.reported(ctx, a.Tenant, &cmd)
	if err != nil {
		return nil, err
	}
	act := "report.file"
	if a.Kind == access.Staff {
		act = "report.enter"
	}
	if err := s.Access.Check(a, act, access.Facts{Tenant: a.Tenant, Unit: know.Desk.Unit, Kind: Capability, Desk: inQueue}); err != nil {
		return nil, err
	}
	var held *casefile.Reservation
	if cmd.reserved != "" {
		if held, err = casefile.Held(ctx, s.Repo, a.Tenant, a.Account, cmd.reserved, s.Clock.Now()); err != nil {
			return nil, err
		}
	}
	who := by(a, &Case{Desk: know.Desk})
	decided, err := Decide(Case{Tenant: a.Tenant}, cmd, who, s.Clock.Now(), know, s.IDs)
	if err != nil {
		return nil, err
	}
	decided.answer, decided.held = answer, held
	_, body, err := s.play(ctx, Case{Tenant: a.Tenant}, decided, know.Rules, r)
	return body, err
}

// reported finds the unit that handles a new report: that of the listed place, the one that the reporter names, or the
// office's own.
func (s *Service) reported(ctx context.Context, tenant id.ID, cmd *Submit) (know Knowledge, err error) {
	if know.Rules, err = s.Office.Rulebook(ctx, tenant, s.Clock.Now()); err != nil {
		return know, err
	}
	if know.Area, err = s.Repo.Area(ctx, tenant); err != nil {
		return know, err
	}
	if !cmd.Known.IsZero() {
		place, err := s.Repo.KnownPlace(ctx, tenant, cmd.Known)
		switch {
		case errors.Is(err, ErrNotFound) || err == nil && !place.ClosedAt.IsZero():
			return know, fault.Field("place_id", "form.choose")
		case err != nil:
			return know, err
		}
		cmd.Unit = place.Unit
		if cmd.Point.IsZero() {
			cmd.Point = place.Point
		}
	}
	if cmd.Unit.IsZero() {
		if cmd.Unit, err = s.Office.Root(ctx, tenant); err != nil {
			return know, err
		}
	}
	if cmd.Unit, err = s.Office.Now(ctx, tenant, cmd.Unit); err != nil {
		return know, err
	}
	category, _ := know.Rules.Report.Category(cmd.Category)
	know.Desk, err = s.queue(ctx, tenant, cmd.Unit, category)
	if err == nil && know.Desk.IsZero() {
		if line, err := s.Office.Line(ctx, tenant, cmd.Unit); err != nil || len(line) == 0 {
			return know, errors.Join(err, fault.Field("unit", "form.choose"))
		}
	}
	return know, err
}

// QueueFilter says which reports of a queue or of a desk are listed; zero fields do not filter.
type QueueFilter struct {
	Unit     id.ID // zero: every queue of the actor
	State    State
	Category string
	Sort     rulebook.Kind
	Days     casefile.Days
	After    Cursor
	Limit    int
}

// QueueRow is what a queue shows of a report: clear facts, and no word.
type QueueRow struct {
	ID       id.ID
	Unit     id.ID
	State    State
	Category string
	Sort     rulebook.Kind
	Taken    bool // somebody handles it
	Look     bool // it came in while too much came in, and nobody has looked at it yet
	Due      time.Time
	Received time.Time
	Updated  time.Time
}

// A page of a queue, where nobody asks for more, and what is given at most.
const (
	queuePage = 25
	queueMost = 200
)

// Queue returns one page of the reports in the queues of the actor's units, the next due first, and the place where the next
// page begins: zero on the last. Whoever works in a unit sees its whole queue, so every row of a unit is decided at once.
func (s *Service) Queue(ctx context.Context, a access.Actor, f QueueFilter) (rows []QueueRow, next Cursor, err error) {
	defer wrap(&err, "queue")
	units := s.Queues(a)
	if !f.Unit.IsZero() {
		units = slices.DeleteFunc(units, func(u id.ID) bool { return u != f.Unit })
	}
	if len(units) == 0 {
		return nil, Cursor{}, s.Access.Check(a, "report.queue", access.Facts{Tenant: a.Tenant, Unit: f.Unit, Kind: Capability, Desk: inQueue})
	}
	want := min(cmp.Or(f.Limit, queuePage), queueMost)
	f.Limit = want + 1
	for _, u := range units {
		f.Unit = u
		found, err := s.Repo.Queue(ctx, a.Tenant, f)
		if err != nil {
			return nil, Cursor{}, err
		}
		rows = append(rows, found...)
	}
	slices.SortFunc(rows, func(x, y QueueRow) int { return byDue(x.Due, x.ID, y.Due, y.ID) })
	if len(rows) > want {
		rows = rows[:want]
		next = Cursor{rows[want-1].Due, rows[want-1].ID}
	}
	return rows, next, nil
}

// Mine are the open reports that the actor handles, the next due first.
func (s *Service) Mine(ctx context.Context, a access.Actor, limit int) (_ []QueueRow, err error) {
	defer wrap(&err, "mine")
	return s.Repo.Handled(ctx, a.Tenant, a.Account, limit)
}

// Queues are the units whose queue the actor works.
func (s *Service) Queues(a access.Actor) []id.ID {
	var out []id.ID
	for _, p := range a.Posts {
		if !slices.Contains(out, p.Unit) && s.Access.Check(a, "report.queue", access.Facts{Tenant: a.Tenant, Unit: p.Unit, Kind: Capability, Desk: inQueue}) == nil {
			out = append(out, p.Unit)
		}
	}
	return out
}

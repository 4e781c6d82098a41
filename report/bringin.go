package report

import (
	"context"
	"errors"
	"sync"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/geo"
	"linli/platform/id"
	"linli/platform/vault"
	"linli/rulebook"
)

// Faults of an import.
var (
	// ErrChanged says that a report of this number was brought in before, with another content.
	ErrChanged = fault.New(fault.Conflict, "import.reports.changed")
	ErrNoRun   = fault.New(fault.NotFound, "import.no_run")
	ErrUndone  = fault.New(fault.Conflict, "import.undone")
)

// Standing is how a report stood in the register that it comes from.
type Standing string

// The standings.
const (
	StoodOpen      Standing = "open"
	StoodClosed    Standing = "closed"
	StoodCancelled Standing = "cancelled"
	StoodElsewhere Standing = "elsewhere" // passed on to another office
)

// BringIn enters a report that another register held: how it stood and when, without a reporter, and without promises in
// retrospect. What it says is sealed as if somebody had reported it here; nothing of it is published until a person lets it
// through. That it was closed there does not say that it was fixed.
type BringIn struct {
	Unit     id.ID
	Ref      string // its number in that register
	Category string // a code of the rulebook; its kind is about no unit
	Standing Standing
	Text     string
	Address  string
	Answer   string // what was done about it, in that register's words
	Point    geo.Point
	Received time.Time
	Updated  time.Time
	ClosedAt time.Time // zero while it stood open
}

type broughtIn struct {
	Category        string        `json:"category"`
	Sort            rulebook.Kind `json:"sort"`
	Desk            Desk          `json:"desk"`
	Author          id.ID         `json:"author"`
	Standing        Standing      `json:"standing"`
	Received        time.Time     `json:"received"`
	Closed          time.Time     `json:"closed,omitzero"`
	Place           Place         `json:"place,omitzero"`
	Located         bool          `json:"located,omitempty"`
	PublicID        id.ID         `json:"public_id,omitzero"`
	Answered        bool          `json:"answered,omitempty"` // the register said what was done; sealed under the event
	Reason          string        `json:"reason,omitempty"`
	Rulebook        string        `json:"rulebook"`
	RulebookVersion string        `json:"rulebook_version"`
}

// Kind is the machine's event.
func (BringIn) Kind() casefile.Kind { return "bring_in" }

func (b BringIn) decide(d *decision, s *Step) (any, error) {
	var l fault.List
	category, ok := d.Rules.Report.Category(b.Category)
	if !ok || category.Kind.AboutUnit() {
		l.Add("category", "form.choose")
	}
	text(&l, "description", b.Text, maxText, false)
	text(&l, "address", b.Address, maxAddress, false)
	text(&l, "answer", b.Answer, maxText, false)
	if !b.Point.IsZero() {
		if err := d.Area.Refuse(b.Point); err != nil {
			l = append(l, fault.Of(err))
		}
	}
	if category.Place == "required" && b.Point.IsZero() && b.Address == "" {
		l.Add("address", "issue.field.place")
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	d.c.ID = s.Event.ID
	s.Event.Visibility, s.Event.Claimed = casefile.Office, b.Received
	body := broughtIn{Category: b.Category, Sort: category.Kind, Desk: d.Desk, Author: d.ids.New(), Standing: b.Standing, Received: b.Received, Closed: b.ClosedAt,
		Located: !b.Point.IsZero() || b.Address != "", Answered: b.Answer != "", Rulebook: d.Rules.ID, RulebookVersion: d.Rules.Version}
	said := Account{Text: b.Text, Address: b.Address}
	if category.Public {
		body.Place.Point, body.PublicID = b.Point, publicID()
	} else {
		said.Point = b.Point
	}
	if b.Standing == StoodElsewhere && len(d.Rules.Report.NotAccepted) > 0 {
		body.Reason = d.Rules.Report.NotAccepted[0].Code // another office is responsible: every rulebook's first
	}
	s.seal(vault.Private, body.Author, d.c.ID, FieldAccount, said)
	if body.Answered {
		s.seal(vault.Joint, id.ID{}, s.Event.ID, FieldAnswer, Answer{Text: b.Answer})
	}
	return body, nil
}

func foldBringIn(c *Case, e casefile.Event, b broughtIn) {
	c.ID, c.Received, c.Category, c.Sort = e.ID, b.Received, b.Category, b.Sort
	c.MayShow = true // a register told it, and no person
	c.Desk, c.Home, c.Author, c.Place, c.Located, c.PublicID = b.Desk, b.Desk.Unit, b.Author, b.Place, b.Located, b.PublicID
	c.Rulebook, c.RulebookVersion = b.Rulebook, b.RulebookVersion
	if b.Answered {
		c.Answer = e.ID
	}
	c.State = Received
	switch b.Standing {
	case StoodClosed:
		c.State, c.Closed, c.Answered = Closed, b.Closed, b.Closed
	case StoodCancelled:
		c.State = Withdrawn
	case StoodElsewhere:
		c.State, c.Answered, c.Reason = NotAccepted, b.Closed, b.Reason
	}
	if c.State != Received {
		c.Ended = e.At // from here on it is kept as long as the rule says, however long ago it ended there
	}
}

// Runs keeps import runs of reports.
type Runs interface {
	OpenRun(ctx context.Context, tenant, run, unit id.ID, at time.Time) error
	CloseRun(ctx context.Context, tenant, run id.ID, at time.Time, rows, accepted, unchanged, rejected int) error
	Run(ctx context.Context, tenant, run id.ID) (undone time.Time, err error)
	RunCases(ctx context.Context, tenant, run, after id.ID, limit int) ([]id.ID, error)
	// BringIn writes a report unless its number is there already: it reports whether it is new. ErrChanged.
	BringIn(ctx context.Context, ref string, run id.ID, c Change) (isNew bool, err error)
	// TakeBack removes a report that nobody has worked on since, with every word of it. ErrMoved.
	TakeBack(ctx context.Context, tenant, run id.ID, c Case, destroy casefile.Change) error
	EndUndo(ctx context.Context, tenant, run id.ID, at time.Time) error
}

// Import is one run that is under way: reports are given to it one by one, and come in side by side.
type Import struct {
	Run id.ID

	service *Service
	runs    Runs
	actor   access.Actor
	unit    id.ID
	rules   *rulebook.Rulebook
	area    geo.Area
	work    chan numbered
	group   sync.WaitGroup
	ctx     context.Context //nolint:containedctx // of the whole run, which this value is
	stop    context.CancelCauseFunc

	mu                  sync.Mutex
	accepted, unchanged int
	refused             []Refused
}

type numbered struct {
	n   int
	row BringIn
}

// Refused is one report that an import did not take, with the fault that says why.
type Refused struct {
	N     int // as it was given to [Import.Add]
	Fault *fault.Error
}

// importers is how many reports an import has on the way at once: the writer commits them together.
const importers = 16

// Import begins a run. Errors: those of access.
func (s *Service) Import(ctx context.Context, runs Runs, a access.Actor, unit id.ID) (_ *Import, err error) {
	defer wrap(&err, "import")
	if err := s.Access.Check(a, "report.import", access.Facts{Tenant: a.Tenant, Unit: unit, Kind: Capability, Desk: inQueue}); err != nil {
		return nil, err
	}
	i := &Import{Run: s.IDs.New(), service: s, runs: runs, actor: a, unit: unit, work: make(chan numbered)}
	if i.rules, err = s.Office.Rulebook(ctx, a.Tenant, s.Clock.Now()); err != nil {
		return nil, err
	}
	if i.area, err = s.Repo.Area(ctx, a.Tenant); err != nil {
		return nil, err
	}
	if err := runs.OpenRun(ctx, a.Tenant, i.Run, unit, s.Clock.Now()); err != nil {
		return nil, err
	}
	i.ctx, i.stop = context.WithCancelCause(ctx)
	for range importers {
		i.group.Go(func() {
			for x := range i.work {
				if err := i.take(x); err != nil {
					i.stop(err)
				}
			}
		})
	}
	return i, nil
}

// Knows reports whether the office's rulebook has a category that a report can be brought into.
func (i *Import) Knows(category string) bool {
	x, ok := i.rules.Report.Category(category)
	return ok && !x.Kind.AboutUnit()
}

// Add gives a report to the run, under a number of the caller's. Its error is that of any report before.
func (i *Import) Add(n int, row BringIn) error {
	row.Unit = i.unit
	select {
	case i.work <- numbered{n, row}:
		return nil
	case <-i.ctx.Done():
		return context.Cause(i.ctx)
	}
}

func (i *Import) take(x numbered) error {
	if i.ctx.Err() != nil {
		return nil // the run has stopped, and says why
	}
	isNew, err := i.service.bringIn(i.ctx, i, x.row)
	i.mu.Lock()
	defer i.mu.Unlock()
	var wrong fault.List
	switch {
	case errors.Is(err, ErrChanged):
		i.refused = append(i.refused, Refused{x.n, ErrChanged})
	case errors.As(err, &wrong):
		i.refused = append(i.refused, Refused{x.n, wrong[0]})
	case err != nil:
		return err
	case isNew:
		i.accepted++
	default:
		i.unchanged++
	}
	return nil
}

// Brought says what became of a run.
type Brought struct {
	Accepted, Unchanged int
	Refused             []Refused
}

// End waits for what is on the way and closes the run; rejected are the rows that were never given to it.
func (i *Import) End(ctx context.Context, rejected int) (_ Brought, err error) {
	defer wrap(&err, "import")
	close(i.work)
	i.group.Wait()
	err = context.Cause(i.ctx) //nolint:contextcheck // of the run, which began before
	i.stop(nil)
	out := Brought{i.accepted, i.unchanged, i.refused}
	if err != nil {
		return out, err
	}
	n := out.Accepted + out.Unchanged + len(out.Refused) + rejected
	return out, i.runs.CloseRun(ctx, i.actor.Tenant, i.Run, i.service.Clock.Now(), n, out.Accepted, out.Unchanged, rejected+len(out.Refused))
}

func (s *Service) bringIn(ctx context.Context, i *Import, cmd BringIn) (bool, error) {
	know := Knowledge{Rules: i.rules, Desk: Desk{cmd.Unit, inQueue}, Area: i.area}
	tenant := i.actor.Tenant
	d, err := Decide(Case{Tenant: tenant}, cmd, by(i.actor, &Case{Desk: know.Desk}), s.Clock.Now(), know, s.IDs)
	if err != nil {
		return false, err
	}
	ch, err := s.change(ctx, Case{Tenant: tenant}, d, i.rules)
	if err != nil {
		return false, err
	}
	if ch.Public != nil {
		ch.Public.Updated = cmd.Updated
	}
	isNew, err := i.runs.BringIn(ctx, cmd.Ref, i.Run, ch)
	if err == nil && isNew && s.Queued != nil {
		s.Queued(tenant)
	}
	return isNew, err
}

// UndoImport takes back the reports of a run, and destroys the keys of what they said. One that somebody has worked on since is
// kept and counted. Errors: ErrNoRun, ErrUndone, those of access.
func (s *Service) UndoImport(ctx context.Context, runs Runs, a access.Actor, unit, run id.ID) (undone, kept int, err error) {
	defer wrap(&err, "undo import")
	if err := s.Access.Check(a, "report.import", access.Facts{Tenant: a.Tenant, Unit: unit, Kind: Capability, Desk: inQueue}); err != nil {
		return 0, 0, err
	}
	before, err := runs.Run(ctx, a.Tenant, run)
	if err != nil {
		return 0, 0, err
	}
	if !before.IsZero() {
		return 0, 0, ErrUndone
	}
	for after := (id.ID{}); ; {
		page, err := runs.RunCases(ctx, a.Tenant, run, after, 500)
		if err != nil {
			return undone, kept, err
		}
		if len(page) == 0 {
			return undone, kept, runs.EndUndo(ctx, a.Tenant, run, s.Clock.Now())
		}
		for _, c := range page {
			after = c
			switch err := s.takeBack(ctx, runs, a.Tenant, run, c); {
			case errors.Is(err, ErrMoved):
				kept++
			case err != nil:
				return undone, kept, err
			default:
				undone++
			}
		}
	}
}

func (s *Service) takeBack(ctx context.Context, runs Runs, tenant, run, caseID id.ID) error {
	c, err := s.Repo.Case(ctx, tenant, caseID)
	if err != nil {
		return err
	}
	keys, err := s.Repo.Keys(ctx, tenant, caseID)
	if err != nil {
		return err
	}
	rows, err := s.Repo.Promises(ctx, tenant, caseID)
	if err != nil {
		return err
	}
	rules, err := s.Office.RulebookOf(ctx, c.Tenant, c.Rulebook, c.RulebookVersion)
	if err != nil {
		return err
	}
	ch := casefile.Change{Tenant: tenant, Dropped: keys, Tallies: takenBack(&c, rows, rules)}
	if ch.Jobs, err = casefile.Destroying(Capability, tenant, keys, s.IDs, s.Clock.Now()); err != nil {
		return err
	}
	if err := runs.TakeBack(ctx, tenant, run, c, ch); err != nil {
		return err
	}
	for _, j := range ch.Jobs {
		_ = s.Destroy(ctx, j) // a failure is the job's to repeat
	}
	return nil
}

package report

import (
	"context"
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
)

// QueueFile is how the queue of a unit leaves linli as a workbook: somebody who works it asks, another lets it go, and whoever asked takes
// it once. It holds what the queue shows and no word that anybody wrote (60-privacy-security, "Exports"; docs/decisions/0073).
type QueueFile struct {
	Unit    id.ID     `json:"-"`
	Version int64     `json:"-"`
	Taken   int64     `json:"-"` // how often one left: counted in public
	Waiting *Leaving  `json:"waiting,omitempty"`
	Left    []Leaving `json:"left,omitempty"` // the newest first
}

// Leaving is one file: who of the staff asked for it, who let it go, and what it held when it was taken.
type Leaving struct {
	By       id.ID     `json:"by"`
	Asked    time.Time `json:"asked"`
	Second   id.ID     `json:"second,omitzero"`
	Released time.Time `json:"released,omitzero"`
	Taken    time.Time `json:"taken,omitzero"`
	Rows     int       `json:"rows,omitempty"`
}

// A request of which no use is made ends by itself. Of what left, the last are shown.
const (
	leavingLife = 72 * time.Hour
	leftShown   = 20
)

// Refusals of the file of a queue.
var (
	ErrFileWaits     = fault.New(fault.Guard, "issue.file.already")
	ErrFileNoSecond  = fault.New(fault.Guard, "issue.file.no_second")
	ErrFileOwn       = fault.New(fault.Guard, "issue.file.own")
	ErrFileNone      = fault.New(fault.Guard, "issue.file.none")
	ErrFileAskerGone = fault.New(fault.Guard, "issue.file.asker_gone")
	ErrFileLetGone   = fault.New(fault.Guard, "issue.file.second_gone")
)

// QueueFiles keeps the row of each unit.
type QueueFiles interface {
	// QueueFiles returns the rows of all units whose queue was ever asked for.
	QueueFiles(ctx context.Context, tenant id.ID) ([]QueueFile, error)
	// KeepQueueFile writes a row of the version after the one that is kept, or returns ErrMoved.
	KeepQueueFile(ctx context.Context, tenant id.ID, f QueueFile) error
	// QueuesTaken is how often the queue of a unit left as a file.
	QueuesTaken(ctx context.Context, tenant id.ID) (int64, error)
}

// SeenFile is the file of a queue as its reader may act on it.
type SeenFile struct {
	QueueFile
	MayAsk, MayLet, MayTake, MayEnd bool
}

// fileFacts are what the policies know of a unit's queue; above is the unit above whose people stand in.
func fileFacts(tenant, unit, above id.ID) access.Facts {
	return access.Facts{Tenant: tenant, Unit: unit, Above: above, Kind: Capability, Desk: inQueue}
}

// fileCounter are those who may ask for the file of a queue, and those who may let it go: whoever works the queue, and of a unit of one
// person whoever leads above.
func (s *Service) fileCounter(ctx context.Context, tenant, unit id.ID) (casefile.Counter, error) {
	may := func(act string) func(access.Actor, id.ID) bool {
		return func(a access.Actor, above id.ID) bool {
			return s.Access.Check(a, act, fileFacts(tenant, unit, above)) == nil
		}
	}
	return casefile.CounterOf(ctx, s.Office, tenant, unit, ofQueue, may("report.queue"), may("report.release_queue"))
}

// QueueFiles are the files of the queues that the actor works, and those that wait for its word.
func (s *Service) QueueFiles(ctx context.Context, a access.Actor) (out []SeenFile, err error) {
	defer wrap(&err, "files of queues")
	rows, err := s.Repo.QueueFiles(ctx, a.Tenant)
	if err != nil {
		return nil, err
	}
	queues := s.Queues(a)
	for _, u := range queues {
		if !slices.ContainsFunc(rows, func(f QueueFile) bool { return f.Unit == u }) {
			rows = append(rows, QueueFile{Unit: u})
		}
	}
	for _, f := range rows {
		x, own := SeenFile{QueueFile: s.standing(f)}, slices.Contains(queues, f.Unit)
		w := x.Waiting
		x.MayAsk, x.MayEnd = own && w == nil, own && w != nil
		x.MayTake = w != nil && w.By == a.Account && !w.Released.IsZero()
		if w != nil && w.Released.IsZero() && w.By != a.Account {
			at, err := s.fileCounter(ctx, a.Tenant, f.Unit)
			if err != nil {
				return nil, err
			}
			x.MayLet = slices.Contains(at.Seconds, a.Account)
		}
		if own || x.MayLet {
			out = append(out, x)
		}
	}
	return out, nil
}

// standing is a row without a request whose time is over.
func (s *Service) standing(f QueueFile) QueueFile {
	if w := f.Waiting; w != nil && !s.Clock.Now().Before(w.Asked.Add(leavingLife)) {
		f.Waiting = nil
	}
	return f
}

// queueFile is the row of a unit for an act on it, with those who may act.
func (s *Service) queueFile(ctx context.Context, a access.Actor, unit id.ID) (QueueFile, casefile.Counter, error) {
	at, err := s.fileCounter(ctx, a.Tenant, unit)
	if err != nil {
		return QueueFile{}, at, err
	}
	if !slices.Contains(at.Askers, a.Account) && !slices.Contains(at.Seconds, a.Account) {
		return QueueFile{}, at, ErrNotFound
	}
	rows, err := s.Repo.QueueFiles(ctx, a.Tenant)
	if err != nil {
		return QueueFile{}, at, err
	}
	f := QueueFile{Unit: unit}
	if i := slices.IndexFunc(rows, func(x QueueFile) bool { return x.Unit == unit }); i >= 0 {
		f = s.standing(rows[i])
	}
	f.Version++
	return f, at, nil
}

// AskQueueFile asks that the queue of a unit may leave as a file. Errors: ErrNotFound for whoever does not work it, ErrFileWaits,
// ErrFileNoSecond, ErrMoved.
func (s *Service) AskQueueFile(ctx context.Context, a access.Actor, unit id.ID) (err error) {
	defer wrap(&err, "ask for the file of a queue")
	f, at, err := s.queueFile(ctx, a, unit)
	switch {
	case err != nil:
		return err
	case !slices.Contains(at.Askers, a.Account):
		return ErrNotFound
	case f.Waiting != nil:
		return ErrFileWaits
	case len(at.Others(a.Account)) == 0:
		return ErrFileNoSecond
	}
	f.Waiting = &Leaving{By: a.Account, Asked: s.Clock.Now()}
	return s.Repo.KeepQueueFile(ctx, a.Tenant, f)
}

// LetQueueFile is the word of a second person. Errors: ErrNotFound, ErrFileNone, ErrFileOwn, ErrFileAskerGone, ErrMoved.
func (s *Service) LetQueueFile(ctx context.Context, a access.Actor, unit id.ID) (err error) {
	defer wrap(&err, "let the file of a queue go")
	f, at, err := s.queueFile(ctx, a, unit)
	switch {
	case err != nil:
		return err
	case !slices.Contains(at.Seconds, a.Account):
		return ErrNotFound
	case f.Waiting == nil || !f.Waiting.Released.IsZero():
		return ErrFileNone
	case f.Waiting.By == a.Account:
		return ErrFileOwn
	case !slices.Contains(at.Askers, f.Waiting.By):
		return ErrFileAskerGone
	}
	f.Waiting.Second, f.Waiting.Released = a.Account, s.Clock.Now()
	return s.Repo.KeepQueueFile(ctx, a.Tenant, f)
}

// EndQueueFile takes a request back, for everybody who may ask or let. Errors: ErrNotFound, ErrFileNone, ErrMoved.
func (s *Service) EndQueueFile(ctx context.Context, a access.Actor, unit id.ID) (err error) {
	defer wrap(&err, "end the file of a queue")
	f, _, err := s.queueFile(ctx, a, unit)
	if err == nil && f.Waiting == nil {
		err = ErrFileNone
	}
	if err != nil {
		return err
	}
	f.Waiting = nil
	return s.Repo.KeepQueueFile(ctx, a.Tenant, f)
}

// TakeQueueFile is the queue of a unit as it stands now, for whoever asked and once: the next due first, no more than a page of the queue
// holds at most, and whether there are more. That it left is written down before anything is returned; both rights are looked at again.
// Errors: ErrNotFound, ErrFileNone, ErrFileLetGone, ErrMoved.
func (s *Service) TakeQueueFile(ctx context.Context, a access.Actor, unit id.ID) (rows []QueueRow, of Leaving, more bool, err error) {
	defer wrap(&err, "take the file of a queue")
	f, at, err := s.queueFile(ctx, a, unit)
	switch {
	case err != nil:
		return nil, of, false, err
	case !slices.Contains(at.Askers, a.Account):
		return nil, of, false, ErrNotFound
	case f.Waiting == nil || f.Waiting.By != a.Account || f.Waiting.Released.IsZero():
		return nil, of, false, ErrFileNone
	case !slices.Contains(at.Seconds, f.Waiting.Second):
		return nil, of, false, ErrFileLetGone
	}
	rows, next, err := s.Queue(ctx, a, QueueFilter{Unit: unit, Limit: queueMost})
	if err != nil {
		return nil, of, false, err
	}
	of = *f.Waiting
	of.Taken, of.Rows = s.Clock.Now(), len(rows)
	f.Left = append([]Leaving{of}, f.Left[:min(len(f.Left), leftShown-1)]...)
	f.Waiting = nil
	f.Taken++
	return rows, of, !next.ID.IsZero(), s.Repo.KeepQueueFile(ctx, a.Tenant, f)
}

// QueuesTaken counts the queues that left as a file.
func (s *Service) QueuesTaken(ctx context.Context, tenant id.ID) (int64, error) {
	n, err := s.Repo.QueuesTaken(ctx, tenant)
	wrap(&err, "count files of queues")
	return n, err
}

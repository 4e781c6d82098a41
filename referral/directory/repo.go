package directory

import (
	"context"
	"time"

	"linli/platform/fault"
	"linli/platform/geo"
	"linli/platform/id"
)

// Faults of the directory.
var (
	ErrNotFound = fault.New(fault.NotFound, "directory.not_found")
	// ErrMoved says that an object changed meanwhile: read it again.
	ErrMoved = fault.New(fault.Conflict, "directory.moved")
	// ErrUndone: the import was taken back already.
	ErrUndone = fault.New(fault.Conflict, "import.undone")
)

// Kept is an object with the number of its changes.
type Kept struct {
	Object
	Version int64
	Changed time.Time
}

// Write is one change of one object.
type Write struct {
	Before *Kept   // nil: it is new
	After  *Object // nil: it is removed
	Undo   bool    // write down what was there before, for the run of After
	Note   *Change // the line of history that it leaves; nil: none
}

// Card is what a list shows of a service, without asking for anything else.
type Card struct {
	Name         string     `json:"name"`
	Organization string     `json:"organization,omitempty"`
	Status       string     `json:"status,omitempty"`
	Description  string     `json:"description,omitempty"`
	Alert        string     `json:"alert,omitempty"`
	Fees         string     `json:"fees,omitempty"`
	Phone        string     `json:"phone,omitempty"`
	Needs        []string   `json:"needs,omitempty"`
	Areas        []string   `json:"areas,omitempty"`
	Languages    []string   `json:"languages,omitempty"` // codes
	Addresses    []string   `json:"addresses,omitempty"` // never a redacted one
	Schedules    []Schedule `json:"schedules,omitempty"`
}

// Entry is how something that can be listed is found: a service, a service at a location, an organisation, a taxonomy, a term.
type Entry struct {
	Kind      Kind
	ID        id.ID
	Listed    bool      // a service that people can go to now or later: active or closed for a time
	Changed   time.Time // when it, or what it shows, changed last
	Confirmed time.Time // when somebody last said that it is true; zero: never
	Card      Card
	Words     []string    // sorted, each once
	Places    []geo.Point // never a redacted one
}

// Selection says which entries are asked for: those that have every word.
type Selection struct {
	Kind  Kind
	Words []string
	Since time.Time // changed then or later; zero: whenever
	After id.ID     // continue behind this id
	Limit int
}

// Near is an entry with one of its places.
type Near struct {
	ID    id.ID
	Point geo.Point
}

// Former is what an import changed: the object as it was before, or a nil Before where it was new.
type Former struct {
	Kind   Kind
	ID     id.ID
	Before *Object
}

// Repo keeps the directory. Every method is bounded to one tenant.
type Repo interface {
	// Objects returns those of the ids that are there, of one kind.
	Objects(ctx context.Context, tenant id.ID, kind Kind, ids []id.ID) ([]Kept, error)
	// History returns who changed objects, the latest first; a change of several of them comes several times.
	History(ctx context.Context, tenant id.ID, of []id.ID, limit int) ([]Change, error)
	// Following returns objects of a kind by id, those after one.
	Following(ctx context.Context, tenant id.ID, kind Kind, after id.ID, limit int) ([]Kept, error)
	// Linked returns what links to each of the ids.
	Linked(ctx context.Context, tenant id.ID, to []id.ID) (map[id.ID][]Object, error)
	// Write makes changes, all or nothing; ErrMoved where one of the objects is no longer of the version it was read in.
	Write(ctx context.Context, tenant id.ID, at time.Time, writes []Write) error

	// Entries returns those of the ids that have one, with their words.
	Entries(ctx context.Context, tenant id.ID, kind Kind, ids []id.ID) ([]Entry, error)
	// Index replaces entries: of each pair the first is what is kept (nil: nothing), the second what shall be (nil: nothing).
	Index(ctx context.Context, tenant id.ID, pairs [][2]*Entry) error
	// IDs returns the next entries with all words, by id.
	IDs(ctx context.Context, tenant id.ID, s Selection) ([]id.ID, error)
	// Count is how many entries have all words.
	Count(ctx context.Context, tenant id.ID, s Selection) (int, error)
	// Common is how many entries have a word, most at the limit.
	Common(ctx context.Context, tenant id.ID, kind Kind, word string, limit int) (int, error)
	// Within returns places of entries with all words in a box of degrees.
	Within(ctx context.Context, tenant id.ID, s Selection, southWest, northEast geo.Point) ([]Near, error)
	// Word returns the first word with a prefix behind another word; ErrNotFound where there is none.
	Word(ctx context.Context, tenant id.ID, kind Kind, prefix, after string) (string, error)
	// Stale returns listed services that nobody has confirmed since an instant, the longest first, behind an entry.
	Stale(ctx context.Context, tenant id.ID, before time.Time, after Entry, limit int) ([]Entry, error)

	OpenRun(ctx context.Context, tenant, run, unit id.ID, at time.Time) error
	CloseRun(ctx context.Context, tenant, run id.ID, at time.Time, rows, accepted, unchanged, rejected int) error
	// Run says when a run of this directory was undone; ErrNotFound where there is no such run.
	Run(ctx context.Context, tenant, run id.ID) (undone time.Time, err error)
	// Former returns what a run changed, the next after one.
	Former(ctx context.Context, tenant, run id.ID, after Former, limit int) ([]Former, error)
	EndUndo(ctx context.Context, tenant, run id.ID, at time.Time) error
}

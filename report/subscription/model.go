package subscription

import (
	"context"
	"crypto/sha256"
	"time"

	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/job"
	"linli/platform/notify"
)

// Faults.
var (
	// ErrNone says alike that a code was never one, and that what it followed is over.
	ErrNone = fault.New(fault.NotFound, "reported.subscribe.none")
	// ErrMoved says that the row changed meanwhile.
	ErrMoved = fault.New(fault.Conflict, "reported.subscribe.moved")
)

// Job is the kind of job that writes a mail; its payload says under "what" whether it is [Asks] or [Daily].
const (
	Job   = "subscription.write"
	Asks  = "asks"
	Daily = "daily"
)

// How long things last.
const (
	Answerable = 48 * time.Hour // a link that confirms
	lasts      = 365 * 24 * time.Hour
)

const (
	purpose    = "subscription.address"
	readyBatch = 200
)

// Wish is what somebody wants to follow, and where the mails go.
type Wish struct {
	Unit              id.ID  // and the units below it; zero: the whole office
	Category          string // empty: all
	Language, Address string
	Hook              bool // the address is that of a program
}

// Check refuses an address that cannot be written to; one of a program is looked at by whoever posts to it. Errors: Invalid at address.
func (w Wish) Check() error {
	if !w.Hook && !notify.Plain(w.Address) {
		return fault.Field("address", "reported.subscribe.address_invalid")
	}
	return nil
}

// Subscription is one row.
type Subscription struct {
	ID        id.ID     `json:"-"` // made of the code, which alone leads to it
	Version   int64     `json:"-"`
	Due       time.Time `json:"-"` // of the next mail; where it is not confirmed, of its end
	Unit      id.ID     `json:"unit,omitzero"`
	Category  string    `json:"category,omitempty"`
	Language  string    `json:"language"`
	Asked     time.Time `json:"asked"`
	Confirmed time.Time `json:"confirmed,omitzero"`
	Told      time.Time `json:"told,omitzero"`    // what was published until then has been told
	Hook      bool      `json:"hook,omitempty"`   // the address is that of a program, which is posted to
	Missed    int       `json:"missed,omitempty"` // how many days in a row it could not be reached
	Key       id.ID     `json:"key"`
	Sealed    []byte    `json:"sealed"`
}

// words are what is sealed.
type words struct {
	Address string  `json:"address"`
	Code    id.Code `json:"code"`
	Secret  []byte  `json:"secret,omitempty"` // that signs what a program is posted
}

// Letter is what is needed to write to an address.
type Letter struct {
	Address string
	Code    id.Code
	Secret  []byte
}

// rowOf is the row that a code leads to. A code has 60 random bits: its plain hash gives nothing away.
func rowOf(code id.Code) id.ID {
	sum := sha256.Sum256([]byte("linli subscription\x00" + string(code)))
	return id.ID(sum[:16])
}

// Repo keeps subscriptions. Every method is bounded to one tenant; there is none that lists them.
type Repo interface {
	// Subscription returns one, or ErrNone.
	Subscription(ctx context.Context, tenant, of id.ID) (Subscription, error)
	// Ready returns those that are due.
	Ready(ctx context.Context, tenant id.ID, now time.Time, limit int) ([]Subscription, error)
	// Keep writes a row of the version after the one that is kept, with jobs. ErrMoved where that is another.
	Keep(ctx context.Context, tenant id.ID, s Subscription, jobs ...job.Job) error
	// Remove takes a row out; none is no error.
	Remove(ctx context.Context, tenant, of id.ID) error
}

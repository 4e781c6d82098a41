package casefile

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"linli/platform/fault"
	"linli/platform/id"
)

// Bounds of a form that was filled in without a line and arrives later.
const (
	OfflineKept = 72 * time.Hour  // how long a device keeps what was written on it, and how long it is taken from there
	OfflineDays = 14              // how many days may lie between what happened and its arrival
	clockSlack  = 2 * time.Minute // by how much the clock of a device may go fast
)

// Offline is a form that was filled in on a device without a line: what it is known by, which form of the same case has to
// arrive before it, and the two times that the device tells. The third time is the server's own.
type Offline struct {
	Key, After string    // made when the form was put away; After is empty for the first
	Said       time.Time // when the thing happened, as the person says
	Written    time.Time // when the form was put away
}

// Arrival is such a form as it arrives.
type Arrival struct {
	Offline
	Stood string   // how the thing that it is about stood when it was taken along
	Asked *Request // what makes sending it twice harmless, for as long as a device keeps it
}

var (
	// ErrOutOfOrder says that a form which was written earlier on the same case has not arrived.
	ErrOutOfOrder = fault.New(fault.Conflict, "offline.out_of_order")
	// ErrOvertaken says that what a form is about stands otherwise than when it was taken along. Nothing is written.
	ErrOvertaken = fault.New(fault.Conflict, "offline.changed")
)

// Request is what makes the form harmless that is sent again, until no device keeps it any more.
func (f Arrival) Request() *Request {
	r := *f.Asked
	r.Keep = OfflineKept
	return &r
}

// InTurn sees that the form that was written before this one has arrived. Error: ErrOutOfOrder.
func (f Arrival) InTurn(ctx context.Context, kept Answers, tenant id.ID) error {
	if f.After == "" {
		return nil
	}
	before := Request{Who: f.Asked.Who, Key: f.After}
	_, err := kept.Answer(ctx, tenant, before.ID())
	if x := fault.Of(err); x != nil && x.Code == fault.NotFound {
		return ErrOutOfOrder
	}
	return err
}

// Claimed checks the times against each other and against the server's, from being the instant before which nothing can
// have happened, and returns when the thing happened; zero where that is now. Errors: fault.Invalid at the field "said",
// and at no field where the form itself is too old.
func (o Offline) Claimed(now, from time.Time) (time.Time, error) {
	switch {
	case o.Said.IsZero() || o.Written.IsZero():
		return time.Time{}, fault.Field("said", "offline.said_missing")
	case o.Written.After(now.Add(clockSlack)), o.Said.After(o.Written.Add(clockSlack)):
		return time.Time{}, fault.Field("said", "offline.said_future")
	case now.Sub(o.Written) > OfflineKept:
		return time.Time{}, fault.New(fault.Invalid, "offline.written_old").With(fault.Args{"hours": int(OfflineKept / time.Hour)})
	case o.Said.Before(from):
		return time.Time{}, fault.Field("said", "offline.said_early").With(fault.Args{"from": from})
	case now.Sub(o.Said) > OfflineDays*24*time.Hour:
		return time.Time{}, fault.Field("said", "offline.said_old").With(fault.Args{"days": OfflineDays})
	case !o.Said.Before(now):
		return time.Time{}, nil
	}
	return o.Said, nil
}

// Stands is how something stands, as a number that says nothing: a form that was taken along with another one was overtaken.
func Stands(of any) string {
	body, err := json.Marshal(of)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:12])
}

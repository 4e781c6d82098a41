package dialect

import (
	"database/sql"
	"fmt"

	"linli/platform/fault"
)

// ErrNoRows is what [DB.QueryRow] returns when no row was found.
var ErrNoRows = sql.ErrNoRows

// RowsError says that a statement of a Change changed another number of rows than it had to: what the Change was decided
// on has moved. Nothing of the Change holds.
type RowsError struct {
	Index     int // of the statement in the Change
	Want, Got int64
}

func (e *RowsError) Error() string {
	return fmt.Sprintf("statement %d changed %d rows, want %d", e.Index, e.Got, e.Want)
}

// DuplicateError says that a statement of a Change met a key that is taken. Nothing of the Change holds.
type DuplicateError struct {
	Index      int    // of the statement in the Change
	Constraint string // name of the index on either engine; <table>_pkey for a primary key; empty if unknown
}

func (e *DuplicateError) Error() string {
	return fmt.Sprintf("statement %d met a taken key (%s)", e.Index, e.Constraint)
}

// The faults of a store, for errors.Is. What lies beneath is in the fault's Err.
var (
	ErrFull        = fault.New(fault.Unavailable, "store.full")
	ErrUnreachable = fault.New(fault.Unavailable, "store.unreachable")
	ErrBusy        = fault.New(fault.Unavailable, "store.busy")
	ErrURL         = fault.New(fault.Invalid, "store.url")
	ErrPlain       = fault.New(fault.Invalid, "store.plain")
	ErrUncertain   = fault.New(fault.Unavailable, "store.uncertain")
)

func because(f *fault.Error, err error) error { return fault.Wrap(f.Code, f.Key, err) }

package casefile

import (
	"time"

	"linli/consent"
	"linli/platform/id"
	"linli/platform/job"
	"linli/platform/notify"
	"linli/platform/vault"
	"linli/promise"
)

// Secret is plain text that a command brings, on its way to the vault.
type Secret struct {
	Scope vault.Scope // the section of the case: its key
	Owner id.ID       // the party, session, note or agreement that it belongs to; the case itself for the case's own
	Field string      // a sealed field of the capability's field table
	Text  []byte
}

// Slip is a resident's way in: one code for one party of one case. The passphrase is issued in a step of its own.
type Slip struct {
	Code       id.Code
	Case       id.ID
	Capability string // "mediation"
	Party      id.ID
	Hash       string // Argon2id of the passphrase in PHC form; empty until it is issued
	IssuedAt   time.Time
	EndedAt    time.Time // withdrawn or replaced: opens nothing any more
	Session    int64     // random; a session carries the number at which it began, and is over once this one is another
}

// PromiseRow is a promise as the store keeps it, with what the Due page shows and the sweep needs.
type PromiseRow struct {
	Case       id.ID
	Capability string
	Unit       id.ID
	promise.Promise
	// WarnAt is when somebody is next to be told, zero for never. It depends on what was told, so a replay does not give it.
	WarnAt time.Time
	// WarnWas is the WarnAt on which this row was decided; one that moved meanwhile refuses the change.
	WarnWas time.Time
	// DueWas is its due instant then, which a recount may have moved meanwhile.
	DueWas time.Time
}

// Reminder is an instant at which somebody is to be told of a promise.
type Reminder struct {
	Case id.ID
	Key  string    // of the promise
	Rule string    // its rule; given by Overdue alone
	At   time.Time // since when it waits to be told
	Next time.Time // when the next one is, zero for never; set once this one is told
}

// Tally is a step of a published count, kept in the writing transaction so that totals never need a scan.
type Tally struct {
	Case    id.ID // spreads the count over its shards
	Unit    id.ID
	Type    string // kind of dispute, a code of the rulebook
	Source  string // how the case came, a code of the rulebook
	Measure string // "mediation.registered"
	Day     string // the day that the count belongs to, YYYY-MM-DD in the office's zone
	N       int64
}

// Answer is the stored answer of an idempotent request, sealed under a key derived from its Idempotency-Key.
type Answer struct {
	Key     [32]byte // SHA-256 of account and Idempotency-Key
	Body    [32]byte // HMAC of what was asked, under the Idempotency-Key
	Sealed  []byte
	Expires time.Time // 24 hours later
}

// Change is what one command does, decided before anything is written: one plain value that the store plays as a list
// of statements, all or nothing. A capability adds its own rows to it.
type Change struct {
	Tenant     id.ID
	Events     []Event // with their commitments; the store queues a ledger leaf for each
	Keys       []vault.Key
	Sealed     []vault.Sealed
	Dropped    []vault.Key // keys that end with this change; they are destroyed after commit
	Erased     bool        // the salts of all events of the case end with this change
	Promises   []PromiseRow
	Consents   []consent.Record
	Slips      []Slip
	Tallies    []Tally
	Jobs       []job.Job
	Notices    []notify.Notice
	Registered []Entry // rows of the office's registers that are new or changed
	Answer     *Answer
	Reserved   *Reservation // the slip that was given before the case was there; nil: none was
}

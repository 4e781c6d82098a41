package ledger

import (
	"crypto/hmac"
	"crypto/sha256"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"linli/platform/id"
)

// Leaf is a row of the queue, written in the transaction of the event that it commits to.
type Leaf struct {
	ID         id.ID     // time-ordered; says nothing about the order of commits
	Event      id.ID     // the event; kept while the leaf waits and forgotten when it is in the tree
	Commitment [32]byte  // see [Commit]
	QueuedAt   time.Time // UTC, microseconds
}

// Commit binds an event's canonical bytes: HMAC-SHA256 (RFC 2104, FIPS 180-4) with the event's random salt as key. Without
// the salt the commitment can neither be guessed nor linked; the salt is destroyed with its case.
func Commit(salt [16]byte, canonical []byte) [32]byte {
	mac := hmac.New(sha256.New, salt[:])
	mac.Write(canonical)
	return [32]byte(mac.Sum(nil))
}

// LeafHash is the RFC 6962 section 2.1 leaf hash of the 32 bytes of a commitment.
func LeafHash(commitment [32]byte) tlog.Hash { return tlog.RecordHash(commitment[:]) }

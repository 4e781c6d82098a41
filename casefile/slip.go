package casefile

import (
	"crypto/rand"
	"encoding/binary"
)

// SessionNumber is a new number for the sessions of a slip: random, so that it tells neither a time nor a count.
func SessionNumber() int64 {
	var b [8]byte
	if _, err := rand.Read(b[:]); err != nil {
		panic("casefile: no randomness: " + err.Error()) //nolint:forbidigo // crypto/rand never fails (Go 1.24)
	}
	return int64(binary.BigEndian.Uint64(b[:]) >> 1) // 63 bits fit
}

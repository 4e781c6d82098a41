package casefile

import (
	"crypto/rand"
	"encoding/binary"
	"slices"
	"time"

	"linli/platform/id"
)

// SessionNumber is a new number for the sessions of a slip: random, so that it tells neither a time nor a count.
func SessionNumber() int64 {
	var b [8]byte
	if _, err := rand.Read(b[:]); err != nil {
		panic("casefile: no randomness: " + err.Error()) //nolint:forbidigo // crypto/rand never fails (Go 1.24)
	}
	return int64(binary.BigEndian.Uint64(b[:]) >> 1) // 63 bits fit
}

// SlipOf is the slip of a party that has not ended; ok is false where there is none.
func SlipOf(slips []Slip, party id.ID) (_ Slip, ok bool) {
	i := slices.IndexFunc(slips, func(x Slip) bool { return x.Party == party && x.EndedAt.IsZero() })
	if i < 0 {
		return Slip{}, false
	}
	return slips[i], true
}

// Issue gives a slip the hash of a passphrase. One that had a passphrase ends, and comes first; a slip with another code takes its place.
// The last is the one that opens.
func (s Slip) Issue(hash string, now time.Time) []Slip {
	fresh, out := s, []Slip(nil)
	if s.Hash != "" {
		s.EndedAt = now
		out = append(out, s)
		fresh.Code = id.NewCode(s.Code.Tag(), nil)
	}
	fresh.Hash, fresh.IssuedAt, fresh.Session = hash, now, SessionNumber()
	return append(out, fresh)
}

// Package id makes the names of things: time-ordered ids for rows, and random codes with a check character for residents.
//
// An id (UUIDv7, RFC 9562 section 5.7) orders by time, which halves the cost of an insert, and therefore tells when
// it was made: it never stands in a resident's address. A resident has a [Code].
package id

import (
	"crypto/rand"
	"database/sql/driver"
	"encoding/hex"
	"fmt"
	"io"
	"sync"
	"time"
)

// ID is a UUIDv7: 48 bits of Unix milliseconds, then a counter and randomness. The zero ID means "none".
type ID [16]byte

// Clock tells the time (platform/clock); its own so that this package stands on the standard library alone.
type Clock interface {
	Now() time.Time
}

// Source makes ids that never decrease within one process, also when the clock steps back.
type Source struct {
	clock Clock
	rand  io.Reader

	mu   sync.Mutex
	last uint64 // milliseconds<<12 | counter of the id made last
}

// NewSource returns a source; random is nil for the machine's randomness.
func NewSource(c Clock, random io.Reader) *Source {
	if random == nil {
		random = rand.Reader
	}
	return &Source{clock: c, rand: random}
}

// New returns the next id. Its 12 bits after the version count within a millisecond (RFC 9562 section 6.2, method 1).
func (s *Source) New() ID {
	var u ID
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := io.ReadFull(s.rand, u[8:]); err != nil {
		panic("id: no randomness: " + err.Error()) //nolint:forbidigo // crypto/rand never fails; a test's reader is the test's fault
	}
	next := uint64(s.clock.Now().UnixMilli()) << 12
	if next <= s.last {
		next = s.last + 1
	}
	s.last = next
	ms, counter := next>>12, next&0xfff
	for i := range 6 {
		u[i] = byte(ms >> (40 - 8*i)) //nolint:gosec // one byte of six
	}
	u[6] = 0x70 | byte(counter>>8)
	u[7] = byte(counter) //nolint:gosec // the lower of its 12 bits
	u[8] = u[8]&0x3f | 0x80
	return u
}

// Time is the millisecond in which the id was made (RFC 9562, section 5.7).
func (u ID) Time() time.Time {
	var ms int64
	for _, b := range u[:6] {
		ms = ms<<8 | int64(b)
	}
	return time.UnixMilli(ms).UTC()
}

// IsZero reports whether the id is "none".
func (u ID) IsZero() bool { return u == ID{} }

// String is the canonical 36-character form; the zero ID is the empty string.
func (u ID) String() string {
	if u.IsZero() {
		return ""
	}
	b := u.canonical()
	return string(b[:])
}

func (u ID) canonical() (b [36]byte) {
	hex.Encode(b[:], u[:4])
	b[8] = '-'
	hex.Encode(b[9:], u[4:6])
	b[13] = '-'
	hex.Encode(b[14:], u[6:8])
	b[18] = '-'
	hex.Encode(b[19:], u[8:10])
	b[23] = '-'
	hex.Encode(b[24:], u[10:])
	return b
}

// Parse reads the canonical form; the empty string is the zero ID.
func Parse(s string) (u ID, err error) {
	err = u.UnmarshalText([]byte(s))
	return u, err
}

// MarshalText is [ID.String].
func (u ID) MarshalText() ([]byte, error) {
	if u.IsZero() {
		return []byte{}, nil
	}
	b := u.canonical()
	return b[:], nil
}

// UnmarshalText is [Parse].
func (u *ID) UnmarshalText(s []byte) error {
	*u = ID{}
	if len(s) == 0 {
		return nil
	}
	if len(s) != 36 || s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return fmt.Errorf("id: %q is not a UUID", s)
	}
	var read ID
	at := 0
	for _, part := range [][]byte{s[:8], s[9:13], s[14:18], s[19:23], s[24:]} {
		n, err := hex.Decode(read[at:], part)
		if err != nil {
			return fmt.Errorf("id: %q is not a UUID", s)
		}
		at += n
	}
	*u = read
	return nil
}

// Value is the id as both engines store it: 16 bytes, or NULL for the zero ID.
func (u ID) Value() (driver.Value, error) {
	if u.IsZero() {
		return nil, nil
	}
	return u[:], nil
}

// Scan reads what [ID.Value] wrote.
func (u *ID) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*u = ID{}
	case []byte:
		if len(v) != len(u) {
			return fmt.Errorf("id: %d bytes, want 16", len(v))
		}
		copy(u[:], v)
	default:
		return fmt.Errorf("id: cannot read a %T", v)
	}
	return nil
}

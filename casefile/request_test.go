package casefile_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"testing"
	"time"

	"linli/casefile"
	"linli/platform/id"
)

// FuzzStoredAnswer: a stored answer opens for the request that it was given to, and for no other key, body or account; one that
// was cut or altered opens for nobody.
func FuzzStoredAnswer(f *testing.F) {
	f.Add("key-1", []byte("POST /api/v1/mediations"), []byte(`{"code":"7KD4"}`), []byte{}, 0)
	f.Add("key-1", []byte("POST"), []byte{}, []byte("short"), 5)
	f.Add("k", []byte{}, bytes.Repeat([]byte("a"), 300), []byte("\x00\xff"), 40)
	f.Fuzz(func(t *testing.T, key string, what, answer, junk []byte, at int) {
		now := time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)
		who := id.ID{1}
		r, err := casefile.NewRequest(who, key, what)
		if err != nil {
			return
		}
		stored := *r.Seal(answer, now)
		if got, err := r.Open(stored); err != nil || got == nil || !bytes.Equal(got, answer) {
			t.Fatalf("%q comes back as %q, %v", answer, got, err)
		}
		for _, other := range []*casefile.Request{{Who: id.ID{2}, Key: key, What: what}, {Who: who, Key: key + "x", What: what}} {
			if got, err := other.Open(stored); err == nil {
				t.Errorf("another request opens %q", got)
			}
		}
		if _, err := (&casefile.Request{Who: who, Key: key, What: append([]byte("x"), what...)}).Open(stored); !errors.Is(err, casefile.ErrKeyReused) {
			t.Errorf("another body: %v", err)
		}
		altered := stored
		if altered.Sealed = bytes.Clone(stored.Sealed); len(junk) > 0 {
			altered.Sealed = junk
		} else {
			altered.Sealed[((at%len(altered.Sealed))+len(altered.Sealed))%len(altered.Sealed)] ^= 1
		}
		if got, err := r.Open(altered); err == nil {
			t.Errorf("an altered answer opens: %q", got)
		}
	})
}

// TestNoWordIsTriedOutOnAStoredRequest: what a request asked, a name that is to be taken out for one, is not found by hashing guesses:
// the same words under two keys leave nothing alike in the store.
func TestNoWordIsTriedOutOnAStoredRequest(t *testing.T) {
	now, what := time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC), []byte(`{"words":["13812345678"],"reason":"somebody"}`)
	one := (&casefile.Request{Key: "one", What: what}).Seal(nil, now)
	two := (&casefile.Request{Key: "two", What: what}).Seal(nil, now)
	if one.Body == two.Body || one.Body == sha256.Sum256(what) {
		t.Errorf("%x and %x", one.Body, two.Body)
	}
}

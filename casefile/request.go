package casefile

import (
	"cmp"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"sync"
	"time"

	"linli/platform/fault"
	"linli/platform/id"
)

// answerLife is how long a request can be repeated and gets the same answer.
const answerLife = 24 * time.Hour

// Faults of repeated requests.
var (
	ErrStillRunning = fault.New(fault.Conflict, "request.running")
	ErrKeyReused    = fault.New(fault.Reused, "request.reused")
)

// Request is a request that can be repeated: the same Idempotency-Key and body give the same answer.
type Request struct {
	Who  id.ID  // the account, or zero for a resident
	Key  string // the Idempotency-Key as it was sent, 1 to 255 characters
	What []byte // method, path and body

	Keep time.Duration // how long the answer is kept; zero is a day
}

// NewRequest checks an Idempotency-Key and returns the request.
func NewRequest(who id.ID, key string, what []byte) (*Request, error) {
	if key == "" {
		return nil, fault.New(fault.Invalid, "request.key_missing")
	}
	if len(key) > 255 {
		return nil, fault.New(fault.Invalid, "request.key_long")
	}
	return &Request{Who: who, Key: key, What: what}, nil
}

// ID is what the store knows the request by: it does not give the key away, with which the answer is sealed.
func (r *Request) ID() [32]byte {
	return sha256.Sum256(append(append([]byte("linli request\n"), r.Who[:]...), r.Key...))
}

// mark tells one request from another under the same key. Only the key gives it: on a plain hash, whoever has the store or its backup
// could try names and numbers until one fits, of words too that a request had destroyed.
func (r *Request) mark() (out [32]byte) {
	m := hmac.New(sha256.New, []byte(r.Key))
	m.Write(r.What)
	m.Sum(out[:0])
	return out
}

// Seal makes the stored answer, sealed under a key that only the Idempotency-Key gives.
func (r *Request) Seal(answer []byte, now time.Time) *Answer {
	a := r.aead()
	nonce := make([]byte, a.NonceSize())
	if _, err := rand.Read(nonce); err != nil {
		panic("casefile: no randomness: " + err.Error()) //nolint:forbidigo // crypto/rand never fails (Go 1.24)
	}
	key := r.ID()
	return &Answer{Key: key, Body: r.mark(), Sealed: a.Seal(nonce, nonce, answer, key[:]), Expires: now.Add(cmp.Or(r.Keep, answerLife))}
}

// Open returns the stored answer, or ErrKeyReused where the key came with another request.
func (r *Request) Open(stored Answer) ([]byte, error) {
	if stored.Body != r.mark() {
		return nil, ErrKeyReused
	}
	a := r.aead()
	if len(stored.Sealed) < a.NonceSize() {
		return nil, fmt.Errorf("casefile: a stored answer of %d bytes", len(stored.Sealed))
	}
	answer, err := a.Open(nil, stored.Sealed[:a.NonceSize()], stored.Sealed[a.NonceSize():], stored.Key[:])
	if err != nil {
		return nil, fmt.Errorf("casefile: open a stored answer: %w", err)
	}
	if answer == nil {
		answer = []byte{}
	}
	return answer, nil
}

func (r *Request) aead() cipher.AEAD {
	key, err := hkdf.Key(sha256.New, []byte(r.Key), r.Who[:], "linli answer", 32)
	if err != nil {
		panic("casefile: derive an answer's key: " + err.Error()) //nolint:forbidigo // only for absurd lengths
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		panic("casefile: cipher: " + err.Error()) //nolint:forbidigo // the key has 32 bytes, the block 16
	}
	a, err := cipher.NewGCM(block)
	if err != nil {
		panic("casefile: cipher: " + err.Error()) //nolint:forbidigo // the key has 32 bytes, the block 16
	}
	return a
}

// Running knows which requests this process is working on. The zero value is ready.
type Running struct {
	mu  sync.Mutex
	ids map[[32]byte]bool
}

// Claim takes a request for this process, or returns ErrStillRunning. The caller calls done when it has answered.
func (r *Running) Claim(q *Request) (done func(), err error) {
	k := q.ID()
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ids[k] {
		return nil, ErrStillRunning
	}
	if r.ids == nil {
		r.ids = map[[32]byte]bool{}
	}
	r.ids[k] = true
	return func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(r.ids, k)
	}, nil
}

package edge

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"math/bits"
	"strconv"
	"strings"
	"time"
)

// The task: for each of so many parts, a number with which the SHA-256 of "token:part:number" begins with so many bits of
// nought. Many small parts take nearly the same time for everybody; one large one would take some ten times as long as
// others. 8 × 2^13 hashes are half a second on a desk and a few seconds on an old telephone. It is never more.
const (
	taskBits  = 13
	taskParts = 8
)

const nonceSize = 16

// token is a place in the row: for which form, since when, and from when on time alone opens. It says nothing of who has it,
// and is signed with the key that all processes of an installation share.
type token struct {
	path        string
	made, opens time.Time
	bits        int
	nonce       [nonceSize]byte
}

// draw gives the token a number of its own.
func (t *token) draw() {
	if _, err := rand.Read(t.nonce[:]); err != nil {
		panic("edge: no randomness: " + err.Error()) //nolint:forbidigo // cannot happen: crypto/rand never fails (Go 1.24)
	}
}

var errToken = errors.New("edge: not a token of this installation")

// write gives the token as text: nonce, made and opens in milliseconds, bits, path; and its signature.
func (f *Flood) write(t token) string {
	b := append([]byte{}, t.nonce[:]...)
	b = binary.BigEndian.AppendUint64(b, uint64(t.made.UnixMilli()))
	b = binary.BigEndian.AppendUint64(b, uint64(t.opens.UnixMilli()))
	b = append(b, byte(t.bits)) //nolint:gosec // at most 32
	b = append(b, t.path...)
	return base64.RawURLEncoding.EncodeToString(append(b, f.sign(b)...))
}

func (f *Flood) sign(b []byte) []byte {
	mac := hmac.New(sha256.New, f.edge.config.Key)
	mac.Write([]byte("linli flood token\x00"))
	mac.Write(b)
	return mac.Sum(nil)
}

const tokenHead = nonceSize + 8 + 8 + 1

func (f *Flood) read(text string) (token, error) {
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(b) < tokenHead+sha256.Size {
		return token{}, errToken
	}
	b, mac := b[:len(b)-sha256.Size], b[len(b)-sha256.Size:]
	if !hmac.Equal(mac, f.sign(b)) {
		return token{}, errToken
	}
	at := func(i int) time.Time { return time.UnixMilli(int64(binary.BigEndian.Uint64(b[i:]))) } //nolint:gosec // linli wrote it
	return token{path: string(b[tokenHead:]), made: at(nonceSize), opens: at(nonceSize + 8), bits: int(b[tokenHead-1]), nonce: [nonceSize]byte(b)}, nil
}

// solved reports whether work solves the task of a token: a number for each part, with "." between them.
func (t token) solved(text, work string) bool {
	numbers := strings.Split(work, ".")
	if len(numbers) != taskParts {
		return false
	}
	for part, n := range numbers {
		if _, err := strconv.ParseUint(n, 10, 53); err != nil {
			return false
		}
		h := sha256.Sum256([]byte(text + ":" + strconv.Itoa(part) + ":" + n))
		if bits.LeadingZeros64(binary.BigEndian.Uint64(h[:])) < t.bits {
			return false
		}
	}
	return true
}

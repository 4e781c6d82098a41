package id

import (
	"crypto/rand"
	"fmt"
	"io"
	"math/big"
	"strings"
)

// alphabet is Crockford's base 32: no I, L, O or U, so that a code read aloud or written by hand comes back.
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

const (
	tagLength    = 3  // the tenant tag: 32^3 tenants behind one address
	randomLength = 12 // 60 bits: guessing at 10 a second for a year finds nothing
	codeLength   = tagLength + randomLength + 1
)

// Code is a resident's tracking code 查询码: a tenant tag, 60 random bits and a check character, sixteen characters in
// all, shown in fours as "7KD4-93MX-0ZQ8-TWP5". It tells neither time nor order nor place.
type Code string

// NewTag returns a random tenant tag.
func NewTag() string { return randomString(rand.Reader, tagLength) }

// NewCode returns a fresh code under a tenant's tag; random is nil for the machine's randomness.
func NewCode(tag string, random io.Reader) Code {
	if random == nil {
		random = rand.Reader
	}
	body := tag + randomString(random, randomLength)
	return Code(body + string(check(body)))
}

// ParseCode reads a code as a person types it: any case, spaces and hyphens anywhere, O for 0, I and L for 1.
// It refuses a wrong length, a foreign character and a wrong check character.
func ParseCode(s string) (Code, error) {
	var b strings.Builder
	for _, r := range strings.ToUpper(s) {
		switch r {
		case ' ', '-', '–', '\u3000':
			continue
		case 'O':
			r = '0'
		case 'I', 'L':
			r = '1'
		}
		if r > 127 || !strings.ContainsRune(alphabet, r) {
			return "", fmt.Errorf("id: %q does not occur in a code", r)
		}
		b.WriteRune(r)
	}
	c := b.String()
	if len(c) != codeLength {
		return "", fmt.Errorf("id: a code has %d characters, not %d", codeLength, len(c))
	}
	if check(c[:codeLength-1]) != c[codeLength-1] {
		return "", fmt.Errorf("id: the check character does not fit")
	}
	return Code(c), nil
}

// Tag is the tenant tag of the code.
func (c Code) Tag() string { return string(c[:tagLength]) }

// String shows the code in fours.
func (c Code) String() string { return fours(string(c)) }

// check is the hybrid scheme of ISO/IEC 7064 with modulus 33,32: it finds every single wrong character and nearly every
// swap of neighbours.
func check(s string) byte {
	const m = len(alphabet)
	p := m
	for i := range len(s) {
		p = (p + strings.IndexByte(alphabet, s[i])) % m
		if p == 0 {
			p = m
		}
		p = p * 2 % (m + 1)
	}
	return alphabet[(m+1-p)%m]
}

func randomString(random io.Reader, n int) string {
	b := make([]byte, n)
	if _, err := io.ReadFull(random, b); err != nil {
		panic("id: no randomness: " + err.Error()) //nolint:forbidigo // crypto/rand never fails (Go 1.24); a test's reader is the test's fault
	}
	for i := range b {
		b[i] = alphabet[b[i]%32] // 256 is a multiple of 32: no character is favoured
	}
	return string(b)
}

// NewPassphrase returns 16 random digits, made by linli because people choose birthdays; 53 bits.
func NewPassphrase(random io.Reader) string {
	if random == nil {
		random = rand.Reader
	}
	n, err := rand.Int(random, big.NewInt(1e16))
	if err != nil {
		panic("id: no randomness: " + err.Error()) //nolint:forbidigo // crypto/rand never fails (Go 1.24); a test's reader is the test's fault
	}
	return fmt.Sprintf("%016d", n)
}

// ParsePassphrase reads a passphrase as a person types it, with or without spaces and hyphens.
func ParsePassphrase(s string) (string, error) {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == ' ' || r == '-' || r == '\u3000':
		case r >= '0' && r <= '9':
			b.WriteRune(r)
		case r >= '０' && r <= '９': // full-width digits of a Chinese keyboard
			b.WriteRune(r - '０' + '0')
		default:
			return "", fmt.Errorf("id: a passphrase has digits only")
		}
	}
	if b.Len() != 16 {
		return "", fmt.Errorf("id: a passphrase has 16 digits")
	}
	return b.String(), nil
}

// ShowPassphrase shows a passphrase in fours.
func ShowPassphrase(p string) string { return fours(p) }

func fours(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if i > 0 && i%4 == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

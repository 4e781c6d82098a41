package office

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1" //nolint:gosec // RFC 6238 over SHA-1 is what authenticator apps speak; HMAC-SHA-1 is unbroken
	"crypto/subtle"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"net/url"
	"strings"
	"time"
)

// One-time codes by time (RFC 6238): SHA-1, six digits, thirty seconds, and one step to either side for clocks that go
// wrong.
const (
	totpStep   = 30 * time.Second
	totpDigits = 6
	totpSkew   = 1
	totpSecret = 20 // bytes: the length of the hash (RFC 4226 section 4, R6)
)

// NewTOTPSecret returns a random secret.
func NewTOTPSecret() ([]byte, error) {
	secret := make([]byte, totpSecret)
	if _, err := rand.Read(secret); err != nil {
		return nil, fmt.Errorf("drawing a secret: %w", err)
	}
	return secret, nil
}

// ShowTOTPSecret is the secret as a person types it into an authenticator: base 32 without padding.
func ShowTOTPSecret(secret []byte) string {
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret)
}

// TOTPAddress is the otpauth:// address that an authenticator reads from a QR code.
func TOTPAddress(secret []byte, issuer, login string) string {
	q := url.Values{"secret": {ShowTOTPSecret(secret)}, "issuer": {issuer}}
	return "otpauth://totp/" + url.PathEscape(issuer) + ":" + url.PathEscape(login) + "?" + strings.ReplaceAll(q.Encode(), "+", "%20")
}

// TOTPCode is the code of the step in which t lies.
func TOTPCode(secret []byte, t time.Time) string { return codeAt(secret, stepOf(t)) }

func stepOf(t time.Time) int64 { return t.Unix() / int64(totpStep/time.Second) }

func codeAt(secret []byte, step int64) string {
	mac := hmac.New(sha1.New, secret)
	var counter [8]byte
	binary.BigEndian.PutUint64(counter[:], uint64(step)) //nolint:gosec // steps since 1970 are positive
	mac.Write(counter[:])
	sum := mac.Sum(nil)
	offset := sum[len(sum)-1] & 0xf // RFC 4226 section 5.3, dynamic truncation
	n := binary.BigEndian.Uint32(sum[offset:]) & 0x7fffffff
	return fmt.Sprintf("%0*d", totpDigits, n%1_000_000)
}

// checkTOTP returns the step whose code was typed, or false. Only steps after last count, so that a code works once.
func checkTOTP(secret []byte, typed string, now time.Time, last int64) (int64, bool) {
	typed = strings.Map(digit, typed)
	step, ok := int64(0), false
	for d := int64(-totpSkew); d <= totpSkew; d++ {
		s := stepOf(now) + d
		if subtle.ConstantTimeCompare([]byte(codeAt(secret, s)), []byte(typed)) == 1 && s > last && !ok {
			step, ok = s, true
		}
	}
	return step, ok
}

// digit keeps digits, also those of a Chinese keyboard, and drops spaces.
func digit(r rune) rune {
	switch {
	case r >= '０' && r <= '９':
		return r - '０' + '0'
	case r == ' ' || r == '\u3000' || r == '-':
		return -1
	}
	return r
}

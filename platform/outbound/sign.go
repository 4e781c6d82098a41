package outbound

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"strings"
	"time"
)

// secretPrefix stands before a secret as people carry it (Standard Webhooks 1.0, "Signature scheme").
const secretPrefix = "whsec_"

// NewSecret makes the 32 random bytes that sign, and how they are shown.
func NewSecret() (raw []byte, shown string) {
	raw = make([]byte, 32)
	if _, err := rand.Read(raw); err != nil {
		panic("outbound: no randomness: " + err.Error()) //nolint:forbidigo // crypto/rand never fails (Go 1.24)
	}
	return raw, secretPrefix + base64.StdEncoding.EncodeToString(raw)
}

// signature is the header webhook-signature: one for each secret, the newest first.
func signature(message string, at time.Time, body []byte, secrets ...[]byte) string {
	var out []string
	for _, s := range secrets {
		m := hmac.New(sha256.New, s)
		m.Write([]byte(message + "." + strconv.FormatInt(at.Unix(), 10) + "."))
		m.Write(body)
		out = append(out, "v1,"+base64.StdEncoding.EncodeToString(m.Sum(nil)))
	}
	return strings.Join(out, " ")
}

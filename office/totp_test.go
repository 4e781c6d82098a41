package office_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"linli/office"
)

// The vectors of RFC 6238 appendix B for SHA-1, cut to six digits.
func TestTOTPVectors(t *testing.T) {
	secret := []byte("12345678901234567890")
	for at, want := range map[int64]string{59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037", 20000000000: "353130"} {
		if got := office.TOTPCode(secret, time.Unix(at, 0)); got != want {
			t.Errorf("at %d: %s, want %s", at, got, want)
		}
	}
}

func TestTOTPAddress(t *testing.T) {
	u, err := url.Parse(office.TOTPAddress([]byte("12345678901234567890"), "青山 A&B", "wang"))
	if err != nil {
		t.Fatal(err)
	}
	if q := u.Query(); u.Scheme != "otpauth" || u.Host != "totp" || u.Path != "/青山 A&B:wang" || q.Get("issuer") != "青山 A&B" ||
		q.Get("secret") != "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" || strings.Contains(u.RawQuery, "+") {
		t.Error(u)
	}
}

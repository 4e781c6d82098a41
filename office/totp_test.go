package office_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

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

// TestTOTPIsWhatOthersMake: an authenticator written by others reads our address and shows the code that we expect.
func TestTOTPIsWhatOthersMake(t *testing.T) {
	for at := time.Date(2026, 11, 21, 7, 0, 0, 0, time.UTC); at.Year() < 2032; at = at.Add(1234567 * time.Second) {
		secret, err := office.NewTOTPSecret()
		if err != nil {
			t.Fatal(err)
		}
		theirs, err := otp.NewKeyFromURL(office.TOTPAddress(secret, "青山 A&B", "wang"))
		if err != nil {
			t.Fatal(err)
		}
		code, err := totp.GenerateCode(theirs.Secret(), at)
		if err != nil {
			t.Fatal(err)
		}
		if got := office.TOTPCode(secret, at); got != code || theirs.Issuer() != "青山 A&B" || theirs.AccountName() != "wang" || theirs.Period() != 30 {
			t.Fatalf("%s: %s for %q of %q, they say %s", at, got, theirs.AccountName(), theirs.Issuer(), code)
		}
	}
}

package office

import (
	"net/url"
	"strings"
	"testing"
	"time"
)

// FuzzOneTimeCode: a code counts only as the six digits of one of three steps, and none that was used before.
func FuzzOneTimeCode(f *testing.F) {
	secret := []byte("12345678901234567890")
	for _, typed := range []string{"287082", "２８７０８２", "287 082", "287-082", "", "28708", "2870820", "００００００", "-", "\xff\xff", "287082\x00"} {
		f.Add(secret, typed, int64(59), int64(0))
		f.Add(secret, typed, int64(59), int64(1))
	}
	f.Add([]byte{}, "000000", int64(-1), int64(-99))
	f.Fuzz(func(t *testing.T, secret []byte, typed string, at, last int64) {
		now := time.Unix(at%(1<<40), 0)
		step, ok := checkTOTP(secret, typed, now, last)
		if !ok {
			if step != 0 {
				t.Errorf("refused with step %d", step)
			}
			return
		}
		if step <= last || step < stepOf(now)-totpSkew || step > stepOf(now)+totpSkew || codeAt(secret, step) != strings.Map(digit, typed) {
			t.Errorf("%q counts for step %d at step %d, after %d", typed, step, stepOf(now), last)
		}
	})
}

// FuzzTOTPAddress: whatever an office and a login are called, an authenticator reads the same back.
func FuzzTOTPAddress(f *testing.F) {
	for _, issuer := range []string{"青山 A&B", "a:b", "a/b?c#d", "100%", "", "+ +", "\"<script>"} {
		f.Add([]byte("12345678901234567890"), issuer, "wang")
	}
	f.Fuzz(func(t *testing.T, secret []byte, issuer, login string) {
		u, err := url.Parse(TOTPAddress(secret, issuer, login))
		if err != nil {
			t.Fatal(err)
		}
		q := u.Query()
		if u.Scheme != "otpauth" || u.Host != "totp" || u.Fragment != "" || u.Path != "/"+issuer+":"+login || q.Get("issuer") != issuer || q.Get("secret") != ShowTOTPSecret(secret) || len(q) != 2 {
			t.Errorf("%q of %q reads as %s", login, issuer, u)
		}
	})
}

// FuzzStoredPassword: a stored hash that is not whole is refused before any work, and a whole one is written as it was read.
func FuzzStoredPassword(f *testing.F) {
	good := encode(derived{memory: 8, passes: 1, lanes: 1, salt: []byte("12345678"), key: make([]byte, argonKey)})
	for _, seed := range []string{good, "", "$", "$$$$$", "$argon2i$v=19$m=8,t=1,p=1$MTIzNDU2Nzg$", strings.Replace(good, "m=8", "m=4294967295", 1), strings.Replace(good, "t=1", "t=0", 1),
		strings.Replace(good, "p=1", "p=256", 1), good + "$", good[:len(good)-3], strings.Replace(good, "v=19", "v=16", 1)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, stored string) {
		d, err := decode(stored)
		if err != nil {
			return
		}
		if d.memory > argonMaxMemory || d.passes > argonMaxPasses || d.lanes < 1 || len(d.salt) < 8 || len(d.key) != argonKey {
			t.Fatalf("%q is taken", stored)
		}
		if again, err := decode(encode(d)); err != nil || encode(again) != encode(d) {
			t.Errorf("%q changes when it is written: %v", stored, err)
		}
	})
}

package outbound

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"
)

// TestTheSignatureIsThatOfTheStandard holds the signature to the example of Standard Webhooks.
func TestTheSignatureIsThatOfTheStandard(t *testing.T) {
	key, err := base64.StdEncoding.DecodeString("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
	if err != nil {
		t.Fatal(err)
	}
	got := signature("msg_p5jXN8AQM9LWM0D4loKWxJek", time.Unix(1614265330, 0), []byte(`{"test": 2432232314}`), key)
	if want := "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if two := signature("msg", time.Unix(0, 0), nil, key, []byte("former")); len(strings.Fields(two)) != 2 {
		t.Errorf("two secrets sign as %s", two)
	}
	if _, shown := NewSecret(); !strings.HasPrefix(shown, "whsec_") || len(shown) != len("whsec_")+44 {
		t.Errorf("a secret is shown as %s", shown)
	}
}

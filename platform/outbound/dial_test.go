package outbound

import (
	"net/http"
	"net/netip"
	"strings"
	"testing"
)

func TestWhatIsPublic(t *testing.T) {
	for address, want := range map[string]bool{
		"93.184.215.14": true, "2606:2800:21f:cb07:6820:80da:af6b:8b2c": true,
		"127.0.0.1": false, "127.8.9.1": false, "::1": false, "::ffff:127.0.0.1": false, "0.0.0.0": false, "::": false,
		"10.1.2.3": false, "172.16.0.1": false, "172.31.255.255": false, "192.168.1.1": false, "::ffff:192.168.1.1": false, "fd00::1": false, "fe80::1": false,
		"169.254.169.254": false, "100.64.0.1": false, "224.0.0.1": false, "ff02::1": false, "255.255.255.255": false, "198.18.0.1": false, "192.0.2.1": false,
		"64:ff9b::7f00:1": false, "::7f00:1": false, "2002:7f00:1::": false, "2001:db8::1": false, "2001::1": false, "0.1.2.3": false, "240.0.0.1": false,
	} {
		if got := public(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s: %v", address, got)
		}
	}
}

func TestWhichAddressesFit(t *testing.T) {
	for address, want := range map[string]bool{
		"https://example.org/hook": true, "https://example.org:8443/a?b=c": true, "https://93.184.215.14/": true,
		"": false, "http://example.org/": false, "https://": false, "https://user:secret@example.org/": false, "https://example.org/#x": false, "https://127.0.0.1/": false,
		"https://[::1]/": false, "https://192.168.0.1/": false, "https://169.254.169.254/latest": false, "ftp://example.org/": false, "https://example.org/a b": false,
		"javascript:alert(1)": false, "https://example.org/" + strings.Repeat("a", 300): false, "//example.org": false,
	} {
		if got := fitURL(address, false); got != want {
			t.Errorf("%s: %v", address, got)
		}
	}
	if !fitURL("http://127.0.0.1:9/", true) {
		t.Error("a test cannot use the machine's own address")
	}
}

// TestTheDoorInsideIsShut: whatever a name leads to is looked at when the connection is made.
func TestTheDoorInsideIsShut(t *testing.T) {
	for _, address := range []string{"http://127.0.0.1:9/", "http://localhost:9/", "http://[::1]:9/", "http://169.254.169.254/"} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := newHTTP(false).Do(r)
		if err == nil {
			_ = answer.Body.Close()
			t.Errorf("%s is reached", address)
		} else if key := why(err); key != "webhook.failed.inside" {
			t.Errorf("%s: %s (%v)", address, key, err)
		}
	}
}

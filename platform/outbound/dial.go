package outbound

import (
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"
	"unicode/utf8"

	"linli/platform/fault"
)

// Bounds of one attempt.
const (
	attemptTime = 10 * time.Second
	dialTime    = 5 * time.Second
	maxURL      = 300      // characters
	maxHeaders  = 16 << 10 // bytes of an answer
	maxAnswer   = 1 << 10  // that are read of an answer to a message
)

// errInside says that a name leads into the machine or its network.
var errInside = fault.New(fault.Invalid, "webhook.failed.inside")

// nowhere are the networks that are not the public internet, beyond those that netip knows: shared addresses of carriers (RFC
// 6598), protocol assignments (RFC 6890), documentation (RFC 5737, 3849), benchmarks (RFC 2544), what was reserved (RFC 1112), and
// the ways in which IPv6 wraps an address of IPv4 (RFC 4291, 6052, 3056, 4380).
var nowhere = func() (out []netip.Prefix) {
	for _, p := range []string{"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "198.18.0.0/15", "240.0.0.0/4",
		"::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "fec0::/10"} {
		out = append(out, netip.MustParsePrefix(p))
	}
	return out
}()

// public reports whether an address is one of the public internet.
func public(a netip.Addr) bool {
	a = a.Unmap()
	if !a.IsGlobalUnicast() || a.IsPrivate() || a.IsLoopback() || a.IsLinkLocalUnicast() || a.Zone() != "" {
		return false
	}
	for _, p := range nowhere {
		if p.Contains(a) {
			return false
		}
	}
	return true
}

// outside is called with the address that a connection is about to be made to, after its name was resolved.
func outside(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil || !public(at.Addr()) {
		return errInside
	}
	return nil
}

// newHTTP returns the client that posts: to public addresses alone, without a proxy, without following redirects, with
// limits of time and size. within allows the machine's own addresses, and plain http there, for tests.
func newHTTP(within bool) *http.Client {
	d := &net.Dialer{Timeout: dialTime, Control: outside}
	if within {
		d.Control = nil
	}
	return &http.Client{Timeout: attemptTime,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{Proxy: nil, DialContext: d.DialContext, TLSHandshakeTimeout: dialTime, ResponseHeaderTimeout: attemptTime, MaxResponseHeaderBytes: maxHeaders,
			DisableKeepAlives: true, DisableCompression: true}}
}

// fitURL reports whether an address can be one of the office: encrypted, with a name, without a password in it.
func fitURL(s string, within bool) bool {
	u, err := url.Parse(s)
	if err != nil || utf8.RuneCountInString(s) > maxURL || strings.ContainsAny(s, " <>\"'\\\n\r\t") || u.Hostname() == "" || u.User != nil || u.Fragment != "" {
		return false
	}
	if a, err := netip.ParseAddr(u.Hostname()); err == nil && !within && !public(a) {
		return false
	}
	return u.Scheme == "https" || within && u.Scheme == "http"
}

// why is the message key of a failed attempt.
func why(err error) string {
	var timeout interface{ Timeout() bool }
	switch {
	case errors.Is(err, errInside):
		return errInside.Key
	case errors.As(err, &timeout) && timeout.Timeout():
		return "webhook.failed.timeout"
	}
	return "webhook.failed.unreachable"
}

package notify

import (
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/url"
	"strings"
	"time"
)

// TLS says how the connection to the mail server is protected.
type TLS string

// The policies. Nothing is ever sent in the clear to another machine.
const (
	StartTLS TLS = "starttls" // begins in the clear and must change to TLS (RFC 3207); the default
	Implicit TLS = "tls"      // TLS from the first byte (RFC 8314)
	NoTLS    TLS = "none"     // only to a mail server on the same machine
)

// Config says which mail server sends and as whom.
type Config struct {
	Host     string
	Port     int    // 0: 587 for starttls, 465 for tls, 25 for none
	User     string // empty: no authentication
	Password string
	TLS      TLS
	From     string        // the office's address, without a name: a name may tell what the office does
	Origin   string        // the public origin, https://host[:port]; every link begins with it
	Timeout  time.Duration // of connecting and of each step; 15 seconds when zero

	roots *x509.CertPool // of the server's certificate; the machine's when nil
}

// normalize checks the settings and fills what is zero.
func (c Config) normalize() (Config, error) {
	ports := map[TLS]int{StartTLS: 587, Implicit: 465, NoTLS: 25}
	if c.TLS == "" {
		c.TLS = StartTLS
	}
	port, known := ports[c.TLS]
	if !known {
		return c, fmt.Errorf("notify: the TLS policy is starttls, tls or none, not %q", c.TLS)
	}
	if c.Port == 0 {
		c.Port = port
	}
	if c.Timeout == 0 {
		c.Timeout = 15 * time.Second
	}
	switch origin, err := url.Parse(c.Origin); {
	case c.Host == "" || c.Port < 1 || c.Port > 65535:
		return c, errors.New("notify: mail needs a host and a port")
	case c.TLS == NoTLS && !loopback(c.Host):
		return c, errors.New("notify: mail without TLS goes to this machine only")
	case (c.User == "") != (c.Password == ""):
		return c, errors.New("notify: a mail account has a user and a password, or neither")
	case !plainAddress(c.From):
		return c, errors.New("notify: the sender is one address without a name")
	case err != nil || origin.Host == "" || origin.Scheme != "https" && origin.Scheme != "http" || origin.Path != "" || origin.RawQuery != "":
		return c, errors.New("notify: the origin is written https://host, without a path")
	}
	return c, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Plain reports whether s can be written to: one address as RFC 5321 has it, without a name.
func Plain(s string) bool { return plainAddress(s) }

// plainAddress reports whether s is one address as RFC 5321 has it: no name, no comment, no list, and nothing that could
// begin another header line.
func plainAddress(s string) bool {
	if len(s) > 254 || strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r == 0x7f || r == '"' }) {
		return false
	}
	a, err := mail.ParseAddress(s)
	return err == nil && a.Name == "" && a.Address == s
}

package notify

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http/httptest"
	"strings"
	"testing"

	"linli/platform/i18n"
)

// TestTLS sends over TLS from the first byte and after STARTTLS; to a server whose certificate is not known, nothing.
func TestTLS(t *testing.T) {
	web := httptest.NewTLSServer(nil) // for its certificate
	defer web.Close()
	roots := x509.NewCertPool()
	roots.AddCert(web.Certificate())
	for _, policy := range []TLS{Implicit, StartTLS} {
		for name, known := range map[string]*x509.CertPool{"known": roots, "unknown": x509.NewCertPool()} {
			t.Run(string(policy)+"/"+name, func(t *testing.T) {
				s := serveTLS(t, policy, &tls.Config{Certificates: web.TLS.Certificates, MinVersion: tls.VersionTLS12})
				c := config(s)
				c.TLS, c.roots = policy, known
				err := mailer(t, c).Send(t.Context(), message(1, i18n.Hans))
				commands, letters := s.got()
				if name == "known" {
					if err != nil || len(letters) != 1 {
						t.Errorf("%d letters, %v", len(letters), err)
					}
					return
				}
				if !errors.Is(err, ErrUnreachable) || len(letters) != 0 || strings.Contains(strings.Join(commands, "\n"), "@") {
					t.Errorf("%d letters, %q, %v", len(letters), commands, err)
				}
			})
		}
	}
}

func serveTLS(t *testing.T, policy TLS, c *tls.Config) *server {
	t.Helper()
	return serveWith(t, nil, func(s *server, conn net.Conn) net.Conn {
		if policy == Implicit {
			return tls.Server(conn, c)
		}
		s.upgrade = func(conn net.Conn) net.Conn { return tls.Server(conn, c) }
		return conn
	})
}

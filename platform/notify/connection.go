package notify

import (
	"context"
	"crypto/tls"
	"net"
)

// connection keeps hold of the line to the mail server, because go-mail does not close it when the server's greeting,
// TLS or authentication fails.
type connection struct{ net.Conn }

// dial connects, with TLS from the first byte where the settings say so.
func (c *connection) dial(config Config) func(ctx context.Context, network, address string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		var err error
		if config.TLS == Implicit {
			c.Conn, err = (&tls.Dialer{Config: &tls.Config{ServerName: config.Host, MinVersion: tls.VersionTLS12, RootCAs: config.roots}}).DialContext(ctx, network, address)
		} else {
			c.Conn, err = (&net.Dialer{}).DialContext(ctx, network, address)
		}
		return c.Conn, err
	}
}

func (c *connection) close() {
	if c.Conn != nil {
		_ = c.Close() // closed already when all went well
	}
}

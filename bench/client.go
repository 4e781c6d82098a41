package bench

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
)

// client is one connection of the load. It writes requests by hand: net/http's client would take as much of the machine
// as the server that is measured.
type client struct {
	addr, auth string
	conn       net.Conn
	in         *bufio.Reader
	out, body  bytes.Buffer
}

func dial(ctx context.Context, addr, auth string) (*client, error) {
	c := &client{addr: addr, auth: auth}
	var d net.Dialer
	conn, err := d.DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("connecting to the measured server: %w", err)
	}
	c.conn, c.in = conn, bufio.NewReaderSize(conn, 32<<10)
	return c, nil
}

func (c *client) close() { _ = c.conn.Close() }

// do sends a request and reads the whole answer. Another status than want is an error. key is the Idempotency-Key, or empty.
func (c *client) do(method, path, key string, body []byte, want int) error {
	c.out.Reset()
	c.out.WriteString(method + " " + path + " HTTP/1.1\r\nHost: " + c.addr + "\r\n" + c.auth + "\r\n")
	if key != "" {
		c.out.WriteString("Idempotency-Key: " + key + "\r\n")
	}
	if method == http.MethodPost {
		c.out.WriteString("Content-Type: application/json\r\nContent-Length: " + strconv.Itoa(len(body)) + "\r\n")
	}
	c.out.WriteString("\r\n")
	c.out.Write(body)
	if _, err := c.conn.Write(c.out.Bytes()); err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	answer, err := http.ReadResponse(c.in, nil)
	if err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	defer answer.Body.Close()
	c.body.Reset()
	if _, err := io.Copy(&c.body, answer.Body); err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	if answer.StatusCode != want {
		return fmt.Errorf("%s %s answers %d, want %d: %.300s", method, path, answer.StatusCode, want, c.body.Bytes())
	}
	return nil
}

// clients opens the connections of a closed loop.
func clients(ctx context.Context, addr, auth string, n int) ([]*client, func(), error) {
	var out []*client
	end := func() {
		for _, c := range out {
			c.close()
		}
	}
	for range n {
		c, err := dial(ctx, addr, auth)
		if err != nil {
			end()
			return nil, nil, err
		}
		out = append(out, c)
	}
	return out, end, nil
}

package outbound

import (
	"bytes"
	"context"
	"io"
	"maps"
	"net/http"
	"strconv"
	"time"

	"linli/platform/fault"
)

// errRefused says that an address answered with something else than a success.
var errRefused = fault.New(fault.Unavailable, "webhook.failed.status")

// Client posts messages. It is safe for concurrent use.
type Client struct {
	http   *http.Client
	within bool
}

// New returns a client that reaches public addresses over https alone. within allows the machine's own addresses too, and
// plain http, for tests.
func New(within bool) *Client { return &Client{newHTTP(within), within} }

// Fits reports whether an address can be posted to: encrypted, with a name, without a password or a fragment in it. What its
// name leads to is looked at by Post.
func (c *Client) Fits(address string) bool { return fitURL(address, c.within) }

// Message is one message.
type Message struct {
	ID      string    // the same at each attempt
	At      time.Time // of this attempt
	Body    []byte    // JSON
	Secrets [][]byte  // that sign it, the newest first
}

// Post is one attempt. It returns the status of the answer, or zero where there was none; an error has one of the message keys
// webhook.failed.inside, timeout, unreachable and status.
func (c *Client) Post(ctx context.Context, address string, m Message) (status int, err error) {
	status, _, err = c.Call(ctx, address, m)
	return status, err
}

// Call is Post with the beginning of what was answered.
func (c *Client) Call(ctx context.Context, address string, m Message) (status int, said []byte, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(m.Body))
	if err != nil {
		return 0, nil, fault.Wrap(fault.Unavailable, "webhook.failed.unreachable", err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "linli")
	r.Header.Set("webhook-id", m.ID)
	r.Header.Set("webhook-timestamp", strconv.FormatInt(m.At.Unix(), 10))
	r.Header.Set("webhook-signature", signature(m.ID, m.At, m.Body, m.Secrets...))
	answer, err := c.http.Do(r)
	if err != nil {
		return 0, nil, fault.Wrap(fault.Unavailable, why(err), err)
	}
	defer func() { _ = answer.Body.Close() }() // what is needed of it was read
	said, _ = io.ReadAll(io.LimitReader(answer.Body, maxAnswer))
	if answer.StatusCode < 200 || answer.StatusCode > 299 {
		return answer.StatusCode, nil, errRefused
	}
	return answer.StatusCode, said, nil
}

// Ask is one request whose answer is read: its status and at most `most` bytes of its body. An answer of another status than a
// success is none of its errors, which have the message keys of [Client.Post]; a longer answer is one, webhook.failed.status.
func (c *Client) Ask(ctx context.Context, method, address string, header http.Header, body []byte, most int64) (status int, answer []byte, err error) {
	r, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return 0, nil, fault.Wrap(fault.Unavailable, "webhook.failed.unreachable", err)
	}
	maps.Copy(r.Header, header)
	r.Header.Set("User-Agent", "linli")
	got, err := c.http.Do(r)
	if err != nil {
		return 0, nil, fault.Wrap(fault.Unavailable, why(err), err)
	}
	defer func() { _ = got.Body.Close() }() // what is needed of it was read
	answer, err = io.ReadAll(io.LimitReader(got.Body, most+1))
	switch {
	case err != nil:
		return got.StatusCode, nil, fault.Wrap(fault.Unavailable, why(err), err)
	case int64(len(answer)) > most:
		return got.StatusCode, nil, errRefused
	}
	return got.StatusCode, answer, nil
}

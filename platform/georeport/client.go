package georeport

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"linli/platform/fault"
	"linli/platform/outbound"
)

// Faults of a client.
var (
	// ErrRefused says that a server refuses for good what it was sent: it is no use to try again.
	ErrRefused = fault.New(fault.Unavailable, "recipient.refused")
	// ErrAnswer says that a server answered, and not as the specification has it.
	ErrAnswer = fault.New(fault.Unavailable, "recipient.failed.answer")
)

// maxRead bounds what is read of an answer, in bytes.
const maxRead = 2 << 20

// Client asks another server. It is safe for use by many goroutines. Errors: [ErrRefused], [ErrAnswer], and those of outbound.Client.
type Client struct {
	Out          *outbound.Client
	URL          string // of the endpoint: https://city.example.org/open311/v2
	Jurisdiction string // jurisdiction_id; empty: the endpoint serves one place
}

// Post makes a request ("POST Service Request"). A server that knows Idempotency-Key takes it once, however often it is sent. One that
// says yes in words that cannot be read may have it: tried again, it could have it many times, so that this is [ErrRefused] too.
func (c Client) Post(ctx context.Context, key string, form url.Values) (Receipt, error) {
	if c.Jurisdiction != "" {
		form.Set("jurisdiction_id", c.Jurisdiction)
	}
	header := http.Header{"Content-Type": {"application/x-www-form-urlencoded"}, "Idempotency-Key": {key}}
	answer, err := c.ask(ctx, http.MethodPost, c.URL+"/requests.xml", header, []byte(form.Encode()))
	if err != nil {
		return Receipt{}, err
	}
	got, err := DecodeReceipt(XML, answer)
	if err != nil {
		return Receipt{}, ErrRefused
	}
	return got, nil
}

// Number asks for the request_id of a token ("GET service_request_id from a token"); it stays empty while there is none.
func (c Client) Number(ctx context.Context, token string) (Receipt, error) {
	return read(DecodeReceipt)(c.get(ctx, "/tokens/"+url.PathEscape(token)+".xml", nil))
}

// Request asks how one request stands ("GET Service Request").
func (c Client) Request(ctx context.Context, of string) (Request, error) {
	all, err := read(DecodeRequests)(c.get(ctx, "/requests/"+url.PathEscape(of)+".xml", nil))
	if err != nil {
		return Request{}, err
	}
	if len(all) != 1 {
		return Request{}, ErrAnswer
	}
	return all[0], nil
}

// Updates asks for what happened to requests between two instants: mySociety's extension.
func (c Client) Updates(ctx context.Context, query url.Values) ([]Update, error) {
	return read(DecodeUpdates)(c.get(ctx, "/servicerequestupdates.xml", query))
}

// Services asks what kinds of request can be made ("GET Service List").
func (c Client) Services(ctx context.Context) ([]Service, error) {
	return read(DecodeServices)(c.get(ctx, "/services.xml", nil))
}

// read is what an answer says.
func read[T any](decode func(Format, []byte) (T, error)) func([]byte, error) (T, error) {
	return func(answer []byte, err error) (T, error) {
		var none T
		if err != nil {
			return none, err
		}
		said, err := decode(XML, answer)
		if err != nil {
			return none, ErrAnswer
		}
		return said, nil
	}
}

func (c Client) get(ctx context.Context, path string, query url.Values) ([]byte, error) {
	if query == nil {
		query = url.Values{}
	}
	if c.Jurisdiction != "" {
		query.Set("jurisdiction_id", c.Jurisdiction)
	}
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	return c.ask(ctx, http.MethodGet, c.URL+path, nil, nil)
}

// forGood are the statuses with which a server refuses what would be refused another time as well.
var forGood = []int{http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusGone,
	http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity}

func (c Client) ask(ctx context.Context, method, address string, header http.Header, body []byte) ([]byte, error) {
	status, answer, err := c.Out.Ask(ctx, method, address, header, body, maxRead)
	switch {
	case err != nil:
		return nil, err
	case status >= 200 && status <= 299:
		return answer, nil
	case method == http.MethodPost && slices.Contains(forGood, status):
		return nil, ErrRefused
	}
	return nil, ErrAnswer
}

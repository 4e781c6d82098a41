package route

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"strings"

	"linli/casefile"
	"linli/office"
	"linli/platform/access"
	"linli/platform/clock"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
)

// Office is what the interface needs to know of the office.
type Office interface {
	// Resolve turns a token into who asks, with the posts held at this moment.
	Resolve(ctx context.Context, token, door string) (office.SignedIn, error)
	// Tree is the tenant's units.
	Tree(ctx context.Context, tenant id.ID) (office.Tree, error)
}

// Desk receives the requests of every route.
type Desk struct {
	Office Office
	Texts  *i18n.Bundle
	Clock  clock.Clock
	Log    *slog.Logger
}

// Serve returns the handler of a route.
func (d *Desk) Serve(r *Route) http.HandlerFunc {
	if r.Body != nil {
		r.shape = shapeOf(r.Body)
	}
	return func(w http.ResponseWriter, q *http.Request) {
		c := &Call{desk: d, http: q}
		answer, err := d.answer(c, r) //nolint:contextcheck // the Call has the request, and with it the context
		if err != nil {
			d.writeProblem(w, q, c.language(), err)
			return
		}
		if answer.Replayed {
			w.Header().Set("Idempotency-Replayed", "true")
		}
		send(w, r.Status, "application/json", answer.Body)
	}
}

// Refuse answers a request that no route takes, in the reader's language.
func (d *Desk) Refuse(w http.ResponseWriter, q *http.Request, allow string) {
	err := error(fault.New(fault.NotFound, "api.no_route"))
	if allow != "" {
		err = refuse(http.StatusMethodNotAllowed, "method_not_allowed", "api.method", fault.Args{"allow": allow}, "Allow", allow)
	}
	d.writeProblem(w, q, (&Call{desk: d, http: q}).language(), err)
}

// Fail answers a request that something is wrong with, in the reader's language.
func (d *Desk) Fail(w http.ResponseWriter, q *http.Request, err error) {
	d.writeProblem(w, q, (&Call{desk: d, http: q}).language(), err)
}

func (d *Desk) answer(c *Call, r *Route) (Answer, error) {
	ctx := c.http.Context()
	if !r.Open() {
		if err := d.recognise(ctx, c); err != nil {
			return Answer{}, err
		}
	}
	if err := c.readQuery(r); err != nil {
		return Answer{}, err
	}
	if r.Writes() {
		key := c.http.Header.Values("Idempotency-Key")
		if len(key) > 1 {
			return Answer{}, fault.Field("Idempotency-Key", "api.header.twice")
		}
		if err := c.readBody(r); err != nil {
			return Answer{}, err
		}
		var err error
		if c.Request, err = casefile.NewRequest(c.Actor.Account, strings.Join(key, ""), c.asked()); err != nil {
			return Answer{}, fault.Of(err).At("Idempotency-Key")
		}
	}
	return r.Handle(ctx, c)
}

// recognise finds out who asks.
func (d *Desk) recognise(ctx context.Context, c *Call) error {
	scheme, token, _ := strings.Cut(c.http.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") || token == "" {
		return access.ErrSignIn
	}
	who, err := d.Office.Resolve(ctx, strings.TrimSpace(token), office.API)
	c.Actor = who.Actor
	return err
}

// asked is what was asked, as it has to be the same when an Idempotency-Key comes back.
func (c *Call) asked() []byte {
	return slices.Concat([]byte(c.http.Method), []byte{' '}, []byte(c.http.URL.Path), []byte{'\n'}, c.Body)
}

package route

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"linli/casefile"
	"linli/office"
	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
)

// Call is one request that has come through the checks that all routes share.
type Call struct {
	Actor   access.Actor
	Body    []byte            // JSON of the route's shape
	Request *casefile.Request // how the request is known when it is repeated; nil for reads

	desk  *Desk
	http  *http.Request
	query url.Values
}

// language is what the reader reads: what the request asks for, else what the account has chosen.
func (c *Call) language() i18n.Language {
	if asked := c.http.Header.Get("Accept-Language"); asked != "" {
		return c.desk.Texts.Accept(asked)
	}
	l, _ := c.desk.Texts.Parse(c.Actor.Language)
	return l
}

// Say is a sentence in the reader's language.
func (c *Call) Say(f *fault.Error) string { return c.desk.say(c.language(), f) }

// ID is the id in the path. What is no id names nothing: NotFound.
func (c *Call) ID() (id.ID, error) {
	u, err := id.Parse(c.http.PathValue("id"))
	if err != nil || u.IsZero() {
		return id.ID{}, access.ErrNotFound
	}
	return u, nil
}

// Part is another part of the path.
func (c *Call) Part(name string) string { return c.http.PathValue(name) }

// Text is a parameter of the query, or empty.
func (c *Call) Text(name string) string { return c.query.Get(name) }

// Number is a whole number of the query within bounds, or 0 where it is not given.
func (c *Call) Number(name string, least, most int) (int, error) {
	s := c.query.Get(name)
	if s == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < least || n > most {
		return 0, fault.Field(name, "api.query.number").With(fault.Args{"min": least, "max": most})
	}
	return n, nil
}

// Instant is an instant of the query (RFC 3339), or zero.
func (c *Call) Instant(name string) (time.Time, error) {
	s := c.query.Get(name)
	if s == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return time.Time{}, fault.Field(name, "api.body.instant")
	}
	return t.UTC(), nil
}

// Day is a day of the query, or zero.
func (c *Call) Day(name string) (calendar.Date, error) {
	s := c.query.Get(name)
	if s == "" {
		return calendar.Date{}, nil
	}
	d, err := calendar.ParseDate(s)
	if err != nil {
		return d, fault.Field(name, "api.query.day")
	}
	return d, nil
}

// Days are the days of [InDays], in the office's zone.
func (c *Call) Days(zone *time.Location) (casefile.Days, error) {
	first, err := c.Day("from")
	if err != nil {
		return casefile.Days{}, err
	}
	last, err := c.Day("to")
	if err != nil {
		return casefile.Days{}, err
	}
	return casefile.DaysOf(first, last, zone)
}

// Tree is the units of the caller's tenant.
func (c *Call) Tree(ctx context.Context) (office.Tree, error) {
	return c.desk.Office.Tree(ctx, c.Actor.Tenant)
}

// Unit finds a unit of the caller's tenant by its id or its code. The fault names the field.
func Unit(tree office.Tree, field, given string) (office.Unit, error) {
	if u, ok := tree.ByCode(given); ok {
		return u, nil
	}
	if u, err := id.Parse(given); err == nil {
		if unit, ok := tree.Unit(u); ok {
			return unit, nil
		}
	}
	return office.Unit{}, fault.Field(field, "api.unit.unknown")
}

// JSON encodes an answer.
func JSON(v any) (Answer, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return Answer{}, fmt.Errorf("api: encode an answer: %w", err)
	}
	return Answer{Body: b}, nil
}

// readQuery refuses every parameter that the route does not have: a filter that is dropped in silence would answer
// another question than was asked.
func (c *Call) readQuery(r *Route) error {
	if c.http.URL.RawQuery == "" {
		return nil
	}
	var err error
	if c.query, err = url.ParseQuery(c.http.URL.RawQuery); err != nil {
		return fault.New(fault.Invalid, "api.query.unreadable")
	}
	var l fault.List
	for name, values := range c.query {
		i := slices.IndexFunc(r.Query, func(p Parameter) bool { return p.Name == name })
		switch {
		case i < 0:
			l.Add(name, "api.query.unknown")
		case len(values) > 1:
			l.Add(name, "api.body.twice")
		case r.Query[i].Choice != nil && !slices.Contains(r.Query[i].Choice, values[0]):
			l = append(l, fault.Field(name, "api.query.choice").With(fault.Args{"choices": strings.Join(r.Query[i].Choice, ", ")}))
		}
	}
	slices.SortFunc(l, func(a, b *fault.Error) int { return strings.Compare(a.Field, b.Field) })
	return l.Err()
}

// readBody reads a body of the right type, size and shape.
func (c *Call) readBody(r *Route) error {
	limit := int64(maxBody)
	if r.Large {
		limit = maxLarge
	}
	if r.Body == nil {
		limit = 0
	}
	body, err := io.ReadAll(http.MaxBytesReader(nil, c.http.Body, limit))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return fault.New(fault.TooLarge, "api.body.large").With(fault.Args{"max": large.Limit})
	case err != nil:
		return fault.Wrap(fault.Invalid, "api.body.broken", err)
	}
	if len(body) == 0 && r.Empty {
		c.Body = []byte("{}")
		return nil
	}
	media, _, err := mime.ParseMediaType(c.http.Header.Get("Content-Type"))
	if err != nil || media != "application/json" {
		return refuse(http.StatusUnsupportedMediaType, "unsupported_media_type", "api.media_type", fault.Args{}, "Accept", "application/json")
	}
	if len(bytes.TrimSpace(body)) == 0 {
		return fault.New(fault.Invalid, "form.json")
	}
	c.Body = body
	return r.shape.check(body)
}

package recipient

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"linli/platform/access"
	"linli/platform/georeport"
	"linli/platform/id"
	"linli/platform/plain"
	"linli/report"
)

// Bounds of what is read of an answer.
const (
	maxSaid    = 4000 // characters of what an update says; the rest is cut
	maxUpdates = 50   // that are heard at one time
	// back is how far before it was sent the updates of a report are looked for: clocks differ.
	back = 24 * time.Hour
)

var _ report.Relay = (*Service)(nil)

// Recipients are the offices that take reports of a category now.
func (s *Service) Recipients(ctx context.Context, tenant id.ID, category string) (out []report.Recipient, err error) {
	defer wrap(&err, "recipients")
	all, err := s.Repo.All(ctx, tenant)
	for _, o := range all {
		if o.runs() && o.Takes[category] != "" {
			out = append(out, report.Recipient{ID: o.ID, Name: o.Name})
		}
	}
	return out, err
}

// Send posts a report as a service request (GeoReport v2, "POST Service Request"). A server that knows Idempotency-Key takes it once,
// however often it is sent; at the end of the words stands a reference that is the same at each attempt, for the people at one that does not.
func (s *Service) Send(ctx context.Context, tenant, to id.ID, out report.Outgoing) (token, remote string, err error) {
	defer wrap(&err, "send")
	o, err := s.find(ctx, tenant, to)
	if errors.Is(err, ErrNotFound) || err == nil && (o.Takes[out.Category] == "" || !o.runs()) {
		return "", "", report.ErrNoRecipient
	}
	if err != nil {
		return "", "", err
	}
	form := url.Values{"service_code": {o.Takes[out.Category]}}
	form.Set("description", out.Text+"\n\n[linli "+out.Key.String()[24:]+"]")
	if !out.Point.IsZero() {
		form.Set("lat", strconv.FormatFloat(out.Point.Lat, 'f', -1, 64))
		form.Set("long", strconv.FormatFloat(out.Point.Long, 'f', -1, 64))
	}
	if out.Place != "" {
		form.Set("address_string", out.Place)
	}
	for _, given := range out.Given {
		field := "attribute[" + given.Question + "]"
		if len(given.Values) > 1 {
			field += "[]"
		}
		form[field] = given.Values
	}
	if len(o.Key) > 0 {
		key, err := s.Seal.Open(ctx, tenant, purpose, o.Key)
		if err != nil {
			return "", "", err
		}
		form.Set("api_key", string(key))
	}
	got, err := s.client(o).Post(ctx, out.Key.String(), form)
	if errors.Is(err, georeport.ErrRefused) {
		err = report.ErrNoRecipient
	}
	return code(got.Token), code(got.ID), err
}

func (s *Service) client(o Office) georeport.Client {
	return georeport.Client{Out: s.Out, URL: o.URL, Jurisdiction: o.Jurisdiction}
}

// Updates asks how a report stands there ("GET Service Request"), for its number where only a token is known, and, where the server
// has them, for mySociety's updates.
func (s *Service) Updates(ctx context.Context, tenant id.ID, x report.Sent) (h report.Hear, err error) {
	defer wrap(&err, "updates")
	h.To = x.To
	o, err := s.find(ctx, tenant, x.To)
	if errors.Is(err, ErrNotFound) || err == nil && x.Remote == "" && x.Token == "" {
		return h, report.ErrNoRecipient
	}
	if err != nil {
		return h, err
	}
	h.Name = o.Name
	remote := x.Remote
	if remote == "" {
		got, err := s.client(o).Number(ctx, x.Token)
		if err != nil || got.ID == "" {
			return h, err // there is no number yet: it is asked again
		}
		remote = code(got.ID)
		h.Remote = remote
	}
	if err := s.stands(ctx, o, remote, x, &h); err != nil {
		return h, err
	}
	if o.Updates {
		err = s.said(ctx, o, remote, x, &h)
	}
	return h, err
}

// stands reads whether it is open there.
func (s *Service) stands(ctx context.Context, o Office, remote string, x report.Sent, h *report.Hear) error {
	there, err := s.client(o).Request(ctx, remote)
	if err != nil {
		return err
	}
	status := strings.ToLower(strings.TrimSpace(there.Status))
	if status != georeport.Open && status != georeport.Closed {
		return georeport.ErrAnswer
	}
	as := there.Updated
	if as.IsZero() {
		as = s.Clock.Now()
	}
	if as.Before(x.As) || status == x.Status {
		return nil
	}
	h.Status, h.As = status, as
	if x.Status != "" || status == georeport.Closed { // that it is open there is no news at first
		h.Text = said(there.Notes)
	}
	return nil
}

// said reads what was told of it since, in the order in which it happened there.
func (s *Service) said(ctx context.Context, o Office, remote string, x report.Sent, h *report.Hear) error {
	q := url.Values{"start_date": {x.Arrived.Add(-back).UTC().Format(time.RFC3339)}, "end_date": {s.Clock.Now().Add(back).UTC().Format(time.RFC3339)}}
	all, err := s.client(o).Updates(ctx, q)
	if err != nil {
		return err
	}
	var lines []string
	for _, u := range all {
		mark := code(u.ID)
		if u.RequestID != remote || mark == "" || slices.Contains(x.Heard, mark) || slices.Contains(h.IDs, mark) || len(h.IDs) == maxUpdates {
			continue
		}
		h.IDs = append(h.IDs, mark)
		if words := said(u.Description); words != "" {
			lines = append(lines, words)
		}
	}
	if len(lines) > 0 {
		h.Text = said(strings.Join(lines, "\n\n"))
	}
	return nil
}

// Services are what a server says that it takes, for whoever writes down its codes ("GET Service List").
func (s *Service) Services(ctx context.Context, a access.Actor, of id.ID) (_ []georeport.Service, err error) {
	defer wrap(&err, "services")
	o, err := s.Show(ctx, a, of)
	if err != nil {
		return nil, err
	}
	return s.client(o).Services(ctx)
}

// code is a number or token of another server: text, and short.
func code(s string) string {
	if len(s) > maxCode || s != plain.Line(s) {
		return ""
	}
	return s
}

// said is text of another server as it can be shown: plain, and not too long.
func said(s string) string {
	all := []rune(plain.Text(s))
	return string(all[:min(len(all), maxSaid)])
}

package report

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/geo"
	"linli/platform/id"
	"linli/platform/job"
	"linli/platform/vault"
)

// Relay reaches the other offices that take reports (report/recipient).
type Relay interface {
	// Recipients are the offices that take reports of a category now.
	Recipients(ctx context.Context, tenant id.ID, category string) ([]Recipient, error)
	// Send hands a report over, and returns what the office there calls it: a number, or a token for which it gives one later. Error:
	// ErrNoRecipient where it is no use to try again.
	Send(ctx context.Context, tenant, to id.ID, o Outgoing) (token, remote string, err error)
	// Updates is what the office there says of a report by now that was not heard before; it is zero but for To where there is nothing.
	// Error: ErrNoRecipient.
	Updates(ctx context.Context, tenant id.ID, s Sent) (Hear, error)
}

// ErrNoRecipient says that an office takes no reports of the category, or none any more, or refuses this one.
var ErrNoRecipient = fault.New(fault.Unavailable, "recipient.refused")

// Outgoing is what another office gets.
type Outgoing struct {
	Key      id.ID // the same at each attempt
	Category string
	Text     string
	Place    string
	Point    geo.Point
	Given    []Choice
}

// The jobs of what is sent, each with its case and the other office.
const (
	forwardJob = "report.forward" // sends it
	followJob  = "report.follow"  // asks what the office there says of it
)

// ForwardAttempts is how often an office is tried before somebody is told that it cannot be reached: over about a day.
const ForwardAttempts = 30

// What was sent is asked after every hour, later four times a day, until the office there is done or half a year is over.
const (
	followSoon   = time.Hour
	followLater  = 6 * time.Hour
	followBriefs = 3 * 24 * time.Hour
	followEnds   = 180 * 24 * time.Hour
)

// forwards are the jobs that an event leaves with regard to another office. Each office has its own, so that one that cannot be reached
// keeps no other waiting.
func (s *Service) forwards(ch *Change, e casefile.Event, add func(kind string, p job.Payload, at time.Time) error) error {
	of := func(to id.ID) job.Payload {
		return job.Payload{"case": ch.Case.ID.String(), "recipient": to.String()}
	}
	switch e.Kind {
	case "forward":
		var b forwarded
		if err := json.Unmarshal(e.Body, &b); err != nil {
			return err
		}
		return add(forwardJob, of(b.To), e.At)
	case "delivered":
		var b Delivered
		if err := json.Unmarshal(e.Body, &b); err != nil {
			return err
		}
		return add(followJob, of(b.To), e.At.Add(followSoon))
	}
	return nil
}

// Deliver is the job "report.forward": one attempt to send a report to one other office. A program that stops between sending and
// writing that down sends it again; an office that knows the key of the request takes it once.
func (s *Service) Deliver(ctx context.Context, j job.Job) (err error) {
	defer wrap(&err, "deliver")
	c, x, err := s.sentTo(ctx, j)
	if err != nil || x == nil || !x.Arrived.IsZero() || !x.Given.IsZero() {
		return err
	}
	if !c.mayLeave() { // taken back since somebody decided to send it
		return s.settle(ctx, j.Tenant, c.ID, Undelivered{To: x.To})
	}
	var token, remote string
	o, err := s.outgoing(ctx, &c, x)
	if err == nil {
		token, remote, err = s.Relay.Send(ctx, j.Tenant, x.To, o)
	}
	switch {
	case err == nil:
		return s.settle(ctx, j.Tenant, c.ID, Delivered{To: x.To, Token: token, Remote: remote})
	case errors.Is(err, ErrNoRecipient), j.Attempts >= ForwardAttempts:
		return s.settle(ctx, j.Tenant, c.ID, Undelivered{To: x.To})
	}
	return err
}

// Follow is the job "report.follow": it asks what another office says of a report, and returns when to ask next, zero for never. An
// office that does not answer is asked at the next time.
func (s *Service) Follow(ctx context.Context, j job.Job) (next time.Time, err error) {
	defer wrap(&err, "follow")
	c, x, err := s.sentTo(ctx, j)
	now := s.Clock.Now()
	if err != nil || x == nil || x.Status == "closed" || now.After(x.Asked.Add(followEnds)) {
		return time.Time{}, err
	}
	h, err := s.Relay.Updates(ctx, j.Tenant, *x)
	if errors.Is(err, ErrNoRecipient) {
		return time.Time{}, nil
	}
	if err == nil && (len(h.IDs) > 0 || h.Text != "" || h.Remote != "" || h.Status != "" && h.Status != x.Status) {
		h.To = x.To
		if err := s.settle(ctx, j.Tenant, c.ID, h); err != nil {
			return time.Time{}, err
		}
		if h.Status == "closed" {
			return time.Time{}, nil
		}
	}
	if now.Before(x.Asked.Add(followBriefs)) {
		return now.Add(followSoon), nil
	}
	return now.Add(followLater), nil
}

// sentTo is the case of a job, and what of it went to the job's office; nil where it is erased meanwhile, or gone.
func (s *Service) sentTo(ctx context.Context, j job.Job) (Case, *Sent, error) {
	caseID, err := j.Payload.ID("case")
	to, err2 := j.Payload.ID("recipient")
	if err := errors.Join(err, err2); err != nil {
		return Case{}, nil, job.Permanent(err)
	}
	c, err := s.Repo.Case(ctx, j.Tenant, caseID)
	if errors.Is(err, ErrNotFound) {
		return c, nil, nil
	}
	return c, c.sent(to), err
}

// outgoing opens the words that a person decided on, and nothing else of the case. Where the reporter did not let it be passed on, the
// place is as coarse as everybody may see it.
func (s *Service) outgoing(ctx context.Context, c *Case, x *Sent) (Outgoing, error) {
	o := Outgoing{Key: x.Text, Category: c.Category, Point: c.Place.Point}
	if !c.MayPass {
		rules, err := s.Office.RulebookOf(ctx, c.Tenant, c.Rulebook, c.RulebookVersion)
		if err != nil {
			return o, err
		}
		category, _ := rules.Report.Category(c.Category)
		listed, err := s.Repo.Places(ctx, c.Tenant)
		if err != nil {
			return o, err
		}
		o.Point = c.Place.inPublic(category, listed)
	}
	a := casefile.Itself(c.Tenant)
	grant, err := s.Access.Open(ctx, s.Recorder, s.Clock.Now(), a, c.Facts(), access.ForJob)
	if err != nil {
		return o, err
	}
	fields, err := s.Repo.Sealed(ctx, grant.Tenant(), grant.Case())
	if err != nil {
		return o, err
	}
	for _, f := range fields {
		if f.Field != FieldAnswer || f.Owner != x.Text {
			continue
		}
		texts, err := s.Vault.OpenAll(ctx, grant, []vault.Sealed{f})
		if err != nil {
			return o, err
		}
		var said Answer
		err = json.Unmarshal(texts[0], &said)
		o.Text, o.Place, o.Given = said.Text, said.Place, said.Given
		return o, err
	}
	return o, ErrNoRecipient
}

// settle asks for an event in linli's own name. A guard that refuses says that the case went on meanwhile.
func (s *Service) settle(ctx context.Context, tenant, caseID id.ID, cmd Command) error {
	_, err := s.Act(ctx, casefile.Itself(tenant), caseID, cmd, nil)
	return casefile.Settled(err, ErrNotFound)
}

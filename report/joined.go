package report

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/vault"
)

// Whoever's report is handled with another one is told what the office says of that one: in its own report, under its own key, so that no
// page, reading or erasure leads from one reporter to the other.

// JoinedBy is linli's: a report of the same thing is handled with this one. Its reporter does not learn that there is one.
type JoinedBy struct {
	Report id.ID `json:"report"`
}

// Kind is the machine's event.
func (JoinedBy) Kind() casefile.Kind { return "joined_by" }

func (j JoinedBy) decide(_ *decision, s *Step) (any, error) {
	s.Event.Visibility = casefile.Office
	return j, nil
}

func foldJoinedBy(c *Case, _ casefile.Event, b JoinedBy) { c.Joins = append(c.Joins, b.Report) }

// TellToo is linli's: what the office told the reporter of the report with which this one is handled, this one's reporter is told too.
type TellToo struct {
	telling
	answer Answer
}

// telling says which words were told, where and by whom.
type telling struct {
	From id.ID         `json:"from"` // the report in which they were told
	Of   id.ID         `json:"of"`   // the event there
	As   casefile.Kind `json:"as"`   // what it was
	By   id.ID         `json:"by,omitzero"`
}

// Telling is something that was told of the report with which this one is, or was, handled.
type Telling struct {
	telling
	ID id.ID     `json:"id"` // owner of the sealed words
	At time.Time `json:"at"`
}

// Kind is the machine's event.
func (TellToo) Kind() casefile.Kind { return "tell_too" }

func (x TellToo) decide(_ *decision, s *Step) (any, error) {
	s.seal(vault.Joint, id.ID{}, s.Event.ID, FieldAnswer, x.answer)
	return x.telling, nil
}

func foldTellToo(c *Case, e casefile.Event, b telling) {
	c.Tellings = append(c.Tellings, Telling{b, e.ID, e.At})
}

// shared are the acts whose words the reporters of joined reports read too: what the office says of the thing, and nothing that it says to
// one reporter about what that one wrote.
var shared = []casefile.Kind{"interim", "extend", "answer", "fix", "not_accept", "transfer", "tell_too"}

// Shares reports whether what an act says is told to reporters of joined reports too.
func (c *Case) Shares(act casefile.Kind) bool {
	return len(c.Joins) > 0 && slices.Contains(shared, act)
}

// ToldAs is what an event told the reporter: of what was told where this report is handled, what it was there.
func (c *Case) ToldAs(e casefile.Event) casefile.Kind {
	if i := slices.IndexFunc(c.Tellings, func(x Telling) bool { return x.ID == e.ID }); i >= 0 {
		return c.Tellings[i].As
	}
	return e.Kind
}

// final is the answer that was told where a joined report is handled; nil before there is one.
func (c *Case) final() *Telling {
	for _, x := range slices.Backward(c.Tellings) {
		if x.From == c.Into && slices.Contains([]casefile.Kind{"answer", "fix", "not_accept"}, x.As) {
			return &x
		}
	}
	return nil
}

// MayJoined reports whether the reporter of a joined report can do now what the reporter of the one with which it is handled can.
func (c *Case) MayJoined(act casefile.Kind, with *Case) bool {
	last := c.final()
	switch {
	case with == nil || last == nil || slices.Contains(queued, with.State):
		return false
	case act == "reopen":
		return last.As != "not_accept"
	case act == "offer_survey":
		return slices.Contains(surveyed, with.State)
	}
	return true
}

var toldWith = Guard{"with_at_work", func(d *decision) bool { return d.c.MayJoined(d.cmd.Kind(), d.Into) }}

// handledWith is the report with which a joined one is handled; that one may have been joined to another since.
func (s *Service) handledWith(ctx context.Context, c *Case) (out Case, err error) {
	out = *c
	for n := 0; !out.Into.IsZero() && (n == 0 || out.State == Joined) && n < maxJoined; n++ {
		if out, err = s.Repo.Case(ctx, c.Tenant, out.Into); err != nil {
			return Case{}, err
		}
	}
	return out, nil
}

// withLead says of a report that is handled with another how it stands there, and what the office owes on the thing. Whoever reported it
// learns nothing else of the other report.
func (s *Service) withLead(ctx context.Context, a access.Actor, o *Opened) error {
	with, err := s.handledWith(ctx, &o.Case)
	if err != nil {
		return err
	}
	o.With = &with
	if a.Kind == access.Resident {
		o.With = &Case{State: with.State}
	}
	if o.Case.State != Joined {
		return nil
	}
	if o.WithBook, err = s.Office.RulebookOf(ctx, with.Tenant, with.Rulebook, with.RulebookVersion); err != nil {
		return err
	}
	rows, err := s.Repo.Promises(ctx, with.Tenant, with.ID)
	o.WithOwes = slices.DeleteFunc(rows, func(p casefile.PromiseRow) bool {
		rule, _ := o.WithBook.Promise(p.Rule)
		return !p.Open() || !slices.ContainsFunc([]string{"start", "fix", "answer"}, func(act string) bool { return slices.Contains(rule.KeptBy, act) })
	})
	return err
}

// knowWith loads for a joined report the one with which it is handled.
func (s *Service) knowWith(ctx context.Context, c *Case, k *Knowledge) error {
	if c.State != Joined {
		return nil
	}
	with, err := s.handledWith(ctx, c)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	k.Into = &with
	return err
}

// maxJoined is how many times a report with which others are handled is joined to another.
const maxJoined = 10

const joinedJob = "report.joined" // somebody else's report is handled with this one

// Joined sees to what follows where reports are handled together: the one with which another is handled knows it, everything that was told
// there is told here too, and whoever stood behind a report that was withdrawn stands alone again. It is the job "report.joined".
func (s *Service) Joined(ctx context.Context, tenant, caseID id.ID) (err error) {
	defer wrap(&err, "joined")
	c, err := s.Repo.Case(ctx, tenant, caseID)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err == nil && c.State == Joined {
		if err = s.settle(ctx, tenant, c.Into, JoinedBy{c.ID}); err == nil {
			err = s.tellJoined(ctx, tenant, c.Into)
		}
	}
	if err != nil || len(c.Joins) == 0 {
		return err
	}
	return s.tellJoined(ctx, tenant, c.ID)
}

func (s *Service) tellJoined(ctx context.Context, tenant, lead id.ID) error {
	c, err := s.Repo.Case(ctx, tenant, lead)
	if err != nil || c.Restricted() || !c.Erased.IsZero() {
		return err
	}
	events, err := s.Repo.Events(ctx, tenant, lead)
	if err != nil {
		return err
	}
	events = slices.DeleteFunc(events, func(e casefile.Event) bool { return !slices.Contains(shared, e.Kind) })
	var said map[id.ID]Answer
	var failed error
	for _, to := range c.Joins {
		x, err := s.Repo.Case(ctx, tenant, to)
		if failed = errors.Join(failed, err); err != nil || x.State != Joined || x.Into != lead {
			continue
		}
		if c.State == Withdrawn {
			failed = errors.Join(failed, s.settle(ctx, tenant, to, Part{}))
			continue
		}
		for _, e := range events {
			if slices.ContainsFunc(x.Tellings, func(t Telling) bool { return t.Of == e.ID }) {
				continue
			}
			if said == nil {
				if said, err = s.said(ctx, &c); err != nil {
					return errors.Join(failed, err)
				}
			}
			a := said[e.ID]
			cmd := TellToo{telling{lead, e.ID, c.ToldAs(e), e.By.Account}, Answer{Text: a.Text, Right: a.Right}}
			if i := slices.IndexFunc(c.Tellings, func(t Telling) bool { return t.ID == e.ID }); i >= 0 {
				cmd.By = c.Tellings[i].By
			}
			if err := s.settle(ctx, tenant, to, cmd); err != nil {
				failed = errors.Join(failed, err)
				break // in their order
			}
		}
	}
	return failed
}

// said opens what a report's reporter was told, and nothing else.
func (s *Service) said(ctx context.Context, c *Case) (map[id.ID]Answer, error) {
	grant, err := s.Access.Open(ctx, s.Recorder, s.Clock.Now(), casefile.Itself(c.Tenant), c.Facts(), access.ForJob)
	if err != nil {
		return nil, err
	}
	fields, err := s.Repo.Sealed(ctx, grant.Tenant(), grant.Case())
	if err != nil {
		return nil, err
	}
	fields = slices.DeleteFunc(fields, func(f vault.Sealed) bool { return f.Field != FieldAnswer })
	texts, err := s.Vault.OpenAll(ctx, grant, fields)
	if err != nil {
		return nil, err
	}
	out := map[id.ID]Answer{}
	for i, t := range texts {
		var a Answer
		if err := json.Unmarshal(t, &a); err != nil {
			return nil, fmt.Errorf("read %s: %w", FieldAnswer, err)
		}
		out[fields[i].Owner] = a
	}
	return out, nil
}

// joinedTo are the reports that are or were handled with one, and those handled with them: what is taken out of its answers is taken out of
// what they were told.
func (s *Service) joinedTo(ctx context.Context, c *Case) (out []Case, err error) {
	seen := []id.ID{c.ID}
	for all := slices.Clone(c.Joins); len(all) > 0; all = all[1:] {
		if slices.Contains(seen, all[0]) {
			continue
		}
		seen = append(seen, all[0])
		x, err := s.Repo.Case(ctx, c.Tenant, all[0])
		if err != nil {
			return nil, err
		}
		if x.Erased.IsZero() {
			out = append(out, x)
		}
		all = append(all, x.Joins...)
	}
	return out, nil
}

// toldFrom are the owners of the words that one report was told from others.
func (c *Case) toldFrom() (out []id.ID) {
	for _, x := range c.Tellings {
		out = append(out, x.ID)
	}
	return out
}

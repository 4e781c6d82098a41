package referral

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"linli/casefile"
	"linli/consent"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
	"linli/rulebook"
)

// Command is something that a person asks the machine to do. It checks its own fields and says what it adds to the case;
// whether it may happen now is the machine's to say.
type Command interface {
	Kind() casefile.Kind
	decide(d *decision, s *Step) (body any, err error)
}

// ofReferral is a command about one referral of the case.
type ofReferral interface{ referral() id.ID }

// Knowledge is what deciding needs to know beyond the case. The service loads it; deciding itself reads nothing.
type Knowledge struct {
	Rules        *rulebook.Rulebook
	Unit         id.ID                // whose workers would handle a new case; zero: nobody does
	Heir         id.ID                // the unit that has the work of the case's; zero while that works
	There        []id.ID              // who helps in the heir
	Slips        []casefile.Slip      // the slips of the case
	Counter      casefile.Counter     // who replaces a lost slip
	Promised     casefile.Promised    // the promises that were made to the person
	Aside        casefile.AsidePeople // whom an act on a demand, an urgent access or a copy concerns
	Records      []consent.Record     // the consents of the case
	Listed       bool                 // the service that is referred to is in the directory, and open to people
	Service      string               // what it is called
	Organisation id.ID                // to which it belongs now; zero: it stands for itself
}

// Step is one event with all that goes with it.
type Step struct {
	casefile.Step
	New    bool      // the person gets a code with this event
	Untold []id.ID   // referrals whose service is asked to erase
	Lapses time.Time // when a consent that was given now ends by itself; zero: with the case
}

// Decided is what a command comes to: the case after it, and the event that leads there.
type Decided struct {
	Case Case
	Step Step

	answer Answering // what is answered to whoever asked; nil: the code alone of a new case, and of another that it was done
}

// Answering makes the answer that is stored with the change, from the case after it and, of a new one, the person's code.
type Answering func(c Case, code id.Code) []byte

type decision struct {
	Knowledge
	c   Case
	r   *Referral // the one that the command is about; nil where it is about the case
	cmd Command
	by  casefile.By
	now time.Time
	ids *id.Source
}

// Decide lets the machine decide a command against a case. It reads nothing and writes nothing. It returns a fault.Guard with
// the key "referral.guard.NAME" when the rule refuses, and fault.Invalid faults for wrong fields.
func Decide(c Case, cmd Command, by casefile.By, now time.Time, know Knowledge, ids *id.Source) (Decided, error) {
	d := &decision{Knowledge: know, c: c.clone(), cmd: cmd, by: by, now: now, ids: ids}
	row, err := d.row(cmd)
	if err != nil {
		return Decided{}, err
	}
	s := Step{Step: casefile.Step{Event: casefile.Event{ID: ids.New(), Case: c.ID, Seq: c.Version + 1, Kind: cmd.Kind(), At: now, By: by, Visibility: casefile.Joint}}}
	for _, g := range row.Guards {
		if !g.Holds(d) {
			return Decided{}, refuse(g.Name)
		}
	}
	body, err := cmd.decide(d, &s)
	if err != nil {
		return Decided{}, err
	}
	if body == nil {
		body = struct{}{}
	}
	if s.Event.Body, err = json.Marshal(body); err != nil {
		return Decided{}, fmt.Errorf("referral: encode %s: %w", s.Event.Kind, err)
	}
	if err := d.c.apply(row, s.Event); err != nil {
		return Decided{}, err
	}
	s.Event.Case = d.c.ID
	return Decided{Case: d.c, Step: s}, nil
}

// row finds the row of a command: on the road of the case, or on that of the referral that it is about.
func (d *decision) row(cmd Command) (*Transition, error) {
	of, about := cmd.(ofReferral)
	if !about {
		if row := find(cmd.Kind(), d.c.State); row != nil {
			return row, nil
		}
		return nil, refuse("state")
	}
	if d.r = d.c.Referral(of.referral()); d.r == nil {
		return nil, ErrNotFound
	}
	row := findStep(cmd.Kind(), d.r.Status)
	if row == nil || !row.Always && !d.c.State.Open() {
		return nil, refuse("state")
	}
	return row, nil
}

func refuse(guard string) *fault.Error {
	if f := casefile.SlipFault(guard); f != nil {
		return f
	}
	if f := casefile.RightsFault(guard); f != nil {
		return f
	}
	if f := casefile.AsideFault(guard); f != nil {
		return f
	}
	if f := casefile.WaiveFault(guard); f != nil {
		return f
	}
	return fault.New(fault.Guard, "referral.guard."+guard)
}

// Replay folds events into the case that they make. Events come in the order of their sequence numbers.
func Replay(tenant id.ID, events []casefile.Event) (Case, error) {
	c := Case{Tenant: tenant}
	for _, e := range events {
		row := find(e.Kind, c.State)
		if r := c.Referral(subject(e)); row == nil && r != nil {
			row = findStep(e.Kind, r.Status)
		}
		if row == nil || e.Seq != c.Version+1 {
			return Case{}, fmt.Errorf("referral: event %d (%s) does not fit state %q after %d", e.Seq, e.Kind, c.State, c.Version)
		}
		if err := c.apply(row, e); err != nil {
			return Case{}, err
		}
	}
	return c, nil
}

// about is the part of an event's body that says which referral it is about.
type about struct {
	Referral id.ID `json:"referral,omitzero"`
	Erase    bool  `json:"erase,omitempty"` // its service is asked to erase what it was told
}

func subject(e casefile.Event) id.ID {
	var b about
	_ = json.Unmarshal(e.Body, &b) // what has no such part is about the case
	return b.Referral
}

func (c *Case) apply(row *Transition, e casefile.Event) error {
	if err := row.fold(c, e); err != nil {
		return fmt.Errorf("referral: fold %s: %w", e.Kind, err)
	}
	if row.To != "" {
		c.State = row.To
	}
	if r := c.Referral(subject(e)); r != nil && row.Leads != "" {
		r.lead(row.Leads, e)
	}
	if c.State == Closed && c.Ended.IsZero() {
		c.Ended = e.At
	}
	c.Version = e.Seq
	return nil
}

// lead brings a referral to a state. Its end is told once.
func (r *Referral) lead(to Status, e casefile.Event) {
	r.Status = to
	if to.Over() {
		r.Reason = e.Reason
		if r.Ended.IsZero() {
			r.Ended = e.At
		}
	}
}

type fold = casefile.Fold[Case]

func on[B any](f func(*Case, casefile.Event, B)) fold { return casefile.On(f) }

// to makes a fold of a function that changes the referral that the event is about.
func to[B any](f func(*Referral, casefile.Event, B)) fold {
	return on(func(c *Case, e casefile.Event, b B) {
		if r := c.Referral(subject(e)); r != nil {
			f(r, e, b)
		}
	})
}

func foldNothing(*Case, casefile.Event, struct{}) {}

// seal adds a value for the vault to the step.
func (s *Step) seal(kind vault.Kind, of, owner id.ID, field string, v any) {
	b, err := json.Marshal(v)
	if err != nil {
		panic("referral: a sealed value that JSON cannot hold: " + err.Error()) //nolint:forbidigo // the values are strings and structs of them
	}
	s.Secrets = append(s.Secrets, casefile.Secret{Scope: vault.Scope{Kind: kind, Of: of}, Owner: owner, Field: field, Text: b})
}

const (
	maxText    = 4000
	maxName    = 100
	maxContact = 200
)

func text(l *fault.List, field, s string, limit int, required bool) {
	l.Text(field, s, limit, required)
}

// written seals words under the event that brings them.
func (d *decision) written(s *Step, words string, required bool) error {
	var l fault.List
	text(&l, "text", words, maxText, required)
	if words != "" {
		s.seal(vault.Private, d.c.Person, s.Event.ID, FieldWritten, words)
	}
	return l.Err()
}

// because checks a reason against those that the act may give.
func because(s *Step, reason string, of []string) error {
	if !slices.Contains(of, reason) {
		return fault.Field("reason", "form.choose")
	}
	s.Event.Reason = reason
	return nil
}

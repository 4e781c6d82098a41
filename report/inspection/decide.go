package inspection

import (
	"encoding/json"
	"fmt"
	"time"

	"linli/casefile"
	"linli/platform/calendar"
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

// Knowledge is what deciding needs to know beyond the case. The service loads it; deciding itself reads nothing.
type Knowledge struct {
	Rules *rulebook.Rulebook
	Place Place // as it stands in the register now
}

// Step is one event with all that goes with it.
type Step struct {
	casefile.Step
	Public string // what everybody may read from now on
}

// Decided is what a command comes to: the case after it, and the event that leads there.
type Decided struct {
	Case Case
	Step Step
}

type decision struct {
	Knowledge
	c   Case
	by  casefile.By
	now time.Time
}

func (d *decision) today() calendar.Date { return calendar.DateOf(d.now, d.Rules.Zone) }

// Decide lets the machine decide a command against a case. It reads nothing and writes nothing. It returns a fault.Guard with
// the key "inspection.guard.NAME" when the rule refuses, and fault.Invalid faults for wrong fields.
func Decide(c Case, cmd Command, by casefile.By, now time.Time, know Knowledge, ids *id.Source) (Decided, error) {
	d := &decision{Knowledge: know, c: c.clone(), by: by, now: now}
	row := find(cmd.Kind(), c.State)
	if row == nil {
		return Decided{}, refuse("state")
	}
	s := Step{Step: casefile.Step{Event: casefile.Event{ID: ids.New(), Case: c.ID, Seq: c.Version + 1, Kind: cmd.Kind(), At: now, By: by, Visibility: casefile.Office}}}
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
		return Decided{}, fmt.Errorf("inspection: encode %s: %w", s.Event.Kind, err)
	}
	if err := d.c.apply(row, s.Event); err != nil {
		return Decided{}, err
	}
	s.Event.Case = d.c.ID
	return Decided{d.c, s}, nil
}

func refuse(guard string) *fault.Error { return fault.New(fault.Guard, "inspection.guard."+guard) }

// Replay folds events into the case that they make. Events come in the order of their sequence numbers.
func Replay(tenant id.ID, events []casefile.Event) (Case, error) {
	c := Case{Tenant: tenant}
	for _, e := range events {
		row := find(e.Kind, c.State)
		if row == nil || e.Seq != c.Version+1 {
			return Case{}, fmt.Errorf("inspection: event %d (%s) does not fit state %q after %d", e.Seq, e.Kind, c.State, c.Version)
		}
		if err := c.apply(row, e); err != nil {
			return Case{}, err
		}
	}
	return c, nil
}

func (c *Case) apply(row *Transition, e casefile.Event) error {
	if err := row.fold(c, e); err != nil {
		return fmt.Errorf("inspection: fold %s: %w", e.Kind, err)
	}
	if row.To != "" {
		c.State = row.To
	}
	c.Version = e.Seq
	return nil
}

type fold = casefile.Fold[Case]

func on[B any](f func(*Case, casefile.Event, B)) fold { return casefile.On(f) }

func foldEnd(c *Case, e casefile.Event, _ struct{}) { c.Ended = e.At }

// Words are what somebody wrote with an event, sealed.
type Words struct {
	Text      string         `json:"text,omitempty"`
	Items     map[int]string `json:"items,omitempty"`     // by finding
	Recipient string         `json:"recipient,omitempty"` // of an order: the organisation that runs the place
	Contact   string         `json:"contact,omitempty"`   // how it is reached
}

// seal adds words for the vault to the step, under the event that wrote them.
func (s *Step) seal(w Words) {
	b, err := json.Marshal(w)
	if err != nil {
		panic("inspection: words that JSON cannot hold: " + err.Error()) //nolint:forbidigo // texts and numbers
	}
	s.Secrets = append(s.Secrets, casefile.Secret{Scope: vault.Scope{Kind: vault.Joint}, Owner: s.Event.ID, Field: FieldWords, Text: b})
}

// Limits of what a person can type, in characters, not bytes.
const (
	maxText = 2000
	maxName = 60
)

func text(l *fault.List, field, s string, limit int, required bool) {
	l.Text(field, s, limit, required)
}

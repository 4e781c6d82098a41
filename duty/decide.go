package duty

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/calendar"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
	"linli/rulebook"
)

// Command is something that a person, or the calendar, asks the machine to do. It checks its own fields and says what it adds
// to the occurrence; whether it may happen now is the machine's to say.
type Command interface {
	Kind() casefile.Kind
	decide(d *decision, e *casefile.Event) (body any, err error)
}

// Knowledge is what deciding needs to know beyond the occurrence.
type Knowledge struct {
	Rule     rulebook.DutyRule
	Zone     *time.Location
	Calendar *calendar.Calendar
	Unit     id.ID    // where it would move to, for "move"
	WasLate  bool     // it was once found late: no clock that is moved back takes that away
	Here     []id.ID  // the accounts that work in its unit, for a task and a shift
	Causes   []string // the kinds of serious incident that the rulebook knows
	Looks    []string // the questions of its checklist
	Places   []Look   // that its rule asks to be looked at, as they stand

	Statement rulebook.Statement // that its rule asks to be signed
	Languages []string           // of the rulebook, in which a statement can be read; the first is the authoritative one
}

// Decided is what a command comes to: the occurrence after it, and the step that leads there.
type Decided struct {
	Case Case
	casefile.Step
}

type decision struct {
	Knowledge
	Decided
	c   Case
	by  casefile.By
	now time.Time
}

// seal keeps words or a sheet under the key of the occurrence.
func (d *decision) seal(owner id.ID, field string, v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("duty: encode %s: %w", field, err)
	}
	d.Secrets = append(d.Secrets, casefile.Secret{Scope: vault.Scope{Kind: vault.Joint}, Owner: owner, Field: field, Text: text})
	return nil
}

func (d *decision) today() calendar.Date { return calendar.DateOf(d.now, d.Zone) }
func (d *decision) due() time.Time       { return d.c.LastInstant(d.Rule, d.Zone, d.Calendar) }

// Decide lets the machine decide a command against an occurrence. It reads nothing and writes nothing. It returns a fault.Guard
// with the key "duty.guard.NAME" when the rule refuses, and fault.Invalid faults for wrong fields.
func Decide(c Case, cmd Command, by casefile.By, now time.Time, know Knowledge, ids *id.Source) (Decided, error) {
	if now.Before(c.Moved) { // a server's clock that was moved back makes nothing earlier than what was recorded before
		now = c.Moved
	}
	d := &decision{Knowledge: know, c: c.clone(), by: by, now: now}
	row := find(cmd.Kind(), c.State)
	if row == nil {
		return Decided{}, refuse("state")
	}
	for _, g := range row.Guards {
		if !g.Holds(d) {
			return Decided{}, refuse(g.Name)
		}
	}
	e := casefile.Event{ID: ids.New(), Case: c.ID, Seq: c.Version + 1, Kind: cmd.Kind(), At: now, By: by, Visibility: casefile.Office}
	if c.ID.IsZero() {
		e.Case = e.ID
	}
	body, err := cmd.decide(d, &e)
	if err != nil {
		return Decided{}, err
	}
	if body == nil {
		body = struct{}{}
	}
	if e.Body, err = json.Marshal(body); err != nil {
		return Decided{}, fmt.Errorf("duty: encode %s: %w", e.Kind, err)
	}
	if err := d.c.apply(row, e); err != nil {
		return Decided{}, err
	}
	d.Case, d.Event = d.c, e
	return d.Decided, nil
}

func refuse(guard string) *fault.Error { return fault.New(fault.Guard, "duty.guard."+guard) }

// Replay folds events into the occurrence that they make. Events come in the order of their sequence numbers.
func Replay(tenant id.ID, events []casefile.Event) (Case, error) {
	c := Case{Tenant: tenant}
	for _, e := range events {
		row := find(e.Kind, c.State)
		if row == nil || e.Seq != c.Version+1 {
			return Case{}, fmt.Errorf("duty: event %d (%s) does not fit state %q after %d", e.Seq, e.Kind, c.State, c.Version)
		}
		if err := c.apply(row, e); err != nil {
			return Case{}, err
		}
	}
	return c, nil
}

func (c *Case) apply(row *Transition, e casefile.Event) error {
	if err := row.fold(c, e); err != nil {
		return fmt.Errorf("duty: fold %s: %w", e.Kind, err)
	}
	if row.To != "" {
		c.State = row.To
	}
	c.Version, c.Moved = e.Seq, e.At
	return nil
}

type fold = casefile.Fold[Case]

func on[B any](f func(*Case, casefile.Event, B)) fold { return casefile.On(f) }

// checkClaim refuses a claimed time in the future, or before the period: both times are kept, neither is believed for the other.
func (d *decision) checkClaim(l *fault.List, claimed time.Time) {
	switch {
	case claimed.IsZero():
	case claimed.After(d.now):
		l.Add("claimed", "duty.claimed.future")
	case calendar.DateOf(claimed, d.Zone).Before(d.c.From):
		l.Add("claimed", "duty.claimed.before")
	}
}

// checkReason demands one of the reasons where it is late, and none where it is not.
func checkReason(l *fault.List, reason string, late bool) {
	if late != slices.Contains(Reasons(), reason) || !late && reason != "" {
		l.Add("reason", "form.choose")
	}
}

package report

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/geo"
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
	Rules      *rulebook.Rulebook
	Desk       Desk                 // who would answer, or review; zero: nobody
	About      []id.ID              // the units in which the mediator complained of mediates, besides the chosen one
	Slips      []casefile.Slip      // the slips of the case
	Counter    casefile.Counter     // who replaces a lost slip, or can be the second of two who take words out
	Promised   casefile.Promised    // the promises that were made to the reporter
	Extends    error                // why the term of the answer cannot become longer; nil: it can
	Area       geo.Area             // what the office serves; empty: no bound is set
	Listed     []KnownPlace         // the public places that the office lists, also those that it offers no more
	Into       *Case                // the report that this one is to be joined to, or is handled with
	Recipients []Recipient          // the other offices that take reports of its category
	Read       Shown                // what everybody reads of it, where its reporter lets nothing else be sent
	Here       []id.ID              // the accounts that may handle a report in its unit, or in its heir
	Barred     bool                 // somebody is at the desk, and nobody who may answer
	Heir       id.ID                // the unit that has the work of the one that answers; zero while that works
	Public     *Public              // what everybody reads of it; nil: nothing
	Texts      []casefile.Secret    // everything that is written in it, opened for whoever takes words out of it
	Words      []string             // that wait to be taken out
	Aside      casefile.AsidePeople // whom an act on a demand, an urgent access or a copy concerns
	Renamed    []vault.Sealed       // files whose names hold those words, sealed anew
}

// Step is one event with all that goes with it.
type Step struct {
	casefile.Step
	New   bool   // the author gets a code with this event
	Shown *Shown // what everybody may read from now on
}

// Decided is what a command comes to: the case after it, and the event that leads there.
type Decided struct {
	Case Case
	Step Step

	held   *casefile.Reservation // the slip that the person left with before; nil: none
	answer Answering             // what is answered to whoever asked; nil: the code alone of a new case, and of another that it was done
}

type decision struct {
	Knowledge
	c   Case
	cmd Command
	by  casefile.By
	now time.Time
	ids *id.Source
}

// Decide lets the machine decide a command against a case. It reads nothing and writes nothing. It returns a fault.Guard with
// the key "report.guard.NAME" when the rule refuses, and fault.Invalid faults for wrong fields.
func Decide(c Case, cmd Command, by casefile.By, now time.Time, know Knowledge, ids *id.Source) (Decided, error) {
	cmd = asKept(cmd)
	d := &decision{Knowledge: know, c: c.clone(), cmd: cmd, by: by, now: now, ids: ids}
	row := find(c.machine(cmd.Kind()), cmd.Kind(), c.State)
	if row == nil {
		return Decided{}, c.refuse("state")
	}
	s := Step{Step: casefile.Step{Event: casefile.Event{ID: ids.New(), Case: c.ID, Seq: c.Version + 1, Kind: cmd.Kind(), At: now, By: by, Visibility: casefile.Joint}}}
	for _, g := range row.Guards {
		if !g.Holds(d) {
			return Decided{}, c.refuse(g.Name)
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
		return Decided{}, fmt.Errorf("report: encode %s: %w", s.Event.Kind, err)
	}
	if err := d.c.apply(row, s.Event); err != nil {
		return Decided{}, err
	}
	s.Event.Case = d.c.ID
	if was := c.Taking; was != nil && d.c.Taking == nil { // its words end with it, however that is
		drop := s.Drop
		s.Drop = func(of vault.Scope) bool {
			return of == (vault.Scope{Kind: vault.Private, Of: was.ID}) || drop != nil && drop(of)
		}
	}
	return Decided{Case: d.c, Step: s}, nil
}

// refuse names the guard; a report about a place or a service has sentences of its own, and what is
// taken out of either reads the same.
func (c *Case) refuse(guard string) *fault.Error {
	if f := casefile.SlipFault(guard); f != nil {
		return f
	}
	if f := casefile.RightsFault(guard); f != nil {
		return f
	}
	if f := casefile.WaiveFault(guard); f != nil {
		return f
	}
	if f := casefile.AsideFault(guard); f != nil {
		return f
	}
	if strings.HasPrefix(guard, "taking_") {
		return fault.New(fault.Guard, "takeout.guard."+guard)
	}
	if c.IsIssue() || c.Version == 0 && strings.HasPrefix(guard, "nobody_handles") {
		return fault.New(fault.Guard, "issue.guard."+guard)
	}
	return fault.New(fault.Guard, "report.guard."+guard)
}

// Replay folds events into the case that they make. Events come in the order of their sequence numbers.
func Replay(tenant id.ID, events []casefile.Event) (Case, error) {
	c := Case{Tenant: tenant}
	for _, e := range events {
		row := find(c.machine(e.Kind), e.Kind, c.State)
		if row == nil || e.Seq != c.Version+1 {
			return Case{}, fmt.Errorf("report: event %d (%s) does not fit state %q after %d", e.Seq, e.Kind, c.State, c.Version)
		}
		if err := c.apply(row, e); err != nil {
			return Case{}, err
		}
	}
	return c, nil
}

// ends are the acts after which the office has nothing more to do, unless the author asks: retention runs from the last.
var ends = []casefile.Kind{"not_accept", "answer", "fix", "recheck", "decide_review", "join", "tell_too", "withdraw", "close"}

func (c *Case) apply(row *Transition, e casefile.Event) error {
	if err := row.fold(c, e); err != nil {
		return fmt.Errorf("report: fold %s: %w", e.Kind, err)
	}
	if row.To != "" {
		c.State = row.To
	}
	if c.Taking != nil && !c.Handles(c.Taking.By) { // whoever handles it now proposes anew
		c.Taking = nil
	}
	if slices.Contains(asksAgain, e.Kind) {
		c.Erasure = nil
	}
	c.look(e.Kind)
	if slices.Contains(ends, e.Kind) {
		c.Ended = e.At
	}
	c.Version = e.Seq
	return nil
}

type fold = casefile.Fold[Case]

func on[B any](f func(*Case, casefile.Event, B)) fold { return casefile.On(f) }

func foldNothing(*Case, casefile.Event, struct{}) {}

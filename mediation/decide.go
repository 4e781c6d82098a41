package mediation

import (
	"encoding/json"
	"fmt"
	"time"

	"linli/casefile"
	"linli/casefile/signing"
	"linli/consent"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/rulebook"
)

// Command is something that a person asks the machine to do. It checks its own fields and says what it adds to the
// case; whether it may happen now is the machine's to say.
type Command interface {
	Kind() casefile.Kind
	// decide checks the command's fields and fills the step: its body (clear facts), its secrets, its consents.
	decide(d *decision, s *Step) (body any, err error)
}

// Knowledge is what deciding needs to know beyond the case. The service loads it; deciding itself reads nothing.
type Knowledge struct {
	Rules       *rulebook.Rulebook
	Mediators   []id.ID               // accounts that hold a mediator's post in the unit or above it, and whom else the asker may propose
	Above       Above                 // the unit above that can be asked for a mediator
	Colleagues  []id.ID               // accounts of the unit to whom a case can be handed over
	Leading     []id.ID               // of the case's units, the joint ones too, those in which who asks leads
	For         id.ID                 // the joint unit for which who asks proposes a mediator; zero: the case's own
	Other       Other                 // the unit that is to mediate jointly
	Leads       bool                  // who asks holds the lead's post in the unit
	Concern     map[id.ID]Concern     // what each party said in its private talk; loaded only for events that ask for it
	Promised    casefile.Promised     // the promises that were made to the party alone
	Due         map[string]time.Time  // when each running promise of the case falls due, by rule
	Contact     ContactDetails        // how the party that changes it is reached until now
	Names       map[id.ID]string      // the parties' names, for an agreement that states them
	Records     []consent.Record      // the consent records of the case
	Slips       []casefile.Slip       // the slips of the case, for events that end them
	Seconds     []id.ID               // accounts that may approve a new slip at the counter
	Aside       casefile.AsidePeople  // whom an act on a demand, an urgent access or a copy concerns
	Askers      []id.ID               // accounts that may ask for one there
	Entry       *Entry                // that is to be taken back; nil: there is none
	Application Application           // what stands of the dispute, before it is put right
	Identity    Identity              // what stands of a party, before it is put right
	Words       []byte                // of an offer that is released, as they were sealed
	Room        string                // address of a new room of the office's own video server; empty where it has none
	Taken       *Taken                // who has another session at the time that is asked for; nil: nobody
	Away        *Away                 // who said not to be there then; nil: nobody
	Held        *casefile.Reservation // a slip that was reserved for this application; nil: none
	Duplicate   bool                  // a code that the party presented belongs to a case that is still open

	Heir   id.ID  // the unit that has the work of the case's unit, which has ended; zero: it works
	Coheir bool   // the unit to which the case is to go is another heir of the one that left it
	Ref    string // the number that the case has drawn, as its papers bear it

	NumberTaken bool // another case of the unit bears the number that this one has on paper
}

// Step is one event with all that goes with it.
type Step struct {
	casefile.Step
	Slips   []id.ID               // parties that get a code with this event
	Held    *casefile.Reservation // the slip that the first of them holds already
	Half    []signing.Half        // what begins to wait on the way to a signature
	Used    []signing.Half        // what waited for this signature and goes with it
	Tallies []Count               // what it adds to the published figures
	Counted Counted               // what it adds to the counts that the office publishes of itself; zero: nothing
}

// Decided is what a command comes to: the case after it, and the steps that lead there.
type Decided struct {
	Case  Case
	Steps []Step
	With  *Change // of the case that a new one follows, written with it
}

type decision struct {
	Knowledge
	c   Case // as it stands after the steps so far
	cmd Command
	by  casefile.By
	now time.Time
	at  time.Time // when it happened: now, or the day that is claimed
	ids *id.Source

	without *Case // the case as if a party's word had not been entered, which is taken back
}

// Decide lets the machine decide a command against a case. It reads nothing and writes nothing. It returns a
// fault.Guard with the key "mediation.guard.NAME" when the rule refuses, and fault.Invalid faults for wrong fields.
// claimed is when the thing happened where that was before now (a paper form entered later), else zero.
func Decide(c Case, cmd Command, by casefile.By, now, claimed time.Time, know Knowledge, ids *id.Source) (Decided, error) {
	d := &decision{Knowledge: know, c: c.clone(), cmd: cmd, by: by, now: now, at: now, ids: ids}
	if !claimed.IsZero() {
		d.at = claimed
	}
	row := find(cmd.Kind(), c.State)
	if row == nil || row.Follow != nil {
		return Decided{}, refuse("state").With(fault.Args{"event": fault.Text("mediation.event." + string(cmd.Kind())), "state": fault.Text("mediation.state." + string(c.State))})
	}
	if claimed.After(now) {
		return Decided{}, fault.Field("claimed", "mediation.field.claimed_future")
	}
	if !claimed.IsZero() && claimed.Before(c.Received) {
		return Decided{}, fault.Field("claimed", "mediation.field.claimed_before_received")
	}
	if !claimed.IsZero() && c.Paper != nil && day(claimed, d.Rules.Zone) < day(c.Paper.At, d.Rules.Zone) { // what was before, linli did not see
		return Decided{}, fault.Field("claimed", "mediation.field.claimed_before_paper")
	}
	if !claimed.IsZero() && claimed.Before(earliest(&c, cmd)) {
		return Decided{}, fault.Field("claimed", "mediation.field.claimed_too_early")
	}
	step := Step{Step: casefile.Step{Event: casefile.Event{ID: ids.New(), Case: c.ID, Kind: cmd.Kind(), At: now, Claimed: claimed, By: by, Visibility: casefile.Joint}}}
	for _, g := range append([]Guard{partyLives}, row.Guards...) {
		if !g.Holds(d) {
			return Decided{}, d.refusal(g)
		}
	}
	body, err := cmd.decide(d, &step)
	if err != nil {
		return Decided{}, err
	}
	out := Decided{}
	if err := d.take(row, step, body, &out); err != nil {
		return Decided{}, err
	}
	for next := follower(&d.c); next != nil; next = follower(&d.c) {
		// What follows happened when the last act happened: an agreement is in force from the last signature.
		s := Step{Step: casefile.Step{Event: casefile.Event{ID: ids.New(), Case: c.ID, Kind: next.Event, At: now, Claimed: claimed, By: casefile.System, Visibility: casefile.Joint}}}
		if next.Event == "decline" {
			s.Event.Reason = "refused"
			if cmd.Kind() == "silence" {
				s.Event.Reason = "no_answer"
			}
		}
		if next.Aside != nil {
			s.Event.Visibility, s.Tell = casefile.Office, next.Aside(d)
		}
		var body any
		if next.Body != nil {
			body = next.Body(&d.c)
		}
		if b, ok := body.(interface{ visibility() casefile.Visibility }); ok { // not everything that follows is everybody's
			s.Event.Visibility = b.visibility()
		}
		if err := d.take(next, s, body, &out); err != nil {
			return Decided{}, err
		}
	}
	out.Case = d.c
	return out, nil
}

// earliest is before when a command cannot have happened: nobody consents before the talk, no case is accepted before the
// last consent, and nobody signs a text before it was drafted.
func earliest(c *Case, cmd Command) time.Time {
	var at time.Time
	later := func(t time.Time) {
		if t.After(at) {
			at = t
		}
	}
	switch cmd := cmd.(type) {
	case Sign:
		later(c.SignedFrom(cmd.act()))
	case OfferSupport, AgreeOral:
		if c.Agreement != nil {
			later(c.Agreement.Drafted)
		}
	case JoinConfirmation, ConfirmPerformance, ReportPerformance:
		if c.Agreement != nil {
			later(c.Agreement.Effective)
		}
	case AnswerSender:
		if c.Sent != nil {
			later(c.Sent.Opened)
		}
	case Accept:
		for _, p := range c.needed() {
			later(p.Consent.Given)
		}
	case GiveConsent:
		if p := c.Party(cmd.Party); p != nil {
			later(p.Informed)
			later(p.Talked)
		}
	}
	return at
}

// refusal is the sentence of a guard that does not hold, with the rule that it keeps.
func (d *decision) refusal(g Guard) *fault.Error {
	f := refuse(g.Name)
	if g.Args != nil {
		f = f.With(g.Args(d))
	}
	if g.Rule != nil {
		f = d.named(f, g.Rule(d))
	}
	return f
}

// named adds to a refusal the law and article that demand it, as the rulebook gives them.
func (d *decision) named(f *fault.Error, s *rulebook.Source) *fault.Error {
	if s == nil {
		return f
	}
	return f.By(fault.Label(d.Rules.Law(s.Law).Title), s.Article)
}

func refuse(guard string) *fault.Error {
	if f := casefile.AsideFault(guard); f != nil {
		return f
	}
	if f := casefile.WaiveFault(guard); f != nil {
		return f
	}
	return fault.New(fault.Guard, "mediation.guard."+guard)
}

// take adds a step and folds its event into the running case.
func (d *decision) take(row *Transition, s Step, body any, out *Decided) error {
	if body == nil {
		body = struct{}{}
	}
	b, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("mediation: encode %s: %w", s.Event.Kind, err)
	}
	s.Event.Body = b
	s.Event.Seq = d.c.Version + 1
	if row.Counts != nil {
		s.Tallies = append(s.Tallies, d.counts(row.Counts)...)
	}
	was := happened(&d.c)
	if d.without != nil {
		d.c, d.without = *d.without, nil
	}
	if err := d.c.apply(row, s.Event); err != nil {
		return err
	}
	if row.Event != "bring_in" { // which counts by itself
		s.Tallies = append(s.Tallies, d.since(was)...)
	}
	s.Event.Case = d.c.ID
	out.Steps = append(out.Steps, s)
	return nil
}

// Replay folds events into the case that they make. Events come in the order of their sequence numbers.
func Replay(tenant id.ID, events []casefile.Event) (Case, error) {
	return replay(tenant, events, takenBack(events), nil)
}

// replay leaves out events that count no more, and shows each of the others with the case before it.
func replay(tenant id.ID, events []casefile.Event, gone map[id.ID]bool, each func(*Case, *Transition, casefile.Event)) (Case, error) {
	c := Case{Tenant: tenant}
	for _, e := range events {
		if gone[e.ID] {
			c.Version = e.Seq
			continue
		}
		row := find(e.Kind, c.State)
		if row == nil {
			return Case{}, fmt.Errorf("mediation: event %d (%s) does not fit state %q", e.Seq, e.Kind, c.State)
		}
		if e.Seq != c.Version+1 {
			return Case{}, fmt.Errorf("mediation: event %d comes after %d", e.Seq, c.Version)
		}
		if each != nil {
			each(&c, row, e)
		}
		if err := c.apply(row, e); err != nil {
			return Case{}, err
		}
	}
	return c, nil
}

// apply folds one event into the case: the row's fold, the state, the version.
func (c *Case) apply(row *Transition, e casefile.Event) error {
	if err := row.fold(c, e); err != nil {
		return fmt.Errorf("mediation: fold %s: %w", e.Kind, err)
	}
	if row.To != "" {
		c.State = row.To
	}
	c.Version = e.Seq
	return nil
}

type fold = casefile.Fold[Case]

func on[B any](f func(*Case, casefile.Event, B)) fold { return casefile.On(f) }

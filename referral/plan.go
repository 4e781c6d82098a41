package referral

import (
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
)

// AddStep adds a step to the plan: what is done next, by whom, in words that the person reads too.
type AddStep struct {
	Text string `json:"text"`
}

// Kind is the machine's event.
func (AddStep) Kind() casefile.Kind { return "step" }

func (x AddStep) decide(d *decision, s *Step) (any, error) { return nil, d.written(s, x.Text, true) }

func foldStep(c *Case, e casefile.Event, _ struct{}) {
	c.Steps = append(c.Steps, PlanStep{ID: e.ID, At: e.At})
}

// StepDone says that a step is done.
type StepDone struct {
	Step id.ID `json:"step"`
}

// Kind is the machine's event.
func (StepDone) Kind() casefile.Kind { return "step_done" }

func (x StepDone) step(c *Case) *PlanStep {
	i := slices.IndexFunc(c.Steps, func(p PlanStep) bool { return p.ID == x.Step && p.Done.IsZero() })
	if i < 0 {
		return nil
	}
	return &c.Steps[i]
}

func (x StepDone) decide(*decision, *Step) (any, error) { return x, nil }

func foldStepDone(c *Case, e casefile.Event, b StepDone) { b.step(c).Done = e.At }

// Appoint agrees on a time with the person; where, with whom and for what stands in the words.
type Appoint struct {
	At   time.Time `json:"at"`
	Text string    `json:"text"`
}

// Kind is the machine's event.
func (Appoint) Kind() casefile.Kind { return "appoint" }

type appointed struct {
	At time.Time `json:"at"`
}

func (x Appoint) decide(d *decision, s *Step) (any, error) {
	return appointed{x.At.UTC()}, d.written(s, x.Text, true)
}

func foldAppoint(c *Case, e casefile.Event, b appointed) {
	c.Appointments = append(c.Appointments, Appointment{ID: e.ID, At: b.At})
}

// EndAppointment says what became of an appointment. That somebody did not come is an event of this appointment and nothing more:
// it is counted nowhere and follows nobody.
type EndAppointment struct {
	Appointment id.ID  `json:"appointment"`
	Outcome     string `json:"outcome"` // one of [Outcomes]
}

// Kind is the machine's event.
func (EndAppointment) Kind() casefile.Kind { return "appointment" }

func (x EndAppointment) appointment(c *Case) *Appointment {
	i := slices.IndexFunc(c.Appointments, func(a Appointment) bool { return a.ID == x.Appointment && a.Outcome == "" })
	if i < 0 {
		return nil
	}
	return &c.Appointments[i]
}

func (x EndAppointment) decide(*decision, *Step) (any, error) {
	if !slices.Contains(Outcomes, x.Outcome) {
		return nil, fault.Field("outcome", "form.choose")
	}
	return x, nil
}

func foldAppointment(c *Case, _ casefile.Event, b EndAppointment) {
	b.appointment(c).Outcome = b.Outcome
}

// AddGuardian enters who speaks for a person without full capacity 监护人. Opposes: it is the one of whom the person needs to be
// safe, or who has an interest against it; then it does not act, and sees nothing.
type AddGuardian struct {
	Name    string `json:"name"`
	Opposes bool   `json:"opposes,omitempty"`
}

// Kind is the machine's event.
func (AddGuardian) Kind() casefile.Kind { return "guardian" }

func (x AddGuardian) decide(d *decision, s *Step) (any, error) {
	var l fault.List
	text(&l, "name", x.Name, maxName, true)
	s.seal(vault.Identity, d.c.Person, s.Event.ID, FieldGuardian, x.Name)
	return nil, l.Err()
}

func foldGuardian(c *Case, e casefile.Event, _ struct{}) {
	c.Guardians = append(c.Guardians, Guardian{ID: e.ID, From: e.At})
}

// EndGuardian says that the person acts alone: it has come of age, or has full capacity again. What the guardian agreed to ends
// with that, and the person decides anew.
type EndGuardian struct {
	Guardian id.ID `json:"guardian"`
}

// Kind is the machine's event.
func (EndGuardian) Kind() casefile.Kind { return "guardian_ends" }

type guardianEnded struct {
	Guardian  id.ID   `json:"guardian"`
	Referrals []about `json:"referrals,omitempty"`
}

func (x EndGuardian) decide(d *decision, s *Step) (any, error) {
	b := guardianEnded{Guardian: x.Guardian}
	for i := range d.c.Referrals {
		r := &d.c.Referrals[i]
		if !d.agreedBy(r, x.Guardian) {
			continue
		}
		ended, err := d.end(s, r, "acts_alone", "")
		if err != nil {
			return nil, err
		}
		b.Referrals = append(b.Referrals, ended)
	}
	return b, nil
}

// agreedBy reports whether a guardian's yes to a referral still holds.
func (d *decision) agreedBy(r *Referral, guardian id.ID) bool {
	for _, x := range d.Records {
		if slices.Contains(r.Records, x.ID) && x.Guardian == guardian && x.Valid(d.now) {
			return true
		}
	}
	return false
}

func foldGuardianEnds(c *Case, e casefile.Event, b guardianEnded) {
	c.Guardian(b.Guardian).Ended = e.At
	for _, x := range b.Referrals {
		c.Referral(x.Referral).takenBack(e, x.Erase, ConsentOver)
	}
}

package duty

import (
	"slices"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/id"
)

// SignUp puts whoever asks on a shift.
type SignUp struct{}

// Kind is the machine's event.
func (SignUp) Kind() casefile.Kind { return "sign_up" }

func (SignUp) decide(*decision, *casefile.Event) (any, error) { return nil, nil }

func foldSignUp(c *Case, e casefile.Event, _ struct{}) { c.Crew = append(c.Crew, e.By.Account) }

// StepBack takes whoever asks off a shift. A place that nobody has is a gap, and shown as one before the day.
type StepBack struct{}

// Kind is the machine's event.
func (StepBack) Kind() casefile.Kind { return "step_back" }

func (StepBack) decide(*decision, *casefile.Event) (any, error) { return nil, nil }

func foldStepBack(c *Case, e casefile.Event, _ struct{}) { c.leave(e.By.Account) }

// Offer says that whoever asks would give the place on a shift to a colleague. Until one takes it, the shift stays theirs: an
// exchange leaves no gap behind.
type Offer struct{}

// Kind is the machine's event.
func (Offer) Kind() casefile.Kind { return "offer" }

func (Offer) decide(*decision, *casefile.Event) (any, error) { return nil, nil }

func foldOffer(c *Case, e casefile.Event, _ struct{}) {
	if !slices.Contains(c.Offered, e.By.Account) {
		c.Offered = append(c.Offered, e.By.Account)
	}
}

// TakeOver takes the place that a colleague offers.
type TakeOver struct {
	From id.ID `json:"from"`
}

// Kind is the machine's event.
func (TakeOver) Kind() casefile.Kind { return "take_over" }

type tookOver struct {
	From id.ID `json:"from"`
}

func (t TakeOver) decide(d *decision, _ *casefile.Event) (any, error) {
	if !slices.Contains(d.c.Offered, t.From) {
		return nil, fault.Field("from", "form.choose")
	}
	return tookOver(t), nil
}

func foldTakeOver(c *Case, e casefile.Event, b tookOver) {
	c.leave(b.From)
	c.Crew = append(c.Crew, e.By.Account)
}

func (c *Case) leave(account id.ID) {
	is := func(a id.ID) bool { return a == account }
	c.Crew, c.Offered = slices.DeleteFunc(c.Crew, is), slices.DeleteFunc(c.Offered, is)
}

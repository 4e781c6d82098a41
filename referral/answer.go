package referral

import (
	"slices"

	"linli/casefile"
	"linli/consent"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/rulebook"
)

// The answers of a service. Words of it are sealed, and read by worker and person.
type (
	// Accept says that the service takes it on.
	Accept struct {
		Referral id.ID  `json:"referral"`
		Text     string `json:"text,omitempty"`
	}
	// Reject says that it does not, and why.
	Reject struct {
		Referral id.ID  `json:"referral"`
		Reason   string `json:"reason"` // of [ReasonsToReject]
		Text     string `json:"text,omitempty"`
	}
	// Begin says that help is being given.
	Begin struct {
		Referral id.ID  `json:"referral"`
		Text     string `json:"text,omitempty"`
	}
	// Hold says that it has to wait.
	Hold struct {
		Referral id.ID  `json:"referral"`
		Text     string `json:"text"`
	}
	// Complete says what came of it.
	Complete struct {
		Referral id.ID  `json:"referral"`
		Outcome  string `json:"outcome"` // a code of the rulebook
		Text     string `json:"text,omitempty"`
	}
	// Fail says that nothing could come of it, and why.
	Fail struct {
		Referral id.ID  `json:"referral"`
		Reason   string `json:"reason"` // of [ReasonsToFail]
		Text     string `json:"text,omitempty"`
	}
	// Acknowledge says that everything the service was told is deleted.
	Acknowledge struct {
		Referral id.ID `json:"referral"`
	}
)

// Kind is the machine's event.
func (Accept) Kind() casefile.Kind { return "accept" }

// Kind is the machine's event.
func (Reject) Kind() casefile.Kind { return "reject" }

// Kind is the machine's event.
func (Begin) Kind() casefile.Kind { return "begin" }

// Kind is the machine's event.
func (Hold) Kind() casefile.Kind { return "hold" }

// Kind is the machine's event.
func (Complete) Kind() casefile.Kind { return "complete" }

// Kind is the machine's event.
func (Fail) Kind() casefile.Kind { return "fail" }

// Kind is the machine's event.
func (Acknowledge) Kind() casefile.Kind { return "acknowledge" }

func (x Accept) referral() id.ID      { return x.Referral }
func (x Reject) referral() id.ID      { return x.Referral }
func (x Begin) referral() id.ID       { return x.Referral }
func (x Hold) referral() id.ID        { return x.Referral }
func (x Complete) referral() id.ID    { return x.Referral }
func (x Fail) referral() id.ID        { return x.Referral }
func (x Acknowledge) referral() id.ID { return x.Referral }

func (x Accept) decide(d *decision, s *Step) (any, error) {
	return about{Referral: d.r.ID}, d.written(s, x.Text, false)
}

func (x Reject) decide(d *decision, s *Step) (any, error) {
	if err := because(s, x.Reason, ReasonsToReject); err != nil {
		return nil, err
	}
	return about{Referral: d.r.ID}, d.written(s, x.Text, false)
}

func (x Begin) decide(d *decision, s *Step) (any, error) {
	return about{Referral: d.r.ID}, d.written(s, x.Text, false)
}

func (x Hold) decide(d *decision, s *Step) (any, error) {
	return about{Referral: d.r.ID}, d.written(s, x.Text, true)
}

type completed struct {
	Referral id.ID  `json:"referral"`
	Outcome  string `json:"outcome"`
}

func (x Complete) decide(d *decision, s *Step) (any, error) {
	if !slices.ContainsFunc(d.Rules.Help.Outcomes, func(c rulebook.Code) bool { return c.Code == x.Outcome }) {
		return nil, fault.Field("outcome", "form.choose")
	}
	return completed{d.r.ID, x.Outcome}, d.written(s, x.Text, false)
}

func (x Fail) decide(d *decision, s *Step) (any, error) {
	if err := because(s, x.Reason, ReasonsToFail); err != nil {
		return nil, err
	}
	return about{Referral: d.r.ID}, d.written(s, x.Text, false)
}

func (x Acknowledge) decide(d *decision, _ *Step) (any, error) { return about{Referral: d.r.ID}, nil }

func foldAnswer(r *Referral, e casefile.Event, _ about) {
	if r.Answered.IsZero() {
		r.Answered = e.At
	}
}

func foldComplete(r *Referral, e casefile.Event, b completed) {
	r.Outcome = b.Outcome
	foldAnswer(r, e, about{})
}

func foldAcknowledge(r *Referral, e casefile.Event, _ about) { r.DidErase = e.At }

// The person's own word whether the help was received: it is what the figures count.
type (
	Received struct {
		Referral id.ID  `json:"referral"`
		Text     string `json:"text,omitempty"`
	}
	NotReceived struct {
		Referral id.ID  `json:"referral"`
		Text     string `json:"text,omitempty"`
	}
)

// Kind is the machine's event.
func (Received) Kind() casefile.Kind { return "received" }

// Kind is the machine's event.
func (NotReceived) Kind() casefile.Kind { return "not_received" }

func (x Received) referral() id.ID { return x.Referral }

func (x NotReceived) referral() id.ID { return x.Referral }

func (x Received) decide(d *decision, s *Step) (any, error) {
	return about{Referral: d.r.ID}, d.written(s, x.Text, false)
}

func (x NotReceived) decide(d *decision, s *Step) (any, error) {
	return about{Referral: d.r.ID}, d.written(s, x.Text, false)
}

// foldTold keeps what the person said itself, whatever a worker writes down for it: that alone is counted.
func foldTold(r *Referral, e casefile.Event, _ about) {
	own := e.By.Kind == access.Resident
	if r.Own && !own {
		return
	}
	r.Told, r.Received, r.Own = e.At, e.Kind == "received", own
}

// Cancel ends a referral before help was given: by the worker, the service or the person, who needs no reason.
type Cancel struct {
	Referral id.ID  `json:"referral"`
	Reason   string `json:"reason,omitempty"` // of [ReasonsToCancel]; of the person always [ChoseOther]
	Text     string `json:"text,omitempty"`
}

// Kind is the machine's event.
func (Cancel) Kind() casefile.Kind { return "cancel" }

func (x Cancel) referral() id.ID { return x.Referral }

func (x Cancel) decide(d *decision, s *Step) (any, error) {
	if !d.by.Party.IsZero() && d.by.Party == d.c.Person {
		x.Reason = ChoseOther
	}
	if err := because(s, x.Reason, ReasonsToCancel); err != nil {
		return nil, err
	}
	return about{Referral: d.r.ID}, d.written(s, x.Text, false)
}

func foldCancel(*Referral, casefile.Event, about) {}

// AgencyCloses is linli's own: the service is no longer there for people. Nothing is passed on to another by itself.
type AgencyCloses struct{ Referral id.ID }

// Kind is the machine's event.
func (AgencyCloses) Kind() casefile.Kind { return "agency_closed" }

func (x AgencyCloses) referral() id.ID { return x.Referral }

func (x AgencyCloses) decide(d *decision, s *Step) (any, error) {
	s.Event.Reason = AgencyClosed
	return about{Referral: d.r.ID}, nil
}

// Silence is linli's own: the service has not answered in time. The referral is back with the worker; an answer still counts.
type Silence struct{ Referral id.ID }

// Kind is the machine's event.
func (Silence) Kind() casefile.Kind { return "silence" }

func (x Silence) referral() id.ID { return x.Referral }

func (x Silence) decide(d *decision, _ *Step) (any, error) { return about{Referral: d.r.ID}, nil }

func foldSilence(r *Referral, e casefile.Event, _ about) { r.Silent = e.At }

// EnterError says that the referral should never have been written.
type EnterError struct {
	Referral id.ID `json:"referral"`
}

// Kind is the machine's event.
func (EnterError) Kind() casefile.Kind { return "enter_error" }

func (x EnterError) referral() id.ID { return x.Referral }

func (x EnterError) decide(d *decision, s *Step) (any, error) {
	b, err := d.end(s, d.r, "by_mistake", "")
	s.Event.Reason = ByMistake
	return b, err
}

func foldError(r *Referral, e casefile.Event, b about) { r.takenBack(e, b.Erase, ByMistake) }

// TakeBack takes the person's consent back, in one step and without a reason, whatever the service is doing.
type TakeBack struct {
	Referral id.ID       `json:"referral"`
	How      consent.How `json:"how,omitempty"`
}

// Kind is the machine's event.
func (TakeBack) Kind() casefile.Kind { return "take_back" }

func (x TakeBack) referral() id.ID { return x.Referral }

func (x TakeBack) decide(d *decision, s *Step) (any, error) {
	if x.How == "" {
		x.How = d.how()
	}
	s.Event.Reason = ConsentWithdrawn
	return d.end(s, d.r, "", x.How)
}

func foldTakeBack(r *Referral, e casefile.Event, b about) { r.takenBack(e, b.Erase, e.Reason) }

// ConsentLapses is linli's own: the term of a consent is over.
type ConsentLapses struct{ Referral id.ID }

// Kind is the machine's event.
func (ConsentLapses) Kind() casefile.Kind { return "consent_over" }

func (x ConsentLapses) referral() id.ID { return x.Referral }

func (x ConsentLapses) decide(d *decision, s *Step) (any, error) {
	s.Event.Reason = ConsentOver
	return d.end(s, d.r, "", "")
}

// end ends every consent of a referral that still runs, and says whether its service has to erase what it was told. how is the way of a
// withdrawal; why the code by which the office ends them; neither: their term is over.
func (d *decision) end(s *Step, r *Referral, why string, how consent.How) (about, error) {
	for _, x := range d.Records {
		if !slices.Contains(r.Records, x.ID) || x.State != consent.Given && x.State != consent.RenewedGiven {
			continue
		}
		act := consent.Act{Event: consent.Withdraw, At: d.now, How: how, By: consent.BySubject, Account: d.by.Account}
		switch {
		case why != "":
			act = consent.Act{Event: consent.Terminate, At: d.now, By: consent.ByOffice, Account: d.by.Account, Reason: why}
		case how == "":
			var over bool
			if act, over = consent.Due(x, d.now); !over {
				continue
			}
		}
		x, err := consent.Apply(x, act, nil)
		if err != nil {
			return about{}, err
		}
		s.Consents = append(s.Consents, x)
	}
	b := about{Referral: r.ID, Erase: !r.Requested.IsZero() && r.AskedErase.IsZero()}
	if b.Erase {
		s.Untold = append(s.Untold, r.ID)
	}
	return b, nil
}

// takenBack is what follows for the referral: the service reads nothing any more, and is asked to erase.
func (r *Referral) takenBack(e casefile.Event, erase bool, why string) {
	r.TakenBack = e.At
	if erase {
		r.AskedErase = e.At
	}
	if !r.Status.Over() {
		r.Status, r.Reason, r.Ended = Cancelled, why, e.At
	}
}

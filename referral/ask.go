package referral

import (
	"slices"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
)

// Ask opens a case: by the person without an account, or by a worker who writes down what somebody says at the counter.
type Ask struct {
	Needs    []string `json:"needs"` // codes of the rulebook; at least one
	Text     string   `json:"text"`  // what is asked for, in the person's words
	Name     string   `json:"name,omitempty"`
	Language string   `json:"language,omitempty"` // that the person speaks, BCP 47 or as written
	Contact  string   `json:"contact,omitempty"`
	Unit     id.ID    `json:"unit,omitzero"` // where the person is; zero: the office finds out
}

// Who is who asks, sealed: each part may be empty.
type Who struct {
	Name     string `json:"name,omitempty"`
	Language string `json:"language,omitempty"`
}

type asked struct {
	Unit            id.ID    `json:"unit"`
	Person          id.ID    `json:"person"`
	Needs           []string `json:"needs"`
	NeedsVersion    string   `json:"needs_version"`
	Reached         bool     `json:"reached,omitempty"`
	Rulebook        string   `json:"rulebook"`
	RulebookVersion string   `json:"rulebook_version"`
}

// Kind is the machine's event.
func (Ask) Kind() casefile.Kind { return "ask" }

// maxNeeds is how many needs one request names.
const maxNeeds = 8

func (x Ask) decide(d *decision, s *Step) (any, error) {
	var l fault.List
	var needs []string
	for _, n := range d.Rules.Help.Needs { // in the rulebook's order, each once
		if slices.Contains(x.Needs, n.Code) {
			needs = append(needs, n.Code)
		}
	}
	if len(needs) == 0 || len(needs) != len(x.Needs) || len(needs) > maxNeeds {
		l.Add("needs", "referral.field.needs")
	}
	text(&l, "text", x.Text, maxText, true)
	text(&l, "name", x.Name, maxName, false)
	text(&l, "language", x.Language, maxName, false)
	text(&l, "contact", x.Contact, maxContact, false)
	if err := l.Err(); err != nil {
		return nil, err
	}
	d.c.ID = s.Event.ID
	b := asked{Unit: d.Unit, Person: d.ids.New(), Needs: needs, NeedsVersion: d.Rules.Help.Version, Reached: x.Contact != "", Rulebook: d.Rules.ID, RulebookVersion: d.Rules.Version}
	s.seal(vault.Private, b.Person, d.c.ID, FieldAsked, x.Text)
	if x.Name != "" || x.Language != "" {
		s.seal(vault.Identity, b.Person, b.Person, FieldName, Who{x.Name, x.Language})
	}
	if x.Contact != "" {
		s.seal(vault.Contact, b.Person, b.Person, FieldContact, x.Contact)
	}
	s.New = true
	return b, nil
}

func foldAsk(c *Case, e casefile.Event, b asked) {
	c.ID, c.Received, c.Unit, c.Person, c.Needs, c.NeedsVersion, c.Reached = e.ID, e.At, b.Unit, b.Person, b.Needs, b.NeedsVersion, b.Reached
	c.Rulebook, c.RulebookVersion = b.Rulebook, b.RulebookVersion
}

// Take has an account of the unit take the case: from now on it reads it, and nobody else. Nobody helps oneself, or somebody close to
// oneself: the account says so before it reads, since linli knows no person and cannot tell.
type Take struct {
	Apart bool `json:"apart"` // the account is not the person, nor close to it
}

// Kind is the machine's event.
func (Take) Kind() casefile.Kind { return "take" }

func (x Take) decide(*decision, *Step) (any, error) {
	if !x.Apart {
		return nil, fault.Field("apart", "referral.field.apart")
	}
	return nil, nil
}

func foldTake(c *Case, e casefile.Event, _ struct{}) {
	c.Worker = e.By.Account
	if c.Taken.IsZero() {
		c.Taken = e.At
	}
}

// Write is what the worker writes to the person; Reply is what the person writes.
type (
	Write struct {
		Text string `json:"text"`
	}
	Reply struct {
		Text string `json:"text"`
	}
)

// Kind is the machine's event.
func (Write) Kind() casefile.Kind { return "message" }

// Kind is the machine's event.
func (Reply) Kind() casefile.Kind { return "reply" }

func (x Write) decide(d *decision, s *Step) (any, error) { return nil, d.written(s, x.Text, true) }

func (x Reply) decide(d *decision, s *Step) (any, error) { return nil, d.written(s, x.Text, true) }

func foldMessage(c *Case, e casefile.Event, _ struct{}) {
	c.Messages = append(c.Messages, Message{ID: e.ID, By: e.By.Account, At: e.At})
}

// Close ends the case, once no referral runs any more. Leave is the person's: everything ends at once, without a reason.
type (
	Close struct{}
	Leave struct{}
)

// Kind is the machine's event.
func (Close) Kind() casefile.Kind { return "close" }

// Kind is the machine's event.
func (Leave) Kind() casefile.Kind { return "leave" }

func (Close) decide(*decision, *Step) (any, error) { return nil, nil }

// left are the referrals that ended with the case.
type left struct {
	Referrals []about `json:"referrals,omitempty"`
}

func (Leave) decide(d *decision, s *Step) (any, error) {
	var b left
	for i := range d.c.Referrals {
		r := &d.c.Referrals[i]
		if !r.TakenBack.IsZero() || r.Status.Over() && r.Requested.IsZero() {
			continue // a service that said no has read it as well
		}
		x, err := d.end(s, r, "", d.how())
		if err != nil {
			return nil, err
		}
		b.Referrals = append(b.Referrals, x)
	}
	s.Drop = func(x vault.Scope) bool { return x.Kind == vault.Identity || x.Kind == vault.Contact } // nobody needs to reach the person any more
	return b, nil
}

func foldLeave(c *Case, e casefile.Event, b left) {
	c.Reached = false
	for _, x := range b.Referrals {
		c.Referral(x.Referral).takenBack(e, x.Erase, ConsentWithdrawn)
	}
}

// Erase destroys every section when the retention is over. State and dates remain; no word does.
type Erase struct{}

// Kind is the machine's event.
func (Erase) Kind() casefile.Kind { return "erase" }

func (Erase) decide(d *decision, s *Step) (any, error) {
	s.Drop = casefile.Every
	for _, x := range d.Slips {
		if x.EndedAt.IsZero() { // what is gone needs no door
			x.EndedAt = d.now
			s.Issued = append(s.Issued, x)
		}
	}
	return nil, nil
}

func foldErase(c *Case, e casefile.Event, _ struct{}) {
	c.Erased, c.Reached, c.Guardians, c.Steps, c.Appointments, c.Messages, c.SlipAsk, c.Demands, c.Urgent, c.Exports = e.At, false, nil, nil, nil, nil, nil, nil, nil, nil
	for i := range c.Referrals {
		c.Referrals[i].Link = Link{}
	}
}

package mediation

import (
	"linli/casefile"
	"linli/platform/id"
	"linli/platform/vault"
)

// Oral writes down for the register what the parties agreed without a paper (人民调解法 art. 28): what is owed, by whom and
// to whom. What happened may be left out.
type Oral struct {
	Language  string  `json:"language"` // of the words
	Parties   []id.ID `json:"parties"`
	Partial   bool    `json:"partial,omitempty"` // settles a part of the dispute, or between some of the parties
	Facts     string  `json:"facts,omitempty"`
	Terms     []Term  `json:"terms"`
	Performed bool    `json:"performed,omitempty"` // everything was done on the spot
	NoWaiver  bool    `json:"no_waiver"`           // the mediator declares that no term gives up a right that cannot be given up
}

// Kind is the machine's event.
func (Oral) Kind() casefile.Kind { return "oral" }

func (o Oral) draft() Draft {
	return Draft{Language: o.Language, Parties: o.Parties, Partial: o.Partial, Facts: o.Facts, Terms: o.Terms, NoWaiver: o.NoWaiver}
}

func (o Oral) decide(d *decision, s *Step) (any, error) {
	a := o.draft()
	if err := a.check(d, false); err != nil {
		return nil, err
	}
	return orally{a.write(d, s), o.Performed}, nil
}

type orally struct {
	drafted
	Performed bool `json:"performed,omitempty"`
}

func foldOral(c *Case, e casefile.Event, b orally) {
	foldDraft(c, e, b.drafted)
	c.Agreement.Oral, c.Agreement.OnTheSpot = true, b.Performed
}

// AgreeOral is one party's word that this is what was agreed and that it wants no paper.
type AgreeOral struct {
	Party id.ID `json:"party"`
	By    id.ID `json:"by,omitzero"` // the representative who gives it; zero: the party itself

	Interpreter *Interpreting `json:"interpreter,omitempty"` // who read out to it what was agreed
}

// Kind is the machine's event.
func (AgreeOral) Kind() casefile.Kind { return "agree_oral" }

func (a AgreeOral) party() id.ID { return a.Party }

func (a AgreeOral) speaker() id.ID { return a.By }

func (a AgreeOral) decide(d *decision, s *Step) (any, error) {
	return ofParty{a.Party}, d.interpreted(s, a.Interpreter, a.Party, vault.Joint)
}

func foldAgreeOral(c *Case, e casefile.Event, b ofParty) {
	c.Agreement.Acts = append(c.Agreement.Acts, Signature{As: "party", Of: b.Party, Method: "oral", At: e.Happened()})
}

// orallyAgreed reports whether every party of an oral agreement gave its word.
func (c *Case) orallyAgreed() bool {
	if c.Agreement == nil || !c.Agreement.Oral {
		return false
	}
	for _, act := range c.Agreement.missing(c) {
		if act.As == "party" {
			return false
		}
	}
	return true
}

// leading is the engagement of the mediator who leads at present, or nil.
func (c *Case) leading() *Engagement {
	for i := range c.Engagements {
		if e := &c.Engagements[i]; e.Lead && e.Working() {
			return e
		}
	}
	return nil
}

// registrar is the engagement under which the register is kept: of the mediator who leads, or, where that one has left,
// of the last who led. What was agreed binds from the parties' last word, so that nobody has to agree anew.
func (c *Case) registrar() *Engagement {
	if e := c.leading(); e != nil {
		return e
	}
	for i := len(c.Engagements) - 1; i >= 0; i-- {
		if e := &c.Engagements[i]; e.Lead && !e.From.IsZero() {
			return e
		}
	}
	return nil
}

// RegisterOral is the lead mediator's entry in the register: the agreement was read back to the parties as it stands. The
// unit's lead makes it where the mediator cannot.
type RegisterOral struct {
	ReadBack bool `json:"read_back"`
}

// Kind is the machine's event.
func (RegisterOral) Kind() casefile.Kind { return "register_oral" }

type registered struct {
	Engagement id.ID `json:"engagement"`
}

func (r RegisterOral) decide(d *decision, _ *Step) (any, error) {
	return registered{d.c.registrar().ID}, nil
}

func foldRegisterOral(c *Case, e casefile.Event, b registered) {
	c.Agreement.Acts = append(c.Agreement.Acts, Signature{As: "mediator", Of: b.Engagement, Method: "oral", At: e.Happened()})
}

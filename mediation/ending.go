package mediation

import (
	"slices"

	"linli/casefile"
	"linli/casefile/signing"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
	"linli/rulebook"
)

// Impasse is the mediator's word that no agreement can be reached.
type Impasse struct {
	Reason string `json:"reason"`
	Text   string `json:"text,omitempty"`
}

// Kind is the machine's event.
func (Impasse) Kind() casefile.Kind { return "impasse" }

func (x Impasse) decide(d *decision, s *Step) (any, error) {
	return ending(d, s, x.Kind(), x.Reason, x.Text)
}

// Terminate closes a case that cannot be concluded, for a reason of the rulebook.
type Terminate struct {
	Reason string `json:"reason"`
	Text   string `json:"text,omitempty"`
}

// Kind is the machine's event.
func (Terminate) Kind() casefile.Kind { return "terminate" }

func (x Terminate) decide(d *decision, s *Step) (any, error) {
	return ending(d, s, x.Kind(), x.Reason, x.Text)
}

// Expire is linli's own: the term is over and not every party agreed to a longer one.
type Expire struct{}

// Kind is the machine's event.
func (Expire) Kind() casefile.Kind { return "expire" }

func (Expire) decide(_ *decision, s *Step) (any, error) {
	s.Event.Reason = "time_over"
	return nil, nil
}

// AskExtension proposes a longer term; every party has to agree before the term is over.
type AskExtension struct {
	Days int `json:"days"`
}

// Kind is the machine's event.
func (AskExtension) Kind() casefile.Kind { return "ask_extension" }

func (x AskExtension) decide(d *decision, _ *Step) (any, error) {
	longest := 365
	if rule, ok := d.Rules.Promise(ruleTerm); ok && rule.Extension != nil && rule.Extension.Longest != nil {
		longest = atMost(*rule.Extension.Longest)
	}
	if x.Days < 1 || x.Days > longest {
		return nil, fault.Field("days", "mediation.field.extension_days").With(fault.Args{"max": longest})
	}
	return x, nil
}

// atMost is how many calendar days a length allows whatever the calendar says: never more than it means.
func atMost(l rulebook.Length) int {
	if l.Unit == rulebook.Months {
		return 28 * l.N
	}
	return l.N
}

func foldAskExtension(c *Case, e casefile.Event, b AskExtension) {
	c.Extension = &Extension{Days: b.Days, Asked: e.At}
}

// AgreeExtension is one party's consent to the longer term.
type AgreeExtension struct {
	Party id.ID `json:"party"`
	By    id.ID `json:"by,omitzero"` // the representative who says it; zero: the party itself
}

// Kind is the machine's event.
func (AgreeExtension) Kind() casefile.Kind { return "agree_extension" }

func (x AgreeExtension) party() id.ID { return x.Party }

func (x AgreeExtension) speaker() id.ID { return x.By }

func (x AgreeExtension) decide(*decision, *Step) (any, error) { return ofParty{x.Party}, nil }

func foldAgreeExtension(c *Case, _ casefile.Event, b ofParty) {
	if !slices.Contains(c.Extension.Agreed, b.Party) {
		c.Extension.Agreed = append(c.Extension.Agreed, b.Party)
	}
}

// extensionAgreed reports whether every party has agreed to an extension that is not granted yet.
func (c *Case) extensionAgreed() bool {
	return c.Extension != nil && c.Extension.Granted.IsZero() && c.Waits.IsZero() && c.all(c.Extension.Agreed)
}

// extended is the longer term that all agreed to, as its event says it: a later one changes nothing of it.
type extended struct {
	Days   int `json:"days"`
	Agreed int `json:"agreed"` // parties who consented
}

func (c *Case) extended() any { return extended{c.Extension.Days, len(c.Extension.Agreed)} }

func foldExtend(c *Case, e casefile.Event, _ extended) {
	c.Extension.Granted = e.At
	c.Extended++
}

// Statement is a party's own account, kept in its private section, or shared with everyone if the party says so.
type Statement struct {
	Party id.ID  `json:"party"`
	Text  string `json:"text"`
	Share bool   `json:"share,omitempty"`
}

// Kind is the machine's event.
func (Statement) Kind() casefile.Kind { return "statement" }

func (x Statement) party() id.ID { return x.Party }

func (x Statement) decide(_ *decision, s *Step) (any, error) {
	var l fault.List
	text(&l, "text", x.Text, maxText, true)
	if err := l.Err(); err != nil {
		return nil, err
	}
	kind, of := vault.Private, x.Party
	if x.Share {
		kind, of = vault.Joint, id.ID{}
	} else {
		s.Event.Visibility = casefile.Only(x.Party)
	}
	s.Secrets = append(s.Secrets, secret(kind, of, s.Event.ID, FieldStatement, x.Text))
	return ofParty{x.Party}, nil
}

// GiveSlip records that a party was given a passphrase, or a new slip in place of a lost one.
type GiveSlip struct {
	Party  id.ID
	Second bool            // staff replaces a slip that was given: that takes two people
	ByMail bool            // a lost slip is replaced from home, by digits that were written to the party's address
	mail   *signing.Half   // those digits; set by the service alone
	slips  []casefile.Slip // the slip with its passphrase's hash, and the one that it replaces
}

// Kind is the machine's event.
func (g GiveSlip) Kind() casefile.Kind {
	if g.ByMail {
		return "slip_mail"
	}
	return "slip"
}

func (g GiveSlip) party() id.ID { return g.Party }

func (g GiveSlip) decide(_ *decision, s *Step) (any, error) {
	s.Event.Visibility = casefile.Only(g.Party)
	s.Issued = g.slips
	if g.mail != nil {
		s.Used = append(s.Used, *g.mail)
	}
	return ofParty{g.Party}, nil
}

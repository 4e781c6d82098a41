package mediation

import (
	"slices"
	"time"

	"linli/casefile"
	"linli/casefile/signing"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/notify"
	"linli/platform/vault"
)

// Reach is by what a party wants to be reached: the part of its safe-contact instruction that linli itself obeys. When,
// and with which words, stands beside it in the party's own.
type Reach string

// The ways. The zero Reach, of what was written down at an application, is [ReachAny].
const (
	ReachAny   Reach = "any"   // every way that it left
	ReachPhone Reach = "phone" // by telephone alone
	ReachMail  Reach = "mail"  // by e-mail alone
	ReachNone  Reach = "none"  // by none: it looks at its page by itself
)

// Reaches lists the ways.
var Reaches = []Reach{ReachAny, ReachPhone, ReachMail, ReachNone}

// ByMail reports whether a mail may be written. Every mail of linli is asked this first.
func (r Reach) ByMail() bool { return r == "" || r == ReachAny || r == ReachMail }

// Former is an e-mail address that a party took out, sealed apart in a section of its own until it was told so.
type Former struct {
	Section id.ID     `json:"section"`
	At      time.Time `json:"at"`
}

// formerKept is how long an address that was taken out is tried. After that it is destroyed untold.
const formerKept = 72 * time.Hour

// ChangeContact is a party's own word of how it is reached, in place of whatever stood there; everything empty takes it out.
// What stood there is sealed under a key that ends with the change.
type ChangeContact struct {
	Party       id.ID  `json:"party"`
	Reach       Reach  `json:"reach"`
	Contact     string `json:"contact,omitempty"`
	SafeContact string `json:"safe_contact,omitempty"` // at which hours, and with which words
	Email       string `json:"email,omitempty"`
	Quiet       bool   `json:"quiet,omitempty"` // no word goes to the address that stood there: somebody else reads it
}

// Kind is the machine's event.
func (ChangeContact) Kind() casefile.Kind { return "reach" }

func (x ChangeContact) party() id.ID { return x.Party }

// empty reports whether nothing is left of how the party is reached.
func (x ChangeContact) empty() bool {
	return x.Contact == "" && x.SafeContact == "" && x.Email == "" && x.Reach != ReachNone
}

func (x ChangeContact) check() error {
	var l fault.List
	text(&l, "contact", x.Contact, maxContact, false)
	text(&l, "safe_contact", x.SafeContact, maxContact, false)
	switch {
	case !slices.Contains(Reaches, x.Reach):
		l.Add("reach", "form.choose")
	case x.Reach == ReachPhone && x.Contact == "":
		l.Add("contact", "mediation.field.reach_phone")
	case x.Reach == ReachMail && x.Email == "":
		l.Add("email", "mediation.field.reach_mail")
	}
	if x.Email != "" && !notify.Plain(x.Email) {
		l.Add("email", "mediation.field.email")
	}
	return l.Err()
}

// contactChanged says nothing of where the party is reached, and not by what.
type contactChanged struct {
	Party  id.ID `json:"party"`
	Left   bool  `json:"left,omitempty"`    // something stands there now
	Waits  bool  `json:"waits,omitempty"`   // an e-mail address waits to be confirmed
	Stays  bool  `json:"stays,omitempty"`   // the address that was confirmed stays
	Former id.ID `json:"former,omitzero"`   // the section of the address that was taken out and is to be told so
	NoMail bool  `json:"no_mail,omitempty"` // what the party said in its private talk still goes before it
}

func (x ChangeContact) decide(d *decision, s *Step) (any, error) {
	if err := x.check(); err != nil {
		return nil, err
	}
	p, before := d.c.Party(x.Party), d.Contact
	s.Event.Visibility = casefile.Only(x.Party)
	s.Fresh = append(s.Fresh, vault.Scope{Kind: vault.Contact, Of: x.Party})
	b := contactChanged{Party: x.Party, Left: !x.empty(), NoMail: p.NoMail && d.c.Ward(x.Party)} // a ward's slip may be in other hands
	mail := x.Email != "" && x.Reach.ByMail() && !b.NoMail
	b.Stays = mail && p.Mail && before.Email == x.Email
	b.Waits = mail && !b.Stays
	if b.Left {
		s.Secrets = append(s.Secrets, secret(vault.Contact, x.Party, x.Party, FieldContact, ContactDetails{x.Contact, x.SafeContact, x.Email, x.Reach}))
	}
	if p.Mail && before.Email != "" && before.Email != x.Email && x.Reach.ByMail() && !x.Quiet {
		b.Former = s.Event.ID
		s.Secrets = append(s.Secrets, secret(vault.Contact, b.Former, b.Former, FieldFormer, before.Email))
	}
	return b, nil
}

func foldContact(c *Case, e casefile.Event, b contactChanged) {
	p := c.Party(b.Party)
	p.ContactLeft = time.Time{}
	if b.Left {
		p.ContactLeft = e.At
	}
	p.NoMail, p.AddressWaits, p.Mail = b.NoMail, b.Waits, b.Stays
	if !b.Stays {
		p.ContactConfirmed = time.Time{}
	}
	if !b.Former.IsZero() {
		p.Former = append(slices.Clone(p.Former), Former{b.Former, e.At})
	}
}

// ConfirmContact is the party's own proof that its e-mail address reaches it: the digits that were written there.
type ConfirmContact struct {
	Party  id.ID
	proven *signing.Half
}

// Kind is the machine's event.
func (ConfirmContact) Kind() casefile.Kind { return "confirm_contact" }

func (x ConfirmContact) party() id.ID { return x.Party }

func (x ConfirmContact) decide(_ *decision, s *Step) (any, error) {
	s.Event.Visibility = casefile.Only(x.Party)
	if x.proven.Body != "" {
		s.Used = append(s.Used, *x.proven)
	}
	return ofParty{x.Party}, nil
}

func foldConfirmContact(c *Case, e casefile.Event, b ofParty) {
	p := c.Party(b.Party)
	p.Mail, p.AddressWaits, p.ContactConfirmed = true, false, e.At
}

// FormerTold is linli's own: an address that was taken out has been told so, or cannot be, and is destroyed.
type FormerTold struct {
	Section id.ID
}

// Kind is the machine's event.
func (FormerTold) Kind() casefile.Kind { return "former_told" }

type ofFormer struct {
	Party   id.ID `json:"party"`
	Section id.ID `json:"section"`
}

func (x FormerTold) decide(d *decision, s *Step) (any, error) {
	p, _ := d.c.former(x.Section)
	s.Event.Visibility = casefile.Only(p.ID)
	s.Drop = func(k vault.Scope) bool { return k.Kind == vault.Contact && k.Of == x.Section }
	return ofFormer{p.ID, x.Section}, nil
}

func foldFormerTold(c *Case, _ casefile.Event, b ofFormer) {
	p := c.Party(b.Party)
	p.Former = slices.DeleteFunc(slices.Clone(p.Former), func(f Former) bool { return f.Section == b.Section })
	if len(p.Former) == 0 {
		p.Former = nil
	}
}

// former is whose address a section holds, or nil.
func (c *Case) former(section id.ID) (*Party, Former) {
	for i := range c.Parties {
		for _, f := range c.Parties[i].Former {
			if f.Section == section {
				return &c.Parties[i], f
			}
		}
	}
	return nil, Former{}
}

// mailed reports whether linli may write to a party by e-mail: it wants it, its address is confirmed, and it is there.
func (p *Party) mailed() bool { return p != nil && p.Mail && p.Gone.IsZero() && p.Shredded.IsZero() }

// Guards of how a party is reached.
var (
	// What a closed case needs no more is not collected again; taking it out is always possible.
	contactNeeded = Guard{Name: "contact_not_needed", Holds: is(func(d *decision, x ChangeContact) bool {
		return d.c.Erased.IsZero() && (x.empty() || d.c.State.Open() || d.c.State.InForce())
	})}
	addressWaits  = Guard{Name: "address_not_waiting", Holds: func(d *decision) bool { return d.thisParty().AddressWaits }}
	addressProven = Guard{Name: "address_not_proven", Holds: is(func(_ *decision, x ConfirmContact) bool { return x.proven != nil })}
	mailProven    = Guard{Name: "address_not_proven", Holds: is(func(_ *decision, g GiveSlip) bool { return g.mail != nil })}
	formerWaits   = Guard{Name: "former_told", Holds: is(func(d *decision, x FormerTold) bool {
		p, _ := d.c.former(x.Section)
		return p != nil
	})}
)

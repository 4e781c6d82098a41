package mediation

import (
	"slices"

	"linli/platform/access"
	"linli/platform/id"
)

// thisOffer is the offer that a command of its owner names, if it is that party's and was not called back.
func (d *decision) thisOffer() *Offer {
	c, ok := d.cmd.(interface {
		forParty
		offer() id.ID
	})
	if !ok {
		return nil
	}
	o := d.c.Offer(c.offer())
	if o == nil || o.Party != c.party() || !o.Back.IsZero() {
		return nil
	}
	return o
}

// thisCopy is the copy that a command of who received it names, with its offer.
func (d *decision) thisCopy() (*Offer, *Copy) {
	c, ok := d.cmd.(interface {
		forParty
		copied() id.ID
	})
	if !ok {
		return nil, nil
	}
	o, k := d.c.CopyOf(c.copied())
	if k == nil || k.To != c.party() || !o.Back.IsZero() {
		return nil, nil
	}
	return o, k
}

// What is carried between the sides.
var (
	offerKnown   = Guard{Name: "offer_unknown", Holds: func(d *decision) bool { return d.thisOffer() != nil }}
	offerKept    = Guard{Name: "offer_released", Holds: func(d *decision) bool { return d.thisOffer().Kept() }}
	offerUnread  = Guard{Name: "offer_read", Holds: func(d *decision) bool { o := d.thisOffer(); return o.Kept() || o.Recallable() }}
	somebodyGets = Guard{Name: "offer_nobody", Holds: func(d *decision) bool {
		o := d.thisOffer()
		return len(d.c.OtherSide(o.Party, o.Session)) > 0
	}}
	// What is written in a round goes to the mediator first: its party does not send it past the mediator.
	throughMediator = Guard{Name: "statement_by_mediator", Holds: func(d *decision) bool {
		return d.thisOffer().As == AnOffer || d.by.Kind != access.Resident
	}}
	// Of a statement: its round is in writing, has begun, and asked this party.
	roundRuns = Guard{Name: "round_not_open", Holds: is(func(d *decision, c WriteOffer) bool {
		if c.As != AStatement {
			return c.Session.IsZero()
		}
		s := d.c.Session(c.Session)
		return s != nil && s.Mode == "writing" && !s.Begun.IsZero() && slices.Contains(s.With, c.Party)
	})}
	copyKnown   = Guard{Name: "offer_unknown", Holds: func(d *decision) bool { _, k := d.thisCopy(); return k != nil }}
	copyUnread  = Guard{Name: "offer_opened", Holds: func(d *decision) bool { _, k := d.thisCopy(); return k.Read.IsZero() }}
	copyRead    = Guard{Name: "offer_not_opened", Holds: func(d *decision) bool { _, k := d.thisCopy(); return !k.Read.IsZero() }}
	isOffer     = Guard{Name: "statement_no_answer", Holds: func(d *decision) bool { o, _ := d.thisCopy(); return o.As == AnOffer }}
	notAnswered = Guard{Name: "offer_answered", Holds: func(d *decision) bool { _, k := d.thisCopy(); return k.Answer == "" }}
)

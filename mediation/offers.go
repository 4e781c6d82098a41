package mediation

import (
	"context"
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
)

// What one party lets the mediator carry to the other side.
const (
	AnOffer    = "offer"     // 提议, of a separate talk (shuttle 背对背): it leaves when its owner releases it
	AStatement = "statement" // 书面意见, of a round in writing: the mediator has it first and passes it on
)

// Offer is what one party lets be carried to the other side. Its words are sealed in the owner's section; what leaves the
// room is a copy in the section of each who gets it. Until it is released the other side has nothing of it.
type Offer struct {
	ID       id.ID     `json:"id"` // for who received it, that of the copy: when it was written is the owner's
	Party    id.ID     `json:"party"`
	As       string    `json:"as"`
	Session  id.ID     `json:"session,omitzero"`  // the round in writing that a statement belongs to
	Counters id.ID     `json:"counters,omitzero"` // the copy that it answers
	By       id.ID     `json:"by,omitzero"`       // the account that wrote it down; zero: the party itself
	At       time.Time `json:"at"`
	Released time.Time `json:"released,omitzero"`
	Through  id.ID     `json:"through,omitzero"` // the account that recorded the owner's yes; zero: the owner released it itself
	Back     time.Time `json:"back,omitzero"`    // called back before anybody read it; its words are gone
	Copies   []Copy    `json:"copies,omitempty"`
}

// Copy is an offer with one party that it was released to.
type Copy struct {
	ID       id.ID     `json:"id"`
	To       id.ID     `json:"to"`
	Read     time.Time `json:"read,omitzero"`
	Answer   string    `json:"answer,omitempty"` // one of [Answers]
	Answered time.Time `json:"answered,omitzero"`
	Said     id.ID     `json:"said,omitzero"`  // the words of the answer, with who answered
	Heard    id.ID     `json:"heard,omitzero"` // the same words, with the owner of the offer
}

// The answers to an offer. None of them binds: what is agreed is drafted and signed.
const (
	AcceptsOffer  = "accept"
	CountersOffer = "counter"
	DeclinesOffer = "no"
)

// Answers are the answers to an offer.
var Answers = []string{AcceptsOffer, CountersOffer, DeclinesOffer}

// Kept reports whether an offer is with its owner and the mediator alone.
func (o Offer) Kept() bool { return o.Released.IsZero() && o.Back.IsZero() }

// Recallable reports whether an offer has left and nobody has read it.
func (o Offer) Recallable() bool {
	return !o.Released.IsZero() && o.Back.IsZero() && !slices.ContainsFunc(o.Copies, func(k Copy) bool { return !k.Read.IsZero() })
}

// Offer returns an offer by its id, or nil.
func (c *Case) Offer(x id.ID) *Offer {
	i := slices.IndexFunc(c.Offers, func(o Offer) bool { return o.ID == x })
	if i < 0 {
		return nil
	}
	return &c.Offers[i]
}

// CopyOf returns a copy by its id with the offer that it is of, or nils.
func (c *Case) CopyOf(x id.ID) (*Offer, *Copy) {
	for i := range c.Offers {
		for k := range c.Offers[i].Copies {
			if c.Offers[i].Copies[k].ID == x {
				return &c.Offers[i], &c.Offers[i].Copies[k]
			}
		}
	}
	return nil, nil
}

// OtherSide are those to whom an offer of a party, or its statement in a round, would go: who takes part on the other
// side, or was asked to the same round.
func (c *Case) OtherSide(party, round id.ID) []id.ID {
	var out []id.ID
	own, session := c.Party(party), c.Session(round)
	for _, p := range c.needed() {
		if p.ID == party || !p.Consent.Stands() || !p.Shredded.IsZero() || own == nil {
			continue
		}
		if session == nil && p.Role != own.Role || session != nil && slices.Contains(session.With, p.ID) {
			out = append(out, p.ID)
		}
	}
	return out
}

// WriteOffer writes down what a party would let be carried to the other side. It goes nowhere yet.
type WriteOffer struct {
	Party   id.ID  `json:"party"`
	As      string `json:"as,omitempty"`     // offer, where it is empty
	Session id.ID  `json:"session,omitzero"` // of a statement: its round
	Text    string `json:"text"`
}

// Kind is the machine's event.
func (WriteOffer) Kind() casefile.Kind { return "offer" }

func (x WriteOffer) party() id.ID { return x.Party }

type offered struct {
	Offer   id.ID  `json:"offer"`
	Party   id.ID  `json:"party"`
	As      string `json:"as"`
	Session id.ID  `json:"round,omitzero"`
}

func (x WriteOffer) decide(_ *decision, s *Step) (any, error) {
	var l fault.List
	text(&l, "text", x.Text, maxText, true)
	if x.As == "" {
		x.As = AnOffer
	}
	if x.As != AnOffer && x.As != AStatement {
		l.Add("as", "mediation.field.offer_as")
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	s.Event.Visibility = casefile.Only(x.Party)
	s.Secrets = append(s.Secrets, secret(vault.Private, x.Party, s.Event.ID, FieldOffer, x.Text))
	return offered{s.Event.ID, x.Party, x.As, x.Session}, nil
}

func foldOffer(c *Case, e casefile.Event, b offered) {
	c.Offers = append(c.Offers, Offer{ID: b.Offer, Party: b.Party, As: b.As, Session: b.Session, By: e.By.Account, At: e.At})
}

// ReleaseOffer lets an offer leave. Its owner does it on its own page; a mediator who records that the owner said yes in
// the room cannot do it unseen: the owner's page says so at once, and the owner calls it back until it is read.
type ReleaseOffer struct {
	Party     id.ID `json:"party"`
	Offer     id.ID `json:"offer"`
	Confirmed bool  `json:"confirmed,omitempty"` // by staff: the owner heard these words and said yes to passing them on
	By        id.ID `json:"by,omitzero"`         // the representative who says it; zero: the party itself
}

// Kind is the machine's event.
func (ReleaseOffer) Kind() casefile.Kind { return "release_offer" }

func (x ReleaseOffer) party() id.ID   { return x.Party }
func (x ReleaseOffer) offer() id.ID   { return x.Offer }
func (x ReleaseOffer) speaker() id.ID { return x.By }

type released struct {
	Offer  id.ID  `json:"offer"`
	Party  id.ID  `json:"party"`
	Copies []Copy `json:"copies"`
}

func (x ReleaseOffer) decide(d *decision, s *Step) (any, error) {
	o := d.c.Offer(x.Offer)
	if !d.by.Account.IsZero() && o.As == AnOffer && !x.Confirmed {
		return nil, fault.Field("confirmed", "mediation.field.offer_confirmed")
	}
	s.Event.Visibility = casefile.Only(x.Party)
	b := released{Offer: x.Offer, Party: x.Party}
	for _, to := range d.c.OtherSide(o.Party, o.Session) {
		k := Copy{ID: d.ids.New(), To: to}
		b.Copies = append(b.Copies, k)
		s.Secrets = append(s.Secrets, casefile.Secret{Scope: vault.Scope{Kind: vault.Private, Of: to}, Owner: k.ID, Field: FieldOffer, Text: d.Words})
	}
	return b, nil
}

func foldReleaseOffer(c *Case, e casefile.Event, b released) {
	o := c.Offer(b.Offer)
	o.Released, o.Through, o.Copies = e.At, e.By.Account, b.Copies
}

// CallBackOffer destroys the words of an offer that nobody on the other side has read.
type CallBackOffer struct {
	Party id.ID `json:"party"`
	Offer id.ID `json:"offer"`
}

// Kind is the machine's event.
func (CallBackOffer) Kind() casefile.Kind { return "call_back_offer" }

func (x CallBackOffer) party() id.ID { return x.Party }
func (x CallBackOffer) offer() id.ID { return x.Offer }

type ofOffer struct {
	Offer id.ID `json:"offer"`
	Party id.ID `json:"party"`
}

func (x CallBackOffer) decide(d *decision, s *Step) (any, error) {
	s.Event.Visibility = casefile.Only(x.Party)
	s.Secrets = append(s.Secrets, secret(vault.Private, x.Party, x.Offer, FieldOffer, ""))
	for _, k := range d.c.Offer(x.Offer).Copies {
		s.Secrets = append(s.Secrets, secret(vault.Private, k.To, k.ID, FieldOffer, ""))
	}
	return ofOffer{x.Offer, x.Party}, nil
}

func foldCallBackOffer(c *Case, e casefile.Event, b ofOffer) { c.Offer(b.Offer).Back = e.At }

// ReadOffer opens a copy: from now on its owner cannot call it back, and sees that it was read.
type ReadOffer struct {
	Party id.ID `json:"party"` // who received it
	Copy  id.ID `json:"copy"`
}

// Kind is the machine's event.
func (ReadOffer) Kind() casefile.Kind { return "read_offer" }

func (x ReadOffer) party() id.ID  { return x.Party }
func (x ReadOffer) copied() id.ID { return x.Copy }

type ofCopy struct {
	Copy  id.ID `json:"copy"`
	Party id.ID `json:"party"`
}

func (x ReadOffer) decide(_ *decision, s *Step) (any, error) {
	s.Event.Visibility = casefile.Only(x.Party)
	return ofCopy{x.Copy, x.Party}, nil
}

func foldReadOffer(c *Case, e casefile.Event, b ofCopy) {
	_, k := c.CopyOf(b.Copy)
	k.Read = e.At
}

// AnswerOffer is what the other side says to an offer. A counter is an offer of its own, which leaves with the answer.
type AnswerOffer struct {
	Party     id.ID  `json:"party"` // who received it
	Copy      id.ID  `json:"copy"`
	Answer    string `json:"answer"` // one of [Answers]
	Text      string `json:"text,omitempty"`
	Confirmed bool   `json:"confirmed,omitempty"` // by staff: the party said yes to passing these words on
	By        id.ID  `json:"by,omitzero"`         // the representative who says it; zero: the party itself
}

// Kind is the machine's event.
func (AnswerOffer) Kind() casefile.Kind { return "answer_offer" }

func (x AnswerOffer) party() id.ID   { return x.Party }
func (x AnswerOffer) copied() id.ID  { return x.Copy }
func (x AnswerOffer) speaker() id.ID { return x.By }

type answered struct {
	Copy   id.ID  `json:"copy"`
	Party  id.ID  `json:"party"`
	Answer string `json:"answer"`
	Said   id.ID  `json:"said,omitzero"`
	Heard  id.ID  `json:"heard,omitzero"`
}

func (x AnswerOffer) decide(d *decision, s *Step) (any, error) {
	var l fault.List
	if !slices.Contains(Answers, x.Answer) {
		l.Add("answer", "mediation.field.offer_answer")
	}
	text(&l, "text", x.Text, maxText, x.Answer == CountersOffer)
	if !d.by.Account.IsZero() && !x.Confirmed {
		l.Add("confirmed", "mediation.field.offer_confirmed")
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	s.Event.Visibility = casefile.Only(x.Party)
	b := answered{Copy: x.Copy, Party: x.Party, Answer: x.Answer}
	if x.Text != "" {
		of, _ := d.c.CopyOf(x.Copy)
		b.Said, b.Heard = d.ids.New(), d.ids.New()
		s.Secrets = append(s.Secrets, secret(vault.Private, x.Party, b.Said, FieldOffer, x.Text), secret(vault.Private, of.Party, b.Heard, FieldOffer, x.Text))
	}
	return b, nil
}

func foldAnswerOffer(c *Case, e casefile.Event, b answered) {
	of, k := c.CopyOf(b.Copy)
	k.Answer, k.Answered = b.Answer, e.At
	if b.Answer != CountersOffer {
		k.Said, k.Heard = b.Said, b.Heard
		return
	}
	c.Offers = append(c.Offers, Offer{ID: b.Said, Party: b.Party, As: AnOffer, Counters: b.Copy, By: e.By.Account, At: e.At,
		Released: e.At, Through: e.By.Account, Copies: []Copy{{ID: b.Heard, To: of.Party}}})
}

// offersOf keeps what one party may see of the offers, and takes the words of the others out of what was opened: its own
// as they are, of the other side's those that were released to it, and their words once it has opened them.
func (o *Opened) offersOf(c *Case, party id.ID) {
	var out []Offer
	for _, x := range c.Offers {
		if x.Party == party {
			out = append(out, x)
			continue
		}
		for _, k := range x.Copies {
			if k.To != party || !x.Back.IsZero() {
				continue
			}
			if k.Read.IsZero() {
				delete(o.Texts, k.ID)
			}
			k.Heard = id.ID{}
			out = append(out, Offer{ID: k.ID, Party: x.Party, As: x.As, Session: x.Session, Counters: x.Counters, At: x.Released, Released: x.Released, Copies: []Copy{k}})
		}
	}
	c.Offers = out
}

// offerWords are the words of an offer, read for its release: like any other reading it needs the right, and is written down.
func (s *Service) offerWords(ctx context.Context, a access.Actor, c Case, offer id.ID) ([]byte, error) {
	grant, err := s.Access.Open(ctx, s.Recorder, s.Clock.Now(), a, c.Facts(), access.ForWork)
	if err != nil {
		return nil, err
	}
	fields, err := s.Repo.Sealed(ctx, c.Tenant, c.ID)
	if err != nil {
		return nil, err
	}
	o := c.Offer(offer)
	fields = slices.DeleteFunc(fields, func(f vault.Sealed) bool {
		return o == nil || f.Field != FieldOffer || f.Owner != offer || a.Kind == access.Resident && o.Party != a.Party
	})
	words, err := s.Vault.OpenAll(ctx, grant, fields)
	if err != nil || len(words) == 0 {
		return nil, err
	}
	return words[0], nil
}

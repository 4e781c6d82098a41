package resident

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"linli/mediation"
	"linli/platform/fault"
	"linli/web/page"
)

// passage is an offer or a statement as one party reads it: its own, or one that reached it.
type passage struct {
	mediation.Offer
	Mine  bool
	Text  string         // empty while it is unopened
	Got   mediation.Copy // of another's: the copy that reached this party
	Heard []heard        // answers to the party's own
	Who   string         // the account that recorded the release, in words; empty: the party did it itself

	Spoken bool // others let it leave and answer for the party, at the office
}

// heard is what the other side said to an offer.
type heard struct {
	At           time.Time
	Answer, Text string
}

// Waits reports whether the offer waits for this party: it reached it and is unopened or unanswered, or it was released on
// the party's behalf and can still be called back.
func (c passage) Waits() bool {
	if c.Mine {
		return !c.Through.IsZero() && c.Recallable()
	}
	return c.Unopened() || c.Unanswered()
}

// Unopened reports whether it reached the party, who has not opened it.
func (c passage) Unopened() bool { return !c.Mine && c.Got.Read.IsZero() }

// Unanswered reports whether the party has opened an offer and said nothing to it.
func (c passage) Unanswered() bool {
	return !c.Mine && !c.Spoken && c.As == mediation.AnOffer && !c.Got.Read.IsZero() && c.Got.Answer == ""
}

// Releases reports whether the party itself can let it leave: a statement goes through the mediator.
func (c passage) Releases() bool { return c.Mine && !c.Spoken && c.Kept() && c.As == mediation.AnOffer }

// Carried are the offers and statements of this party and those that reached it, the newest first.
func (o *partyPage) Carried() []passage {
	var out []passage
	for _, x := range slices.Backward(o.Case.Offers) {
		c := passage{Offer: x, Mine: x.Party == o.Me.ID, Text: o.Passage(mediation.FieldOffer, x.ID), Spoken: o.SpokenFor("answer_offer")}
		if !c.Mine {
			c.Got = x.Copies[0]
		}
		for _, k := range x.Copies {
			if c.Mine && k.Answer != "" && k.Answer != mediation.CountersOffer {
				c.Heard = append(c.Heard, heard{k.Answered, k.Answer, o.Passage(mediation.FieldOffer, k.Heard)})
			}
		}
		out = append(out, c)
	}
	return out
}

// MayOffer reports whether the party can write down what the other side may hear.
func (o *partyPage) MayOffer() bool { return o.Inside() && o.can("offer") && o.Me.Consent.Stands() }

// MayCarry reports whether there is anything to see on the page of offers.
func (o *partyPage) MayCarry() bool { return o.MayOffer() || len(o.Case.Offers) > 0 }

// CarriedWaits reports whether an offer waits for this party.
func (o *partyPage) CarriedWaits() bool { return slices.ContainsFunc(o.Carried(), passage.Waits) }

// Rounds are the rounds in writing in which the party can write now.
func (o *partyPage) Rounds() []mediation.Session {
	return slices.DeleteFunc(slices.Clone(o.Case.Sessions), func(s mediation.Session) bool {
		return s.Mode != "writing" || s.Begun.IsZero() || !slices.Contains(s.With, o.Me.ID)
	})
}

// About are the choices of what is written: an offer, or a statement in a round.
func (o *partyPage) About(offer, statement string) []page.Item {
	out := []page.Item{{Value: mediation.AnOffer, Text: offer}}
	for _, s := range o.Rounds() {
		out = append(out, page.Item{Value: s.ID.String(), Text: strings.ReplaceAll(statement, "{day}", s.Until)})
	}
	return out
}

func (p *Pages) offersForm(w http.ResponseWriter, r *http.Request, v *visitor) error {
	return p.form(w, r, v, "offers", (*partyPage).MayCarry)
}

// offers takes what the party would let be passage. It goes nowhere yet.
func (p *Pages) offers(w http.ResponseWriter, r *http.Request, v *visitor) error {
	return p.when(w, r, v, (*partyPage).MayOffer, "offers", "offer.done.written", func(own *partyPage) mediation.Command {
		own.Form.Require("text")
		x := mediation.WriteOffer{Party: own.Me.ID, Text: own.Form.Value("text")}
		about := own.Form.Value("about")
		for _, s := range own.Rounds() {
			if about == s.ID.String() {
				x.As, x.Session = mediation.AStatement, s.ID
			}
		}
		if x.As == "" && about != mediation.AnOffer && len(own.Rounds()) > 0 {
			own.Form.Add("about", "form.choose")
		}
		return x
	})
}

type offerPage struct {
	*partyPage
	Offer passage
}

// offerOf opens the case and finds the offer that the address names; nil where there is none any more.
func (p *Pages) offerOf(r *http.Request, v *visitor) (*offerPage, *partyPage, error) {
	own, err := p.take(r, v)
	if err != nil {
		return nil, nil, err
	}
	all := own.Carried()
	i := slices.IndexFunc(all, func(c passage) bool { return c.ID.String() == r.PathValue("offer") })
	if i < 0 {
		return nil, own, nil
	}
	d := &offerPage{partyPage: own, Offer: all[i]}
	if account := d.Offer.Through; !account.IsZero() {
		d.Offer.Who, err = p.Office.AccountName(r.Context(), own.Case.Tenant, account)
	}
	return d, own, err
}

func (p *Pages) offerForm(w http.ResponseWriter, r *http.Request, v *visitor) error {
	d, own, err := p.offerOf(r, v)
	if err != nil {
		return err
	}
	if d == nil {
		return seeOther(w, r, own.At+"/offers")
	}
	return p.show(w, r, own.Form, "offer", d)
}

// offer does what the party asks of one offer: release it, call it back, open it or answer it.
func (p *Pages) offer(w http.ResponseWriter, r *http.Request, v *visitor) error {
	d, own, err := p.offerOf(r, v)
	if err != nil {
		return err
	}
	if d == nil {
		return seeOther(w, r, own.At+"/offers")
	}
	cmd, done := d.asks()
	if cmd == nil && !d.Form.Faulty() {
		return seeOther(w, r, own.At+"/offers/"+d.Offer.ID.String())
	}
	if !d.Form.Faulty() {
		if err = p.ask(r, v, d.Form, cmd); err == nil {
			p.Edge.Notify(w, done)
			return seeOther(w, r, own.At+"/offers"+d.onward())
		}
		if fault.Of(err).Code == fault.Guard { // it has moved on meanwhile: the page says how it stands
			if d, own, err = p.offerOf(r, v); err == nil && d != nil {
				return p.show(w, r, own.Form, "offer", d)
			}
		}
		if d == nil || !d.Form.Take(err) {
			return err
		}
	}
	return p.show(w, r, d.Form, "offer", d)
}

// onward is the offer that was just opened, to read it; else the list.
func (d *offerPage) onward() string {
	if d.Form.Value("do") == "open" {
		return "/" + d.Offer.ID.String()
	}
	return ""
}

// asks is the command that the form asks for, with what is said when it is done; nil where it fits nothing.
func (d *offerPage) asks() (mediation.Command, string) {
	me, x := d.Me.ID, d.Offer.ID
	switch do := d.Form.Value("do"); {
	case do == "release" && d.Offer.Releases():
		return mediation.ReleaseOffer{Party: me, Offer: x}, "offer.done.released"
	case do == "back" && d.Offer.Mine:
		return mediation.CallBackOffer{Party: me, Offer: x}, "offer.done.back"
	case do == "open" && d.Offer.Unopened():
		return mediation.ReadOffer{Party: me, Copy: x}, "offer.done.opened"
	case do == "answer" && d.Offer.Unanswered():
		answer := d.Form.Value("answer")
		if !slices.Contains(mediation.Answers, answer) {
			d.Form.Add("answer", "mediation.field.offer_answer")
		}
		if answer == mediation.CountersOffer {
			d.Form.Require("text")
		}
		return mediation.AnswerOffer{Party: me, Copy: x, Answer: answer, Text: d.Form.Value("text")}, "offer.done.answered"
	}
	return nil, ""
}

// ToAgree are the sessions to come by telephone, by video or in writing to which the party is asked.
func (o *partyPage) ToAgree() []mediation.Session {
	return slices.DeleteFunc(slices.Clone(o.Case.Sessions), func(s mediation.Session) bool {
		return !o.Inside() || !o.can("agree_mode") || !s.Planned() || !s.Remote() || !slices.Contains(s.With, o.Me.ID)
	})
}

// AgreedTo reports whether the party has agreed to the way of meeting.
func (o *partyPage) AgreedTo(s mediation.Session) bool { return slices.Contains(s.Agreed, o.Me.ID) }

// Room is the address of the video room of a session, or empty.
func (o *partyPage) Room(s *mediation.Session) string {
	if where := o.Place(s); strings.HasPrefix(where, "https://") {
		return where
	}
	return ""
}

type modePage struct {
	*partyPage
	Session mediation.Session
}

func (p *Pages) modeOf(r *http.Request, v *visitor) (*modePage, *partyPage, error) {
	own, err := p.take(r, v)
	if err != nil {
		return nil, nil, err
	}
	all := own.ToAgree()
	i := slices.IndexFunc(all, func(s mediation.Session) bool { return s.ID.String() == r.PathValue("session") })
	if i < 0 {
		return nil, own, nil
	}
	return &modePage{partyPage: own, Session: all[i]}, own, nil
}

func (p *Pages) modeForm(w http.ResponseWriter, r *http.Request, v *visitor) error {
	d, own, err := p.modeOf(r, v)
	if err != nil {
		return err
	}
	if d == nil {
		return seeOther(w, r, own.At)
	}
	return p.show(w, r, own.Form, "mode", d)
}

// mode takes the party's word on meeting by telephone, by video or in writing. A no needs no reason.
func (p *Pages) mode(w http.ResponseWriter, r *http.Request, v *visitor) error {
	d, own, err := p.modeOf(r, v)
	if err != nil {
		return err
	}
	if d == nil {
		return seeOther(w, r, own.At)
	}
	answer := d.Form.Value("answer")
	if answer != "yes" && answer != "no" {
		d.Form.Add("answer", "form.choose")
		return p.show(w, r, d.Form, "mode", d)
	}
	return p.act(w, r, v, own, mediation.AgreeMode{Party: own.Me.ID, Session: d.Session.ID, Yes: answer == "yes"}, "offer.done.mode", "mode")
}

package mediation

import (
	"cmp"
	"slices"
	"time"

	"linli/casefile"
	"linli/consent"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
)

// GiveConsent records one party's own consent to this mediation. Age and capacity are asked, used for the guard and
// forgotten: no column holds them.
type GiveConsent struct {
	Party          id.ID       `json:"party"`
	How            consent.How `json:"how"`
	Language       string      `json:"language"` // in which the notice was read
	Age            int         `json:"age,omitempty"`
	SelfSupporting bool        `json:"self_supporting,omitempty"` // sixteen or older and living on own work (民法典 art. 18)
	Limited        bool        `json:"limited,omitempty"`         // a court or the family says that a guardian acts
	By             id.ID       `json:"by,omitzero"`               // the representative who says it; zero: the party itself

	Interpreter *Interpreting `json:"interpreter,omitempty"`
}

// Kind is the machine's event.
func (GiveConsent) Kind() casefile.Kind { return "consent" }

func (g GiveConsent) party() id.ID { return g.Party }

func (g GiveConsent) speaker() id.ID { return g.By }

type consented struct {
	Party  id.ID       `json:"party"`
	Record id.ID       `json:"record"`
	How    consent.How `json:"how"`
	Of     id.ID       `json:"of,omitzero"` // of a group: which of its representatives
}

func (g GiveConsent) decide(d *decision, s *Step) (any, error) {
	var l fault.List
	if g.Age < 0 || g.Age > 130 {
		l.Add("age", "mediation.field.age")
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	if err := d.interpreted(s, g.Interpreter, g.Party, vault.Private); err != nil {
		return nil, err
	}
	r, err := d.give(s, consent.Mediation, d.notice(g.Language, d.Rules.Mediation.Notice.Text), g.How, g.Party, g.By)
	if err != nil {
		return nil, err
	}
	b := consented{Party: g.Party, Record: r.ID, How: g.How}
	if who := d.acting(); who != nil && who.Kind == ForGroup {
		b.Of = who.ID
	}
	return b, nil
}

// notice is what a party read before it consented, in the language that the text is in: pages can speak one that the rulebook lacks.
func (d *decision) notice(language, text string) consent.Notice {
	return consent.Notice{Version: d.Rules.Mediation.Notice.Version, Hash: consent.HashNotice(d.Rules.Text(language, text)), Language: cmp.Or(d.Rules.TextIn(language, text), language)}
}

// give makes a consent record of a party for one purpose of the office, with a yes that was said now.
func (d *decision) give(s *Step, purpose consent.Purpose, notice consent.Notice, how consent.How, party, by id.ID) (consent.Record, error) {
	return d.giveTo(s, consent.Recipient{Kind: consent.Office, ID: d.c.Unit}, needed(purpose), purpose, notice, how, party, by)
}

// giveTo makes a consent record of a party for one recipient and one purpose.
func (d *decision) giveTo(s *Step, to consent.Recipient, data []consent.Datum, purpose consent.Purpose, notice consent.Notice, how consent.How, party, by id.ID) (consent.Record, error) {
	p := d.c.Party(party)
	guardian := d.guardian(by)
	r, err := consent.New(consent.Record{
		Tenant: d.c.Tenant, ID: d.ids.New(), Case: d.c.ID, Subject: p.ID, Notice: notice, Purpose: purpose,
		Data:         data,
		Recipient:    to,
		Storage:      consent.Storage{Place: "office", Rule: "mediation"},
		Withdrawal:   "any_time",
		Jurisdiction: d.Rules.Jurisdiction(),
		Guardian:     guardian,
	})
	if err != nil {
		return r, err
	}
	act := consent.Act{Event: consent.Give, At: d.now, Claimed: s.Event.Claimed, How: how, By: consent.BySubject, Account: d.by.Account}
	if !guardian.IsZero() {
		act.By = consent.ByGuardian
	}
	if r, err = consent.Apply(r, act, d.opponents(p)); err != nil {
		return r, err
	}
	s.Consents = append(s.Consents, r)
	return r, nil
}

// guardian is the guardian of a record: as a party of the case where the person is one; zero where no guardian speaks.
func (d *decision) guardian(by id.ID) id.ID {
	r := d.c.Representative(by)
	switch {
	case r == nil || r.Kind != Guardian:
		return id.ID{}
	case !r.Known.IsZero():
		return r.Known
	}
	return r.ID
}

// foldConsent counts a group's consent when each of those who speak for it has given an own one.
func foldConsent(c *Case, e casefile.Event, b consented) {
	if r := c.Representative(b.Of); r != nil {
		r.Consented = e.Happened()
		if slices.ContainsFunc(c.Representatives, func(x Representative) bool {
			return x.Party == b.Party && x.Kind == ForGroup && x.Ended.IsZero() && x.Consented.IsZero()
		}) {
			return
		}
	}
	c.Party(b.Party).Consent = Consent{Given: e.Happened(), Record: b.Record}
}

// needed are the fields that a purpose needs: to ask later whether an agreement is performed, the dispute is not one.
func needed(purpose consent.Purpose) []consent.Datum {
	out := []consent.Datum{{Field: FieldIdentity, Kind: string(vault.Identity)}, {Field: FieldContact, Kind: string(vault.Contact)}}
	if purpose != consent.FollowUp {
		out = append(out, consent.Datum{Field: FieldApplication, Kind: string(vault.Joint)})
	}
	return out
}

// Refuse says no to an invitation. Nothing follows from it for the party, and no reason is asked.
type Refuse struct {
	Party id.ID       `json:"party"`
	How   consent.How `json:"how"`
}

// Kind is the machine's event.
func (Refuse) Kind() casefile.Kind { return "refuse" }

func (r Refuse) party() id.ID { return r.Party }

func (r Refuse) decide(d *decision, s *Step) (any, error) {
	if !slices.Contains([]consent.How{consent.Written, consent.Oral, consent.Screen, consent.Thumbprint}, r.How) {
		return nil, fault.Field("how", "mediation.field.how")
	}
	s.Event.Visibility = casefile.Only(r.Party)
	return ofParty{r.Party}, d.takeBack(s, r.Party, consent.Mediation, r.How)
}

func foldRefuse(c *Case, e casefile.Event, b ofParty) {
	p := c.Party(b.Party)
	p.Joins = p.Joins || c.Beside(p)
	p.Consent.Refused = e.Happened()
	p.Consent.Given = time.Time{}
}

// Beside reports whether a party is one of several applicants, before the application is accepted, and another stands by it: its no, or its
// silence where another agreed, leaves the others' application as it is (人民调解法 art. 17 lets nobody be made to mediate, and keeps nobody else from asking). Whom a letter names asked for nothing.
func (c *Case) Beside(p *Party) bool {
	return p.Role == Applicant && p.Gone.IsZero() && c.Sent == nil && c.Accepted.IsZero() && slices.ContainsFunc(c.needed(), func(x Party) bool {
		return x.ID != p.ID && x.Role == Applicant && x.Consent.Refused.IsZero()
	})
}

// refused reports whether an invited party said no, or let the time to answer pass.
func (c *Case) refused() bool {
	return slices.ContainsFunc(c.needed(), func(p Party) bool { return !p.Consent.Refused.IsZero() })
}

// Silence is linli's own: the time to answer is over, and no answer counts as a refusal.
type Silence struct{}

// Kind is the machine's event.
func (Silence) Kind() casefile.Kind { return "silence" }

func (Silence) decide(d *decision, s *Step) (any, error) {
	b := silence{d.silent()}
	s.Event.Visibility = casefile.Only(b.Parties...)
	return b, nil
}

// silence names those without whom the others go on ([decision.silent]); with none, everybody who was asked is meant.
type silence struct {
	Parties []id.ID `json:"parties,omitempty"`
}

func foldSilence(c *Case, e casefile.Event, b silence) {
	for i := range c.Parties {
		if len(b.Parties) > 0 && !slices.Contains(b.Parties, c.Parties[i].ID) {
			continue
		}
		if p := &c.Parties[i]; p.Gone.IsZero() && !p.Consent.Stands() {
			p.Joins = p.Joins || len(b.Parties) > 0 && c.Beside(p)
			p.Consent.Refused, p.Consent.Silent = e.Happened(), true
		}
	}
}

// Accept takes the case on: the term starts and the case gets its number.
type Accept struct{}

// Kind is the machine's event.
func (Accept) Kind() casefile.Kind { return "accept" }

type accepted struct {
	Year int `json:"year"`
}

func (Accept) decide(d *decision, s *Step) (any, error) {
	return accepted{s.Event.Happened().In(d.Rules.Zone).Year()}, nil
}

func foldAccept(c *Case, e casefile.Event, b accepted) { c.Accepted, c.Year = e.Happened(), b.Year }

// Withdraw ends the mediation because a party wants it to end. No reason is asked, and it takes effect at once.
type Withdraw struct {
	Party id.ID `json:"party"`
}

// Kind is the machine's event.
func (Withdraw) Kind() casefile.Kind { return "withdraw" }

func (w Withdraw) party() id.ID { return w.Party }

func (w Withdraw) decide(d *decision, s *Step) (any, error) {
	s.Event.Reason = "withdrawn"
	how := consent.Screen
	if !d.by.Account.IsZero() {
		how = consent.Oral
	}
	return ofParty{w.Party}, d.takeBack(s, w.Party, consent.Mediation, how)
}

// takeBack ends a party's running consent for a purpose in its own record.
func (d *decision) takeBack(s *Step, party id.ID, purpose consent.Purpose, how consent.How) error {
	for _, r := range d.Records {
		if r.Subject != party || r.Purpose != purpose || !r.Valid(d.now) {
			continue
		}
		r, err := consent.Apply(r, consent.Act{Event: consent.Withdraw, At: d.now, Claimed: s.Event.Claimed, How: how, By: consent.BySubject, Account: d.by.Account}, nil)
		if err != nil {
			return err
		}
		s.Consents = append(s.Consents, r)
	}
	return nil
}

func foldWithdraw(c *Case, e casefile.Event, b ofParty) {
	c.Party(b.Party).Consent.Ended = e.Happened()
	for i := range c.Joint { // another unit was there by the same consent
		if c.Joint[i].Ended.IsZero() {
			c.Joint[i].Out = e.At
		}
	}
	foldEnd(c, e, struct{}{})
}

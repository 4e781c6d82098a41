package mediation

import (
	"slices"
	"time"

	"linli/casefile"
	"linli/consent"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
)

// FieldRepresentative is the sealed name of one who acts for a party, in the party's identity section.
const FieldRepresentative = "mediation.representative"

// Representative is a person who acts for one party 代理人、代表人. The name is sealed under the party's own key; the number is
// of this case only, so that nothing joins a person who acts in two cases.
type Representative struct {
	ID        id.ID     `json:"id"`
	Party     id.ID     `json:"party"`
	Kind      string    `json:"kind"`               // one of [Representations]
	Scope     string    `json:"scope"`              // general or special, of an agent and of a group's representative
	Known     id.ID     `json:"known,omitzero"`     // the party or representative of this case who is the same person, as was declared
	Paper     id.ID     `json:"paper,omitzero"`     // attachment with the written authority
	Until     string    `json:"until,omitempty"`    // last day of an agent's authority, YYYY-MM-DD; empty: until it is ended
	Consented time.Time `json:"consented,omitzero"` // a group's representative agreed to take part
	From      time.Time `json:"from"`
	Ended     time.Time `json:"ended,omitzero"`
	Why       string    `json:"why,omitempty"` // why it ended, one of [EndsOfAuthority]
}

// The kinds of representation.
const (
	Guardian = "guardian" // 监护人、法定代理人
	Agent    = "agent"    // 委托代理人
	ForGroup = "group"    // 推选的代表人
	Head     = "head"     // 法定代表人、负责人
)

// Representations are the kinds of representation.
var Representations = []string{Guardian, Agent, ForGroup, Head}

// The scopes of an authority: a general one lets its holder speak, a special one also sign, admit, give up and settle
// (民事诉讼法 art. 62).
const (
	General = "general" // 一般授权
	Special = "special" // 特别授权
)

// The ends of an authority.
const (
	EndedByParty = "party"      // the party ended it; no reason is asked
	GivenUp      = "given_up"   // the representative gave it up
	Replaced     = "replaced"   // another takes the place
	ActsAlone    = "acts_alone" // the ward has, or has again, full capacity
)

// PartyGone ends an authority by itself: with the party who gave it.
const PartyGone = "party_gone"

// EndsOfAuthority are the reasons for which an authority ends.
var EndsOfAuthority = []string{EndedByParty, GivenUp, Replaced, ActsAlone}

// InForce reports whether the representative may act on a day of the office, YYYY-MM-DD.
func (r Representative) InForce(today string) bool {
	return r.Ended.IsZero() && (r.Until == "" || today <= r.Until)
}

// Binds reports whether what the representative signs binds the party: by law, or by a special authority in writing.
func (r Representative) Binds() bool {
	return r.Kind == Guardian || r.Kind == Head || r.Scope == Special && !r.Paper.IsZero()
}

// Representative returns a representative by its id, or nil.
func (c *Case) Representative(x id.ID) *Representative {
	for i := range c.Representatives {
		if c.Representatives[i].ID == x {
			return &c.Representatives[i]
		}
	}
	return nil
}

// ActingFor are the representatives of a party who may act on a day.
func (c *Case) ActingFor(party id.ID, today string) []Representative {
	return slices.DeleteFunc(slices.Clone(c.Representatives), func(r Representative) bool { return r.Party != party || !r.InForce(today) })
}

// Ward reports whether a guardian acts for the party, or has to: once there was one, a party acts alone only after it was
// said that it can.
func (c *Case) Ward(party id.ID) bool {
	return slices.ContainsFunc(c.Representatives, func(r Representative) bool { return r.Party == party && r.Kind == Guardian && r.Why != ActsAlone })
}

// Led reports whether the party is a group that speaks through representatives.
func (c *Case) Led(party id.ID) bool {
	return slices.ContainsFunc(c.Representatives, func(r Representative) bool { return r.Party == party && r.Kind == ForGroup && r.Ended.IsZero() })
}

// Appoint enters who acts for a party, or, of somebody entered before, the authority that has come in writing.
type Appoint struct {
	Party          id.ID  `json:"party"`
	Representative id.ID  `json:"representative,omitzero"` // entered before; kind and name stay
	As             string `json:"as,omitempty"`            // one of [Representations]
	Name           string `json:"name,omitempty"`
	Scope          string `json:"scope,omitempty"`
	Known          id.ID  `json:"known,omitzero"`  // the party or representative of this case who is the same person
	Tie            bool   `json:"tie,omitempty"`   // the person says that it has an interest of its own against the party
	Paper          id.ID  `json:"paper,omitzero"`  // attachment with the written authority
	Until          string `json:"until,omitempty"` // last day, YYYY-MM-DD, of an agent
}

// Kind is the machine's event.
func (Appoint) Kind() casefile.Kind { return "appoint" }

func (a Appoint) party() id.ID { return a.Party }

// of is the kind of representation: of somebody entered before, what it was entered as.
func (a Appoint) of(c *Case) string {
	if r := c.Representative(a.Representative); r != nil {
		return r.Kind
	}
	return a.As
}

func (a Appoint) decide(d *decision, s *Step) (any, error) {
	var l fault.List
	known := d.c.Representative(a.Representative)
	if known == nil {
		text(&l, "name", a.Name, maxName, true)
		if !slices.Contains(Representations, a.As) {
			l.Add("as", "mediation.field.as")
		}
	}
	if a.Scope != "" && a.Scope != General && a.Scope != Special {
		l.Add("scope", "mediation.field.scope_of_authority")
	}
	if a.Until != "" {
		checkDay(&l, d, "until", a.Until)
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	s.Event.Visibility = casefile.Only(a.Party)
	r := Representative{ID: s.Event.ID, Party: a.Party, Kind: a.of(&d.c), Scope: a.Scope, Known: a.Known, Paper: a.Paper, Until: a.Until, From: s.Event.Happened()}
	switch {
	case r.Kind == Guardian || r.Kind == Head:
		r.Scope, r.Until = Special, "" // the law gives the authority, and ends it
	case r.Scope == "":
		r.Scope = General
	}
	if known != nil {
		r.ID, r.From, r.Consented = known.ID, known.From, known.Consented
		if r.Known.IsZero() {
			r.Known = known.Known
		}
	}
	if a.Name != "" {
		s.Secrets = append(s.Secrets, secret(vault.Identity, a.Party, r.ID, FieldRepresentative, a.Name))
	}
	return r, nil
}

func foldAppoint(c *Case, _ casefile.Event, b Representative) {
	if r := c.Representative(b.ID); r != nil {
		*r = b
		return
	}
	c.Representatives = append(c.Representatives, b)
}

// EndAuthority ends a representation. A party ends its agent's at any time and without a reason; that a ward acts alone is
// said by the ward or the guardian, never reckoned from a day of birth.
type EndAuthority struct {
	Party          id.ID  `json:"party"`
	Representative id.ID  `json:"representative"`
	Why            string `json:"why"`
}

// Kind is the machine's event.
func (EndAuthority) Kind() casefile.Kind { return "end_authority" }

func (e EndAuthority) party() id.ID { return e.Party }

type endedAuthority struct {
	Party          id.ID  `json:"party"`
	Representative id.ID  `json:"representative"`
	Why            string `json:"why"`
}

func (e EndAuthority) decide(d *decision, s *Step) (any, error) {
	if !slices.Contains(EndsOfAuthority, e.Why) {
		return nil, fault.Field("why", "mediation.field.why_authority")
	}
	s.Event.Visibility = casefile.Only(e.Party)
	if e.Why == ActsAlone {
		if err := d.endGuardianWords(s, e.Party); err != nil {
			return nil, err
		}
	}
	return endedAuthority(e), nil
}

// endGuardianWords ends what a guardian consented to: from now on the person answers, on records of its own.
func (d *decision) endGuardianWords(s *Step, party id.ID) error {
	for _, r := range d.Records {
		if r.Subject != party || r.Guardian.IsZero() || !r.Valid(d.now) {
			continue
		}
		r, err := consent.Apply(r, consent.Act{Event: consent.Terminate, At: d.now, Claimed: s.Event.Claimed, By: consent.ByOffice, Account: d.by.Account, Reason: ActsAlone}, nil)
		if err != nil {
			return err
		}
		s.Consents = append(s.Consents, r)
	}
	return nil
}

func foldEndAuthority(c *Case, e casefile.Event, b endedAuthority) {
	r := c.Representative(b.Representative)
	r.Ended, r.Why = e.Happened(), b.Why
	if b.Why != ActsAlone {
		return
	}
	for i := range c.Representatives {
		if r := &c.Representatives[i]; r.Party == b.Party && r.Kind == Guardian {
			if r.Ended.IsZero() {
				r.Ended = e.Happened()
			}
			r.Why = ActsAlone
		}
	}
	p := c.Party(b.Party)
	p.Consent, p.FollowUp = Consent{}, time.Time{}
}

// Hear records that a child of eight or more was heard alone on what its guardian decides for it (民法典 art. 35,
// 未成年人保护法 art. 19). What the child said is not written here: the guardian reads what the party reads.
type Hear struct {
	Party id.ID `json:"party"`
}

// Kind is the machine's event.
func (Hear) Kind() casefile.Kind { return "hear" }

func (h Hear) party() id.ID { return h.Party }

func (h Hear) decide(_ *decision, s *Step) (any, error) {
	s.Event.Visibility = casefile.Only(h.Party)
	return ofParty{h.Party}, nil
}

func foldHear(c *Case, e casefile.Event, b ofParty) { c.Party(b.Party).Heard = e.Happened() }

package mediation

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
)

// What an application says can be put right as long as nobody signs it (个人信息保护法 art. 46). Nothing is written over: what
// stood there is sealed beside it, with who changed it, when and why, and goes with the section that it stood in.

// FieldCorrected is what stood there before a correction: of the application in the joint section, of a party in its own.
const FieldCorrected = "mediation.corrected"

// CorrectReasons are why something is put right.
var CorrectReasons = []string{"written_wrongly", "said_so", "missing", "other_type"}

// CorrectApplication puts right what the case is about: all of it as it shall stand from now on. Whatever hangs on the kind of
// dispute follows the new one from then on.
type CorrectApplication struct {
	Why     string `json:"why"` // one of [CorrectReasons]
	Type    string `json:"type"`
	Summary string `json:"summary"`
	Claims  string `json:"claims,omitempty"`
	Amount  Money  `json:"amount,omitzero"`
}

// Kind is the machine's event.
func (CorrectApplication) Kind() casefile.Kind { return "correct_application" }

type correctedApplication struct {
	What []string `json:"what"` // of type, summary, claims, amount
	Type string   `json:"type"`
	Was  string   `json:"was"`
	Why  string   `json:"why"`
}

func (x CorrectApplication) decide(d *decision, s *Step) (any, error) {
	var l fault.List
	if !slices.Contains(CorrectReasons, x.Why) {
		l.Add("why", "form.choose")
	}
	d.checkDispute(&l, x.Type, x.Summary, x.Claims, x.Amount)
	if err := l.Err(); err != nil {
		return nil, err
	}
	before, after := d.Application, Application{x.Summary, x.Claims, x.Amount}
	b := correctedApplication{Type: x.Type, Was: d.c.Type, Why: x.Why}
	for _, part := range []struct {
		name    string
		changed bool
	}{{"type", x.Type != d.c.Type}, {"summary", after.Summary != before.Summary}, {"claims", after.Claims != before.Claims}, {"amount", after.Amount != before.Amount}} {
		if part.changed {
			b.What = append(b.What, part.name)
		}
	}
	if len(b.What) == 0 {
		return nil, fault.Field("summary", "mediation.field.nothing_corrected")
	}
	if after != before {
		s.Secrets = append(s.Secrets, secret(vault.Joint, id.ID{}, d.c.ID, FieldApplication, after),
			secret(vault.Joint, id.ID{}, s.Event.ID, FieldCorrected, Corrected{Application: &before}))
	}
	s.Tallies = append(s.Tallies, d.retyped(x.Type)...)
	return b, nil
}

// retyped moves what the case has counted to another kind of dispute: the figures are restated, no day of theirs moves.
func (d *decision) retyped(to string) []Count {
	if to == d.c.Type {
		return nil
	}
	var out []Count
	for _, m := range Recount(d.c, d.Rules) {
		gone := m
		gone.Type, gone.N = d.c.Type, -m.N
		m.Type = to
		out = append(out, gone, m)
	}
	return out
}

func foldCorrectApplication(c *Case, _ casefile.Event, b correctedApplication) { c.Type = b.Type }

// CorrectParty puts right what is written of one party itself: its name, its language, and of a group how many it is. A party
// does it by itself; the office writes down what the party says. Whoever is somebody else is another party.
type CorrectParty struct {
	Party    id.ID  `json:"party"`
	Why      string `json:"why"` // one of [CorrectReasons]
	Name     string `json:"name"`
	Language string `json:"language,omitempty"` // empty: as it is
	Members  int    `json:"members,omitempty"`  // of a group; 0: as it is
}

// Kind is the machine's event.
func (CorrectParty) Kind() casefile.Kind { return "correct_party" }

func (x CorrectParty) party() id.ID { return x.Party }

// correctedParty says nothing of a language: that is the party's own matter.
type correctedParty struct {
	Party   id.ID  `json:"party"`
	Name    bool   `json:"name,omitempty"`
	Members int    `json:"members,omitempty"`
	Why     string `json:"why"`
}

func (x CorrectParty) decide(d *decision, s *Step) (any, error) {
	var l fault.List
	if !slices.Contains(CorrectReasons, x.Why) {
		l.Add("why", "form.choose")
	}
	text(&l, "name", x.Name, maxName, true)
	text(&l, "language", x.Language, maxName, false)
	p := d.c.Party(x.Party)
	if x.Members == 0 {
		x.Members = p.Members
	}
	if x.Members != p.Members && (p.Members < 2 || x.Members < 2 || x.Members > maxMembers) { // a person does not become a group
		l.Add("members", "mediation.field.members")
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	before, after := d.Identity, identityOf(x.Name, cmp.Or(x.Language, d.Identity.Language))
	if after == before && x.Members == p.Members {
		return nil, fault.Field("name", "mediation.field.nothing_corrected")
	}
	b := correctedParty{Party: x.Party, Name: after.Name != before.Name, Why: x.Why}
	if x.Members != p.Members {
		b.Members = x.Members
	}
	if !b.Name && b.Members == 0 {
		s.Event.Visibility = casefile.Only(x.Party)
	}
	if after != before {
		s.Secrets = append(s.Secrets, secret(vault.Identity, x.Party, x.Party, FieldIdentity, after),
			secret(vault.Private, x.Party, s.Event.ID, FieldCorrected, Corrected{Party: &before}))
	}
	return b, nil
}

func foldCorrectParty(c *Case, e casefile.Event, b correctedParty) {
	p := c.Party(b.Party)
	if b.Name {
		p.Renamed = e.At
	}
	if b.Members > 0 {
		p.Members = b.Members
	}
}

// Corrected is what stood there before a correction: one of the two.
type Corrected struct {
	Application *Application `json:"application,omitempty"`
	Party       *Identity    `json:"party,omitempty"`
}

// Correction is what the event of a correction says in clear: which parts, the kind of dispute before, and why.
type Correction struct {
	What []string
	Was  string
	Why  string
}

// CorrectionOf is what an event put right; without a reason where it put nothing right.
func CorrectionOf(e casefile.Event) Correction {
	switch e.Kind {
	case "correct_application":
		b := into[correctedApplication](e.Body)
		return Correction{b.What, b.Was, b.Why}
	case "correct_party":
		b := into[correctedParty](e.Body)
		x := Correction{Why: b.Why}
		if b.Name {
			x.What = append(x.What, "name")
		}
		if b.Members > 0 {
			x.What = append(x.What, "members")
		}
		return x
	}
	return Correction{}
}

// RenamedSince reports whether the name of a party was put right after an agreement was written, which bears the earlier one.
func (c *Case) RenamedSince(a *Agreement) bool {
	return a != nil && slices.ContainsFunc(c.Parties, func(p Party) bool { return slices.Contains(a.Parties, p.ID) && p.Renamed.After(a.Drafted) })
}

// correctedFor leaves a party the earlier wordings that it could read when they stood: one that took part later reads what
// stands now.
func (o *Opened) correctedFor(party id.ID) {
	for _, e := range o.Events {
		if e.Kind == "correct_application" && !o.Case.ReadBefore(party, e) {
			delete(o.Corrected, e.ID)
		}
	}
}

// ReadBefore reports whether a party could read what stood in the case before a correction.
func (c *Case) ReadBefore(party id.ID, e casefile.Event) bool {
	p := c.Party(party)
	return c.Asks(p) || !p.Consent.Given.IsZero() && !p.Consent.Given.After(e.At)
}

// What is stated in an agreement is not changed beside it: who finds it wrong does not sign, and what is in force all change.
var (
	notStated    = Guard{Name: "facts_stated", Holds: func(d *decision) bool { return d.c.Agreement == nil && d.c.Standing == nil }}
	notSignedNow = Guard{Name: "facts_stated", Holds: is(func(d *decision, x CorrectParty) bool {
		return d.c.Agreement == nil || !d.c.Agreement.Effective.IsZero() || x.Name == d.Identity.Name
	})}
	// What others read of a party it does not write by itself: the office looks at it first (个人信息保护法 art. 46), so that no words of one
	// side reach another past whoever mediates.
	notReadByOthers = Guard{Name: "name_at_office", Holds: is(func(d *decision, x CorrectParty) bool {
		return d.by.Kind != access.Resident || x.Name == d.Identity.Name || !d.c.NameRead(x.Party)
	})}
)

// NameRead reports whether another party can read a party's name.
func (c *Case) NameRead(party id.ID) bool {
	return slices.ContainsFunc(c.Parties, func(p Party) bool { return p.ID != party && c.named(&p, party) })
}

// before loads what stands in the case before a correction, for whoever may read it; the reading is written down.
func (s *Service) before(ctx context.Context, a access.Actor, c Case, cmd Command, k *Knowledge) error {
	switch x := cmd.(type) {
	case CorrectApplication:
		return s.words(ctx, a, c, FieldApplication, c.ID, &k.Application)
	case CorrectParty:
		return s.words(ctx, a, c, FieldIdentity, x.Party, &k.Identity)
	}
	return nil
}

// words opens one field of one owner for whoever acts.
func (s *Service) words(ctx context.Context, a access.Actor, c Case, field string, owner id.ID, to any) error {
	grant, err := s.Access.Open(ctx, s.Recorder, s.Clock.Now(), a, c.FactsAt(s.Clock.Now()), forOwn(a))
	if err != nil {
		return err
	}
	fields, err := s.Repo.Sealed(ctx, c.Tenant, c.ID)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(fields, func(f vault.Sealed) bool { return f.Field == field && f.Owner == owner })
	if i < 0 {
		return nil
	}
	texts, err := s.Vault.OpenAll(ctx, grant, fields[i:i+1])
	if err != nil {
		return err
	}
	return json.Unmarshal(texts[0], to)
}

// forOwn is the purpose of a reading with which somebody changes what it reads.
func forOwn(a access.Actor) access.Purpose {
	if a.Kind == access.Resident {
		return access.ForParty
	}
	return access.ForWork
}

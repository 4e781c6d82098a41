package mediation

import (
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
)

// AddParty enters a party that the application did not name. It is a party like every other: told its rights, heard alone, asked
// for its own consent, with keys and a slip of its own. It has written nothing of the case and reads nothing of it before it
// consents. A mediation that was accepted goes on without it until then; nothing follows from its no.
type AddParty struct {
	Role        Role   `json:"role"`
	As          string `json:"as"` // person or organisation
	Name        string `json:"name"`
	Contact     string `json:"contact,omitempty"`
	SafeContact string `json:"safe_contact,omitempty"`
	Language    string `json:"language,omitempty"`
	Members     int    `json:"members,omitempty"` // of a group
	// Agreed are the parties who said, asked one by one, that this one may join: all of them, once a session was held.
	Agreed []id.ID `json:"agreed,omitempty"`
	// OwnDispute says that it is the unit itself, the body that it belongs to or its staff in this matter.
	OwnDispute bool `json:"own_dispute,omitempty"`
}

// Kind is the machine's event.
func (AddParty) Kind() casefile.Kind { return "add_party" }

type added struct {
	Party   id.ID   `json:"party"`
	Role    Role    `json:"role"`
	Kind    string  `json:"kind"`
	Members int     `json:"members,omitempty"`
	Invited bool    `json:"invited,omitempty"` // at once, as the others were before
	Joins   bool    `json:"joins,omitempty"`
	Agreed  []id.ID `json:"agreed,omitempty"`
}

func (x AddParty) decide(d *decision, s *Step) (any, error) {
	var l fault.List
	p := NewParty{Role: x.Role, Kind: x.As, Name: x.Name, Contact: x.Contact, SafeContact: x.SafeContact, Language: x.Language, Members: x.Members}
	p.check(&l, "")
	for i := range l {
		if l[i].Field == "kind" {
			l[i] = l[i].At("as")
		}
	}
	if len(d.c.Parties) >= maxParties {
		l = append(l, fault.Field("name", "mediation.field.parties_many").With(fault.Args{"max": maxParties}))
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	asked := d.c.State != Submitted && d.c.State != Screening
	b := added{d.ids.New(), x.Role, x.As, x.Members, asked, !d.c.Accepted.IsZero(), nil}
	if d.c.Mediated { // all of them, and nobody else who was named
		for _, p := range d.c.needed() {
			b.Agreed = append(b.Agreed, p.ID)
		}
	}
	s.Secrets = append(s.Secrets, secret(vault.Identity, b.Party, b.Party, FieldIdentity, identityOf(x.Name, x.Language)))
	if x.Contact != "" || x.SafeContact != "" {
		s.Secrets = append(s.Secrets, secret(vault.Contact, b.Party, b.Party, FieldContact, ContactDetails{Contact: x.Contact, SafeContact: x.SafeContact}))
	}
	if asked || x.Role == Applicant { // the others get theirs with the invitation
		s.Slips = append(s.Slips, b.Party)
	}
	return b, nil
}

func foldAddParty(c *Case, e casefile.Event, b added) {
	p := Party{ID: b.Party, Role: b.Role, Kind: b.Kind, Members: b.Members, Added: e.At, Joins: b.Joins}
	if b.Invited {
		p.Invited = e.At
	}
	c.Parties = append(c.Parties, p)
	for i := range c.Engagements { // nobody has declared a tie to somebody who was not there
		switch g := &c.Engagements[i]; {
		case g.Working() && g.Owes.IsZero(): // one declaration is for all who came since
			g.Owes = e.At
		case g.Proposed():
			g.Disclosed, g.Conflict, g.AgreedBy = time.Time{}, "", nil
		}
	}
}

// Outside reports whether a party was asked to join a mediation that goes on, and has not joined it.
func (p Party) Outside() bool { return p.Joins && p.Consent.Given.IsZero() }

// JoinsLater reports whether a party that came after the mediation was accepted is still asked whether it takes part.
func (p Party) JoinsLater() bool { return p.Gone.IsZero() && p.joins() && p.Consent.Refused.IsZero() }

// AskedToJoin reports whether a party was asked to join a mediation that goes on, and has not answered.
func (p Party) AskedToJoin() bool { return p.Outside() && p.JoinsLater() }

// silent are those who let their time to answer pass and without whom the others go on: who was asked to join, and while an application is
// answered those of several applicants who said nothing, where another wants the mediation and nobody else was silent.
func (d *decision) silent() []id.ID {
	if d.c.State == Invited {
		return d.c.silentBeside()
	}
	var out []id.ID
	for _, p := range d.c.Parties {
		if p.AskedToJoin() && d.now.After(answerDueOf(p.Invited, d.Rules)) {
			out = append(out, p.ID)
		}
	}
	return out
}

// silentBeside are the applicants who have not answered where one of them agreed; none where a respondent has not answered either.
func (c *Case) silentBeside() []id.ID {
	if !slices.ContainsFunc(c.needed(), func(p Party) bool { return p.Role == Applicant && p.Consent.Stands() }) {
		return nil
	}
	var out []id.ID
	for _, p := range c.needed() {
		if p.Consent.Stands() {
			continue
		}
		if !c.Beside(&p) {
			return nil
		}
		out = append(out, p.ID)
	}
	return out
}

// undecided are those who were asked to join and never did, and of whom nothing was destroyed yet.
func (c *Case) undecided() []id.ID {
	var out []id.ID
	for _, p := range c.Parties {
		if p.AskedToJoin() && p.Shredded.IsZero() {
			out = append(out, p.ID)
		}
	}
	return out
}

var (
	notOwnParty = Guard{Name: "own_dispute", Holds: is(func(_ *decision, x AddParty) bool { return !x.OwnDispute })}
	// At a table at which people have sat down nobody is added without them.
	othersAgree = Guard{Name: "others_not_asked", Holds: is(func(d *decision, x AddParty) bool {
		return !d.c.Mediated || d.c.all(x.Agreed)
	})}
	// Who was asked to join ends nothing for the others: it says no.
	notOutside = Guard{Name: "asked_to_join", Holds: func(d *decision) bool { return !d.thisParty().Outside() }}
	// An applicant who never agreed to mediate does not withdraw what others ask for.
	notBeside = Guard{Name: "others_apply", Holds: func(d *decision) bool {
		p := d.thisParty()
		return !p.Consent.Given.IsZero() || !d.c.Beside(p)
	}}
	sentOrBeside = Guard{Name: "applies_alone", Holds: func(d *decision) bool { return d.c.Sent != nil || d.c.Beside(d.thisParty()) }}
	isOutside    = Guard{Name: "not_asked_to_join", Holds: func(d *decision) bool { return d.thisParty().AskedToJoin() }}
	// Its data are on their way out: if it wants to take part after all, it is entered again.
	notRefused = Guard{Name: "join_refused", Holds: func(d *decision) bool {
		p := d.thisParty()
		return p.Consent.Refused.IsZero() && (!p.Outside() || d.c.State.Open())
	}}
	// Who joined after all keeps its place, whatever was planned for one that had not.
	notJoined = Guard{Name: "takes_part", Holds: func(d *decision) bool { p := d.thisParty(); return !p.Joins || !p.Consent.Stands() }}
	// A refusal that was taken back leaves nobody whose data are on their way out: it is asked as before, and kept as every party is
	// once it took part, also when the case is over on the day for which its shredding was noted.
	notAsked = Guard{Name: "still_asked", Holds: func(d *decision) bool {
		p := d.thisParty()
		tookPart := !p.Joins && !d.c.Accepted.IsZero() && !p.Consent.Given.IsZero()
		return !p.Consent.Refused.IsZero() || !d.c.State.Open() && !tookPart
	}}
	someSilent = Guard{Name: "answer_time_runs", Holds: func(d *decision) bool { return len(d.silent()) > 0 }, Rule: answerTimeOver.Rule}

	// Nobody mediates between people to whom it has declared nothing.
	tiesDeclared = Guard{Name: "ties_undeclared", Holds: func(d *decision) bool {
		return !slices.ContainsFunc(d.c.Engagements, func(e Engagement) bool { return e.Working() && !e.Owes.IsZero() })
	}}
	// A tie of one who is at work is for all parties to accept, as of one who is proposed: it leaves, and can be proposed anew.
	noTieAtWork = Guard{Name: "tie_at_work", Holds: is(func(d *decision, x Disclose) bool {
		return d.c.Engagement(x.Engagement).Proposed() || x.Conflict != Tie && x.Conflict != Disqualifying
	})}
)

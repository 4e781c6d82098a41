package mediation

import (
	"slices"
	"strings"
	"time"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/id"
)

// FromPaper brings in an open case that the office has carried on paper, as it stands there. What linli did not see it does not
// claim: no consent, no signature, no session and no deadline of before. See docs/decisions/0071.
type FromPaper struct {
	Apply               // what stands in the application; neither a letter nor a code nor a case that it follows
	Number    string    `json:"number,omitempty"`   // on paper, kept as it is; empty only where nobody has accepted the case yet
	State     State     `json:"state"`              // one of [PaperStates]
	Received  string    `json:"received"`           // YYYY-MM-DD, in the office's zone, as the other days
	Accepted  string    `json:"accepted,omitempty"` // from acceptance on
	Effective string    `json:"effective,omitempty"`
	Oral      bool      `json:"oral,omitempty"`  // the agreement is oral
	Terms     []OnPaper `json:"terms,omitempty"` // of an agreement in force: what is still to be done
}

// OnPaper is one thing that is still owed under an agreement on paper.
type OnPaper struct {
	Obligor int    `json:"obligor"` // place in the list of parties, from 1
	Obligee int    `json:"obligee"`
	Type    string `json:"kind"` // money, act, apology, other
	Text    string `json:"text"`
	Amount  Money  `json:"amount,omitzero"`
	Due     string `json:"due,omitempty"`

	Delivery    string `json:"method,omitempty"`
	Instalments []Part `json:"instalments,omitempty"` // those that are still to come
}

// PaperStates are the states in which a case is brought in from paper. What stands in between goes back to the last of them that
// is behind it: a draft that is being signed to the sessions, an application to a court to the agreement.
var PaperStates = []State{Invited, Accepted, Assigned, InSession, Effective, Performing}

// Paper says that a case was brought in from paper. It is replaced by a fold, never changed.
type Paper struct {
	At        time.Time `json:"at"`
	State     State     `json:"state"`               // as it stood on paper
	Agreement id.ID     `json:"agreement,omitzero"`  // that was signed on paper: linli holds what is owed, and neither its text nor a signature
	TakenBack time.Time `json:"taken_back,omitzero"` // it was entered wrongly; it counts nowhere
}

// met reports whether a session was held before the case came to linli.
func (p *Paper) met() bool {
	return p != nil && slices.Contains([]State{InSession, Effective, Performing}, p.State)
}

// SignedOnPaper reports whether the agreement of the case was made before the case came to linli.
func (c *Case) SignedOnPaper() bool {
	return c.Paper != nil && c.Agreement != nil && c.Agreement.ID == c.Paper.Agreement
}

// AcceptedOnPaper reports whether the case was accepted before it came to linli.
func (c *Case) AcceptedOnPaper() bool { return c.Paper != nil && c.Paper.State != Invited }

// Unconfirmed reports whether the party is said to have agreed on paper, and has not said so itself since.
func (p Party) Unconfirmed() bool { return p.Paper && p.Gone.IsZero() && !p.Consent.Stands() }

// joins reports whether the party has still to take part: in the place of another, added, or after what stands on paper.
func (p Party) joins() bool {
	return p.Unconfirmed() || (p.Joins || !p.Succeeds.IsZero()) && !p.Consent.Stands()
}

type fromPaper struct {
	applied
	Number    string    `json:"number,omitempty"`
	State     State     `json:"state"`
	Received  time.Time `json:"received"`
	Accepted  time.Time `json:"accepted,omitzero"`
	Effective time.Time `json:"effective,omitzero"`
	Year      int       `json:"year"`
	Agreement *drafted  `json:"agreement,omitempty"`
	Oral      bool      `json:"oral,omitempty"`
}

// Kind is the machine's event.
func (FromPaper) Kind() casefile.Kind { return "from_paper" }

// number is the number on paper without what stands around it.
func (f FromPaper) number() string { return strings.TrimSpace(f.Number) }

func (f FromPaper) decide(d *decision, s *Step) (any, error) {
	b := fromPaper{Number: f.number(), State: f.State, Oral: f.Oral}
	l := f.wrong(d)
	f.stands(d, &l, &b)
	if err := l.Err(); err != nil {
		return nil, err
	}
	if f.Source == "" {
		f.Source = "oral"
	}
	f.Follows = id.ID{}
	b.applied = f.enter(d, s)
	s.Slips, d.Names = nil, map[id.ID]string{}
	for i, p := range b.Parties {
		s.Slips = append(s.Slips, p.ID)
		d.c.Parties = append(d.c.Parties, Party{ID: p.ID, Role: p.Role})
		d.Names[p.ID] = f.Parties[i].Name
	}
	if f.State.InForce() {
		draft := f.draftOf(d)
		if err := draft.check(d, false); err != nil {
			return nil, err
		}
		x := draft.write(d, s)
		b.Agreement = &x
	}
	d.c.Parties = nil // the fold enters them
	after := Case{Tenant: d.c.Tenant}
	foldFromPaper(&after, s.Event, b)
	s.Tallies = cohort(after, d.Rules)
	return b, nil
}

// stands checks where the case stands on paper, and since when.
func (f FromPaper) stands(d *decision, l *fault.List, b *fromPaper) {
	if !slices.Contains(PaperStates, f.State) {
		l.Add("state", "form.choose")
		return
	}
	if !slices.ContainsFunc(f.Parties, func(p NewParty) bool { return p.Role == Respondent }) {
		l.Add("parties", "mediation.field.paper_respondent")
	}
	text(l, "number", b.Number, maxName, f.State != Invited)
	if d.NumberTaken {
		l.Add("number", "mediation.field.number_taken")
	}
	var before time.Time
	for _, x := range []struct {
		field, text string
		needed      bool
		into        *time.Time
	}{{"received", f.Received, true, &b.Received}, {"accepted", f.Accepted, f.State != Invited, &b.Accepted}, {"effective", f.Effective, f.State.InForce(), &b.Effective}} {
		day, err := time.ParseInLocation(time.DateOnly, x.text, d.Rules.Zone)
		switch {
		case !x.needed && x.text == "":
			continue
		case !x.needed:
			l.Add(x.field, "mediation.field.paper_not_yet")
		case err != nil:
			l.Add(x.field, "form.date")
		case day.After(d.now):
			l.Add(x.field, "mediation.field.claimed_future")
		case day.Before(before):
			l.Add(x.field, "mediation.field.paper_order")
		default:
			before = day
			if *x.into = day.Add(12 * time.Hour); x.into.After(d.now) { // a day is all that stands on paper; noon stands for it
				*x.into = d.now
			}
		}
	}
	b.Year = b.Received.In(d.Rules.Zone).Year()
	if !b.Accepted.IsZero() {
		b.Year = b.Accepted.In(d.Rules.Zone).Year()
	}
	if f.State.InForce() && len(f.Terms) == 0 {
		l.Add("terms", "form.required")
	}
	if !f.State.InForce() && (len(f.Terms) > 0 || f.Oral) {
		l.Add("terms", "mediation.field.paper_not_yet")
	}
}

// draftOf is what is still owed, between the parties as they were entered.
func (f FromPaper) draftOf(d *decision) Draft {
	out := Draft{Language: d.Rules.Languages[0]}
	for _, p := range d.c.Parties {
		out.Parties = append(out.Parties, p.ID)
	}
	at := func(n int) id.ID {
		if n < 1 || n > len(out.Parties) {
			return id.ID{}
		}
		return out.Parties[n-1]
	}
	for _, x := range f.Terms {
		out.Terms = append(out.Terms, Term{Obligor: at(x.Obligor), Obligee: at(x.Obligee), Type: x.Type, Text: x.Text, Amount: x.Amount, Due: x.Due,
			Delivery: x.Delivery, Instalments: x.Instalments})
	}
	return out
}

func foldFromPaper(c *Case, e casefile.Event, b fromPaper) {
	foldApply(c, e, b.applied)
	c.Ref, c.State, c.Year, c.Received, c.Accepted = b.Number, b.State, b.Year, b.Received, b.Accepted
	c.Paper = &Paper{At: e.At, State: b.State}
	c.Mediated = c.Paper.met()
	for i := range c.Parties {
		p := &c.Parties[i]
		p.Paper = c.AcceptedOnPaper()
		if p.Role == Respondent {
			p.Invited = e.At // each is asked by its own slip, from now on
		}
	}
	if x := b.Agreement; x != nil {
		foldDraft(c, e, *x)
		c.Agreement.Oral, c.Agreement.Drafted, c.Agreement.Effective = b.Oral, b.Effective, b.Effective
		c.Paper.Agreement = c.Agreement.ID
	}
}

// unpaper takes a case out that should not have been brought in: nothing of it is kept but that it was here.
func unpaper(c *Case, u undone, _ fromPaper) {
	foldErase(c, casefile.Event{At: u.at}, struct{}{})
	x := *c.Paper
	x.TakenBack = u.at
	c.Paper, c.State, c.Year, c.Ended, c.Agreement = &x, Terminated, 0, u.at, nil
}

// unpapered is what goes with it: its words, its slips, its counts.
func unpapered(d *decision, s *Step) {
	s.Drop, s.Issued = casefile.Every, d.ended(id.ID{})
	for _, m := range cohort(d.c, d.Rules) {
		m.N = -m.N
		s.Tallies = append(s.Tallies, m)
	}
}

// onlyPaper: since then nothing happened but that its slips were printed.
func onlyPaper(d *decision, _ fromPaper) bool {
	return d.c.Paper != nil && !slices.ContainsFunc(d.Entry.Since, func(k casefile.Kind) bool { return k != "slip" })
}

// paperConfirmed: nothing goes on that rests on a consent which linli has not seen. Whom the command concerns has said again
// that it takes part; where it concerns everybody, everybody has.
var paperConfirmed = Guard{Name: "paper_unconfirmed", Holds: func(d *decision) bool {
	if d.c.Paper == nil {
		return true
	}
	concerns := func(id.ID) bool { return true }
	switch x := d.cmd.(type) {
	case Schedule:
		concerns = func(p id.ID) bool { return slices.Contains(x.With, p) }
	case forParty:
		concerns = func(p id.ID) bool { return p == x.party() }
	}
	return !slices.ContainsFunc(d.c.needed(), func(p Party) bool { return p.Unconfirmed() && concerns(p.ID) })
}, Rule: ruleNotice}

// Unled reports whether a case came from paper into the midst of its mediation and nobody mediates it here yet, or is asked to.
func (c *Case) Unled() bool {
	return c.Paper != nil && !slices.ContainsFunc(c.Engagements, func(e Engagement) bool { return e.To.IsZero() })
}

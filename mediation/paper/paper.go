package paper

import (
	"fmt"
	"slices"

	"linli/mediation"
	"linli/platform/fault"
	"linli/platform/id"
)

// ErrNone says that the reader has no such paper, whether or not another reader has it.
var ErrNone = fault.New(fault.NotFound, "paper.none")

// Paper is one paper of one case.
type Paper struct {
	ID      string // in addresses and file names: "agreement", "rights-2", "session-1", "talk-2-1"
	Kind    string // the rulebook's document: "rights"
	Party   id.ID  // whose own paper it is; zero for a joint paper and for the office's
	No      int    // of the party in the case, or zero
	Session id.ID  // that a record is of
	Event   id.ID  // that a record is of, where it is of no session
	Nth     int    // of the session among those that the same readers know, from 1
	To      []id.ID
	Private bool // one mediator's own, or what one party said alone: never in a file that others open
}

// Joint reports whether several parties get the paper, so that nothing of one party alone may stand on it.
func (p Paper) Joint() bool { return len(p.To) > 1 }

// For reports whether a paper is addressed to a party.
func (p Paper) For(party id.ID) bool { return slices.Contains(p.To, party) }

// kind is one row of the table: the paper, and all that there are of it in a case.
type kind struct {
	document string
	papers   func(*mediation.Opened) []Paper
}

// table is which papers there are, and for whom. In which order they lie in the file, the rulebook says.
var table = []kind{
	{"application", applications},
	{"acceptance", acceptances},
	{"rights", each(func(_ *mediation.Opened, p mediation.Party) bool { return !p.Informed.IsZero() })},
	{"invitation", each(func(_ *mediation.Opened, p mediation.Party) bool { return !p.Invited.IsZero() && !p.Paper })},
	{"consent", each(func(_ *mediation.Opened, p mediation.Party) bool { return !p.Consent.Given.IsZero() })},
	{"not-accepted", each(func(o *mediation.Opened, p mediation.Party) bool {
		return o.Case.LastState() == mediation.NotAccepted && p.Role == mediation.Applicant
	})},
	{"investigation", investigations},
	{"session", sessions},
	{"agreement", agreements},
	{"oral-register", orals},
	{"performance", performances},
	{"follow-up", followUps},
	{"confirmation", confirmations},
	{"closing", closings},
	{"onward", letters},
	{"statutory", reports},
	{"reply", replies},
	{"termination", each(func(o *mediation.Opened, p mediation.Party) bool {
		ended := o.Case.LastState() == mediation.Declined || o.Case.LastState() == mediation.Terminated
		return ended && (p.Role == mediation.Applicant || !p.Invited.IsZero())
	})},
}

// List is every paper of a case that the reader of o may have: of the office (party zero) all that there are, of a party
// those that are addressed to it.
func List(o *mediation.Opened, party id.ID) []Paper {
	var out []Paper
	for _, d := range o.Rules.Mediation.Documents {
		i := slices.IndexFunc(table, func(k kind) bool { return k.document == d.ID })
		if i < 0 || d.Template == "" {
			continue // it comes from outside, or is handed out and kept in no file
		}
		k := table[i]
		for _, p := range k.papers(o) {
			p.Kind = k.document
			if p.ID == "" {
				p.ID = k.document
				if p.No > 0 {
					p.ID = fmt.Sprintf("%s-%d", k.document, p.No)
				}
			}
			if party.IsZero() || p.For(party) {
				out = append(out, p)
			}
		}
	}
	return out
}

// Find is the paper of an ID that the reader may have, or ErrNone.
func Find(o *mediation.Opened, party id.ID, paper string) (Paper, error) {
	var same []Paper
	for _, p := range List(o, party) {
		if p.ID == paper {
			return p, nil
		}
		if p.Kind == paper && p.No > 0 {
			same = append(same, p)
		}
	}
	if len(same) == 1 && !party.IsZero() { // a party has one of each notice: "rights" is its own
		return same[0], nil
	}
	return Paper{}, ErrNone
}

// each is a paper for every party that holds, in person: it is that party's own.
func each(holds func(*mediation.Opened, mediation.Party) bool) func(*mediation.Opened) []Paper {
	return func(o *mediation.Opened) []Paper {
		var out []Paper
		for i, p := range o.Case.Parties {
			if !p.Shredded.IsZero() || o.Name(p.ID) == "" || !holds(o, p) {
				continue
			}
			out = append(out, Paper{Party: p.ID, No: i + 1, To: []id.ID{p.ID}})
		}
		return out
	}
}

// applications is the applicants' own account; whoever has not written it reads it in the case, not as a paper.
func applications(o *mediation.Opened) []Paper {
	if o.Application.Summary == "" || o.Case.Paper != nil {
		return nil
	}
	var to []id.ID
	for _, p := range o.Case.Parties {
		if p.Role == mediation.Applicant && (o.Case.Asks(&p) || p.Consent.Stands() || o.Case.Sent == nil) {
			to = append(to, p.ID)
		}
	}
	return []Paper{{To: to}}
}

func acceptances(o *mediation.Opened) []Paper {
	if o.Case.Accepted.IsZero() || o.Case.AcceptedOnPaper() || o.Application.Summary == "" {
		return nil
	}
	return []Paper{{}}
}

// sessions are the records of the sessions that were held. Joint sessions are numbered among themselves and a party's
// separate talks among themselves, so that no number tells of a talk with somebody else.
func sessions(o *mediation.Opened) []Paper {
	var out []Paper
	nth := map[int]int{}
	for _, s := range o.Case.Sessions {
		if s.Begun.IsZero() || s.Minutes == 0 || o.Passage(mediation.FieldRecord, s.ID) == "" {
			continue
		}
		p := Paper{Session: s.ID}
		if len(s.With) == 1 {
			p.No = 1 + slices.IndexFunc(o.Case.Parties, func(x mediation.Party) bool { return x.ID == s.With[0] })
			p.Party, p.To, p.Private = s.With[0], s.With, true
		} else {
			p.To = consenting(o)
		}
		nth[p.No]++
		p.Nth = nth[p.No]
		p.ID = fmt.Sprintf("session-%d", p.Nth)
		if p.No > 0 {
			p.ID = fmt.Sprintf("talk-%d-%d", p.No, p.Nth)
		}
		out = append(out, p)
	}
	return out
}

// agreements is the draft under signature or the agreement in force; a part of the parties may have made it without the
// others.
func agreements(o *mediation.Opened) []Paper {
	if o.Agreement == nil || o.Case.Agreement == nil || o.Case.Agreement.Oral || o.Case.SignedOnPaper() {
		return nil
	}
	return []Paper{{To: o.Case.Binding(o.Case.Agreement)}}
}

// consenting are the parties that may read the joint section; whoever has withdrawn no longer does.
func consenting(o *mediation.Opened) []id.ID {
	var out []id.ID
	for _, p := range o.Case.Parties {
		if p.Gone.IsZero() && (o.Case.Asks(&p) || p.Consent.Stands()) {
			out = append(out, p.ID)
		}
	}
	return out
}

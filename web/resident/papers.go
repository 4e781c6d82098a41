package resident

import (
	"net/http"
	"slices"

	"linli/mediation"
	"linli/platform/access"
	"linli/platform/id"
)

// addressed are the documents of a case and when one is addressed to a party, by the ids of the rulebook's documents.
var addressed = []struct {
	id string
	to func(o *mediation.Opened, me mediation.Party) bool
}{
	{"application", func(_ *mediation.Opened, me mediation.Party) bool { return me.Role == mediation.Applicant }},
	{"rights", func(*mediation.Opened, mediation.Party) bool { return true }},
	{"invitation", func(_ *mediation.Opened, me mediation.Party) bool { return !me.Invited.IsZero() }},
	{"not-accepted", func(o *mediation.Opened, _ mediation.Party) bool { return o.Case.State == mediation.NotAccepted }},
	{"consent", func(_ *mediation.Opened, me mediation.Party) bool { return !me.Consent.Given.IsZero() }},
	{"agreement", func(o *mediation.Opened, _ mediation.Party) bool { return o.Agreement != nil }},
	{"termination", func(o *mediation.Opened, _ mediation.Party) bool {
		return slices.Contains([]mediation.State{mediation.Declined, mediation.Terminated}, o.Case.State)
	}},
}

// papersOf are the documents that follow from the case's state.
func papersOf(o *mediation.Opened, party id.ID) []Paper {
	me := o.Case.Party(party)
	if me == nil {
		return nil
	}
	var out []Paper
	for _, d := range addressed {
		if doc, ok := o.Rules.Mediation.Document(d.id); ok && doc.Template != "" && d.to(o, *me) {
			out = append(out, Paper{ID: d.id})
		}
	}
	return out
}

type papersPage struct {
	*partyPage
	Papers []Paper
}

// papers lists the documents addressed to the party.
func (p *Pages) papers(w http.ResponseWriter, r *http.Request, v *visitor) error {
	own, err := p.see(r, v)
	if err != nil {
		return err
	}
	list := p.Options.Papers(own.Opened, own.Me.ID)
	for i := range list {
		if doc, ok := own.Rules.Mediation.Document(list[i].ID); ok && list[i].Title == "" {
			list[i].Title = doc.Title.In(own.lang)
		}
	}
	return p.show(w, r, own.Form, "papers", papersPage{own, list})
}

type reading struct {
	access.Row
	Reader, Purpose string // message keys
}

type readsPage struct {
	*partyPage
	Readings []reading
}

// reads tells who read the case and why: the role, never a name.
func (p *Pages) reads(w http.ResponseWriter, r *http.Request, v *visitor) error {
	own, err := p.see(r, v)
	if err != nil {
		return err
	}
	data := readsPage{partyPage: own}
	for _, row := range own.Reads {
		reader, purpose := row.Words()
		if own.isMe(row.Party) {
			reader = "resident.reads.you"
		}
		data.Readings = append(data.Readings, reading{row, reader, purpose})
	}
	return p.show(w, r, own.Form, "reads", data)
}

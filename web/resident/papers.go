package resident

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"linli/casefile"
	"linli/mediation"
	"linli/mediation/paper"
	"linli/platform/access"
	"linli/platform/id"
)

// Paper is a document addressed to the party, under the address of package web/paper.
type Paper struct{ ID, Title string }

// papersOf are the papers addressed to the party, named as the rulebook names them.
func papersOf(o *mediation.Opened, party id.ID, lang string) []Paper {
	var out []Paper
	for _, x := range paper.List(o, party) {
		doc, _ := o.Rules.Mediation.Document(x.Kind)
		title := doc.Title.In(lang)
		if x.Nth > 0 {
			title += " " + strconv.Itoa(x.Nth)
		}
		out = append(out, Paper{x.ID, title})
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
	return p.show(w, r, own.Form, "papers", papersPage{own, papersOf(own.Opened, own.Me.ID, own.lang)})
}

type reading struct {
	access.Row
	Reader, Purpose string // message keys
}

type readsPage struct {
	*partyPage
	Readings []reading
	Slips    []slipLine
}

// slipLine is one step by which the party's slip was given, in words that name nobody.
type slipLine struct {
	At  time.Time
	Key string
}

// ownLines are the events of a party's slip and of how it is reached.
var ownLines = []casefile.Kind{"ask_slip", "slip", "slip_mail", "reach", "confirm_contact", "former_told"}

// slips are the asks for a new slip, the slips given and what was said of how the party is reached, the latest first.
func (o *partyPage) slips() []slipLine {
	var out []slipLine
	for _, e := range slices.Backward(o.Events) {
		if !slices.Contains(ownLines, e.Kind) {
			continue
		}
		out = append(out, slipLine{e.At, "resident.reads." + string(e.Kind) + "_" + string(e.By.Kind)})
	}
	return out
}

// reads tells who read the case and why: the role, never a name.
func (p *Pages) reads(w http.ResponseWriter, r *http.Request, v *visitor) error {
	own, err := p.see(r, v)
	if err != nil {
		return err
	}
	data := readsPage{partyPage: own, Slips: own.slips()}
	for _, row := range own.Reads {
		reader, purpose := row.Words()
		if row.Kind == access.Resident && own.isMe(row.Party) {
			reader = "resident.reads.you"
		}
		data.Readings = append(data.Readings, reading{row, reader, purpose})
	}
	return p.show(w, r, own.Form, "reads", data)
}

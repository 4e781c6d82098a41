package paper

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/casefile"
	"linli/mediation"
	"linli/platform/id"
	"linli/rulebook"
)

// The papers of an agreement's life: the register of an oral one, what its payees received, how a party was asked
// afterwards, and the parties' joint application to a court.

type oralData struct {
	Office                  Office
	Case                    caseData
	Applicants, Respondents []partyData
	Mediators               []named
	Facts                   string
	Terms                   []termData
	OnTheSpot               bool
	EffectiveAt             time.Time
	ReadOut                 []readOutData
}

type confirmationData struct {
	Office             Office
	Case               caseData
	Parties            []partyData
	Mediators          []named
	Terms              []termData
	Court, Venue       string
	EffectiveAt, Until time.Time
}

type followUpData struct {
	Office          Office
	Case            caseData
	Party           partyData
	EffectiveAt, At time.Time
	Mode, Outcome   string
	Text, Asker     string
}

type performanceData struct {
	Office          Office
	Case            caseData
	Parties, Payees []named
	EffectiveAt, At time.Time
	Items           []itemData
	Whole           bool
}

// itemData is one thing that is owed, with what came of it.
type itemData struct {
	Text             string
	Obligor, Obligee string
	Kind             string
	Amount, Paid     int64
	Currency         string
	Due, FulfilledAt time.Time
	Receipts         []receivedData
}

type receivedData struct {
	At              time.Time
	Money           bool
	Amount          int64
	Currency        string
	InKind, Carried bool
	Text            string
}

// orals is the register of an oral agreement, from the words that are read back to the parties on.
func orals(o *mediation.Opened) []Paper {
	if o.Agreement == nil || o.Case.Agreement == nil || !o.Case.Agreement.Oral || o.Case.SignedOnPaper() {
		return nil
	}
	return []Paper{{To: o.Case.Binding(o.Case.Agreement)}}
}

// performances is what the payees of an agreement have received, once they have received anything.
func performances(o *mediation.Opened) []Paper {
	a := o.Case.Agreement
	if o.Agreement == nil || a == nil || a.Effective.IsZero() ||
		!slices.ContainsFunc(a.Instalments, func(i mediation.Instalment) bool { return len(i.Done) > 0 }) {
		return nil
	}
	return []Paper{{To: o.Case.Binding(a)}}
}

// confirmations is the joint application, once it was got ready.
func confirmations(o *mediation.Opened) []Paper {
	a := o.Case.Agreement
	if o.Agreement == nil || a == nil || a.Effective.IsZero() || o.Case.Confirmation == nil {
		return nil
	}
	return []Paper{{To: o.Case.Binding(a)}}
}

// asked is the body of the event "follow_up".
type asked struct {
	Party   id.ID  `json:"party"`
	Mode    string `json:"mode"`
	Outcome string `json:"outcome"`
}

// followUps are a record for every time that a party was asked: its own paper, whose words no other party reads.
func followUps(o *mediation.Opened) []Paper {
	if o.Case.Agreement == nil {
		return nil // of an agreement that is no more
	}
	var out []Paper
	nth, gone := map[int]int{}, o.Gone()
	for _, e := range o.Events {
		var body asked
		if gone[e.ID] || e.Kind != "follow_up" || e.Happened().Before(o.Case.Agreement.Effective) || json.Unmarshal(e.Body, &body) != nil || o.Name(body.Party) == "" {
			continue
		}
		p := Paper{Party: body.Party, To: []id.ID{body.Party}, Event: e.ID, Private: true,
			No: 1 + slices.IndexFunc(o.Case.Parties, func(x mediation.Party) bool { return x.ID == body.Party })}
		nth[p.No]++
		p.Nth = nth[p.No]
		p.ID = fmt.Sprintf("follow-up-%d-%d", p.No, p.Nth)
		out = append(out, p)
	}
	return out
}

func (f fill) oral() (oralData, error) {
	c := &f.o.Case
	d := oralData{Office: f.names.Office.orOpen(), Case: f.clear(), Facts: f.o.Agreement.Facts, OnTheSpot: c.Agreement.OnTheSpot,
		EffectiveAt: c.Agreement.Effective, Mediators: f.signers(), ReadOut: f.readTo(f.named())}
	d.Applicants, d.Respondents = f.signed()
	var err error
	d.Terms, err = f.terms()
	return d, err
}

func (f fill) confirmation() (confirmationData, error) {
	c := &f.o.Case
	d := confirmationData{Office: f.names.Office.orOpen(), Case: f.clear(), Court: orOpen(f.o.Passage(mediation.FieldCourt, c.ID)),
		Mediators: f.signers(), EffectiveAt: c.Agreement.Effective}
	first, second := f.signed()
	d.Parties = slices.Concat(first, second)
	d.Until, _ = c.ConfirmationEnds(f.o.Rules)
	venues := f.o.Rules.Mediation.Confirms().Venues
	if i := slices.IndexFunc(venues, func(v rulebook.Code) bool { return v.Code == c.Confirmation.Venue }); i >= 0 {
		d.Venue = venues[i].Label.In(f.lang)
	}
	var err error
	d.Terms, err = f.terms()
	return d, err
}

func (f fill) followUp() (followUpData, error) {
	d := followUpData{Office: f.names.Office.orOpen(), Case: f.clear(), Party: f.party(*f.o.Case.Party(f.paper.Party)), EffectiveAt: f.o.Case.Agreement.Effective}
	i := slices.IndexFunc(f.o.Events, func(e casefile.Event) bool { return e.ID == f.paper.Event })
	if i < 0 {
		return d, ErrNone
	}
	e := f.o.Events[i]
	var body asked
	if err := json.Unmarshal(e.Body, &body); err != nil {
		return d, fmt.Errorf("paper: the event of a follow-up: %w", err)
	}
	d.At, d.Asker, d.Text = e.Happened(), f.person(e.By.Account), f.o.Passage(mediation.FieldFollowUp, e.ID)
	d.Mode, d.Outcome = f.l.Text("mediation.follow_up.mode."+body.Mode, nil), f.l.Text("mediation.follow_up.outcome."+body.Outcome, nil)
	return d, nil
}

func (f fill) performance() (performanceData, error) {
	a, t := f.o.Case.Agreement, f.o.Agreement
	d := performanceData{Office: f.names.Office.orOpen(), Case: f.clear(), EffectiveAt: a.Effective, At: a.Effective, Whole: true}
	names := map[id.ID]string{}
	for _, p := range t.Parties {
		names[p.ID] = p.Name
		d.Parties = append(d.Parties, named{p.Name})
	}
	words := f.inKind()
	for _, i := range a.Instalments {
		item := itemData{Obligor: names[i.Obligor], Obligee: names[i.Obligee], Kind: i.Type, Amount: i.Amount.Minor, Currency: i.Amount.Currency, Paid: i.Paid(), FulfilledAt: i.Fulfilled}
		if i.Term < len(t.Terms) {
			item.Text = t.Terms[i.Term].Text
		}
		var err error
		if item.Due, err = f.day(i.Due); err != nil {
			return d, err
		}
		for _, x := range i.Done {
			r := receivedData{At: x.At, Money: x.Amount.Minor > 0, Amount: x.Amount.Minor, Currency: x.Amount.Currency, InKind: x.InKind, Carried: x.Carried}
			r.Text = words[receivedAt{i.ID, x.At.UnixNano()}]
			if !r.Money && !r.InKind && r.Text == "" {
				r.Text = f.say("received")
			}
			if x.At.After(d.At) {
				d.At = x.At
			}
			item.Receipts = append(item.Receipts, r)
		}
		if payee := (named{item.Obligee}); !slices.Contains(d.Payees, payee) {
			d.Payees = append(d.Payees, payee)
		}
		d.Whole = d.Whole && !i.Fulfilled.IsZero()
		d.Items = append(d.Items, item)
	}
	return d, nil
}

// receivedAt tells one receipt of an instalment from another.
type receivedAt struct {
	instalment id.ID
	at         int64 // nanoseconds since 1970
}

// inKind are the words with which the payees confirmed what they received.
func (f fill) inKind() map[receivedAt]string {
	out, gone := map[receivedAt]string{}, f.o.Gone()
	for _, e := range f.o.Events {
		var body struct {
			Instalment id.ID `json:"instalment"`
		}
		if e.Kind == "confirm_performance" && !gone[e.ID] && json.Unmarshal(e.Body, &body) == nil {
			out[receivedAt{body.Instalment, e.Happened().UnixNano()}] = strings.TrimSpace(f.o.Passage(mediation.FieldPerformance, e.ID))
		}
	}
	return out
}

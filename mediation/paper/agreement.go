package paper

import (
	"fmt"
	"slices"
	"time"

	"linli/casefile/signing"
	"linli/mediation"
	"linli/platform/fault"
	"linli/platform/id"
)

func (f fill) agreement() (agreementData, error) {
	c, t := &f.o.Case, f.o.Agreement
	d := agreementData{Office: f.names.Office.orOpen(), Case: f.clear(), Facts: t.Facts, Responsibility: t.Responsibility,
		Issues: lines(t.Issues), Confirmable: f.o.Rules.Mediation.Confirmation != nil, Copies: len(t.Parties) + 1,
		Authority: authority{c.Agreement.Language, f.language(c.Agreement.Language)}, EffectiveAt: c.Agreement.Effective, VariesAt: c.Changes(), Mediators: f.signers(), Joint: f.joint()}
	d.Applicants, d.Respondents = f.signed()
	var err error
	if d.Terms, err = f.terms(); err != nil {
		return d, err
	}
	names := f.named()
	for _, o := range c.Agreement.Offers {
		if p := c.Party(o.Party); p != nil {
			d.Offered = append(d.Offered, actData{Name: f.role(p.Role) + f.say("colon") + names[o.Party], At: o.At})
		}
	}
	for _, s := range c.Agreement.Acts {
		d.Acts = append(d.Acts, actData{f.signer(s, names), f.how(s), s.At})
	}
	d.ReadOut = f.readTo(names)
	return d, nil
}

// readTo is who read the words out to the parties who signed, or gave their word.
func (f fill) readTo(names map[id.ID]string) (out []readOutData) {
	for _, s := range f.o.Case.Agreement.Acts {
		if s.As == "party" {
			out = append(out, f.readOut(f.o.ReadOut(s), f.signer(s, names))...)
		}
	}
	return out
}

// named are the names of the sealed text, not those that the case holds today.
func (f fill) named() map[id.ID]string {
	out := map[id.ID]string{}
	for _, p := range f.o.Agreement.Parties {
		out[p.ID] = p.Name
	}
	return out
}

// signed are the parties of the agreement by their sides, by name alone: each of them gets the paper.
func (f fill) signed() (applicants, respondents []partyData) {
	for _, p := range f.o.Agreement.Parties {
		if p.Role == mediation.Applicant {
			applicants = append(applicants, partyData{Name: p.Name})
		} else {
			respondents = append(respondents, partyData{Name: p.Name})
		}
	}
	return applicants, respondents
}

// signers are the mediators at work, and those whose act stands under the agreement.
func (f fill) signers() []named {
	var out []named
	for _, e := range f.o.Case.Engagements {
		signed := slices.ContainsFunc(f.o.Case.Agreement.Acts, func(s mediation.Signature) bool { return s.As == "mediator" && s.Of == e.ID })
		if e.Working() || signed {
			out = append(out, named{f.person(e.Account)})
		}
	}
	return out
}

func (f fill) terms() ([]termData, error) {
	var out []termData
	names := f.named()
	for i, x := range f.o.Agreement.Terms {
		term := termData{N: i + 1, Obligor: names[x.Obligor], Obligee: names[x.Obligee], Kind: x.Type, Text: x.Text,
			Amount: x.Amount.Minor, Currency: x.Amount.Currency, Method: x.Delivery}
		var err error
		if term.Due, err = f.day(x.Due); err != nil {
			return nil, fmt.Errorf("paper: term %d: %w", i+1, err)
		}
		if err := f.parts(&term, x.Instalments); err != nil {
			return nil, err
		}
		out = append(out, term)
	}
	return out, nil
}

// day is an agreed day in the office's zone; zero where none was agreed.
func (f fill) day(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	t, err := time.ParseInLocation(time.DateOnly, s, f.o.Rules.Zone)
	if err != nil {
		return t, fmt.Errorf("paper: the day %q: %w", s, err)
	}
	return t, nil
}

// parts writes the instalments of a term behind its words; the last of them is the day of the whole.
func (f fill) parts(term *termData, parts []mediation.Part) error {
	for n, p := range parts {
		due, err := f.day(p.Due)
		if err != nil {
			return fmt.Errorf("paper: instalment %d of term %d: %w", n+1, term.N, err)
		}
		term.Due = due
		term.Text += " " + f.l.Text("paper.part", fault.Args{"n": n + 1, "amount": f.l.Money(p.Amount.Minor, p.Amount.Currency), "day": f.l.Date(due)})
	}
	return nil
}

// how says in which way an act was done. A signature by passkey is checked anew for each print, and what comes of it stands
// on the paper.
func (f fill) how(s mediation.Signature) string {
	key := "method." + s.Method
	switch {
	case s.As == "seal" && s.Method == "passkey":
		key = "method.seal_passkey"
	case s.As == "seal":
		key = "method.seal"
	case s.As == "party" && s.Method == "screen":
		key = "method.screen_code"
	}
	how := f.say(key)
	if checked := f.o.Check(s); checked != signing.NotChecked {
		how = f.l.Text("paper.method."+string(checked), fault.Args{"how": how})
	}
	return how
}

func (f fill) signer(s mediation.Signature, names map[id.ID]string) string {
	switch s.As {
	case "party":
		return f.role(f.o.Case.Party(s.Of).Role) + f.say("colon") + names[s.Of]
	case "mediator":
		if e := f.o.Case.Engagement(s.Of); e != nil {
			return f.say("role.mediator") + f.say("colon") + f.person(e.Account)
		}
		return f.say("role.mediator")
	}
	if !s.Of.IsZero() {
		return f.say("role.seal") + f.say("colon") + orOpen(f.names.Joint[s.Of])
	}
	return f.say("role.seal") + f.say("colon") + f.names.Office.orOpen().Name
}

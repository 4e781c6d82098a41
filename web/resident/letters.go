package resident

import (
	"net/http"

	"linli/consent"
	"linli/mediation"
	"linli/platform/id"
)

type lettersPage struct {
	*partyPage
	Rows []letterRow
}

// letterRow is one letter that the office wrote for the party, with what it tells.
type letterRow struct {
	mediation.Onward
	Body, Words string
}

func (p *Pages) lettersOf(own *partyPage) *lettersPage {
	d := &lettersPage{partyPage: own}
	for _, o := range own.Case.Letters(own.Me.ID) {
		t := own.Opened.Letters[o.ID]
		d.Rows = append(d.Rows, letterRow{o, t.Body, t.Words})
	}
	return d
}

// lettersForm shows the letters with which the office referred the party to somebody else, and what each tells.
func (p *Pages) lettersForm(w http.ResponseWriter, r *http.Request, v *visitor) error {
	see := p.see
	if r.Method == http.MethodPost {
		see = p.read
	}
	own, err := see(r, v)
	if err != nil {
		return err
	}
	return p.show(w, r, own.Form, "letters", p.lettersOf(own))
}

// letters takes back the party's consent to one of them, at once and without a reason.
func (p *Pages) letters(w http.ResponseWriter, r *http.Request, v *visitor) error {
	own, err := p.read(r, v)
	if err != nil {
		return err
	}
	letter, err := id.Parse(own.Form.Value("letter"))
	if err != nil {
		return seeOther(w, r, own.At+"/letters")
	}
	if err := p.ask(r, v, own.Form, mediation.EndReferral{Referral: letter, Party: own.Me.ID, How: consent.Screen}); err != nil {
		if !own.Form.Take(err) {
			return err
		}
		return p.show(w, r, own.Form, "letters", p.lettersOf(own))
	}
	p.Edge.Notify(w, "resident.letters.done")
	return seeOther(w, r, own.At+"/letters")
}

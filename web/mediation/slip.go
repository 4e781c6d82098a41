package mediation

import (
	"net/http"
	"slices"

	"linli/platform/document"
	"linli/platform/id"
	"linli/web/edge"
	"linli/web/page"
)

type createdPage struct {
	Title   string
	Href    string
	SlipAt  string
	Parties []partyRow // those to whom a slip can be given now
	Next    nextStep
	Paper   bool // the case came from paper
}

// created says what happens after an application was saved, and offers the applicants' slips.
func (p *Pages) created(w http.ResponseWriter, r *http.Request) error {
	v, err := p.open(r)
	if err != nil {
		return err
	}
	d := createdPage{Title: v.Title(), Href: v.Href(), SlipAt: v.Href("slip"), Next: v.next(), Paper: v.Case.Paper != nil}
	if v.may("slip") {
		for _, x := range v.partyRows() {
			if x.Slip {
				d.Parties = append(d.Parties, x)
			}
		}
	}
	p.Render.Render(w, r, http.StatusOK, "mediation/created", d)
	return nil
}

type slipPage struct {
	Title, Party, Href string
	Code               id.Code
	Passphrase         string
	Sizes              []page.Item // of the paper it is printed on
	Size               string      // that the device prints on
	Next               nextStep
}

// slip issues a party's slip and shows it, this once: nobody can read the passphrase again, and a second one ends the first.
func (p *Pages) slip(w http.ResponseWriter, r *http.Request) error {
	f, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	v, err := p.see(r)
	if err != nil {
		return err
	}
	party, err := id.Parse(f.Value("party"))
	if err != nil {
		return err
	}
	code, passphrase, err := p.Mediation.IssueSlip(r.Context(), v.actor, v.Case.ID, party)
	if err != nil {
		return err
	}
	d := slipPage{Title: v.Title(), Party: v.party(party), Href: v.Href(), Code: code, Passphrase: id.ShowPassphrase(passphrase), Next: v.next()}
	p.showSlip(w, r, d)
	return nil
}

// showSlip shows a slip, with the papers on which it can be printed.
func (p *Pages) showSlip(w http.ResponseWriter, r *http.Request, d slipPage) {
	words := p.locale(r)
	for _, size := range document.Slips {
		d.Sizes = append(d.Sizes, page.Item{Value: size, Text: words.Text("staff.slip.paper."+size, nil)})
	}
	if d.Size = p.Device.Kept(r, edge.SlipPaper); !slices.Contains(document.Slips, d.Size) {
		d.Size = document.Slips[0]
	}
	p.Render.Render(w, r, http.StatusOK, "mediation/slip", d)
}

package resident

import (
	"encoding/json"
	"net/http"

	"linli/consent"
	"linli/consent/paper"
	"linli/mediation"
	"linli/platform/document"
	"linli/platform/fault"
	"linli/web/page"
)

// consentForm shows the notice of rights and duties and asks after it.
func (p *Pages) consentForm(w http.ResponseWriter, r *http.Request, v *visitor) error {
	return p.form(w, r, v, "consent", (*partyPage).MayConsent)
}

// consent records the party's own yes. Who is not of age, or for whom a guardian speaks, is asked to come with the
// guardian: on a screen nobody can see who answers. Age is asked and forgotten. A no is recorded as it was sent, with
// nothing more to tick or to confirm.
func (p *Pages) consent(w http.ResponseWriter, r *http.Request, v *visitor) error {
	own, err := p.read(r, v)
	if err != nil {
		return err
	}
	if !own.MayConsent() || own.Me.Talked.IsZero() {
		return seeOther(w, r, own.At)
	}
	switch answer := own.Form.Value("answer"); {
	case answer == "no" && (own.Me.Role == mediation.Respondent || !own.Alone()) && own.MayRefuse():
		return p.act(w, r, v, own, mediation.Refuse{Party: own.Me.ID, How: consent.Screen}, "resident.refuse.done", "consent")
	case answer == "no":
		return p.act(w, r, v, own, mediation.Withdraw{Party: own.Me.ID}, "resident.withdraw.done", "consent")
	case own.Form.Value("alone") == "no":
		return p.show(w, r, nil, "guardian", own)
	case answer != "yes":
		own.Form.Add("answer", "resident.consent.answer_missing")
	}
	if own.Form.Value("alone") != "yes" {
		own.Form.Add("alone", "resident.consent.alone_missing")
	}
	if own.Form.Value("free") == "" {
		own.Form.Add("free", "resident.consent.free_missing")
	}
	if own.Form.Faulty() {
		return p.show(w, r, own.Form, "consent", own)
	}
	if own.Me.Informed.IsZero() { // the notice stood above the question
		inform := mediation.Inform{Party: own.Me.ID, Language: own.lang, How: "on_screen"}
		if _, _, err := p.Mediation.Act(r.Context(), v.actor, v.actor.Case, inform, mediation.Ask{}); err != nil {
			return err
		}
	}
	give := mediation.GiveConsent{Party: own.Me.ID, How: consent.Screen, Language: own.lang}
	return p.act(w, r, v, own, give, "resident.consent.done", "consent")
}

type consentPage struct {
	*partyPage
	Receipts []paper.Receipt
}

// consentReceipt is the party's copy of what it agreed to, for print.
func (p *Pages) consentReceipt(w http.ResponseWriter, r *http.Request, v *visitor) error {
	data, err := p.receiptsOf(r, v)
	if err != nil {
		return err
	}
	if len(data.Receipts) == 0 {
		return seeOther(w, r, data.At)
	}
	return p.show(w, r, data.Form, "consent_receipt", data)
}

// consentFile is the same for programs (ISO/IEC TS 27560).
func (p *Pages) consentFile(w http.ResponseWriter, r *http.Request, v *visitor) error {
	data, err := p.receiptsOf(r, v)
	if err != nil {
		return err
	}
	var out []consent.Receipt
	for _, x := range data.Receipts {
		out = append(out, x.Receipt)
	}
	body, err := json.MarshalIndent(out, "", "  ")
	if err != nil {
		return err
	}
	return page.SendFile(w, r, page.File{Name: "receipt.json", Type: "application/json", Bytes: body})
}

// consentPaper is the same on paper, with the code that stands on every paper of the case.
func (p *Pages) consentPaper(w http.ResponseWriter, r *http.Request, v *visitor) error {
	data, err := p.receiptsOf(r, v)
	if err != nil {
		return err
	}
	if len(data.Receipts) == 0 {
		return seeOther(w, r, data.At)
	}
	out, err := paper.Print(p.Fonts, data.say, data.Receipts, func(docs []*document.Doc, opts *document.Options) error {
		x, err := p.Prover.Of(data.Case.Tenant, data.Case.ID, "consent", docs, opts)
		opts.VerifyURL, opts.Mark = p.Origin.JoinPath("verify").String()+"/"+p.Prover.Seal(x, data.Rules.Mediation.Documents), x.Fingerprint()
		return err
	})
	if err != nil {
		return err
	}
	return page.SendFile(w, r, page.File{Name: "receipt.pdf", Type: "application/pdf", Bytes: out.Bytes})
}

func (p *Pages) receiptsOf(r *http.Request, v *visitor) (*consentPage, error) {
	own, err := p.see(r, v)
	if err != nil {
		return nil, err
	}
	records, err := p.Mediation.Repo.Consents(r.Context(), v.tenant.ID, v.actor.Case)
	if err != nil {
		return nil, err
	}
	tree, err := p.Office.Tree(r.Context(), v.tenant.ID)
	if err != nil {
		return nil, err
	}
	data := &consentPage{partyPage: own}
	office := consent.Controller{ID: own.Case.Unit, Name: own.Office, Contact: own.Desk.Phone, Address: own.Desk.Address}
	for _, record := range records {
		if !own.isMe(record.Subject) {
			continue
		}
		x := paper.NewReceipt(record, office, own.now)
		x.Kept = own.say.Text("resident.consent.kept", fault.Args{"years": data.keptYears()})
		if unit, ok := tree.Unit(record.Recipient.ID); ok {
			x.To = unit.Name
		} else if record.Purpose == consent.Referral {
			x.To = own.Opened.Letters[record.Recipient.ID].Body
		}
		for _, d := range record.Data {
			key := "resident.datum." + d.Kind
			if record.Purpose == consent.Referral {
				key = "mediation.line." + mediation.LineOf(d)
			}
			x.Lines = append(x.Lines, own.say.Text(key, nil))
		}
		data.Receipts = append(data.Receipts, x)
	}
	return data, nil
}

// LanguageName names the language of a notice as its readers do.
func (consentPage) LanguageName(tag string) string { return paper.Language(tag) }

// keptYears is how many years the rulebook keeps anything of a mediation: that of its longest term until the end.
func (d consentPage) keptYears() int {
	const year = 365 // days, as the rulebook counts
	days := 0
	for _, x := range d.Rules.Mediation.Retention {
		if x.Then == "erase" {
			days = max(days, x.Days)
		}
	}
	return days / year
}

package resident

import (
	"net/http"

	"linli/consent"
	"linli/mediation"
	"linli/platform/i18n"
	"linli/platform/id"
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
	switch answer := own.Value("answer"); {
	case answer == "no" && own.Me.Role == mediation.Respondent:
		return p.act(w, r, v, own, mediation.Refuse{Party: own.Me.ID, How: consent.Screen}, "resident.refuse.done", "consent")
	case answer == "no":
		return p.act(w, r, v, own, mediation.Withdraw{Party: own.Me.ID}, "resident.withdraw.done", "consent")
	case own.Value("alone") == "no":
		return p.show(w, r, nil, "guardian", own)
	case answer != "yes":
		own.Add("answer", "resident.consent.answer_missing")
	}
	if own.Value("alone") != "yes" {
		own.Add("alone", "resident.consent.alone_missing")
	}
	if own.Value("free") == "" {
		own.Add("free", "resident.consent.free_missing")
	}
	if own.Faulty() {
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
	Receipts []consent.Receipt
}

// consentReceipt is the party's copy of what it agreed to, for print.
func (p *Pages) consentReceipt(w http.ResponseWriter, r *http.Request, v *visitor) error {
	own, err := p.see(r, v)
	if err != nil {
		return err
	}
	records, err := p.Mediation.Repo.Consents(r.Context(), v.tenant.ID, v.actor.Case)
	if err != nil {
		return err
	}
	data := consentPage{partyPage: own}
	office := consent.Controller{ID: own.Case.Unit, Name: own.Office}
	for _, record := range records {
		if own.isMe(record.Subject) {
			data.Receipts = append(data.Receipts, consent.NewReceipt(receiptID(record), record, office, own.now))
		}
	}
	if len(data.Receipts) == 0 {
		return seeOther(w, r, own.At)
	}
	return p.show(w, r, own.Form, "consent_receipt", data)
}

// LanguageName names the language of a notice as its readers do.
func (d consentPage) LanguageName(tag string) string {
	if l, known := i18n.Parse(tag); known {
		return l.Name()
	}
	return tag
}

// KeptYears is how many years the rulebook keeps anything of a mediation: that of its longest term until the end.
func (d consentPage) KeptYears() int {
	const year = 365 // days, as the rulebook counts
	days := 0
	for _, x := range d.Rules.Mediation.Retention {
		if x.Then == "erase" {
			days = max(days, x.Days)
		}
	}
	return days / year
}

// receiptID is the number of a receipt: that of the record. A copy printed twice is one receipt.
func receiptID(r consent.Record) id.ID { return r.ID }

package resident

import (
	"errors"
	"strings"
	"unicode/utf8"

	"linli/mediation"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/notify"
)

// Limits in characters; those of the machine (mediation.Apply).
const (
	maxName     = 100
	maxContact  = 300
	maxText     = 4000
	maxLanguage = 40
)

func (a *application) checkKind() {
	a.choose("own", "fair.own.missing", "no") // who says yes is told the other ways
	if a.Type() == "" {
		a.Form.Add("type", "form.choose")
	}
}

func (a *application) checkWhat() {
	a.Form.Require("summary")
	a.short("summary", maxText)
	a.short("claims", maxText)
	a.amount.Minor, a.amount.Currency = a.Form.Sum("amount", "currency", a.Rules.Currency, "resident.apply.amount_wrong")
}

func (a *application) checkYou() {
	a.choose("you_kind", "resident.apply.you.kind_missing", "person", "organisation")
	a.Form.Require("you_name")
	a.need("you_contact", "resident.apply.you.contact_missing")
	a.short("you_name", maxName)
	a.short("you_contact", maxContact)
	a.short("you_safe", maxContact)
	if mail := a.Form.Value("you_email"); mail != "" && !notify.Plain(mail) {
		a.Form.Add("you_email", "form.not_an_email")
	}
	if a.Form.Value("you_language") == "other" {
		a.need("you_other_language", "resident.apply.you.other_language_missing")
		a.short("you_other_language", maxLanguage)
	} else if _, ok := a.texts.Parse(a.Form.Value("you_language")); !ok {
		a.Form.Add("you_language", "resident.apply.you.language_missing")
	}
}

func (a *application) checkOther() {
	a.choose("other_kind", "resident.apply.other.kind_missing", "person", "organisation")
	a.Form.Require("other_name")
	a.short("other_name", maxName)
	a.short("other_contact", maxContact)
}

// need asks for a field with a sentence of its own, where its label is no noun.
func (a *application) need(field, missing string) {
	if a.Form.Value(field) == "" {
		a.Form.Add(field, missing)
	}
}

func (a *application) choose(field, missing string, among ...string) {
	for _, v := range among {
		if a.Form.Value(field) == v {
			return
		}
	}
	a.Form.Add(field, missing)
}

func (a *application) short(field string, limit int) {
	if n := utf8.RuneCountInString(a.Form.Value(field)); n > limit {
		a.Form.Take(fault.Field(field, "form.too_long").With(fault.Args{"max": limit, "length": n}))
	}
}

// wrongAmount says how a sum of a currency is written.
func wrongAmount(currency string) error {
	return fault.Field("amount", "resident.apply.amount_wrong").With(fault.Args{"example": i18n.Decimal(120050, currency)})
}

// Money is the sum as the last page shows it.
func (a *application) Money() mediation.Money { return a.amount }

// command is the application as mediation takes it.
func (a *application) command() mediation.Apply {
	language := a.Form.Value("you_language")
	if language == "other" {
		language = a.Form.Value("you_other_language")
	}
	return mediation.Apply{
		Unit: a.Units[a.chosen("unit")].ID, Type: a.Form.Value("type"), OwnDispute: a.ownDispute(), Summary: a.Form.Value("summary"), Claims: a.Form.Value("claims"), Amount: a.amount,
		Parties: []mediation.NewParty{
			{Role: mediation.Applicant, Kind: a.Form.Value("you_kind"), Name: a.Form.Value("you_name"), Contact: a.Form.Value("you_contact"),
				SafeContact: a.Form.Value("you_safe"), Email: a.Form.Value("you_email"), Language: language},
			{Role: mediation.Respondent, Kind: a.Form.Value("other_kind"), Name: a.Form.Value("other_name"), Contact: a.Form.Value("other_contact")},
		},
	}
}

// faulty checks every page once more and returns the first that is wrong, or -1. A form can be sent without having
// passed through the pages.
func (a *application) faulty() int {
	for i, s := range a.asked() {
		if s.check == nil {
			continue
		}
		if s.check(a); a.Form.Faulty() {
			return i
		}
	}
	return -1
}

// taken moves what the machine found wrong to the field where it was typed, and returns the page with it, or -1 where the
// error is none that a form shows.
func (a *application) taken(err error) int {
	names := strings.NewReplacer("parties[0].", "you_", "parties[1].", "other_", "safe_contact", "safe")
	var list fault.List
	if !errors.As(err, &list) {
		one := (*fault.Error)(nil)
		if !errors.As(err, &one) || one.Field == "" {
			return -1
		}
		list = fault.List{one}
	}
	page := -1
	for _, f := range list {
		f = f.At(names.Replace(f.Field))
		a.Form.Take(f)
		for i, s := range a.asked() {
			for _, field := range s.fields {
				if field == f.Field && page < 0 {
					page = i
				}
			}
		}
	}
	return max(page, 0)
}

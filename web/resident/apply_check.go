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
		a.Add("type", "form.choose")
	}
}

func (a *application) checkWhat() {
	a.Require("summary")
	a.short("summary", maxText)
	a.short("claims", maxText)
	minor, ok := i18n.ReadMoney(a.Value("amount"), a.Rules.Currency)
	if !ok {
		a.Take(wrongAmount(a.Rules.Currency))
		return
	}
	if minor > 0 {
		a.amount = mediation.Money{Minor: minor, Currency: a.Rules.Currency}
	}
}

func (a *application) checkYou() {
	a.choose("you_kind", "resident.apply.you.kind_missing", "person", "organisation")
	a.Require("you_name")
	a.need("you_contact", "resident.apply.you.contact_missing")
	a.short("you_name", maxName)
	a.short("you_contact", maxContact)
	a.short("you_safe", maxContact)
	if mail := a.Value("you_email"); mail != "" && !notify.Plain(mail) {
		a.Add("you_email", "form.not_an_email")
	}
	if a.Value("you_language") == "other" {
		a.need("you_other_language", "resident.apply.you.other_language_missing")
		a.short("you_other_language", maxLanguage)
	} else if _, ok := i18n.Parse(a.Value("you_language")); !ok {
		a.Add("you_language", "resident.apply.you.language_missing")
	}
}

func (a *application) checkOther() {
	a.choose("other_kind", "resident.apply.other.kind_missing", "person", "organisation")
	a.Require("other_name")
	a.short("other_name", maxName)
	a.short("other_contact", maxContact)
}

// need asks for a field with a sentence of its own, where its label is no noun.
func (a *application) need(field, missing string) {
	if a.Value(field) == "" {
		a.Add(field, missing)
	}
}

func (a *application) choose(field, missing string, among ...string) {
	for _, v := range among {
		if a.Value(field) == v {
			return
		}
	}
	a.Add(field, missing)
}

func (a *application) short(field string, limit int) {
	if n := utf8.RuneCountInString(a.Value(field)); n > limit {
		a.Take(fault.Field(field, "form.too_long").With(fault.Args{"max": limit, "length": n}))
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
	language := a.Value("you_language")
	if language == "other" {
		language = a.Value("you_other_language")
	}
	return mediation.Apply{
		Unit: a.Units[a.chosen("unit")].ID, Type: a.Value("type"), OwnDispute: a.ownDispute(), Summary: a.Value("summary"), Claims: a.Value("claims"), Amount: a.amount,
		Parties: []mediation.NewParty{
			{Role: mediation.Applicant, Kind: a.Value("you_kind"), Name: a.Value("you_name"), Contact: a.Value("you_contact"),
				SafeContact: a.Value("you_safe"), Email: a.Value("you_email"), Language: language},
			{Role: mediation.Respondent, Kind: a.Value("other_kind"), Name: a.Value("other_name"), Contact: a.Value("other_contact")},
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
		if s.check(a); a.Faulty() {
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
		a.Take(f)
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

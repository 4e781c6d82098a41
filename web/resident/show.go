package resident

import (
	"strconv"

	"linli/mediation"
	"linli/platform/fault"
	"linli/web/page"
)

// printing marks a button that prints the page; without a script it stays hidden.
var printing = page.Attributes{"data-print": true, "hidden": true}

// Print marks the print button of a slip.
func (slipPage) Print() page.Attributes { return printing }

// Print marks the print button of a consent receipt.
func (consentPage) Print() page.Attributes { return printing }

// PauseItems are the days that the party can ask for; with none given, also none.
func (o *partyPage) PauseItems(none string) []page.Item {
	var out []page.Item
	if none != "" {
		out = append(out, page.Item{Value: "0", Text: none})
	}
	for _, n := range o.PauseDays() {
		out = append(out, page.Item{Value: strconv.Itoa(n), Text: o.say.Text("fair.pause.days", fault.Args{"n": n})})
	}
	return out
}

// NoCheck keeps the browser from checking fields on the way back.
func (*application) NoCheck() page.Attributes { return page.Attributes{"formnovalidate": true} }

// TypeItems are the kinds of dispute of the rulebook.
func (a *application) TypeItems() []page.Item {
	out := make([]page.Item, 0, len(a.Rules.Mediation.DisputeTypes))
	for _, t := range a.Rules.Mediation.DisputeTypes {
		out = append(out, page.Item{Value: t.Code, Text: a.Label(t.Label)})
	}
	return out
}

// CurrencyItems are the currencies that the sum can be in, the office's first.
func (a *application) CurrencyItems() []page.Item {
	return page.Currencies(a.locale, a.Rules.Currency, a.Form.Value("currency"))
}

// LanguageItems are the languages of linli and "another".
func (a *application) LanguageItems() []page.Item {
	var out []page.Item
	for _, l := range a.Languages() {
		out = append(out, page.Item{Value: string(l), Text: a.texts.Name(l), Label: page.Text{Attributes: page.Attributes{"lang": string(l)}}})
	}
	return append(out, page.Item{Value: "other", Text: a.Other})
}

// answers are one part of the application on its last page.
type answers struct {
	Step string
	Rows []answer
}

// answer is one line: a text that was typed, a sum, or the key of a text that was chosen.
type answer struct {
	Key, Text, Said string
	Money           mediation.Money
}

// Answers are everything that was answered, for checking.
func (a *application) Answers() []answers {
	typed := func(step, field string) answer {
		return answer{Key: "resident.apply." + step + "." + field, Text: a.Form.Value(field)}
	}
	of := func(prefix, name string) answer {
		return answer{Key: "resident.apply." + prefix + "." + name, Text: a.Form.Value(prefix + "_" + name)}
	}
	kind := func(prefix string) answer {
		return answer{Key: "resident.apply." + prefix + ".kind", Said: "resident.apply." + a.Form.Value(prefix+"_kind")}
	}
	var out []answers
	for _, s := range a.asked() {
		switch s.name {
		case "where":
			out = append(out, answers{s.name, []answer{{Key: "resident.apply.where.unit", Text: a.Unit()}}})
		case "kind":
			out = append(out, answers{s.name, []answer{{Key: "fair.own.row", Said: "fair.own." + a.Form.Value("own")}, {Key: "resident.apply.kind.type", Text: a.Type()}}})
		case "what":
			out = append(out, answers{s.name, []answer{typed("what", "summary"), {Key: "resident.apply.what.claims_row", Text: a.Form.Value("claims")}, {Key: "resident.apply.what.amount_row", Money: a.amount}}})
		case "you":
			out = append(out, answers{s.name, []answer{kind("you"), of("you", "name"), of("you", "contact"), {Key: "resident.apply.you.safe_row", Text: a.Form.Value("you_safe")},
				{Key: "resident.apply.you.email_row", Text: a.Form.Value("you_email")},
				{Key: "resident.apply.you.language", Text: a.spoken()}}})
		case "other":
			out = append(out, answers{s.name, []answer{kind("other"), of("other", "name"), {Key: "resident.apply.other.contact_row", Text: a.Form.Value("other_contact")}}})
		}
	}
	return out
}

// spoken is the chosen language as its speakers write it.
func (a *application) spoken() string {
	for _, l := range a.Languages() {
		if string(l) == a.Form.Value("you_language") {
			return a.texts.Name(l)
		}
	}
	return a.Form.Value("you_other_language")
}

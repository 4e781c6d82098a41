package page

import (
	"slices"

	"linli/platform/i18n"
)

// Sum is a sum of money as it is asked for: how much, and beside it in which currency.
type Sum struct {
	Amount   *Input
	Currency *Select
}

func (*Sum) template() string { return "sum" }

func (s *Sum) prepare(p *press) {
	s.Amount.prepare(p)
	s.Currency.prepare(p)
}

// Currencies are the currencies that a sum can be in, as entries of a list: first the one that is usual here, then all that are
// money somewhere today, and the one that was typed where it is neither.
func Currencies(l i18n.Locale, first, typed string) []Item {
	codes := slices.DeleteFunc(i18n.Currencies(), func(code string) bool { return code == first })
	codes = slices.Insert(codes, 0, first)
	if i18n.KnownCurrency(typed) && !slices.Contains(codes, typed) {
		codes = append(codes, typed)
	}
	out := make([]Item, len(codes))
	for i, code := range codes {
		out[i] = Item{Value: code, Text: code}
		if name := l.Currency(code); name != code {
			out[i].Text = code + " " + name
		}
	}
	return out
}

// Sum reads a sum in minor units, with its currency: the one of the field currency, or usual where none was asked for. An empty
// amount is 0 of no currency and no fault; what is no amount gets the message of the key wrong.
func (f *Form) Sum(amount, currency, usual, wrong string) (minor int64, code string) {
	if code = f.Value(currency); code == "" {
		code = usual
	}
	if !i18n.KnownCurrency(code) {
		f.Add(currency, "form.choose")
		return 0, ""
	}
	if minor = f.Minor(amount, code, wrong); minor == 0 {
		return 0, ""
	}
	return minor, code
}

package i18n

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/currency"
)

// KnownCurrency reports whether a code is a currency of ISO 4217, in its capital letters. The codes for no currency and for tests
// are none.
func KnownCurrency(code string) bool {
	_, known := unit(code)
	return known
}

// Currencies are the codes of the currencies that are money somewhere today (Unicode CLDR), in their order.
func Currencies() []string {
	var out []string
	for it := currency.Query(); it.Next(); {
		if code := it.Unit().String(); KnownCurrency(code) {
			out = append(out, code)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// MinorDigits is how many decimals sums of a currency are written with (Unicode CLDR): linli's minor units are these, in
// every form, on every paper and in the API. A code that is none has two.
func MinorDigits(code string) int {
	u, known := unit(code)
	if !known {
		return 2
	}
	digits, _ := currency.Standard.Rounding(u)
	return digits
}

func unit(code string) (currency.Unit, bool) {
	u, err := currency.ParseISO(code)
	return u, err == nil && u.String() == code && u != (currency.Unit{}) && u != currency.XTS // the zero unit is no currency
}

// ReadMoney reads a sum as people write it, "1,200.50", "￥１２００", in minor units of a currency. Empty is nothing; ok is
// false for what is no sum, for more decimals than the currency has, and for more than twelve digits before them.
func ReadMoney(s, code string) (minor int64, ok bool) {
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r == '．' || r == '。':
			return '.'
		case strings.ContainsRune(" ,，¥￥元$\u00a0", r):
			return -1
		}
		return r
	}, s)
	if s == "" {
		return 0, true
	}
	whole, part, point := strings.Cut(s, ".")
	decimals := MinorDigits(code)
	digits := whole + part
	if len(whole) > 12 || len(part) > decimals || digits == "" || point && part == "" && decimals == 0 || strings.Trim(digits, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.ParseInt(digits+strings.Repeat("0", decimals-len(part)), 10, 64)
	return n, err == nil
}

package i18n

import (
	"strconv"
	"strings"
)

// Number writes a whole number with its thousands grouped, "7,194"; all three languages write it so (Unicode CLDR).
func (l Locale) Number(n int64) string { return group(strconv.FormatInt(n, 10)) }

// Decimal writes a number with this many decimals; -1 writes as many as it has.
func (l Locale) Decimal(x float64, decimals int) string {
	whole, rest, found := strings.Cut(strconv.FormatFloat(x, 'f', decimals, 64), ".")
	if !found {
		return group(whole)
	}
	return group(whole) + "." + rest
}

// Percent writes a fraction between 0 and 1 as a percentage with this many decimals.
func (l Locale) Percent(fraction float64, decimals int) string {
	return l.Decimal(fraction*100, decimals) + "%"
}

// group sets a comma before each three digits of a whole number.
func group(digits string) string {
	sign := ""
	if strings.HasPrefix(digits, "-") {
		sign, digits = "-", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return sign + digits
}

// List joins things as a sentence does: "甲、乙和丙", "A, B and C".
func (l Locale) List(items []string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	last := len(items) - 1
	return strings.Join(items[:last], l.Text("language.comma", nil)) + l.Text("language.and", nil) + items[last]
}

// Money writes an amount given in integer minor units (fen, cents) of an ISO 4217 currency: "500.00 元", "£500.00".
// A round amount keeps its decimals, because a sum in an agreement is read by a court.
func (l Locale) Money(minor int64, currency string) string {
	sign, whole, rest := decimal(minor, currency)
	amount := group(whole) + rest
	if name, ok := moneyNames[currency][l.Language]; ok {
		return sign + amount + " " + name
	}
	if symbol, ok := moneySymbols[currency]; ok {
		return sign + symbol + amount
	}
	return sign + currency + " " + amount
}

// Decimal writes an amount of minor units for a machine: 123450 CNY is 1234.50.
func Decimal(minor int64, currency string) string {
	sign, whole, rest := decimal(minor, currency)
	return sign + whole + rest
}

// decimal takes an amount apart: its sign, the digits of the main unit, and the point with those of the minor one.
func decimal(minor int64, currency string) (sign, whole, rest string) {
	if minor < 0 {
		sign, minor = "-", -minor
	}
	digits, plain := MinorDigits(currency), strconv.FormatInt(minor, 10)
	if pad := digits + 1 - len(plain); pad > 0 {
		plain = strings.Repeat("0", pad) + plain
	}
	if whole = plain[:len(plain)-digits]; digits > 0 {
		rest = "." + plain[len(plain)-digits:]
	}
	return sign, whole, rest
}

// Currency names a currency where a sum is asked for: "元", "CNY".
func (l Locale) Currency(code string) string {
	if name, ok := moneyNames[code][l.Language]; ok {
		return name
	}
	return code
}

// moneyNames are the currencies that a language names after the amount.
var moneyNames = map[string]map[Language]string{
	"CNY": {Hans: "元", Hant: "元人民幣"},
	"TWD": {Hans: "元新台币", Hant: "元"},
	"HKD": {Hans: "港元", Hant: "港元"},
	"MOP": {Hans: "澳门元", Hant: "澳門元"},
	"USD": {Hans: "美元", Hant: "美元"},
	"EUR": {Hans: "欧元", Hant: "歐元"},
	"GBP": {Hans: "英镑", Hant: "英鎊"},
}

var moneySymbols = map[string]string{
	"CNY": "CN¥", "TWD": "NT$", "HKD": "HK$", "MOP": "MOP$", "USD": "US$", "EUR": "€", "GBP": "£",
}

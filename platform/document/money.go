package document

import (
	"fmt"
	"reflect"
	"strconv"

	"linli/platform/i18n"
)

var symbols = map[string]string{"CNY": "¥", "USD": "US$", "HKD": "HK$", "TWD": "NT$", "MOP": "MOP$", "EUR": "€", "GBP": "£", "JPY": "JP¥"}

// maxMinor keeps an amount within what the Chinese capitals can write: below one trillion (10^12) of the main unit.
const maxMinor = 99_999_999_999_999

func integer(value any) (int64, error) {
	v := reflect.ValueOf(value)
	if v.CanInt() {
		return v.Int(), nil
	}
	if v.CanUint() && v.Uint() < 1<<62 {
		return int64(v.Uint()), nil //nolint:gosec // below 2^62
	}
	return 0, fmt.Errorf("%T is not a whole number", value)
}

// Money writes an amount in minor units of an ISO 4217 currency as papers do: 123450 CNY is ¥1,234.50.
func Money(minor any, currency string) (string, error) {
	whole, rest, sign, err := amount(minor, currency)
	if err != nil {
		return "", err
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	symbol, known := symbols[currency]
	if !known {
		symbol = currency + "\u00a0"
	}
	if rest != "" {
		whole += "." + rest
	}
	return sign + symbol + whole, nil
}

// amount splits minor units into the digits of the main unit and of the rest.
func amount(minor any, currency string) (whole, rest, sign string, err error) {
	n, err := integer(minor)
	if err != nil {
		return "", "", "", err
	}
	if !i18n.KnownCurrency(currency) {
		return "", "", "", fmt.Errorf("%q is not a currency code of ISO 4217", currency)
	}
	if n > maxMinor || n < -maxMinor {
		return "", "", "", fmt.Errorf("the amount is too large")
	}
	if n < 0 {
		n, sign = -n, "-"
	}
	digits := i18n.MinorDigits(currency)
	text := fmt.Sprintf("%0*d", digits+1, n)
	return text[:len(text)-digits], text[len(text)-digits:], sign, nil
}

// letters are the words of an amount in Chinese capitals (会计大写), Simplified and Traditional.
type letters struct {
	digits, units   []rune
	main, jiao, fen string
	exact, minus    string
	groups          []string
	currency        map[string]string
}

var capitals = map[string]letters{
	"zh-Hans": {
		digits: []rune("零壹贰叁肆伍陆柒捌玖"), units: []rune(" 拾佰仟"), main: "元", jiao: "角", fen: "分", exact: "整", minus: "负",
		groups:   []string{"", "万", "亿"},
		currency: map[string]string{"CNY": "人民币", "HKD": "港币", "MOP": "澳门币", "TWD": "新台币", "USD": "美元"},
	},
	"zh-Hant": {
		digits: []rune("零壹貳參肆伍陸柒捌玖"), units: []rune(" 拾佰仟"), main: "元", jiao: "角", fen: "分", exact: "整", minus: "負",
		groups:   []string{"", "萬", "億"},
		currency: map[string]string{"CNY": "人民幣", "HKD": "港幣", "MOP": "澳門幣", "TWD": "新臺幣", "USD": "美元"},
	},
}

// Capital writes an amount in the capitals that agreements use against alteration: 123450 CNY is
// 人民币壹仟贰佰叁拾肆元伍角整 (支付结算办法 1997, annex 1: 整 after 元 or 角, 零 for skipped digits). Where the language
// has no capitals, or the currency no 角 and 分, it is the amount in figures.
func Capital(minor any, currency, language string) (string, error) {
	words, ok := capitals[language]
	if !ok || words.currency[currency] == "" {
		return Money(minor, currency)
	}
	whole, rest, sign, err := amount(minor, currency)
	if err != nil {
		return "", err
	}
	text := words.currency[currency]
	if sign != "" {
		text += words.minus
	}
	n, _ := strconv.ParseInt(whole, 10, 64)
	jiao, fen := rest[0]-'0', rest[1]-'0'
	if n > 0 || jiao == 0 && fen == 0 {
		text += words.number(n) + words.main
	}
	switch {
	case jiao > 0:
		text += string(words.digits[jiao]) + words.jiao
	case fen > 0 && n > 0:
		text += string(words.digits[0])
	}
	if fen > 0 {
		return text + string(words.digits[fen]) + words.fen, nil
	}
	return text + words.exact, nil
}

// number writes 0 to 999,999,999,999.
func (l letters) number(n int64) string {
	if n == 0 {
		return string(l.digits[0])
	}
	text, gap := "", false
	for g := len(l.groups) - 1; g >= 0; g-- {
		four := n
		for range g {
			four /= 10000
		}
		four %= 10000
		if four == 0 {
			gap = text != ""
			continue
		}
		if text != "" && (gap || four < 1000) {
			text += string(l.digits[0])
		}
		text += l.four(four) + l.groups[g]
		gap = false
	}
	return text
}

func (l letters) four(n int64) string {
	text, gap := "", false
	for place, weight := 3, int64(1000); place >= 0; place, weight = place-1, weight/10 {
		digit := n / weight % 10
		if digit == 0 {
			gap = text != ""
			continue
		}
		if gap {
			text += string(l.digits[0])
		}
		text += string(l.digits[digit])
		if place > 0 {
			text += string(l.units[place])
		}
		gap = false
	}
	return text
}

package document_test

import (
	"testing"

	"pgregory.net/rapid"

	"linli/platform/document"
)

func TestCapital(t *testing.T) {
	for _, c := range []struct {
		minor              int64
		currency, language string
		want               string
	}{
		{123450, "CNY", "zh-Hans", "人民币壹仟贰佰叁拾肆元伍角整"},
		{0, "CNY", "zh-Hans", "人民币零元整"},
		{1, "CNY", "zh-Hans", "人民币壹分"},
		{50, "CNY", "zh-Hans", "人民币伍角整"},
		{105, "CNY", "zh-Hans", "人民币壹元零伍分"},
		{100000, "CNY", "zh-Hans", "人民币壹仟元整"},
		{100100, "CNY", "zh-Hans", "人民币壹仟零壹元整"},
		{1000000, "CNY", "zh-Hans", "人民币壹万元整"},
		{1001000, "CNY", "zh-Hans", "人民币壹万零壹拾元整"},
		{1050000, "CNY", "zh-Hans", "人民币壹万零伍佰元整"},
		{10710500, "CNY", "zh-Hans", "人民币壹拾万柒仟壹佰零伍元整"},
		{1000000000000, "CNY", "zh-Hans", "人民币壹佰亿元整"},
		{10000000100, "CNY", "zh-Hans", "人民币壹亿零壹元整"},
		{10010000000, "CNY", "zh-Hans", "人民币壹亿零壹拾万元整"},
		{-30000, "CNY", "zh-Hans", "人民币负叁佰元整"},
		{123450, "TWD", "zh-Hant", "新臺幣壹仟貳佰參拾肆元伍角整"},
		{123450, "CNY", "en", "¥1,234.50"},
		{500, "JPY", "zh-Hans", "JP¥500"},
	} {
		if got, err := document.Capital(c.minor, c.currency, c.language); err != nil || got != c.want {
			t.Errorf("%d %s: got %s (%v), want %s", c.minor, c.currency, got, err, c.want)
		}
	}
	if _, err := document.Capital(int64(1e15), "CNY", "zh-Hans"); err == nil {
		t.Error("an amount beyond the words is written")
	}
}

func TestMoney(t *testing.T) {
	for _, c := range []struct {
		minor    any
		currency string
		want     string
	}{
		{123450, "CNY", "¥1,234.50"}, {5, "CNY", "¥0.05"}, {int64(-100), "CNY", "-¥1.00"}, {uint(123456789), "USD", "US$1,234,567.89"},
		{1000, "JPY", "JP¥1,000"}, {1234, "KWD", "KWD\u00a01.234"}, {100, "XAU", "XAU\u00a01.00"},
	} {
		if got, err := document.Money(c.minor, c.currency); err != nil || got != c.want {
			t.Errorf("%v %s: got %s (%v), want %s", c.minor, c.currency, got, err, c.want)
		}
	}
	for _, bad := range []struct {
		minor    any
		currency string
	}{{1.5, "CNY"}, {"1", "CNY"}, {1, "yuan"}, {1, "cny"}, {nil, "CNY"}} {
		if got, err := document.Money(bad.minor, bad.currency); err == nil {
			t.Errorf("%v %s is written as %s", bad.minor, bad.currency, got)
		}
	}
}

// TestCapitalsAreDistinct: two amounts never have the same words.
func TestCapitalsAreDistinct(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		a, b := rapid.Int64Range(0, 1e13).Draw(rt, "a"), rapid.Int64Range(0, 1e13).Draw(rt, "b")
		x, _ := document.Capital(a, "CNY", "zh-Hans")
		y, _ := document.Capital(b, "CNY", "zh-Hans")
		if (a == b) != (x == y) {
			rt.Errorf("%d is %s, %d is %s", a, x, b, y)
		}
	})
}

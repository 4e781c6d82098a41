package i18n_test

import (
	"slices"
	"strings"
	"testing"

	"linli/platform/i18n"
)

// TestWhatIsACurrency: three letters are no currency because there are three of them.
func TestWhatIsACurrency(t *testing.T) {
	for code, want := range map[string]bool{"CNY": true, "USD": true, "JPY": true, "KWD": true, "ZZZ": false, "zzz": false, "cny": false, "CN": false, "CNYY": false, "": false, "XTS": false, "元": false} {
		if got := i18n.KnownCurrency(code); got != want {
			t.Errorf("%q is a currency: %v", code, got)
		}
	}
}

// TestTheCurrenciesOfToday: each once, in their order, and none that is money no longer.
func TestTheCurrenciesOfToday(t *testing.T) {
	all := i18n.Currencies()
	if len(all) < 150 || !slices.IsSorted(all) || len(slices.Compact(slices.Clone(all))) != len(all) {
		t.Errorf("%d currencies: %v", len(all), all)
	}
	for code, want := range map[string]bool{"CNY": true, "HKD": true, "USD": true, "JPY": true, "KWD": true, "DEM": false, "XTS": false} {
		if slices.Contains(all, code) != want {
			t.Errorf("%s is offered: %v", code, !want)
		}
	}
}

// TestAReadSumIsInMinorUnits: the decimals are the currency's, and what is read is written back as it was.
func TestAReadSumIsInMinorUnits(t *testing.T) {
	for _, x := range []struct {
		text, currency string
		want           int64
		ok             bool
	}{
		{"1,200.50", "CNY", 120050, true}, {"￥１２００", "CNY", 120000, true}, {"500元", "CNY", 50000, true}, {"", "CNY", 0, true}, {"1.5", "CNY", 150, true}, {"500.", "CNY", 50000, true},
		{"1.234", "CNY", 0, false}, {"1200", "JPY", 1200, true}, {"1200.5", "JPY", 0, false}, {"1200.", "JPY", 0, false}, {"1.234", "KWD", 1234, true}, {"1.2", "KWD", 1200, true},
		{"-5", "CNY", 0, false}, {"1e5", "CNY", 0, false}, {"9999999999999", "CNY", 0, false}, {".", "CNY", 0, false},
	} {
		got, ok := i18n.ReadMoney(x.text, x.currency)
		if got != x.want || ok != x.ok {
			t.Errorf("%q in %s is read as %d, %v; want %d, %v", x.text, x.currency, got, ok, x.want, x.ok)
		}
		if back, ok := i18n.ReadMoney(i18n.Decimal(got, x.currency), x.currency); !ok || back != got {
			t.Errorf("%d %s is written %s and read as %d", got, x.currency, i18n.Decimal(got, x.currency), back)
		}
	}
}

// FuzzAmount: a sum that people write is never negative, and never another one than its digits say.
func FuzzAmount(f *testing.F) {
	for _, seed := range []string{"1,200.50", "￥１２００", "500元", "", "-5", "+5", ".5", ".", ".-1", ".+1", "1.234", "1.2.3", "1e5", "999999999999", "9999999999999", "0.01", "１．５", "1 000", "\xff", "५"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		minor, ok := i18n.ReadMoney(s, "CNY")
		if !ok {
			return
		}
		digits := 0
		for _, r := range s {
			if r >= '0' && r <= '9' || r >= '０' && r <= '９' {
				digits++
			}
		}
		if minor < 0 || minor > 0 && digits == 0 || strings.ContainsAny(s, "-+") {
			t.Errorf("%q is read as %d", s, minor)
		}
	})
}

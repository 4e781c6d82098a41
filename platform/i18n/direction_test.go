package i18n_test

import (
	"testing"

	"linli/platform/i18n"
)

func TestDirection(t *testing.T) {
	for tag, want := range map[string]string{"zh-Hans": "ltr", "zh-Hant": "ltr", "en": "ltr", "bo": "ltr", "za": "ltr", "kk": "ltr", "ug": "rtl", "ug-Latn": "ltr",
		"kk-Arab": "rtl", "ar": "rtl", "fa-IR": "rtl", "he": "rtl", "ur": "rtl", "dv": "rtl", "nqo": "rtl", "": "ltr", "-": "ltr", "nonsense-at-length": "ltr"} {
		if got := i18n.Direction(tag); got != want {
			t.Errorf("%q is written %s, want %s", tag, got, want)
		}
	}
	for _, l := range i18n.Languages() {
		if i18n.Direction(string(l)) != "ltr" {
			t.Errorf("%s is written from the left", l)
		}
	}
}

package access_test

import (
	"testing"

	"linli/platform/access"
	"linli/platform/i18n"
)

// Every refusal, reader and purpose has words in every language.
func TestEveryAnswerHasWords(t *testing.T) {
	b, err := i18n.Open()
	if err != nil {
		t.Fatal(err)
	}
	keys := []string{"access.not_found", "access.sign_in", "access.unrecorded", "access.read_budget", "access.reading.line",
		"access.reader.party", "access.reader.system", "access.reader.staff"}
	for _, a := range access.Actions() {
		keys = append(keys, "access.refused."+a)
	}
	for _, k := range access.PostKinds() {
		keys = append(keys, "access.reader."+string(k))
	}
	for _, p := range []access.Purpose{access.ForWork, access.ForParty, access.ForPrint, access.ForExport, access.ForEmergency, access.ForJob} {
		keys = append(keys, "access.purpose."+string(p))
	}
	for _, lang := range i18n.Languages() {
		for _, k := range keys {
			if !b.Has(lang, k) {
				t.Errorf("%s lacks %s", lang, k)
			}
		}
	}
}
